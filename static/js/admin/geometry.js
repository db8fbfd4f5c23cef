/** Points and shapes as they are typed and kept: GeoJSON text, longitude before latitude, EPSG:4326. */

/** @typedef {[number, number]} Position longitude, latitude */

/**
 * The point of a field; null where it is empty, spoilt or a shape.
 * @param {string} text GeoJSON
 * @returns {Position | null}
 */
export function pointOf(text) {
  const shape = parsed(text);
  return shape?.type === "Point" ? [shape.coordinates[0], shape.coordinates[1]] : null;
}

/**
 * @param {string} text
 * @returns {any} the GeoJSON geometry, null where there is none
 */
export function parsed(text) {
  if (!text.trim()) return null;
  try {
    const shape = JSON.parse(text);
    return Array.isArray(shape?.coordinates) ? shape : null;
  } catch {
    return null;
  }
}

/** @param {Position} point */
export function toGeoJson(point) {
  return JSON.stringify({ type: "Point", coordinates: point.map((degrees) => Number(degrees.toFixed(6))) });
}

/**
 * Coordinates as people paste them: "33.94, 44.36", "33.94 44.36", with Arabic digits, with N and E.
 * @param {string} latitude may hold both
 * @param {string} longitude
 * @returns {Position | null} null for what is not a point on the globe
 */
export function typedPoint(latitude, longitude) {
  const parts = `${latitude} ${longitude}`.normalize("NFKC").replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).replace(/٫/g, ".")
    .replace(/[°NE]/gi, " ").split(/[\s,;،]+/).filter(Boolean);
  if (parts.length !== 2 || !parts.every((part) => /^-?\d+(\.\d+)?$/.test(part))) return null;
  const [north, east] = parts.map(Number);
  return Math.abs(north) <= 90 && Math.abs(east) <= 180 ? [east, north] : null;
}
