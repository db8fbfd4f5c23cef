/** Makes a part of the page equal to a fresh one; what stays the same stays the same element, and is not laid out anew. */

/** @param {Node} node @returns {string} what tells a child from its siblings wherever it stands, "" for none */
const keyOf = (node) => (node instanceof Element && (node.id || node.getAttribute("data-id"))) || "";

/** @param {Node} node @param {Node} wanted */
const isSame = (node, wanted) => node.nodeName === wanted.nodeName && keyOf(node) === keyOf(wanted);

/**
 * @param {Element} node changed in place; what scripts put into an element with `data-own` is left alone
 * @param {Element} fresh used up
 */
export function morph(node, fresh) {
  let at = node.firstChild, wanted = fresh.firstChild;
  // Most children stand where they stood.
  while (at && wanted && isSame(at, wanted)) {
    const [next, following] = [at.nextSibling, wanted.nextSibling];
    update(at, wanted);
    [at, wanted] = [next, following];
  }
  if (at || wanted) rearrange(node, at, wanted);
}

/** The children from `at` on become those from `wanted` on. @param {Element} node @param {ChildNode | null} at @param {ChildNode | null} wanted */
function rearrange(node, at, wanted) {
  /** @type {ChildNode[]} */
  const children = [];
  for (let child = wanted; child; child = child.nextSibling) children.push(child);
  const keys = new Set(children.map(keyOf)), known = new Map();
  for (let child = at; child; ) {
    const key = keyOf(child), next = child.nextSibling;
    if (key && !keys.has(key)) {
      if (child === at) at = next;
      child.remove();
    } else if (key) known.set(key, child);
    child = next;
  }
  for (const child of children) {
    const key = keyOf(child), match = key ? known.get(key) : at;
    if (!match || !isSame(match, child)) {
      node.insertBefore(child, at);
      continue;
    }
    known.delete(key);
    if (match === at) at = match.nextSibling;
    else node.insertBefore(match, at);
    update(match, child);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

/** @param {Node} node @param {Node} wanted of the same name */
function update(node, wanted) {
  if (node.isEqualNode(wanted)) return;
  if (!(node instanceof Element && wanted instanceof Element)) {
    node.nodeValue = wanted.nodeValue;
    return;
  }
  // Whether a fold is open is the reader's choice.
  const kept = node instanceof HTMLDetailsElement && node.id ? "open" : "";
  for (const name of wanted.getAttributeNames()) {
    const value = wanted.getAttribute(name) ?? "";
    if (name !== kept && node.getAttribute(name) !== value) node.setAttribute(name, value);
  }
  for (const name of node.getAttributeNames()) if (name !== kept && !wanted.hasAttribute(name)) node.removeAttribute(name);
  if (!node.hasAttribute("data-own")) morph(node, wanted);
}
