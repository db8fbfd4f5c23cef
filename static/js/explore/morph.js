/** Makes a part of the page equal to a fresh one; what stays the same stays the same element, and is not laid out anew. */

/** @param {Node} node @returns {string} what tells a child from its siblings wherever it stands, "" for none */
const keyOf = (node) => (node instanceof Element && (node.id || node.getAttribute("data-id"))) || "";

/**
 * @param {Element} node changed in place; what scripts put into an element with `data-own` is left alone
 * @param {Element} fresh used up
 */
export function morph(node, fresh) {
  const known = new Map([...node.children].map((child) => [keyOf(child), child]));
  const children = [...fresh.childNodes], keys = new Set(children.map(keyOf));
  for (const [key, child] of known) if (key && !keys.has(key)) child.remove();
  let at = node.firstChild;
  for (const wanted of children) {
    const key = keyOf(wanted), match = key ? known.get(key) : at && !keyOf(at) ? at : undefined;
    known.delete(key);
    if (!match || match.nodeName !== wanted.nodeName) {
      node.insertBefore(wanted, at);
      continue;
    }
    if (match === at) at = at.nextSibling;
    else node.insertBefore(match, at);
    if (!match.isEqualNode(wanted)) update(match, wanted);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

/** @param {Node} node @param {Node} wanted of the same name */
function update(node, wanted) {
  if (!(node instanceof Element && wanted instanceof Element)) {
    node.nodeValue = wanted.nodeValue;
    return;
  }
  // Whether a fold is open is the reader's choice.
  const kept = node instanceof HTMLDetailsElement && node.id ? "open" : "";
  for (const { name } of [...node.attributes]) if (name !== kept && !wanted.hasAttribute(name)) node.removeAttribute(name);
  for (const { name, value } of wanted.attributes) if (name !== kept && node.getAttribute(name) !== value) node.setAttribute(name, value);
  if (!node.hasAttribute("data-own")) morph(node, wanted);
}
