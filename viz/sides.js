/** Who stands where on a claim, in one line. */

const STANCES = /** @type {const} */ ({ supports: "supported by", disputes: "disputed by", qualifies: "qualified by", reports: "passed on by" });

/** @param {import("./data.js").Data} data @param {import("./data.js").Claim} claim @returns {string} */
export function said(data, claim) {
  const told = Object.entries(STANCES).flatMap(([stance, words]) => {
    const names = new Set(claim.assertions.filter((one) => one.stance === stance).map((one) => data.nameOf(one.source)));
    return names.size ? [`${words} ${[...names].join("; ")}`] : [];
  });
  return told.join(" – ") || "no source here says anything about it";
}
