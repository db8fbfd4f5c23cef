/** Puts a fresh answer of the server into the page; focus, typed text, scroll places and open folds stay. */

import { morph } from "./morph.js";

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

/** @param {Element} from @param {Element} to */
function copyData(from, to) {
  for (const { name, value } of from.attributes) if (name.startsWith("data-") && to.getAttribute(name) !== value) to.setAttribute(name, value);
}

/** Controls show what the answer says, whatever was pressed meanwhile; what is being typed stays. @param {Element} region */
function settle(region) {
  for (const field of region.querySelectorAll("input, option")) {
    if (field instanceof HTMLOptionElement) {
      if (field.selected !== field.defaultSelected) field.selected = field.defaultSelected;
    } else if (field instanceof HTMLInputElement) {
      const isTyped = field === document.activeElement && ["search", "text"].includes(field.type);
      if (field.checked !== field.defaultChecked) field.checked = field.defaultChecked;
      if (field.value !== field.defaultValue && !isTyped) field.value = field.defaultValue;
    }
  }
}

/**
 * Replaces the content of every `data-region` of the page by that of the same region in `text`, and the data of `data-frame`.
 * @param {string} text HTML of the server's fragment
 * @param {Set<string>} [keep] regions left alone
 * @returns {Document} the parsed fragment
 */
export function swap(text, keep = new Set()) {
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const key = focusKey(document.activeElement);
  const [frame, newFrame] = [document.querySelector("[data-frame]"), fresh.querySelector("[data-frame]")];
  if (frame && newFrame) copyData(newFrame, frame);
  for (const region of fresh.querySelectorAll("[data-region]")) {
    const name = /** @type {HTMLElement} */ (region).dataset.region ?? "";
    const current = document.querySelector(`[data-region="${name}"]`);
    if (!current || keep.has(name)) continue;
    morph(current, region);
    settle(current);
  }
  if (key && focusKey(document.activeElement) !== key) {
    const successor = document.querySelector(key);
    if (successor instanceof HTMLElement || successor instanceof SVGElement) successor.focus({ preventScroll: true });
  }
  return fresh;
}
