/** The keys of Explore: j and k walk the results, / searches, ? shows the keys, Escape closes what is open. */

/**
 * @param {{walk: (by: number) => void, letGo: () => boolean}} hooks `letGo` closes what is open; false: nothing was
 */
export function setUpKeys({ walk, letGo }) {
  const help = document.getElementById("keys");
  /** @type {Record<string, () => void>} */
  const acts = {
    j: () => walk(1),
    k: () => walk(-1),
    "/": () => document.getElementById("filter-q")?.focus(),
    "?": () => help instanceof HTMLDialogElement && help.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
    const target = /** @type {Element} */ (event.target);
    if (target.closest("dialog, input, select, textarea, [contenteditable], [role=slider], #map")) return;
    if (event.key === "Escape") {
      if (letGo()) event.preventDefault();
      return;
    }
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
