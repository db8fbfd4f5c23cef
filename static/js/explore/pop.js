/** What a mark of the map holds: a list of its records, beside the map rather than over a pile of pins. */

import { withParams, withoutPlace } from "./address.js";

/** @typedef {import("./types.js").Cell} Cell */

/**
 * The filter that brings exactly the records of a mark; null where none does.
 * @param {Cell} cell
 * @returns {[string, string][] | null}
 */
export function filterOf(cell) {
  const total = Object.values(cell.counts).reduce((sum, count) => sum + count, 0);
  if (cell.places.length === 1) return [["base", cell.places[0]]];
  if (!cell.places.length && cell.provinces.length === 1 && total > 0 && cell.only_province === total) {
    return [["province", cell.provinces[0]], ["precision", "province"]];
  }
  return null;
}

/**
 * @param {HTMLElement} box
 * @param {{load: (parameters: [string, string][]) => Promise<string | null>, onSelect: (id: string) => void}} hooks
 */
export function setUpPop(box, { load, onSelect }) {
  const title = /** @type {HTMLElement} */ (box.querySelector("[data-title]"));
  const body = /** @type {HTMLElement} */ (box.querySelector(".mappop-body"));
  const more = /** @type {HTMLAnchorElement} */ (box.querySelector("[data-more]"));
  /** @type {Element | null} */
  let cameFrom = null;

  /** @param {boolean} [returnsFocus] */
  function close(returnsFocus = true) {
    if (box.hidden) return;
    box.hidden = true;
    if (returnsFocus && cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus();
  }
  box.querySelector("[data-close]")?.addEventListener("click", () => close());
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
    /** @param {Cell} cell one that `filterOf` knows a filter for */
    async open(cell) {
      const parameters = filterOf(cell) ?? [];
      let text;
      try {
        text = await load(parameters);
      } catch {
        return;
      }
      if (text === null) return;
      cameFrom = document.activeElement;
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
