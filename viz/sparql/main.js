/** The query page: what is written, what runs, what is shown. Every part stands in a module of its own. */

import { h } from "../dom.js";
import { QueryTrouble, getJson } from "./answer.js";
import { asCurl, asPython, asR } from "./code.js";
import { makeEditor } from "./editor.js";
import { undocumented, wireGallery } from "./gallery.js";
import { keep, kept, linked, linkTo, remember } from "./memory.js";
import { copy, menu } from "./menu.js";
import { drawEmpty, drawTrouble } from "./repair.js";
import { download, drawAnswer, summary } from "./results.js";
import { Runner } from "./running.js";
import { shortener } from "./terms.js";
import { formOf } from "./tokens.js";
import { welcome } from "./welcome.js";

/** @param {string} id @returns {HTMLElement} */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const endpoint = new URL("sparql", document.baseURI).href;

/** @type {import("./completion.js").Vocabulary} */
let vocabulary = { prefixes: {}, terms: [], concepts: [] };
let keeping = 0;

const editor = makeEditor(part("editor"), { vocabulary: () => vocabulary, run: () => run(), changed: drafted });
const page = { editor, run: () => run(), download: () => void download(editor.text(), ...firstFormat()) };
const runner = new Runner({
  begun: () => setRunning(true),
  answered: showAnswer,
  failed: showTrouble,
  stopped: showStopped,
  ticked: (seconds, bytes) => (part("elapsed").textContent = `${seconds} s${bytes > 100_000 ? ` · ${(bytes / 2 ** 20).toFixed(1)} MB` : ""}`),
  ended: () => setRunning(false),
});

/** The draft survives a closed window, whether it was run or not. */
function drafted() {
  clearTimeout(keeping);
  keeping = setTimeout(() => keep(editor.text()), 300);
}

/** @returns {[string, string]} media type and file ending for an answer too large to draw */
function firstFormat() {
  return ["CONSTRUCT", "DESCRIBE"].includes(formOf(editor.text())) ? ["application/n-triples", "nt"] : ["text/csv", "csv"];
}

function run() {
  const query = editor.text();
  if (!query.trim()) return say("There is nothing to run yet: write a query, or pick a named one");
  editor.unmark();
  remember(query);
  void runner.run(query);
}

/** @param {boolean} running */
function setRunning(running) {
  document.body.dataset.running = running ? "yes" : "no";
  part("stop").hidden = !running;
  part("answer-section").setAttribute("aria-busy", String(running));
  part("elapsed").textContent = "";
  if (running) say("Running…");
}

/** @param {string} text */
function say(text) {
  part("status").textContent = text;
}

/** @param {import("./answer.js").Answer} answer @param {string} query */
function showAnswer(answer, query) {
  say(summary(answer));
  const none = answer.kind !== "yes-no" && answer.rows.length === 0;
  show(none ? drawEmpty(query, page) : drawAnswer(answer, query, shortener(vocabulary.prefixes), vocabulary));
}

/** @param {import("./answer.js").Trouble} trouble @param {string} query */
function showTrouble(trouble, query) {
  say("Failed");
  show(drawTrouble(trouble, query, page));
}

/** @param {string} seconds; the answer before this query must not pass for its own */
function showStopped(seconds) {
  say(`Stopped after ${seconds} s`);
  show(h("p", { class: "notice stopped" }, "Stopped; the server has let go of the query."));
}

/** @param {HTMLElement} content; when what had the focus is gone with what was there before, the answer has it */
function show(content) {
  part("answer").replaceChildren(content);
  if (document.activeElement === document.body) part("answer-title").focus({ preventScroll: true });
}

/** @param {string} text @param {boolean} now whether to run it */
function take(text, now) {
  editor.write(text);
  setGallery(false);
  if (now) run();
  else editor.focus();
}

/** @param {import("./gallery.js").NamedQuery} query */
async function example(query) {
  try {
    const { text } = await getJson(`api/queries/${encodeURIComponent(query.name)}`);
    take(undocumented(text), true);
  } catch (error) {
    if (!(error instanceof QueryTrouble)) throw error;
    showTrouble(error.trouble, "");
  }
}

/** @param {boolean} open on a small screen the gallery lies over the page */
function setGallery(open) {
  document.body.dataset.gallery = open ? "open" : "closed";
  part("gallery-switch").setAttribute("aria-expanded", String(open));
  if (open) part("gallery-search").focus();
}

function copyLink() {
  void copy(linkTo(editor.text()), "Link");
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.defaultPrevented) return; // the editor or a list has taken it
  const target = /** @type {HTMLElement} */ (event.target);
  const writing = target.closest("input, textarea, [contenteditable]") !== null;
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
  else if (event.key === "Escape" && runner.busy) runner.stop();
  else if (event.key === "Escape" && document.body.dataset.gallery === "open") closeGallery();
  else if (writing || modified || part("shortcuts").hasAttribute("open")) return;
  else if (event.key === "?") openShortcuts();
  else if (event.key === "/") document.body.dataset.narrow === "yes" ? setGallery(true) : part("gallery-search").focus();
  else if (event.key === "e") editor.focus();
  else if (event.key === "y") copyLink();
  else return;
  event.preventDefault();
}

function closeGallery() {
  setGallery(false);
  part("gallery-switch").focus();
}

function openShortcuts() {
  /** @type {HTMLDialogElement} */ (part("shortcuts")).showModal();
}

/** Back, forward, or a link pasted into this window. */
function arrive() {
  const query = linked();
  if (query === null || query === editor.text()) return;
  editor.write(query);
  run();
}

function wire() {
  const code = [
    { text: "curl", act: () => void copy(asCurl(endpoint, editor.text()), "curl command") },
    { text: "Python", note: "SPARQLWrapper", act: () => void copy(asPython(endpoint, editor.text()), "Python program") },
    { text: "R", note: "httr2", act: () => void copy(asR(endpoint, editor.text()), "R program") },
  ];
  part("menus").append(h("button", { type: "button", id: "copy-link", class: "action", click: copyLink }, "Copy link"), menu("Copy as", code));
  part("run").addEventListener("click", run);
  part("stop").addEventListener("click", () => runner.stop());
  part("help").addEventListener("click", openShortcuts);
  part("gallery-switch").addEventListener("click", () => setGallery(document.body.dataset.gallery !== "open"));
  const narrow = matchMedia("(max-width: 900px)");
  const adapt = () => (document.body.dataset.narrow = narrow.matches ? "yes" : "no");
  narrow.addEventListener("change", adapt);
  adapt();
  addEventListener("keydown", onKey);
  addEventListener("popstate", arrive);
}

/** @returns {Promise<import("./gallery.js").NamedQuery[]>} */
async function learn() {
  const [words, queries] = await Promise.all([getJson("api/vocabulary"), getJson("api/queries")]);
  vocabulary = words;
  const search = /** @type {HTMLInputElement} */ (part("gallery-search"));
  wireGallery(search, part("named"), part("gallery-found"), queries, vocabulary, take);
  return queries;
}

async function start() {
  wire();
  const given = linked();
  editor.write(given ?? kept() ?? "");
  const queries = await learn().catch((error) => {
    if (!(error instanceof QueryTrouble)) throw error;
    part("named").replaceChildren(h("li", { class: "notice" }, `The named queries did not load: ${error.message}`));
    return [];
  });
  if (given !== null) run();
  else if (!runner.busy) part("answer").replaceChildren(welcome(queries, example));
  document.body.dataset.ready = "yes";
}

void start();
