import assert from "node:assert/strict";
import { test } from "node:test";
import { dayAt, movedEdge, movedPeriod, placeOf, toIso, toNumber } from "../../static/js/explore/days.js";

const axis = { first: toNumber("2024-01-01"), last: toNumber("2024-01-10"), isMirrored: false };
const mirrored = { ...axis, isMirrored: true };

test("a day survives the way to a number and back", () => {
  for (const iso of ["2018-09-07", "2020-02-29", "2024-03-31", "2026-10-25"]) assert.equal(toIso(toNumber(iso)), iso);
});

test("the left end is the first day, and the last day where time runs from right to left", () => {
  assert.equal(toIso(dayAt(0, axis)), "2024-01-01");
  assert.equal(toIso(dayAt(0, mirrored)), "2024-01-10");
  assert.equal(toIso(dayAt(1, axis)), "2024-01-10");
});

test("a place outside the drawing is the nearest day", () => {
  assert.equal(toIso(dayAt(-3, axis)), "2024-01-01");
  assert.equal(toIso(dayAt(9, axis)), "2024-01-10");
});

test("a day begins where the one before it ends, in both directions", () => {
  for (const one of [axis, mirrored]) assert.equal(placeOf(axis.first + 3, one, true), placeOf(axis.first + 4, one));
});

test("the place of a day leads back to that day", () => {
  for (const one of [axis, mirrored])
    for (let day = axis.first; day <= axis.last; day++) {
      const middle = (placeOf(day, one) + placeOf(day, one, true)) / 200;
      assert.equal(dayAt(middle, one), day);
    }
});

test("the edges of a period never cross and never leave the record", () => {
  const period = { from: axis.first + 2, to: axis.first + 5 };
  assert.deepEqual(movedEdge(period, "from", axis.first + 8, axis), { from: period.to, to: period.to });
  assert.deepEqual(movedEdge(period, "to", axis.first, axis), { from: period.from, to: period.from });
  assert.deepEqual(movedEdge(period, "to", axis.last + 90, axis), { from: period.from, to: axis.last });
});

test("a period moved as a whole keeps its length at the edge of the record", () => {
  const period = { from: axis.first + 2, to: axis.first + 5 };
  assert.deepEqual(movedPeriod(period, -90, axis), { from: axis.first, to: axis.first + 3 });
  assert.deepEqual(movedPeriod(period, 1, axis), { from: axis.first + 3, to: axis.first + 6 });
});
