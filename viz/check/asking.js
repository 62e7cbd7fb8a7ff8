/**
 * What the server says of a draft: asked when the writer pauses, and only the newest answer counts.
 *
 * @typedef {import("./words.js").Stance} Stance
 * @typedef {{ id: string, source: string, title: string, url?: string | null, tier?: string, stance: Stance, certainty: string, paraphrase: string,
 *   attributed_to?: string[], qualifications?: { comment: string }[], effect?: string | null, quote?: string | null }} Assertion
 * @typedef {{ id: string | null, subject: string | null, relation: string | null, object: string | null, outcome?: string | null }} Claim
 * @typedef {{ start: number, end: number, text: string, reach: string, narrower: string }} Over
 * @typedef {{ line: number, offsets: { start: number, end: number }, span: { start: number, end: number }, text: string, rule: string, severity: string,
 *   verdict: string | null, polarity: string | null, hedged?: boolean, nearness?: string | null, claim: Claim | null, stated?: Claim | null,
 *   tally: Record<string, number> | null, assertions: Assertion[], over: Over[], message: string, suggestion: string | null }} Finding
 * @typedef {{ graph: { claims: number, sources: number }, findings: Finding[],
 *   summary: { sentences: number, words?: number, findings: number, by_verdict: Record<string, number>, silenced?: number } }} Report
 * @typedef {{ begun: () => void, answered: (report: Report, text: string) => void, failed: (message: string) => void }} Told
 */

import { QueryTrouble, getJson, received } from "../sparql/answer.js";

/** Milliseconds without a key before a draft is sent, and the longest that somebody who never pauses waits. */
const PAUSE = 250;
const LONGEST = 1500;

/** @param {string} text @param {string} form @param {AbortSignal} signal @returns {Promise<Report>} */
async function ask(text, form, signal) {
  const type = { text: "text/plain", html: "text/html" }[form] ?? "text/markdown";
  const headers = { "Content-Type": `${type}; charset=utf-8`, Accept: "application/json" };
  const response = await received(fetch(new URL("api/check", document.baseURI), { method: "POST", body: text, headers, signal }));
  try {
    return await response.json();
  } catch (error) {
    if (signal.aborted) throw error;
    throw new QueryTrouble({ kind: "cut-off", message: "The answer broke off in the middle, so none of it is shown." });
  }
}

/** @returns {Promise<Map<string, string>>} the label of each relation; empty when the server does not say */
export async function relationLabels() {
  try {
    const { terms } = await getJson("api/vocabulary");
    return new Map(terms.map((/** @type {{ name: string, label: string }} */ { name, label }) => [name.replace(/^kg:/, ""), label]));
  } catch (error) {
    if (!(error instanceof QueryTrouble)) throw error;
    return new Map();
  }
}

export class Asker {
  /** @param {() => { text: string, form: string }} draft @param {Told} told */
  constructor(draft, told) {
    this.draft = draft;
    this.told = told;
    /** @type {AbortController | null} */
    this.control = null;
    this.timer = 0;
    this.waiting = 0;
  }

  /** Soon, when the writer pauses. */
  soon() {
    const now = performance.now();
    this.waiting ||= now;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.now(), Math.max(0, Math.min(PAUSE, this.waiting + LONGEST - now)));
  }

  /** Whatever is on its way is no longer wanted. */
  stop() {
    clearTimeout(this.timer);
    this.waiting = 0;
    this.control?.abort();
    this.control = null;
  }

  /** At once. */
  async now() {
    this.stop();
    const { text, form } = this.draft();
    const control = new AbortController();
    this.control = control;
    this.told.begun();
    try {
      const report = await ask(text, form, control.signal);
      if (this.control === control) this.told.answered(report, text);
    } catch (error) {
      if (this.control !== control) return; // a newer one is on its way
      if (!(error instanceof QueryTrouble)) throw error;
      this.told.failed(error.message);
    } finally {
      if (this.control === control) this.control = null;
    }
  }
}
