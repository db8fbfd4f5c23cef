/** Areas as the address writes them: `area=lon,lat,lon,lat,…` and `near=lon,lat,km`. Pure; longitude before latitude. */

/** @param {number} degrees about 100 m, finer than anybody draws */
const rounded = (degrees) => String(Number(degrees.toFixed(3)));

/**
 * @param {[number, number][]} corners longitude, latitude; not closed
 * @returns {string}
 */
export function areaOf(corners) {
  return corners.flatMap((corner) => corner.map(rounded)).join(",");
}

/**
 * @param {string | null} text
 * @returns {[number, number][]} corners; none where the text is no area
 */
export function cornersOf(text) {
  const numbers = (text ?? "").split(",").map(Number);
  if (numbers.length < 6 || numbers.length % 2 || !numbers.every(Number.isFinite)) return [];
  return Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[2 * i], numbers[2 * i + 1]]);
}

/**
 * @param {[number, number]} point longitude, latitude
 * @param {number} km
 * @returns {string}
 */
export function nearOf([lon, lat], km) {
  return `${rounded(lon)},${rounded(lat)},${km}`;
}

/**
 * @param {string | null} text
 * @returns {{lon: number, lat: number, km: number} | null}
 */
export function circleOf(text) {
  const [lon, lat, km] = (text ?? "").split(",").map(Number);
  return [lon, lat, km].every(Number.isFinite) && km > 0 ? { lon, lat, km } : null;
}
