"""What lies behind each claim, compactly for the page: masses, who contributes them, how firm it is, how it came to stand.

Masses are `[support, dispute, unknown]` in thousandths, which do not sum to 1000 where rounding has it otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kneegraph.analysis.evidence.independence import Group, Independence
from kneegraph.analysis.evidence.licence import Licences, Licensed
from kneegraph.analysis.evidence.opinion import Lean, Opinion, opinion
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.analysis.evidence.what_if import firmness
from kneegraph.analysis.evidence.wording import LEANING, firmness_in_words
from kneegraph.analysis.history import history
from kneegraph.browser.naming import named
from kneegraph.browser.nearby import LARGEST
from kneegraph.model import Claim, Corpus, Dependence, DependenceKind, Tier

_Values = dict[str, object]
_SCALE = 1000
#: Of two sources that are not independent, what is said of the other one: where the data note it of this one, where they note
#: it of the other, and where it was derived.
_DEPENDENT = {
    DependenceKind.POOLS: ("pooled by this one", "pools this one", "one pools the other"),
    DependenceKind.SAME_DATA: ("same data",) * 3,
    DependenceKind.REPEATS: ("repeated by this one", "repeats this one", "one repeats the other"),
    DependenceKind.SAME_AUTHOR: ("same author",) * 3,
}


def evidence(corpus: Corpus, weights: Weights) -> _Values:
    """`claims` by identifier, the `sentences` and `leaning` words they refer to by number, and `dependent` sources.

    Of a corpus above `LARGEST` claims nothing is weighed. Cost: some opinions a claim, one for each of its groups and years.
    """
    if len(corpus.claims) > LARGEST:
        return {"claims": {}, "sentences": [], "leaning": [], "dependent": {}}
    independence = Independence.of(corpus)
    sentences: dict[str, int] = {}
    weighing = _Weighing(corpus, independence, weights, sentences)
    return {
        "claims": {id_: weighing.of(claim) for id_, claim in sorted(corpus.claims.items()) if claim.assertions},
        "sentences": list(sentences),
        "leaning": list(LEANING.values()),
        "dependent": _dependent(corpus, independence),
    }


class _Weighing:
    """Weighs the claims of a corpus, one after the other; sentences that many claims share are kept once."""

    def __init__(self, corpus: Corpus, independence: Independence, weights: Weights, sentences: dict[str, int]) -> None:
        self._corpus, self._independence, self._weights = corpus, independence, weights
        self._sentences = sentences
        self._licences = Licences(corpus, lambda: independence)
        self._call: Callable[[str], str] = lambda id_: named(corpus.sources[id_])

    def of(self, claim: Claim) -> _Values:
        whole = self._opinion(claim)
        firm = firmness_in_words(firmness(claim, self._independence, self._weights), claim.standing, self._call)
        made: _Values = {
            "masses": masses(whole),
            "tiers": {tier.value: masses(one) for tier, one in self._by_tier(claim, whole).items()},
            "independent": self._independence.count(claim.sources()),
            "groups": [[int(one.side is Lean.SUPPORT), _scaled(one.mass), *_group(one.group)] for one in whole.contributions],
            "firm": [self._sentences.setdefault(text, len(self._sentences)) for text in firm],
        }
        years = self._years(claim)
        return made | ({"years": years} if len(years) > 1 else {}) | self._licence(claim)

    def _licence(self, claim: Claim) -> _Values:
        """How strongly its studies let it be worded; of a claim whose relation nobody defines, nothing."""
        if claim.relation not in self._corpus.relations:
            return {}
        licensed = self._licences.of(claim)
        return {"licence": _licence(licensed)} if licensed.needed or licensed.studied else {}

    def _opinion(self, claim: Claim) -> Opinion:
        return opinion(claim.assertions, self._independence, self._weights)

    def _by_tier(self, claim: Claim, whole: Opinion) -> dict[Tier, Opinion]:
        """Of the tiers that say anything; where one alone does, it is the whole."""
        said: dict[Tier, set[str]] = {}
        for name in claim.sources():
            said.setdefault(self._corpus.sources[name].tier, set()).add(name)
        if len(said) == 1:
            return dict.fromkeys(said, whole)
        return {tier: self._opinion(claim.of_sources(said[tier])) for tier in sorted(said)}

    def _years(self, claim: Claim) -> list[list[object]]:
        """`[year, masses, standing, whether something turned]` of each year that brought a source, in order."""
        if len({self._corpus.sources[name].year for name in claim.sources()} - {None}) < 2:
            return []
        found = history(claim, self._corpus.sources, self._independence, self._weights)
        turns = {year.year for year in found.turns[1:]}
        return [[one.year, masses(one.opinion), one.standing, int(one.year in turns)] for one in found.years]


def masses(one: Opinion) -> list[int]:
    """Support, dispute and unknown in thousandths."""
    return [_scaled(one.support), _scaled(one.dispute), _scaled(one.unknown)]


def _licence(one: Licensed) -> list[object]:
    """`[level]` where nobody has studied it, else `[level, whether that is enough for the claim as it stands, studies…]`.

    The studies are those that license the level, or, where there is none, those that dispute the claim.
    """
    if not one.studied:
        return [one.level.value]
    resting = one.studies or one.disputing
    return [one.level.value, int(one.suffices), *dict.fromkeys(study.source for study in resting)]


def _scaled(mass: float) -> int:
    return round(mass * _SCALE)


def _group(group: Group) -> list[object]:
    """The source that counts, then pairs of those that lean on it and the number of the word for why."""
    kinds = list(LEANING)
    return [group.source, *([name, kinds.index(kind)] for name, kind in group.leaning)]


def _dependent(corpus: Corpus, independence: Independence) -> dict[str, list[list[object]]]:
    """Of each source that is not independent of all others, the others: which, why, and how that is known."""
    found = {id_: list(_of_source(corpus, independence, id_)) for id_ in sorted(corpus.sources)}
    return {id_: those for id_, those in found.items() if those}


def _of_source(corpus: Corpus, independence: Independence, identifier: str) -> Iterable[list[object]]:
    for other, kind in independence.near(identifier):
        own, its = _noted(corpus, identifier, other), _noted(corpus, other, identifier)
        told = own or its
        words = _DEPENDENT[kind][0 if own else 1 if its else 2]
        yield [other, words, *filter(None, [told.comment if told else None])]


def _noted(corpus: Corpus, one: str, other: str) -> Dependence | None:
    """What the data note on how one source depends on another."""
    return next((link for link in corpus.sources[one].depends_on if link.source == other), None)
