/** The windows of time that playback steps through. Pure; days are ISO text. */

import { toIso, toNumber } from "./days.js";

/** Bars that are seen at once, where there are enough of them. */
const AT_ONCE = 4;

/**
 * @param {string[]} starts first day of every bar, in order
 * @param {string} end last day of the last bar
 * @returns {{from: string, to: string}[]} windows of a few bars, each one bar later than the one before
 */
export function windowsOf(starts, end) {
  const width = starts.length >= 3 * AT_ONCE ? AT_ONCE : 1;
  return starts.slice(0, Math.max(starts.length - width + 1, 0)).map((from, at) => {
    const following = starts[at + width];
    return { from, to: following ? toIso(toNumber(following) - 1) : end };
  });
}
