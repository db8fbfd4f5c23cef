import assert from "node:assert/strict";
import { test } from "node:test";
import { parts, radii, segment } from "../../static/js/map/donut.js";

test("the kinds stand in the fixed order whatever the order of the counts", () => {
  assert.deepEqual(parts({ ied: 1, drone: 2, rocket: 1 }).map((part) => part.kind), ["drone", "rocket", "ied"]);
});

test("the parts close the ring without a gap", () => {
  const ring = parts({ drone: 3, rocket: 2, other: 7 });
  assert.equal(ring[0].from, 0);
  assert.ok(Math.abs(ring[2].to - 2 * Math.PI) < 1e-9);
  assert.equal(ring[1].from, ring[0].to);
});

test("a kind that stands alone is drawn as a whole ring", () => {
  assert.deepEqual(parts({ drone: 0, mortar: 4 }).map((part) => [part.kind, part.isWhole]), [["mortar", true]]);
});

test("a kind the order does not know is still drawn", () => {
  assert.deepEqual(parts({ drone: 1, raid: 1 }).map((part) => part.kind), ["drone", "raid"]);
});

test("more attacks make a larger mark, up to a limit", () => {
  assert.ok(radii(9).outer > radii(1).outer);
  assert.equal(radii(100_000).outer, radii(10_000).outer);
  assert.ok(radii(1).inner > 0);
});

test("a segment of more than half the ring takes the long way round", () => {
  assert.match(segment(20, { outer: 10, inner: 6 }, 0, 4), /A10 10 0 1 1/);
  assert.match(segment(20, { outer: 10, inner: 6 }, 0, 1), /A10 10 0 0 1/);
});
