/** Areas as the address writes them: `area=lon,lat lon,lat …` and `near=lon,lat,km`. Pure; longitude before latitude. */

/** @typedef {[number, number]} Corner longitude, latitude */

/** @param {number} degrees about 100 m, finer than anybody draws */
const rounded = (degrees) => String(Number(degrees.toFixed(3)));

/**
 * @param {Corner[]} corners not closed
 * @returns {string}
 */
export function areaOf(corners) {
  return corners.map((corner) => corner.map(rounded).join(",")).join(" ");
}

/**
 * @param {string | null} text
 * @returns {Corner[]} none where the text is no area
 */
export function cornersOf(text) {
  const corners = (text ?? "").trim().split(/ +/).map((corner) => corner.split(",").map(Number));
  const isArea = corners.length > 2 && corners.every((corner) => corner.length === 2 && corner.every(Number.isFinite));
  return isArea ? /** @type {Corner[]} */ (corners) : [];
}

/**
 * @param {Corner} point
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

/** @param {Corner} a @param {Corner} b @param {Corner} c @returns {number} positive where the way from a over b to c turns left */
const turn = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

/**
 * Whether no side of an area crosses another: only such an area has an inside.
 * @param {Corner[]} corners
 * @returns {boolean}
 */
export function isSimple(corners) {
  const sides = corners.map((corner, i) => [corner, corners[(i + 1) % corners.length]]);
  return sides.every(([a, b], i) =>
    sides.every(([c, d], j) => {
      const areNeighbours = Math.abs(i - j) <= 1 || Math.abs(i - j) === sides.length - 1;
      return areNeighbours || turn(a, b, c) * turn(a, b, d) > 0 || turn(c, d, a) * turn(c, d, b) > 0;
    }),
  );
}

/**
 * The part of an area that lies in a square.
 * @param {Corner[]} corners
 * @param {{west: number, south: number, east: number, north: number}} square
 * @returns {Corner[]} fewer than three where they share nothing
 */
export function clipped(corners, { west, south, east, north }) {
  /** @type {[0 | 1, number, 1 | -1][]} axis, border, side that is kept */
  const borders = [[0, west, 1], [0, east, -1], [1, south, 1], [1, north, -1]];
  return borders.reduce((kept, [axis, border, side]) => {
    const isIn = (/** @type {Corner} */ corner) => (corner[axis] - border) * side >= 0;
    return kept.flatMap((corner, i) => {
      const before = kept.at(i - 1) ?? corner;
      if (isIn(before) === isIn(corner)) return isIn(corner) ? [corner] : [];
      const share = (border - before[axis]) / (corner[axis] - before[axis]);
      const cut = /** @type {Corner} */ ([before[0] + share * (corner[0] - before[0]), before[1] + share * (corner[1] - before[1])]);
      return isIn(corner) ? [cut, corner] : [cut];
    });
  }, corners);
}
