/** What one field proposes for another; an analyst's own words are never replaced. */

/** @type {Record<string, [string, string]>} beginnings of a title in English and Arabic, by kind */
const BEGINNINGS = {
  rocket: ["Rocket attack on", "هجوم صاروخي على"],
  mortar: ["Mortar attack on", "هجوم بقذائف هاون على"],
  drone: ["Drone attack on", "هجوم بطائرة مسيّرة على"],
  ballistic_missile: ["Ballistic missile attack on", "هجوم بصواريخ باليستية على"],
  ied: ["Roadside bomb at", "انفجار عبوة ناسفة عند"],
  small_arms: ["Gunfire at", "إطلاق نار على"],
  storming: ["Storming of", "اقتحام"],
  air_strike: ["Air strike on", "ضربة جوية على"],
  raid: ["Raid on", "مداهمة"],
  other: ["Attack on", "هجوم على"],
};

/**
 * @param {{kind: string, place: string, placeAr?: string, day: string}} known `day` as YYYY-MM-DD
 * @returns {{en: string, ar: string}} "" where too little is known
 */
export function proposedTitles({ kind, place, placeAr = "", day }) {
  const [english, arabic] = BEGINNINGS[kind] ?? ["", ""];
  return {
    en: english && place ? [`${english} ${place}`, written(day, "en-GB")].filter(Boolean).join(", ") : "",
    ar: arabic && placeAr ? [`${arabic} ${placeAr}`, written(day, "ar-IQ")].filter(Boolean).join("، ") : "",
  };
}

/** @param {string} day @param {string} locale */
function written(day, locale) {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return "";
  const date = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(date);
}

/** @type {Record<string, string>} what a base of a kind is as a target */
const TARGETS = {
  air_base: "base", camp: "base", embassy: "embassy", consulate: "consulate", airport: "airport", logistics_site: "base",
  oil_gas_site: "oil_gas", militia_site: "militia_site", border_crossing: "other", other: "other",
};

/** @param {string} kind of a base */
export function targetOf(kind) {
  return TARGETS[kind] ?? "";
}

/** @type {Record<string, string>} the weapon that a kind of attack is made with */
const WEAPONS = {
  rocket: "rocket", mortar: "mortar", drone: "drone", ballistic_missile: "ballistic_missile", ied: "ied", small_arms: "small_arms", air_strike: "bomb",
};

/** @param {string} kind of an attack */
export function weaponOf(kind) {
  return WEAPONS[kind] ?? "";
}

/**
 * Whether a field may be filled: it is empty, or still holds what was proposed last.
 * @param {string} value
 * @param {string | undefined} proposed
 */
export function mayFill(value, proposed) {
  return value.trim() === "" || (proposed !== undefined && value === proposed);
}

/**
 * The ends of a figure typed in one field, such as 2-7.
 * @param {string} text
 * @returns {[string, string] | null}
 */
export function range(text) {
  const match = /^\s*(\d+)\s*[-–]\s*(\d+)\s*$/.exec(text.normalize("NFKC").replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660)));
  return match ? [match[1], match[2]] : null;
}
