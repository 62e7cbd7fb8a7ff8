"""Names for people: of concepts, claims and sources, by identifier; one that the graph does not have is its own name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kneegraph.analysis.kinship import label
from kneegraph.analysis.steps import BROADER, OPPOSITE_OF, STATE_OF, Step
from kneegraph.model import Claim, Source
from kneegraph.notebook.markup import Markup, joined, link, tag

if TYPE_CHECKING:
    from kneegraph.graph import Graph


def concept(graph: Graph, identifier: str) -> str:
    """Its preferred label."""
    return label(graph.corpus, identifier)


def concepts(graph: Graph, identifiers: Iterable[str]) -> str:
    """Their preferred labels."""
    return ", ".join(concept(graph, one) for one in identifiers)


def claim(graph: Graph, identifier: str) -> Claim | None:
    """The claim, where the graph has it."""
    return graph.corpus.claims.get(identifier)


def claim_label(graph: Graph, identifier: str) -> str:
    """What the claim says."""
    found = claim(graph, identifier)
    return found.label if found else identifier


def relation(graph: Graph, step: Step) -> str:
    """The relation's label; for a step that holds by definition, words for that."""
    known = graph.corpus.relations.get(step.relation)
    if known:
        return known.label
    subject = graph.corpus.concepts.get(step.subject)
    state = "is a state of" if subject and subject.state_of == step.object else "has the state"
    return {STATE_OF: state, OPPOSITE_OF: "is the opposite of", BROADER: "is a kind of"}.get(step.relation, step.relation)


def source(graph: Graph, identifier: str) -> Source | None:
    """The source, where the graph has it."""
    return graph.corpus.sources.get(identifier)


def byline(graph: Graph, identifier: str) -> str:
    """Who and when, as `Somerset, 2018`; the title, or the identifier, where nobody is named."""
    found = source(graph, identifier)
    if found is None:
        return identifier
    return ", ".join(str(part) for part in (found.creator or found.publisher, found.year) if part) or found.title


def sources(graph: Graph, identifiers: Iterable[str]) -> Markup:
    """Sources by who and when, each a link to where it can be read, with its title on hovering."""
    return joined(*(_linked(graph, one) for one in identifiers), between="; ")


def named(graph: Graph, text: str, identifiers: Iterable[str]) -> str:
    """The text with who and when in the place of these sources' identifiers."""
    longest_first = sorted(identifiers, key=lambda one: (-len(one), one))
    if not longest_first:
        return text
    known = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest_first))})(?![\w-])")
    return known.sub(lambda found: byline(graph, found[1]), text)


def _linked(graph: Graph, identifier: str) -> Markup:
    found = source(graph, identifier)
    name = link(byline(graph, identifier), found.url if found else None)
    return tag("span", name, title=f"{found.title} ({identifier})" if found else identifier)
