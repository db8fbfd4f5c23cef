/** The analyst's form: each part begins where the page has what it needs. */

import { readJson } from "../dom.js";
import { watchDuplicates } from "./duplicates.js";
import { fillWhatFollows } from "./fill.js";
import { keepDraft } from "./keep.js";
import { listenForKeys } from "./keys.js";
import { nameWidgets } from "./names.js";
import { preparePickers } from "./picker.js";
import { proposePlaces } from "./place.js";
import { helpWithRows } from "./rows.js";
import { guardSending } from "./send.js";

const desk = readJson("desk");
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("#content-main form[method=post]"));

if (desk && form) {
  preparePickers(desk);
  if (desk.recordType === "incident") fillWhatFollows(form);
  proposePlaces(form, desk);
  watchDuplicates(form, desk);
  keepDraft(form, desk);
  helpWithRows(form, desk);
  guardSending(form, desk);
  nameWidgets(form);
  listenForKeys(form);
  const first = form.querySelector("fieldset select, fieldset input:not([type=hidden]), fieldset textarea");
  if (!desk.record && first instanceof HTMLElement) first.focus({ preventScroll: true });
}
