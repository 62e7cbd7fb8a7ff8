/**
 * Changes to a draft that a finding proposes: the whole sentence, or only the words that reach too far.
 *
 * @typedef {import("./marked.js").Marked} Marked
 * @typedef {{ start: number, end: number, text: string }} Change
 */

/** @param {Marked} marked @returns {Change | null} null where nothing else is proposed */
export function wholeSentence({ finding, start, end }) {
  const { suggestion, text } = finding;
  return suggestion === null || suggestion === text ? null : { start, end, text: suggestion };
}

/** @param {Marked} marked @param {number} index of the words that reach too far @param {string} draft @returns {Change | null} */
export function fewerWords({ over, start: sentence }, index, draft) {
  const found = over[index];
  if (!found) return null;
  const { start, end } = found;
  const narrower = found.over.narrower;
  if (narrower) return { start, end, text: capitalised(draft.slice(start, end), narrower) };
  const after = /^,?\s+/.exec(draft.slice(end, end + 8))?.[0].length ?? 0; // a space goes with the words
  if (start > sentence) return after ? { start, end: end + after, text: "" } : { start: start - (draft[start - 1] === " " ? 1 : 0), end, text: "" };
  const next = draft.slice(end + after, end + after + 1);
  return { start, end: end + after + 1, text: capitalised(draft.slice(start, end), next) };
}

/** @param {string} old @param {string} text @returns {string} begun as the old one begins */
function capitalised(old, text) {
  return /^\p{Lu}/u.test(old) ? text.slice(0, 1).toUpperCase() + text.slice(1) : text;
}
