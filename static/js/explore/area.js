/** Chooses an area on the map: corner by corner, around a point, or the view as it is; by mouse, touch and keyboard. */

import { areaOf, circleOf, cornersOf, isSimple, nearOf } from "../map/area.js";
import { clearColours, leaflet, shape } from "../map/leaflet.js";

/** A click this near to the first corner, in px, closes the area. */
const CLOSING = 14;
/** More corners than this no address should carry. */
const MOST = 60;

/** @typedef {{area: string | null, near: string | null}} Choice */

export class AreaTool {
  /** @type {"area" | "near" | null} what the next press on the map adds to */
  #mode = null;
  /** @type {[number, number][]} */
  #corners = [];

  /**
   * @param {HTMLElement} panel the map's panel, with the box of choices and the button that opens it
   * @param {any} map Leaflet's
   * @param {{current: () => Choice, onChoose: (choice: Choice) => void}} hooks
   */
  constructor(panel, map, { current, onChoose }) {
    this.map = map;
    this.current = current;
    this.onChoose = onChoose;
    this.box = /** @type {HTMLElement} */ (panel.querySelector("#areabox"));
    this.opener = /** @type {HTMLButtonElement} */ (panel.querySelector("[data-area-open]"));
    this.radius = /** @type {HTMLSelectElement} */ (this.box.querySelector("select"));
    this.layer = leaflet().layerGroup().addTo(map);
    this.opener.addEventListener("click", () => this.toggle());
    this.box.addEventListener("click", (event) => this.#press(/** @type {Element} */ (event.target).closest("[data-area]")?.getAttribute("data-area") ?? ""));
    this.radius.addEventListener("change", (event) => event.stopPropagation());
    map.on("click", (/** @type {any} */ event) => this.#add(event.latlng, event.layerPoint));
    map.on("mousemove", (/** @type {any} */ event) => this.#mode === "area" && this.#corners.length && this.#draw(event.latlng));
    for (const node of [map.getContainer(), this.box]) node.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.#key(event));
    this.draw();
    // A link with an area opens on it.
    const shapes = this.layer.getLayers();
    if (shapes.length) map.fitBounds(shapes[0].getBounds().pad(0.3), { animate: false });
  }

  /** @param {boolean} [isOpen] */
  toggle(isOpen = Boolean(this.box.hidden)) {
    this.box.hidden = !isOpen;
    this.opener.setAttribute("aria-expanded", String(isOpen));
    this.map.getContainer().classList.toggle("has-cross", isOpen);
    this.#begin(null);
    if (isOpen) /** @type {HTMLElement | null} */ (this.box.querySelector("button"))?.focus();
  }

  /** Draws the area that the filter names. */
  draw() {
    const { area, near } = this.current(), L = leaflet(), style = shape("shape-area", { weight: 1.6, pane: "shapes" });
    this.layer.clearLayers();
    const corners = cornersOf(area), circle = circleOf(near);
    if (corners.length) L.polygon(corners.map(turned), style).addTo(this.layer);
    if (circle) L.circle([circle.lat, circle.lon], { ...style, radius: circle.km * 1000 }).addTo(this.layer);
    this.box.toggleAttribute("data-has-area", Boolean(corners.length || circle));
    clearColours(this.map.getContainer());
  }

  /** @param {"area" | "near" | null} mode */
  #begin(mode) {
    this.#mode = mode;
    this.#corners = [];
    this.box.dataset.mode = mode ?? "";
    this.map.getContainer().classList.toggle("is-drawing", mode !== null);
    if (mode) this.map.doubleClickZoom.disable();
    else this.map.doubleClickZoom.enable();
    if (mode) this.map.getContainer().focus({ preventScroll: true });
    this.#draw();
  }

  /** @param {string} action */
  #press(action) {
    if (action === "draw") this.#begin("area");
    else if (action === "near") this.#begin("near");
    else if (action === "view") this.#choose({ area: areaOf(cornersOfView(this.map.getBounds())), near: null });
    else if (action === "clear") this.#choose({ area: null, near: null });
    else if (action === "undo") this.#undo();
    else if (action === "finish") this.#finish();
    else if (action === "cancel") this.#begin(null);
    else if (action === "close") this.#close();
  }

  #close() {
    this.toggle(false);
    this.opener.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (this.box.hidden) return;
    const isOnMap = event.target === this.map.getContainer();
    if (event.key === "Escape") {
      if (this.#mode) this.#begin(null);
      else this.#close();
    } else if (!this.#mode || !isOnMap) return;
    else if (event.key === "Enter" || event.key === " ") {
      const last = this.#corners.at(-1), centre = this.map.getCenter();
      // Enter on the same spot again closes the area, as a double click does.
      if (last && last[0] === centre.lng && last[1] === centre.lat) this.#finish();
      else this.#add(centre);
    } else if (event.key === "Backspace") this.#undo();
    else return;
    event.preventDefault();
  }

  /** @param {any} at Leaflet's point @param {any} [layerPoint] */
  #add(at, layerPoint) {
    if (this.#mode === "near") this.#choose({ area: null, near: nearOf([at.lng, at.lat], Number(this.radius.value)) });
    if (this.#mode !== "area") return;
    const [first] = this.#corners;
    if (layerPoint && this.#corners.length > 2 && this.map.latLngToLayerPoint(turned(first)).distanceTo(layerPoint) < CLOSING) return this.#finish();
    if (this.#corners.length < MOST) this.#corners.push([at.lng, at.lat]);
    this.#draw();
  }

  #undo() {
    this.#corners.pop();
    this.#draw();
  }

  #finish() {
    if (this.#corners.length > 2 && isSimple(this.#corners)) this.#choose({ area: areaOf(this.#corners), near: null });
  }

  /** @param {Choice} choice */
  #choose(choice) {
    this.toggle(false);
    this.opener.focus();
    this.onChoose(choice);
  }

  /** The corners so far; `to` is where the pointer is. @param {any} [to] */
  #draw(to) {
    const finish = /** @type {HTMLButtonElement} */ (this.box.querySelector('[data-area="finish"]'));
    const isCrossed = !isSimple(this.#corners);
    finish.disabled = this.#corners.length < 3 || isCrossed;
    /** @type {HTMLElement} */ (this.box.querySelector("[data-corners]")).textContent = isCrossed ? (this.box.dataset.crossed ?? "") : this.#corners.length
      ? (this.box.dataset.corners ?? "").replace("0", new Intl.NumberFormat(document.documentElement.lang === "ar" ? "ar-IQ" : "en-GB").format(this.#corners.length))
      : "";
    if (!this.#mode) return this.draw();
    const L = leaflet(), line = this.#corners.map(turned);
    this.layer.clearLayers();
    if (to) line.push([to.lat, to.lng]);
    const style = shape("shape-area", { weight: 1.6, pane: "shapes", dashArray: "4 3" });
    if (line.length > 1) L.polygon(line, style).addTo(this.layer);
    for (const corner of this.#corners) L.circleMarker(turned(corner), { ...shape("shape-corner", { pane: "shapes" }), radius: 4 }).addTo(this.layer);
    clearColours(this.map.getContainer());
  }
}

/** @param {[number, number]} place longitude, latitude @returns {[number, number]} as Leaflet wants it */
const turned = ([lon, lat]) => [lat, lon];

/** @param {any} bounds @returns {[number, number][]} */
function cornersOfView(bounds) {
  const [west, south, east, north] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  return [[west, south], [east, south], [east, north], [west, north]];
}
