/**
 * What each stance is called, and its mark.
 *
 * @typedef {import("./data.js").Stance} Stance
 */

/** @type {Record<Stance, { verb: string, noun: string, mark: string }>} */
export const STANCES = {
  supports: { verb: "supports", noun: "support", mark: "+" },
  disputes: { verb: "disputes", noun: "dispute", mark: "×" },
  qualifies: { verb: "qualifies", noun: "qualify", mark: "≈" },
  reports: { verb: "reports", noun: "report", mark: "”" },
};
