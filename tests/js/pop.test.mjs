import assert from "node:assert/strict";
import { test } from "node:test";
import { filterOf } from "../../static/js/explore/pop.js";

const cell = (more) => ({ counts: { ied: 4 }, places: [], provinces: [], only_province: 0, ...more });

test("a mark of one base is opened by that base", () => {
  assert.deepEqual(filterOf(cell({ places: ["al-tanf"] })), [["base", "al-tanf"]]);
});

test("a mark known to one province only is opened by that province and that precision", () => {
  assert.deepEqual(filterOf(cell({ provinces: ["IQ-BB"], only_province: 4 })), [["province", "IQ-BB"], ["precision", "province"]]);
});

test("a mark of several places is not opened but zoomed into", () => {
  assert.equal(filterOf(cell({ places: ["al-tanf", "tower-22"] })), null);
  assert.equal(filterOf(cell({ provinces: ["IQ-BB"], only_province: 3 })), null);
});
