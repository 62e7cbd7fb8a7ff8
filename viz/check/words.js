/**
 * Verdicts and ways to reach too far: the sign, the word and the meaning of each. Colour only comes on top, in check.css.
 *
 * @typedef {"contradicted" | "contested" | "overstated" | "reported" | "qualified" | "supported" | "not-in-graph" | "comment"} Verdict
 * @typedef {{ id: Verdict, mark: string, word: string, means: string, severity: string }} Look
 * @typedef {"supports" | "disputes" | "qualifies" | "reports"} Stance
 */

/** Worst first. @type {Look[]} */
export const LOOKS = [
  { id: "contradicted", mark: "×", word: "contradicted", means: "the sources say the contrary", severity: "error" },
  { id: "contested", mark: "±", word: "contested", means: "some sources support it, others dispute it", severity: "error" },
  { id: "overstated", mark: "↑", word: "overstated", means: "it says more than any source does", severity: "warning" },
  { id: "qualified", mark: "≈", word: "qualified", means: "a source says that it holds only in part", severity: "warning" },
  { id: "comment", mark: "¶", word: "ignore comment", means: "a comment to the checker that does nothing", severity: "warning" },
  { id: "reported", mark: "”", word: "reported", means: "the sources only pass it on", severity: "note" },
  { id: "not-in-graph", mark: "?", word: "not in the graph", means: "no source here says it", severity: "note" },
  { id: "supported", mark: "+", word: "supported", means: "every source that speaks of it agrees", severity: "note" },
];

/** @type {Map<string, Look>} */
const BY_ID = new Map(LOOKS.map((look) => [look.id, look]));

/** @param {string | null} verdict null for a finding about a comment @returns {Look} */
export function lookOf(verdict) {
  return BY_ID.get(verdict ?? "comment") ?? { id: "comment", mark: "•", word: verdict ?? "", means: "", severity: "note" };
}

/** @param {string | null} verdict @returns {number} 0 for the worst */
export function rankOf(verdict) {
  const found = LOOKS.findIndex(({ id }) => id === (verdict ?? "comment"));
  return found < 0 ? LOOKS.length : found;
}

/** @type {Record<string, { word: string, means: string }>} */
export const REACHES = {
  strength: { word: "strength", means: "how strong the effect is said to be" },
  certainty: { word: "certainty", means: "how sure it is said to be" },
  scope: { word: "scope", means: "how often, or for whom, it is said to hold" },
  cause: { word: "cause", means: "a link told as a cause" },
};

/** @type {Record<Stance, { one: string, many: string, heading: string, nobody: string }>} */
export const STANCES = {
  supports: { one: "supports it", many: "support it", heading: "Support", nobody: "Nobody supports it." },
  disputes: { one: "disputes it", many: "dispute it", heading: "Dispute", nobody: "Nobody disputes it." },
  qualifies: { one: "qualifies it", many: "qualify it", heading: "Qualify", nobody: "" },
  reports: { one: "passes it on", many: "pass it on", heading: "Only report", nobody: "" },
};

export const CERTAINTIES = /** @type {Record<string, string>} */ ({ certain: "said plainly", probable: "said to be probable", possible: "said to be possible" });

/** @param {Record<string, number> | null} tally @returns {string} such as "3 support it, 1 qualifies it" */
export function tallyInWords(tally) {
  const told = Object.entries(STANCES).flatMap(([stance, { one, many }]) => {
    const count = tally?.[stance] ?? 0;
    return count ? [`${count} ${count === 1 ? one : many}`] : [];
  });
  return told.join(", ");
}
