import assert from "node:assert/strict";
import { test } from "node:test";
import { filtersOf } from "../../static/js/explore/pop.js";

const cell = (more) => ({ key: "6-159-102", counts: { ied: 4 }, places: [], provinces: [], only_province: 0, records: 4, at_bases: 0, vague: 0, ...more });
const SQUARE = [["area", "43.594,33.138 45,33.138 45,34.307 43.594,34.307"]];
const BABIL = [["area", null], ["near", null], ["province", "IQ-BB"], ["precision", "province"]];

test("a mark of one base is opened by that base", () => {
  assert.deepEqual(filtersOf(cell({ places: ["al-tanf"], at_bases: 4 })), [[["base", "al-tanf"]]]);
});

test("a mark known to one province only is opened by that province and that precision", () => {
  assert.deepEqual(filtersOf(cell({ provinces: ["IQ-BB"], vague: 4 })), [BABIL]);
});

test("a mark of several places is opened by the square it stands for", () => {
  assert.deepEqual(filtersOf(cell({ places: ["al-tanf", "tower-22"], at_bases: 4 })), [SQUARE]);
  assert.deepEqual(filtersOf(cell({ places: ["al-tanf"], at_bases: 3 })), [SQUARE]);
});

test("what is known only to a province is listed after what has a place", () => {
  assert.deepEqual(filtersOf(cell({ provinces: ["IQ-BB"], vague: 3 })), [SQUARE, BABIL]);
});

test("a drawn area in force is kept to", () => {
  const [[[, area]]] = filtersOf(cell({}), "44,30 50,30 50,40 44,40");
  assert.equal(area, "44,34.307 44,33.138 45,33.138 45,34.307");
});
