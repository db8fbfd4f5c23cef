/** Keeps marks and labels of the map from covering each other. Pure: pixels in, pixels out. */

/**
 * @typedef {object} Disc a mark: its centre, its radius, and how much it resists being moved
 * @property {number} x
 * @property {number} y
 * @property {number} r
 * @property {number} weight the lighter of two moves
 */

/** Directions tried around a taken spot: below first, then further round, the same for every mark. */
const ANGLES = Array.from({ length: 24 }, (_, i) => Math.PI / 2 + (i % 2 ? -1 : 1) * Math.ceil(i / 2) * (Math.PI / 12));

/** Below this radius a mark is so small that even the corners of its box must stay free to be pressed. */
const SMALL = 16;

/**
 * @param {number} dx
 * @param {number} dy
 * @param {Disc} a
 * @param {Disc} b
 * @param {number} gap
 * @returns {boolean} whether two marks at this distance leave each other free
 */
function isApart(dx, dy, a, b, gap) {
  const wanted = a.r + b.r + gap - 0.01;
  if (Math.min(a.r, b.r) < SMALL) return Math.max(Math.abs(dx), Math.abs(dy)) >= wanted;
  return Math.hypot(dx, dy) >= wanted;
}

/**
 * Moves marks apart until none covers another: the heavier stays, the lighter goes to the nearest free spot.
 * @template {Disc} T
 * @param {T[]} discs changed in place
 * @param {number} [gap] px between two marks
 * @returns {T[]} the same marks
 */
export function spread(discs, gap = 1) {
  /** @type {T[]} */
  const settled = [];
  for (const disc of [...discs].sort((a, b) => b.weight - a.weight || b.r - a.r)) {
    const { x, y } = disc;
    /** @type {(x: number, y: number) => boolean} */
    const isFree = (px, py) => settled.every((other) => isApart(px - other.x, py - other.y, disc, other, gap));
    for (let away = 0; !isFree(disc.x, disc.y) && away < 40; away++) {
      const distance = (away + 1) * 4;
      const angle = ANGLES.find((one) => isFree(x + Math.cos(one) * distance, y + Math.sin(one) * distance));
      if (angle !== undefined) {
        disc.x = x + Math.cos(angle) * distance;
        disc.y = y + Math.sin(angle) * distance;
      }
    }
    settled.push(disc);
  }
  return discs;
}

/** @typedef {"e" | "w" | "s" | "n" | "c"} Side */

/**
 * @typedef {object} Label
 * @property {string} key
 * @property {number} x where the label's anchor stands
 * @property {number} y
 * @property {number} width
 * @property {number} height
 * @property {Side[]} sides tried in this order: east, west, south or north of the anchor, or centred on it
 * @property {{x: number, y: number}[]} [spots] further anchors to try when the first has no room
 * @property {number} [offset] px between the anchor and the label's near edge
 * @property {number} priority higher first
 */

/** @typedef {{left: number, right: number, top: number, bottom: number}} Box */

/**
 * @param {Label} label
 * @param {Side} side
 * @param {{x: number, y: number}} spot
 * @returns {Box & {anchor: number, middle: number}} `anchor`, `middle`: where the label is anchored, across and down
 */
function boxOf(label, side, { x, y }) {
  const offset = label.offset ?? 0, half = label.height / 2;
  const anchor = side === "e" ? x + offset : side === "w" ? x - offset : x;
  const middle = side === "s" ? y + offset + half : side === "n" ? y - offset - half : y;
  const left = side === "e" ? anchor : side === "w" ? anchor - label.width : anchor - label.width / 2;
  return { anchor, middle, left, right: left + label.width, top: middle - half, bottom: middle + half };
}

/** @type {(a: Box, b: Box) => boolean} */
const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/**
 * Places as many labels as fit; the ones that would cover a mark or another label are left out.
 * @param {Label[]} labels
 * @param {Disc[]} marks
 * @param {Box} [frame] what is visible; a label that would leave it is left out
 * @param {Box[]} [blocked] areas that something else covers, such as the legend
 * @returns {{key: string, side: Side, x: number, y: number}[]} x, y: the anchor of the placed label
 */
export function placeLabels(labels, marks, frame, blocked = []) {
  /** @type {Box[]} */
  const taken = [...blocked, ...marks.map(({ x, y, r }) => ({ left: x - r, right: x + r, top: y - r, bottom: y + r }))];
  /** @type {(box: Box) => boolean} */
  const isVisible = (box) => !frame || (box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom);
  const placed = [];
  for (const label of [...labels].sort((a, b) => b.priority - a.priority)) {
    const tries = [label, ...(label.spots ?? [])].flatMap((spot) => label.sides.map((side) => ({ spot, side })));
    for (const { spot, side } of tries) {
      const box = boxOf(label, side, spot);
      if (!isVisible(box) || taken.some((other) => meet(box, other))) continue;
      taken.push({ left: box.left - 3, right: box.right + 3, top: box.top - 1, bottom: box.bottom + 1 });
      placed.push({ key: label.key, side, x: box.anchor, y: box.middle });
      break;
    }
  }
  return placed;
}
