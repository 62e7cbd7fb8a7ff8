"""What takes more than joins, by the same functions as in memory: who counts where sources depend on each other, and the
kinds of clash that follow circles and competing causes.

All of it is about the few claims that SQL has chosen; they are fetched in the order of their keys.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from kneegraph.analysis.contradictions import FINDERS, Contradiction, ContradictionKind, Reason, distinct
from kneegraph.analysis.contradictions.circles import Around, Edge, loops, pairs
from kneegraph.analysis.contradictions.ground import Ground
from kneegraph.analysis.contradictions.reasons import Apart
from kneegraph.analysis.evidence.independence import Independence
from kneegraph.analysis.kinship import kind_of
from kneegraph.assembly.engine import Row, Tables
from kneegraph.assembly.frame import Frame
from kneegraph.assembly.schema import BIG, BOOL, INT, REAL, TEXT
from kneegraph.assembly.sql import counting, screens, settling
from kneegraph.model import Aspect, Assertion, Basis, Certainty, Claim, Corpus, Finding, Kind, Qualification, Stance

CIRCLE = {"clash": TEXT, "place": INT, "claim": TEXT, "part": INT}
GROUPED = {"claim": TEXT, "support": BIG, "dispute": BIG, "independent": INT}
AGAIN = {"kind": TEXT, "clash": TEXT, "side": INT, "weight": BIG}
DECIDED = {"kind": TEXT, "clash": TEXT, "resolved": BOOL, "supports_weight": REAL, "disputes_weight": REAL}
DECIDED_CLAIM = {"kind": TEXT, "clash": TEXT, "place": INT, "claim": TEXT}
DECIDED_VOICE = {"kind": TEXT, "clash": TEXT, "source": TEXT, "mask": INT}


def grouped(engine: Tables, independence: Independence) -> Iterator[Row]:
    """What counts on either side of claims of which some sources depend on each other, and how many are independent."""
    for claim, rows in groupby(engine.fetch(counting.LEANING), key=lambda row: row[0]):
        said = [(str(source), support, dispute) for _, source, support, dispute in rows]
        sides = ({source: _number(row[side]) for source, *row in said} for side in (0, 1))
        yield claim, *(_counting(independence, weights) for weights in sides), independence.count(name for name, *_ in said)


def regrouped(engine: Tables, independence: Independence, table: str) -> Iterator[Row]:
    """What sides weigh on which some sources depend on each other."""
    for key, rows in groupby(engine.fetch(settling.leaning(table)), key=lambda row: row[:3]):
        yield *key, _counting(independence, {str(source): _number(weight) for *_, source, weight in rows})


def _counting(independence: Independence, weights: Mapping[str, int]) -> int:
    """The weight of those sources that count."""
    said = {source: weight for source, weight in weights.items() if weight}
    return sum(said[group.source] for group in independence.groups(said, said.__getitem__))


def circles(engine: Tables, frame: Frame) -> Iterator[Row]:
    """Claims that make a thing its own cause: in pairs with the side that each is on, in loops without one (0)."""
    corpus, kinship = frame.corpus, frame.kinship
    around = Around(kinship, lambda name: kind_of(corpus, name) is Kind.MUSCLE)
    rows = (Edge(*row) for row in _rows(engine.fetch(screens.EDGES)))
    edges = [edge for edge in rows if not kinship.related(*edge.ends)]
    found = pairs(edges, around)
    paired = {name for pair in found for names in pair for name in names}
    told: dict[frozenset[str], tuple[tuple[str, ...], int | None]] = {}
    told |= {frozenset((*there, *back)): ((*there, *back), len(there)) for there, back in found}
    told |= {frozenset(loop): (loop, None) for loop in loops(edges, around, paired)}
    for number, (claims, first) in enumerate(told.values()):
        places = {claim: place for place, claim in reversed([*enumerate(claims)])}
        for place, claim in enumerate(claims):
            part = 0 if first is None else 1 if place < first else 2
            yield str(number), place if places[claim] == place else None, claim, part


def _number(value: Any) -> int:
    return int(value)


def decide(engine: Tables, frame: Frame) -> None:
    """Find the clashes of the kinds that SQL only screens for, and hand them to the engine as tables."""
    found: list[Contradiction] = []
    for kind, screen in screens.SCREENS.items():
        engine.keep("screened", screen)
        found += _found(kind, _screened(engine, frame.corpus), frame)
    keyed = [(clash.kind.value, str(number), clash) for number, clash in enumerate(found)]
    engine.give("decided", DECIDED, ((kind, key, *_weighed(clash)) for kind, key, clash in keyed))
    places = ((kind, key, *placed) for kind, key, clash in keyed for placed in enumerate(clash.claims))
    engine.give("decided_claim", DECIDED_CLAIM, places)
    engine.give("decided_voice", DECIDED_VOICE, ((kind, key, *said) for kind, key, clash in keyed for said in _voices(clash)))


def _weighed(clash: Contradiction) -> Row:
    return clash.resolved, clash.weights.supports, clash.weights.disputes


def _voices(clash: Contradiction) -> Iterator[Row]:
    masks: dict[str, int] = defaultdict(int)
    for stance in (Stance.SUPPORTS, Stance.DISPUTES, Stance.QUALIFIES):
        for source in getattr(clash, stance.value):
            masks[source] |= counting.BITS[stance]
    yield from masks.items()


class _Unexplained(Apart):
    """Tells sides apart without saying why they may be, which is written for the clashes that are shown."""

    __slots__ = ()

    def reasons(self, *_: object) -> tuple[Reason, ...]:
        return ()


def _found(kind: ContradictionKind, corpus: Corpus, frame: Frame) -> Collection[Contradiction]:
    if not corpus.claims:
        return ()
    ground = Ground(corpus, frame.independence, frame.weights, kinship=frame.kinship)
    ground.apart = _Unexplained(corpus, ground.kinship, ground.apart.respects, ground.scales.weigh)
    found = distinct(clash for finder in FINDERS if finder.kind is kind for clash in finder.find(ground))
    if kind is ContradictionKind.TIERS:  # those over one claim follow from joins
        return [clash for clash in found if len(clash.claims) > 1]
    return found


def _screened(engine: Tables, frame: Corpus) -> Corpus:
    """The corpus of the claims that were screened, less all that no finder looks at."""
    chosen = [*_rows(engine.fetch(screens.CLAIMS))]
    if not chosen:
        return Corpus()
    scopes = _by_assertion(engine.fetch(screens.SCOPES))
    reasons = _by_assertion(engine.fetch(screens.QUALIFICATIONS))
    made: dict[str, list[Assertion]] = defaultdict(list)
    for claim, name, source, stance, certainty, basis, design, finding, unconfirmed in _rows(engine.fetch(screens.ASSERTIONS)):
        made[claim].append(
            Assertion(
                name,
                claim,
                source,
                Stance(stance),
                Certainty(certainty),
                Basis(basis),
                paraphrase="",
                scope=tuple(concept for (concept,) in scopes.get(name, ())),
                qualifications=tuple(Qualification(Aspect(aspect), "", why) for aspect, why in reasons.get(name, ())),
                design=design,
                finding=Finding(finding) if finding else None,
                unconfirmed=unconfirmed,
            )
        )
    claims = {
        name: Claim(name, subject, relation, object_, "", outcome or None, tuple(made[name]))
        for name, subject, relation, object_, outcome in chosen
    }
    return Corpus(frame.relations, frame.concepts, frame.sources, claims)


def _rows(rows: Iterable[Row]) -> Iterator[Sequence[Any]]:
    """Rows of a table whose columns are of known types."""
    yield from rows


def _by_assertion(rows: Iterable[Row]) -> dict[str, list[Sequence[Any]]]:
    found: dict[str, list[Sequence[Any]]] = defaultdict(list)
    for _, assertion, *rest in _rows(rows):
        found[assertion].append(rest)
    return found
