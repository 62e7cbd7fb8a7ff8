/**
 * "Take away": what is shown as picture, table or data, a citation, a print. Everything is made in the page.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./graph.js").Graph} Graph
 * @typedef {import("./cite.js").Cited} Cited
 * @typedef {{ claims: Iterable<string>, concepts: Iterable<string>, title: string }} Shown
 * @typedef {{ text: string, note: string, format: string, act: () => void | Promise<void> }} Item
 */

import { citeDialog } from "./citing.js";
import { toCsv } from "./csv.js";
import { today } from "./day.js";
import { counted, h } from "./dom.js";
import { sheetOf } from "./drawing.js";
import { copied, fileName, save } from "./outgoing.js";
import { readyForPaper } from "./paper.js";
import { toPng } from "./png.js";
import { parse } from "./state.js";
import { toSvg } from "./svg.js";
import { toTurtle } from "./turtle.js";

/**
 * @param {Data} data @param {{ shown: () => Shown, graph: Graph }} page `shown`: what is to be taken, asked when it is taken
 * @returns {HTMLElement} a button with its menu
 */
export function takeMenu(data, { shown, graph }) {
  const status = h("p", { role: "status", class: "unseen", "data-take": "said" });
  const tell = (/** @type {string} */ text) => (status.textContent = text);
  const list = h("div", { role: "menu", id: "take-items", class: "take-items", "aria-label": "Take away", hidden: true });
  const button = h("button", { type: "button", class: "action", "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": "take-items" }, "Take away ▾");
  const root = h("div", { class: "take" }, button, list, status);
  const close = (/** @type {boolean} */ back) => {
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (back) button.focus();
  };
  const open = (/** @type {number} */ at) => {
    list.replaceChildren(...itemsOf(data, shown, graph, root, tell).map((item) => itemButton(item, () => close(true), tell)));
    list.hidden = false;
    button.setAttribute("aria-expanded", "true");
    focusItem(list, at);
  };
  button.addEventListener("click", () => (list.hidden ? open(0) : close(true)));
  button.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    open(event.key === "ArrowDown" ? 0 : -1);
  });
  list.addEventListener("keydown", (event) => onKey(event, list, close));
  document.addEventListener("pointerdown", (event) => !list.hidden && !root.contains(/** @type {Node} */ (event.target)) && close(false));
  readyForPaper(graph.container, () => pictureNow(data, graph, shown().title, "light"));
  return root;
}

/** @param {Item} item @param {() => void} close @param {(text: string) => void} tell */
function itemButton({ text, note, format, act }, close, tell) {
  const chosen = async () => {
    close();
    try {
      await act();
    } catch (error) {
      tell(`That did not work: ${error instanceof Error ? error.message : error}`);
    }
  };
  return h("button", { type: "button", role: "menuitem", tabindex: "-1", "data-take": format, click: () => void chosen() }, text, h("small", {}, note));
}

/** @param {KeyboardEvent} event @param {HTMLElement} list @param {(back: boolean) => void} close */
function onKey(event, list, close) {
  const at = [...list.children].indexOf(/** @type {Element} */ (document.activeElement));
  /** @type {Record<string, number>} */
  const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  if (event.key === "Tab") close(true);
  if (event.key === "Escape") {
    event.stopPropagation(); // what is open in the panel stays open
    close(true);
  }
  if (!(event.key in moves)) return;
  event.preventDefault();
  focusItem(list, moves[event.key]);
}

/** @param {HTMLElement} list @param {number} at counted from the end when negative, round about */
function focusItem(list, at) {
  const count = list.children.length;
  const found = list.children[((at % count) + count) % count];
  if (found instanceof HTMLElement) found.focus();
}

/** @param {Data} data @param {() => Shown} shown @param {Graph} graph @param {HTMLElement} root @param {(text: string) => void} tell @returns {Item[]} */
function itemsOf(data, shown, graph, root, tell) {
  const { claims, title } = shown();
  const ids = [...claims];
  const number = counted(ids.length, "claim");
  const keep = (/** @type {Blob | string} */ content, /** @type {string} */ ending, /** @type {string} */ type) => {
    const name = fileName(title, ending);
    save(content, name, type);
    tell(`${name} saved`);
  };
  const sheet = (/** @type {"light" | "dark"} */ scheme) => {
    const found = pictureNow(data, graph, title, scheme);
    if (!found) throw new Error("no picture is drawn");
    return found;
  };
  const cited = citedNow(data);
  /** @type {Item[]} */
  const pictures = [
    { text: "Picture on white", note: "PNG", format: "png", act: async () => keep(await toPng(sheet("light")), "png", "image/png") },
    { text: "Picture on dark", note: "PNG", format: "png-dark", act: async () => keep(await toPng(sheet("dark")), "png", "image/png") },
    { text: "Picture as drawing", note: "SVG", format: "svg", act: () => keep(toSvg(sheet("light")), "svg", "image/svg+xml") },
  ];
  return [
    ...(isDrawn(graph) ? pictures : []),
    { text: `Table of ${number}`, note: "CSV", format: "csv", act: () => keep(toCsv(data, ids), "csv", "text/csv") },
    { text: `Data of ${number}`, note: "Turtle", format: "turtle", act: () => keep(toTurtle(data, ids, noteOf(data, ids.length, title)), "ttl", "text/turtle") },
    ...(cited ? [{ text: `Cite this ${cited.kind}…`, note: "text, BibTeX", format: "cite", act: () => citeDialog(data, cited, root) }] : []),
    { text: "Address of this view", note: "copy", format: "address", act: async () => void tell((await copied(location.href, root)) ? "Address copied" : "The browser does not allow copying") },
    { text: "Print…", note: "paper, PDF", format: "print", act: () => print() },
  ];
}

/** @param {Graph} graph @returns {boolean} whether there is a picture, and it is what the reader looks at */
function isDrawn(graph) {
  return Boolean(graph.picture?.concepts.size) && !graph.container.hidden;
}

/** @param {Data} data @param {Graph} graph @param {string} title @param {"light" | "dark"} scheme */
function pictureNow(data, graph, title, scheme) {
  return isDrawn(graph) ? sheetOf(data, graph, toldOf(data, graph.picture?.claims.size ?? 0, title), scheme) : null;
}

/** @param {Data} data @returns {Cited | null} what is open in the panel and can be cited */
function citedNow(data) {
  const { claim, source } = parse(location.hash);
  if (claim && data.claims.has(claim)) return { kind: "claim", id: claim };
  return source && data.sources.has(source) ? { kind: "source", id: source } : null;
}

/** @param {Data} data @param {number} shown @param {string} title @returns {import("./drawing.js").Told} */
function toldOf(data, shown, title) {
  const total = data.claims.size;
  const lines = [`${shown} of ${counted(total, "claim")} shown. From ${sourcesOf(data)}; taken on ${today()}.`];
  return { title: `${data.content.title}: ${title}`, lines, address: address() };
}

/** @param {Data} data @returns {string} how many there are, and from which years */
function sourcesOf(data) {
  const years = Object.values(data.content.record?.sources ?? {}).flatMap(({ issued }) => (issued ? [issued.slice(0, 4)] : [])).sort();
  const [first, last] = [years[0], years[years.length - 1]];
  const dated = !first ? "" : first === last ? ` (${first})` : ` (${first}–${last})`;
  return `${counted(data.sources.size, "source")}${dated}`;
}

/** @param {Data} data @param {number} shown @param {string} title @returns {string} */
function noteOf(data, shown, title) {
  const { lines, title: full } = toldOf(data, shown, title);
  return [full, ...lines, address()].join("\n");
}

/** @returns {string} of this view; of a file no more than its name, for its folders are nobody else's business */
function address() {
  return location.protocol === "file:" ? `${decoded(location.pathname.split("/").pop() ?? "")}${location.hash}` : location.href;
}

/** @param {string} part @returns {string} */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
