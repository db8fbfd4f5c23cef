/** The filter panel: an option is asked for or left out, never both; long lists narrow while one types. */

import { foldedWords } from "./words.js";

/** @param {HTMLInputElement} box one of the two boxes of an option; the other one goes off */
function clearOpposite(box) {
  if (!box.checked) return;
  const opposite = box.value.startsWith("-") ? box.value.slice(1) : `-${box.value}`;
  for (const other of document.getElementsByName(box.name)) {
    if (other instanceof HTMLInputElement && other.value === opposite) other.checked = false;
  }
}

/** @param {HTMLInputElement} field shows only the options of its list in which every typed word stands */
function narrow(field) {
  const list = field.closest("details");
  if (!list) return;
  const words = foldedWords(field.value);
  let shown = 0;
  for (const option of list.querySelectorAll(".facet")) {
    const label = foldedWords(option.querySelector(".label")?.textContent ?? "").join(" ");
    const isShown = words.every((word) => label.includes(word));
    /** @type {HTMLElement} */ (option).hidden = !isShown;
    if (isShown) shown += 1;
  }
  const said = list.querySelector(".narrow-count");
  if (!(said instanceof HTMLElement)) return;
  const number = new Intl.NumberFormat(document.documentElement.lang === "ar" ? "ar-IQ" : "en-GB").format(shown);
  said.textContent = words.length ? (shown === 1 ? said.dataset.one ?? "" : (said.dataset.many ?? "").replace("%(count)s", number)) : "";
}

/** @param {HTMLFormElement} form */
export function setUpFilters(form) {
  /** @type {Map<string, string>} what is typed into each list, so that a fresh answer narrows alike */
  const typed = new Map();
  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.type === "checkbox") clearOpposite(event.target);
  });
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || field.dataset.narrow === undefined) return;
    typed.set(field.id, field.value);
    narrow(field);
  });
  // Enter in such a field would send the form, which asks for nothing new; Escape gives the whole list back.
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || field.dataset.narrow === undefined) return;
    if (event.key === "Enter") event.preventDefault();
    if (event.key === "Escape") {
      field.value = "";
      typed.delete(field.id);
      narrow(field);
      event.stopPropagation();
    }
  });
  return {
    /** Narrows the lists of a fresh answer as they were. */
    again() {
      for (const [id, value] of typed) {
        const field = document.getElementById(id);
        if (!(field instanceof HTMLInputElement)) continue;
        field.value = value;
        narrow(field);
      }
    },
  };
}
