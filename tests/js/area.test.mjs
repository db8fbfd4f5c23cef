import assert from "node:assert/strict";
import { test } from "node:test";
import { areaOf, circleOf, clipped, cornersOf, isSimple, nearOf } from "../../static/js/map/area.js";

const CORNERS = [[44, 33], [45, 33], [45.1235, 34.5]];

test("an area is read as it was written, to a hundred metres", () => {
  assert.equal(areaOf(CORNERS), "44,33 45,33 45.123,34.5");
  assert.deepEqual(cornersOf("44,33 45,33 45.123,34.5"), [[44, 33], [45, 33], [45.123, 34.5]]);
});

test("two corners, half a corner and words are no area", () => {
  for (const text of ["44,33 45,33", "44,33 45,33 46", "a,b c,d e,f", "", null]) assert.deepEqual(cornersOf(text), []);
});

test("a circle is read as it was written", () => {
  assert.deepEqual(circleOf(nearOf([44.39, 33.31], 25)), { lon: 44.39, lat: 33.31, km: 25 });
});

test("a circle without a radius is none", () => {
  for (const text of ["44,33", "44,33,0", "", null]) assert.equal(circleOf(text), null);
});

test("an area whose sides cross is not simple", () => {
  assert.ok(isSimple([[0, 0], [2, 0], [2, 2], [0, 2]]));
  assert.ok(!isSimple([[0, 0], [2, 2], [2, 0], [0, 2]]));
  assert.ok(isSimple([[0, 0], [1, 1]]));
});

test("the part of an area in a square ends at the borders of the square", () => {
  const square = { west: 0, south: 0, east: 1, north: 1 };
  assert.deepEqual(new Set(clipped([[-1, -1], [0.5, -1], [0.5, 2], [-1, 2]], square).map(String)), new Set(["0,0", "0.5,0", "0.5,1", "0,1"]));
  assert.ok(clipped([[5, 5], [6, 5], [6, 6]], square).length < 3);
});
