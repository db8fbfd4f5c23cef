/** The map of Explore: draws what the server counted for the zoom level, and asks again when the view moves. */

import { clearColours, drawGround, leaflet, makeMap, mark, shape } from "../map/leaflet.js";
import { diamond, donut } from "../map/marks.js";
import { drawAround } from "../map/around.js";
import { holderOf, squareOf } from "../map/cells.js";
import { Labels } from "./labels.js";
import { readJson } from "../dom.js";
import { spread } from "../map/spread.js";
import { step } from "../map/choropleth.js";

/** @typedef {import("./types.js").MapData} MapData */
/** @typedef {import("./types.js").Cell} Cell */
/** @typedef {import("./types.js").Mark} Mark */

const IRAQ = { wide: [[29.7, 37.2], [37.5, 48.0]], narrow: [[29.6, 37.9], [37.4, 48.5]] };
/** From this zoom on only the cells around the view are asked for. */
const ZOOM_WITH_BOX = 8;
/** As long as the style sheet lets marks move. */
const SPREADING_MS = 300;

export class ExploreMap {
  /**
   * @param {HTMLElement} box
   * @param {{ask: (parameters: Record<string, string>) => Promise<MapData | null>, onOpen: (cell: Cell) => void, onSelect: (id: string) => void}} hooks
   *   `ask` brings the cells of another view, `onOpen` is told of a mark with several records, `onSelect` of a single one
   */
  constructor(box, hooks) {
    this.box = box;
    this.hooks = hooks;
    this.settings = readJson("map-settings");
    this.number = new Intl.NumberFormat(document.documentElement.lang === "ar" ? "ar-IQ" : "en-GB");
    /** @type {MapData} */
    this.data = readJson("map-data");
    /** @type {Map<string, {signature: string, marker: any}>} */
    this.drawn = new Map();
    /** @type {Map<string, any>} */
    this.provinces = new Map();
    this.mode = box.closest("[data-mapmode]")?.getAttribute("data-mapmode") ?? "points";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
    const { tiles, attribution } = this.settings;
    this.map = makeMap(box, { tiles, attribution });
    const L = leaflet();
    this.shapes = L.layerGroup().addTo(this.map);
    this.marks = L.layerGroup().addTo(this.map);
    this.labels = new Labels(box, this.map, { bases: this.settings.bases, number: this.number });
    this.reset(false);
    this.map.on("zoomend moveend", () => this.#moved());
    new ResizeObserver(() => this.#resized()).observe(box);
  }

  /** Loads the ground and draws; the record's marks are drawn even when the ground does not come. */
  async start() {
    this.draw();
    try {
      const response = await fetch(this.settings.ground);
      this.ground = await response.json();
      this.provinces = drawGround(this.map, this.ground);
    } catch {
      this.ground = undefined;
    }
    this.draw();
    this.#moved();
  }

  /** @param {boolean} isAnimated shows all of Iraq */
  reset(isAnimated = true) {
    const isNarrow = this.box.clientWidth < 560;
    this.map.fitBounds(isNarrow ? IRAQ.narrow : IRAQ.wide, { padding: [4, 4], animate: isAnimated });
  }

  /** @param {MapData} data a fresh answer for the same view or another */
  show(data) {
    this.data = data;
    this.draw();
    if (!this.#isOfView()) this.#moved();
  }

  /** @param {string} mode "points" or "provinces" */
  setMode(mode) {
    this.mode = mode;
    // The pressed button shows before the marks are drawn.
    requestAnimationFrame(() => setTimeout(() => this.draw()));
  }

  /** Shows the square of a mark, so that what lies in it parts. @param {Cell} cell */
  zoomTo(cell) {
    const { west, south, east, north } = squareOf(cell.key), zoom = Math.round(this.map.getZoom());
    const closer = Math.max(zoom + 2, Math.floor(this.map.getBoundsZoom([[south, west], [north, east]])) - 1);
    this.map.setView([cell.lat, cell.lon], Math.min(this.map.getMaxZoom(), closer));
  }

  /** @param {Cell} cell @returns {boolean} whether a closer look may part it */
  canPart(cell) {
    return !cell.public_id && !(cell.places.length === 1 && cell.at_bases === cell.records) && this.map.getZoom() < this.map.getMaxZoom();
  }

  #resized() {
    if (!this.box.clientWidth) return;
    const wasHidden = this.map.getSize().x === 0;
    this.map.invalidateSize({ animate: false });
    if (wasHidden) this.reset(false);
  }

  /** Asks for the cells of this view when the ones at hand are of another. */
  #moved() {
    clearTimeout(this.waiting);
    if (!this.box.clientWidth) return;
    this.waiting = setTimeout(async () => {
      if (this.#isOfView()) return this.#drawLabels();
      const data = await this.hooks.ask(this.view());
      if (data) {
        this.data = { ...data, selected: this.data.selected };
        this.draw();
      }
    }, 60);
  }

  /** Whether the cells at hand are those of the view. */
  #isOfView() {
    const isInside = !this.data.bbox || contains(this.data.bbox, this.map.getBounds());
    return Number(this.view().zoom) === this.data.zoom && isInside;
  }

  /** What the server is told of the view: its zoom, and from near its surroundings. @returns {Record<string, string>} */
  view() {
    const zoom = Math.round(this.map.getZoom());
    return zoom < ZOOM_WITH_BOX ? { zoom: String(zoom) } : { zoom: String(zoom), bbox: this.bbox(0.5) };
  }

  /** @param {number} [margin] share of the view added on every side @returns {string} west,south,east,north */
  bbox(margin = 0) {
    return this.map.getBounds().pad(margin).toBBoxString().split(",").map((/** @type {string} */ value) => Number(value).toFixed(3)).join(",");
  }

  draw() {
    this.shapes.clearLayers();
    this.#drawProvinces();
    /** @type {Mark[]} */
    this.discs = this.mode === "points" ? this.#drawMarks() : (this.#dropMarks(new Set()), []);
    if (this.mode === "points") this.#drawAround();
    this.#drawLabels();
    clearColours(this.box);
  }

  #drawProvinces() {
    const vague = new Set(this.data.cells.flatMap((cell) => cell.provinces));
    const L = leaflet();
    for (const [code, layer] of this.provinces) {
      const level = this.mode === "provinces" ? step(this.data.provinces[code] ?? 0) : 0;
      const node = layer.getElement();
      node?.setAttribute("class", node.getAttribute("class").replace(/choro-\d/, `choro-${level}`));
      if (this.mode === "points" && vague.has(code)) {
        L.geoJSON(layer.feature, { pane: "shapes", interactive: false, style: shape("shape-vague", { weight: 1.2, dashArray: "3 3", pane: "shapes" }) }).addTo(this.shapes);
      }
    }
  }

  /** @returns {Mark[]} */
  #drawMarks() {
    const chosen = this.#cellOfSelected(), wanted = new Set(), discs = this.data.cells.flatMap((cell) => this.#discsOf(cell, cell === chosen));
    spread(discs);
    const L = leaflet(), before = new Map([...this.drawn].map(([key, { marker }]) => [key, marker.getLatLng()]));
    for (const disc of discs) {
      wanted.add(disc.key);
      const at = this.map.layerPointToLatLng([disc.x, disc.y]);
      // The lightest marks step aside; a thin line leads back to their place.
      if (Math.hypot(disc.x - disc.at.x, disc.y - disc.at.y) > disc.r + 4) {
        L.polyline([this.map.layerPointToLatLng(disc.at), at], shape("shape-answer", { weight: 0.8, fill: false, pane: "shapes" })).addTo(this.shapes);
      }
      this.#put(disc, at);
    }
    this.#spreadOut(discs, before);
    this.#dropMarks(wanted);
    return discs;
  }

  /** The ring of a cell's attacks and the diamond of its strikes. @param {Cell} cell @param {boolean} isSelected @returns {Mark[]} */
  #discsOf(cell, isSelected) {
    const total = Object.values(cell.counts).reduce((sum, count) => sum + count, 0), answers = cell.responses + cell.unclaimed_strikes;
    const at = this.map.latLngToLayerPoint([cell.lat, cell.lon]);
    /** @type {Mark[]} */
    const discs = [];
    if (total) {
      const drawn = donut(cell.counts, { words: this.number.format(total), isSelected, isVague: cell.only_province === total });
      discs.push({ key: cell.key, cell, drawn, x: at.x, y: at.y, r: drawn.radius, weight: 1000 + total, at, words: cell.words });
    }
    if (answers) {
      const drawn = diamond(answers, { words: this.number.format(answers), isUnclaimed: !cell.responses, isSelected: isSelected && !total });
      discs.push({ key: `${cell.key}/answers`, cell, drawn, x: at.x, y: at.y + (total ? 1 : 0), r: drawn.radius, weight: answers, at, words: cell.answer_words });
    }
    return discs;
  }

  /**
   * Marks that were one before begin where that one stood and move to their places; the style sheet says how fast.
   * @param {Mark[]} discs @param {Map<string, any>} before places by key, as they stood
   */
  #spreadOut(discs, before) {
    if (!this.map.options.zoomAnimation) return;
    const moving = discs.filter((disc) => !before.has(disc.key)).flatMap((disc) => {
      const [key] = disc.key.split("/"), marker = this.drawn.get(disc.key)?.marker;
      const holder = holderOf(key, [...before.keys()].filter((other) => !other.includes("/")));
      return holder && marker ? [{ marker, from: before.get(disc.key.replace(key, holder)) ?? before.get(holder), to: marker.getLatLng() }] : [];
    });
    for (const { marker, from } of moving) marker.setLatLng(from);
    if (!moving.length) return;
    requestAnimationFrame(() => {
      this.box.classList.add("is-spreading");
      for (const { marker, to } of moving) marker.setLatLng(to);
      setTimeout(() => this.box.classList.remove("is-spreading"), SPREADING_MS);
    });
  }

  /** The mark that stands for the chosen record: its own, or the nearest one. @returns {Cell | undefined} */
  #cellOfSelected() {
    const chosen = this.data.selected;
    if (!chosen) return undefined;
    const own = this.data.cells.find((cell) => cell.public_id === chosen.public_id);
    if (own || chosen.lat === undefined || chosen.lon === undefined) return own;
    const { lat, lon } = chosen;
    const away = (/** @type {Cell} */ cell) => Math.hypot(cell.lat - lat, (cell.lon - lon) * Math.cos((lat * Math.PI) / 180));
    return [...this.data.cells].sort((a, b) => away(a) - away(b))[0];
  }

  /** Keeps a mark that has not changed, so that nothing flickers and the focus stays. @param {any} disc @param {any} at */
  #put(disc, at) {
    const signature = `${disc.words}|${disc.drawn.node.outerHTML}`;
    const known = this.drawn.get(disc.key);
    if (known?.signature === signature) {
      known.marker.setLatLng(at);
      known.marker.cell = disc.cell;
      return;
    }
    const hadFocus = known?.marker.getElement() === document.activeElement;
    known?.marker.remove();
    const marker = mark(at, disc.drawn.node, disc.drawn.size, disc.words, disc.weight >= 1000 ? 500 : 0);
    marker.cell = disc.cell;
    marker.on("click", () => this.#open(marker.cell));
    marker.on("keypress", (/** @type {any} */ event) => {
      if (event.originalEvent.key === "Enter") this.#open(marker.cell);
    });
    marker.addTo(this.marks);
    const node = marker.getElement();
    node?.setAttribute("aria-label", disc.words);
    if (node) node.dataset.cell = disc.key;
    if (hadFocus) node?.focus();
    this.drawn.set(disc.key, { signature, marker });
  }

  /** @param {Set<string>} wanted */
  #dropMarks(wanted) {
    for (const [key, { marker }] of this.drawn) {
      if (wanted.has(key)) continue;
      marker.remove();
      this.drawn.delete(key);
    }
  }

  /** @param {Cell} cell */
  #open(cell) {
    if (cell.public_id) this.hooks.onSelect(cell.public_id);
    else this.hooks.onOpen(cell);
  }

  /** From near every single record shows how well its place is known; the chosen one always does. */
  #drawAround() {
    const chosen = this.data.selected;
    for (const [id, around] of Object.entries(this.data.around ?? {})) {
      if (id !== chosen?.public_id) drawAround(this.shapes, around, this.provinces);
    }
    this.launchedFrom = chosen ? drawAround(this.shapes, chosen, this.provinces, { isChosen: true }) : null;
  }

  #drawLabels() {
    const launch = this.launchedFrom && { at: this.launchedFrom, words: this.data.selected?.launch?.words ?? "" };
    this.labels.draw({ launch, discs: this.discs ?? [], mode: this.mode, counts: this.data.provinces, provinces: this.provinces, ground: this.ground });
  }
}

/** @param {[number, number, number, number]} bbox west, south, east, north @param {any} bounds */
function contains([west, south, east, north], bounds) {
  return bounds.getWest() >= west && bounds.getSouth() >= south && bounds.getEast() <= east && bounds.getNorth() <= north;
}
