"""A graph of made-up claims that is shaped like a real one, of any size, as N-Triples or Turtle.

    python benchmarks/generate.py 100000 > claims.nt
    python benchmarks/generate.py 1000000 -o claims.nt
    python benchmarks/generate.py 10000 -o claims.ttl

The same size and seed give the same bytes. What is like the packaged data: which relation joins which kinds of concepts, how
often; stances, certainties, bases, designs, scopes. What is as large graphs
are: concepts and sources are drawn by Zipf's law, so that a few are in everything; the number of assertions on a claim falls
with its square, up to 300. Some 3 assertions a claim, 11 triples an assertion; a concept for 50 assertions, a source for 20.
The relations themselves are those of `data/ontology.ttl`. Memory: the names of concepts, sources and claims. Some 60,000
assertions a second.
"""

from __future__ import annotations

import argparse
import random
import sys
from bisect import bisect
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import partial
from itertools import accumulate
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from kneegraph import turtle
from kneegraph import vocab as v

KG, ID, TYPE = v.KG, v.ID, f"<{v.RDF}type>"
_INTEGER = f"^^<{v.XSD}integer>"

#: How many of a hundred concepts are of each kind. States come by themselves, two of each muscle.
_KINDS = {
    "Muscle": 8,
    "Exercise": 18,
    "Intervention": 16,
    "Condition": 14,
    "MovementFault": 9,
    "Symptom": 4,
    "Function": 7,
    "JointAction": 2,
    "Population": 2,
    "Setting": 1,
}
#: Which claims there are, and how often, among those that the packaged data have most.
_FORMS = {
    ("Exercise", "targets", "Muscle"): 84,
    ("MuscleState", "causes", "MovementFault"): 44,
    ("Intervention", "reduces", "Condition"): 40,
    ("MuscleState", "causes", "Condition"): 36,
    ("MovementFault", "causes", "Condition"): 31,
    ("Intervention", "moreEffectiveThan", "Intervention"): 28,
    ("Intervention", "reduces", "MovementFault"): 28,
    ("MuscleState", "associatedWith", "Condition"): 26,
    ("MovementFault", "riskFactorFor", "Condition"): 25,
    ("Intervention", "improves", "Function"): 23,
    ("Intervention", "reduces", "Symptom"): 23,
    ("MuscleState", "causes", "Symptom"): 21,
    ("Exercise", "moreEffectiveThan", "Exercise"): 20,
    ("Intervention", "recommendedFor", "MovementFault"): 17,
    ("Condition", "causes", "Condition"): 17,
    ("MovementFault", "causes", "MovementFault"): 16,
    ("Muscle", "performs", "JointAction"): 14,
    ("Muscle", "controls", "Function"): 14,
    ("MuscleState", "riskFactorFor", "Condition"): 13,
    ("Intervention", "improves", "MuscleState"): 11,
    ("Condition", "causes", "MuscleState"): 10,
    ("Exercise", "improves", "MuscleState"): 8,
    ("MovementFault", "causes", "Symptom"): 7,
    ("MuscleState", "prevalentIn", "Population"): 6,
}
#: In hundredths, or thousandths, of the assertions.
_STANCES = {"supports": 773, "disputes": 130, "qualifies": 86, "reports": 11}
_CERTAINTIES = {"probable": 46, "certain": 35, "possible": 19}
_BASES = {"study": 25, "statement": 55, "authority": 9, "mechanism": 8, "anecdote": 3}
_DESIGNS = {
    "systematicReview": 65,
    "crossSectional": 43,
    "rct": 41,
    "emg": 38,
    "narrativeReview": 35,
    "cohort": 22,
    "consensus": 2,
    "guideline": 1,
}
_ASPECTS = ("scope", "relativeImportance", "partialCause", "dose", "population", "time", "measure", "causation")
_WITH_SCOPE, _WITH_PASSAGE, _WITH_POPULATION = 0.15, 0.12, 0.15
_STEEPNESS, _MOST = 2.0, 300
_LENGTH = 20_000
_BLOCK = 4096


def drawn(chance: random.Random, weights: dict[str, int] | dict[tuple[str, str, str], int] | list[float]) -> Iterator[int]:
    """Places in weights, for ever, each as often as it weighs."""
    totals = list(accumulate(weights.values() if isinstance(weights, dict) else weights))
    draw, whole = chance.random, totals[-1]
    while True:
        yield bisect(totals, draw() * whole)


def zipf(chance: random.Random, count: int) -> Callable[[], int]:
    """Numbers below `count`, the first the most frequent, by Zipf's law with the exponent 1."""
    return partial(next, drawn(chance, [1 / rank for rank in range(1, count + 1)]))


def choose(chance: random.Random, weights: dict[str, int]) -> Callable[[], str]:
    """Names, each as often as it weighs."""
    names, places = list(weights), drawn(chance, weights)
    return lambda: names[next(places)]


class Made:
    """The concepts and sources of a graph, by which its claims go."""

    def __init__(self, assertions: int, seed: int) -> None:
        self.chance = random.Random(seed)
        concepts = max(200, assertions // 50)
        self.concepts = {kind: max(4, concepts * share // 100) for kind, share in _KINDS.items()}
        self.sources = max(20, assertions // 20)
        self.names = {kind: [v.slug(_label(kind, number)) for number in range(count)] for kind, count in self.concepts.items()}
        muscles = self.names["Muscle"]
        self.names["MuscleState"] = [f"{state}-{muscle}" for muscle in muscles for state in ("weak", "strong")]


def lines(assertions: int, seed: int = 1) -> Iterator[str]:
    """N-Triples of at least so many assertions, at most 300 more, in pieces of several lines."""
    made = Made(assertions, seed)
    yield from _concepts(made)
    yield from _sources(made)
    yield from _claims(made, assertions)


def _label(kind: str, number: int) -> str:
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in kind).strip()
    return f"{words} {number}"


def _concepts(made: Made) -> Iterator[str]:
    for kind, names in made.names.items():
        for number, name in enumerate(names):
            node = f"<{ID}concept/{name}>"
            said = f"{node} {TYPE} <{v.SKOS}Concept> .\n{node} {TYPE} <{KG}{kind}> .\n"
            said += f'{node} <{v.SKOS}prefLabel> "{name.replace("-", " ")}"@en .\n'
            if kind == "MuscleState":
                state, _, muscle = name.partition("-")
                other = "strong" if state == "weak" else "weak"
                said += f"{node} <{KG}stateOf> <{ID}concept/{muscle}> .\n"
                said += f"{node} <{KG}oppositeOf> <{ID}concept/{other}-{muscle}> .\n"
                said += f'{node} <{KG}sign> "{1 if state == "strong" else -1}"{_INTEGER} .\n'
            elif number and number % 3 == 0:
                said += f"{node} <{v.SKOS}broader> <{ID}concept/{names[number // 3]}> .\n"
            if number % 2:
                said += f'{node} <{v.SKOS}altLabel> "{name.replace("-", " ")} also"@en .\n'
            yield said


def _sources(made: Made) -> Iterator[str]:
    chance = made.chance
    author = zipf(chance, max(10, made.sources // 2))
    for number in range(made.sources):
        node, popular = f"<{ID}source/s{number}>", number % 20 < 11
        tier, kind = ("popular", "popularArticle") if popular else ("peer-reviewed", "researchArticle")
        said = f"{node} {TYPE} <{KG}Source> .\n{node} {TYPE} <{v.PROV}Entity> .\n"
        said += f'{node} <{v.DCTERMS}title> "Of knees, part {number}"@en .\n{node} <{KG}tier> <{KG}{tier}> .\n'
        said += f"{node} <{KG}kind> <{KG}{kind}> .\n{node} <{KG}collection> <{ID}collection/made-up> .\n"
        said += f'{node} <{v.DCTERMS}issued> "{1990 + number * 7 % 37}"^^<{v.XSD}gYear> .\n'
        said += f'{node} <{KG}sha256> "{number:064x}" .\n{node} <{KG}length> "{_LENGTH}"{_INTEGER} .\n'
        if number % 2:
            said += f'{node} <{v.DCTERMS}creator> "Writer{author()} Q" .\n'
        if number and number % 50 == 0:
            part = f"_:d{number}"
            said += f"{node} <{KG}dependsOn> {part} .\n{part} <{KG}source> <{ID}source/s{chance.randrange(number)}> .\n"
            said += f"{part} <{KG}dependence> <{KG}repeats> .\n"
        yield said


def _claims(made: Made, assertions: int) -> Iterator[str]:
    chance = made.chance
    ends = {kind: zipf(chance, len(names)) for kind, names in made.names.items()}
    forms, which = list(_FORMS), drawn(chance, _FORMS)
    sizes = drawn(chance, [rank**-_STEEPNESS for rank in range(1, _MOST + 1)])
    assertion = Assertions(made)
    known: set[tuple[str, str, str]] = set()
    unused = {kind: iter(names) for kind, names in made.names.items()}
    done = 0
    while done < assertions:
        first, relation, last = forms[next(which)]
        # Every concept gets its turn, since one that nothing mentions would be an error.
        subject = next(unused[first], None) or made.names[first][ends[first]()]
        object_ = next(unused[last], None) or made.names[last][ends[last]()]
        if subject == object_ or (subject, relation, object_) in known:
            continue
        known.add((subject, relation, object_))
        outcome = made.names["Symptom"][ends["Symptom"]()] if relation == "moreEffectiveThan" else None
        name, text = claim(subject, relation, object_, outcome)
        told, said = assertion.about(name, next(sizes) + 1)
        done += told
        yield text + said


def claim(subject: str, relation: str, object_: str, outcome: str | None) -> tuple[str, str]:
    """A claim: its identifier and its triples."""
    name = f"{subject}.{relation}.{object_}" + (f".{outcome}" if outcome else "")
    node = f"<{ID}claim/{name}>"
    label = f"{subject} {relation} {object_}".replace("-", " ")
    return name, (
        f"{node} {TYPE} <{KG}Claim> .\n{node} {TYPE} <{v.RDF}Statement> .\n"
        f"{node} <{v.RDF}subject> <{ID}concept/{subject}> .\n{node} <{v.RDF}predicate> <{KG}{relation}> .\n"
        f'{node} <{v.RDF}object> <{ID}concept/{object_}> .\n{node} <{v.RDFS}label> "{label}"@en .\n'
        + (f"{node} <{KG}outcome> <{ID}concept/{outcome}> .\n" if outcome else "")
    )


class Assertions:
    """Makes assertions, each source once a stance on a claim."""

    def __init__(self, made: Made) -> None:
        chance = made.chance
        self._random = chance.random
        self._settings = made.names["Setting"]
        self._source = zipf(chance, made.sources)
        self._stance = choose(chance, _STANCES)
        self._certainty = choose(chance, _CERTAINTIES)
        self._basis = choose(chance, _BASES)
        self._design = choose(chance, _DESIGNS)
        self._number = 0

    def about(self, name: str, wanted: int) -> tuple[int, str]:
        """So many assertions on a claim, or fewer where sources would repeat themselves; how many, and their triples."""
        sides = {(self._source(), self._stance()) for _ in range(wanted)}
        return len(sides), "".join(self._one(f"s{source}", name, stance) for source, stance in sorted(sides))

    def _one(self, source: str, name: str, stance: str) -> str:
        self._number += 1
        number, some = self._number, self._random
        node, home, basis = f"<{ID}assertion/{source}.{name}.{stance}>", f"<{ID}source/{source}>", self._basis()
        said = (
            f"{node} {TYPE} <{KG}Assertion> .\n{node} <{KG}claim> <{ID}claim/{name}> .\n"
            f"{node} <{KG}source> {home} .\n{node} <{KG}stance> <{KG}{stance}> .\n"
            f"{node} <{KG}certainty> <{KG}{self._certainty()}> .\n{node} <{KG}basis> <{KG}{basis}> .\n"
            f'{node} <{KG}paraphrase> "What {source} says of it, told in other words, as statement {number}."@en .\n'
            f"{node} <{v.PROV}wasDerivedFrom> {home} .\n"
        )
        if basis == "study":
            said += f"{node} <{KG}design> <{KG}{self._design()}> .\n"
        if stance == "qualifies":
            part, aspect = f"_:q{number}", _ASPECTS[number % len(_ASPECTS)]
            said += f"{node} <{KG}qualification> {part} .\n{part} <{KG}aspect> <{KG}{aspect}> .\n"
            said += f'{part} <{v.RDFS}comment> "Only so far."@en .\n'
        if stance == "reports":
            said += f'{node} <{KG}attributedTo> "Writer{number % 5000}" .\n'
        if some() < _WITH_SCOPE:
            said += f"{node} <{KG}scope> <{ID}concept/{self._settings[number % len(self._settings)]}> .\n"
        if some() < _WITH_POPULATION:
            said += f'{node} <{KG}population> "runners"@en .\n'
        if some() < _WITH_PASSAGE:
            part, start = f"_:p{number}", number % (_LENGTH - 100)
            said += f"{node} <{v.OA}hasSelector> {part} .\n{part} {TYPE} <{v.OA}TextPositionSelector> .\n"
            said += f'{part} <{v.OA}start> "{start}"{_INTEGER} .\n{part} <{v.OA}end> "{start + 80}"{_INTEGER} .\n'
            said += f'{part} <{KG}sha256> "{number:064x}" .\n'
        return said


def write(assertions: int, path: Path, seed: int = 1) -> None:
    """Write a graph to a file, in the form that its ending says: .nt, .nq, or .ttl, which is put together in memory."""
    if path.suffix == ".ttl":
        path.write_text(turtle.write_turtle(parse("".join(lines(assertions, seed)).encode(), RdfFormat.N_TRIPLES)), "utf-8")
        return
    with path.open("w", encoding="utf-8") as out:
        out.writelines(lines(assertions, seed))


def main() -> None:
    """Write a graph as the command line says."""
    asked = argparse.ArgumentParser(description="Write a made-up graph of claims.")
    asked.add_argument("assertions", type=int)
    asked.add_argument("-o", "--output", type=Path, help="a file that ends in .nt, .nq or .ttl (otherwise: N-Triples, here)")
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    if given.output is not None:
        write(given.assertions, given.output, given.seed)
        return
    with nullcontext(sys.stdout) as out:
        out.writelines(lines(given.assertions, given.seed))


if __name__ == "__main__":
    main()
