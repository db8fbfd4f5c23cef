/** A point proposes province and base, a base fills the point: empty fields are filled, others get a button. */

import { ask, choose, field, jq, onChange, quietly, setValue, valueOf, wordsOf } from "./fields.js";
import { pointOf, toGeoJson } from "./geometry.js";
import { fill, notice } from "./notices.js";
import { targetOf } from "./propose.js";

/** A base this near, kilometres, is taken to be where it happened; a further one is only proposed. */
const AT_BASE_KM = 2;

/**
 * @param {HTMLFormElement} form
 * @param {{urls: Record<string, string>, words: Record<string, string>}} desk
 */
export function proposePlaces(form, desk) {
  const { urls, words } = desk;
  const base = field("base"), province = field("province");
  let isFilling = false, last = valueOf("location");

  async function pointChanged() {
    const point = pointOf(valueOf("location"));
    if (!point) return ["province", "base"].forEach((name) => notice(name, ""));
    const found = await ask(urls.place, { longitude: point[0], latitude: point[1] });
    if (!found || last !== valueOf("location")) return;
    proposeProvince(found);
    if (base) proposeBase(found);
  }

  /** @param {any} found */
  function proposeProvince(found) {
    if (found.country && !valueOf("country")) setValue("country", found.country);
    const take = () => {
      if (found.province && province instanceof HTMLSelectElement) choose(province, found.province);
      if (found.country) setValue("country", found.country);
      notice("province", "");
    };
    if (found.province && !valueOf("province") && (valueOf("country") || "IQ") === "IQ") return take();
    const here = found.province?.text ?? (found.country && found.country !== "IQ" ? found.country : "");
    const isOther = found.province ? valueOf("province") !== String(found.province.id) : here && valueOf("country") !== found.country;
    if (!isOther || !here) return notice("province", "");
    notice("province", fill(words.otherProvince, { here, chosen: wordsOf("province") || valueOf("country") }), {
      isWarning: true, choices: [{ label: fill(words.take, { name: here }), act: take }],
    });
  }

  /** @param {any} found */
  function proposeBase(found) {
    const [nearest] = found.bases;
    if (nearest && nearest.km <= AT_BASE_KM && !valueOf("base")) {
      isFilling = true;
      choose(/** @type {HTMLSelectElement} */ (base), nearest);
      isFilling = false;
      return baseChanged(false);
    }
    const others = found.bases.filter((/** @type {any} */ one) => String(one.id) !== valueOf("base"));
    const isAtBase = found.bases.some((/** @type {any} */ one) => String(one.id) === valueOf("base") && one.km <= AT_BASE_KM);
    notice("base", others.length && !isAtBase ? words.nearBases : "", {
      choices: others.map((/** @type {any} */ one) => ({
        label: fill(words.baseAway, { name: one.text, km: one.km }),
        act: () => {
          choose(/** @type {HTMLSelectElement} */ (base), one);
          notice("base", "");
        },
      })),
    });
  }

  /** @param {boolean} withPoint whether the base also sets the point, as when it was chosen and not proposed */
  async function baseChanged(withPoint) {
    const found = valueOf("base") && (await ask(urls.base, { base: valueOf("base") }));
    if (!found) return;
    const empty = (/** @type {string} */ name, /** @type {string} */ value) => value && !valueOf(name) && setValue(name, value);
    if (withPoint && found.point && !valueOf("location")) {
      empty("location_precision", ["exact", "site"].includes(found.precision) ? "site" : found.precision);
      last = toGeoJson(found.point);
      setValue("location", last);
      field("location")?.dispatchEvent(new Event("change"));
      const box = /** @type {HTMLInputElement | null} */ (field("is_location_approximate"));
      if (box && found.is_approximate) box.checked = true;
    }
    empty("country", found.country);
    if (found.province && province instanceof HTMLSelectElement && !province.value) choose(province, found.province);
    empty("place_name", found.name);
    empty("place_name_ar", found.name_ar);
    empty("target_name", found.name);
    empty("target_kind", targetOf(found.kind));
  }

  const soon = quietly(150, pointChanged);
  onChange(form, (name) => {
    if (name === "location" && valueOf("location") !== last) {
      last = valueOf("location");
      if (last && !valueOf("location_precision")) setValue("location_precision", "site");
      soon();
    }
    if (name === "province" || name === "country") soon();
  });
  if (base) jq()(base).on("change", () => isFilling || baseChanged(true));
  if (last) pointChanged();
}
