import assert from "node:assert/strict";
import { test } from "node:test";
import { windowsOf } from "../../static/js/explore/steps.js";

const weeks = (count) => Array.from({ length: count }, (_, i) => new Date(Date.UTC(2024, 0, 1 + 7 * i)).toISOString().slice(0, 10));

test("windows overlap, move on by one bar and end with the period", () => {
  const windows = windowsOf(weeks(14), "2024-04-07");
  assert.deepEqual(windows[0], { from: "2024-01-01", to: "2024-01-28" });
  assert.deepEqual(windows[1], { from: "2024-01-08", to: "2024-02-04" });
  assert.equal(windows.length, 11);
  assert.equal(windows.at(-1).to, "2024-04-07");
});

test("few bars are stepped through one by one", () => {
  assert.deepEqual(windowsOf(weeks(3), "2024-01-21"), [
    { from: "2024-01-01", to: "2024-01-07" }, { from: "2024-01-08", to: "2024-01-14" }, { from: "2024-01-15", to: "2024-01-21" },
  ]);
});

test("without bars there is nothing to play", () => {
  assert.deepEqual(windowsOf([], ""), []);
});
