/** One query at a time: its start, its stop, the time it takes. */

import { QueryTrouble, ask } from "./answer.js";

/**
 * @typedef {{ begun: () => void, answered: (answer: import("./answer.js").Answer, query: string) => void,
 *   failed: (trouble: import("./answer.js").Trouble, query: string) => void, stopped: (seconds: string) => void,
 *   ticked: (seconds: string, bytes: number) => void, ended: () => void }} Told
 */

export class Runner {
  /** @param {Told} told */
  constructor(told) {
    this.told = told;
    /** @type {AbortController | null} */
    this.control = null;
  }

  /** @returns {boolean} */
  get busy() {
    return this.control !== null;
  }

  /** Gives up the connection; the server then kills the query. */
  stop() {
    this.control?.abort();
  }

  /** @param {string} query; one that is still running is stopped first */
  async run(query) {
    this.stop();
    const control = new AbortController();
    const begun = performance.now();
    let bytes = 0;
    const seconds = () => ((performance.now() - begun) / 1000).toFixed(1);
    this.control = control;
    this.told.begun();
    const clock = setInterval(() => this.told.ticked(seconds(), bytes), 100);
    const current = () => this.control === control;
    try {
      const answer = await ask(query, control.signal, (count) => (bytes = count));
      if (current()) this.told.answered(answer, query);
    } catch (error) {
      if (!current()) return;
      if (control.signal.aborted) this.told.stopped(seconds());
      else if (error instanceof QueryTrouble) this.told.failed(error.trouble, query);
      else throw error;
    } finally {
      clearInterval(clock);
      if (current()) {
        this.control = null;
        this.told.ended();
      }
    }
  }
}
