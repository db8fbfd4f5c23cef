/** Which names stand on the map of Explore: those of marks first, then bases and towns, none over another or over a mark. */

import { baseMark } from "../map/marks.js";
import { label, leaflet, quietMark, textMeasure } from "../map/leaflet.js";
import { placeLabels } from "../map/spread.js";
import { spotsInside } from "../map/inside.js";
import { step } from "../map/choropleth.js";

/** @typedef {import("./types.js").Mark} Mark */
/** @typedef {import("../map/spread.js").Label & {text: string, className: string, base?: any}} Wanted */

/** From this zoom on bases carry their names; further out their symbols alone. */
const ZOOM_OF_BASE_NAMES = 8;
/** Where else the words for a launch area may stand, in px from it. */
const AROUND = [56, 90, 130, 180].flatMap((away) =>
  Array.from({ length: 8 }, (_, turn) => [1.5 * away * Math.sin((turn * Math.PI) / 4), -away * Math.cos((turn * Math.PI) / 4)]));

export class Labels {
  /**
   * @param {HTMLElement} box
   * @param {any} map Leaflet's
   * @param {{bases: any[], number: Intl.NumberFormat}} given
   */
  constructor(box, map, { bases, number }) {
    this.box = box;
    this.map = map;
    this.bases = bases;
    this.number = number;
    this.isArabic = document.documentElement.lang === "ar";
    this.measure = textMeasure(box);
    this.layer = leaflet().layerGroup().addTo(map);
    /** @type {WeakMap<object, [number, number][]>} where the name of a country may stand in the view `spotsOf` */
    this.spots = new WeakMap();
    this.spotsOf = "";
  }

  /** @param {any} item @returns {string} */
  #name(item) {
    return (this.isArabic && item.name_ar) || item.name_en || item.name;
  }

  /** @param {number[]} place longitude, latitude */
  #at([lon, lat]) {
    return this.map.latLngToLayerPoint([lat, lon]);
  }

  /**
   * @param {{launch: {at: [number, number], words: string} | null | undefined, discs: Mark[], mode: string, counts: Record<string, number>, provinces: Map<string, any> | undefined, ground: any}} what
   */
  draw({ launch, discs, mode, counts, provinces, ground }) {
    const covered = this.#covered(); // asked before anything is changed, so that nothing is laid out twice
    const wanted = mode === "provinces" ? this.#ofProvinces(provinces, counts) : [...this.#ofMarks(discs), ...this.#ofBases(), ...this.#ofTowns(ground)];
    wanted.push(...this.#ofCountries(ground));
    if (launch && mode === "points") {
      const point = this.map.latLngToLayerPoint(launch.at);
      wanted.push(this.#wanted("launch", point, launch.words, "place launch", { sides: ["c", "n", "s", "e", "w"], offset: 24, spots: AROUND.map(([x, y]) => ({ x: point.x + x, y: point.y + y })), priority: 5000 }));
    }
    const byKey = new Map(wanted.map((item) => [item.key, item]));
    this.layer.clearLayers();
    for (const { key, side, x, y } of placeLabels(wanted, mode === "points" ? discs : [], this.#frame(), covered)) {
      const { text, className, base } = /** @type {Wanted} */ (byKey.get(key));
      if (base) quietMark([base.lat, base.lon], baseMark(), 10).addTo(this.layer);
      else label(this.map.layerPointToLatLng([x, y]), text, `${className} ${side === "c" ? "" : side}`).addTo(this.layer);
    }
  }

  /** @param {string} key @param {{x: number, y: number}} point @param {string} text @param {string} className @param {Partial<Wanted>} more @returns {Wanted} */
  #wanted(key, { x, y }, text, className, more) {
    const width = this.measure(text, className.startsWith("place")) * (className === "country" && !this.isArabic ? 1.35 : 1);
    return { key, x, y, width, height: this.isArabic ? 15 : 13, sides: ["c"], priority: 0, text, className, ...more };
  }

  /** @param {Map<string, any> | undefined} provinces @param {Record<string, number>} counts */
  #ofProvinces(provinces, counts) {
    return [...(provinces ?? [])].map(([code, layer]) => {
      const count = counts[code] ?? 0, isDark = step(count) >= 4 && !isDarkTheme();
      const text = `${this.#name(layer.feature.properties)}${count ? ` ${this.number.format(count)}` : ""}`;
      const spots = spotsInside(boundsOf(layer), layer.feature.geometry, 8).slice(0, 12).map((spot) => this.#at(spot));
      const [first = this.map.latLngToLayerPoint(layer.getBounds().getCenter()), ...others] = spots;
      return this.#wanted(`province-${code}`, first, text, count ? `place${isDark ? " on-dark" : ""}` : "province", { priority: 100 + count, spots: others });
    });
  }

  /** A label stands away from the middle of the country, where marks are densest. @param {Mark[]} discs */
  #ofMarks(discs) {
    return discs.filter((disc) => !disc.key.endsWith("/answers") && disc.cell.label).map((disc) => {
      /** @type {Wanted["sides"]} */
      const sides = disc.cell.lon < 43.2 ? ["w", "e", "s", "n"] : ["e", "w", "s", "n"];
      return this.#wanted(disc.key, disc, disc.cell.label, "place", { sides, offset: disc.r + 3, priority: 1000 + disc.weight });
    });
  }

  /** A symbol takes its place like a label: after the names of marks, before everything else. */
  #ofBases() {
    const hasNames = this.map.getZoom() >= ZOOM_OF_BASE_NAMES;
    return this.bases.flatMap((base) => {
      const point = this.#at([base.lon, base.lat]);
      return [
        this.#wanted(`symbol-${base.slug}`, point, "", "", { width: 12, height: 12, priority: 50, base }),
        ...(hasNames ? [this.#wanted(`base-${base.slug}`, point, this.#name(base), "", { sides: ["e", "w", "s", "n"], offset: 8, priority: 40 })] : []),
      ];
    });
  }

  /** @param {any} ground */
  #ofTowns(ground) {
    const most = this.map.getZoom() - 5 + 0.26;
    return (ground?.towns.features ?? [])
      .filter((/** @type {any} */ { properties }) => properties.rank <= most)
      .map((/** @type {any} */ { properties, geometry }) =>
        this.#wanted(`town-${properties.name_en}`, this.#at(geometry.coordinates), this.#name(properties), "", { sides: ["c", "e", "w"], offset: 8, priority: 30 - properties.rank }));
  }

  /** @param {any} ground */
  #ofCountries(ground) {
    const view = boundsOf(this.map), key = JSON.stringify(view);
    // Most answers come for the view that is already seen.
    if (this.spotsOf !== key) [this.spotsOf, this.spots] = [key, new WeakMap()];
    return (ground?.neighbours.features ?? []).flatMap((/** @type {any} */ { properties, geometry }) => {
      const found = this.spots.get(geometry) ?? spotsInside(view, geometry);
      this.spots.set(geometry, found);
      const [first, ...spots] = found.map((spot) => this.#at(spot));
      return first ? [this.#wanted(`country-${properties.code}`, first, this.#name(properties), "country", { priority: 35, spots: spots.slice(0, 24) })] : [];
    });
  }

  /** What is visible, in layer points. */
  #frame() {
    const { x: width, y: height } = this.map.getSize(), { x, y } = this.map.containerPointToLayerPoint([0, 0]);
    return { left: x + 2, right: x + width - 2, top: y + 2, bottom: y + height - 2 };
  }

  /** The areas of the map under the legend and the tools, in layer points. */
  #covered() {
    const box = this.box.getBoundingClientRect(), { x, y } = this.map.containerPointToLayerPoint([0, 0]);
    return [...(this.box.parentElement?.querySelectorAll(".legend, .mapbar, .leaflet-control, .peek > .card") ?? [])].map((node) => {
      const { left, right, top, bottom } = node.getBoundingClientRect();
      return { left: left - box.left + x - 2, right: right - box.left + x + 2, top: top - box.top + y - 2, bottom: bottom - box.top + y + 2 };
    });
  }
}

/** @param {{getBounds: () => any}} layer */
function boundsOf(layer) {
  const bounds = layer.getBounds();
  return { west: bounds.getWest(), south: bounds.getSouth(), east: bounds.getEast(), north: bounds.getNorth() };
}

function isDarkTheme() {
  const { theme } = document.documentElement.dataset;
  return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}
