/** Drafts kept in the browser: what they are called, how long they hold, what they hold. Nothing here touches the page. */

const VERSION = 1;
const DAYS = 5;
const PREFIX = "desk:";

/**
 * One value of a form: name, value, and for a list the words of what is chosen.
 * @typedef {[string, string, string?]} Entry
 */

/**
 * @typedef {object} Draft
 * @property {number} version
 * @property {number} at when it was written, ms
 * @property {string} token of the form it was typed into
 * @property {string} opened what the form held when it was opened, signed by the server
 * @property {Record<string, number>} rows how many rows each inline has
 * @property {Entry[]} entries
 */

/** @param {number} user @param {string} path of the form */
export function keyOf(user, path) {
  return `${PREFIX}${user}:${path}`;
}

/** @param {Omit<Draft, "version">} draft */
export function pack(draft) {
  return JSON.stringify({ version: VERSION, ...draft });
}

/**
 * The draft in a stored text; null where it is spoilt, of another version, or too old.
 * @param {string | null} text
 * @param {number} now ms
 * @returns {Draft | null}
 */
export function unpack(text, now) {
  try {
    const draft = JSON.parse(text ?? "");
    const isWhole = draft.version === VERSION && Array.isArray(draft.entries) && typeof draft.rows === "object" && typeof draft.at === "number";
    return isWhole && now - draft.at < DAYS * 86_400_000 ? draft : null;
  } catch {
    return null;
  }
}

/**
 * Which stored keys have to go: those of other people, and those that hold no draft any more.
 * @param {[string, string | null][]} stored
 * @param {number} user
 * @param {number} now ms
 */
export function outdated(stored, user, now) {
  return stored
    .filter(([key, text]) => key.startsWith(PREFIX) && (!key.startsWith(`${PREFIX}${user}:`) || !unpack(text, now)))
    .map(([key]) => key);
}

/** Fields that belong to one rendering of the form, not to what somebody typed. */
const OWN = /^(csrfmiddlewaretoken|form_token|opened|undecided|choose-.*|confirmed_duplicate|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS|.*-__prefix__-.*|_.*)$/;

/** @param {string} name */
export function isKept(name) {
  return name !== "" && !OWN.test(name);
}

/**
 * Whether two lists of entries say the same, in whatever order and words.
 * @param {Entry[]} one
 * @param {Entry[]} other
 */
export function isSame(one, other) {
  const said = (/** @type {Entry[]} */ entries) =>
    JSON.stringify(entries.filter(([, value]) => value !== "").map(([name, value]) => [name, value.replaceAll("\r\n", "\n")]).sort());
  return said(one) === said(other);
}
