/** Calendar days as ISO text ("2024-01-05") and as whole numbers; no time zones are involved. */

const DAY = 86_400_000;

/**
 * @param {string} iso
 * @returns {number} days since 1 January 1970
 */
export function toNumber(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  return Math.round(Date.UTC(year, month - 1, day) / DAY);
}

/**
 * @param {number} number days since 1 January 1970
 * @returns {string}
 */
export function toIso(number) {
  return new Date(number * DAY).toISOString().slice(0, 10);
}

/**
 * The day under a place on the axis.
 * @param {number} share 0 at the start edge of the drawing's left side, 1 at its right side
 * @param {{first: number, last: number, isMirrored: boolean}} axis first and last day, inclusive
 * @returns {number} a day within the axis
 */
export function dayAt(share, { first, last, isMirrored }) {
  const along = isMirrored ? 1 - share : share;
  return Math.min(last, Math.max(first, first + Math.floor(along * (last - first + 1))));
}

/**
 * Where a day begins (or ends, with `atEnd`) on the axis.
 * @param {number} day
 * @param {{first: number, last: number, isMirrored: boolean}} axis
 * @param {boolean} [atEnd]
 * @returns {number} percent from the left
 */
export function placeOf(day, { first, last, isMirrored }, atEnd = false) {
  const along = (day - first + (atEnd ? 1 : 0)) / (last - first + 1);
  const share = Math.min(1, Math.max(0, along));
  return 100 * (isMirrored ? 1 - share : share);
}

/**
 * A period with its edge moved; edges never cross, the period stays within the axis.
 * @param {{from: number, to: number}} period
 * @param {"from" | "to"} edge
 * @param {number} day
 * @param {{first: number, last: number}} axis
 * @returns {{from: number, to: number}}
 */
export function movedEdge(period, edge, day, { first, last }) {
  const kept = Math.min(last, Math.max(first, day));
  return edge === "from" ? { from: Math.min(kept, period.to), to: period.to } : { from: period.from, to: Math.max(kept, period.from) };
}

/**
 * A period moved as a whole, its length kept.
 * @param {{from: number, to: number}} period
 * @param {number} by days
 * @param {{first: number, last: number}} axis
 * @returns {{from: number, to: number}}
 */
export function movedPeriod(period, by, { first, last }) {
  const shift = Math.min(last - period.to, Math.max(first - period.from, by));
  return { from: period.from + shift, to: period.to + shift };
}
