/** The table beside the timeline: fetched when its fold is opened, and with every answer that comes while it is open. */

/**
 * @param {HTMLElement} panel of the timeline; what is inside is redrawn with every answer
 * @param {(address: string) => Promise<string | null>} load null: something newer took its place
 */
export function setUpTimetable(panel, load) {
  // The event does not bubble; a fold that stays open through an answer is opened anew by the swap.
  panel.addEventListener("toggle", async ({ target }) => {
    if (!(target instanceof HTMLDetailsElement) || !target.open) return;
    const box = target.querySelector("[data-timetable]"), link = target.querySelector("a");
    if (!box || !link || box.hasChildNodes()) return;
    box.setAttribute("aria-busy", "true");
    try {
      const text = await load(link.href);
      if (text !== null) box.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
    } catch {
      // The link to its own page stands above.
    } finally {
      box.removeAttribute("aria-busy");
    }
  }, true);
}
