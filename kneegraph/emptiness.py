"""Why a query may have found nothing: names that do not exist, and triples that stand elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kneegraph import vocab as v
from kneegraph.model import Corpus
from kneegraph.nearest import suggestion
from kneegraph.sparql import tokens


def why_empty(corpus: Corpus, query: str) -> Iterator[str]:
    """Likely reasons, each a sentence, for a query that gave no rows. Cost: one pass over the query's tokens.

    >>> from kneegraph.model import Corpus
    >>> list(why_empty(Corpus(), "SELECT ?x { ?x a <concept/knee> }"))
    ['there is no <concept/knee>']
    """
    found = list(tokens(query))
    known = _known(corpus)
    for token in found:
        sort, _, name = token.text.strip("<>").removeprefix(v.ID).partition("/")
        if token.sort == "iri" and sort in known and name not in known[sort]:
            near = suggestion(name, known[sort]).replace("nearest: ", f"nearest: {sort}/", 1)
            yield f"there is no <{sort}/{name}>{near}"
    words = {token.text.upper() for token in found if token.sort == "word"}
    used = sorted(
        {token.text for token in found if token.sort == "name" and token.text.removeprefix("kg:") in corpus.relations}
    )
    if used and not words & {"GRAPH", "FROM"}:
        first = used[0]
        yield f"plain triples such as ?a {first} ?b stand in the views: GRAPH view:claimed {{ ?a {first} ?b }}"


def _known(corpus: Corpus) -> Mapping[str, Mapping[str, object]]:
    assertions = {assertion.id: assertion for assertion in corpus.assertions}
    return {"concept": corpus.concepts, "source": corpus.sources, "claim": corpus.claims, "assertion": assertions}
