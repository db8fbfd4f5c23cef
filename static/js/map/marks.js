/** The marks of the map, drawn with DOM methods: donut, diamond of a response, square of a base. */

import { svg } from "../dom.js";
import { parts, radii, segment } from "./donut.js";

/**
 * Counts by kind around the number of attacks.
 * @param {Record<string, number>} counts
 * @param {{words: string, isSelected?: boolean, isVague?: boolean}} options `words`: the number as the reader's language
 *   writes it; `isVague`: known to the province only
 * @returns {{node: SVGElement, size: number, radius: number}}
 */
export function donut(counts, { words, isSelected, isVague }) {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const radius = radii(total), size = radius.outer * 2 + 7, centre = size / 2;
  const ring = parts(counts).map(({ kind, from, to, isWhole }) =>
    svg("g", { class: `k-${kind}` },
      isWhole
        ? svg("circle", { class: "k-fill", cx: centre, cy: centre, r: radius.outer })
        : svg("path", { class: "k-fill", d: segment(centre, radius, from, to) }),
    ),
  );
  const node = svg("svg", { class: "donut", width: size, height: size, viewBox: `0 0 ${size} ${size}`, "aria-hidden": "true" },
    ...ring,
    svg("circle", { class: "hole", cx: centre, cy: centre, r: radius.inner }),
    svg("circle", { class: "rim", cx: centre, cy: centre, r: radius.outer + 0.75 }),
    isSelected && svg("circle", { class: "halo", cx: centre, cy: centre, r: radius.outer + 2.5 }),
    isVague && svg("circle", { class: "vague", cx: centre, cy: centre, r: radius.outer + 2.5 }),
    svg("text", { x: centre, y: centre }, words),
  );
  return { node, size, radius: size / 2 };
}

/**
 * The hollow diamond of US responses, dashed for strikes that no state claims.
 * @param {number} count
 * @param {{words: string, isUnclaimed?: boolean, isSelected?: boolean}} options
 * @returns {{node: SVGElement, size: number, radius: number}}
 */
export function diamond(count, { words, isUnclaimed, isSelected }) {
  const size = 24, centre = size / 2, side = count > 1 ? 16 : 10;
  const classes = ["donut", "answer", isUnclaimed && "is-unclaimed", isSelected && "is-selected"].filter(Boolean).join(" ");
  const node = svg("svg", { class: classes, width: size, height: size, viewBox: `0 0 ${size} ${size}`, "aria-hidden": "true" },
    svg("rect", { x: centre - side / 2, y: centre - side / 2, width: side, height: side, transform: `rotate(45 ${centre} ${centre})` }),
    count > 1 && svg("text", { x: centre, y: centre }, words),
  );
  return { node, size, radius: 12 };
}

/** @returns {SVGElement} the struck hollow square of a base or mission, 10 × 10 */
export function baseMark() {
  return svg("svg", { class: "baseicon", width: 10, height: 10, viewBox: "0 0 10 10", "aria-hidden": "true" },
    svg("rect", { x: 1.5, y: 1.5, width: 7, height: 7 }),
    svg("path", { d: "M1.5 8.5 8.5 1.5" }),
  );
}
