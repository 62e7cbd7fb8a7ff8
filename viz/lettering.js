/** Letters outside the page's own flow: which font, how wide, where a line breaks. */

export const FAMILY = '"Inter", "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif';

/** @param {{ size: number, bold?: boolean, italic?: boolean }} style @returns {string} as a canvas takes it */
export function fontOf({ size, bold, italic }) {
  return `${italic ? "italic " : ""}${bold ? "600 " : ""}${size}px ${FAMILY}`;
}

const ruler = document.createElement("canvas").getContext("2d");

/** @param {string} words @param {string} font @returns {number} */
export function textWidth(words, font) {
  if (!ruler) return words.length * 7;
  ruler.font = font;
  return ruler.measureText(words).width;
}

/** @param {string} words @param {number} width @param {string} font @returns {string[]} lines; a word too long for one is cut */
export function wrapped(words, width, font) {
  /** @type {string[]} */
  const lines = [];
  let line = "";
  for (const word of words.split(/\s+/).filter(Boolean).flatMap((one) => cut(one, width, font))) {
    const longer = line ? `${line} ${word}` : word;
    if (line && textWidth(longer, font) > width) lines.push(line);
    line = line && textWidth(longer, font) > width ? word : longer;
  }
  return line ? [...lines, line] : lines;
}

/** @param {string} word @param {number} width @param {string} font @returns {string[]} */
function cut(word, width, font) {
  if (textWidth(word, font) <= width) return [word];
  const letters = [...word];
  const most = Math.max(1, Math.floor((letters.length * width) / textWidth(word, font)) - 1);
  return Array.from({ length: Math.ceil(letters.length / most) }, (_, index) => letters.slice(index * most, (index + 1) * most).join(""));
}
