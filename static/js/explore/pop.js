/** What a mark of the map holds: a list of its records, beside the map rather than over a pile of pins. */

import { areaOf } from "../map/area.js";
import { squareOf } from "../map/cells.js";
import { withParams, withoutPlace } from "./address.js";

/** @typedef {import("./types.js").Cell} Cell */

/**
 * The filter that brings exactly the records of a mark: its base, its province, or the square it stands for.
 * @param {Cell} cell
 * @returns {[string, string][]}
 */
export function filterOf(cell) {
  const total = Object.values(cell.counts).reduce((sum, count) => sum + count, 0);
  if (cell.places.length === 1 && cell.at_bases === cell.records) return [["base", cell.places[0]]];
  if (!cell.places.length && cell.provinces.length === 1 && total > 0 && cell.only_province === total && cell.records === total) {
    return [["province", cell.provinces[0]], ["precision", "province"]];
  }
  const { west, south, east, north } = squareOf(cell.key);
  return [["area", areaOf([[west, south], [east, south], [east, north], [west, north]])]];
}

/**
 * @param {HTMLElement} box
 * @param {{load: (parameters: [string, string][]) => Promise<string | null>, onSelect: (id: string) => void, onPart: (cell: Cell) => void}} hooks
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
    /** @param {Cell} cell @param {boolean} canPart whether a closer look would part it */
    async open(cell, canPart) {
      const parameters = filterOf(cell);
      let text;
      try {
        text = await load(parameters);
      } catch {
        return;
      }
      if (text === null) return;
      [cameFrom, shown] = [document.activeElement, cell];
      part.hidden = !canPart;
      const fresh = new DOMParser().parseFromString(text, "text/html");
      title.textContent = cell.words || cell.place_words;
      body.replaceChildren(...fresh.body.childNodes);
      const address = new URL(location.href);
      address.hash = "";
      address.search = withParams(withoutPlace(address.search), Object.fromEntries(parameters));
      more.href = address.href;
      box.hidden = false;
      /** @type {HTMLElement | null} */ (box.querySelector("[data-close]"))?.focus();
    },
  };
}
