import assert from "node:assert/strict";
import { test } from "node:test";

import { isKept, isSame, keyOf, outdated, pack, unpack } from "../../static/js/admin/draft.js";

const DAY = 86_400_000, NOW = 100 * DAY;
/** @param {number} at */
const packed = (at) => pack({ at, token: "t", opened: "", rows: { munitions: 2 }, entries: [["title", "Rockets"]] });

test("what is packed comes back", () => {
  const draft = unpack(packed(NOW), NOW);
  assert.deepEqual(draft?.entries, [["title", "Rockets"]]);
  assert.deepEqual(draft?.rows, { munitions: 2 });
});

test("a draft ends after some days", () => {
  assert.ok(unpack(packed(NOW - 4 * DAY), NOW));
  assert.equal(unpack(packed(NOW - 6 * DAY), NOW), null);
});

test("nonsense and other versions are no draft", () => {
  for (const text of [null, "", "{", "[]", "null", "3", '{"version":1}', packed(NOW).replace('"version":1', '"version":0')]) assert.equal(unpack(text, NOW), null);
});

test("drafts of other people and old ones have to go, other keys stay", () => {
  const mine = keyOf(7, "/add/");
  const stored = [[mine, packed(NOW)], [keyOf(7, "/old/"), packed(0)], [keyOf(77, "/add/"), packed(NOW)], ["theme", "dark"]];
  assert.deepEqual(outdated(/** @type {any} */ (stored), 7, NOW), ["desk:7:/old/", "desk:77:/add/"]);
});

test("bookkeeping of one rendering is not kept", () => {
  for (const name of ["csrfmiddlewaretoken", "munitions-TOTAL_FORMS", "munitions-__prefix__-weapon", "_save", "", "opened", "undecided", "choose-title"]) assert.equal(isKept(name), false, name);
  for (const name of ["title", "munitions-0-weapon", "munitions-0-id", "munitions-0-DELETE"]) assert.equal(isKept(name), true, name);
});

test("two forms say the same in whatever order, empty fields left out", () => {
  assert.equal(isSame([["a", "1"], ["b", "2", "Two"]], [["b", "2"], ["a", "1"], ["c", ""]]), true);
  assert.equal(isSame([["a", "1"]], [["a", "2"]]), false);
});
