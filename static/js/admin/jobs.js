/** Follows an open job on its page; once the job has ended, the page is asked for anew and shows what it came to. */

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 8000;

/** @typedef {{status: string, is_open: boolean, done: number, total: number, text: string}} State */

/** @param {HTMLElement} box */
function follow(box) {
  const address = /** @type {string} */ (box.dataset.progress);
  const bar = /** @type {HTMLProgressElement} */ (box.querySelector("progress"));
  const words = /** @type {HTMLElement} */ (box.querySelector("[data-words]"));
  const shown = box.dataset.status;
  let wait = FIRST_WAIT;

  async function look() {
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const state = /** @type {State} */ (await answer.json());
      if (!state.is_open || state.status !== shown) return window.location.reload();
      if (state.total > 0) {
        bar.max = state.total;
        bar.value = state.done;
      }
      if (words.textContent !== state.text) words.textContent = state.text;
      wait = FIRST_WAIT;
    } catch {
      wait = Math.min(wait * 2, LONGEST_WAIT); // away for a moment: the job goes on
    }
    window.setTimeout(look, wait);
  }

  window.setTimeout(look, wait);
}

for (const box of document.querySelectorAll("[data-progress]")) follow(/** @type {HTMLElement} */ (box));
