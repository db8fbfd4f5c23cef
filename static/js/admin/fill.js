/** What follows from what is typed: the last day from the first, a title from kind and place, a weapon from the kind. */

import { announce, field, onChange, setValue, valueOf } from "./fields.js";
import { mayFill, proposedTitles, weaponOf } from "./propose.js";

/** @param {HTMLFormElement} form */
export function fillWhatFollows(form) {
  /** @type {Record<string, string>} what was proposed last, by field */
  const proposed = {};

  /** @param {string} name @param {string} value */
  function propose(name, value) {
    const node = field(name);
    if (!node || !value || !mayFill(node.value, proposed[name])) return;
    proposed[name] = value;
    setValue(name, value);
  }

  onChange(form, (name) => {
    if (name === "occurred_from") propose("occurred_to", valueOf("occurred_from"));
    if (name === "occurred_from" || name === "occurred_to") fitExtent();
    if (["kind", "place_name", "place_name_ar", "occurred_from"].includes(name)) {
      const titles = proposedTitles({ kind: valueOf("kind"), place: valueOf("place_name"), placeAr: valueOf("place_name_ar"), day: valueOf("occurred_from") });
      propose("title", titles.en);
      propose("title_ar", titles.ar);
    }
    if (name === "kind") {
      for (const weapon of form.querySelectorAll("select[name^=munitions-][name$=-weapon]")) {
        if (weapon instanceof HTMLSelectElement && !weapon.value && !weapon.name.includes("__prefix__")) {
          weapon.value = weaponOf(valueOf("kind"));
          announce(weapon);
        }
      }
    }
  });
}

/** One day lasts one day; whether several days were lasted over or are uncertain is for people to say. */
function fitExtent() {
  const first = valueOf("occurred_from");
  if (first && first === valueOf("occurred_to")) setValue("date_extent", "single");
}
