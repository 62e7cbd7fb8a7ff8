"""Relations and concepts: what claims are made of."""

from __future__ import annotations

from dataclasses import dataclass

from kneegraph.model.sets import Family, Kind


@dataclass(frozen=True, slots=True)
class Relation:
    """How a claim joins two concepts. `sign` is +1, -1, or None where no direction of effect is meant."""

    id: str
    label: str
    inverse_label: str
    family: Family
    sign: int | None = None
    chainable: bool = False
    symmetric: bool = False
    comparative: bool = False
    other_labels: tuple[str, ...] = ()
    definition: str | None = None


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing claims are about.

    `sign` of a state: +1 when the muscle does more, -1 when it does less. `related` are the things it concerns without
    being one of them, as patellar tracking concerns the patella.
    """

    id: str
    kind: Kind
    label: str
    other_labels: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    state_of: str | None = None
    opposite_of: str | None = None
    sign: int | None = None
    definition: str | None = None
    matches: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label, the preferred one first."""
        return (self.label, *self.other_labels)
