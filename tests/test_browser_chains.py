"""The page's own search for chains finds what the library finds: same steps, sign, score and tellers, same reasons."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from builders import claim, concept, corpus, disputes, qualifies, reports, state, supports
from opened_page import chromium
from playwright.sync_api import Page

from kneegraph import files, rdf
from kneegraph.analysis.chains import Chain, chains
from kneegraph.analysis.exercises import exercises
from kneegraph.analysis.no_chain import NoChain, why_no_chain
from kneegraph.browser.answers import answers
from kneegraph.browser.bundle import joined_modules
from kneegraph.browser.content import content
from kneegraph.model import Corpus

pytestmark = pytest.mark.browser

LINKED, OTHERS = 160, 120  # pairs
_FIND = """([content, pairs]) => {
    const [concepts, claims] = [content.concepts, content.claims].map((part) => new Map(Object.entries(part)));
    const data = { content, concepts, claims };
    const searching = new window.chains.Chains(data);
    return pairs.map(([start, goal]) => ({ ...searching.find(start, goal), why: searching.why(start, goal) }));
}"""


@pytest.fixture(scope="module")
def blank() -> Iterator[Page]:
    """A page with nothing in it but the search."""
    with chromium() as browser:
        page = browser.new_page()
        script = joined_modules("chains").removesuffix("})();\n") + "window.chains = $chains;\n})();\n"
        page.add_script_tag(content=script)
        yield page


def found_by_page(page: Page, known: Corpus, pairs: list[tuple[str, str]]) -> list[dict[str, object]]:
    found = page.evaluate(_FIND, [content(known, None) | answers(known, None), pairs])
    assert isinstance(found, list)
    return found


def told(chain: Chain) -> dict[str, object]:
    """A chain as the page tells it."""
    return {
        "steps": [
            {
                "claim": step.claim,
                "subject": step.subject,
                "relation": step.relation,
                "object": step.object,
                "sign": step.sign or 0,
                "scope": list(step.scope),
            }
            for step in chain.steps
        ],
        "sign": chain.sign or 0,
        "toldBy": list(chain.told_by),
        "contested": list(chain.contested_steps),
        "weakest": chain.weakest_step,
        "score": chain.score,
    }


def without_strengths(chain: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in chain.items() if key != "strengths"}


def compare(page: Page, known: Corpus, pairs: list[tuple[str, str]]) -> list[int]:
    """How many chains each pair has, after both have found the same."""
    counts = []
    for pair, found in zip(pairs, found_by_page(page, known, pairs), strict=True):
        expected = chains(known, *pair)
        shown = found["chains"]
        assert isinstance(shown, list)
        assert [without_strengths(one) for one in shown] == [told(one) for one in expected], pair
        assert found["gaveUp"] == expected.gave_up, pair
        assert found["why"] == why_no_chain(known, *pair), pair
        counts.append(len(expected))
    return counts


def test_the_page_finds_the_chains_of_the_library_on_many_pairs(blank: Page) -> None:
    known, problems = rdf.from_quads(files.read(files.data_files()).quads)
    assert not problems
    chosen = random.Random(4)  # the same sample every time
    concepts = sorted({end for one in known.claims.values() for end in (one.subject, one.object)})
    linked = sorted({(link.exercise, link.outcome) for link in exercises(known)})
    pairs = chosen.sample(linked, LINKED) + [(chosen.choice(concepts), chosen.choice(concepts)) for _ in range(OTHERS)]
    counts = compare(blank, known, pairs)
    assert sum(count > 0 for count in counts) >= 100
    assert sum(count == 0 for count in counts) >= 20


MADE = corpus(
    claim("weak glute", "causes", "valgus", supports("s1"), supports("s2"), disputes("s3")),
    claim("valgus", "causes", "knee pain", supports("s1"), qualifies("s2", aspect="scope")),
    claim("clamshell", "targets", "glute", supports("s1", scope=["hip flexed"])),
    claim("tape", "reduces", "bruise", disputes("s1")),
    claim("rumour", "causes", "myth", reports("s1")),
    claim("front pain", "causes", "limp", supports("s2")),
    concept("clamshell", "Exercise"),
    concept("front pain", "Symptom", broader="knee pain"),
    concept("alone", "Symptom"),
    state("weak glute", of="glute", sign=-1, opposite="strong glute"),
    state("strong glute", of="glute", sign=1),
    state("lazy glute", of="glute", sign=-1),
)

REASONS = [
    ("weak-glute", "weak-glute", NoChain.SAME_CONCEPT),
    ("tape", "bruise", NoChain.ONLY_DISPUTED),
    ("weak-glute", "strong-glute", NoChain.BY_DEFINITION),
    ("knee-pain", "weak-glute", NoChain.ONLY_BACKWARDS),
    ("alone", "knee-pain", NoChain.NOTHING_LEAVES),
    ("rumour", "alone", NoChain.NOTHING_ARRIVES),
    ("rumour", "knee-pain", NoChain.NOT_CONNECTED),
    ("clamshell", "knee-pain", None),
    ("lazy-glute", "knee-pain", None),
    ("rumour", "myth", None),
]


def test_each_reason_why_there_is_no_chain_is_the_library_s(blank: Page) -> None:
    compare(blank, MADE, [(start, goal) for start, goal, _ in REASONS])
    found = found_by_page(blank, MADE, [(start, goal) for start, goal, _ in REASONS])
    assert [one["why"] for one in found] == [reason for _, _, reason in REASONS]


def test_a_way_that_takes_too_many_steps_or_comes_back_is_told_apart(blank: Page) -> None:
    long = [claim(f"c{number}", "causes", f"c{number + 1}", supports("s1")) for number in range(8)]
    back = [
        claim("weak vmo", "causes", "slack", supports("s1")),
        claim("slack", "causes", "strong vmo", supports("s1")),
        claim("strong vmo", "causes", "ache", supports("s1")),
    ]
    states = [state("weak vmo", of="vmo", sign=-1), state("strong vmo", of="vmo", sign=1)]
    known = corpus(*long, *back, *states)
    pairs = [("c0", "c8"), ("weak-vmo", "ache"), ("c0", "c6")]
    compare(blank, known, pairs)
    assert [one["why"] for one in found_by_page(blank, known, pairs)] == [NoChain.TOO_LONG, NoChain.IN_CIRCLES, None]
