// Asks an endpoint queries with a client that is not ours: node ask.mjs fetch-sparql-endpoint|comunica URL < QUERIES.json
// QUERIES.json maps a name to a query. Prints a map from each name to its answer: a list of rows (variable -> value), of triples
// (three values), or true or false.

import { readFileSync } from 'node:fs';

const [client, url] = process.argv.slice(2);
const queries = JSON.parse(readFileSync(0, 'utf8'));

/** A term as text; what the other clients are compared by. */
const text = (term) => (term.termType === 'BlankNode' ? '_:' : term.value);
const triple = (quad) => [text(quad.subject), text(quad.predicate), text(quad.object)];

async function gather(stream, form) {
  const found = [];
  for await (const one of stream) found.push(form(one));
  return found;
}

async function fetcher() {
  const { SparqlEndpointFetcher } = await import('fetch-sparql-endpoint');
  const endpoint = new SparqlEndpointFetcher();
  const row = (bindings) => Object.fromEntries(Object.entries(bindings).map(([name, term]) => [name, text(term)]));
  return async (query) => {
    switch (endpoint.getQueryType(query)) {
      case 'ASK': return endpoint.fetchAsk(url, query);
      case 'SELECT': return gather(await endpoint.fetchBindings(url, query), row);
      default: return gather(await endpoint.fetchTriples(url, query), triple);
    }
  };
}

async function comunica() {
  const { QueryEngine } = await import('@comunica/query-sparql');
  const engine = new QueryEngine();
  const row = (bindings) => Object.fromEntries([...bindings].map(([variable, term]) => [variable.value, text(term)]));
  return async (query) => {
    const result = await engine.query(query, { sources: [{ type: 'sparql', value: url }] });
    const answer = await result.execute();
    if (result.resultType === 'boolean') return answer;
    return result.resultType === 'bindings' ? gather(answer, row) : gather(answer, triple);
  };
}

const ask = await (client === 'comunica' ? comunica() : fetcher());
const answers = {};
for (const [name, query] of Object.entries(queries)) {
  try {
    answers[name] = await ask(query);
  } catch (error) {
    console.error(`${name}: ${error.stack}`);
    process.exit(1);
  }
}
process.stdout.write(JSON.stringify(answers), () => process.exit(0));
