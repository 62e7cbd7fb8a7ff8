"""Made-up graphs of any size: the same every time, valid, and shaped like the data that come with kneegraph."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import generate
import pytest
from pyoxigraph import RdfFormat, parse

import kneegraph
from kneegraph import files
from kneegraph.model import Corpus


@pytest.fixture(scope="module")
def made() -> Corpus:
    quads = [*files.read_quads(files.packaged("data", "ontology.ttl"))]
    quads += parse("".join(generate.lines(5_000)).encode(), RdfFormat.N_TRIPLES)
    found, problems = kneegraph.rdf.from_quads(quads)
    assert problems == []
    return found


def test_the_same_size_and_seed_give_the_same_bytes() -> None:
    once, again, other = ("".join(generate.lines(500, seed)) for seed in (1, 1, 2))
    assert once == again != other


def test_what_is_made_is_valid(tmp_path: Path, made: Corpus) -> None:
    from kneegraph.validate.invariants import invariants_of_whole

    assert list(invariants_of_whole(made)) == []
    generate.write(300, tmp_path / "a.nt")
    generate.write(300, tmp_path / "a.ttl")
    assert kneegraph.load(tmp_path / "a.nt").corpus == kneegraph.load(tmp_path / "a.ttl").corpus


def test_it_has_the_shape_of_the_packaged_data(made: Corpus, whole: Corpus) -> None:
    for name in ("stance", "certainty", "basis"):
        here, there = (_shares(corpus, name) for corpus in (made, whole))
        assert all(abs(here[value] - there[value]) < 0.03 for value in there), name
    triples = sum(text.count("\n") for text in generate.lines(5_000))
    assert 10 < triples / 5_000 < 13
    on_claims = sorted(len(claim.assertions) for claim in made.claims.values())
    assert on_claims[len(on_claims) // 2] <= 2
    assert on_claims[-1] > 30
    named = Counter(end for claim in made.claims.values() for end in (claim.subject, claim.object))
    assert named.most_common(1)[0][1] > 100


def _shares(corpus: Corpus, name: str) -> dict[str, float]:
    found = Counter(getattr(one, name) for one in corpus.assertions)
    return {value: count / found.total() for value, count in found.items()}
