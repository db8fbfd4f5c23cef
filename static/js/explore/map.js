/** The map of Explore: draws what the server counted for the zoom level, and asks again when the view moves. */

import { baseMark, diamond, donut } from "../map/marks.js";
import { clearColours, drawGround, label, leaflet, makeMap, mark, quietMark, shape, textMeasure } from "../map/leaflet.js";
import { spotsInside } from "../map/inside.js";
import { placeLabels, spread } from "../map/spread.js";
import { step } from "../map/choropleth.js";
import { readJson } from "../dom.js";
import { filterOf } from "./pop.js";

/** @typedef {import("./types.js").MapData} MapData */
/** @typedef {import("./types.js").Cell} Cell */
/** @typedef {import("../map/spread.js").Disc & {key: string, cell: Cell, drawn: any, at: any, words: string}} Mark a disc with what it stands for */

const IRAQ = { wide: [[29.7, 37.2], [37.5, 48.0]], narrow: [[29.6, 37.9], [37.4, 48.5]] };
/** From this zoom on only the cells around the view are asked for. */
const ZOOM_WITH_BOX = 8;

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
    this.words = this.settings.words;
    this.number = new Intl.NumberFormat(document.documentElement.lang === "ar" ? "ar-IQ" : "en-GB");
    this.isArabic = document.documentElement.lang === "ar";
    /** @type {MapData} */
    this.data = readJson("map-data");
    /** @type {Map<string, {signature: string, marker: any}>} */
    this.drawn = new Map();
    this.mode = box.closest("[data-mapmode]")?.getAttribute("data-mapmode") ?? "points";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
    const { tiles, attribution } = this.settings;
    this.map = makeMap(box, { tiles, attribution });
    const L = leaflet();
    this.shapes = L.layerGroup().addTo(this.map);
    this.marks = L.layerGroup().addTo(this.map);
    this.labels = L.layerGroup().addTo(this.map);
    this.measure = textMeasure(box);
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
    this.#moved();
  }

  /** @param {string} mode "points" or "provinces" */
  setMode(mode) {
    this.mode = mode;
    this.draw();
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
      const zoom = Math.round(this.map.getZoom()), bounds = this.map.getBounds();
      const isSameZoom = zoom === this.data.zoom;
      const isInside = !this.data.bbox || this.#contains(this.data.bbox, bounds);
      if (isSameZoom && isInside) return this.#drawLabels();
      /** @type {Record<string, string>} */
      const parameters = { zoom: String(zoom) };
      if (zoom >= ZOOM_WITH_BOX) parameters.bbox = bounds.pad(0.5).toBBoxString().split(",").map((/** @type {string} */ value) => Number(value).toFixed(3)).join(",");
      const data = await this.hooks.ask(parameters);
      if (data) {
        this.data = { ...data, selected: this.data.selected };
        this.draw();
      }
    }, 60);
  }

  /** @param {[number, number, number, number]} bbox west, south, east, north @param {any} bounds */
  #contains([west, south, east, north], bounds) {
    return bounds.getWest() >= west && bounds.getSouth() >= south && bounds.getEast() <= east && bounds.getNorth() <= north;
  }

  draw() {
    this.shapes.clearLayers();
    this.#drawProvinces();
    /** @type {Mark[]} */
    this.discs = this.mode === "points" ? this.#drawMarks() : (this.#dropMarks(new Set()), []);
    if (this.mode === "points") this.#drawSelected();
    this.#drawLabels();
    clearColours(this.box);
  }

  #drawProvinces() {
    const vague = new Set(this.data.cells.flatMap((cell) => cell.provinces));
    const L = leaflet();
    for (const [code, layer] of this.provinces ?? []) {
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
    const chosen = this.#cellOfSelected(), wanted = new Set();
    /** @type {Mark[]} */
    const discs = [];
    for (const cell of this.data.cells) {
      const total = Object.values(cell.counts).reduce((sum, count) => sum + count, 0);
      const isSelected = cell === chosen;
      const point = this.map.latLngToLayerPoint([cell.lat, cell.lon]);
      const answers = cell.responses + cell.unclaimed_strikes;
      if (total) {
        const drawn = donut(cell.counts, { words: this.number.format(total), isSelected, isVague: cell.only_province === total });
        discs.push({ key: cell.key, cell, drawn, x: point.x, y: point.y, r: drawn.radius, weight: 1000 + total, at: point, words: cell.words });
      }
      if (answers) {
        const drawn = diamond(answers, { words: this.number.format(answers), isUnclaimed: !cell.responses, isSelected: isSelected && !total });
        discs.push({ key: `${cell.key}/answers`, cell, drawn, x: point.x, y: point.y + (total ? 1 : 0), r: drawn.radius, weight: answers, at: point, words: cell.answer_words });
      }
    }
    spread(discs);
    const L = leaflet();
    for (const disc of discs) {
      wanted.add(disc.key);
      const at = this.map.layerPointToLatLng([disc.x, disc.y]);
      // The lightest marks step aside; a thin line leads back to their place.
      if (Math.hypot(disc.x - disc.at.x, disc.y - disc.at.y) > disc.r + 4) {
        L.polyline([this.map.layerPointToLatLng(disc.at), at], shape("shape-answer", { weight: 0.8, fill: false, pane: "shapes" })).addTo(this.shapes);
      }
      this.#put(disc, at);
    }
    this.#dropMarks(wanted);
    return discs;
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
    marker.getElement()?.setAttribute("aria-label", disc.words);
    if (hadFocus) marker.getElement()?.focus();
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
    else if (filterOf(cell)) this.hooks.onOpen(cell);
    else this.map.flyTo([cell.lat, cell.lon], Math.min(14, Math.round(this.map.getZoom()) + 2), { duration: 0.4 });
  }

  #drawSelected() {
    const chosen = this.data.selected;
    if (!chosen?.lat && chosen?.lat !== 0) return;
    const L = leaflet();
    if (chosen.radius) {
      L.circle([chosen.lat, chosen.lon], { ...shape("shape-precision", { weight: 1.2, pane: "shapes" }), radius: chosen.radius, fillOpacity: null }).addTo(this.shapes);
    }
    const province = chosen.province && this.provinces?.get(chosen.province);
    if (!chosen.radius && province) {
      L.geoJSON(province.feature, { pane: "shapes", interactive: false, style: shape("shape-precision", { weight: 1.4, dashArray: "3 3", pane: "shapes", fillOpacity: null }) }).addTo(this.shapes);
    }
    if (chosen.launch) {
      const { lat, lon, radius } = chosen.launch;
      L.circle([lat, lon], { ...shape("shape-launch", { weight: 1.4, dashArray: "3 3", pane: "shapes" }), radius, fillOpacity: null }).addTo(this.shapes);
      L.polyline([[lat, lon], [chosen.lat, chosen.lon]], shape("shape-line", { weight: 1.8, fill: false, pane: "shapes" })).addTo(this.shapes);
    }
    for (const answer of chosen.answers ?? []) {
      L.polyline([[chosen.lat, chosen.lon], [answer.lat, answer.lon]], shape("shape-answer", { weight: 1.1, dashArray: "1 4", fill: false, pane: "shapes" })).addTo(this.shapes);
    }
  }

  #drawLabels() {
    this.labels.clearLayers();
    const discs = this.discs ?? [], zoom = this.map.getZoom(), name = (/** @type {any} */ item) => (this.isArabic && item.name_ar) || item.name_en || item.name;
    /** @type {(import("../map/spread.js").Label & {text: string, className: string})[]} */
    const wanted = [], blocked = this.#covered();
    const add = (/** @type {string} */ key, /** @type {any} */ point, /** @type {string} */ text, /** @type {string} */ className, /** @type {object} */ more) => {
      const isBold = className.startsWith("place");
      const width = this.measure(text, isBold) * (className === "country" && !this.isArabic ? 1.35 : 1);
      wanted.push({ key, x: point.x, y: point.y, width, height: 13, sides: ["c"], priority: 0, text, className, ...more });
    };
    const at = (/** @type {number[]} */ [lon, lat]) => this.map.latLngToLayerPoint([lat, lon]);
    if (this.mode === "provinces") {
      for (const [code, layer] of this.provinces ?? []) {
        const count = this.data.provinces[code] ?? 0, { x, y } = this.map.latLngToLayerPoint(layer.getBounds().getCenter());
        const isDark = step(count) >= 4 && !this.#isDarkTheme();
        add(`province-${code}`, { x, y }, `${name(layer.feature.properties)}${count ? ` ${this.number.format(count)}` : ""}`, count ? `place${isDark ? " on-dark" : ""}` : "province", { priority: 100 + count });
      }
    } else {
      for (const disc of discs.filter((item) => !item.key.endsWith("/answers") && item.cell.label)) {
        add(disc.key, disc, disc.cell.label, "place", { sides: this.#sides(disc), offset: disc.r + 3, priority: 1000 + disc.weight });
      }
      for (const base of this.settings.bases) {
        // A symbol takes its place like a label: after the names of marks, before everything else.
        const point = at([base.lon, base.lat]);
        add(`symbol-${base.slug}`, point, "", "", { width: 12, height: 12, priority: 50, base });
        if (zoom >= 8) add(`base-${base.slug}`, point, name(base), "", { sides: ["e", "w"], offset: 8, priority: 40 });
      }
      for (const feature of this.ground?.towns.features ?? []) {
        const { rank } = feature.properties;
        if (rank > zoom - 5 + 0.26) continue;
        add(`town-${feature.properties.name_en}`, at(feature.geometry.coordinates), name(feature.properties), "", { sides: ["c", "e", "w"], offset: 8, priority: 30 - rank });
      }
    }
    const bounds = this.map.getBounds();
    const view = { west: bounds.getWest(), south: bounds.getSouth(), east: bounds.getEast(), north: bounds.getNorth() };
    for (const feature of this.ground?.neighbours.features ?? []) {
      const [first, ...spots] = spotsInside(view, feature.geometry).map(at);
      if (first) add(`country-${feature.properties.code}`, first, name(feature.properties), "country", { priority: 35, spots: spots.slice(0, 24) });
    }
    const byKey = new Map(wanted.map((item) => [item.key, item]));
    for (const { key, side, x, y } of placeLabels(wanted, this.mode === "points" ? discs : [], this.#frame(), blocked)) {
      const { text, className, base } = /** @type {any} */ (byKey.get(key));
      if (base) {
        quietMark([base.lat, base.lon], baseMark(), 10).addTo(this.labels);
        continue;
      }
      label(this.map.layerPointToLatLng([x, y]), text, `${className} ${side === "c" ? "" : side}`).addTo(this.labels);
    }
  }

  /** What is visible, in layer points. */
  #frame() {
    const { x: width, y: height } = this.map.getSize(), { x, y } = this.map.containerPointToLayerPoint([0, 0]);
    return { left: x + 2, right: x + width - 2, top: y + 2, bottom: y + height - 2 };
  }

  /** The areas of the map under the legend and the tools, in layer points. */
  #covered() {
    const box = this.box.getBoundingClientRect(), { x, y } = this.map.containerPointToLayerPoint([0, 0]);
    const panel = this.box.parentElement;
    return [...(panel?.querySelectorAll(".legend, .mapbar, .leaflet-control, .peek > .card") ?? [])].map((node) => {
      const { left, right, top, bottom } = node.getBoundingClientRect();
      return { left: left - box.left + x - 2, right: right - box.left + x + 2, top: top - box.top + y - 2, bottom: bottom - box.top + y + 2 };
    });
  }

  /** A label stands away from the middle of the country, where marks are densest. @param {Mark} disc @returns {("e" | "w")[]} */
  #sides(disc) {
    return disc.cell.lon < 43.2 ? ["w", "e"] : ["e", "w"];
  }

  #isDarkTheme() {
    const { theme } = document.documentElement.dataset;
    return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }
}
