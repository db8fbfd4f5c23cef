/** The page Explore in the browser: one filter in the address, every view drawn from one answer of the server. */

import { addressOf, queryOf, withPairs, withParams, withoutPlace } from "./address.js";
import { Answers } from "./answers.js";
import { setUpBrush } from "./brush.js";
import { Player } from "./play.js";
import { readJson } from "../dom.js";
import { setUpFilters } from "./filters.js";
import { setUpKeys } from "./keys.js";
import { setUpList } from "./list.js";
import { setUpMapPanel } from "./panel.js";
import { setUpPictures } from "./picture.js";
import { setUpPop } from "./pop.js";
import { setUpTabs } from "./tabs.js";
import { setUpTimetable } from "./timetable.js";
import { swap } from "./swap.js";

const path = location.pathname;
const desk = /** @type {HTMLElement} */ (document.querySelector(".desk"));
const form = /** @type {HTMLFormElement} */ (document.getElementById("filters-form"));
const failed = /** @type {HTMLElement} */ (document.getElementById("failed"));
/** @type {import("./map.js").ExploreMap | null} */
let map = null;
/** @type {import("./area.js").AreaTool | null} */
let area = null;

const answers = new Answers((isBusy) => {
  document.body.toggleAttribute("data-busy", isBusy);
  desk.setAttribute("aria-busy", String(isBusy));
});
const views = new Answers(() => {}), tables = new Answers(() => {});

/**
 * Shows the answer for `query` in every view.
 * @param {string} query without "?"
 * @param {{isNew?: boolean, keepsList?: boolean}} [options] `isNew`: a step in the history; `keepsList`: the list stays where it is
 */
async function show(query, { isNew = true, keepsList = false } = {}) {
  player.leave();
  // The style of the map is the browser's own matter, except when the history says what it was.
  if (isNew) query = withParams(query, { map: mapMode() });
  else setMapMode(new URLSearchParams(query).get("map") ?? "points");
  const asked = map ? withParams(query, { zoom: String(Math.round(map.map.getZoom())) }) : query;
  // The press itself shows first, however soon the answer comes.
  const shown = painted();
  let text;
  try {
    text = await answers.ask(addressOf(path, asked), "explore");
    await shown;
  } catch (error) {
    return fail(query, /** @type {import("./answers.js").Failure} */ (error));
  }
  if (text === null) return;
  failed.hidden = true;
  if (isNew) keepPlace();
  const fresh = swap(text, keepsList ? new Set(["results"]) : new Set());
  // The server writes the address in one canonical form.
  const address = `${desk.dataset.address ?? addressOf(path, query)}${location.hash}`;
  if (isNew) history.pushState({}, "", address);
  const title = fresh.querySelector("title")?.textContent;
  if (title) document.title = title;
  afterSwap(keepsList);
  if (!isNew) comeBack();
}

/** Resolves once what has changed so far is painted; a page that is not seen paints nothing. */
function painted() {
  return new Promise((done) => (document.hidden ? done(null) : requestAnimationFrame(() => setTimeout(done))));
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
  timetable.again();
  const language = /** @type {HTMLAnchorElement | null} */ (document.querySelector("[data-language]"));
  const twin = desk.dataset.twin;
  if (language && twin) language.href = twin;
  map?.show(readJson("map-data"));
  area?.draw();
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
const isOwn = (link) => link.origin === location.origin && link.pathname === path && !link.target && !link.hasAttribute("data-leave") && !link.hasAttribute("download");

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

setUpPictures(() => map?.bbox() ?? "");

// Timeline
const timeline = /** @type {HTMLElement} */ (document.getElementById("panel-timeline"));
const timetable = setUpTimetable(timeline, (address) => tables.ask(address, "timetable"));
setUpBrush(timeline, (from, to) => show(withoutPlace(withParams(location.search, { from, to }))));
timeline.addEventListener("click", (event) => {
  const id = /** @type {Element} */ (event.target).closest("[data-record]")?.getAttribute("data-record");
  if (id) location.assign(`${path}${id.startsWith("ST-") ? "statements" : "incidents"}/${id}/`);
});
timeline.addEventListener("brushing", (event) => {
  const { from, to } = /** @type {CustomEvent} */ (event).detail;
  for (const [name, value] of [["from", from], ["to", to]]) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
  }
});

// Playback moves map and list; the address names the window once it rests.
let whole = "";
const player = new Player(/** @type {HTMLElement} */ (document.getElementById("playbar")), timeline, {
  onStart: () => {
    whole = location.search.slice(1);
    pop.close(false);
    if (document.body.dataset.tab === "timeline") tabs.show("map");
  },
  show: async ({ from, to }) => {
    const query = withoutPlace(withParams(whole, { from, to }));
    const text = await answers.ask(addressOf(path, withParams(query, map?.view() ?? {})), "moment");
    if (text === null) return false;
    swap(text);
    list.toStart();
    map?.show(readJson("map-data"));
    return true;
  },
  onRest: ({ from, to }) => history.replaceState(history.state, "", `${addressOf(path, withoutPlace(withParams(whole, { from, to })))}${location.hash}`),
  onEnd: () => {
    history.replaceState(history.state, "", `${addressOf(path, whole)}${location.hash}`);
    show(whole, { isNew: false });
  },
});

// List, map, what a mark holds
/** Chooses a record; the list stays as it is when it already shows it. @param {string} id */
const select = (id) => show(withParams(location.search, { selected: id }), { keepsList: list.mark(id) });
const list = setUpList(/** @type {HTMLElement} */ (document.getElementById("results")), select);
const pop = setUpPop(/** @type {HTMLElement} */ (document.getElementById("mappop")), {
  load: (parameters) => views.ask(addressOf(path, withPairs(withoutPlace(location.search), parameters)), "cards"),
  onSelect: select,
  onPart: (cell) => map?.zoomTo(cell),
});

const panel = /** @type {HTMLElement} */ (document.getElementById("panel-map"));
({ map, area } = setUpMapPanel(panel, {
  ask: (parameters) => views.ask(addressOf(path, withParams(location.search, parameters)), "map"),
  onOpen: (cell, canPart) => pop.open(cell, canPart),
  onSelect: select,
  onMode: (mode) => {
    setMapMode(mode);
    history.replaceState(history.state, "", `${addressOf(path, withParams(location.search, { map: mapMode() }))}${location.hash}`);
  },
  onArea: (choice) => show(withoutPlace(withParams(location.search, { ...choice }))),
}));

const tabs = setUpTabs(() => map?.draw());
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
