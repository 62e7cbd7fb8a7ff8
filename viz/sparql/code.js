/** The same query from a shell, Python or R. Each is a whole program: paste it and it runs. */

import { formOf } from "./tokens.js";

/** @param {string} query @returns {boolean} whether the answer is triples, not a table */
function givesTriples(query) {
  return ["CONSTRUCT", "DESCRIBE"].includes(formOf(query));
}

/** @param {string} endpoint @param {string} query @returns {string} */
export function asCurl(endpoint, query) {
  const accept = givesTriples(query) ? "text/turtle" : "text/csv";
  const quoted = (/** @type {string} */ text) => `'${text.replaceAll("'", "'\\''")}'`;
  return `curl -sS --fail-with-body -H ${quoted(`Accept: ${accept}`)} --data-urlencode ${quoted(`query=${query}`)} ${quoted(endpoint)}\n`;
}

/** @param {string} endpoint @param {string} query @returns {string} with SPARQLWrapper */
export function asPython(endpoint, query) {
  const text = /\\|"""|"$/.test(query) ? JSON.stringify(query) : `"""${query}"""`;
  const form = givesTriples(query) ? "TURTLE" : "JSON";
  const print = givesTriples(query)
    ? ["print(sparql.queryAndConvert().decode())"]
    : formOf(query) === "ASK"
      ? ['print(sparql.queryAndConvert()["boolean"])']
      : ['for row in sparql.queryAndConvert()["results"]["bindings"]:', '    print({name: cell["value"] for name, cell in row.items()})'];
  return [
    "# pip install SPARQLWrapper",
    `from SPARQLWrapper import ${form}, POST, SPARQLWrapper`,
    "",
    `sparql = SPARQLWrapper(${JSON.stringify(endpoint)})`,
    "sparql.setMethod(POST)",
    `sparql.setReturnFormat(${form})`,
    `sparql.setQuery(${text})`,
    ...print,
    "",
  ].join("\n");
}

/** @param {string} endpoint @param {string} query @returns {string} with httr2 */
export function asR(endpoint, query) {
  let dashes = "-";
  while (query.includes(`)${dashes}"`)) dashes += "-";
  const triples = givesTriples(query);
  const read = triples ? ["cat(answer)"] : ["rows <- read.csv(text = answer)", "print(rows)"];
  return [
    '# install.packages("httr2")',
    "library(httr2)",
    "",
    `query <- r"${dashes}(${query})${dashes}"`,
    `answer <- request(${JSON.stringify(endpoint)}) |>`,
    "  req_body_form(query = query) |>",
    `  req_headers(Accept = "${triples ? "text/turtle" : "text/csv"}") |>`,
    "  req_perform() |>",
    "  resp_body_string()",
    ...read,
    "",
  ].join("\n");
}
