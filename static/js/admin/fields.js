/** Reads and fills the fields of the admin's forms, type-ahead lists among them, as a person would. */

/** @returns {any} the admin's jQuery; type-ahead lists announce changes through it alone */
export function jq() {
  return /** @type {any} */ (globalThis).django.jQuery;
}

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */

/** @param {string} name @returns {Field | null} */
export function field(name) {
  return /** @type {Field | null} */ (document.getElementById(`id_${name}`));
}

/** @param {string} name */
export function valueOf(name) {
  return field(name)?.value ?? "";
}

/** @param {string} name the words of what is chosen in a list */
export function wordsOf(name) {
  const list = field(name);
  return list instanceof HTMLSelectElement ? (list.selectedOptions[0]?.textContent ?? "") : "";
}

/** @param {Field} node tells everybody who listens */
export function announce(node) {
  jq()(node).trigger("input").trigger("change");
}

/** @param {string} name @param {string} value */
export function setValue(name, value) {
  const node = field(name);
  if (!node || node.value === value) return;
  node.value = value;
  announce(node);
}

/**
 * Chooses one record in a type-ahead list.
 * @param {HTMLSelectElement} list
 * @param {{id: number | string, text: string}} option
 */
export function choose(list, { id, text }) {
  const known = [...list.options].find((option) => option.value === String(id));
  if (known) known.selected = true;
  else list.append(new Option(text, String(id), true, true));
  announce(list);
}

/**
 * Calls back after each change of one of the fields, by whatever means.
 * @param {HTMLElement} form
 * @param {(name: string) => void} callback
 */
export function onChange(form, callback) {
  jq()(form).on("input change", (/** @type {any} */ event) => {
    if (event.target.name) callback(event.target.name);
  });
}

/**
 * Runs once things have been quiet.
 * @param {number} pause ms
 * @param {() => void} act
 */
export function quietly(pause, act) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, pause);
  };
}

/**
 * Asks the server; null where it refused or could not be reached.
 * @param {string} url
 * @param {Record<string, string | number | undefined>} parameters empty ones are left out
 */
export async function ask(url, parameters) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== "" && value !== undefined).map(([name, value]) => [name, String(value)]));
  try {
    const answer = await fetch(`${url}?${query}`, { headers: { accept: "application/json" } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
