"""A neighbourhood in a notebook: a small picture that needs no script, or the interactive page in a frame of its own."""

from __future__ import annotations

from functools import cached_property

from kneegraph.browser.page import page
from kneegraph.model import Corpus
from kneegraph.notebook.around import Around, around
from kneegraph.notebook.drawing import drawing
from kneegraph.notebook.looks import fragment, standing_line
from kneegraph.notebook.markup import Markup, tag


class Neighbourhood:
    """What is near a concept, as `kg.show` gives it. A notebook shows it; `html` is what it shows.

    As a picture it weighs tens of kilobytes, and a saved notebook shows it anywhere. Interactive, it is the page of
    `kg.write_browser`, of about 1 MB, in a frame that may run the page's own scripts and reach nothing else.
    """

    def __init__(self, corpus: Corpus, centre: str, *, steps: int = 1, interactive: bool = False) -> None:
        self._whole = corpus
        self.around: Around = around(corpus, centre, steps=steps)
        self.interactive = interactive

    @cached_property
    def html(self) -> str:
        """The document fragment. The same neighbourhood gives the same bytes."""
        inside = _frame(self._whole, self.around) if self.interactive else tag("div", drawing(self.around), class_="kg-scroll")
        return fragment(inside, tag("p", tag("small", self.around.sentence)), _listed(self.around.part))

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        """A sentence for the interactive shell, which shows no pictures."""
        return f"<kneegraph neighbourhood: {self.around.sentence}>"


def _frame(whole: Corpus, near: Around) -> Markup:
    """The page of this neighbourhood. Scripts run in an origin of their own: they see neither the notebook nor its files."""
    mentioned = {id_ for claim in near.part.claims.values() for id_ in claim.mentions}
    concepts = {id_: whole.concepts[id_] for id_ in sorted(mentioned | near.part.concepts.keys()) if id_ in whole.concepts}
    used = {one.source for claim in near.part.claims.values() for one in claim.assertions}
    sources = {id_: one for id_, one in whole.sources.items() if id_ in used}
    part = Corpus(whole.relations, concepts, sources, near.part.claims)
    return tag(
        "iframe",
        srcdoc=page(part, title=near.label),
        sandbox="allow-scripts",
        title=f"Interactive graph around {near.label}",
        loading="lazy",
    )


def _listed(part: Corpus) -> Markup:
    """The same in words, for those who cannot see the picture, and where it is not shown."""
    lines = (tag("li", claim.label, " ", standing_line(claim.standing)) for claim in part.claims.values())
    return tag("details", tag("summary", "The claims in words"), tag("ul", *lines))
