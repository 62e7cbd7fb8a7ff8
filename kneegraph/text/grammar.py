"""The grammar of claims: which concepts of a sentence are joined by which relation, in which direction, how strongly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

from kneegraph.model import Concept, Kind
from kneegraph.text.clauses import Stems, variants
from kneegraph.text.context import Context, Setting
from kneegraph.text.joining import TREATMENTS, Clause, Joining, Match
from kneegraph.text.mention import Mention
from kneegraph.text.patterns import Pattern, Patterns
from kneegraph.text.stated import Boost, Polarity, Reach, Span, StatedClaim
from kneegraph.text.symbols import NAMED, Sentence

#: Longer sentences are lists or run together; no claim in them is read with any safety.
MOST_SYMBOLS = 120
_NAMES_NOT_VERBS = ("ion", "ness", "ing", "ment", "ity")


class Grammar:
    """Reads the claims of a sentence, given the concepts and the wordings of relations."""

    def __init__(self, concepts: Mapping[str, Concept], patterns: Patterns, actions: frozenset[str]) -> None:
        self._concepts = concepts
        self._patterns = patterns
        self._actions = actions
        self._joining = Joining(patterns)

    def claims(self, sentence: Sentence) -> Iterator[StatedClaim]:
        """The claims that the sentence makes, in their order; none where it is not safe to say."""
        symbols = sentence.symbols
        places = [at for at, symbol in enumerate(symbols) if symbol.value == NAMED]
        if not places or len(symbols) > MOST_SYMBOLS:
            return
        clause = Clause(
            tuple(symbol.value for symbol in symbols),
            {at: [self._kinds(one) for one in symbols[at].mentions] for at in places},
            {at: tuple(one.stem for one in sentence.tokens[symbols[at].start : symbols[at].end]) for at in places},
        )
        context = Context(sentence)
        for match in self._joining.matches(clause, places, sentence):
            for way in _ways(match):
                yield from self._stated(sentence, clause, way, context)

    def _stated(self, sentence: Sentence, clause: Clause, match: Match, context: Context) -> Iterator[StatedClaim]:
        places = min(match.roles.values()), max(match.roles.values())
        setting = context.of(match.start, match.end, places, match.skipped)
        if setting is None:
            return
        members = self._members(sentence, clause, match)
        for subject, object_ in product(members["S"], members["O"]):
            for outcome in members.get("T", (None,)):
                if subject is not object_ and (stated := self._one(sentence, match, setting, subject, object_, outcome)):
                    yield stated

    def _members(self, sentence: Sentence, clause: Clause, match: Match) -> dict[str, tuple[Mention, ...]]:
        """The concepts in each role; of "trains the glutes and lunges train the quads", to each verb its own."""
        found = {role: sentence.symbols[at].mentions for role, at in match.roles.items()}
        first, last = min(match.roles.values()), max(match.roles.values())
        if first == last:
            return {"S": found["S"][:1], "O": found["O"][1:]}
        for role, at in match.roles.items():
            if len(found[role]) > 1 and at == last and self._verb_after(clause, at):
                found[role] = found[role][:-1]
            elif len(found[role]) > 1 and at == first and self._verb_before(clause, at):
                found[role] = found[role][-1:]
        return found

    def _verb_after(self, clause: Clause, at: int) -> bool:
        after = next((i for i in range(at + 1, len(clause.row)) if clause.row[i] == NAMED), None)
        return after is not None and clause.row[at + 1] != "," and self._is_verb(clause.row[at + 1 : after])

    def _verb_before(self, clause: Clause, at: int) -> bool:
        before = next((i for i in range(at - 1, -1, -1) if clause.row[i] == NAMED), None)
        return before is not None and self._is_verb(clause.row[before + 1 : at])

    def _is_verb(self, gap: Stems) -> bool:
        found = (one for variant in variants(gap) for one in self._patterns.between(variant))
        return any(one.order.startswith("S") and not one.before for one in found)

    def _one(
        self,
        sentence: Sentence,
        match: Match,
        setting: Setting,
        subject: Mention,
        object_: Mention,
        outcome: Mention | None,
    ) -> StatedClaim | None:
        readings = self._readings(sentence, match, subject, object_, outcome)
        if not readings:
            return None
        (one, other, third), patterns = next(iter(readings.items()))
        first = next(iter(patterns.values()))
        denied = setting.denied ^ first.denies
        if first.if_denied and not setting.denied:
            return None
        names = list(patterns)
        return StatedClaim(
            subject=one,
            relation=names[0],
            object=other,
            outcome=third,
            also=tuple(names[1:]),
            span=_reach(sentence, match),
            subject_span=sentence.span(subject.start, subject.end),
            object_span=sentence.span(object_.start, object_.end),
            cue=_cue(sentence, match),
            polarity=Polarity.DENIED if denied else Polarity.AFFIRMED,
            hedged=setting.hedged,
            boosts=self._boosts(setting, other, sentence, object_),
            limited=setting.limited,
            has_limit=setting.has_limit,
            vague=first.general or first.loose or self._patterns.wordings[first.relation].quiet,
        )

    def _readings(
        self, sentence: Sentence, match: Match, subject: Mention, object_: Mention, outcome: Mention | None
    ) -> dict[tuple[str, str, str | None], dict[str, Pattern]]:
        """For each pair of concepts that the words may mean, the relations that the wording may mean, likeliest first."""
        found: dict[tuple[str, str, str | None], dict[str, Pattern]] = {}
        turned = match.patterns[0].order
        for pattern in match.patterns:
            ends = (subject, object_) if _same_way(pattern.order, turned) else (object_, subject)
            for relation, one, other in product(self._patterns.relations(pattern), ends[0].concepts, ends[1].concepts):
                passive = pattern.order == "OS"
                if one == other or (match.bare and not self._acts(sentence, relation, (one, other), ends[1], passive)):
                    continue
                for third in outcome.concepts if outcome else (None,):
                    if self._fits(relation, one, other, third, ends):
                        name = _turned(self._patterns.wordings[relation].relation, ends[0].lacking, ends[1].lacking)
                        if name in self._patterns.wordings:
                            found.setdefault((one, other, third), {}).setdefault(name, pattern)
        return found

    def _boosts(self, setting: Setting, object_: str, sentence: Sentence, mention: Mention) -> tuple[Boost, ...]:
        """The boosts, but for "every" before an exercise: who says what belongs into every bridge does not exaggerate."""
        kind = self._kind(object_)
        start = sentence.tokens[mention.start].start

        def counts(one: Boost) -> bool:
            return not (kind in TREATMENTS and one.reach is Reach.SCOPE and 0 <= start - one.span.end <= 1)

        return tuple(one for one in setting.boosts if counts(one))

    def _acts(self, sentence: Sentence, relation: str, ends: tuple[str, str], action: Mention, passive: bool) -> bool:
        """Whether the words that name the object are a verb with what it acts on, in the passive anywhere among them."""
        kinds = self._kind(ends[0]), self._kind(ends[1])
        if kinds[0] is None or kinds[1] is None or relation not in self._patterns.bare(kinds[0], kinds[1]):
            return False
        words = sentence.tokens[action.start : action.end]
        first = words[1] if words[0].word.endswith("ly") and len(words) > 1 else words[0]  # "externally rotates"
        likely = words if passive else (first, words[-1])
        return any(one.stem in self._actions and not one.word.endswith(_NAMES_NOT_VERBS) for one in likely)

    def _fits(self, relation: str, subject: str, object_: str, outcome: str | None, ends: tuple[Mention, Mention]) -> bool:
        one, other = (self._kind(name) for name in (subject, object_))
        one, other = (Kind.CONDITION if end.lacking else kind for end, kind in zip(ends, (one, other), strict=True))
        kinds = one, other, self._kind(outcome) if outcome else None
        return kinds[0] is not None and kinds[1] is not None and self._patterns.fits(relation, kinds[0], kinds[1], kinds[2])

    def _kinds(self, one: Mention) -> frozenset[Kind]:
        if one.lacking:
            return frozenset({Kind.CONDITION})
        return frozenset(self._concepts[name].kind for name in one.concepts if name in self._concepts)

    def _kind(self, concept: str | None) -> Kind | None:
        known = self._concepts.get(concept) if concept else None
        return known.kind if known else None


def _turned(relation: str, subject_lacks: bool, object_lacks: bool) -> str:
    """What a relation comes to where it is said of the want of its subject or object; "" where it comes to nothing."""
    if relation == "associatedWith":
        return relation
    if object_lacks:
        relation = {"causes": "reduces", "reduces": "improves", "riskFactorFor": "reduces"}.get(relation, "")
    if subject_lacks:
        relation = {"causes": "reduces", "reduces": "causes", "riskFactorFor": "reduces"}.get(relation, "")
    return relation


def _ways(match: Match) -> list[Match]:
    """A match for each direction that a general wording may be meant in: "X has nothing to do with Y" goes both ways."""
    first = match.patterns[0]
    turned = tuple(one for one in match.patterns if not _same_way(one.order, first.order))
    if not first.general or not turned:
        return [match]
    same = tuple(one for one in match.patterns if one not in turned)
    roles = {**match.roles, "S": match.roles["O"], "O": match.roles["S"]}
    return [replace(match, patterns=same), replace(match, patterns=turned, roles=roles)]


def _reach(sentence: Sentence, match: Match) -> Span:
    last = sentence.symbols[min(match.end, len(sentence.symbols) - 1)]
    return sentence.span(sentence.symbols[match.start].start, last.end)


def _cue(sentence: Sentence, match: Match) -> Span:
    first, *_, last = sorted(match.roles.values())
    inner = [one for one in sentence.symbols[first + 1 : last] if one.value not in ",|"] or [sentence.symbols[last]]
    return sentence.span(inner[0].start, inner[-1].end)


def _same_way(order: str, other: str) -> bool:
    return (order.index("S") < order.index("O")) == (other.index("S") < other.index("O"))
