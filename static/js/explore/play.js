/** Playback: a window of time that moves through the period and takes map and list with it. */

import { placeOf, toNumber } from "./days.js";
import { svg } from "../dom.js";
import { windowsOf } from "./steps.js";

/** Milliseconds a window stays at single speed; longer where motion is not wanted. */
const STAY = matchMedia("(prefers-reduced-motion: reduce)").matches ? 1800 : 1100;

/** @typedef {{from: string, to: string}} Window */

export class Player {
  /** @type {Window[]} */
  #windows = [];
  #at = 0;
  #isPlaying = false;
  /** Grows with every change of mind, so that what was begun before it comes to nothing. */
  #turn = 0;

  /**
   * @param {HTMLElement} bar
   * @param {HTMLElement} timeline the panel whose bars are stepped through
   * @param {object} hooks
   * @param {(window: Window) => Promise<boolean>} hooks.show shows a window; false when something newer took its place
   * @param {(window: Window) => void} hooks.onRest the window stands still: the address may name it
   * @param {() => void} hooks.onStart
   * @param {() => void} hooks.onEnd the whole period is to be shown again
   */
  constructor(bar, timeline, { show, onRest, onStart, onEnd }) {
    this.bar = bar;
    this.timeline = timeline;
    this.show = show;
    this.onRest = onRest;
    this.onStart = onStart;
    this.onEnd = onEnd;
    this.toggle = /** @type {HTMLElement} */ (bar.querySelector('[data-play="toggle"]'));
    this.speed = /** @type {HTMLSelectElement} */ (bar.querySelector("select"));
    timeline.addEventListener("click", (event) => {
      if (/** @type {Element} */ (event.target).closest('[data-play="start"]')) this.start();
    });
    bar.addEventListener("click", (event) => {
      const action = /** @type {Element} */ (event.target).closest("[data-play]")?.getAttribute("data-play");
      if (action === "toggle") this.#set(!this.#isPlaying);
      else if (action === "next") this.#step(1);
      else if (action === "back") this.#step(-1);
      else if (action === "stop") this.#end(true);
    });
    bar.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#end(true);
    });
    this.speed.addEventListener("change", (event) => event.stopPropagation());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && this.#isPlaying) this.#set(false);
    });
  }

  get isActive() {
    return this.#windows.length > 0;
  }

  start() {
    const tl = /** @type {HTMLElement} */ (this.timeline.querySelector(".tl"));
    this.#windows = windowsOf((tl.dataset.edges ?? "").split(",").filter(Boolean), tl.dataset.end ?? "");
    if (!this.isActive) return;
    this.axis = { first: toNumber(this.#windows[0].from), last: toNumber(tl.dataset.end ?? ""), isMirrored: document.documentElement.dir === "rtl" };
    this.#at = 0;
    this.bar.hidden = false;
    this.onStart();
    this.toggle.focus({ preventScroll: true });
    this.#set(true);
  }

  /** Another question is asked: playback makes way for it, and the page is left to that. */
  leave() {
    if (this.isActive) this.#end(false);
  }

  /** @param {boolean} isPlaying */
  #set(isPlaying) {
    this.#isPlaying = isPlaying;
    const turn = ++this.#turn;
    this.bar.dataset.state = isPlaying ? "playing" : "paused";
    this.toggle.setAttribute("aria-label", (isPlaying ? this.toggle.dataset.pause : this.toggle.dataset.resume) ?? "");
    this.#say((isPlaying ? this.bar.dataset.playing : this.bar.dataset.paused) ?? "");
    if (isPlaying) this.#run(turn);
    else this.onRest(this.#windows[this.#at]);
  }

  /** @param {number} turn */
  async #run(turn) {
    for (; this.#at < this.#windows.length; this.#at++) {
      const began = performance.now();
      if (!(await this.#showNow(turn))) return;
      await new Promise((go) => setTimeout(go, STAY / Number(this.speed.value) - (performance.now() - began)));
      if (turn !== this.#turn) return;
    }
    this.#end(true);
  }

  /** @param {number} by */
  #step(by) {
    const to = this.#at + by;
    this.#at = Math.min(this.#windows.length - 1, Math.max(0, to));
    this.#set(false);
    this.#showNow(this.#turn).then((isShown) => isShown && this.#say(this.bar.querySelector('[data-region="now"]')?.textContent ?? ""));
  }

  /** @param {number} turn @returns {Promise<boolean>} whether the window is shown and nothing changed meanwhile */
  async #showNow(turn) {
    const window = this.#windows[this.#at];
    this.#mark(window);
    try {
      return (await this.show(window)) && turn === this.#turn;
    } catch {
      if (turn === this.#turn) {
        this.#set(false);
        this.#say(this.bar.dataset.failed ?? "");
      }
      return false;
    }
  }

  /** @param {boolean} isToBeRestored */
  #end(isToBeRestored) {
    if (!this.isActive) return;
    const hadFocus = this.bar.contains(document.activeElement);
    this.#turn++;
    this.#isPlaying = false;
    this.#windows = [];
    this.#say(this.bar.dataset.ended ?? "");
    this.bar.hidden = true;
    this.timeline.querySelector(".playhead")?.remove();
    if (hadFocus) /** @type {HTMLElement | null} */ (this.timeline.querySelector('[data-play="start"]'))?.focus({ preventScroll: true });
    if (isToBeRestored) this.onEnd();
  }

  /** Shows in the drawing which bars are meant. @param {Window} window */
  #mark({ from, to }) {
    const bands = this.timeline.querySelector(".tl-bands"), axis = this.axis;
    if (!bands || !axis) return;
    const a = placeOf(toNumber(from), axis), b = placeOf(toNumber(to), axis, true);
    let head = bands.querySelector(".playhead");
    if (!head) bands.append((head = svg("rect", { class: "playhead", y: 0, height: "100%" })));
    head.setAttribute("x", `${Math.min(a, b)}%`);
    head.setAttribute("width", `${Math.abs(b - a)}%`);
  }

  /** @param {string} words seen beside the period, and read out */
  #say(words) {
    const now = this.bar.querySelector('[data-region="now"]')?.textContent ?? "";
    /** @type {HTMLElement} */ (this.bar.querySelector("[data-play-state]")).textContent = words === now ? (this.bar.dataset.paused ?? "") : words;
    /** @type {HTMLElement} */ (this.bar.querySelector("[data-play-said]")).textContent = words === now ? words : `${words}: ${now}`;
  }
}
