/** Puts a fresh answer of the server into the page; focus, typed text, scroll places and open folds stay. */

/**
 * What identifies the element that has the focus, so that its successor can get it.
 * @param {Element | null} node
 * @returns {string} a selector, "" for none
 */
export function focusKey(node) {
  if (!node || node === document.body) return "";
  if (node.id) return `#${CSS.escape(node.id)}`;
  const key = node.getAttribute("data-key");
  if (key) return `[data-key="${CSS.escape(key)}"]`;
  if (node instanceof HTMLInputElement || node instanceof HTMLSelectElement) {
    const value = node instanceof HTMLInputElement && ["checkbox", "radio"].includes(node.type) ? `[value="${CSS.escape(node.value)}"]` : "";
    return `[name="${CSS.escape(node.name)}"]${value}`;
  }
  const edge = node.getAttribute("data-edge");
  if (edge) return `[data-edge="${edge}"]`;
  const href = node.getAttribute("href");
  return href ? `a[href="${CSS.escape(href)}"]` : "";
}

/** @param {ParentNode} scope @returns {Map<string, boolean>} open state of every fold that has an id */
function folds(scope) {
  return new Map([...scope.querySelectorAll("details[id]")].map((node) => [node.id, /** @type {HTMLDetailsElement} */ (node).open]));
}

/** @param {Element} from @param {Element} to */
function copyData(from, to) {
  for (const { name, value } of from.attributes) if (name.startsWith("data-")) to.setAttribute(name, value);
}

/**
 * Replaces the content of every `data-region` of the page by that of the same region in `text`, and the data of `data-frame`.
 * @param {string} text HTML of the server's fragment
 * @param {Set<string>} [keep] regions left alone
 * @returns {Document} the parsed fragment
 */
export function swap(text, keep = new Set()) {
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const focused = document.activeElement;
  const key = focusKey(focused);
  const typed = focused instanceof HTMLInputElement && ["search", "text"].includes(focused.type)
    ? { value: focused.value, start: focused.selectionStart, end: focused.selectionEnd }
    : null;
  const open = folds(document);
  const [frame, newFrame] = [document.querySelector("[data-frame]"), fresh.querySelector("[data-frame]")];
  if (frame && newFrame) copyData(newFrame, frame);
  for (const region of fresh.querySelectorAll("[data-region]")) {
    const name = /** @type {HTMLElement} */ (region).dataset.region ?? "";
    const current = document.querySelector(`[data-region="${name}"]`);
    if (!current || keep.has(name)) continue;
    current.replaceChildren(...region.childNodes);
  }
  for (const [id, isOpen] of open) {
    const node = document.getElementById(id);
    if (node instanceof HTMLDetailsElement) node.open = isOpen;
  }
  if (key && document.activeElement !== focused) {
    const successor = document.querySelector(key);
    if (successor instanceof HTMLElement || successor instanceof SVGElement) {
      successor.focus({ preventScroll: true });
      if (typed && successor instanceof HTMLInputElement) {
        successor.value = typed.value;
        successor.setSelectionRange(typed.start, typed.end);
      }
    }
  }
  return fresh;
}
