/**
 * What a wording changes, word by word.
 *
 * @typedef {{ sort: "same" | "gone" | "new", text: string }} Piece
 */

/** @param {string} text @returns {string[]} words, each with the space behind it, and single signs */
function words(text) {
  return text.match(/[\p{L}\p{N}’'-]+\s*|[^\p{L}\p{N}]\s*/gu) ?? [];
}

/** The share of the new words that must have been there before; of fewer, the change is not worth drawing word by word. */
const KEPT = 0.4;

/** @param {string} old @param {string} text @returns {Piece[]} */
export function diff(old, text) {
  const [a, b] = [words(old), words(text)];
  const longest = commonLengths(a, b);
  if (longest[0][0] < KEPT * b.length) return [{ sort: "gone", text: `${old.trimEnd()} ` }, { sort: "new", text }];
  /** @type {Piece[]} */
  const pieces = [];
  const add = (/** @type {Piece["sort"]} */ sort, /** @type {string} */ word) => {
    const last = pieces[pieces.length - 1];
    if (last?.sort === sort) last.text += word;
    else pieces.push({ sort, text: word });
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && alike(a[i], b[j])) {
      add("same", b[j]);
      [i, j] = [i + 1, j + 1];
    } else if (j >= b.length || (i < a.length && longest[i + 1][j] >= longest[i][j + 1])) {
      add("gone", a[i]);
      i += 1;
    } else {
      add("new", b[j]);
      j += 1;
    }
  }
  return pieces;
}

/** @param {string[]} a @param {string[]} b @returns {Uint16Array[]} how many words the rests from i and from j share, in order */
function commonLengths(a, b) {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = alike(a[i], b[j]) ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

/** @param {string} a @param {string} b @returns {boolean} whether they are the same word, whatever the space behind them */
function alike(a, b) {
  return a.trim() === b.trim();
}
