/** Likely duplicates, shown while somebody types; a tick says that none of them is the same. */

import { html, readJson } from "../dom.js";
import { ask, onChange, quietly, valueOf } from "./fields.js";
import { pointOf } from "./geometry.js";

/** @typedef {{id: number, public_id: string, title: string, when: string, state: string, reasons: string[], url: string}} Likely */

const ASKED = ["occurred_from", "occurred_to", "kind", "role", "base", "province", "launch_province", "location"];

/**
 * @param {HTMLFormElement} form
 * @param {{urls: Record<string, string>, words: Record<string, string>, record: number | null}} desk
 */
export function watchDuplicates(form, desk) {
  const region = /** @type {HTMLElement | null} */ (document.querySelector("[data-duplicates]"));
  if (!region) return;
  let asked = "";

  async function look() {
    const point = pointOf(valueOf("location")) ?? ["", ""];
    const known = Object.fromEntries(ASKED.filter((name) => name !== "location").map((name) => [name, valueOf(name)]));
    const question = { ...known, longitude: point[0], latitude: point[1], exclude: desk.record ?? "" };
    if (!known.occurred_from || !(known.base || known.province || point[0] !== "")) return show([]);
    const key = JSON.stringify(question);
    if (key === asked) return;
    asked = key;
    const found = await ask(desk.urls.duplicates, question);
    if (found && asked === key) show(found.likely);
  }

  /** @param {Likely[]} likely */
  function show(likely) {
    const box = /** @type {HTMLElement} */ (region);
    const key = likely.map((one) => one.id).join();
    if (box.dataset.shown === key) return;
    box.dataset.shown = key;
    box.replaceChildren(...(likely.length ? [
      html("h2", {}, desk.words.likely),
      html("ul", {}, ...likely.map(line)),
      desk.record ? null : confirmation(likely),
    ].filter((node) => node !== null) : []));
  }

  /** @param {Likely} one */
  function line(one) {
    return html("li", {},
      html("a", { href: one.url, target: "_blank", rel: "noopener" }, html("bdi", { class: "id" }, one.public_id), " ", html("span", { dir: "auto" }, one.title)),
      html("span", { class: "desk-reasons" }, `${one.when} · ${one.state} · ${one.reasons.join(", ")}`));
  }

  /** @param {Likely[]} likely */
  function confirmation(likely) {
    const tick = html("input", { type: "checkbox", id: "desk_no_duplicate" });
    const confirmed = html("span", { hidden: true });
    tick.addEventListener("change", () => {
      const isTicked = /** @type {HTMLInputElement} */ (tick).checked;
      confirmed.replaceChildren(...(isTicked ? likely.map((one) => html("input", { type: "hidden", name: "confirmed_duplicate", value: one.id })) : []));
    });
    return html("p", {}, html("label", { for: "desk_no_duplicate" }, tick, " ", desk.words.noDuplicate), confirmed);
  }

  const soon = quietly(250, look);
  onChange(form, (name) => ASKED.includes(name) && soon());
  const refused = readJson("desk-likely");
  if (refused?.length) show(refused);
  else look();
}
