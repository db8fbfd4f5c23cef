/** The geometry of a donut: counts by kind around a number. Pure. */

/** The fixed order of kinds, the same in lists, bars and donuts. */
export const ORDER = ["drone", "rocket", "mortar", "ballistic_missile", "ied", "small_arms", "storming", "other"];

/**
 * @param {number} total
 * @returns {{outer: number, inner: number}} radii in px; the area grows with the count, up to a limit
 */
export function radii(total) {
  const outer = Math.min(44, Math.round(10.5 + 2.9 * Math.sqrt(total)));
  return { outer, inner: outer - Math.max(4, Math.round(outer * 0.27)) };
}

/**
 * One ring segment, clockwise from the top.
 * @param {number} centre
 * @param {{outer: number, inner: number}} radii
 * @param {number} from radians
 * @param {number} to radians
 * @returns {string} path data
 */
export function segment(centre, { outer, inner }, from, to) {
  /** @type {(radius: number, angle: number) => string} */
  const point = (radius, angle) =>
    `${(centre + radius * Math.sin(angle)).toFixed(2)} ${(centre - radius * Math.cos(angle)).toFixed(2)}`;
  const isBig = to - from > Math.PI ? 1 : 0;
  return (
    `M${point(outer, from)}A${outer} ${outer} 0 ${isBig} 1 ${point(outer, to)}` +
    `L${point(inner, to)}A${inner} ${inner} 0 ${isBig} 0 ${point(inner, from)}Z`
  );
}

/**
 * The parts of a donut in fixed order; a kind that stands alone is a full ring, which no arc can draw.
 * @param {Record<string, number>} counts
 * @returns {{kind: string, from: number, to: number, isWhole: boolean}[]}
 */
export function parts(counts) {
  const kinds = [...ORDER.filter((kind) => counts[kind]), ...Object.keys(counts).filter((kind) => counts[kind] && !ORDER.includes(kind))];
  const total = kinds.reduce((sum, kind) => sum + counts[kind], 0);
  let at = 0;
  return kinds.map((kind) => {
    const from = at;
    at += (counts[kind] / total) * Math.PI * 2;
    return { kind, from, to: at, isWhole: kinds.length === 1 };
  });
}
