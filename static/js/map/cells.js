/** Cells of the map by their key, "zoom-column-row": their square on the ground, and which of them lies in which. Pure. */

/** A tile of the zoom level is divided into 2^2 × 2^2 cells; `attacks/explorer/cells.py` has the same. */
const CELL_BITS = 2;

/** @param {string} key @returns {[number, number, number]} zoom, column, row */
const partsOf = (key) => /** @type {[number, number, number]} */ (key.split("-").map(Number));

/**
 * @param {string} key
 * @returns {{west: number, south: number, east: number, north: number}} degrees
 */
export function squareOf(key) {
  const [zoom, column, row] = partsOf(key), across = 2 ** (zoom + CELL_BITS);
  const longitude = (/** @type {number} */ x) => (x / across) * 360 - 180;
  const latitude = (/** @type {number} */ y) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / across))) * 180) / Math.PI;
  return { west: longitude(column), south: latitude(row + 1), east: longitude(column + 1), north: latitude(row) };
}

/**
 * The cell of a wider view that holds a cell; undefined where none of them does.
 * @param {string} key
 * @param {Iterable<string>} wider keys of one zoom level
 * @returns {string | undefined}
 */
export function holderOf(key, wider) {
  const [zoom, column, row] = partsOf(key);
  for (const other of wider) {
    const [otherZoom, otherColumn, otherRow] = partsOf(other), by = zoom - otherZoom;
    if (by > 0 && column >> by === otherColumn && row >> by === otherRow) return other;
  }
  return undefined;
}
