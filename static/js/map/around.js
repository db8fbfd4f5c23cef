/** Draws what is known around a single record: the precision of its place, its launch area, the strikes that answered it. */

import { isInside } from "./inside.js";
import { leaflet, shape } from "./leaflet.js";

/**
 * @typedef {object} Launch a point or shape with its precision, or a province of which no more is known
 * @property {number} [lat]
 * @property {number} [lon]
 * @property {any} [shape] GeoJSON
 * @property {number | null} [radius] metres
 * @property {string} [province] code
 * @property {string} words
 *
 * @typedef {object} Around
 * @property {number} [lat]
 * @property {number} [lon]
 * @property {number | null} [radius] metres that the precision implies; null: the whole province is meant
 * @property {string} [province] code, when only the province is known
 * @property {Launch} [launch]
 * @property {{lat: number, lon: number}[]} [answers] places of the strikes that answered it
 */

const PANE = "shapes";
/** @param {string} className @param {object} [more] */
const drawn = (className, more = {}) => shape(className, { pane: PANE, ...more });

/**
 * @param {any} group Leaflet layer group
 * @param {Around} around
 * @param {Map<string, any>} provinces layer of each province by its code
 * @param {{isChosen?: boolean}} [options] the chosen record is drawn more strongly
 * @returns {[number, number] | null} where the words for the launch area belong
 */
export function drawAround(group, around, provinces, { isChosen = false } = {}) {
  const L = leaflet(), weight = isChosen ? 1.4 : 1;
  const at = around.lat === undefined ? null : /** @type {[number, number]} */ ([around.lat, around.lon]);
  const area = around.province ? provinces.get(around.province) : undefined;
  if (at && around.radius) L.circle(at, { ...drawn("shape-precision", { weight }), radius: around.radius }).addTo(group);
  else if (area) L.geoJSON(area.feature, { pane: PANE, interactive: false, style: drawn("shape-precision", { weight, dashArray: "3 3" }) }).addTo(group);
  for (const answer of (at && around.answers) || []) {
    L.polyline([at, [answer.lat, answer.lon]], drawn("shape-answer", { weight: 1.1, dashArray: "1 4", fill: false })).addTo(group);
  }
  return around.launch ? drawLaunch(group, around.launch, at, provinces, isChosen) : null;
}

/**
 * The launch area, and a line to the target: solid from a known place, dashed from the middle of a province.
 * @param {any} group @param {Launch} launch @param {[number, number] | null} target @param {Map<string, any>} provinces @param {boolean} isChosen
 * @returns {[number, number] | null} the place it was launched from, or that stands for it
 */
function drawLaunch(group, launch, target, provinces, isChosen) {
  const L = leaflet(), style = drawn("shape-launch", { weight: isChosen ? 1.4 : 1, dashArray: "3 3" });
  const province = launch.province ? provinces.get(launch.province) : undefined;
  /** @type {[number, number] | null} */
  let from = null;
  let hasLine = target !== null;
  if (launch.shape) L.geoJSON(launch.shape, { pane: PANE, interactive: false, style }).addTo(group);
  if (launch.lat !== undefined) {
    from = /** @type {[number, number]} */ ([launch.lat, launch.lon]);
    if (launch.radius && !launch.shape) L.circle(from, { ...style, radius: launch.radius }).addTo(group);
  } else if (province) {
    if (isChosen) L.geoJSON(province.feature, { pane: PANE, interactive: false, style }).addTo(group);
    const { lat, lng } = province.getBounds().getCenter();
    from = [lat, lng];
    // Within its own province no line could say more than the tinted area does.
    hasLine &&= !isInside([target?.[1] ?? 0, target?.[0] ?? 0], province.feature.geometry);
  }
  if (from && hasLine) L.polyline([from, target], drawn("shape-line", { weight: isChosen ? 1.8 : 1.2, fill: false, dashArray: province ? "5 4" : null })).addTo(group);
  return from;
}
