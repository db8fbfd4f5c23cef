import assert from "node:assert/strict";
import { test } from "node:test";
import { STEPS, step } from "../../static/js/map/choropleth.js";

test("no attack is no step, one attack is the first", () => {
  assert.equal(step(0), 0);
  assert.equal(step(1), 1);
});

test("each step begins at its lowest count", () => {
  STEPS.forEach((lowest, i) => {
    assert.equal(step(lowest), i + 1);
    assert.equal(step(lowest - 1), i);
  });
});
