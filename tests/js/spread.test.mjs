import assert from "node:assert/strict";
import { test } from "node:test";
import { placeLabels, spread } from "../../static/js/map/spread.js";

const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

test("two marks on one spot end beside each other, the heavier in its place", () => {
  const heavy = { x: 50, y: 50, r: 12, weight: 9 }, light = { x: 50, y: 50, r: 8, weight: 1 };
  spread([light, heavy]);
  assert.deepEqual([heavy.x, heavy.y], [50, 50]);
  assert.ok(distance(heavy, light) >= 20);
});

test("marks that are free stay where they are", () => {
  const discs = [{ x: 0, y: 0, r: 10, weight: 1 }, { x: 100, y: 0, r: 10, weight: 2 }];
  spread(discs);
  assert.deepEqual(discs.map(({ x, y }) => [x, y]), [[0, 0], [100, 0]]);
});

test("a pile of eight marks is taken apart", () => {
  const discs = Array.from({ length: 8 }, (_, i) => ({ x: 40 + (i % 3), y: 40 + (i % 2), r: 8 + i, weight: i }));
  spread(discs);
  for (const a of discs) for (const b of discs) if (a !== b) assert.ok(distance(a, b) > a.r + b.r - 2, `${distance(a, b)} < ${a.r + b.r}`);
});

const label = (more) => ({ key: "a", x: 100, y: 100, width: 50, height: 12, sides: ["e", "w"], offset: 10, priority: 1, ...more });

test("a label goes to its second side when a mark stands on the first", () => {
  const [placed] = placeLabels([label({})], [{ x: 130, y: 100, r: 10, weight: 1 }]);
  assert.equal(placed.side, "w");
  assert.equal(placed.x, 90);
});

test("of two labels on one spot the more important one is kept", () => {
  const placed = placeLabels([label({ key: "town", sides: ["c"], offset: 0 }), label({ key: "base", sides: ["c"], offset: 0, priority: 5 })], []);
  assert.deepEqual(placed.map(({ key }) => key), ["base"]);
});

test("a label with no free side is left out", () => {
  assert.deepEqual(placeLabels([label({})], [{ x: 130, y: 100, r: 12, weight: 1 }, { x: 70, y: 100, r: 12, weight: 1 }]), []);
});

test("a label that would leave the view is left out", () => {
  const frame = { left: 0, right: 120, top: 0, bottom: 200 };
  assert.equal(placeLabels([label({})], [], frame)[0].side, "w");
  assert.deepEqual(placeLabels([label({ sides: ["e"] })], [], frame), []);
});

test("a label takes a further spot when the first is covered by the legend", () => {
  const legend = { left: 60, right: 160, top: 60, bottom: 140 };
  const [placed] = placeLabels([label({ sides: ["c"], spots: [{ x: 300, y: 300 }] })], [], undefined, [legend]);
  assert.deepEqual([placed.x, placed.y], [300, 300]);
});

test("a label goes below its mark when both sides are taken", () => {
  const marks = [{ x: 130, y: 100, r: 8, weight: 1 }, { x: 70, y: 100, r: 8, weight: 1 }];
  const [placed] = placeLabels([label({ sides: ["e", "w", "s"], offset: 12 })], marks);
  assert.deepEqual([placed.side, placed.x, placed.y], ["s", 100, 118]);
});
