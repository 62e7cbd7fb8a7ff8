/**
 * What the endpoint says: an answer to draw, or an error with what is needed to mend it.
 *
 * @typedef {import("./terms.js").Term} Term
 * @typedef {{ kind: "rows", variables: string[], rows: Record<string, Term>[] }
 *   | { kind: "yes-no", value: boolean }
 *   | { kind: "triples", variables: string[], rows: Record<string, Term>[] }} Read
 * @typedef {Read & { text: string, milliseconds: number }} Answer
 * @typedef {{ status?: number, kind: string, message: string, line?: number, column?: number, caret?: string, limit?: string,
 *   nearest?: string[], prefix?: string }} Trouble
 */

/** Rows beyond this many bytes are better downloaded than drawn. */
const MOST_BYTES = 48 * 2 ** 20;
const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9";
const NAMES = ["subject", "predicate", "object"];

/** The endpoint's refusal, or what kept it from answering. */
export class QueryTrouble extends Error {
  /** @param {Trouble} trouble */
  constructor(trouble) {
    super(trouble.message);
    this.trouble = trouble;
  }
}

/** @param {string} path relative to the page, so that the server may stand behind a prefix @returns {Promise<any>} */
export async function getJson(path) {
  const response = await received(fetch(new URL(path, document.baseURI), { headers: { Accept: "application/json" } }));
  return response.json();
}

/** @param {string} query @param {string} accept @param {AbortSignal} [signal] @returns {Promise<Response>} */
export async function send(query, accept, signal) {
  const headers = { "Content-Type": "application/sparql-query; charset=utf-8", Accept: accept };
  return received(fetch(new URL("sparql", document.baseURI), { method: "POST", body: query, headers, signal }));
}

/** @param {Promise<Response>} asked @returns {Promise<Response>} the answer, or a QueryTrouble when it is a refusal */
export async function received(asked) {
  const response = await reached(asked);
  if (!response.ok) throw new QueryTrouble(await troubleIn(response));
  return response;
}

/**
 * @param {string} query @param {AbortSignal} signal stops it, on the server too @param {(bytes: number) => void} arriving
 * @returns {Promise<Answer>}
 */
export async function ask(query, signal, arriving) {
  const begun = performance.now();
  const response = await send(query, ACCEPT, signal);
  const text = await whole(response, arriving);
  const read = /json/.test(response.headers.get("Content-Type") ?? "") ? readRows(text) : readTriples(text);
  return { ...read, text, milliseconds: performance.now() - begun };
}

/** @param {Promise<Response>} asked @returns {Promise<Response>} */
async function reached(asked) {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new QueryTrouble({ kind: "unreachable", message: "The server did not answer: it was stopped, or the connection was lost." });
  }
}

/** @param {Response} response @returns {Promise<Trouble>} */
async function troubleIn(response) {
  const { status } = response;
  try {
    const { error } = await response.json();
    return { kind: "internal", message: "", ...error, status };
  } catch {
    return { status, kind: "internal", message: `The server answered ${status} without saying why.` };
  }
}

/** @param {Response} response @param {(bytes: number) => void} arriving @returns {Promise<string>} the whole body, or a QueryTrouble */
async function whole(response, arriving) {
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  const decoder = new TextDecoder();
  const parts = [];
  for (let bytes = 0; ; ) {
    const { done, value } = await reader.read().catch(cutOff);
    if (done) return parts.join("") + decoder.decode();
    bytes += value.length;
    arriving(bytes);
    if (bytes > MOST_BYTES) {
      await reader.cancel();
      throw new QueryTrouble({ kind: "too-many", message: `The answer is larger than the ${MOST_BYTES / 2 ** 20} MB that this page draws. Download it, or ask for less.` });
    }
    parts.push(decoder.decode(value, { stream: true }));
  }
}

/** @param {unknown} error @returns {never} */
function cutOff(error) {
  if (error instanceof DOMException && error.name === "AbortError") throw error;
  throw new QueryTrouble({ kind: "cut-off", message: "The answer broke off in the middle, so none of it is shown. The server stopped the query, at its time or memory limit, or the connection was lost." });
}

/** @param {string} text SPARQL 1.1 results as JSON @returns {Read} */
function readRows(text) {
  const { head, results, boolean } = parsed(text);
  if (typeof boolean === "boolean") return { kind: "yes-no", value: boolean };
  return { kind: "rows", variables: head?.vars ?? [], rows: results?.bindings ?? [] };
}

/** @param {string} text @returns {any} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    return cutOff(error);
  }
}

const TRIPLE = /^(<[^>]*>|_:\S+)\s+(<[^>]*>)\s+(<[^>]*>|_:[^\s.]+(?:\.[^\s.]+)*|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@[\w-]+)?)\s*\.\s*$/;

/** @param {string} text N-Triples @returns {Read} */
export function readTriples(text) {
  const lines = text.split("\n").filter((line) => line.trim() && !line.startsWith("#"));
  const rows = lines.map((line) => {
    const found = TRIPLE.exec(line) ?? cutOff(new Error(line));
    return Object.fromEntries(NAMES.map((name, index) => [name, termOf(found[index + 1])]));
  });
  return { kind: "triples", variables: NAMES, rows };
}

/** @param {string} text @returns {Term} */
function termOf(text) {
  if (text.startsWith("<")) return { type: "uri", value: unescaped(text.slice(1, -1)) };
  if (text.startsWith("_:")) return { type: "bnode", value: text.slice(2) };
  const end = text.lastIndexOf('"');
  const [value, rest] = [unescaped(text.slice(1, end)), text.slice(end + 1)];
  if (rest.startsWith("@")) return { type: "literal", value, "xml:lang": rest.slice(1) };
  return rest ? { type: "literal", value, datatype: unescaped(rest.slice(3, -1)) } : { type: "literal", value };
}

/** @param {string} text @returns {string} */
function unescaped(text) {
  const plain = /** @type {Record<string, string>} */ ({ t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" });
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four, eight, one) =>
    one ? (plain[one] ?? one) : String.fromCodePoint(Number.parseInt(four ?? eight, 16)),
  );
}
