/** What a mark of the map holds: a list of its records, beside the map rather than over a pile of pins. */

import { areaOf, clipped, cornersOf } from "../map/area.js";
import { withPairs, withoutPlace } from "./address.js";
import { squareOf } from "../map/cells.js";

/** @typedef {import("./types.js").Cell} Cell */

/** @typedef {[string, string | null][]} Pairs parameters of a question; null takes one away */

/**
 * The filters that together bring exactly the records of a mark: its base, or the square it stands for and, since an area
 * holds nothing that is known only to a province, those of its provinces.
 * @param {Cell} cell
 * @param {string} [area] the drawn area in force, as the address writes it
 * @returns {Pairs[]}
 */
export function filtersOf(cell, area = "") {
  if (cell.places.length === 1 && cell.at_bases === cell.records) return [[["base", cell.places[0]]]];
  /** @type {Pairs[]} */
  const found = [];
  if (cell.records > cell.vague) found.push([["area", areaOf(within(squareOf(cell.key), area))]]);
  if (cell.vague) found.push([["area", null], ["near", null], ...cell.provinces.map((code) => /** @type {[string, string]} */ (["province", code])), ["precision", "province"]]);
  return found;
}

/** @param {ReturnType<typeof squareOf>} square @param {string} area @returns {[number, number][]} corners of what both share */
function within(square, area) {
  const { west, south, east, north } = square, shared = clipped(cornersOf(area), square);
  return shared.length > 2 ? shared : [[west, south], [east, south], [east, north], [west, north]];
}

/**
 * @param {HTMLElement} box
 * @param {{load: (parameters: Pairs) => Promise<string | null>, onSelect: (id: string) => void, onPart: (cell: Cell) => void}} hooks
 *   `onPart` is told to look closer at a mark
 */
export function setUpPop(box, { load, onSelect, onPart }) {
  const title = /** @type {HTMLElement} */ (box.querySelector("[data-title]"));
  const body = /** @type {HTMLElement} */ (box.querySelector(".mappop-body"));
  const more = /** @type {HTMLAnchorElement} */ (box.querySelector("[data-more]"));
  const part = /** @type {HTMLButtonElement} */ (box.querySelector("[data-part]"));
  /** @type {Element | null} */
  let cameFrom = null;
  /** @type {Cell | null} */
  let shown = null;

  /** @param {boolean} [returnsFocus] */
  function close(returnsFocus = true) {
    if (box.hidden) return;
    box.hidden = true;
    if (returnsFocus && cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus();
  }
  box.querySelector("[data-close]")?.addEventListener("click", () => close());
  part.addEventListener("click", () => {
    close(false);
    document.getElementById("map")?.focus({ preventScroll: true });
    if (shown) onPart(shown);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  box.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target), isPin = !!target.closest(".card-pin");
    if (!isPin && target.closest("a, button")) return;
    const card = target.closest(".card[data-id]");
    if (!(card instanceof HTMLElement) || !card.dataset.id) return;
    event.preventDefault();
    onSelect(card.dataset.id);
  });

  return {
    close,
    isOpen: () => !box.hidden,
    /** @param {Cell} cell @param {boolean} canPart whether a closer look would part it */
    async open(cell, canPart) {
      const filters = filtersOf(cell, new URLSearchParams(location.search).get("area") ?? "");
      /** @type {Node[]} */
      const cards = [];
      try {
        for (const parameters of filters) {
          const text = await load(parameters);
          if (text === null) return;
          cards.push(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
        }
      } catch {
        return;
      }
      [cameFrom, shown] = [document.activeElement, cell];
      part.hidden = !canPart;
      title.textContent = cell.words || cell.place_words;
      body.replaceChildren(...cards);
      const address = new URL(location.href);
      address.hash = "";
      address.search = withPairs(withoutPlace(address.search), filters[0]);
      more.href = address.href;
      box.hidden = false;
      /** @type {HTMLElement | null} */ (box.querySelector("[data-close]"))?.focus();
    },
  };
}
