/** The copy button of a citation. */

/** @param {Element} cite holds the text, the button and the word that says it worked */
export function wireCopy(cite) {
  const button = cite.querySelector("[data-copy]");
  const said = /** @type {HTMLElement | null} */ (cite.querySelector("[data-copied]"));
  const text = cite.querySelector("[data-cite-text]");
  button?.addEventListener("click", async () => {
    const words = (text?.textContent ?? "").replace(/\s+/g, " ").trim();
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      // Without the right to write, the text is selected, ready to be copied by hand.
      if (text) getSelection()?.selectAllChildren(text);
      return;
    }
    if (said) said.hidden = false;
  });
}
