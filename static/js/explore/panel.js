/** The panel of the map: its tools, its legend, full screen, and the words that stand there when the map does not load. */

import { AreaTool } from "./area.js";
import { ExploreMap } from "./map.js";
import { leaflet } from "../map/leaflet.js";
import { setUpPrinting } from "./print.js";

/** @typedef {import("./types.js").Cell} Cell */

/** The legend stands open where the map is at least this wide, in px. */
const LEGEND_OPEN = 680;

/**
 * @param {HTMLElement} panel
 * @param {object} hooks
 * @param {(parameters: Record<string, string>) => Promise<string | null>} hooks.ask brings the map's part of the answer for another view
 * @param {(cell: Cell, canPart: boolean) => void} hooks.onOpen
 * @param {(id: string) => void} hooks.onSelect
 * @param {(mode: string) => void} hooks.onMode
 * @param {(choice: import("./area.js").Choice) => void} hooks.onArea
 * @returns {{map: ExploreMap | null, area: AreaTool | null}} nothing when the map's library is missing
 */
export function setUpMapPanel(panel, { ask, onOpen, onSelect, onMode, onArea }) {
  const box = document.getElementById("map"), legend = document.getElementById("legend");
  if (legend instanceof HTMLDetailsElement) {
    legend.open = (box?.clientWidth ?? 0) >= LEGEND_OPEN;
    delete legend.dataset.waiting;
  }
  if (!box || !leaflet()) {
    document.getElementById("map-fallback")?.removeAttribute("hidden");
    return { map: null, area: null };
  }
  const map = new ExploreMap(box, {
    ask: async (parameters) => {
      try {
        const text = await ask(parameters);
        return text === null ? null : JSON.parse(text);
      } catch {
        return null; // The marks at hand stay; the next move asks again.
      }
    },
    onOpen: (cell) => onOpen(cell, map.canPart(cell)),
    onSelect,
  });
  map.start();
  const area = new AreaTool(panel, map.map, {
    current: () => {
      const query = new URLSearchParams(location.search);
      return { area: query.get("area"), near: query.get("near") };
    },
    onChoose: onArea,
  });
  const act = /** @type {Record<string, () => void>} */ ({
    in: () => map.map.zoomIn(), out: () => map.map.zoomOut(), reset: () => map.reset(), full: () => toggleFull(panel),
  });
  for (const button of panel.querySelectorAll("[data-map-do]")) {
    button.addEventListener("click", () => act[button.getAttribute("data-map-do") ?? ""]?.());
  }
  for (const button of panel.querySelectorAll("[data-set-mapmode]")) {
    button.addEventListener("click", () => onMode(button.getAttribute("data-set-mapmode") ?? "points"));
  }
  setUpFull(panel);
  setUpPrinting(map);
  return { map, area };
}

/** The browser's full screen where there is one; else the panel fills the window. @param {HTMLElement} panel */
async function toggleFull(panel) {
  if (document.fullscreenElement) return document.exitFullscreen();
  if (panel.classList.contains("is-full")) return setFull(panel, false);
  try {
    await panel.requestFullscreen();
  } catch {
    setFull(panel, true);
  }
}

/** @param {HTMLElement} panel */
function setUpFull(panel) {
  document.addEventListener("fullscreenchange", () => setFull(panel, document.fullscreenElement === panel));
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !document.fullscreenElement) setFull(panel, false);
  });
}

/** @param {HTMLElement} panel @param {boolean} isFull */
function setFull(panel, isFull) {
  panel.classList.toggle("is-full", isFull);
  panel.querySelector('[data-map-do="full"]')?.setAttribute("aria-pressed", String(isFull));
}
