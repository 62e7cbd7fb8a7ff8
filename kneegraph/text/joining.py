"""Which concepts of a sentence are joined, by which wording: the shapes a claim may have between its concepts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

from kneegraph.model import Kind
from kneegraph.text.clauses import Stems, begin, end, last_comma, opens, thinned, variants
from kneegraph.text.comparing import comparisons
from kneegraph.text.patterns import Pattern, Patterns
from kneegraph.text.symbols import Effect, Sentence

#: What may stand between a subject and an action that is itself the verb, and in which order they stand then.
_BARE = {(): "SO", ("by",): "OS", ("be", "by"): "OS"}
_SHARING = frozenset({"and", "but", "then", "or", "yet", "nor"})
#: Behind these the verb that follows shares what is said of the first one, a negation too.
_SHARING_ALL = frozenset({"or", "nor"})
_CONTRASTS = frozenset({("but",), (",", "but"), (",",), ("and",), (",", "and")})
_PRONOUNS = frozenset({"they", "it", "this", "these"})
_GLUED = frozenset({"induc", "relat", "driven", "drive", "caus", "link"})
#: Verbs that with one of these words inside their object's name keep it away ("keeps the knees from caving in").
_FROM, _OFF, _DOWN = frozenset({"from"}), frozenset({"off", "away", "out"}), frozenset({"down"})
_AWAY = (
    *((verb, _FROM) for verb in ("keep", "stop", "prevent", "save", "spare", "hold")),
    *((verb, _OFF) for verb in ("take", "lift")),
    *((verb, _DOWN) for verb in ("bring", "keep", "push", "drive", "get")),
)
TREATMENTS = frozenset({Kind.EXERCISE, Kind.INTERVENTION, Kind.PRINCIPLE})

#: The kinds of each concept side by side, by the symbol that holds them.
_Named = Mapping[int, Sequence[frozenset[Kind]]]


@dataclass(frozen=True, slots=True)
class Match:
    """Patterns found: the symbols of their concepts by role, and from which symbol to which they reach.

    `skipped` are symbols put in between commas; `bare`: the object's words are themselves the verb.
    """

    patterns: tuple[Pattern, ...]
    roles: Mapping[str, int]
    start: int
    end: int
    skipped: tuple[int, int] = (0, 0)
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence's symbols in a row, the kinds of what they name, and the stems of the words that name it."""

    row: Stems
    named: _Named
    words: Mapping[int, Stems]


class Joining:
    """Finds what the wordings join in a clause."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns = patterns
        wordings = patterns.wordings.items()
        self._comparative = tuple(name for name, one in wordings if one.outcomes)
        self._helping = frozenset(name for name, one in wordings if one.outcomes and one.subjects <= TREATMENTS)

    def matches(self, clause: Clause, places: Sequence[int], sentence: Sentence) -> Iterator[Match]:
        """What is joined in a clause whose concepts stand at these places, in their order. Cost: linear in the concepts."""
        subject: int | None = None
        last: Match | None = None
        done: set[int] = set()
        for at, (one, other) in enumerate(pairwise(places)):
            if other in done:
                continue
            match = self._three(clause, places[at : at + 3]) or self._two(clause, one, other, sentence)
            match = match or self._shared(clause, one, other, subject) or self._past_aside(clause, places[: at + 2])
            match = (
                match or self._past_people(clause, places[at : at + 3]) or self._but_not(clause, one, other, last, sentence)
            )
            match = match or self._pronoun_later(clause, one, other)
            match = match or self._bare(clause, one, other, one) or self._bare_shared(clause, one, other, subject)
            if match is not None:
                last = match
                done.update(set(match.roles.values()) - {one, other})
                subject = match.roles["S"]
                yield match
        for at in places:
            if (paired := self._paired(clause, at)) is not None:
                yield paired

    def _three(self, clause: Clause, places: Sequence[int]) -> Match | None:
        if len(places) < 3:
            return None
        one, other, third = places
        for gap in variants(clause.row[one + 1 : other]):
            for second in variants(clause.row[other + 1 : third]):
                if found := self._fitting(clause, self._patterns.between(gap, second), (one, other, third)):
                    return found
        return self._compared(clause, one, other, third) if end(clause.row, third, ()) is not None else None

    def _compared(self, clause: Clause, one: int, other: int, third: int) -> Match | None:
        for compared in comparisons(clause.row, one, other, third, clause.words[other]):
            for name in self._comparative:
                roles = dict(compared.roles)
                helps = name in self._helping  # what brings more harm is the lesser help, what brings less the lesser cause
                if (helps and compared.harmful) or (not helps and compared.sparing):
                    roles |= {"S": roles["O"], "O": roles["S"]}
                pattern = Pattern(name, "SOT", (), (), ())
                if self._joins(pattern, roles, clause.named):
                    return Match((pattern,), roles, one, third)
        return None

    def _two(self, clause: Clause, one: int, other: int, sentence: Sentence) -> Match | None:
        gap = clause.row[one + 1 : other]
        if gap and any(one == gap[-1] and _has_word(sentence, other, words) for one, words in _AWAY):
            gap = (*gap[:-1], "prevent")
        framed = sorted(self._patterns.framed(clause.row, one, other), key=lambda pattern: -pattern.size)
        if found := self._fitting(clause, framed, (one, other)):
            return found
        for variant in variants(gap):
            if found := self._fitting(clause, self._patterns.between(variant), (one, other)):
                return replace(found, skipped=_put_in(gap, one))
        for variant in variants(gap):
            if found := self._fitting(clause, [*self._patterns.loose(variant)], (one, other)):
                return found
        for variant in thinned(gap):
            if found := self._fitting(clause, [*self._telling(variant)], (one, other)):
                return replace(found, patterns=tuple(replace(pattern, loose=True) for pattern in found.patterns))
        if len(gap) == 1 and gap[0] in _GLUED and _is_glued(sentence, one):
            patterns = tuple(p for p in self._patterns.between(gap) if self._joins(p, {"S": one, "O": other}, clause.named))
            return Match(patterns, {"S": one, "O": other}, one, other) if patterns else None
        return None

    def _telling(self, gap: Stems) -> Iterator[Pattern]:
        """The patterns whose words say enough to be understood among words that are not known."""
        for one in self._patterns.between(gap):
            if not one.size and not (not one.general and self._patterns.wordings[one.relation].quiet):
                yield one

    def _shared(self, clause: Clause, one: int, other: int, subject: int | None) -> Match | None:
        """A second verb of the same subject ("trains the glutes and steadies the hip")."""
        gap = clause.row[one + 1 : other]
        inner = gap[1:] if gap[:1] == (",",) else gap
        if subject is None or subject == other or not inner:
            return None
        behind = one + 1 + len(gap) - len(inner)
        if inner[0] in _SHARING:
            start = one + 1 if inner[0] in _SHARING_ALL else behind + 1
            verb = inner[2:] if inner[1:2] and inner[1] in _PRONOUNS else inner[1:]
            return self._plainly(clause, variants(verb), subject, other, start)
        return self._plainly(clause, variants(inner), subject, other, behind) if gap[0] == "," else None

    def _but_not(self, clause: Clause, one: int, other: int, last: Match | None, sentence: Sentence) -> Match | None:
        """The same said to be not so of another ("trains the hamstrings but not the glute max")."""
        gap = clause.row[one + 1 : other]
        denied = any(flag.effect is Effect.DENIES and flag.at == other for flag in sentence.flags)
        if last is None or gap not in _CONTRASTS or not denied or last.roles.get("O") != one:
            return None
        roles = {**last.roles, "O": other}
        patterns = tuple(pattern for pattern in last.patterns if self._joins(pattern, roles, clause.named))
        fits = patterns and end(clause.row, other, ()) is not None
        return Match(patterns, roles, other, other, bare=last.bare) if fits else None

    def _pronoun_later(self, clause: Clause, one: int, other: int) -> Match | None:
        """A later clause that takes its subject up again ("loosens things up: it improves hip mobility")."""
        gap = clause.row[one + 1 : other]
        for at, word in enumerate(gap[1:], 1):
            if word in _PRONOUNS and opens(gap[:at]) and begin(clause.row, one, ()) is not None:
                return self._plainly(clause, variants(gap[at + 1 :]), one, other, one + 1 + at)
        return None

    def _past_aside(self, clause: Clause, places: Sequence[int]) -> Match | None:
        """A subject from which its verb is parted by an aside that names something itself ("the TFL, a hip flexor, …")."""
        one, other = places[-2:]
        gap = clause.row[one + 1 : other]
        if "," not in gap:
            return None
        for subject in reversed(places[:-2]):
            if clause.row[subject + 1 : subject + 2] == (",",) and begin(clause.row, subject, ()) is not None:
                gaps = variants(gap[last_comma(gap) + 1 :])
                found = self._plainly(clause, gaps, subject, other, subject)
                if found is None and () in gaps:
                    patterns = tuple(Pattern(name, "SO", (), ((),), ()) for name in self._patterns.wordings)
                    found = Match(patterns, {"S": subject, "O": other}, subject, other, bare=True)
                return replace(found, skipped=(subject + 1, one + 1 + last_comma(gap) + 1)) if found else None
        return None

    def _past_people(self, clause: Clause, places: Sequence[int]) -> Match | None:
        """Whom it happens to, named between verb and object ("gives runners shin splints")."""
        if len(places) < 3 or any(kinds != {Kind.POPULATION} for kinds in clause.named[places[1]]):
            return None
        one, people, other = places
        gap = (*clause.row[one + 1 : people], *clause.row[people + 1 : other])
        if begin(clause.row, one, ()) is None:
            return None
        return self._plainly(clause, variants(gap), one, other, one)

    def _plainly(self, clause: Clause, gaps: Sequence[Stems], subject: int, other: int, start: int) -> Match | None:
        """A subject and an object parted by something, joined by one of these gaps, with nothing more asked for."""
        roles = {"S": subject, "O": other}
        for variant in gaps:
            found = tuple(
                one
                for one in self._patterns.between(variant)
                if one.order == "SO" and not one.size and self._joins(one, roles, clause.named)
            )
            if found and end(clause.row, other, ()) is not None:
                return Match(_specific(found), roles, start, other)
        return None

    def _bare(self, clause: Clause, one: int, other: int, start: int) -> Match | None:
        """An action without a verb of its own ("abducts the hip", "is abducted by"); whether it is one is told later."""
        for variant in variants(clause.row[one + 1 : other]):
            order = _BARE.get(variant)
            if variant == ("be",) and clause.row[max(0, one - 1) : one] == ("what",):
                order = "OS"  # "what tires the glutes is running"
            before = ("what",) if variant == ("be",) else ()
            if order and begin(clause.row, one, before) is not None and end(clause.row, other, ()) is not None:
                patterns = tuple(Pattern(name, order, (), (variant,), ()) for name in self._patterns.wordings)
                return Match(patterns, dict(zip(order, (one, other), strict=True)), start, other, bare=True)
        return None

    def _bare_shared(self, clause: Clause, one: int, other: int, subject: int | None) -> Match | None:
        gap = clause.row[one + 1 : other]
        inner = gap[1:] if gap[:1] == (",",) else gap
        if subject is None or subject == other or not inner or inner[0] not in _SHARING or () not in variants(inner[1:]):
            return None
        patterns = tuple(Pattern(name, "SO", (), ((),), ()) for name in self._patterns.wordings)
        return Match(patterns, {"S": subject, "O": other}, one + 1, other, bare=True)

    def _paired(self, clause: Clause, at: int) -> Match | None:
        """Two concepts side by side of which something is said together ("X and Y are unrelated")."""
        if len(clause.named[at]) != 2:
            return None
        for pattern in (*self._patterns.between(("and",)), *self._patterns.between(("or",))):
            last = end(clause.row, at, pattern.behind)
            goes_on = last is not None and clause.row[last + 1 : last + 2] in (("with",), ("to",), ("by",))
            one, other = clause.named[at]
            fits = any(
                self._patterns.fits(name, *kinds)
                for name in self._patterns.relations(pattern)
                for kinds in product(one, other)
            )
            if (
                fits
                and pattern.size
                and last is not None
                and not goes_on
                and begin(clause.row, at, pattern.before) is not None
            ):
                return Match((pattern,), {"S": at, "O": at}, at, at + len(pattern.behind))
        return None

    def _fitting(self, clause: Clause, patterns: Sequence[Pattern], places: tuple[int, ...]) -> Match | None:
        """The patterns that also fit what stands around the concepts and the concepts' kinds; those that ask for most."""
        found: list[tuple[Pattern, int, int]] = []
        for one in patterns:
            if found and one.size < found[0][0].size:
                break
            if len(one.order) != len(places) or not self._joins(one, dict(zip(one.order, places, strict=True)), clause.named):
                continue
            instructing = not one.general and self._patterns.wordings[one.relation].instructing
            start = begin(clause.row, places[0], one.before, instructing=instructing)
            last = end(clause.row, places[-1], one.behind)
            if start is not None and last is not None:
                found.append((one, start, last))
        if not found:
            return None
        first, start, last = found[0]
        same = [one for one, _, _ in found if one.order == first.order]
        rest = [one for one, _, _ in found if one.order != first.order]
        return Match(_specific((*same, *rest)), dict(zip(first.order, places, strict=True)), start, last)

    def _joins(self, pattern: Pattern, roles: Mapping[str, int], named: _Named) -> bool:
        """Whether the relation can join concepts of these kinds, for any of those side by side."""
        outcomes = [kind for some in named[roles["T"]] for kind in some] if "T" in roles else [None]
        return any(
            self._patterns.fits(relation, subject, object_, outcome)
            for relation in self._patterns.relations(pattern)
            for one, other in product(named[roles["S"]], named[roles["O"]])
            for subject, object_ in product(one, other)
            for outcome in outcomes
        )


def _specific(patterns: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
    """Without those that may mean any relation, if there are others."""
    return tuple(one for one in patterns if not one.general) or patterns


def _put_in(gap: Stems, first: int) -> tuple[int, int]:
    """The symbols between commas that were passed over."""
    return (first + 1, first + 2 + last_comma(gap)) if gap[:1] == (",",) and gap.count(",") >= 2 else (0, 0)


def _has_word(sentence: Sentence, at: int, words: frozenset[str]) -> bool:
    """Whether the words of a name have one of these among them ("the knees from falling in")."""
    symbol = sentence.symbols[at]
    return any(one.word in words for one in sentence.tokens[symbol.start : symbol.end])


def _is_glued(sentence: Sentence, at: int) -> bool:
    """Whether a hyphen follows ("pronation-induced")."""
    after = sentence.symbols[at].end
    return after < len(sentence.tokens) and sentence.tokens[after].word == "-"
