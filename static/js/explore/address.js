/** The query of the page's address: pure functions over text. */

/** Parameters that describe where one stands, not what is asked; a change of filter drops them. */
const PLACES = ["cursor", "selected"];

/**
 * The query of a form, without empty fields; an unchanged order, so that equal filters give equal addresses.
 * @param {Iterable<[string, unknown]>} entries as of FormData
 * @returns {string} without "?"
 */
export function queryOf(entries) {
  const query = new URLSearchParams();
  for (const [name, value] of entries) if (typeof value === "string" && value.trim() !== "") query.append(name, value.trim());
  return query.toString();
}

/**
 * The same query with some parameters set, or removed where the value is null.
 * @param {string} query with or without "?"
 * @param {Record<string, string | null>} changes
 * @returns {string} without "?"
 */
export function withParams(query, changes) {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") next.delete(name);
    else next.set(name, value);
  }
  return next.toString();
}

/**
 * The same query with other values of some parameters, each of which may have several.
 * @param {string} query with or without "?"
 * @param {[string, string | null][]} pairs null: none
 * @returns {string} without "?"
 */
export function withPairs(query, pairs) {
  const next = new URLSearchParams(query);
  for (const [name] of pairs) next.delete(name);
  for (const [name, value] of pairs) if (value !== null) next.append(name, value);
  return next.toString();
}

/**
 * The query without the place on a page of results and the chosen record.
 * @param {string} query
 * @returns {string}
 */
export function withoutPlace(query) {
  return withParams(query, Object.fromEntries(PLACES.map((name) => [name, null])));
}

/**
 * @param {string} path
 * @param {string} query
 * @returns {string} path and query, no lone "?"
 */
export function addressOf(path, query) {
  return query ? `${path}?${query}` : path;
}
