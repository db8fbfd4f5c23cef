/** The table beside the timeline: fetched when its fold is opened, and with every answer that comes while it is open. */

/**
 * @param {HTMLElement} panel of the timeline
 * @param {(address: string) => Promise<string | null>} load null: something newer took its place
 */
export function setUpTimetable(panel, load) {
  async function show() {
    const fold = panel.querySelector("#timeline-table"), link = fold?.querySelector("a"), box = fold?.querySelector("[data-own]");
    if (!(fold instanceof HTMLDetailsElement) || !link || !box) return;
    if (!fold.open) return box.replaceChildren();
    box.setAttribute("aria-busy", "true");
    try {
      const text = await load(link.href);
      if (text === null) return;
      box.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
    } catch {
      box.replaceChildren(); // The link above leads to the page.
    }
    box.removeAttribute("aria-busy");
  }
  // The event does not bubble.
  panel.addEventListener("toggle", ({ target }) => {
    if (target instanceof Element && target.id === "timeline-table") show();
  }, true);
  return { again: show };
}
