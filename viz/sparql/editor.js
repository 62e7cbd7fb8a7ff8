/** The editor: YASQE for its SPARQL mode, with requests, links, storage and completers of its own switched off. */

import { h, said } from "../dom.js";
import { complete } from "./completion.js";
import { offsetOf, tokenAt } from "./tokens.js";

/**
 * @typedef {{ text: () => string, write: (text: string) => void, focus: () => void, mark: (line: number, column: number) => void,
 *   unmark: () => void, goTo: (line: number) => void, replace: (start: number, end: number, text: string) => void }} Editor
 */

/**
 * @param {HTMLElement} parent
 * @param {{ vocabulary: () => import("./completion.js").Vocabulary, run: () => void, changed: () => void }} page
 * @returns {Editor}
 */
export function makeEditor(parent, { vocabulary, run, changed }) {
  for (const name of Object.keys(Yasqe.Autocompleters)) delete Yasqe.Autocompleters[name]; // some ask other sites
  Yasqe.defaults.autocompleters = []; // options are merged with the defaults, lists item by item
  Yasqe.defaults.requestConfig.endpoint = new URL("sparql", document.baseURI).href;
  const yasqe = new Yasqe(parent, {
    value: "",
    persistenceId: null,
    createShareableLink: null,
    consumeShareLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "auto",
    screenReaderLabel: "SPARQL query. Control Enter runs it, Control Space completes.",
    extraKeys: {
      "Ctrl-Enter": run,
      "Cmd-Enter": run,
      "Ctrl-Space": () => propose(yasqe, vocabulary(), true),
      Esc: false, // for the page: stop
      Tab: false, // for the reader: Tab leaves the editor
      "Shift-Tab": false,
      "Ctrl-S": false,
    },
  });
  letServerJudgePrefixes(yasqe);
  /** @type {(() => void)[]} */
  let marks = [];
  const unmark = () => marks.splice(0).forEach((clear) => clear());
  yasqe.on("changes", (_, [{ origin }]) => {
    unmark();
    changed();
    if (origin === "+input" && !yasqe.state.completionActive) propose(yasqe, vocabulary(), false);
  });
  return {
    text: () => yasqe.getValue(),
    write: (text) => yasqe.setValue(text),
    focus: () => yasqe.focus(),
    mark: (line, column) => marks.push(...marked(yasqe, line, column)),
    unmark,
    goTo: (line) => {
      yasqe.getDoc().setCursor({ line: line - 1, ch: 0 });
      yasqe.focus();
    },
    replace: (start, end, text) => {
      const document_ = yasqe.getDoc();
      document_.replaceRange(text, document_.posFromIndex(start), document_.posFromIndex(end));
    },
  };
}

/**
 * The mode calls a prefix wrong that the query does not declare; the server knows some of its own, and says which it does not.
 * @param {Yasqe} yasqe
 */
function letServerJudgePrefixes(yasqe) {
  const mode = yasqe.getMode();
  const start = mode.startState;
  mode.startState = () => ({ ...start(), prefixes: new Proxy({}, { get: (known, name) => Reflect.get(known, name) ?? "" }) });
}

/** @param {Yasqe} yasqe @param {import("./completion.js").Vocabulary} vocabulary @param {boolean} asked */
function propose(yasqe, vocabulary, asked) {
  const document_ = yasqe.getDoc();
  const at = () => complete(yasqe.getValue(), document_.indexFromPos(document_.getCursor()), vocabulary, asked);
  if (!at()) return;
  const hint = () => {
    const found = at();
    if (!found) return undefined;
    const [from, to] = [document_.posFromIndex(found.start), document_.posFromIndex(found.end)];
    return { list: found.items.map((item) => ({ ...item, render: drawHint })), from, to };
  };
  yasqe.showHint({ hint, completeSingle: false, closeCharacters: /[\s{}();,.>]/, container: document.body });
}

/** @param {HTMLElement} element @param {object} _list @param {Hint} hint */
function drawHint(element, _list, { shown, note }) {
  element.append(said(shown), h("small", {}, said(note)));
}

/** @param {Yasqe} yasqe @param {number} line @param {number} column both from 1 @returns {(() => void)[]} how to unmark */
function marked(yasqe, line, column) {
  const document_ = yasqe.getDoc();
  const row = Math.min(line, document_.lineCount()) - 1;
  const start = offsetOf(yasqe.getValue(), line, column);
  const end = tokenAt(yasqe.getValue(), start)?.end ?? start + 1;
  const handle = document_.addLineClass(row, "wrap", "wrong-line");
  const from = document_.posFromIndex(start === yasqe.getValue().length ? Math.max(0, start - 1) : start);
  const mark = document_.markText(from, document_.posFromIndex(end), { className: "wrong", title: "the error is here" });
  document_.setCursor(document_.posFromIndex(start));
  yasqe.scrollIntoView(from, 40);
  return [() => document_.removeLineClass(handle, "wrap", "wrong-line"), () => mark.clear()];
}
