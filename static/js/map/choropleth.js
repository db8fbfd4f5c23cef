/** Counts per province as five steps of one hue. Pure. */

/** Lowest count of each step; the legend of the page names the same. */
export const STEPS = [1, 5, 10, 25, 50];

/**
 * @param {number} count
 * @returns {number} 0 (none) to 5
 */
export function step(count) {
  return STEPS.filter((lowest) => count >= lowest).length;
}
