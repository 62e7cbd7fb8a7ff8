"""The one object that users hold: a corpus with its store, its labels, and every question one may ask of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Quad

from kneegraph import files, rdf, vocab
from kneegraph.analysis import kinship
from kneegraph.analysis.kinship import Kinship
from kneegraph.emptiness import why_empty, why_no_claim
from kneegraph.errors import EmptyRestrictionError, NotAClaimError, UnknownTermError
from kneegraph.found import Found
from kneegraph.labels import LabelIndex
from kneegraph.model import Assertion, Claim, Concept, Corpus, Relation, Source, Stance, Standing, Tally, Tier, claim_id
from kneegraph.notebook.given import drawn, listed, shown
from kneegraph.parts import Asker, Fetched, Parts, Progress, Whole
from kneegraph.parts.whole import concept_index, source_index
from kneegraph.passages import Texts
from kneegraph.queries import NamedQuery, named_queries
from kneegraph.restriction import chosen, known
from kneegraph.store import DiskStore, MemoryStore, Result

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kneegraph.analysis.chains import Chains
    from kneegraph.analysis.contradictions import Contradiction
    from kneegraph.analysis.exercises import ExerciseLink
    from kneegraph.analysis.gaps import Gap
    from kneegraph.analysis.no_chain import NoChain
    from kneegraph.analysis.related import Related
    from kneegraph.check import Checker, Report
    from kneegraph.notebook.picture import Neighbourhood
    from kneegraph.store import RemoteStore


class Graph:
    """Who claims what, with which stance, and where they disagree. Made by `load` and `connect`."""

    def __init__(
        self,
        corpus: Corpus | Parts,
        *,
        quads: Iterable[Quad] | None = None,
        texts: Texts | None = None,
        queries: Sequence[Path] = (),
        store: DiskStore | RemoteStore | None = None,
    ) -> None:
        """Take the model, or who holds it, and where known the quads it was read from (which may say more than the model).

        `queries` are further folders of named queries, `store` is where all of it is already.
        """
        self._parts: Parts = Whole(corpus) if isinstance(corpus, Corpus) else corpus
        self.texts = texts
        self._given = quads
        self._queries = tuple(queries)
        self._home = store

    @classmethod
    def behind(cls, store: DiskStore | RemoteStore, *, texts: Texts | None = None, progress: Progress | None = None) -> Graph:
        """The graph that a store holds, on disk or far away. What a question is about is fetched as it is asked, and kept.

        Contradictions of the whole graph, gaps, exercise links, the page and networkx fetch all of it, in batches.
        """
        return cls(Fetched(Asker(store, progress=progress)), texts=texts, store=store)

    @property
    def corpus(self) -> Corpus:
        """Every concept, claim and source; of a graph behind a store, fetched as it is looked at."""
        return self._parts.corpus

    @cached_property
    def _quads(self) -> tuple[Quad, ...]:
        return tuple(rdf.to_quads(self.corpus)) if self._given is None else tuple(rdf.stated(self._given))

    def __repr__(self) -> str:
        """A line for the interactive shell."""
        if self._home is not None:
            return f"<kneegraph.Graph behind {self._home!r}>"
        count = sum(1 for _ in self.corpus.assertions)
        return f"<kneegraph.Graph: {len(self.corpus.claims)} claims, {count} assertions, {len(self.corpus.sources)} sources>"

    def restricted(
        self,
        *,
        collection: str | Sequence[str] = (),
        tier: str | Sequence[str] = (),
        source: str | Sequence[str] = (),
        as_of: int | None = None,
    ) -> Graph:
        """The graph as these sources alone would make it. Raises UnknownTermError for one that is not there."""
        restriction = chosen(
            {one.collection for one in self.corpus.sources.values()},
            lambda name: self.source(name).id,
            collection=collection,
            tier=tier,
            source=source,
            as_of=as_of,
        )
        if not restriction:
            return self
        parts = self._parts.restricted(restriction)
        if not parts.corpus.sources:
            message = f"no source is left by {restriction}; without it there are {len(self.corpus.sources)}"
            raise EmptyRestrictionError(f"{message}: {', '.join(sorted(self.corpus.sources)[:3])}…")
        quads = None if self._home else rdf.without(self._quads, self.corpus, parts.corpus)
        return Graph(parts, quads=quads, texts=self.texts, queries=self._queries)

    def _repr_html_(self) -> str:
        """A card for notebooks; of a graph behind a store, what can be said without fetching it."""
        from kneegraph.notebook.summary import summary

        return summary(self, repr(self) if self._home else None)

    # Words to things

    @cached_property
    def _relations(self) -> LabelIndex[Relation]:
        relations = self.corpus.relations.values()
        return LabelIndex("relation", ((one.id, one, (one.id, one.label, *one.other_labels)) for one in relations))

    def concept(self, term: str) -> Concept:
        """The concept that any of its labels, its identifier or its address names; UnknownTermError has the nearest."""
        return self._parts.concept(term)

    def relation(self, term: str) -> Relation:
        """The relation of this name or label."""
        return self._relations.find(term)

    def source(self, term: str) -> Source:
        """The source of this identifier, title or address."""
        return self._parts.source(term)

    def label(self, concept: str) -> str:
        """The preferred label of a concept identifier."""
        return kinship.label(self.corpus, concept)

    # Claims

    def claim(
        self, subject: str, relation: str | None = None, object_: str | None = None, *, outcome: str | None = None
    ) -> Claim:
        """One claim, by its parts in any wording the labels know, or by its identifier alone.

        Raises UnknownTermError for a word that names nothing, NotAClaimError when no source here makes the claim.
        """
        if relation is None or object_ is None:
            return drawn(self, "claim", self._claim_by_id(subject))
        parts = self.concept(subject).id, self.relation(relation).id, self.concept(object_).id
        ending = self.concept(outcome).id if outcome else None
        wanted = {(*parts, ending)}
        if self.corpus.relations[parts[1]].symmetric:
            wanted.add((*parts[::-1], ending))
        near = self._parts.joining(parts[0], parts[2], [claim_id(*one) for one in sorted(wanted, key=str)]).claims.values()
        found = (one for one in near if (one.subject, one.relation, one.object, one.outcome) in wanted)
        claim = next(found, None)
        if claim is None:
            raise NotAClaimError(why_no_claim(self.corpus, self._parts.joining(parts[0], parts[2]).claims, *parts, ending))
        return drawn(self, "claim", claim)

    def _claim_by_id(self, term: str) -> Claim:
        return self._parts.claim(term)

    def claims(
        self,
        *,
        about: str | None = None,
        relation: str | None = None,
        standing: str | None = None,
        source: str | None = None,
        stance: str | None = None,
    ) -> Found[Claim]:
        """The claims that meet every condition given, by identifier.

        `about` takes in what is narrower, the states of a muscle, and what concerns a structure. `source` and `stance`
        together ask for claims on which that source takes that stance.
        """
        corpus = self._claims_corpus(about, source, standing)
        near = Kinship(corpus).family(self.concept(about).id) if about else None
        wanted = self.relation(relation).id if relation else None
        level = Standing(known("standing", standing, [*Standing])) if standing else None
        who = self.source(source).id if source else None
        side = Stance(known("stance", stance, [*Stance])) if stance else None
        found = (
            claim
            for _, claim in sorted(corpus.claims.items())
            if (near is None or near & {claim.subject, claim.object, claim.outcome})
            and (wanted is None or claim.relation == wanted)
            and (level is None or claim.standing is level)
            and any((who is None or a.source == who) and (side is None or a.stance is side) for a in claim.assertions)
        )
        return listed(self, "claim", found)

    def _claims_corpus(self, about: str | None, source: str | None, standing: str | None) -> Corpus:
        """Where to look for the claims that these conditions name."""
        if about:
            return self._parts.family(self.concept(about).id)
        if source:
            return self._parts.by_source(self.source(source).id)
        if standing in [*Standing]:
            return self._parts.by_standing(str(standing))
        return self.corpus

    def around(self, term: str) -> frozenset[str]:
        """A concept with what is narrower, the states of those, and what concerns them: identifiers. Cost: all concepts."""
        concept = self.concept(term).id
        return Kinship(self._parts.family(concept)).family(concept)

    def search(self, text: str) -> tuple[list[Concept], list[Claim], list[Source]]:
        """Concepts, claims and sources whose labels have every word of the text, best first."""
        part = self._parts.like(text)
        claims = ((claim.id, claim, (claim.label, self._plainly(claim))) for claim in part.claims.values())
        return (
            concept_index(part.concepts.values()).containing(text),
            LabelIndex("claim", claims).containing(text),
            source_index(part.sources.values()).containing(text),
        )

    def _plainly(self, claim: Claim) -> str:
        """A claim in the relation's own words, whether its subject is one or many."""
        return f"{self.label(claim.subject)} {self.corpus.relations[claim.relation].label} {self.label(claim.object)}"

    def sources(self) -> Found[Source]:
        """Every source, by identifier."""
        return listed(self, "source", (source for _, source in sorted(self.corpus.sources.items())))

    def tallies(self, claim: Claim) -> dict[Tier, Tally]:
        """The tally of a claim split by tier; tiers without any source in the graph are left out."""
        return {tier: Tally.of(self._of_tier(claim, tier)) for tier in self.tiers}

    @cached_property
    def tiers(self) -> tuple[Tier, ...]:
        """The tiers that any source of the graph is of."""
        return self._parts.tiers()

    def _of_tier(self, claim: Claim, tier: Tier) -> Iterable[Assertion]:
        return (assertion for assertion in claim.assertions if self.corpus.sources[assertion.source].tier is tier)

    def quotes(self, assertion: Assertion) -> list[str]:
        """The exact passages of an assertion, where the texts are at hand and unchanged; otherwise an empty list."""
        if self.texts is None:
            return []
        found = (self.texts.quote(assertion.source, passage) for passage in assertion.passages)
        return [quote for quote in found if quote is not None]

    # What the graph finds

    def contradictions(self, *, kind: str | None = None, about: str | None = None) -> Found[Contradiction]:
        """Where sources disagree, typed, with both sides; see `kneegraph.analysis.contradictions`."""
        from kneegraph.analysis.contradictions import ContradictionKind, contradictions

        kinds = [ContradictionKind(known("kind of contradiction", kind, [*ContradictionKind]))] if kind else None
        concept = self.concept(about).id if about else None
        corpus = self._parts.around([concept]) if concept else self.corpus
        return listed(self, "contradiction", contradictions(corpus, kinds=kinds, about=concept))

    def chains(self, start: str, goal: str, *, limit: int = 10, max_steps: int = 6) -> Chains:
        """The best ways in which claims lead from one concept to another, strongest first; `why_no_chain` says why none."""
        from kneegraph.analysis.chains import chains

        ends = self.concept(start).id, self.concept(goal).id
        corpus = self._parts.between(*ends, max_steps)
        return shown(self, "chain", chains(corpus, *ends, limit=limit, max_steps=max_steps))

    def why_no_chain(self, start: str, goal: str, *, max_steps: int = 6) -> NoChain | None:
        """The reason why there is no chain, or None when there is one."""
        from kneegraph.analysis.no_chain import why_no_chain

        ends = self.concept(start).id, self.concept(goal).id
        return why_no_chain(self.corpus, *ends, max_steps=max_steps)

    def exercises(self, *, for_: str | None = None, exercise: str | None = None) -> Found[ExerciseLink]:
        """What links exercises to mechanisms and outcomes, with the standing of every step."""
        from kneegraph.analysis.exercises import exercises

        outcome, start = (self.concept(term).id if term else None for term in (for_, exercise))
        return listed(self, "exercise", exercises(self.corpus, for_=outcome, exercise=start))

    def gaps(self) -> Found[Gap]:
        """What is missing: exercises without mechanism, faults without exercise, mechanisms everything hangs on."""
        from kneegraph.analysis.gaps import gaps

        return listed(self, "gap", gaps(self.corpus))

    def related(self, claim: Claim) -> Found[Related]:
        """Claims near this one: broader, narrower, sibling, opposite, reversed, rival."""
        from kneegraph.analysis.related import related

        return listed(self, "related", related(self._parts.around((claim.subject, claim.object), 1), claim))

    # Checking prose

    @cached_property
    def checker(self) -> Checker:
        """What checks drafts against this graph; built on first use, from all labels and claims."""
        from kneegraph.check.checking import Checker

        return Checker(self.corpus)

    def check(self, text: str, *, form: str = "markdown", path: str = "-") -> Report:
        """What the sources make of the sentences of a draft in `text`, `markdown` or `html`; `path` is its name in findings.

        Raises DataError for what is no text. Cost: one pass over the draft, some 0.3 ms a sentence.
        """
        return self.checker.check(text, form=form, path=path)

    # SPARQL

    @cached_property
    def store(self) -> MemoryStore | DiskStore | RemoteStore:
        """The store that answers queries; one in memory is built on first use."""
        return self._home or MemoryStore((*self._quads, *rdf.derived_quads(self.corpus)))

    @cached_property
    def _terms(self) -> frozenset[str]:
        """Local names of the schema: the packaged one, and what the data add; far away, these are the relations."""
        if isinstance(self._home, DiskStore):
            return frozenset(self._home.manifest.terms)
        packaged = files.read_quads(files.packaged("data", "ontology.ttl"))
        if self._home is not None:
            return rdf.terms(packaged) | self.corpus.relations.keys()
        return rdf.terms((*packaged, *self._quads))

    def query(self, text: str) -> Result:
        """Answer a SPARQL 1.1 query; our prefixes are declared. Raises QueryError with line and column."""
        return drawn(self, "result", self.store.query(text, terms=self._terms))

    def why_empty(self, text: str) -> list[str]:
        """Likely reasons why a query gave no rows: names that do not exist, triples that stand in a view."""
        return list(why_empty(self.corpus, text))

    def query_named(self, name: str, **values: str) -> Result:
        """Answer a packaged query, its parameters given by name and in any wording the labels know."""
        return self.query(self.named_query_text(name, **values))

    def named_query_text(self, name: str, **values: str) -> str:
        """The SPARQL text of a packaged query with its parameters fixed."""
        return self.named_query(name).with_values(values, self._resolve)

    def named_queries(self) -> dict[str, NamedQuery]:
        """The packaged queries and those of the data folder, whose own win, by name."""
        return named_queries(*self._queries)

    def named_query(self, name: str) -> NamedQuery:
        """A named query: one of the data folder's own, or a packaged one."""
        found = self.named_queries()
        if name not in found:
            raise UnknownTermError("query", name, LabelIndex("query", ((n, n, (n,)) for n in found)).nearest(name))
        return found[name]

    def _resolve(self, sort: str, value: str) -> str:
        if sort == "relation":
            return vocab.KG + self.relation(value).id
        finders: dict[str, Callable[[str], Concept | Source | Claim]] = {
            "concept": self.concept,
            "source": self.source,
            "claim": self._claim_by_id,
        }
        return vocab.iri(sort, finders[sort](value).id)

    @cached_property
    def dataset(self) -> rdflib.Dataset:
        """The data, tallies and views as an rdflib Dataset."""
        return self.store.dataset()

    # Elsewhere

    def show(self, term: str, *, steps: int = 1, interactive: bool = False) -> Neighbourhood:
        """What is within so many claims of a concept, drawn in the notebook; `interactive` embeds the page, about 1 MB."""
        from kneegraph.notebook.picture import Neighbourhood

        centre = self.concept(term).id
        return Neighbourhood(self._parts.around([centre], steps), centre, steps=steps, interactive=interactive)

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """Concepts as nodes, one edge per claim keyed by its identifier, with relation, sign, standing and tally."""
        from kneegraph.analysis.projection import to_networkx

        return to_networkx(self.corpus)

    def write_browser(self, path: str | Path, *, focus: str | None = None) -> Path:
        """Write the graph as one self-contained HTML page; with texts at hand it shows the exact quotations."""
        from kneegraph.browser import write_browser

        return write_browser(
            self.corpus,
            Path(path),
            contradictions=self.contradictions(),
            quotes=self.texts.quote if self.texts else None,
            focus=self.concept(focus).id if focus else None,
        )
