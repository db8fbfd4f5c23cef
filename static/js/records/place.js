/** The small map of a record: its point or province with the precision, rings of distance, the launch area. */

import { clearColours, drawGround, label, leaflet, makeMap, quietMark, shape } from "../map/leaflet.js";
import { html, svg } from "../dom.js";

/**
 * What `dashboard/records/incident/place.py` sends; points are [longitude, latitude].
 *
 * @typedef {object} Place
 * @property {string} ground
 * @property {string} tiles
 * @property {string} attribution
 * @property {[number, number] | null} point
 * @property {number | null} radius metres; null: the whole province is meant
 * @property {string | null} province
 * @property {string} label
 * @property {string} glyph
 * @property {{point: [number, number] | null, shape: any, radius: number | null, label: string} | null} launch
 * @property {{km: number, label: string}[]} rings
 * @property {boolean} isArabic
 */

/**
 * @param {HTMLElement} box
 * @param {Place} place
 */
export async function drawPlace(box, place) {
  const L = leaflet();
  if (!L) return box.parentElement?.remove();
  const map = makeMap(box, { tiles: place.tiles, attribution: place.attribution, isStatic: true });
  for (const handler of [map.keyboard, map.doubleClickZoom, map.touchZoom, map.dragging, map.boxZoom]) handler?.disable();
  const at = place.point ? /** @type {[number, number]} */ ([place.point[1], place.point[0]]) : null;
  map.setView(at ?? [33.2, 43.7], at ? 8 : 6);
  let ground, provinces = new Map();
  try {
    ground = await (await fetch(place.ground)).json();
    provinces = drawGround(map, ground);
  } catch {
    ground = null; // The marks say enough without the ground.
  }
  const vague = !at || place.radius === null ? provinces.get(place.province) : undefined;
  if (vague) L.geoJSON(vague.feature, { interactive: false, pane: "shapes", style: shape("shape-vague", { dashArray: "4 3", pane: "shapes" }) }).addTo(map);
  const bounds = vague ? vague.getBounds() : around(/** @type {[number, number]} */ (at), place.radius ?? 10_000);
  if (at) drawPoint(map, at, place, Boolean(vague));
  if (place.launch) drawLaunch(map, at, place, bounds);
  map.fitBounds(bounds, { animate: false, padding: vague ? [8, 8] : [0, 0] });
  if (ground) drawTowns(map, ground, place, at);
  clearColours(box);
}

/**
 * The view that shows a place with its surroundings.
 * @param {[number, number]} at latitude, longitude
 * @param {number} radius metres
 */
function around(at, radius) {
  return leaflet().latLng(at).toBounds(Math.max(26_000, radius * 3.2));
}

/** @param {any} map @param {[number, number]} at @param {Place} place @param {boolean} isVague */
function drawPoint(map, at, place, isVague) {
  const L = leaflet();
  if (!isVague) {
    for (const ring of place.rings) {
      L.circle(at, { ...shape("shape-ring", { weight: 0.8, dashArray: "1 4", fill: false }), radius: ring.km * 1000 }).addTo(map);
      label([at[0] + ring.km / 111.2, at[1]], ring.label, "quiet").addTo(map);
    }
    if (place.radius) L.circle(at, { ...shape("shape-precision", { weight: 1.5 }), radius: place.radius }).addTo(map);
  }
  quietMark(at, glyphOf(place.glyph), 20).addTo(map);
}

/** @param {string} name the mark of the page's heading is drawn again, so that both are one */
function glyphOf(name) {
  const mark = name ? document.querySelector(`.kicker .k-${name}`)?.cloneNode(true) : null;
  if (mark instanceof Element) return mark;
  return html("span", { class: "baseicon" }, svg("svg", { viewBox: "0 0 16 16", width: 20, height: 20 },
    svg("rect", { x: 3, y: 3, width: 10, height: 10 }), svg("path", { d: "m3 13 10-10" })));
}

/** @param {any} map @param {[number, number] | null} at @param {Place} place @param {any} bounds is widened to hold it */
function drawLaunch(map, at, place, bounds) {
  const L = leaflet(), launch = /** @type {NonNullable<Place["launch"]>} */ (place.launch);
  if (launch.shape) {
    const drawn = L.geoJSON(launch.shape, { interactive: false, style: shape("shape-launch", { dashArray: "3 3", weight: 1.4 }) }).addTo(map);
    bounds.extend(drawn.getBounds());
  }
  if (!launch.point) return;
  const from = /** @type {[number, number]} */ ([launch.point[1], launch.point[0]]);
  if (launch.radius) L.circle(from, { ...shape("shape-launch", { dashArray: "3 3", weight: 1.4 }), radius: launch.radius }).addTo(map);
  if (at) L.polyline([from, at], shape("shape-line", { weight: 1.8, fill: false })).addTo(map);
  label(from, launch.label, "place e").addTo(map);
  bounds.extend(around(from, launch.radius ?? 2_000));
}

/** @param {any} map @param {any} ground @param {Place} place @param {[number, number] | null} at */
function drawTowns(map, ground, place, at) {
  const L = leaflet(), view = map.getBounds(), isWide = map.getZoom() < 8;
  for (const town of ground.towns.features) {
    const [longitude, latitude] = town.geometry.coordinates;
    const where = L.latLng(latitude, longitude);
    if (!view.pad(-0.08).contains(where) || (isWide && town.properties.rank > 2)) continue;
    if (at && map.latLngToContainerPoint(where).distanceTo(map.latLngToContainerPoint(at)) < 34) continue;
    label([latitude, longitude], place.isArabic ? town.properties.name_ar : town.properties.name_en, "quiet").addTo(map);
  }
}
