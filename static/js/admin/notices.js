/** What a form tells: one line each, in the live region above the fields, replaced in place. */

import { html } from "../dom.js";

/** @typedef {{label: string, act: () => void, isQuiet?: boolean}} Choice */

/**
 * Shows a notice under its name; without words it goes.
 * @param {string} name
 * @param {string} words
 * @param {{choices?: Choice[], isWarning?: boolean, more?: Node[]}} [options]
 */
export function notice(name, words, { choices = [], isWarning = false, more = [] } = {}) {
  const region = document.querySelector("[data-notices]");
  const present = region?.querySelector(`[data-notice="${name}"]`);
  if (!words) return present?.remove();
  const buttons = choices.map(({ label, act }) => {
    const button = html("button", { type: "button", class: "desk-button" }, label);
    button.addEventListener("click", act);
    return button;
  });
  const line = html("div", { class: isWarning ? "desk-notice is-warning" : "desk-notice", "data-notice": name }, html("p", {}, words), ...more,
    buttons.length ? html("p", { class: "desk-choices" }, ...buttons) : null);
  if (present?.textContent === line.textContent) return;
  if (present) present.replaceWith(line);
  else region?.append(line);
}

/**
 * The words with their placeholders filled, such as {km}.
 * @param {string} words
 * @param {Record<string, string | number>} values
 */
export function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
