"""The published parameters of weighing: one file, `data/weights.toml`, read and checked."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kneegraph import files
from kneegraph.errors import DataError
from kneegraph.model import Assertion, Basis, Certainty, Stance
from kneegraph.nearest import suggestion

NAME = "weights.toml"
#: Decimal places of every weight and sum of weights. What is kept so is the same number in whatever order it was added up.
PLACES = 9


@dataclass(frozen=True)
class Weights:
    """What a piece of evidence weighs, by design or basis, by certainty, and what nothing known weighs."""

    prior: float
    unconfirmed: float
    designs: Mapping[str, float]
    bases: Mapping[Basis, float]
    certainties: Mapping[Certainty, float]
    granted: float
    limited: float

    @classmethod
    def packaged(cls) -> Weights:
        """Those that came with kneegraph."""
        return _packaged()

    @classmethod
    def beside(cls, paths: Iterable[Path]) -> Weights:
        """Those of the first folder, among those of these data files, that has some of its own; else the packaged ones."""
        homes = dict.fromkeys(path.parent for path in paths)
        own = (home / NAME for home in homes if home != files.packaged("data") and (home / NAME).is_file())
        return next(map(cls.read, own), None) or cls.packaged()

    @classmethod
    def read(cls, path: Path) -> Weights:
        """Those in a file. Raises DataError with the place for a key that is unknown or missing, or what is no weight."""
        text = files.read_text(path)
        try:
            given = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise DataError(f"is not TOML: {error}", path=path) from error
        shape = {
            "prior": None,
            "unconfirmed": None,
            "designs": DESIGNS,
            "bases": tuple(Basis),
            "certainties": tuple(Certainty),
            "qualifies": ("support", "dispute"),
        }
        for problem, key in _problems(given, shape):
            line = next((n for n, one in enumerate(text.split("\n"), 1) if key and key in one.partition("=")[0]), None)
            raise DataError(problem, path=path, line=line)
        return cls(
            prior=float(given["prior"]),
            unconfirmed=float(given["unconfirmed"]),
            designs={name: float(weight) for name, weight in given["designs"].items()},
            bases={Basis(name): float(weight) for name, weight in given["bases"].items()},
            certainties={Certainty(name): float(weight) for name, weight in given["certainties"].items()},
            granted=float(given["qualifies"]["support"]),
            limited=float(given["qualifies"]["dispute"]),
        )

    def of(self, assertion: Assertion) -> float:
        """What an assertion weighs, whatever its stance: design (or basis) times certainty, less when it is unconfirmed."""
        base = self.designs.get(assertion.design or "", self.bases[assertion.basis])
        seen = self.unconfirmed if assertion.unconfirmed else 1.0
        return round(base * self.certainties[assertion.certainty] * seen, PLACES)

    def sides(self, assertion: Assertion) -> tuple[float, float]:
        """What an assertion puts on the side of support, and on that of dispute. A report puts nothing on either."""
        weight = self.of(assertion)
        if assertion.stance is Stance.SUPPORTS:
            return weight, 0.0
        if assertion.stance is Stance.DISPUTES:
            return 0.0, weight
        if assertion.stance is Stance.QUALIFIES:
            return round(weight * self.granted, PLACES), round(weight * self.limited, PLACES)
        return 0.0, 0.0


def summed(weights: Iterable[float]) -> float:
    """What weights add up to, the same in whatever order they come.

    >>> summed([0.1, 0.2, 0.3]) == summed([0.3, 0.2, 0.1]) == 0.6
    True
    """
    return round(math.fsum(weights), PLACES)


#: The designs that must have a weight.
DESIGNS = ("systematicReview", "rct", "cohort", "crossSectional", "emg", "guideline", "consensus", "narrativeReview")


def _problems(given: Mapping[str, object], shape: Mapping[str, tuple[str, ...] | None]) -> Iterator[tuple[str, str]]:
    """What is wrong with a file of weights, and the key at which."""
    for key in given.keys() - shape.keys():
        yield f"nobody reads {key}{suggestion(key, shape)}", key
    for key, names in shape.items():
        value = given.get(key)
        if value is None:
            yield f"{key} is missing", ""
        elif names is None:
            yield from _no_weight(key, value, above=key == "prior")
        elif not isinstance(value, dict):
            yield f"{key} must be a table, [{key}]", key
        else:
            yield from _in_table(key, value, names)


def _in_table(table: str, given: Mapping[str, object], names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in sorted(given.keys() - set(names)):
        if table != "designs":  # a graph may have designs of its own
            yield f"nobody reads {table}.{name}{suggestion(name, names)}", name
    for name in names:
        if name not in given:
            yield f"{table}.{name} is missing", table
    for name, value in given.items():
        yield from _no_weight(f"{table}.{name}", value)


def _no_weight(key: str, value: object, *, above: bool = False) -> Iterator[tuple[str, str]]:
    number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not number or (isinstance(value, int | float) and (value < 0 or (above and value == 0))):
        wanted = "a number above 0" if above else "a number, 0 or more"
        yield f"{key} must be {wanted} (got {value!r})", key.rpartition(".")[2]


@cache
def _packaged() -> Weights:
    return Weights.read(files.packaged("data", NAME))
