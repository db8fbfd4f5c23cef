import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, queryOf, withParams, withoutPlace } from "../../static/js/explore/address.js";

test("empty fields of the form leave no trace in the address", () => {
  assert.equal(queryOf([["q", " "], ["kind", "drone"], ["from", ""], ["kind", "rocket"]]), "kind=drone&kind=rocket");
});

test("typed text is trimmed and encoded", () => {
  assert.equal(queryOf([["q", " عين الأسد "]]), new URLSearchParams({ q: "عين الأسد" }).toString());
});

test("a parameter set to null is removed and the others stay", () => {
  assert.equal(withParams("?kind=drone&map=provinces", { map: null, from: "2024-01-01" }), "kind=drone&from=2024-01-01");
});

test("a change of filter drops the page and the chosen record", () => {
  assert.equal(withoutPlace("kind=drone&cursor=n.7.0.19000.IQ-0001&selected=IQ-0001"), "kind=drone");
});

test("an address without a query has no question mark", () => {
  assert.equal(addressOf("/ar/", ""), "/ar/");
  assert.equal(addressOf("/", "kind=ied"), "/?kind=ied");
});
