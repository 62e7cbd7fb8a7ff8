"""The page from a corpus: what is said, where it stands, how it looks, in one document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kneegraph import files
from kneegraph.analysis.contradictions import Contradiction
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.analysis.kinship import known_concept
from kneegraph.browser.answers import answers
from kneegraph.browser.bundle import document
from kneegraph.browser.content import Quotes, by_disagreement, content, disagreements
from kneegraph.browser.evidence import evidence
from kneegraph.browser.layout import arrange
from kneegraph.browser.looks import as_values, css_variables
from kneegraph.browser.network import drawn, large
from kneegraph.browser.overview import DENSE, USUAL, overview
from kneegraph.browser.plain import visible, visible_all
from kneegraph.browser.record import record
from kneegraph.model import Corpus


def write_browser(
    corpus: Corpus,
    path: Path,
    *,
    contradictions: Sequence[Contradiction] | None = None,
    quotes: Quotes | None = None,
    focus: str | None = None,
    weights: Weights | None = None,
    title: str = "kneegraph",
) -> Path:
    """Write the page in one step and return its path. Arguments as for `page`. Raises DataError where it cannot be written."""
    text = page(corpus, contradictions=contradictions, quotes=quotes, focus=focus, weights=weights, title=title)
    files.write_atomic(path, text)
    return path


def page(
    corpus: Corpus,
    *,
    contradictions: Sequence[Contradiction] | None = None,
    quotes: Quotes | None = None,
    focus: str | None = None,
    weights: Weights | None = None,
    title: str = "kneegraph",
) -> str:
    """One HTML document that needs no network. Same arguments, same bytes.

    With `contradictions` (as analysis finds them) the page opens on them; without, on the claims that are not simply
    supported. With `quotes` it shows the exact words of the passages. `focus` is the concept to open on. `weights` are what
    evidence weighs; without, the packaged ones.
    Raises UnknownTermError when `focus`, or a claim of a contradiction, is not in the corpus.
    """
    weighing = weights or Weights.packaged()
    opened = known_concept(corpus, focus).id if focus is not None else None
    found = disagreements(corpus, contradictions)
    named = [claim for one in contradictions for claim in one.claims] if contradictions else []
    used = {id_ for claim in corpus.claims.values() for id_ in (claim.subject, claim.object)}
    also = [*named, *(claim.id for claim in by_disagreement(corpus))]
    first = overview(corpus, also=also, limit=DENSE if large(corpus, used) else USUAL)
    places = arrange([corpus.concepts[id_] for id_ in first], list(corpus.claims.values()))
    data = {
        "version": 1,
        "title": title,
        "focus": opened,
        "looks": as_values(),
        **content(corpus, quotes),
        **answers(corpus, contradictions, weighing),
        "record": record(corpus),
        "evidence": evidence(corpus, weighing),
        "disagreements": found,
        "analysed": contradictions is not None,
        "network": drawn(corpus, places, used),
        "overview": {id_: [at.x, at.y] for id_, at in places.items()},
    }
    return document(visible(title), visible_all(data), css_variables())
