/** The list of results: choosing a card, walking it by keys, and keeping its place. */

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
  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const target = /** @type {Element} */ (event.target);
    if (target.closest("input, select, textarea, [contenteditable], [role=slider], #map")) return;
    if (event.key === "j") walk(1);
    else if (event.key === "k") walk(-1);
    else if (event.key === "/") document.getElementById("filter-q")?.focus();
    else return;
    event.preventDefault();
  });

  return {
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
      const scroll = panel.querySelector(".results-scroll");
      if (scroll) scroll.scrollTop = 0;
    },
  };
}
