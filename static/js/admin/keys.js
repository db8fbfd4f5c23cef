/** Keys of the forms: Ctrl+S saves and stays, Ctrl+Enter adds a row to the part in which one stands. */

/** @param {HTMLFormElement} form */
export function listenForKeys(form) {
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.key.toLowerCase() === "s") {
      event.preventDefault();
      const button = form.querySelector("[name=_continue]") ?? form.querySelector("[type=submit]");
      if (document.activeElement instanceof HTMLElement) document.activeElement.dispatchEvent(new Event("change", { bubbles: true }));
      if (button instanceof HTMLElement) button.click();
    } else if (event.key === "Enter" && event.target instanceof Element) {
      const group = event.target.closest(".inline-group");
      const link = group?.querySelector(".add-row a");
      if (!group || !(link instanceof HTMLElement)) return;
      event.preventDefault();
      link.click();
      const rows = group.querySelectorAll(".inline-related:not(.empty-form)");
      const first = rows[rows.length - 1]?.querySelector("select, input:not([type=hidden]), textarea");
      if (first instanceof HTMLElement) first.focus();
    }
  });
}
