/** Asks, before a form leaves the page, whether it will arrive; otherwise the page stays and says what to do. */

import { html } from "../dom.js";
import { fill, notice } from "./notices.js";

/**
 * @param {HTMLFormElement} form
 * @param {{user: number, urls: Record<string, string>, words: Record<string, string>, recordType: string, record: number | null}} desk
 */
export function guardSending(form, desk) {
  const { words } = desk;
  let isSure = false;

  form.addEventListener("submit", async (event) => {
    if (isSure) return void (isSure = false);
    event.preventDefault();
    const button = /** @type {SubmitEvent} */ (event).submitter;
    const refusal = await asked(form, desk);
    if (refusal) {
      const [text, link] = refusal;
      notice("send", text, { isWarning: true, more: link ? [html("p", {}, html("a", { href: link[0], target: "_blank", rel: "noopener" }, link[1]))] : [] });
      const line = document.querySelector("[data-notice=send]");
      if (line instanceof HTMLElement) {
        line.tabIndex = -1;
        line.focus();
      }
      return;
    }
    notice("send", "");
    isSure = true;
    form.requestSubmit(button instanceof HTMLElement && button.isConnected ? button : null);
  });

  addEventListener("offline", () => notice("send", words.offline, { isWarning: true }));
  addEventListener("online", () => notice("send", ""));
}

/**
 * Why the form would not arrive now, with a way out; null when it would.
 * @param {HTMLFormElement} form
 * @param {{user: number, urls: Record<string, string>, words: Record<string, string>, recordType: string, record: number | null}} desk
 * @returns {Promise<[string, [string, string]?] | null>}
 */
async function asked(form, { user, urls, words, recordType, record }) {
  let answer;
  try {
    answer = await fetch(`${urls.session}?${new URLSearchParams({ record_type: recordType, ...(record ? { record: String(record) } : {}) })}`);
  } catch {
    return [words.offline];
  }
  if (answer.status === 401) return [words.ended, [urls.login, words.signIn]];
  if (!answer.ok) return [fill(words.failed, { status: answer.status })];
  const session = await answer.json();
  if (session.user !== user) return [words.otherPerson];
  if (session.refusal) return [fill(words.refused, { reason: session.refusal }), [location.href, words.openAgain]];
  const token = form.querySelector("input[name=csrfmiddlewaretoken]");
  if (token instanceof HTMLInputElement) token.value = session.token;
  return null;
}
