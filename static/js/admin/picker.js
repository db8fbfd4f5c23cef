/** The maps of the forms: django-leaflet's widget over the offline base map, with a click, coordinates and areas to set it. */

import { html } from "../dom.js";
import { clearColours, drawGround, label, leaflet, shape } from "../map/leaflet.js";
import { announce, field, valueOf } from "./fields.js";
import { parsed, pointOf, toGeoJson, typedPoint } from "./geometry.js";

/**
 * @typedef {object} MapDesk
 * @property {string} ground address of the base map
 * @property {Record<string, number | null>} radii metres of each precision
 * @property {Record<string, string>} words
 */

/** @type {Promise<any> | undefined} the base map, fetched once for all maps of a form */
let ground;

/** @param {MapDesk} desk listens for the maps that django-leaflet makes */
export function preparePickers(desk) {
  const L = leaflet();
  if (!L) return;
  L.Marker.prototype.options.icon = L.divIcon({ className: "desk-pin", iconSize: [18, 18] });
  Object.assign(L.drawLocal.draw.handlers.polygon.tooltip, { start: desk.words.areaStart, cont: desk.words.areaGoOn, end: desk.words.areaEnd });
  L.drawLocal.draw.handlers.polyline.error = desk.words.areaCrosses;
  addEventListener("map:init", (event) => {
    const { map } = /** @type {CustomEvent} */ (event).detail;
    map.on("map:loadfield", (/** @type {any} */ loaded) => new Picker(map, loaded.field, loaded.fieldid, desk).begin());
  });
}

class Picker {
  /** @param {any} map @param {any} store django-leaflet's field @param {string} id of the text that is sent @param {MapDesk} desk */
  constructor(map, store, id, desk) {
    this.map = map;
    this.store = store;
    this.desk = desk;
    this.name = id.replace(/^id_/, "");
    this.text = /** @type {HTMLTextAreaElement} */ (document.getElementById(id));
    this.isArea = store.options.is_polygon;
    this.circle = leaflet().featureGroup().addTo(map);
    this.latitude = this.box("latitude");
    this.longitude = this.box("longitude");
    this.typed = html("span", { class: "desk-typed", role: "status" });
  }

  begin() {
    const { map, store, desk } = this;
    if (store._drawControl._map) map.removeControl(store._drawControl);
    map.scrollWheelZoom.disable();
    map.attributionControl.setPrefix("");
    map.createPane("ground").style.zIndex = "210";
    map.createPane("labels").style.zIndex = "590";
    map.getPane("labels").style.pointerEvents = "none";
    map.getContainer().classList.add("desk-map");
    map.getContainer().setAttribute("aria-label", desk.words.map);
    map.on("click", (/** @type {any} */ event) => this.drawing?.enabled() || this.setPoint([event.latlng.lng, event.latlng.lat]));
    map.on("draw:created", (/** @type {any} */ event) => this.setText(JSON.stringify(event.layer.toGeoJSON(6).geometry)));
    this.addControls();
    this.text.addEventListener("change", () => this.show());
    field(`${this.name}_precision`)?.addEventListener("change", () => this.show());
    field("launch_precision")?.addEventListener("change", () => this.show());
    map.setView([33.2, 43.7], 6, { animate: false });
    this.show();
    new ResizeObserver(() => map.invalidateSize()).observe(map.getContainer());
    this.drawMap();
  }

  /** @param {string} name */
  box(name) {
    const input = html("input", { type: "text", size: 11, inputmode: "decimal", autocomplete: "off", id: `desk_${this.name}_${name}` });
    input.addEventListener("change", () => this.takeTyped());
    return /** @type {HTMLInputElement} */ (input);
  }

  addControls() {
    const { words } = this.desk;
    const button = (/** @type {string} */ text, /** @type {() => void} */ act) => {
      const node = html("button", { type: "button", class: "desk-button" }, text);
      node.addEventListener("click", act);
      return node;
    };
    const row = html("div", { class: "desk-coordinates" },
      html("label", { for: this.latitude.id }, words.latitude), this.latitude, html("label", { for: this.longitude.id }, words.longitude), this.longitude,
      this.isArea && button(words.drawArea, () => this.drawArea()), button(words.clear, () => this.setText("")), this.typed);
    this.map.getContainer().after(row);
  }

  takeTyped() {
    const { value } = this.latitude, { value: other } = this.longitude;
    const point = typedPoint(value, other);
    const isHalf = !value.trim() || (!other.trim() && !/[\s,;،]/.test(value.trim()));
    this.typed.textContent = point || isHalf ? "" : this.desk.words.noPoint;
    if (point) this.setPoint(point);
    else if (!value.trim() && !other.trim()) this.setText("");
  }

  drawArea() {
    const L = leaflet();
    this.drawing?.disable();
    this.drawing = new L.Draw.Polygon(this.map, { shapeOptions: { className: "desk-shape" }, allowIntersection: false });
    this.drawing.enable();
  }

  /** @param {[number, number]} point longitude, latitude */
  setPoint(point) {
    this.setText(toGeoJson(point));
  }

  /** @param {string} text GeoJSON */
  setText(text) {
    this.text.value = text;
    announce(this.text);
    this.show();
  }

  /** Draws what the text says. */
  show() {
    const L = leaflet(), geometry = parsed(this.text.value), point = pointOf(this.text.value);
    this.store.drawnItems.clearLayers();
    this.circle.clearLayers();
    [this.longitude.value, this.latitude.value] = point ? point.map(String) : ["", ""];
    if (!geometry) return;
    const pin = (/** @type {any} */ _point, /** @type {any} */ at) => L.marker(at, { interactive: false, keyboard: false });
    L.geoJSON(geometry, { style: shape("desk-shape"), interactive: false, pointToLayer: pin }).eachLayer((/** @type {any} */ layer) => this.store.drawnItems.addLayer(layer));
    const radius = this.desk.radii[valueOf(this.name === "launch_area" ? "launch_precision" : `${this.name}_precision`)];
    if (point && radius) L.circle([point[1], point[0]], { ...shape("desk-shape", { dashArray: "4 3" }), radius }).addTo(this.circle);
    clearColours(this.map.getContainer());
    if (!point) this.map.fitBounds(this.store.drawnItems.getBounds(), { animate: false, maxZoom: 10 });
    else if (!this.map.getBounds().pad(-0.2).contains([point[1], point[0]]) || this.map.getZoom() < 8) this.map.setView([point[1], point[0]], Math.max(8, this.map.getZoom()), { animate: false });
  }

  async drawMap() {
    const L = leaflet(), { map } = this;
    try {
      ground ??= fetch(this.desk.ground).then((answer) => answer.json());
      const layers = await ground, isArabic = document.documentElement.lang === "ar";
      drawGround(map, layers);
      const towns = L.layerGroup().addTo(map);
      const redraw = () => {
        towns.clearLayers();
        const view = map.getBounds();
        for (const town of layers.towns.features) {
          const [longitude, latitude] = town.geometry.coordinates;
          if (!view.contains([latitude, longitude]) || town.properties.rank > (map.getZoom() < 7 ? 1 : map.getZoom() < 9 ? 2 : 9)) continue;
          label([latitude, longitude], isArabic ? town.properties.name_ar : town.properties.name_en, "quiet").addTo(towns);
        }
      };
      map.on("moveend", redraw);
      redraw();
    } catch {
      ground = undefined; // Coordinates can be typed and points set without the ground.
    }
  }
}
