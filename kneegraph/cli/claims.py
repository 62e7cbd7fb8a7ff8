"""`claim`, `search` and `sources`: looking things up."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from kneegraph.cli import show
from kneegraph.cli.evidence import independence, show_evidence
from kneegraph.cli.options import as_table_or_json, choosing_graph, chosen_graph, tell_more, with_limit, with_texts
from kneegraph.cli.text import in_words
from kneegraph.errors import AmbiguousTermError, KneegraphError, UnknownTermError
from kneegraph.graph import Graph
from kneegraph.model import Assertion, Claim, Concept, Source, Stance
from kneegraph.nearest import nearest
from kneegraph.parts.whole import ranked


@click.command()
@click.argument("parts", nargs=-1, required=True, metavar="SUBJECT [RELATION] [OBJECT]")
@click.option("--outcome", metavar="CONCEPT", help="What a comparison is about.")
@with_limit("claims about a concept, or related to a claim,")
@choosing_graph
@with_texts
@as_table_or_json
def claim(
    parts: tuple[str, ...], outcome: str | None, limit: int | None, texts: Path | None, form: str, **chosen: Any
) -> None:
    """One claim and everybody's stance on it, with the evidence.

    \b
    kneegraph claim "weak glute med" causes "knee cave"
    kneegraph claim weak-gluteus-medius.causes.knee-valgus
    kneegraph claim "weak glute med"            every claim about it
    """
    if len(parts) == 1 and outcome is not None:
        raise click.UsageError("--outcome goes with a claim's three parts: subject, relation, object")
    graph = chosen_graph(texts=texts, **chosen)
    found = one_claim(graph, parts, outcome)
    if found is None:
        _show_about(graph, parts[0], form, limit)
    elif form == "json":
        from kneegraph.exchange.forms import dossier_form

        show.show_json(dossier_form(graph, found, limit=limit))
    else:
        _show_dossier(graph, found, limit)


def one_claim(graph: Graph, parts: tuple[str, ...], outcome: str | None) -> Claim | None:
    """The claim that these words name; None when they are one concept. Raises UsageError for what can be neither."""
    if len(parts) == 1:
        return _claim_or_concept(graph, parts[0])
    if len(parts) != 3:
        raise click.UsageError(
            f"give a claim's three parts (subject relation object), its identifier, or one concept{_hint(graph, parts)}"
        )
    try:
        return graph.claim(*parts, outcome=outcome)
    except UnknownTermError as error:
        if error.sort != "relation":
            raise
        relations = ", ".join(sorted(graph.corpus.relations))
        raise KneegraphError(
            f"{error}; the relations are {relations} (kneegraph claim --help shows how a claim is named)"
        ) from error


def _claim_or_concept(graph: Graph, term: str) -> Claim | None:
    """The claim of this identifier or label, or None for a concept. Raises UnknownTermError for what is neither."""
    if term.strip("<>").rsplit("/", 1)[-1] in graph.corpus.claims:
        return graph.claim(term)
    try:
        graph.concept(term)
    except AmbiguousTermError:
        raise
    except UnknownTermError as no_concept:
        try:
            return graph.claim(term)
        except UnknownTermError as no_claim:
            meant = nearest(term, (*no_concept.nearest, *no_claim.nearest), limit=1)
            raise (no_claim if set(meant) & set(no_claim.nearest) else no_concept) from None
    return None


def _hint(graph: Graph, parts: tuple[str, ...]) -> str:
    """The line to type when the words of a claim or a concept were not held together by quotes."""
    for length in range(len(parts) - 2, 0, -1):
        for start in range(1, len(parts) - length):
            relation = " ".join(parts[start : start + length])
            with suppress(UnknownTermError):
                graph.relation(relation)
                return _quoted(" ".join(parts[:start]), relation, " ".join(parts[start + length :]))
    with suppress(UnknownTermError):
        graph.concept(" ".join(parts))
        return _quoted(" ".join(parts))
    return ""


def _quoted(*words: str) -> str:
    line = " ".join(f'"{word}"' if " " in word else word for word in words)
    return f"; words that belong together stand in quotes: kneegraph claim {line}"


def _show_about(graph: Graph, concept: str, form: str, limit: int | None) -> None:
    claims, total = graph.foremost(concept, limit)
    if form == "json":
        from kneegraph.exchange.forms import claim_form

        show.show_json([claim_form(graph, one) for one in sorted(claims, key=lambda one: one.id)])
        return
    _show_claims(graph, claims, f"Claims about {graph.concept(concept).label}: {total}")
    tell_more(total, len(claims))


def _show_claims(graph: Graph, claims: list[Claim], title: str) -> None:
    rows = ((one.label, show.standing(one.standing), _split(graph, one), one.id) for one in claims)
    show.show_table(("claim", "standing", "sources", "identifier"), rows, title=title)


def _split(graph: Graph, claim: Claim) -> str:
    """The tally, split by tier where the graph has more than one."""
    tallies = {tier: counts for tier, counts in graph.tallies(claim).items() if show.tally(counts)}
    if len(graph.tallies(claim)) == 1:
        return show.tally(claim.tally)
    return "\n".join(f"{tier} {show.tally(counts)}" for tier, counts in tallies.items())


def _show_dossier(graph: Graph, found: Claim, limit: int | None) -> None:
    show.show_heading(found.label)
    show.show_line(show.standing(found.standing), "   ", _in_words(found))
    show.show_line(f"  {independence(graph, found.sources())}")
    for tier, counts in graph.tallies(found).items():
        show.show_line(f"  {tier}: {show.tally(counts) or 'nothing'}")
    show_evidence(graph, found)
    for stance in Stance:
        for assertion in found.by_stance(stance):
            _show_assertion(graph, assertion)
    related = graph.related(found, limit=limit and limit + 1)
    near = [(one, graph.corpus.claims[one.claim]) for one in related[:limit]]
    if near:
        rows = ((one.kind, other.label, show.standing(other.standing), show.tally(other.tally)) for one, other in near)
        show.show_table(("how", "claim", "standing", "sources"), rows, title="\nRelated claims")
    if len(related) > len(near):
        tell_more(None, len(near))


def _in_words(claim: Claim) -> str:
    sides = {
        "supported": Stance.SUPPORTS,
        "disputed": Stance.DISPUTES,
        "qualified": Stance.QUALIFIES,
        "passed on": Stance.REPORTS,
    }
    parts = [f"{word} by {len(claim.sources(stance))}" for word, stance in sides.items() if claim.sources(stance)]
    return ", ".join(parts)


def _show_assertion(graph: Graph, assertion: Assertion) -> None:
    source = graph.corpus.sources[assertion.source]
    show.show_heading(f"{assertion.source} {assertion.stance} it")
    details = [assertion.certainty, f"basis: {assertion.basis}", *(f"in: {graph.label(name)}" for name in assertion.scope)]
    details += [f"design: {in_words(assertion.design)}"] if assertion.design else []
    for name in ("population", "task", "measured", "effect"):
        said = getattr(assertion, name)
        details += [f"{name}: {said}"] if said else []
    details += [f"found: {in_words(assertion.finding)}"] if assertion.finding else []
    details += ["seen by one reader only"] if assertion.unconfirmed else []
    details += [f"passing on: {', '.join(assertion.attributed_to)}"] if assertion.attributed_to else []
    show.show_line(assertion.paraphrase, indent=2)
    for why in assertion.qualifications:
        owing = f" ({graph.label(why.reason)})" if why.reason else ""
        show.show_line(f"limits it in {in_words(why.aspect)}{owing}: {why.comment}", indent=2, hanging=2)
    show.show_line("; ".join(details), indent=2)
    for quote in graph.quotes(assertion):
        show.show_line(f"“{quote}”", indent=2, hanging=1)
    show.show_line(_cite(source), indent=2, hanging=2)


def _cite(source: Source) -> str:
    parts = (source.creator, source.title, source.issued, source.address)
    return ". ".join(part for part in parts if part)


@click.command()
@click.argument("words", nargs=-1, required=True)
@with_limit("concepts, claims and sources, each,")
@choosing_graph
@as_table_or_json
def search(words: tuple[str, ...], limit: int | None, form: str, **chosen: Any) -> None:
    """Concepts, claims and sources whose names have these words."""
    text = " ".join(words).strip()
    if not text:
        raise click.UsageError("there is nothing to search for")
    graph = chosen_graph(**chosen)
    concepts, claims, sources = graph.search(text, limit=limit and limit + 1)
    more = limit is not None and max(len(concepts), len(claims), len(sources)) > limit
    if not (concepts or claims or sources):
        concepts = [graph.concept(text)]  # an address; for what is nothing at all, the error names the nearest
    if form == "json":
        _print_hits(graph, concepts[:limit], claims[:limit], sources[:limit])
    else:
        _show_hits(graph, concepts[:limit], claims[:limit], sources[:limit])
    if more:
        tell_more(None, 0)


def _print_hits(graph: Graph, concepts: list[Concept], claims: list[Claim], sources: list[Source]) -> None:
    from kneegraph.exchange.forms import claim_form, concept_form, source_form

    show.show_json(
        {
            "concepts": [concept_form(one) for one in concepts],
            "claims": [claim_form(graph, one) for one in claims],
            "sources": [source_form(graph, one) for one in sources],
        }
    )


def _show_hits(graph: Graph, concepts: list[Concept], claims: list[Claim], sources: list[Source]) -> None:
    if concepts:
        rows = ((one.label, one.kind, ", ".join(one.other_labels)) for one in concepts)
        show.show_table(("concept", "kind", "also called"), rows, title="Concepts")
    if claims:
        _show_claims(graph, ranked(claims), f"Claims: {len(claims)}")
    if sources:
        show.show_table(("source", "title"), ((one.id, one.title) for one in sources), title="Sources")


@click.command()
@click.argument("source_name", metavar="[SOURCE]", required=False)
@with_limit("sources, or claims of which one says something,")
@choosing_graph
@as_table_or_json
def sources(source_name: str | None, limit: int | None, form: str, **chosen: Any) -> None:
    """The sources, or everything that one SOURCE says."""
    graph = chosen_graph(**chosen)
    if source_name is None:
        _show_sources(graph, form, limit)
    else:
        _show_source(graph, graph.source(source_name), form, limit)


def _show_source(graph: Graph, source: Source, form: str, limit: int | None) -> None:
    claims = graph.saying(source.id, limit and limit + 1)
    said = [(one, made) for one in claims[:limit] for made in one.assertions if made.source == source.id]
    if form == "json":
        from kneegraph.exchange.forms import assertion_form, source_form

        show.show_json({**source_form(graph, source), "says": [assertion_form(graph, assertion) for _, assertion in said]})
        return
    rows = ((made.stance, one.label, made.certainty, made.basis, made.paraphrase) for one, made in said)
    show.show_table(("stance", "claim", "certainty", "basis", "in our words"), rows, title=_cite(source))
    if limit is not None and len(claims) > limit:
        tell_more(sum(graph.said(source.id).values()), len(said))


def _show_sources(graph: Graph, form: str, limit: int | None) -> None:
    listed, total = graph.first_sources(limit)
    if form == "json":
        from kneegraph.exchange.forms import source_form

        show.show_json([source_form(graph, one) for one in listed])
        return
    counted = [(one, graph.said(one.id)) for one in listed]
    rows = (
        (one.id, one.title, one.issued or "", one.tier, *map(str, (sum(said.values()), *said.values())))
        for one, said in counted
    )
    show.show_table(("source", "title", "date", "tier", "assertions", *Stance), rows)
    tell_more(total, len(listed))
