/** A SPARQL query cut into tokens, as far as completion and repairs need it. Offsets count UTF-16 units, as editors do. */

const TOKEN = new RegExp(
  [
    String.raw`(?<comment>#[^\n\r]*)`,
    String.raw`(?<string>'''[^]*?'''|"""[^]*?"""|'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")`,
    String.raw`(?<iri><[^<>"{}|^\x60\\\x00-\x20]*>)`,
    String.raw`(?<variable>[?$][\p{L}\p{N}_]+)`,
    String.raw`(?<name>(?:\p{L}[\p{L}\p{N}_.-]*)?:(?:[\p{L}\p{N}_:%.-]*[\p{L}\p{N}_:%-])?)`,
    String.raw`(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)`,
    String.raw`(?<word>\p{L}[\p{L}\p{N}_]*)`,
    String.raw`(?<other>\S)`,
  ].join("|"),
  "gu",
);

/** @typedef {{ sort: string, text: string, start: number, end: number }} Token */

/** @param {string} text @returns {Token[]} every token, comments too */
export function tokens(text) {
  return [...text.matchAll(TOKEN)].map((found) => {
    const [sort] = Object.entries(found.groups ?? {}).find(([, value]) => value !== undefined) ?? ["other"];
    return { sort, text: found[0], start: found.index, end: found.index + found[0].length };
  });
}

/** @param {string} text @param {number} offset @returns {Token | undefined} the token that begins at or covers an offset */
export function tokenAt(text, offset) {
  return tokens(text).find((token) => token.start <= offset && offset < token.end);
}

/** @param {string} text @returns {string} SELECT, ASK, CONSTRUCT, DESCRIBE, or nothing */
export function formOf(text) {
  const forms = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"];
  return tokens(text).find(({ sort, text: word }) => sort === "word" && forms.includes(word.toUpperCase()))?.text.toUpperCase() ?? "";
}

/**
 * @param {string} text @param {number} line from 1 @param {number} column from 1, in characters as Python counts them
 * @returns {number} offset in UTF-16 units
 */
export function offsetOf(text, line, column) {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return before + [...(lines[line - 1] ?? "")].slice(0, column - 1).join("").length;
}

/** @param {string} text @returns {Map<string, string>} prefixes that the query declares */
export function declared(text) {
  const found = tokens(text).filter(({ sort }) => sort !== "comment");
  const named = found.flatMap((token, index) =>
    token.text.toUpperCase() === "PREFIX" && found[index + 1]?.sort === "name" && found[index + 2]?.sort === "iri"
      ? [/** @type {[string, string]} */ ([found[index + 1].text.slice(0, -1), found[index + 2].text.slice(1, -1)])]
      : [],
  );
  return new Map(named);
}

/** @param {string} text @param {string} name @param {string} space @returns {string} the query with one more PREFIX line at its top */
export function withPrefix(text, name, space) {
  const at = tokens(text).find(({ sort }) => sort !== "comment")?.start ?? 0;
  return `${text.slice(0, at)}PREFIX ${name}: <${space}>\n${text.slice(at)}`;
}

/** @param {string} text @param {number} limit @returns {string} the query with its outermost LIMIT set */
export function withLimit(text, limit) {
  const found = tokens(text).filter(({ sort }) => sort !== "comment");
  const last = found.map(({ text: one }) => one).lastIndexOf("}");
  const own = found.findIndex((token, index) => index > last && token.text.toUpperCase() === "LIMIT");
  const number = own < 0 ? undefined : found[own + 1];
  if (number) return `${text.slice(0, number.start)}${limit}${text.slice(number.end)}`;
  const values = found.find((token, index) => index > last && token.text.toUpperCase() === "VALUES");
  const end = values?.start ?? found.at(-1)?.end ?? text.length;
  return `${text.slice(0, end)}\nLIMIT ${limit}${text.slice(end)}`;
}
