"""The steps of an assembly, in order: each is one statement of SQL, or a few rows that Python has decided."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from kneegraph.analysis.contradictions import FINDERS
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.assembly import deciding
from kneegraph.assembly.engine import Row, Tables
from kneegraph.assembly.frame import Frame, read_frame
from kneegraph.assembly.schema import BIG, INT, REAL, TEXT
from kneegraph.assembly.sql import View, claims, clashes, counting, screens, settling
from kneegraph.errors import UnknownTermError
from kneegraph.nearest import nearest

#: Told what is being done, how many steps are done, and how many there are.
Progress = Callable[[str, int, int], None]
_Step = tuple[str, Callable[[], None]]


def assemble_tables(
    engine: Tables, weights: Weights, progress: Progress = lambda *_: None, *, frame: Frame | None = None
) -> None:
    """Make the tables `tally`, `opinion` and `contradiction` of the input tables that an engine holds.

    `frame` is what these tables say of relations, concepts and sources, where it is at hand. Everything that grows with
    claims and assertions is done by the engine. Raises UnknownTermError for a relation, source or claim that is not there,
    AssemblyError for what the engine cannot do. Cost: linear, but for sorting.
    """
    frame = frame or read_frame(engine, weights)
    frame.give(engine)
    _run([*_counting(engine, frame), *_stating(engine), *_clashing(engine, frame), *_ranking(engine)], progress)


def count_tables(engine: Tables, frame: Frame, progress: Progress = lambda *_: None) -> None:
    """Make the tables `tally` and `opinion` only; see `assemble_tables`."""
    frame.give(engine)
    _run([*_counting(engine, frame)], progress)


def clash_tables(engine: Tables, frame: Frame, progress: Progress = lambda *_: None) -> None:
    """Make the table `contradiction`, once `count_tables` is done; see `assemble_tables`."""
    _run([*_stating(engine), *_clashing(engine, frame), *_ranking(engine)], progress)


def _run(steps: Sequence[_Step], progress: Progress) -> None:
    for number, (name, step) in enumerate(steps):
        progress(name, number, len(steps))
        step()
    progress("done", len(steps), len(steps))


def _counting(engine: Tables, frame: Frame) -> Iterator[_Step]:
    yield "references", partial(_check_references, engine, frame)
    yield _kept(engine, "tally", counting.TALLY)
    yield _kept(engine, "said", counting.SAID)
    yield _kept(engine, "counted", counting.COUNTED)
    yield _given(engine, "grouped", deciding.GROUPED, partial(deciding.grouped, engine, frame.independence))
    yield _kept(engine, "opinion", counting.opinion(frame.weights.prior))


def _stating(engine: Tables) -> Iterator[_Step]:
    for table, query in claims.STEPS.items():
        yield _kept(engine, table, query)


def _clashing(engine: Tables, frame: Frame) -> Iterator[_Step]:
    yield _given(engine, "side_rule", clashes.RULE_COLUMNS, lambda: iter(clashes.RULES))
    for table, query in clashes.STEPS.items():
        yield _kept(engine, table, query)
    yield _given(engine, "circle", deciding.CIRCLE, partial(deciding.circles, engine, frame))
    yield _kept(engine, "loop_step", clashes.LOOP_STEPS)
    yield from _weighing(engine, frame, "loop_step", "loop_weight")
    yield _kept(engine, "member", clashes.members(engine.listed("claim", "claim")))
    yield _kept(engine, "spoken", clashes.SPOKEN)
    yield _kept(engine, "faced", clashes.FACED)
    yield _kept(engine, "peers", clashes.PEERS)
    yield from _weighing(engine, frame, "peers", "peer_weight")
    yield _kept(engine, "facing", settling.faced(frame.weights.prior))
    yield _kept(engine, "joined", View(clashes.WITH_TIERS))
    yield _kept(engine, "sided", clashes.SIDED)
    yield _kept(engine, "heaviest", clashes.HEAVIEST)
    yield from _weighing(engine, frame, "heaviest", "clash_weight")
    for table, query in screens.STEPS.items():
        yield _kept(engine, table, query)
    yield "deciding", partial(deciding.decide, engine, frame)


def _weighing(engine: Tables, frame: Frame, table: str, into: str) -> Iterator[_Step]:
    """What sides weigh: summed, but where some sources depend on each other."""
    yield _kept(engine, f"{table}_sum", View(settling.summed(table)))
    again = partial(deciding.regrouped, engine, frame.independence, table)
    yield _given(engine, f"{table}_again", deciding.AGAIN, again)
    yield _kept(engine, into, View(settling.both(f"{table}_sum", f"{table}_again")))


def _ranking(engine: Tables) -> Iterator[_Step]:
    for table, query in settling.STEPS.items():
        yield _kept(engine, table, query)
    order = [(finder.kind.value, place) for place, finder in enumerate(FINDERS)]
    yield _given(engine, "kind_order", {"kind": TEXT, "place": INT}, lambda: iter(order))
    yield _given(engine, "stake", {"hangs": BIG, "factor": REAL}, partial(_factors, engine))
    yield _kept(engine, "settled", settling.settled(engine))
    yield _kept(engine, "contradiction", settling.CONTRADICTION)


def _factors(engine: Tables) -> Iterator[Row]:
    """By what `stakes` multiplies for each number of claims that hang on a clash; logarithms differ between engines."""
    for hangs in sorted({0, *(row[0] for row in engine.fetch(settling.HANGS))}):  # type: ignore[type-var]
        yield hangs, 1 + math.log2(1 + hangs)  # type: ignore[operator]


def _check_references(engine: Tables, frame: Frame) -> None:
    """Raise UnknownTermError for the first relation, source or claim that is referred to and not there."""
    known = {"relation": frame.corpus.relations, "source": frame.corpus.sources, "claim": ()}
    wanted = {"relation": claims.UNDEFINED, "source": counting.UNKNOWN_SOURCES, "claim": counting.UNKNOWN_CLAIMS}
    for sort, query in wanted.items():
        for (name,) in engine.fetch(query):
            if name is not None:
                raise UnknownTermError(sort, str(name), nearest(str(name), known[sort]))


def _kept(engine: Tables, table: str, query: str) -> _Step:
    return table, partial(engine.view if isinstance(query, View) else engine.keep, table, query)


def _given(engine: Tables, table: str, columns: dict[str, str], rows: Callable[[], Iterator[Row]]) -> _Step:
    return table, lambda: engine.give(table, columns, rows())
