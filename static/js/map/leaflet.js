/** The one place that knows Leaflet: makes a map, its ground, shapes, marks and labels. Colours come from the style sheet. */

import { html } from "../dom.js";

/** @typedef {any} LeafletMap */

/** @returns {any} Leaflet, undefined when its script did not load */
export function leaflet() {
  return /** @type {any} */ (globalThis).L;
}

/** Leaflet writes its own colours as attributes; without them the classes of the style sheet hold. */
const NO_COLOURS = { color: null, fillColor: null, fillOpacity: 1, opacity: 1 };

/**
 * @param {string} className
 * @param {object} [more]
 */
export function shape(className, more = {}) {
  return { className, weight: 1, interactive: false, ...NO_COLOURS, ...more };
}

/** @param {HTMLElement} box clears colour attributes that Leaflet writes anyway */
export function clearColours(box) {
  for (const path of box.querySelectorAll("path.leaflet-interactive, path[class*='shape-'], path[class*='choro-']")) {
    for (const name of ["stroke", "fill", "fill-opacity", "stroke-opacity"]) path.removeAttribute(name);
  }
}

/**
 * @param {HTMLElement} box
 * @param {{tiles?: string, attribution: string, isStatic?: boolean}} options `tiles`: an optional tile address
 * @returns {LeafletMap}
 */
export function makeMap(box, { tiles, attribution, isStatic }) {
  const L = leaflet();
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(box, {
    zoomControl: false, attributionControl: true, zoomSnap: 0.25, minZoom: 5, maxZoom: 14, fadeAnimation: false,
    zoomAnimation: !isCalm, markerZoomAnimation: !isCalm, inertia: !isCalm, scrollWheelZoom: !isStatic,
    maxBounds: [[20, 26], [45, 62]], maxBoundsViscosity: 0.6,
  });
  map.attributionControl.setPrefix("").addAttribution(attribution);
  localScale(L).addTo(map);
  for (const [name, zIndex] of [["ground", 210], ["shapes", 420], ["labels", 590]]) {
    map.createPane(name).style.zIndex = String(zIndex);
    map.getPane(name).style.pointerEvents = "none";
  }
  if (tiles) {
    // The drawn ground makes way only once a tile has arrived: no tile server has to answer for the map to be read.
    L.tileLayer(tiles, { maxZoom: 19 }).once("tileload", () => box.classList.add("has-tiles")).addTo(map);
  }
  return map;
}

/** A scale bar that writes its length as the page's language does. @param {any} L */
function localScale(L) {
  const locale = document.documentElement.lang === "ar" ? "ar-IQ" : "en-GB";
  const words = (/** @type {number} */ length, /** @type {string} */ unit) => new Intl.NumberFormat(locale, { style: "unit", unit }).format(length);
  const Scale = L.Control.Scale.extend({
    /** @param {HTMLElement} bar @param {string} text such as "50 km" @param {number} ratio */
    _updateScale(bar, text, ratio) {
      const [length, unit] = text.split(" ");
      bar.style.width = `${Math.round(this.options.maxWidth * ratio)}px`;
      bar.textContent = words(Number(length), unit === "km" ? "kilometer" : "meter");
    },
  });
  return new Scale({ imperial: false, position: "bottomright", maxWidth: 90 });
}

/**
 * Neighbours, provinces, lakes and rivers.
 * @param {LeafletMap} map
 * @param {any} ground the base map: GeoJSON collections by name
 * @returns {Map<string, any>} the layer of each province by its code
 */
export function drawGround(map, ground) {
  const L = leaflet(), pane = "ground";
  const add = (/** @type {any} */ data, /** @type {any} */ style) => L.geoJSON(data, { pane, interactive: false, style }).addTo(map);
  add(ground.neighbours, shape("shape-country", { weight: 0.8, pane }));
  const provinces = add(ground.governorates, (/** @type {any} */ feature) =>
    shape("shape-province choro-0", { weight: 0.8, pane, dashArray: feature.properties.approximate ? "3 3" : null }));
  add(ground.lakes, shape("shape-lake", { weight: 0, pane }));
  add(ground.rivers, shape("shape-river", { weight: 1, fill: false, pane }));
  clearColours(map.getContainer());
  const byCode = new Map();
  provinces.eachLayer((/** @type {any} */ layer) => byCode.set(layer.feature.properties.code, layer));
  return byCode;
}

/**
 * A mark that can be reached by Tab and pressed by Enter; `words` are read out.
 * @param {[number, number]} at latitude, longitude
 * @param {Element} node
 * @param {number} size px
 * @param {string} words
 * @param {number} zIndexOffset
 */
export function mark(at, node, size, words, zIndexOffset) {
  const L = leaflet();
  return L.marker(at, {
    keyboard: true, title: words, alt: words, zIndexOffset, riseOnHover: true,
    icon: L.divIcon({ className: "mark-icon", html: node, iconSize: [size, size] }),
  });
}

/**
 * A mark that only decorates.
 * @param {[number, number]} at
 * @param {Element} node
 * @param {number} size
 */
export function quietMark(at, node, size) {
  const L = leaflet();
  return L.marker(at, { interactive: false, keyboard: false, pane: "shapes", icon: L.divIcon({ className: "mark-icon", html: node, iconSize: [size, size] }) });
}

/**
 * @param {[number, number]} at
 * @param {string} text
 * @param {string} className
 */
export function label(at, text, className) {
  const L = leaflet();
  return L.marker(at, {
    interactive: false, keyboard: false, pane: "labels",
    icon: L.divIcon({ className: `maplabel ${className}`, html: html("span", { "aria-hidden": "true" }, text), iconSize: [0, 0] }),
  });
}

/**
 * How wide a label will be drawn, so that labels can be placed before they exist.
 * @param {HTMLElement} box
 * @returns {(text: string, isBold: boolean) => number} px
 */
export function textMeasure(box) {
  const context = document.createElement("canvas").getContext("2d");
  const family = getComputedStyle(box).fontFamily, root = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const isArabic = document.documentElement.lang === "ar";
  /** @type {Map<string, number>} */
  const known = new Map();
  return (text, isBold) => {
    if (!context) return text.length * 7;
    const key = `${isBold} ${text}`, width = known.get(key);
    if (width !== undefined) return width;
    const rem = isBold ? (isArabic ? 0.8125 : 0.75) : isArabic ? 0.75 : 0.6875;
    context.font = `${isBold ? 600 : 400} ${rem * root}px ${family}`;
    known.set(key, context.measureText(text).width);
    return known.get(key) ?? 0;
  };
}
