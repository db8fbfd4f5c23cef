/** Rows of the parts: a range typed in one field is parted, and "no casualties" is one press. */

import { html } from "../dom.js";
import { announce, onChange } from "./fields.js";
import { range } from "./propose.js";

/**
 * @param {HTMLFormElement} form
 * @param {{words: Record<string, string>}} desk
 */
export function helpWithRows(form, desk) {
  onChange(form, (name) => {
    const low = name.endsWith("_low") ? input(form, name) : null;
    const ends = low && range(low.value);
    const high = ends && input(form, name.replace(/_low$/, "_high"));
    if (!low || !ends || !high || document.activeElement === low) return;
    [low.value, high.value] = ends;
    announce(high);
  });
  const group = document.getElementById("casualties-group");
  if (group) group.append(html("p", { class: "desk-choices" }, noCasualties(form, group, desk.words.noCasualties)));
}

/** @param {HTMLFormElement} form @param {HTMLElement} group @param {string} words */
function noCasualties(form, group, words) {
  const button = html("button", { type: "button", class: "desk-button" }, words);
  button.addEventListener("click", () => {
    const link = group.querySelector(".add-row a");
    if (link instanceof HTMLElement) link.click();
    const rows = group.querySelectorAll(".inline-related:not(.empty-form)");
    const prefix = rows[rows.length - 1]?.id;
    for (const [name, value] of Object.entries({ group: "all", killed_low: "0", killed_high: "0", wounded_low: "0", wounded_high: "0" })) {
      const node = input(form, `${prefix}-${name}`);
      if (!node) continue;
      node.value = value;
      announce(node);
    }
  });
  return button;
}

/** @param {HTMLFormElement} form @param {string} name @returns {HTMLInputElement | HTMLSelectElement | null} */
function input(form, name) {
  return form.querySelector(`[name="${CSS.escape(name)}"]`);
}
