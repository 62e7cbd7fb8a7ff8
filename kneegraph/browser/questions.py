"""Questions people ask, made from what the graph holds: each with a number that says what its answer has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from kneegraph.analysis.chains import Chain, chains
from kneegraph.analysis.contradictions import Contradiction, ContradictionKind
from kneegraph.analysis.effect import TREATMENTS, claim_sign, relation_of
from kneegraph.analysis.exercises import ExerciseLink
from kneegraph.analysis.gaps import Gap, GapKind
from kneegraph.analysis.highlights import most_discussed, strongest_chains
from kneegraph.analysis.kinship import kind_of, label
from kneegraph.analysis.routes import Routes
from kneegraph.analysis.steps import BROADER
from kneegraph.analysis.turned import Turned
from kneegraph.browser.findings import within_reach
from kneegraph.browser.naming import named
from kneegraph.model import Claim, Corpus, Family, Kind, Stance, Standing

#: What people ask after first, where there is any of it.
_FAULTS = (Kind.MOVEMENT_FAULT, Kind.CONDITION, Kind.SIGN, Kind.FUNCTION)
_COMPLAINTS = (Kind.SYMPTOM, Kind.CONDITION, Kind.MOVEMENT_FAULT)
_CHAINS = 10
_THIRD = {"support": "supports", "dispute": "disputes", "qualify": "qualifies"}


@dataclass(frozen=True, slots=True)
class Question:
    """A question, what its answer holds, and the state of the page that answers it."""

    text: str
    number: str
    state: dict[str, object]


@dataclass(frozen=True, slots=True)
class Known:
    """What has been found of a corpus; None where nobody looked, or where it would take too long."""

    corpus: Corpus
    contradictions: Sequence[Contradiction] | None
    links: Sequence[ExerciseLink] | None
    gaps: Sequence[Gap] | None
    routes: Sequence[Routes] | None = None
    turned: Sequence[Turned] | None = None


def questions(known: Known) -> list[Question]:
    """The questions that this graph has an answer to, in the order in which they are asked.

    Eleven of a full one; eight where nobody has studied anything.
    """
    found = (ask(known) for ask in _ASKED)
    return [question for question in found if question is not None]


def _causes(known: Known) -> Question | None:
    goal = _discussed(known.corpus, _FAULTS)
    claims = [claim for claim in known.corpus.claims.values() if claim.object == goal and _brings(known.corpus, claim)]
    if goal is None or not claims:
        return None
    standings = Counter(claim.standing for claim in claims)
    parts = [
        _counted(len({claim.subject for claim in claims}), "cause"),
        _some(standings[Standing.CONTESTED] + standings[Standing.DISPUTED], "disputed"),
        _some(standings[Standing.QUALIFIED], "true only in part"),
    ]
    text = f"What causes {label(known.corpus, goal)}, according to these sources?"
    return Question(text, _joined(parts), {"concept": goal, "way": "up", "steps": 1})


def _brings(corpus: Corpus, claim: Claim) -> bool:
    relation = relation_of(corpus, claim)
    return relation.family is Family.CAUSAL and claim_sign(corpus, claim) == 1 and claim.standing is not None


def _disputed(known: Known) -> Question | None:
    claims = [claim for claim in known.corpus.claims.values() if claim.tally.disputes or claim.tally.qualifies]
    if not claims:
        return None
    claim = min(claims, key=_least_contested)
    verb = "disputes" if claim.tally.disputes else "qualifies"
    counts = ((claim.tally.supports, "support"), (claim.tally.disputes, "dispute"), (claim.tally.qualifies, "qualify"))
    number = _joined([_some(n, f"{_THIRD[plural] if n == 1 else plural} it") for n, plural in counts])
    return Question(f"Who {verb} that {claim.label}?", f"{number}{_of_tiers(known.corpus, claim)}", {"claim": claim.id})


def _of_tiers(corpus: Corpus, claim: Claim) -> str:
    """Which tiers the sources of a claim are of, where the corpus has several."""
    if len({source.tier for source in corpus.sources.values()}) < 2:
        return ""
    counts = Counter(corpus.sources[name].tier for name in claim.sources())
    if len(counts) == 1:
        return f"; all {next(iter(counts))}"
    return "; " + ", ".join(f"{count} {tier}" for tier, count in counts.most_common())


def _least_contested(claim: Claim) -> tuple[int, int, int, int, str]:
    tally = claim.tally
    return -min(tally.supports, tally.disputes), -tally.disputes, -tally.qualifies, -len(claim.assertions), claim.id


def _exercise(known: Known) -> Question | None:
    # Of what is helped, what that is a sort of is helped too; it is not counted again.
    links = [link for link in known.links or () if link.path[-1].relation != BROADER]
    mechanisms = Counter(link.exercise for link in links if len(link.path) > 1)
    said: dict[str, set[str]] = {}
    for claim in known.corpus.claims.values():
        said.setdefault(claim.subject, set()).update(claim.sources())
    if not mechanisms:
        return None
    proper = [name for name in mechanisms if kind_of(known.corpus, name) is Kind.EXERCISE] or [*mechanisms]
    best = min(proper, key=lambda name: (-len(said[name]), -mechanisms[name], name))
    outcomes = {link.outcome for link in links if link.exercise == best}
    article = "the " if kind_of(known.corpus, best) is Kind.EXERCISE else ""
    number = f"{_counted(mechanisms[best], 'mechanism')} towards {_counted(len(outcomes), 'outcome')}"
    text = f"What does {article}{label(known.corpus, best)} do?"
    return Question(text, number, {"ask": "exercise", "concept": best})


def _chain(known: Known) -> Question | None:
    corpus = known.corpus
    goal = _discussed(corpus, _COMPLAINTS)
    best = next(islice(strongest_chains(corpus, goal, limit=1), 1), None) if goal and within_reach(corpus) else None
    if goal is None or best is None:
        return None
    start = best.steps[0].subject
    found = chains(corpus, start, goal, limit=_CHAINS)
    place = next((number for number, one in enumerate(found) if one.claims == best.claims), 0)
    number = f"{'at least ' if len(found) == _CHAINS else ''}{_counted(len(found), 'way')}; {_telling(best)}"
    text = f"How does {label(corpus, start)} lead to {label(corpus, goal)}?"
    return Question(text, number, {"from": start, "to": goal, "chain": place})


def _telling(chain: Chain) -> str:
    if chain.stitched:
        return f"the strongest of several steps is stitched from {_counted(len(_tellers(chain)), 'source')}"
    return f"the strongest of several steps is told whole by {_counted(len(chain.told_by), 'source')}"


def _tellers(chain: Chain) -> set[str]:
    return {source for step in chain.steps for source in step.sources}


def _disagreements(known: Known) -> Question | None:
    if not known.contradictions:
        return None
    apparent = sum(one.resolved for one in known.contradictions)
    number = _joined([_counted(len(known.contradictions), "disagreement"), _some(apparent, "apparent only")])
    return Question("Where do they disagree?", number, {"ask": "disagree", "n": 1})


def _beliefs(known: Known) -> Question | None:
    found = [one for one in known.contradictions or () if one.kind is ContradictionKind.TIERS]
    if not found:
        return None
    number = f"{_counted(len(found), 'claim')} on which popular and peer-reviewed sources part"
    return Question("What is believed against the evidence?", number, {"ask": "beliefs", "n": 1})


def _routes(known: Known) -> Question | None:
    if not known.routes:
        return None
    left = sum(bool(one.rivals) for one in known.routes)
    treatments = _counted(len({one.treatment for one in known.routes}), "treatment")
    number = _joined([f"{treatments} with a route in doubt", _some(left, "with another route left")])
    return Question("What works, but not by the route told for it?", number, {"ask": "routes"})


def _turned(known: Known) -> Question | None:
    if not known.turned:
        return None
    number = f"{_counted(len(known.turned), 'claim')}, repeated by {_counted(len(_repeating(known.turned)), 'popular source')}"
    return Question("What is still repeated though the evidence turned?", number, {"ask": "turned"})


def _repeating(turned: Sequence[Turned]) -> set[str]:
    return {source for one in turned for source in one.repeated_by}


def _missing(known: Known) -> Question | None:
    if not known.gaps:
        return None
    kinds = Counter(gap.kind for gap in known.gaps)
    lone = _some(kinds[GapKind.SINGLE_SOURCE], "where much hangs on one source")
    return Question("What is missing?", _joined([_counted(len(known.gaps), "gap"), lone]), {"ask": "gaps"})


def _source(known: Known) -> Question | None:
    corpus = known.corpus
    said, objected = Counter[str](), Counter[str]()
    for claim in corpus.claims.values():
        said.update(claim.sources())
        objected.update({*claim.sources(Stance.DISPUTES), *claim.sources(Stance.QUALIFIES)})
    if not said:
        return None
    best = min(said, key=lambda name: (-objected[name], -said[name], name))
    number = _joined([_counted(said[best], "claim"), _some(objected[best], "that it disputes or qualifies")])
    return Question(f"What does {named(corpus.sources[best])} say?", number, {"source": best})


def _meant_for(known: Known) -> Question | None:
    helping: dict[str, set[str]] = {}
    for link in known.links or ():
        if kind_of(known.corpus, link.outcome) in _COMPLAINTS:
            helping.setdefault(link.outcome, set()).add(link.exercise)
    if not helping:
        return None
    best = min(helping, key=lambda name: (-len(helping[name]), name))
    kinds = Counter(kind_of(known.corpus, name) for name in helping[best])
    others = sum(kinds[kind] for kind in TREATMENTS - {Kind.EXERCISE})
    number = _joined([_counted(kinds[Kind.EXERCISE], "exercise"), _counted(others, "other intervention") if others else ""])
    return Question(
        f"Which exercises are meant for {label(known.corpus, best)}?", number, {"ask": "exercise", "concept": best}
    )


def _discussed(corpus: Corpus, kinds: Sequence[Kind]) -> str | None:
    found: Iterator[str | None] = (most_discussed(corpus, kind) for kind in kinds)
    return next((name for name in found if name), None)


def _counted(number: int, one: str) -> str:
    return f"{number} {one if number == 1 else f'{one}s'}"


def _some(number: int, words: str) -> str:
    return f"{number} {words}" if number else ""


def _joined(parts: Sequence[str]) -> str:
    return ", ".join(part for part in parts if part)


_ASKED: tuple[Callable[[Known], Question | None], ...] = (
    _causes,
    _disputed,
    _exercise,
    _chain,
    _disagreements,
    _beliefs,
    _routes,
    _turned,
    _missing,
    _source,
    _meant_for,
)
