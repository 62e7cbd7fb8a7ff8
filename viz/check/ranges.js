/**
 * Where things are in a text. The server counts code points, scripts count UTF-16 units; and a text that changes takes its
 * marks along as far as it is still the same. No drawing here.
 *
 * @typedef {{ start: number, end: number }} Range `end` not included
 * @typedef {{ start: number, removed: number, inserted: number }} Edit
 */

/** @param {string} text @returns {(point: number) => number} from code points to UTF-16 units */
export function unitsOf(text) {
  /** @type {number[]} how many code points stand before each that takes two units */
  const wide = [];
  let points = 0;
  for (let unit = 0; unit < text.length; unit += 1, points += 1) {
    if (/** @type {number} */ (text.codePointAt(unit)) <= 0xffff) continue;
    wide.push(points);
    unit += 1;
  }
  return (point) => point + before(wide, point);
}

/** @param {number[]} sorted @param {number} value @returns {number} how many are smaller */
function before(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param {string} old @param {string} text @returns {Edit | null} the one stretch in which they differ */
export function editOf(old, text) {
  if (old === text) return null;
  const most = Math.min(old.length, text.length);
  let start = 0;
  while (start < most && old[start] === text[start]) start += 1;
  let same = 0;
  while (same < most - start && old[old.length - 1 - same] === text[text.length - 1 - same]) same += 1;
  return { start, removed: old.length - same - start, inserted: text.length - same - start };
}

/**
 * @param {Range} range @param {Edit} edit
 * @returns {number | null} how far the range moves; null when its own text has changed
 */
export function shiftOf({ start, end }, edit) {
  if (end <= edit.start) return 0;
  if (start >= edit.start + edit.removed) return edit.inserted - edit.removed;
  return null;
}

/** @param {string} text @returns {number[]} where each line begins */
export function lineStarts(text) {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** @param {number[]} starts @param {number} at @returns {number} the line, from 0 */
export function lineAt(starts, at) {
  return before(starts, at + 1) - 1;
}
