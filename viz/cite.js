/**
 * Citations of a claim, with those who say it, and of a source: as text, Markdown, BibTeX and CSL-JSON.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {{ kind: "claim" | "source", id: string }} Cited
 * @typedef {{ key: string, type: "claim" | "article" | "page", title: string, author?: string, issued?: string,
 *   publisher?: string, url?: string, doi?: string, identifier: string, note: string }} Work
 */

import { counted } from "./dom.js";
import { massesInWords } from "./evidence.js";
import { iri } from "./iri.js";
import { said } from "./sides.js";

export const FORMATS = [
  { id: "text", label: "Plain text", ending: "txt", type: "text/plain" },
  { id: "markdown", label: "Markdown", ending: "md", type: "text/markdown" },
  { id: "bibtex", label: "BibTeX", ending: "bib", type: "application/x-bibtex" },
  { id: "csl", label: "CSL-JSON", ending: "json", type: "application/vnd.citationstyles.csl+json" },
];

/** @type {Record<string, string>} */
const TEX = {
  ...{ "\\": "{\\textbackslash}", "{": "{\\textbraceleft}", "}": "{\\textbraceright}", "~": "{\\textasciitilde}", "^": "{\\textasciicircum}" },
  ...{ "&": "\\&", "%": "\\%", $: "\\$", "#": "\\#", _: "\\_" },
};

/** @param {Data} data @param {Cited} cited @param {string} format @param {string} accessed the day, as 2026-11-21 @returns {string} */
export function citation(data, cited, format, accessed) {
  const works = worksOf(data, cited);
  if (format === "bibtex") return works.map((work) => bibtex(work, accessed)).join("\n\n") + "\n";
  if (format === "csl") return `${JSON.stringify(works.map((work) => csl(work, accessed)), null, 2)}\n`;
  const [first, ...rest] = works.map((work) => (format === "markdown" ? markdown(work, accessed) : inWords(work, accessed)));
  return [first, ...rest.map((line) => `- ${line}`)].join("\n") + "\n";
}

/** @param {Data} data @param {Cited} cited @returns {Work[]} the thing itself; of a claim, the sources that speak of it too */
function worksOf(data, { kind, id }) {
  if (kind === "source") return data.sources.has(id) ? [sourceWork(data, id, "")] : [];
  const claim = data.claims.get(id);
  if (!claim) return [];
  const sources = [...new Set(claim.assertions.map((one) => one.source))];
  const stances = (/** @type {string} */ source) => [...new Set(claim.assertions.filter((one) => one.source === source).map((one) => one.stance))].join(" and ");
  const weighed = data.evidenceOf(id);
  const weighs = weighed ? `; ${massesInWords(weighed.masses)}; ${counted(sources.length, "source")}, ${weighed.independent} independent` : "";
  const note = `${claim.standing ?? "nothing known"}: ${said(data, claim)}${weighs}`;
  return [
    { key: keyOf(id), type: "claim", title: claim.label, publisher: "kneegraph", identifier: iri("claim", id), url: iri("claim", id), note },
    ...sources.map((one) => sourceWork(data, one, `${stances(one)} it`)),
  ];
}

/** @param {Data} data @param {string} id @param {string} note @returns {Work} */
function sourceWork(data, id, note) {
  const source = data.sources.get(id);
  const { creator, issued, publisher } = data.content.record?.sources[id] ?? {};
  const type = source?.tier === "peer-reviewed" ? "article" : "page";
  return { key: keyOf(id), type, title: source?.title ?? id, author: creator, issued, publisher, url: data.addressOf(id), doi: doiOf(source?.same), identifier: iri("source", id), note };
}

/** @param {string[] | undefined} addresses @returns {string | undefined} */
function doiOf(addresses) {
  return (addresses ?? []).flatMap((one) => /^https?:\/\/(?:dx\.)?doi\.org\/(10\..+)$/i.exec(one)?.[1] ?? [])[0];
}

/** @param {Work} work @param {string} accessed @returns {string} */
function inWords(work, accessed) {
  const { type, author, issued, title, publisher, url, identifier, note } = work;
  if (type === "claim") return `“${title}”. A claim in kneegraph; ${note}. ${identifier} (accessed ${accessed}).`;
  const by = [author ?? publisher, issued && `(${issued})`].filter(Boolean).join(" ");
  const where = publisher && publisher !== author && author ? ` ${publisher}.` : "";
  const told = note ? ` [${note}]` : "";
  return `${by ? `${by}. ` : ""}“${title}”.${where}${url ? ` ${url}` : ""} (accessed ${accessed}). ${identifier}${told}`;
}

/** @param {Work} work @param {string} accessed @returns {string} */
function markdown(work, accessed) {
  const { type, author, issued, title, publisher, url, identifier, note } = work;
  if (type === "claim") return `“${linked(title, identifier)}”. A claim in kneegraph; ${escaped(note)}. <${identifier}> (accessed ${accessed}).`;
  const by = [author ?? publisher, issued && `(${issued})`].filter(Boolean).join(" ");
  const where = publisher && publisher !== author && author ? ` *${escaped(publisher)}*.` : "";
  return `${by ? `${escaped(by)}. ` : ""}“${url ? linked(title, url) : escaped(title)}”.${where} (accessed ${accessed}). <${identifier}>${note ? ` \\[${escaped(note)}\\]` : ""}`;
}

/** @param {string} text @param {string} address @returns {string} */
function linked(text, address) {
  return `[${escaped(text)}](<${address}>)`;
}

/** @param {string} text @returns {string} on one line, with nothing that Markdown or HTML would take for its own */
function escaped(text) {
  return oneLine(text).replace(/[\\`*_{}[\]<>()#+!|~&-]/g, "\\$&");
}

/** @param {Work} work @param {string} accessed @returns {string} */
function bibtex(work, accessed) {
  const year = work.issued?.slice(0, 4);
  const fields = {
    author: work.author && `{${tex(work.author)}}`,
    title: `{${tex(work.title)}}`,
    year,
    date: work.issued,
    publisher: work.publisher && tex(work.publisher),
    doi: work.doi && tex(work.doi),
    url: work.url,
    urldate: accessed,
    note: tex([work.note, work.url === work.identifier ? "" : work.identifier].filter(Boolean).join("; ")),
  };
  const told = Object.entries(fields).filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}}`);
  return `@${work.type === "article" ? "article" : "misc"}{${work.key},\n${told.join(",\n")}\n}`;
}

/** @param {string} text @returns {string} */
function tex(text) {
  return oneLine(text).replace(/[\\{}~^&%$#_]/g, (found) => TEX[found]);
}

/** @param {Work} work @param {string} accessed @returns {object} */
function csl(work, accessed) {
  const types = { claim: "dataset", article: "article-journal", page: "webpage" };
  return {
    id: work.key,
    type: types[work.type],
    title: work.title,
    ...(work.author ? { author: [{ literal: work.author }] } : {}),
    ...(work.issued ? { issued: { "date-parts": [parts(work.issued)] } } : {}),
    ...(work.publisher ? { [work.type === "claim" ? "publisher" : "container-title"]: work.publisher } : {}),
    ...(work.doi ? { DOI: work.doi } : {}),
    ...(work.url ? { URL: work.url } : {}),
    accessed: { "date-parts": [parts(accessed)] },
    note: [work.note, work.identifier].filter(Boolean).join("; "),
  };
}

/** @param {string} date @returns {number[]} */
function parts(date) {
  return date.split("-").map(Number).filter((part) => part > 0);
}

/** @param {string} text @returns {string} */
function oneLine(text) {
  return text.replace(/\s+/g, " ").trim();
}

/** @param {string} id @returns {string} a key that BibTeX takes */
function keyOf(id) {
  return id.replace(/^https?:\/\//, "").replace(/[^A-Za-z0-9.:/_-]+/g, "-");
}
