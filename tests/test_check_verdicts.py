"""The verdict on a sentence by what the sources say and by how the sentence says it: the table, cell by cell."""

from __future__ import annotations

import pytest
from builders import Said, claim, concept, corpus, disputes, qualifies, reports, supports

from kneegraph.check import BY_VERDICT, Checker, Severity, Verdict
from kneegraph.model import Corpus

SAID: dict[str, tuple[Said, ...]] = {
    "supported": (supports("s1"), supports("s2")),
    "supported and passed on": (supports("s1"), reports("s2")),
    "possible": (supports("s1", certainty="possible"), supports("s2", certainty="possible")),
    "possible and more": (supports("s1", certainty="possible"), supports("s2", certainty="probable")),
    "possible and more by one source": (supports("s1", certainty="possible"), supports("s1", scope=["walking"])),
    "qualified": (supports("s1"), qualifies("s2", reason="flat feet")),
    "only qualified": (qualifies("s1", reason="flat feet"),),
    "qualified and possible": (supports("s1", certainty="possible"), qualifies("s2", reason="flat feet")),
    "contested": (supports("s1"), disputes("s2")),
    "contested and qualified": (supports("s1"), disputes("s2"), qualifies("s3", reason="flat feet")),
    "contested by one source": (supports("s1"), disputes("s1")),
    "disputed": (disputes("s1"),),
    "disputed and qualified": (disputes("s1"), qualifies("s2", reason="flat feet")),
    "reported": (reports("s1"),),
    "nobody": (),
}
SENTENCES = {
    "plain": "Overpronation causes shin splints.",
    "may": "Overpronation may cause shin splints.",
    "often": "Overpronation often causes shin splints.",
    "always": "Overpronation always causes shin splints.",
    "proven": "It is proven that overpronation causes shin splints.",
    "only": "Overpronation is the only cause of shin splints.",
    "may always": "Overpronation may always cause shin splints.",
    "may only": "Overpronation may be the only cause of shin splints.",
    "not": "Overpronation does not cause shin splints.",
    "may not": "Overpronation may not cause shin splints.",
    "never": "Overpronation never causes shin splints.",
    "certainly not": "Overpronation certainly does not cause shin splints.",
}
#: A letter for each sentence, in the order above: plain, hedged twice; boosted thrice; hedged and boosted twice; denied.
TABLE = {
    "supported": "SSS OOO SO DDDD",
    "supported and passed on": "SSS OOO SO DDDD",
    "possible": "OSS OOO SO DDDD",
    "possible and more": "SSS OOO SO DDDD",
    "possible and more by one source": "SSS OOO SO DDDD",
    "qualified": "QQQ OOO QO DDDD",
    "only qualified": "QQQ OOO QO DDDD",
    "qualified and possible": "OQQ OOO QO DDDD",
    "contested": "CCC CCC CC CCCC",
    "contested and qualified": "CCC CCC CC CCCC",
    "contested by one source": "CCC CCC CC CCCC",
    "disputed": "DDD DDD DD SSSS",
    "disputed and qualified": "DDD DDD DD QQQQ",
    "reported": "RRR OOO RO RRRR",
    "nobody": "NNN NNN NN NNNN",
}
LETTERS = {
    "S": Verdict.SUPPORTED,
    "Q": Verdict.QUALIFIED,
    "C": Verdict.CONTESTED,
    "D": Verdict.CONTRADICTED,
    "O": Verdict.OVERSTATED,
    "R": Verdict.REPORTED,
    "N": Verdict.NOT_IN_GRAPH,
}
SEVERITIES = {
    Verdict.CONTRADICTED: Severity.ERROR,
    Verdict.CONTESTED: Severity.ERROR,
    Verdict.OVERSTATED: Severity.WARNING,
    Verdict.QUALIFIED: Severity.WARNING,
    Verdict.REPORTED: Severity.NOTE,
    Verdict.SUPPORTED: Severity.NOTE,
    Verdict.NOT_IN_GRAPH: Severity.NOTE,
}
HEDGED = {"may", "often", "may always", "may only", "may not"}


def one_claim(said: tuple[Said, ...]) -> Corpus:
    """One claim, and things that a sentence about it may name beside it."""
    return corpus(
        claim("overpronation", "causes", "shin splints", *said), concept("flat feet"), concept("runners", "Population")
    )


def verdicts(known: Corpus, text: str) -> list[Verdict | None]:
    return [one.verdict for one in Checker(known).check(text).findings]


@pytest.mark.parametrize("standing", SAID)
def test_every_cell_of_the_table(standing: str) -> None:
    checker = Checker(one_claim(SAID[standing]))
    expected = [LETTERS[letter] for letter in TABLE[standing].replace(" ", "")]
    for (how, sentence), verdict in zip(SENTENCES.items(), expected, strict=True):
        (found,) = checker.check(sentence).findings
        assert found.verdict is verdict, (standing, how, found.verdict)
        assert (found.rule, found.severity) == (BY_VERDICT[verdict].code, SEVERITIES[verdict])
        assert found.hedged is (how in HEDGED), how
        assert (found.claim is None) is (verdict is Verdict.NOT_IN_GRAPH)


def test_a_hedged_sentence_is_never_overstated_for_its_certainty() -> None:
    for said in SAID.values():
        assert Verdict.OVERSTATED not in verdicts(one_claim(said), SENTENCES["may always"])


def test_nothing_is_plainly_supported_that_sources_are_not_of_one_mind_about() -> None:
    for standing, said in SAID.items():
        stances = {one.stance.value for one in said} - {"reports"}
        if len(stances) > 1:
            for sentence in SENTENCES.values():
                assert Verdict.SUPPORTED not in verdicts(one_claim(said), sentence), (standing, sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Overpronation causes shin splints, but only with flat feet.", []),
        ("Overpronation causes shin splints if you have flat feet.", []),
        ("Overpronation causes shin splints, but only in runners.", [Verdict.QUALIFIED]),
        ("Overpronation always causes shin splints, but only with flat feet.", [Verdict.OVERSTATED]),
    ],
)
def test_who_names_the_reservation_of_the_sources_gets_no_finding(sentence: str, expected: list[Verdict]) -> None:
    assert verdicts(one_claim(SAID["qualified"]), sentence) == expected


def test_a_scope_of_the_source_counts_as_its_reservation() -> None:
    known = corpus(claim("overpronation", "causes", "shin splints", qualifies("s1", scope=["running"])))
    assert verdicts(known, "Overpronation causes shin splints.") == [Verdict.QUALIFIED]
    assert verdicts(known, "Overpronation causes shin splints, but only when running.") == []


def test_a_plain_cause_says_more_than_sources_that_speak_of_a_risk() -> None:
    known = corpus(claim("overpronation", "riskFactorFor", "shin splints", supports("s1")))
    assert verdicts(known, "Overpronation causes shin splints.") == [Verdict.OVERSTATED]
    assert verdicts(known, "Overpronation may cause shin splints.") == [Verdict.SUPPORTED]
    assert verdicts(known, "Overpronation is a risk factor for shin splints.") == [Verdict.SUPPORTED]


def test_one_verdict_for_each_claim_of_a_sentence() -> None:
    known = corpus(
        claim("overpronation", "causes", "shin splints", supports("s1"), disputes("s2")),
        claim("overpronation", "causes", "bunions", supports("s1")),
    )
    both = "Overpronation causes shin splints and bunions."
    assert sorted(map(str, verdicts(known, both))) == ["contested", "supported"]
    again = "Overpronation causes shin splints, and overpronation leads to shin splints."
    assert verdicts(known, again) == [Verdict.CONTESTED]
    assert verdicts(known, f"{both} {both}") == verdicts(known, both) * 2


def test_what_is_over_the_top_is_told_only_of_what_is_overstated() -> None:
    for said in SAID.values():
        for sentence in SENTENCES.values():
            for found in Checker(one_claim(said)).check(sentence).findings:
                assert not found.over or found.verdict is Verdict.OVERSTATED
    (found,) = Checker(one_claim(SAID["supported"])).check(SENTENCES["proven"]).findings
    assert [one.text for one in found.over] == ["proven"]
