/** Asks the server for fresh answers: one at a time, the previous one cancelled, slow ones shown as busy, failures said. */

const BUSY_AFTER_MS = 150;
const GIVE_UP_AFTER_MS = 20_000;

export class Failure extends Error {
  /** @param {string} message @param {number} status 0: no answer at all */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

export class Answers {
  /** @type {AbortController | null} */
  #current = null;

  /** @param {(isBusy: boolean) => void} onBusy */
  constructor(onBusy) {
    this.onBusy = onBusy;
  }

  /**
   * The text of the answer; null when a newer request took its place.
   * @param {string} address
   * @param {string} fragment what part is wanted
   * @returns {Promise<string | null>}
   * @throws {Failure} when the server refuses, fails or stays silent
   */
  async ask(address, fragment) {
    this.#current?.abort();
    const controller = new AbortController();
    this.#current = controller;
    const busy = setTimeout(() => this.onBusy(true), BUSY_AFTER_MS);
    let isSilent = false;
    const silence = setTimeout(() => {
      isSilent = true;
      controller.abort();
    }, GIVE_UP_AFTER_MS);
    try {
      const response = await fetch(address, { headers: { "X-Fragment": fragment }, signal: controller.signal });
      const text = await response.text();
      if (!response.ok) throw new Failure(text, response.status);
      return this.#current === controller ? text : null;
    } catch (error) {
      if (controller.signal.aborted && !isSilent) return null;
      throw error instanceof Failure ? error : new Failure("", 0);
    } finally {
      clearTimeout(busy);
      clearTimeout(silence);
      if (this.#current === controller) {
        this.#current = null;
        this.onBusy(false);
      }
    }
  }
}
