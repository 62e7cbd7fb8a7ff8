"""Corpora in which everybody disagrees: few concepts that all hang together, few sources that lean on each other."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from builders import relations
from hypothesis import strategies as st

from kneegraph.model import (
    Aspect,
    Assertion,
    Basis,
    Certainty,
    Claim,
    Concept,
    Corpus,
    Dependence,
    DependenceKind,
    Kind,
    Qualification,
    Source,
    Stance,
    Tier,
    claim_id,
)


def _concept(name: str, kind: Kind, *broader: str, **more: object) -> Concept:
    return replace(Concept(name, kind, name, broader=broader), **more)  # type: ignore[arg-type]


#: Muscles and their states, complaints, actions, treatments, and a circle of three that are each broader than the next.
CONCEPTS = [
    _concept("glutes", Kind.MUSCLE),
    _concept("medius", Kind.MUSCLE, "glutes"),
    _concept("weak-medius", Kind.MUSCLE_STATE, "weak-glutes", state_of="medius", sign=-1, opposite_of="strong-medius"),
    _concept("strong-medius", Kind.MUSCLE_STATE, state_of="medius", sign=1),
    _concept("weak-glutes", Kind.MUSCLE_STATE, state_of="glutes", sign=-1),
    _concept("inhibited-medius", Kind.MUSCLE_STATE, state_of="medius"),
    _concept("valgus", Kind.MOVEMENT_FAULT, "faults", opposite_of="varus"),
    _concept("varus", Kind.MOVEMENT_FAULT, "faults"),
    _concept("faults", Kind.MOVEMENT_FAULT),
    _concept("pain", Kind.SYMPTOM, "complaint"),
    _concept("complaint", Kind.SYMPTOM),
    _concept("in", Kind.JOINT_ACTION, "turning", opposite_of="out"),
    _concept("out", Kind.JOINT_ACTION, "turning"),
    _concept("turning", Kind.JOINT_ACTION),
    _concept("clamshell", Kind.EXERCISE, "exercise"),
    _concept("stretch", Kind.EXERCISE, "exercise", sign=-1),
    _concept("exercise", Kind.EXERCISE),
    _concept("round-a", Kind.CONDITION, "round-b"),
    _concept("round-b", Kind.CONDITION, "round-c"),
    _concept("round-c", Kind.CONDITION, "round-a"),
    _concept("closed-chain", Kind.SETTING, "loaded"),
    _concept("loaded", Kind.SETTING),
    _concept("runners", Kind.POPULATION),
    _concept("women", Kind.POPULATION),
]
NAMES = [one.id for one in CONCEPTS]
_ENDS = NAMES[:-4]
_SCOPES = NAMES[-4:]
#: Who causes what around circles, who does what under which condition; drawn more often than any two concepts.
_LIKELY = [
    ("weak-medius", "valgus"),
    ("weak-glutes", "valgus"),
    ("weak-medius", "pain"),
    ("weak-glutes", "pain"),
    ("valgus", "pain"),
    ("pain", "weak-medius"),
    ("valgus", "weak-medius"),
    ("varus", "pain"),
    ("medius", "in"),
    ("medius", "out"),
    ("round-a", "pain"),
    ("round-b", "pain"),
    ("clamshell", "weak-medius"),
    ("stretch", "medius"),
]
_RELATIONS = ["causes"] * 6 + ["riskFactorFor", "associatedWith"] * 2 + ["reduces", "controls", "targets", "outweighs"]
_DESIGNS = [None, "rct", "cohort", "emg", "narrativeReview", "systematicReview", "caseSeries"]
_CREATORS = [None, "Somerset, B", "Powers, C; Somerset, B", "Willson, J"]


def disputed_corpus(seed: int, claims: int) -> Corpus:
    """At most so many claims, each with up to five assertions; every reference is to something that is there."""
    dice = Random(seed)
    sources = {one.id: one for one in (_source(dice, f"s{number}") for number in range(dice.randint(2, 9)))}
    made = [_claim(dice, [*sources]) for _ in range(claims)]
    return Corpus(relations(), {one.id: one for one in CONCEPTS}, sources, {one.id: one for one in made})


def _source(dice: Random, name: str) -> Source:
    leaning = (
        [Dependence(dice.choice(["s0", "s1", "s2", "gone"]), dice.choice([*DependenceKind]))] if dice.random() < 0.3 else []
    )
    title, tier = dice.choice(["Knees", "Hips"]), dice.choice([*Tier])
    creator, issued = dice.choice(_CREATORS), dice.choice([None, "2018", "2019-02"])
    return Source(name, title, tier, "blogPost", "core", creator, issued, depends_on=tuple(leaning))


def _claim(dice: Random, sources: list[str]) -> Claim:
    subject, object_ = dice.choice(_LIKELY) if dice.random() < 0.8 else (dice.choice(_ENDS), dice.choice(_ENDS))
    relation = "performs" if object_ in ("in", "out") else dice.choice(_RELATIONS)
    outcome = dice.choice(["pain", "valgus"]) if relation == "outweighs" else None
    name = claim_id(subject, relation, object_, outcome)
    lean = dice.choice([*Stance])
    said = tuple(
        _assertion(dice, f"a{number}.{name}", name, dice.choice(sources), lean) for number in range(dice.randint(0, 5))
    )
    return Claim(name, subject, relation, object_, name, outcome, said)


def _assertion(dice: Random, name: str, claim: str, source: str, lean: Stance) -> Assertion:
    stance = lean if dice.random() < 0.5 else dice.choice([*Stance])
    why = Qualification(dice.choice([*Aspect]), "", dice.choice([None, *_ENDS]))
    design = dice.choice(_DESIGNS)
    return Assertion(
        id=name,
        claim=claim,
        source=source,
        stance=stance,
        certainty=dice.choice([*Certainty]),
        basis=Basis.STUDY if design else dice.choice([*Basis]),
        paraphrase="",
        scope=tuple(sorted(dice.sample(_SCOPES, dice.choice([0, 1, 1, 2])))),
        qualifications=(why,) if stance is Stance.QUALIFIES else (),
        attributed_to=("Powers",) if stance is Stance.REPORTS else (),
        design=design,
        unconfirmed=dice.random() < 0.15,
    )


#: Any of them.
disputed_corpora = st.builds(disputed_corpus, st.integers(0, 2**32), st.integers(0, 40))
