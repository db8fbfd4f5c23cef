import assert from "node:assert/strict";
import { test } from "node:test";
import { holderOf, squareOf } from "../../static/js/map/cells.js";

test("the square of a cell holds the places that fall into it", () => {
  // Baghdad, 44.39° E 33.31° N, at zoom 6: column 159 and row 102 of 256.
  const { west, south, east, north } = squareOf("6-159-102");
  assert.ok(west < 44.39 && 44.39 < east, `${west} ${east}`);
  assert.ok(south < 33.31 && 33.31 < north, `${south} ${north}`);
});

test("neighbouring cells share their edge", () => {
  assert.equal(squareOf("8-600-400").east, squareOf("8-601-400").west);
  assert.equal(squareOf("8-600-400").south, squareOf("8-600-401").north);
});

test("a cell is found in the wider one that held it", () => {
  assert.equal(holderOf("8-638-414", ["6-158-103", "6-159-103"]), "6-159-103");
});

test("no cell is held by one of its own or a closer zoom level, or by another place", () => {
  assert.equal(holderOf("6-159-103", ["6-159-103", "8-638-414", "5-1-1"]), undefined);
});
