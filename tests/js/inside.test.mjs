import assert from "node:assert/strict";
import { test } from "node:test";
import { isInside, spotsInside } from "../../static/js/map/inside.js";

const square = (a, b) => [[a, a], [b, a], [b, b], [a, b], [a, a]];
const ring = { type: "Polygon", coordinates: [square(0, 10), square(4, 6)] };

test("a point in a hole is outside", () => {
  assert.equal(isInside([1, 1], ring), true);
  assert.equal(isInside([5, 5], ring), false);
  assert.equal(isInside([11, 5], ring), false);
});

test("a point in any part of a multipolygon is inside", () => {
  assert.equal(isInside([21, 21], { type: "MultiPolygon", coordinates: [[square(0, 1)], [square(20, 22)]] }), true);
});

test("spots for a name lie in the area and in the view, the middle first", () => {
  const spots = spotsInside({ west: 5, south: 0, east: 20, north: 10 }, { type: "Polygon", coordinates: [square(0, 10)] });
  assert.ok(spots.length > 5);
  for (const [x, y] of spots) assert.ok(x >= 5 && x <= 10 && y >= 0 && y <= 10);
  assert.ok(Math.abs(spots[0][0] - 7.5) < 1.5 && Math.abs(spots[0][1] - 5) < 1.5);
});

test("an area out of view has no spot", () => {
  assert.deepEqual(spotsInside({ west: 30, south: 30, east: 40, north: 40 }, ring), []);
});
