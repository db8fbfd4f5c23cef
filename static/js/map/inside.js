/** Whether a point lies in a GeoJSON area. Pure; longitude before latitude. */

/** @typedef {number[][][]} Rings outer ring first, then holes */

/**
 * @param {[number, number]} point
 * @param {number[][]} ring
 */
function isInRing([x, y], ring) {
  let isInside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i], [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) isInside = !isInside;
  }
  return isInside;
}

/**
 * @param {[number, number]} point longitude, latitude
 * @param {{type: string, coordinates: any}} geometry Polygon or MultiPolygon
 * @returns {boolean}
 */
export function isInside(point, geometry) {
  /** @type {Rings[]} */
  const areas = geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates];
  return areas.some(([outer, ...holes]) => isInRing(point, outer) && !holes.some((hole) => isInRing(point, hole)));
}

/** @type {WeakMap<object, {west: number, south: number, east: number, north: number}>} */
const boxes = new WeakMap();

/** The box around an area, reckoned once. @param {{type: string, coordinates: any}} geometry */
function boxOf(geometry) {
  const known = boxes.get(geometry);
  if (known) return known;
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const [outer] of /** @type {Rings[]} */ (geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates])) {
    for (const [x, y] of outer) {
      [box.west, box.east] = [Math.min(box.west, x), Math.max(box.east, x)];
      [box.south, box.north] = [Math.min(box.south, y), Math.max(box.north, y)];
    }
  }
  boxes.set(geometry, box);
  return box;
}

/**
 * Points of a view that lie in an area, the ones nearest to the middle of that part first: where its name may stand.
 * @param {{west: number, south: number, east: number, north: number}} view
 * @param {{type: string, coordinates: any}} geometry
 * @param {number} [across] points per row; rows are as far apart
 * @returns {[number, number][]}
 */
export function spotsInside({ west, south, east, north }, geometry, across = 12) {
  const step = (east - west) / across;
  /** @type {[number, number][]} */
  const found = [], box = boxOf(geometry);
  for (let x = west + step / 2; x < east; x += step) {
    if (x < box.west || x > box.east) continue;
    for (let y = south + step / 4; y < north; y += step / 2) if (y >= box.south && y <= box.north && isInside([x, y], geometry)) found.push([x, y]);
  }
  if (!found.length) return found;
  const middle = found.reduce(([a, b], [x, y]) => [a + x / found.length, b + y / found.length], [0, 0]);
  return found.sort((a, b) => Math.hypot(a[0] - middle[0], a[1] - middle[1]) - Math.hypot(b[0] - middle[0], b[1] - middle[1]));
}
