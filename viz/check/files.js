/** Drafts out of files: chosen or dropped, read here, refused with the reason when they are no text. */

const FORMS = /** @type {Record<string, string>} */ ({ md: "markdown", markdown: "markdown", txt: "text", text: "text", htm: "html", html: "html" });
const MOST_BYTES = 2 ** 20;

/** @typedef {{ text: string, form: string, name: string }} Opened */

/** @param {File} file @returns {Promise<Opened>} Throws an Error fit for a person. */
export async function opened(file) {
  const form = FORMS[/\.([^.]+)$/.exec(file.name)?.[1].toLowerCase() ?? ""];
  if (!form) throw new Error(`“${file.name}” is no draft that can be read here: .md, .txt or .html is expected`);
  if (file.size > MOST_BYTES) throw new Error(`“${file.name}” is larger than 1 MB; check it with kneegraph check in the shell`);
  const bytes = await file.arrayBuffer();
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes).replace(/\r\n?/g, "\n");
    return { text, form, name: file.name };
  } catch {
    throw new Error(`“${file.name}” is not UTF-8 text`);
  }
}

/** @param {(file: File) => void} take @param {(over: boolean) => void} show while a file is held over the page */
export function wireDrop(take, show) {
  const holds = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
  addEventListener("dragover", (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    show(true);
  });
  addEventListener("dragleave", (event) => event.relatedTarget ?? show(false));
  addEventListener("drop", (event) => {
    show(false);
    if (!holds(event)) return;
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) take(file);
  });
}
