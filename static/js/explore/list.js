/** The list of results: choosing a card, walking it by keys, and keeping its place. */

/** @typedef {{scroll: number[], id: string}} Place how far panel and list are scrolled, and the record that has the focus */

/**
 * @param {HTMLElement} panel
 * @param {(id: string) => void} onSelect a card was chosen without being opened
 */
export function setUpList(panel, onSelect) {
  const cards = () => /** @type {HTMLElement[]} */ ([...panel.querySelectorAll(".card[data-id]")]);

  /** @param {number} by */
  function walk(by) {
    const all = cards(), at = all.findIndex((card) => card.contains(document.activeElement));
    const next = all[Math.min(all.length - 1, Math.max(0, at + by))];
    /** @type {HTMLElement | null | undefined} */ (next?.querySelector(".card-title a"))?.focus();
  }

  // The title opens the record; the rest of the card chooses it.
  panel.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("a, button, input, select, summary")) return;
    const card = target.closest(".card[data-id]");
    if (card instanceof HTMLElement && card.dataset.id && !getSelection()?.toString()) onSelect(card.dataset.id);
  });
  const scrolled = () => [panel, panel.querySelector(".results-scroll")].filter((node) => node instanceof HTMLElement);

  return {
    walk,
    /** Where the reader stands in the list, for the history. @returns {Place} */
    place() {
      const card = document.activeElement?.closest("#results .card[data-id]");
      return { scroll: scrolled().map((node) => node.scrollTop), id: card instanceof HTMLElement ? card.dataset.id ?? "" : "" };
    },
    /** Goes back there, with the focus on the card that had it. @param {Place} place */
    restore(place) {
      // Cards that were never in sight have no height of their own yet: all get theirs, and keep it from the next picture on.
      panel.classList.add("is-placing");
      requestAnimationFrame(() => requestAnimationFrame(() => panel.classList.remove("is-placing")));
      const card = cards().find((one) => place.id && one.dataset.id === place.id);
      /** @type {HTMLElement | null | undefined} */ (card?.querySelector(".card-title a"))?.focus({ preventScroll: true });
      scrolled().forEach((node, number) => {
        node.scrollTop = place.scroll[number] ?? 0;
      });
    },
    /** Marks the chosen card and brings it into view. @param {string} id @returns {boolean} whether the list has it */
    mark(id) {
      let isFound = false;
      for (const card of cards()) {
        const isChosen = card.dataset.id === id;
        card.classList.toggle("is-selected", isChosen);
        isFound ||= isChosen;
        if (isChosen) {
          card.setAttribute("aria-current", "true");
          card.scrollIntoView({ block: "nearest" });
        } else card.removeAttribute("aria-current");
      }
      return isFound;
    },
    /** Back to the first result, as a fresh answer starts. */
    toStart() {
      for (const node of scrolled()) node.scrollTop = 0;
    },
  };
}
