"""The picture as Python makes it: which concepts come first, where they stand, and how lines and shapes tell them apart."""

from __future__ import annotations

import json
from itertools import combinations

import pytest
from builders import claim, concept, corpus, disputes, qualifies, reports, state, supports
from hypothesis import given, settings
from hypothesis import strategies as st

from kneegraph.browser import looks
from kneegraph.browser.layout import Point, arrange, card
from kneegraph.browser.network import network
from kneegraph.browser.overview import overview, weigh
from kneegraph.model import Aspect, Basis, Certainty, Corpus, Kind, Standing

CONTESTED = claim("weak glute", "causes", "knee pain", supports("s1"), disputes("s2"))
QUALIFIED = claim("weak glute", "causes", "valgus", supports("s1"), qualifies("s3", aspect="partialCause", reason="pronation"))
AGREED = claim("clamshell", "targets", "glute", supports("s1"), supports("s2"))
TOLD = claim("tape", "reduces", "knee pain", reports("s3"))
SMALL = corpus(CONTESTED, QUALIFIED, AGREED, TOLD, state("weak glute", of="glute", sign=-1), concept("clamshell", "Exercise"))


# Overview


def test_weights_worked_by_hand() -> None:
    # contested: 12 · log2(1+2); qualified: 8 · log2(1+2); supported by two: 1 · log2(1+2); reported by one: 0.5 · log2(1+1)
    log3 = 1.584962500721156
    assert weigh(SMALL) == pytest.approx(
        {
            "weak-glute": 20 * log3,
            "knee-pain": 12 * log3 + 0.5,
            "valgus": 8 * log3,
            "clamshell": log3,
            "glute": log3,
            "tape": 0.5,
        }
    )


def test_a_claim_named_by_a_contradiction_counts_as_qualified() -> None:
    assert weigh(SMALL, [AGREED.id])["clamshell"] == pytest.approx(8 * 1.584962500721156)


def test_the_overview_keeps_to_its_limit_and_leaves_nobody_alone() -> None:
    assert overview(SMALL, limit=2) == ("knee-pain", "weak-glute")
    assert overview(SMALL, limit=4) == ("knee-pain", "valgus", "weak-glute")  # clamshell's only claim is with the glute


def test_disagreement_is_in_the_overview_of_the_packaged_data(core: Corpus) -> None:
    shown = overview(core)
    assert 40 <= len(shown) <= 80 < len(core.concepts)
    contested = [one for one in core.claims.values() if one.standing in {Standing.CONTESTED, Standing.QUALIFIED}]
    assert contested
    assert all({one.subject, one.object} <= set(shown) for one in contested)


# Layout


def overlapping(places: dict[str, Point], small: Corpus) -> list[tuple[str, str]]:
    cards = {id_: card(small.concepts[id_].label) for id_ in places}
    return [
        (a, b)
        for a, b in combinations(sorted(places), 2)
        if abs(places[a].x - places[b].x) < (cards[a].width + cards[b].width) / 2
        and abs(places[a].y - places[b].y) < (cards[a].height + cards[b].height) / 2
    ]


@pytest.mark.parametrize("limit", [40, 80, 150, 1000])
def test_cards_never_overlap_on_the_packaged_data(core: Corpus, limit: int) -> None:
    chosen = [core.concepts[id_] for id_ in overview(core, limit=limit)]
    assert overlapping(arrange(chosen, core.claims.values()), core) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), max_size=60), st.randoms())
def test_cards_never_overlap_and_the_order_of_the_data_does_not_matter(pairs: list[tuple[int, int]], random: object) -> None:
    kinds = list(Kind)
    concepts = [concept(f"concept {n} of several", kinds[n % len(kinds)].value) for n in range(26)]
    claims = [claim(f"concept {a} of several", "causes", f"concept {b} of several", supports("s")) for a, b in pairs]
    small = corpus(*concepts, *claims)
    places = arrange(concepts, claims)
    assert overlapping(places, small) == []
    assert len(places) == len(concepts)
    shuffle = getattr(random, "shuffle")  # noqa: B009  hypothesis gives a Random whose type it does not promise
    shuffle(concepts)
    shuffle(claims)
    assert arrange(concepts, claims) == places


def test_roles_run_from_left_to_right() -> None:
    places = arrange(list(SMALL.concepts.values()), SMALL.claims.values())
    order = ["clamshell", "glute", "weak-glute", "knee-pain"]
    assert [places[id_].x for id_ in order] == sorted({places[id_].x for id_ in order})


def test_every_label_keeps_to_three_lines() -> None:
    assert card("x" * 500).lines[-1].endswith("…")
    assert all(len(line) <= 18 for line in card("x" * 500).lines)
    assert card("").lines == ("?",)


# Network


def edges_of(small: Corpus) -> dict[str, dict[str, object]]:
    edges = network(small, dict.fromkeys(small.concepts, Point(0, 0)))["edges"]
    assert isinstance(edges, list)
    return {edge["id"]: edge for edge in edges}


def test_claims_between_the_same_two_concepts_stay_apart() -> None:
    same = [
        claim("a", "causes", "b", supports("s")),
        claim("a", "reduces", "b", disputes("t")),
        claim("b", "causes", "a", supports("u")),
    ]
    edges = edges_of(corpus(*same))
    assert set(edges) == {one.id for one in same}
    # An arc seen from its other end is the same arc when it turns the other way.
    curves = {(json.dumps(e["smooth"]), e["from"] < e["to"]) for e in edges.values() if isinstance(e["from"], str)}  # type: ignore[operator]
    mirrored = {
        (smooth.replace("CCW", "CW") if "CCW" in smooth else smooth.replace("CW", "CCW"), not way) for smooth, way in curves
    }
    assert len(curves) == 3
    assert not curves & mirrored


def test_claims_to_and_fro_bend_to_different_sides() -> None:
    to, fro = claim("a", "causes", "b", supports("s")), claim("b", "causes", "a", supports("s"))
    edges = edges_of(corpus(to, fro))
    assert edges[to.id]["smooth"] == edges[fro.id]["smooth"]  # clockwise seen from each end: one to each side


def test_standing_is_told_by_line_and_mark_as_well_as_by_colour() -> None:
    edges = edges_of(SMALL)
    told = {edges[one.id]["standing"]: edges[one.id] for one in SMALL.claims.values()}
    assert told["contested"]["label"] == "±"
    assert (told["qualified"]["label"], bool(told["qualified"]["dashes"])) == ("≈", True)
    assert (told["supported"]["label"], told["supported"]["dashes"]) == ("", False)
    marks = [look.mark for look in looks.STANDINGS.values()]
    assert len(set(marks)) == len(marks) == len(Standing)


def test_breadth_of_support_is_width() -> None:
    one, many = (
        claim("a", "causes", "b", supports("s")),
        claim("a", "causes", "c", supports("s"), supports("t"), supports("u")),
    )
    edges = edges_of(corpus(one, many))
    assert edges[one.id]["width"] == pytest.approx(1.2)
    assert edges[many.id]["width"] == pytest.approx(1.2 + 2 * 0.9)


def test_physics_is_off_and_titles_are_plain_text() -> None:
    made = network(SMALL, dict.fromkeys(SMALL.concepts, Point(0, 0)))
    assert json.loads(json.dumps(made["options"]))["physics"] == {"enabled": False}
    assert "<" not in json.dumps([made["nodes"], made["edges"]])


# Looks


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_kind_and_standing_looks_like_nothing_else_and_can_be_seen() -> None:
    assert set(looks.KINDS) == set(Kind)
    assert set(looks.STANDINGS) == set(Standing)
    assert len({look.path for look in looks.KINDS.values()}) == len(Kind)
    for hue in [*(look.hue for look in looks.KINDS.values()), *(look.hue for look in looks.STANDINGS.values())]:
        assert contrast(hue.light, "#ffffff") >= 3
        assert contrast(hue.dark, "#12171d") >= 3


def test_every_term_of_the_model_has_words() -> None:
    for name, terms in {"aspect": Aspect, "basis": Basis, "certainty": Certainty}.items():
        assert set(looks.WORDS[name]) == {term.value for term in terms}
