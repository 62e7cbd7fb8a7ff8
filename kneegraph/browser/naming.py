"""How the page calls a source: by who wrote it and when, not by an identifier."""

from __future__ import annotations

import re
from collections.abc import Callable

from kneegraph.model import Corpus, Source

#: More authors than this are told by the first.
_NAMED = 2


def byline(source: Source) -> str:
    """Who wrote it, or else published it, and when; empty when neither is known. Of many authors, the first."""
    return ", ".join(str(part) for part in (_first(source.creator) or source.publisher, source.year) if part)


def _first(creator: str | None) -> str | None:
    """The authors, or the first and `et al.`

    >>> _first("Barton CJ, Munteanu SE, Menz HB"), _first("Anna and Ben")
    ('Barton CJ et al.', 'Anna and Ben')
    """
    authors = re.split(r", (?!Jr\b|MD\b|PT\b|DPT\b|PhD\b|CSCS\b|MSc\b|DC\b)", creator or "")
    return f"{authors[0]} et al." if len(authors) > _NAMED else creator


def named(source: Source) -> str:
    """The byline, or else the title, or else the identifier."""
    return byline(source) or source.title or source.id


def naming(corpus: Corpus) -> Callable[[str], str]:
    """A function that puts the sources' names in the place of their identifiers in a text. Cost: one pass over the text."""
    names = {id_: named(source) for id_, source in corpus.sources.items()}
    if not names:
        return lambda text: text
    longest_first = sorted(names, key=lambda id_: (-len(id_), id_))
    known = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest_first))})(?![\w-])")
    return lambda text: known.sub(lambda found: names[found[1]], text)
