/** The draft checker: what is written, what is found, what is chosen. Every part stands in a module of its own. */

import { counted, h } from "../dom.js";
import { copy, toast } from "../sparql/menu.js";
import { Asker, relationLabels } from "./asking.js";
import { card } from "./card.js";
import { Editor } from "./editor.js";
import { EXAMPLE } from "./example.js";
import { opened, wireDrop } from "./files.js";
import { wireKeys } from "./keys.js";
import { Layer } from "./layer.js";
import { drawFilters, drawRows } from "./list.js";
import { carried, markedIn, ordered, shownOf } from "./marked.js";
import { lineAt, lineStarts } from "./ranges.js";
import { fewerWords, wholeSentence } from "./rewording.js";
import { showRow, showSentence } from "./scrolling.js";

/** @typedef {import("./marked.js").Marked} Marked */

/** @param {string} id @returns {HTMLElement} */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const form = /** @type {HTMLSelectElement} */ (part("form"));
const chooser = /** @type {HTMLInputElement} */ (part("file"));
const MOST_ROWS = 200;

const state = {
  text: "",
  /** @type {Marked[]} in the order of the text */
  marked: [],
  /** @type {string | null} key of the finding that is looked at */
  chosen: null,
  open: false,
  /** @type {Set<string>} verdicts that are filtered out */
  hidden: new Set(),
  order: /** @type {"text" | "worst"} */ ("text"),
  most: MOST_ROWS,
  /** @type {import("./asking.js").Report | null} */
  report: null,
  /** whether there is something that would be lost with the page */
  unsaved: false,
};
/** @type {Map<string, string>} */
let relations = new Map();

const editor = new Editor(/** @type {HTMLTextAreaElement} */ (part("draft")), changed);
const layer = new Layer(part("marks"), part("margin"), (key) => choose(key, true));
const asker = new Asker(() => ({ text: editor.text, form: form.value }), {
  begun: () => busy(true),
  answered,
  failed: (message) => {
    busy(false);
    say("Not checked");
    part("trouble").replaceChildren(h("p", {}, message.slice(0, 1).toUpperCase() + message.slice(1)), h("button", { type: "button", class: "action", click: () => void asker.now() }, "Try again"));
    part("trouble").hidden = false;
  },
});

/** @param {boolean} is */
function busy(is) {
  document.body.dataset.checking = is ? "yes" : "no";
}

/** @param {string} text told once, so that a voice does not repeat it with every key */
function say(text) {
  if (part("status").textContent !== text) part("status").textContent = text;
}

/** The text is another: its marks move along, and it is asked about anew. */
function changed() {
  const { text } = editor;
  const before = state.marked.length;
  const began = state.text.trim() === "" && text.trim() !== "";
  state.marked = carried(state.marked, state.text, text);
  state.text = text;
  state.unsaved = text.trim() !== "";
  if (text.trim()) asker.soon();
  else forget();
  if (began || !text.trim() || state.marked.length !== before) draw();
  else paint(); // the list is the same, and in a long draft a new one would be felt with every key
}

/** Nothing is written, so nothing is said. */
function forget() {
  asker.stop();
  busy(false);
  Object.assign(state, { marked: [], report: null, chosen: null, open: false });
  part("trouble").hidden = true;
  say("");
}

/** @param {import("./asking.js").Report} report @param {string} text that it is about; the draft may have gone on since */
function answered(report, text) {
  busy(false);
  part("trouble").hidden = true;
  state.report = report;
  state.marked = carried(markedIn(report.findings, text), text, state.text);
  if (!state.marked.some(({ key }) => key === state.chosen)) state.open = false;
  say(summary(report));
  draw();
}

/** @param {import("./asking.js").Report} report @returns {string} */
function summary({ findings, summary: { sentences } }) {
  return `${counted(sentences, "sentence")}, ${findings.length ? counted(findings.length, "finding") : "no findings"}`;
}

/** @returns {Marked[]} as the list has them */
function listed() {
  return ordered(shownOf(state.marked, state.hidden), state.order);
}

function paint() {
  layer.paint(state.text, shownOf(state.marked, state.hidden), state.chosen);
}

function draw() {
  const shown = listed();
  const starts = lineStarts(state.text);
  paint();
  const seen = { ...state, shown, all: state.marked, line: (/** @type {number} */ at) => lineAt(starts, at) + 1 };
  drawFilters(part("filters"), seen, acts);
  drawRows(part("findings"), seen, acts);
  const empty = !state.text.trim();
  part("welcome").hidden = !empty;
  part("clean").hidden = empty || state.report === null || state.marked.length > 0;
  if (state.report) part("against").textContent = `Checked against ${counted(state.report.graph.claims, "claim")} from ${counted(state.report.graph.sources, "source")}.`;
  for (const id of ["copy", "clear"]) /** @type {HTMLButtonElement} */ (part(id)).disabled = empty;
}

const acts = {
  choose: (/** @type {string} */ key, /** @type {boolean} */ open) => choose(key, open),
  filter: (/** @type {Set<string>} */ hidden) => {
    state.hidden = hidden;
    draw();
  },
  order: (/** @type {"text" | "worst"} */ order) => {
    state.order = order;
    draw();
  },
  more: () => {
    state.most += MOST_ROWS;
    draw();
  },
  card: (/** @type {Marked} */ marked) =>
    card(marked.finding, {
      apply: () => reword(marked.key, wholeSentence),
      narrow: (index) => reword(marked.key, (now) => fewerWords(now, index, state.text)),
      relations: () => relations,
    }),
};

/** @param {string} key @param {boolean} open; its row and its sentence are brought into view */
function choose(key, open) {
  state.chosen = key;
  state.open = open;
  const at = listed().findIndex((one) => one.key === key);
  if (at >= state.most) state.most = at + MOST_ROWS;
  draw();
  showRow(document.getElementById(`row-${key}`)?.closest("li"), editor.focused);
  if (!editor.focused) showSentence(layer.boxOf(key));
}

/** @param {1 | -1} step to the next finding or the one before; the card goes along when one is open */
function walk(step) {
  const shown = listed();
  if (!shown.length) return;
  const now = shown.findIndex(({ key }) => key === state.chosen);
  const next = now < 0 ? fromCaret(shown, step) : Math.min(Math.max(now + step, 0), shown.length - 1);
  choose(shown[next].key, state.open);
  if (!editor.focused) document.getElementById(`row-${shown[next].key}`)?.focus({ preventScroll: true });
}

/** @param {Marked[]} shown @param {1 | -1} step @returns {number} the first to look at: in the draft, the next from where one writes */
function fromCaret(shown, step) {
  if (!editor.focused) return step > 0 ? 0 : shown.length - 1;
  const found = shown.findIndex(({ end }) => end >= editor.caret);
  return found < 0 ? shown.length - 1 : found;
}

/** @param {string | null} key @param {(marked: Marked) => import("./rewording.js").Change | null} changeOf */
function reword(key, changeOf) {
  const marked = state.marked.find((one) => one.key === key);
  if (!marked) return toast("Choose a finding first: j goes to the next");
  const change = changeOf(marked);
  if (!change) return toast("There is no other wording for this one");
  changeAt(marked, change);
}

/** @param {Marked} marked @param {import("./rewording.js").Change} change; then the next finding is the one to look at */
function changeAt(marked, { start, end, text }) {
  const shown = listed();
  const at = shown.findIndex(({ key }) => key === marked.key);
  const next = shown[at + 1] ?? shown[at - 1] ?? null;
  const writing = editor.focused;
  state.chosen = next?.key ?? null;
  editor.replace(start, end, text);
  void asker.now();
  toast("Reworded; u takes it back");
  if (!writing) (document.getElementById(`row-${state.chosen}`) ?? part("findings-title")).focus({ preventScroll: true });
}

function undo() {
  const before = editor.text;
  editor.undo();
  toast(editor.text === before ? "There is nothing to take back" : "Taken back");
  void (editor.text.trim() && asker.now());
}

/** @param {File} file */
async function take(file) {
  try {
    const draft = await opened(file);
    form.value = draft.form;
    write(draft.text);
    toast(`${draft.name} opened`);
  } catch (error) {
    toast(error instanceof Error ? error.message : String(error));
  }
}

/** @param {string} text */
function write(text) {
  state.chosen = null;
  editor.write(text);
  state.unsaved = false;
  if (text.trim()) void asker.now();
  part("page").scrollTo({ top: 0 });
}

function clear() {
  write("");
  editor.field.focus();
  toast("Cleared; Ctrl+Z brings it back");
}

/** @returns {boolean} whether there was something to close */
function close() {
  if (editor.focused) {
    (document.getElementById(`row-${state.chosen}`) ?? part("findings-title")).focus({ preventScroll: true });
    return true;
  }
  if (!state.open) return false;
  state.open = false;
  draw();
  document.getElementById(`row-${state.chosen}`)?.focus({ preventScroll: true });
  return true;
}

function openShortcuts() {
  /** @type {HTMLDialogElement} */ (part("shortcuts")).showModal();
}

/** The finding in whose sentence one clicks is the one to look at. */
function atCaret() {
  const found = shownOf(state.marked, state.hidden).find(({ start, end }) => start <= editor.caret && editor.caret <= end);
  if (found && editor.caret === editor.field.selectionEnd && found.key !== state.chosen) choose(found.key, state.open);
}

/** Where the draft goes, as it is: only a server on this machine may say that nothing leaves it. */
function promise() {
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname) || location.hostname.endsWith(".localhost");
  part("promise").textContent = local ? "Nothing is stored, and nothing leaves this machine." : `Nothing is stored. The draft is sent to ${location.host}, which checks it and forgets it.`;
}

function wire() {
  part("open").addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => {
    const file = chooser.files?.[0];
    if (file) void take(file);
    chooser.value = ""; // so that the same file can be opened again
  });
  wireDrop((file) => void take(file), (over) => (document.body.dataset.dropping = over ? "yes" : "no"));
  part("example").addEventListener("click", () => {
    write(EXAMPLE);
    part("findings-title").focus({ preventScroll: true }); // the button is gone, and j shall go to the first finding
  });
  part("copy").addEventListener("click", () => {
    state.unsaved = false;
    void copy(editor.text, "Draft");
  });
  part("clear").addEventListener("click", clear);
  part("undo").addEventListener("click", undo);
  part("help").addEventListener("click", openShortcuts);
  form.addEventListener("change", () => editor.text.trim() && void asker.now());
  editor.field.addEventListener("click", atCaret);
  wireKeys({
    writing: () => editor.focused,
    listening: () => !part("shortcuts").hasAttribute("open"),
    close,
    undo,
    keys: {
      j: () => walk(1),
      k: () => walk(-1),
      a: () => reword(state.chosen, wholeSentence),
      u: undo,
      e: () => editor.field.focus(),
      "?": openShortcuts,
      Enter: () => state.chosen && choose(state.chosen, !state.open),
    },
  });
  addEventListener("beforeunload", (event) => state.unsaved && event.preventDefault());
}

async function start() {
  wire();
  promise();
  draw();
  if (editor.text.trim()) changed(); // what the browser has kept of a page that was left
  relations = await relationLabels();
  document.body.dataset.ready = "yes";
}

void start();
