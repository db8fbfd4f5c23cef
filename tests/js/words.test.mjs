import assert from "node:assert/strict";
import { test } from "node:test";
import { foldedWords } from "../../static/js/explore/words.js";

test("spellings of one name meet", () => {
  for (const [one, other] of [["Kata'ib Hezbollah", "kataib  HEZBOLLAH"], ["الإسلاميّة", "الاسلاميه"], ["١٥ آذار", "15 اذار"], ["Ayn al-Asad", "ayn al asad"], ["Communiqué", "communique"]]) {
    assert.deepEqual(foldedWords(one), foldedWords(other));
  }
});

test("nothing typed is no word", () => {
  assert.deepEqual(foldedWords("  - "), []);
});
