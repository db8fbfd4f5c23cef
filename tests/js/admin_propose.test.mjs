import assert from "node:assert/strict";
import { test } from "node:test";

import { parsed, pointOf, toGeoJson, typedPoint } from "../../static/js/admin/geometry.js";
import { mayFill, proposedTitles, range, targetOf, weaponOf } from "../../static/js/admin/propose.js";

test("a title is proposed from kind, place and day, in both languages where the place has both names", () => {
  const known = { kind: "rocket", place: "Balad Air Base", placeAr: "قاعدة بلد الجوية", day: "2021-03-15" };
  assert.equal(proposedTitles(known).en, "Rocket attack on Balad Air Base, 15 March 2021");
  assert.ok(proposedTitles(known).ar.startsWith("هجوم صاروخي على قاعدة بلد الجوية، "));
});

test("too little proposes nothing, a missing day is left out", () => {
  assert.deepEqual(proposedTitles({ kind: "", place: "Balad", day: "2021-03-15" }), { en: "", ar: "" });
  assert.deepEqual(proposedTitles({ kind: "ied", place: "", day: "2021-03-15" }), { en: "", ar: "" });
  assert.equal(proposedTitles({ kind: "ied", place: "Taji", day: "15.3." }).en, "Roadside bomb at Taji");
});

test("only an empty field, or one that still holds the proposal, is filled", () => {
  assert.equal(mayFill(" ", undefined), true);
  assert.equal(mayFill("Rocket attack", "Rocket attack"), true);
  assert.equal(mayFill("My words", "Rocket attack"), false);
  assert.equal(mayFill("My words", undefined), false);
});

test("kinds propose targets and weapons, unknown ones nothing", () => {
  assert.equal(targetOf("air_base"), "base");
  assert.equal(weaponOf("drone"), "drone");
  assert.equal(targetOf("moon_base") + weaponOf("storming"), "");
});

test("coordinates are read as people write them", () => {
  for (const [latitude, longitude] of [["33.94", "44.36"], ["33.94, 44.36", ""], ["33.94° N", "44.36° E"], ["٣٣٫٩٤", "٤٤٫٣٦"]]) assert.deepEqual(typedPoint(latitude, longitude), [44.36, 33.94]);
  for (const [latitude, longitude] of [["", ""], ["33.94", ""], ["north", "east"], ["91", "44"], ["33", "181"], ["1 2", "3"]]) assert.equal(typedPoint(latitude, longitude), null);
});

test("a point goes through GeoJSON and comes back; shapes and nonsense are no point", () => {
  assert.deepEqual(pointOf(toGeoJson([44.1234567, 33])), [44.123457, 33]);
  for (const text of ["", "{", "null", '{"type":"Polygon","coordinates":[]}']) assert.equal(pointOf(text), null);
  assert.equal(parsed('{"type":"Polygon","coordinates":[]}').type, "Polygon");
});

test("a range typed in one field is parted, single figures are not", () => {
  assert.deepEqual(range("2-7"), ["2", "7"]);
  assert.deepEqual(range(" ٢ – ٧ "), ["2", "7"]);
  for (const text of ["7", "7+", "-7", "2-", "", "2-7-9"]) assert.equal(range(text), null);
});
