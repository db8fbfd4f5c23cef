/** The brush on the strip of the whole record: mouse, touch and keyboard choose the period. */

import { dayAt, movedEdge, movedPeriod, placeOf, toIso, toNumber } from "./days.js";

/** Days that one key press moves an edge by. */
const STEPS = /** @type {Record<string, number>} */ ({ ArrowRight: 7, ArrowUp: 7, ArrowLeft: -7, ArrowDown: -7, PageUp: 91, PageDown: -91 });

/**
 * Listens on the timeline panel, so that it survives every redraw of what is inside.
 * @param {HTMLElement} panel
 * @param {(from: string, to: string) => void} onChoose called with ISO days once a choice is made
 */
export function setUpBrush(panel, onChoose) {
  /** @type {{kind: "from" | "to" | "move" | "new", start: number, period: {from: number, to: number}} | null} */
  let drag = null;
  /** @type {{from: number, to: number} | null} */
  let draft = null;

  const strip = () => /** @type {SVGSVGElement | null} */ (panel.querySelector("[data-strip]"));
  /** @param {SVGSVGElement} node */
  const axisOf = (node) => ({
    first: toNumber(node.dataset.first ?? ""), last: toNumber(node.dataset.last ?? ""), isMirrored: document.documentElement.dir === "rtl",
  });
  /** @param {SVGSVGElement} node */
  const periodOf = (node) => draft ?? { from: toNumber(node.dataset.from ?? ""), to: toNumber(node.dataset.to ?? "") };

  /** @param {{from: number, to: number}} period */
  function draw(period) {
    draft = period;
    const node = strip();
    if (!node) return;
    const axis = axisOf(node), a = placeOf(period.from, axis), b = placeOf(period.to, axis, true);
    const frame = node.querySelector(".window");
    frame?.setAttribute("x", `${Math.min(a, b)}%`);
    frame?.setAttribute("width", `${Math.abs(b - a)}%`);
    for (const [edge, place, day] of /** @type {[string, number, number][]} */ ([["from", a, period.from], ["to", b, period.to]])) {
      const handle = node.querySelector(`[data-edge="${edge}"]`);
      handle?.setAttribute("x", `${place}%`);
      handle?.setAttribute("aria-valuenow", String(day - axis.first));
      handle?.setAttribute("aria-valuetext", toIso(day));
    }
    panel.dispatchEvent(new CustomEvent("brushing", { detail: { from: toIso(period.from), to: toIso(period.to) } }));
  }
  function choose() {
    if (draft) onChoose(toIso(draft.from), toIso(draft.to));
    draft = null;
  }

  panel.addEventListener("pointerdown", (event) => {
    const node = strip(), target = /** @type {Element} */ (event.target);
    if (!node?.contains(target) || event.button !== 0) return;
    const axis = axisOf(node), box = node.getBoundingClientRect();
    const day = dayAt((event.clientX - box.left) / box.width, axis);
    const edge = target.closest("[data-edge]")?.getAttribute("data-edge");
    const isWhole = periodOf(node).from <= axis.first && periodOf(node).to >= axis.last;
    const kind = edge === "from" || edge === "to" ? edge : target.matches(".window") && !isWhole ? "move" : "new";
    drag = { kind, start: day, period: periodOf(node) };
    node.setPointerCapture(event.pointerId);
    event.preventDefault();
    if (edge) /** @type {SVGElement | null} */ (target.closest("[data-edge]"))?.focus();
  });
  panel.addEventListener("pointermove", (event) => {
    const node = strip();
    if (!drag || !node) return;
    const axis = axisOf(node), box = node.getBoundingClientRect();
    const day = dayAt((event.clientX - box.left) / box.width, axis);
    if (drag.kind === "move") draw(movedPeriod(drag.period, day - drag.start, axis));
    else if (drag.kind === "new") draw({ from: Math.min(day, drag.start), to: Math.max(day, drag.start) });
    else draw(movedEdge(drag.period, drag.kind, day, axis));
  });
  for (const type of ["pointerup", "pointercancel"]) {
    panel.addEventListener(type, () => {
      if (!drag) return;
      // A click without a drag on the ground chooses nothing.
      const isClick = drag.kind === "new" && draft && draft.from === draft.to;
      drag = null;
      if (type === "pointerup" && !isClick) choose();
      else draft = null;
    });
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  panel.addEventListener("keydown", (event) => {
    const node = strip(), handle = /** @type {Element} */ (event.target).closest("[data-edge]");
    if (!node || !handle) return;
    const axis = axisOf(node), edge = /** @type {"from" | "to"} */ (handle.getAttribute("data-edge"));
    const period = periodOf(node);
    let day = period[edge];
    if (event.key === "Home") day = axis.first;
    else if (event.key === "End") day = axis.last;
    else if (event.key in STEPS) {
      const isSideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
      day += STEPS[event.key] * (isSideways && axis.isMirrored ? -1 : 1) * (event.shiftKey && event.key.startsWith("Arrow") ? 1 / 7 : 1);
    } else return;
    event.preventDefault();
    draw(movedEdge(period, edge, Math.round(day), axis));
    // A held key asks once, at the end.
    clearTimeout(waiting);
    waiting = setTimeout(choose, 350);
  });

  panel.addEventListener("click", (event) => {
    const bar = /** @type {Element} */ (event.target).closest(".bar");
    if (bar instanceof SVGElement && bar.dataset.from && bar.dataset.to) onChoose(bar.dataset.from, bar.dataset.to);
  });
}
