/** Names for what Django's widgets leave nameless: pickers with a search field, columns without a head, pins on the map. */

/** @param {HTMLFormElement} form gives each a name now and whenever a row is added */
export function nameWidgets(form) {
  nameAll(form);
  new MutationObserver(() => nameAll(form)).observe(form, { childList: true, subtree: true });
}

/** @param {HTMLElement} form */
function nameAll(form) {
  for (const shown of form.querySelectorAll(".select2-selection:not([aria-label])")) {
    const select = shown.closest(".select2-container")?.previousElementSibling;
    const name = select instanceof HTMLSelectElement && nameOf(select);
    if (!name) continue;
    shown.setAttribute("aria-label", name);
    shown.querySelector("[role=textbox]")?.setAttribute("aria-label", name);
  }
  for (const control of form.querySelectorAll("td select, td input:not([type=hidden], [aria-label])")) {
    const name = nameOf(/** @type {HTMLSelectElement | HTMLInputElement} */ (control));
    if (name && !(/** @type {HTMLInputElement} */ (control).labels?.length)) control.setAttribute("aria-label", name);
  }
  // The column of a row's own title, and that of the box which removes the row.
  for (const head of form.querySelectorAll("thead th:empty")) head.replaceWith(Object.assign(document.createElement("td"), { className: head.className }));
}

/** @param {HTMLSelectElement | HTMLInputElement} control its label, or the head of its column */
function nameOf(control) {
  const cell = control.closest("td");
  const head = cell && cell.closest("table")?.tHead?.rows[0]?.cells[cell.cellIndex];
  return (control.labels?.[0] ?? head)?.textContent?.replace(/:\s*$/, "").trim() || "";
}
