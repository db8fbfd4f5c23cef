/** Keeps what is typed in this browser, and offers it again after a crash, a lost connection or an ended session. */

import { isKept, isSame, keyOf, outdated, pack, unpack } from "./draft.js";
import { announce, choose, onChange, quietly } from "./fields.js";
import { fill, notice } from "./notices.js";

/** @typedef {import("./draft.js").Draft} Draft @typedef {import("./draft.js").Entry} Entry */

/**
 * @param {HTMLFormElement} form
 * @param {{user: number, words: Record<string, string>}} desk
 */
export function keepDraft(form, desk) {
  const store = storage();
  if (!store) return;
  const key = keyOf(desk.user, location.pathname);
  for (const old of outdated(Object.keys(store).map((name) => [name, store.getItem(name)]), desk.user, Date.now())) store.removeItem(old);
  const token = hidden(form, "form_token");
  const saved = savedTokens();
  let kept = unpack(store.getItem(key), Date.now());
  if (kept && (saved.includes(kept.token) || (kept.token !== token && isSame(kept.entries, entriesOf(form))))) {
    store.removeItem(key);
    kept = null;
  }
  let isWaiting = Boolean(kept && kept.token !== token);
  if (kept && isWaiting) offer(kept);

  function write() {
    if (isWaiting) return; // Not over a draft that nobody has judged yet.
    try {
      store?.setItem(key, pack({ at: Date.now(), token, opened: hidden(form, "opened"), rows: rowsOf(form), entries: entriesOf(form) }));
    } catch {
      notice("storage", desk.words.noRoom, { isWarning: true });
    }
  }

  /** @param {Draft} draft */
  function offer(draft) {
    const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(draft.at);
    const done = () => {
      isWaiting = false;
      notice("draft", "");
    };
    notice("draft", fill(desk.words.draft, { when }), {
      choices: [
        { label: desk.words.restore, act: () => { done(); restore(form, draft); write(); } },
        { label: desk.words.discard, act: () => { done(); store?.removeItem(key); } },
      ],
    });
  }

  const soon = quietly(300, write);
  onChange(form, soon);
  form.addEventListener("submit", write);
  addEventListener("pagehide", () => form.dataset.touched && write());
  onChange(form, () => { form.dataset.touched = "yes"; });
}

/** Puts a draft back into the form, its added rows too. @param {HTMLFormElement} form @param {Draft} draft */
export function restore(form, draft) {
  const opened = form.querySelector("input[name=opened]");
  if (opened instanceof HTMLInputElement && draft.opened) opened.value = draft.opened;
  for (const [prefix, count] of Object.entries(draft.rows)) addRows(form, prefix, count);
  /** @type {Map<string, Entry[]>} */
  const byName = new Map();
  for (const entry of draft.entries) byName.set(entry[0], [...(byName.get(entry[0]) ?? []), entry]);
  for (const node of controls(form)) {
    const entries = byName.get(node.name) ?? [];
    if (node instanceof HTMLInputElement && /^(checkbox|radio)$/.test(node.type)) node.checked = entries.some(([, value]) => value === node.value);
    else if (node instanceof HTMLSelectElement) select(node, entries);
    else node.value = entries[0]?.[1] ?? "";
    announce(node);
    node.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/** @param {HTMLSelectElement} list @param {Entry[]} entries */
function select(list, entries) {
  for (const option of list.options) option.selected = false;
  for (const [, value, text] of entries) if (value) choose(list, { id: value, text: text ?? value });
  if (!list.multiple && !entries.some(([, value]) => value)) list.value = "";
}

/** @param {HTMLFormElement} form @param {string} prefix @param {number} count */
function addRows(form, prefix, count) {
  const total = () => Number(/** @type {HTMLInputElement | null} */ (form.querySelector(`input[name="${prefix}-TOTAL_FORMS"]`))?.value ?? count);
  for (let before = -1; total() < count && before !== total();) {
    before = total();
    const link = form.querySelector(`#${CSS.escape(prefix)}-group .add-row a, [data-add="${CSS.escape(prefix)}"]`);
    if (link instanceof HTMLElement) link.click();
  }
}

/** @param {HTMLFormElement} form @returns {(HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement)[]} */
function controls(form) {
  return /** @type {any[]} */ ([...form.elements].filter((node) => {
    return (node instanceof HTMLInputElement || node instanceof HTMLSelectElement || node instanceof HTMLTextAreaElement) && isKept(node.name);
  }));
}

/** @param {HTMLFormElement} form @returns {Entry[]} */
function entriesOf(form) {
  return controls(form).flatMap((node) => {
    if (node instanceof HTMLSelectElement) return [...node.selectedOptions].map((option) => /** @type {Entry} */ ([node.name, option.value, option.text]));
    if (node instanceof HTMLInputElement && /^(checkbox|radio)$/.test(node.type)) return node.checked ? [/** @type {Entry} */ ([node.name, node.value])] : [];
    return [/** @type {Entry} */ ([node.name, node.value])];
  });
}

/** @param {HTMLFormElement} form how many rows each inline has */
function rowsOf(form) {
  const totals = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("input[name$='-TOTAL_FORMS']"));
  return Object.fromEntries([...totals].filter((node) => !node.name.includes("__prefix__")).map((node) => [node.name.replace(/-TOTAL_FORMS$/, ""), Number(node.value)]));
}

/** @param {HTMLFormElement} form @param {string} name */
function hidden(form, name) {
  const node = form.querySelector(`input[name="${name}"]`);
  return node instanceof HTMLInputElement ? node.value : "";
}

/** The forms that the server says it has saved. */
function savedTokens() {
  return /(?:^|; )desk_saved=([^;]*)/.exec(document.cookie)?.[1].split(".") ?? [];
}

/** @returns {Storage | null} null where storage is forbidden */
function storage() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
