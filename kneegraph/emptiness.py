"""Why a query or a question may have found nothing: unknown names, triples that stand elsewhere, labels without a language."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise

from kneegraph import sparql
from kneegraph import vocab as v
from kneegraph.analysis.kinship import label
from kneegraph.errors import QueryError
from kneegraph.model import Claim, Corpus
from kneegraph.nearest import suggestion
from kneegraph.sparql import Token, tokens

#: Names that do not exist are looked for among all that do, so only the first few are told.
_MOST_TOLD = 5
#: Different names of a query that are looked up.
_MOST_NAMES = 100
#: Properties whose texts have a language.
_LABELS = frozenset(
    {v.SKOS + "prefLabel", v.SKOS + "altLabel", v.SKOS + "definition", v.RDFS + "label", v.RDFS + "comment"}
    | {v.KG + "inverseLabel", v.KG + "paraphrase"}
)


def why_empty(corpus: Corpus, query: str, *, graphs: Collection[str] | None = None) -> Iterator[str]:
    """Likely reasons, each a sentence, for a query that gave no rows. `graphs` are the named graphs, where these are known.

        Cost: one pass over the query's tokens; for the first few names that do not exist, one over all names of their sort.

    >>> from kneegraph.model import Corpus
        >>> list(why_empty(Corpus(), "SELECT ?x { ?x a <concept/knee> }"))
        ['there is no <concept/knee>']
        >>> list(why_empty(Corpus(), 'SELECT ?x { ?x skos:prefLabel "knee" }'))
        ['labels are in a language: write "knee"@en']
    """
    found = list(tokens(query))
    yield from islice(dict.fromkeys(_unknown_names(corpus, found)), _MOST_TOLD)
    yield from islice(dict.fromkeys(_plain_labels(found)), _MOST_TOLD)
    if graphs is not None:
        yield from islice(dict.fromkeys(_unknown_graphs(query, found, graphs)), _MOST_TOLD)
    words = {token.text.upper() for token in found if token.sort == "word"}
    used = sorted(
        {token.text for token in found if token.sort == "name" and token.text.removeprefix("kg:") in corpus.relations}
    )
    if used and not words & {"GRAPH", "FROM"}:
        first = used[0]
        yield f"plain triples such as ?a {first} ?b stand in the views: GRAPH view:claimed {{ ?a {first} ?b }}"


def _unknown_names(corpus: Corpus, found: Iterable[Token]) -> Iterator[str]:
    known: dict[str, Collection[str]] = {"concept": corpus.concepts, "source": corpus.sources, "claim": corpus.claims}
    seen: set[tuple[str, str]] = set()
    for token in found:
        sort, _, name = token.text.strip("<>").removeprefix(v.ID).partition("/")
        if token.sort != "iri" or sort not in (*known, "assertion") or (sort, name) in seen:
            continue
        if len(seen) == _MOST_NAMES:
            return
        seen.add((sort, name))
        if sort == "assertion" and sort not in known:
            known[sort] = {assertion.id for assertion in corpus.assertions}
        if name not in known[sort]:
            near = suggestion(name[:200], known[sort]).replace("nearest: ", f"nearest: {sort}/", 1)
            yield f"there is no <{sort}/{name}>{near}"


def _plain_labels(found: Sequence[Token]) -> Iterator[str]:
    """Texts without a language that stand where labels do: as the value of a property of labels, or further ones by commas."""
    after_label = False
    for token, following in pairwise([*found, Token("end", "", 0)]):
        if token.sort == "string":
            if after_label and following.sort != "language" and following.text != "^":
                yield f"labels are in a language: write {token.text}@en"
        elif token.sort != "language" and token.text != ",":
            after_label = _is_label(token)


def _is_label(token: Token) -> bool:
    if token.sort == "iri":
        return token.text[1:-1] in _LABELS
    prefix, _, local = token.text.partition(":")
    return token.sort == "name" and v.PREFIXES.get(prefix, "") + local in _LABELS


def _unknown_graphs(query: str, found: Sequence[Token], graphs: Collection[str]) -> Iterator[str]:
    """What GRAPH names and is no graph here: SPARQL says that nothing is in it, whereas FROM is refused."""
    start = next((token.start for token in found if token.is_word("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), 0)
    pairs = pairwise(found)
    named = dict.fromkeys(name.text for word, name in pairs if word.is_word("GRAPH") and name.sort in ("iri", "name"))
    for name in islice(named, _MOST_NAMES):
        try:
            (address,), _ = sparql.graphs(f"{query[:start]} ASK FROM {name} {{}}")
        except QueryError:
            continue
        if address not in graphs:
            yield f"there is no graph {name} here{suggestion(address, graphs)}"


def why_no_claim(
    corpus: Corpus, joining: Mapping[str, Claim], subject: str, relation: str, object_: str, outcome: str | None
) -> str:
    """What to say where no source makes a claim: what it would be, and what the claims in `joining` say of its concepts."""
    ends = {subject, object_}
    near = [claim.label for _, claim in sorted(joining.items()) if {claim.subject, claim.object} == ends]
    wanted = f"{label(corpus, subject)} {corpus.relations[relation].label} {label(corpus, object_)}"
    wanted += f" for {label(corpus, outcome)}" if outcome else ""
    hint = f"; between the two they say: {'; '.join(near)}" if near else "; the two stand in no claim together"
    return f"no source here claims that {wanted}{hint}"
