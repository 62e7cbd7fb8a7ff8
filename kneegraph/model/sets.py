"""The closed sets: what a stance, a certainty, a basis, a tier, a standing, a kind of concept … can be."""

from __future__ import annotations

from enum import StrEnum


class Stance(StrEnum):
    """What a source does with a claim; `reports` takes no side."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"
    QUALIFIES = "qualifies"
    REPORTS = "reports"


class Certainty(StrEnum):
    """How sure the source's own wording is."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"


class Basis(StrEnum):
    """What the source rests its assertion on."""

    STATEMENT = "statement"
    MECHANISM = "mechanism"
    ANECDOTE = "anecdote"
    AUTHORITY = "authority"
    STUDY = "study"


class Aspect(StrEnum):
    """In which respect a qualification limits a claim."""

    SCOPE = "scope"
    RELATIVE_IMPORTANCE = "relativeImportance"
    PARTIAL_CAUSE = "partialCause"
    DOSE = "dose"
    POPULATION = "population"
    TIME = "time"
    MEASURE = "measure"
    CAUSATION = "causation"


class Finding(StrEnum):
    """What a source that disputes an effect or a link finds in its place."""

    NO_EFFECT = "noEffect"
    OPPOSITE_EFFECT = "oppositeEffect"


class DependenceKind(StrEnum):
    """Why two sources are not independent of each other."""

    POOLS = "pools"
    SAME_DATA = "sameData"
    REPEATS = "repeats"
    SAME_AUTHOR = "sameAuthor"


class Tier(StrEnum):
    """Whether somebody else examined the document before it appeared."""

    POPULAR = "popular"
    PEER_REVIEWED = "peer-reviewed"


class Standing(StrEnum):
    """What a tally adds up to, from most to least disagreement."""

    CONTESTED = "contested"
    DISPUTED = "disputed"
    QUALIFIED = "qualified"
    SUPPORTED = "supported"
    REPORTED = "reported"


class Kind(StrEnum):
    """What sort of thing a concept is."""

    MUSCLE = "Muscle"
    MUSCLE_STATE = "MuscleState"
    JOINT_ACTION = "JointAction"
    MOVEMENT_FAULT = "MovementFault"
    FUNCTION = "Function"
    SIGN = "Sign"
    SYMPTOM = "Symptom"
    CONDITION = "Condition"
    STRUCTURE = "Structure"
    EXERCISE = "Exercise"
    INTERVENTION = "Intervention"
    PRINCIPLE = "Principle"
    DOSE = "Dose"
    POPULATION = "Population"
    SETTING = "Setting"


class Family(StrEnum):
    """What sort of link a relation is."""

    CAUSAL = "causal"
    FUNCTIONAL = "functional"
    INTERVENTION = "intervention"
    DESCRIPTIVE = "descriptive"
