/**
 * The dialog with a citation: a form to choose, the text, a button that copies it and one that saves it.
 *
 * @typedef {import("./data.js").Data} Data
 */

import { FORMATS, citation } from "./cite.js";
import { today } from "./day.js";
import { h, said } from "./dom.js";
import { copied, fileName, save } from "./outgoing.js";

/** @param {Data} data @param {import("./cite.js").Cited} cited @param {HTMLElement} home where the dialog hangs, and goes when closed */
export function citeDialog(data, cited, home) {
  const name = (cited.kind === "claim" ? data.claims.get(cited.id)?.label : data.sources.get(cited.id)?.title) ?? cited.id;
  const before = document.activeElement;
  const status = h("p", { role: "status", "data-take": "copied" });
  const field = /** @type {HTMLTextAreaElement} */ (h("textarea", { readonly: true, rows: "9", "aria-label": "Citation", dir: "auto" }));
  const choices = FORMATS.map(({ id, label }, index) => {
    const radio = h("input", { type: "radio", name: "citation", value: id, checked: index === 0, change: () => show(id) });
    return h("label", {}, radio, label);
  });
  let chosen = FORMATS[0];
  const show = (/** @type {string} */ id) => {
    chosen = FORMATS.find((one) => one.id === id) ?? chosen;
    field.value = citation(data, cited, id, today());
    status.textContent = "";
  };
  const copy = async () => {
    status.textContent = (await copied(field.value, dialog)) ? `${chosen.label} copied` : "The browser does not allow copying: select the text instead";
  };
  const keep = () => {
    save(field.value, fileName(name, chosen.ending), chosen.type);
    status.textContent = "Saved";
  };
  const dialog = /** @type {HTMLDialogElement} */ (h("dialog", { class: "cite", "aria-labelledby": "cite-title" },
    h("h2", { id: "cite-title" }, `Cite this ${cited.kind}`),
    h("p", {}, said(name)),
    h("div", { class: "row", role: "radiogroup", "aria-label": "Form" }, ...choices),
    field,
    h("div", { class: "row" },
      h("button", { type: "button", class: "action", "data-cite": "copy", click: () => void copy() }, "Copy"),
      h("button", { type: "button", class: "action", "data-cite": "save", click: keep }, "Save as file"),
      h("button", { type: "button", class: "action", "data-cite": "close", click: () => dialog.close() }, "Close")),
    status,
  ));
  dialog.addEventListener("keydown", (event) => event.stopPropagation()); // Escape closes this, not what the panel shows
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before instanceof HTMLElement) before.focus();
  });
  show(FORMATS[0].id);
  home.append(dialog);
  dialog.showModal();
}
