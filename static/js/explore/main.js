/** The page Explore in the browser: one filter in the address, every view drawn from one answer of the server. */

import { addressOf, queryOf, withParams, withoutPlace } from "./address.js";
import { Answers } from "./answers.js";
import { setUpBrush } from "./brush.js";
import { ExploreMap } from "./map.js";
import { leaflet } from "../map/leaflet.js";
import { readJson } from "../dom.js";
import { setUpFilters } from "./filters.js";
import { setUpKeys } from "./keys.js";
import { setUpList } from "./list.js";
import { setUpPop } from "./pop.js";
import { setUpTabs } from "./tabs.js";
import { swap } from "./swap.js";

const path = location.pathname;
const desk = /** @type {HTMLElement} */ (document.querySelector(".desk"));
const form = /** @type {HTMLFormElement} */ (document.getElementById("filters-form"));
const failed = /** @type {HTMLElement} */ (document.getElementById("failed"));
/** @type {ExploreMap | null} */
let map = null;

const answers = new Answers((isBusy) => {
  document.body.toggleAttribute("data-busy", isBusy);
  desk.setAttribute("aria-busy", String(isBusy));
});
const views = new Answers(() => {});

/**
 * Shows the answer for `query` in every view.
 * @param {string} query without "?"
 * @param {{isNew?: boolean, keepsList?: boolean}} [options] `isNew`: a step in the history; `keepsList`: the list stays where it is
 */
async function show(query, { isNew = true, keepsList = false } = {}) {
  // The style of the map is the browser's own matter, except when the history says what it was.
  if (isNew) query = withParams(query, { map: mapMode() });
  else setMapMode(new URLSearchParams(query).get("map") ?? "points");
  const asked = map ? withParams(query, { zoom: String(Math.round(map.map.getZoom())) }) : query;
  let text;
  try {
    text = await answers.ask(addressOf(path, asked), "explore");
  } catch (error) {
    return fail(query, /** @type {import("./answers.js").Failure} */ (error));
  }
  if (text === null) return;
  failed.hidden = true;
  const fresh = swap(text, keepsList ? new Set(["results"]) : new Set());
  // The server writes the address in one canonical form.
  const address = `${desk.dataset.address ?? addressOf(path, query)}${location.hash}`;
  if (isNew) {
    keepPlace();
    history.pushState({}, "", address);
  }
  const title = fresh.querySelector("title")?.textContent;
  if (title) document.title = title;
  afterSwap(keepsList);
  if (!isNew) comeBack();
}

/** Notes in the history where the reader stands in the list. */
function keepPlace() {
  history.replaceState({ ...history.state, place: list.place() }, "");
}

/** Back on this page, by the history: the list is where it was left. */
function comeBack() {
  if (history.state?.place) list.restore(history.state.place);
}

/** @returns {string | null} the map's style as the address writes it */
function mapMode() {
  const mode = document.getElementById("panel-map")?.dataset.mapmode;
  return mode && mode !== "points" ? mode : null;
}

/** @param {string} mode "points" or "provinces" */
function setMapMode(mode) {
  document.getElementById("panel-map")?.setAttribute("data-mapmode", mode);
  for (const button of document.querySelectorAll("[data-set-mapmode]")) {
    button.setAttribute("aria-pressed", String(button.getAttribute("data-set-mapmode") === mode));
  }
  map?.setMode(mode);
}

/** @param {boolean} keepsList */
function afterSwap(keepsList) {
  if (!keepsList) list.toStart();
  filters.again();
  const language = /** @type {HTMLAnchorElement | null} */ (document.querySelector("[data-language]"));
  const twin = desk.dataset.twin;
  if (language && twin) language.href = twin;
  map?.show(readJson("map-data"));
  pop.close(false);
}

/** @param {string} query @param {import("./answers.js").Failure} failure */
function fail(query, failure) {
  const words = /** @type {HTMLElement} */ (failed.querySelector("[data-words]"));
  words.textContent = (failure.status === 400 ? failed.dataset.refused : failed.dataset.silent) ?? "";
  failed.hidden = false;
  const retry = /** @type {HTMLButtonElement} */ (failed.querySelector("button"));
  retry.onclick = () => show(query);
}

/** @param {HTMLAnchorElement} link @returns {boolean} whether it leads to this page with another query */
const isOwn = (link) => link.origin === location.origin && link.pathname === path && !link.target && !link.hasAttribute("data-leave");

// Filters: every change asks at once; typing waits for a pause.
/** @type {ReturnType<typeof setTimeout> | undefined} */
let typing;
const filters = setUpFilters(form);
const formQuery = () => withoutPlace(queryOf(new FormData(form)));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typing);
  show(formQuery());
});
document.addEventListener("change", (event) => {
  const field = /** @type {HTMLInputElement | HTMLSelectElement} */ (event.target);
  if (field.form !== form || !field.name || field.name === "q") return;
  // A date that is still being typed is not a date yet: the year 0002 is on its way to 2024.
  if (field instanceof HTMLInputElement && field.type === "date" && (field.validity.badInput || (field.value && field.value < "1900"))) return;
  show(formQuery());
});
form.addEventListener("input", (event) => {
  if (!(event.target instanceof HTMLInputElement) || event.target.name !== "q") return;
  clearTimeout(typing);
  typing = setTimeout(() => show(formQuery()), 300);
});
document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = /** @type {Element} */ (event.target).closest("a[href]");
  if (!(link instanceof HTMLAnchorElement) || !isOwn(link) || link.hash) return;
  event.preventDefault();
  show(link.search.slice(1));
});
// Opening a record leaves the page; coming back finds the place again.
document.addEventListener("click", (event) => {
  if (/** @type {Element} */ (event.target).closest("#results a[data-leave]")) keepPlace();
}, true);
addEventListener("popstate", () => {
  if (location.pathname === path) show(location.search.slice(1), { isNew: false });
});

// Copy link: the address says everything; what was done is said in the button and read out.
document.addEventListener("click", async (event) => {
  const button = /** @type {Element} */ (event.target).closest("[data-copy-link]");
  if (!(button instanceof HTMLElement)) return;
  const words = /** @type {HTMLElement} */ (button.querySelector("span")), before = words.textContent;
  let said = button.dataset.done ?? "";
  try {
    await navigator.clipboard.writeText(location.href.split("#")[0]);
  } catch {
    said = button.dataset.failed ?? "";
  }
  words.textContent = said;
  button.classList.add("is-done");
  const status = document.querySelector("[role=status]");
  if (status) status.textContent = said;
  setTimeout(() => {
    words.textContent = before;
    button.classList.remove("is-done");
  }, 2500);
});

// Timeline
const timeline = /** @type {HTMLElement} */ (document.getElementById("panel-timeline"));
setUpBrush(timeline, (from, to) => show(withoutPlace(withParams(location.search, { from, to }))));
timeline.addEventListener("brushing", (event) => {
  const { from, to } = /** @type {CustomEvent} */ (event).detail;
  for (const [name, value] of [["from", from], ["to", to]]) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
  }
});

// List, map, what a mark holds
/** Chooses a record; the list stays as it is when it already shows it. @param {string} id */
const select = (id) => show(withParams(location.search, { selected: id }), { keepsList: list.mark(id) });
const list = setUpList(/** @type {HTMLElement} */ (document.getElementById("results")), select);
const pop = setUpPop(/** @type {HTMLElement} */ (document.getElementById("mappop")), {
  load: (parameters) => views.ask(addressOf(path, withParams(withoutPlace(location.search), Object.fromEntries(parameters))), "cards"),
  onSelect: select,
});

const box = document.getElementById("map");
const legend = document.getElementById("legend");
if (legend instanceof HTMLDetailsElement) {
  legend.open = (box?.clientWidth ?? 0) >= 680;
  delete legend.dataset.waiting;
}
if (box && leaflet()) {
  map = new ExploreMap(box, {
    ask: async (parameters) => {
      try {
        const text = await views.ask(addressOf(path, withParams(location.search, parameters)), "map");
        return text === null ? null : JSON.parse(text);
      } catch {
        return null;
      }
    },
    onOpen: (cell) => pop.open(cell),
    onSelect: select,
  });
  map.start();
  const act = /** @type {Record<string, () => void>} */ ({ in: () => map?.map.zoomIn(), out: () => map?.map.zoomOut(), reset: () => map?.reset() });
  for (const button of document.querySelectorAll("[data-map-do]")) {
    button.addEventListener("click", () => act[button.getAttribute("data-map-do") ?? ""]?.());
  }
  for (const button of document.querySelectorAll("[data-set-mapmode]")) {
    button.addEventListener("click", () => {
      setMapMode(button.getAttribute("data-set-mapmode") ?? "points");
      history.replaceState(history.state, "", `${addressOf(path, withParams(location.search, { map: mapMode() }))}${location.hash}`);
    });
  }
} else {
  document.getElementById("map-fallback")?.removeAttribute("hidden");
}

setUpTabs(() => map?.draw());
const chosen = readJson("map-data")?.selected?.public_id;
if (chosen) list.mark(chosen);
comeBack();

setUpKeys({
  walk: list.walk,
  letGo() {
    if (pop.isOpen()) pop.close();
    else if (new URLSearchParams(location.search).has("selected")) {
      list.mark("");
      show(withParams(location.search, { selected: null }), { keepsList: true });
    } else return false;
    return true;
  },
});
