"""Concepts by the words that name them: every label in any inflection and order, and names put together from parts.

A name is looked up as the bag of its words' stems, so that "weakness of the glute med", "glute med weakness" and "a glute
med that is weak" are one. Names of states and treatments are also learned as templates ("weak …", "strengthening of the …")
and filled with any name of the thing that they are a state or treatment of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from kneegraph.model import Concept, Kind
from kneegraph.text.mention import Mention, is_predicate, with_particle
from kneegraph.text.tokens import Token, stem, tokens
from kneegraph.text.wordings import Wordings, english

Bag = tuple[str, ...]

_MOST_WORDS, _MOST_PASSED = 9, 4
#: What stands before the identifier of a concept that words say is lacking.
_LACK = "-"
#: Of these one can have too little.
_WANTED = frozenset({Kind.FUNCTION})
#: No name ends so.
_UNENDING = frozenset(
    {"not", "no", "does", "do", "may", "can", "will", "never", "always", "often", "sometimes", "also", "which"}
)
#: Particles of a verb before the name, unless a hyphen joins them to it.
_DETACHED = frozenset({"out", "up", "down", "off"})
_DENYING = frozenset({"not", "never", "no"})
_CONDITIONS = frozenset({Kind.SETTING})
_PEOPLE = frozenset({Kind.POPULATION})
_JOINT = frozenset({"joint", "joints"})
#: Their names may end with a particle, as clauses do.
_MOVING = frozenset({Kind.MOVEMENT_FAULT, Kind.SYMPTOM, Kind.CONDITION, Kind.SIGN, Kind.JOINT_ACTION, Kind.FUNCTION})
_TREATMENTS = frozenset({Kind.EXERCISE, Kind.INTERVENTION})
#: States and treatments are named after what they are states and treatments of.
_COMPOSED = frozenset({Kind.MUSCLE_STATE, Kind.INTERVENTION, Kind.EXERCISE, Kind.FUNCTION, Kind.MOVEMENT_FAULT})


class Names:
    """Finds the concepts that a sentence names. Building it costs one pass over all labels."""

    def __init__(self, concepts: Mapping[str, Concept], wordings: Wordings, verbs: frozenset[str] = frozenset()) -> None:
        self._kinds = {one.id: one.kind for one in concepts.values()}
        self._kinds_of: dict[tuple[str, ...], frozenset[Kind]] = {}
        self._verbs = verbs
        language = english()
        self._loose, self._passed, self._articles = language["loose"], language["passed"], language["articles"]
        self._alike = {stem(word): stem(words[0]) for words in wordings.same for word in words}
        self._bags: dict[Bag, list[str]] = defaultdict(list)
        self._templates: dict[Bag, set[str]] = defaultdict(set)
        self._filled: dict[tuple[str, str], str] = {}
        self._vocabulary: set[str] = set()
        self._longest = 1
        labels = {one.id: (*one.labels, *wordings.concepts.get(one.id, ())) for one in concepts.values()}
        read = {name: [tokens(label) for label in dict.fromkeys(some)] for name, some in labels.items()}
        self._first = {name: self.key(some[0][0]) for name, some in read.items()}
        self._surfaces: dict[str, set[str]] = defaultdict(set)
        for name, some in read.items():
            for words in some:
                self._surfaces[" ".join(word.word for word in words)].add(name)
        bags = {name: [self._bag(words) for words in some] for name, some in read.items()}
        for name, found in bags.items():
            for bag in found:
                self._add(bag, name)
        for name, wants in wordings.lacking.items():
            if name in concepts:
                for want in wants:
                    self._add(self._bag(tokens(want)), _LACK + name)
        for concept in concepts.values():
            if concept.kind in _COMPOSED:
                self._learn(concept, bags)
        self._template_words = {word for template in self._templates for word in template}

    def _wanting(self, words: Sequence[Token], one: Mention) -> Mention:
        """The mention with what says that there is too little of it: "poor", "a lack of"."""
        if one.lacking or not self.kinds(one) <= _WANTED:
            return one
        at = one.start
        while at and words[at - 1].word in self._loose:
            at -= 1
        if at and words[at - 1].word in english()["wanting"]:
            return replace(one, start=at - 1, lacking=True)
        return one

    def _is_name(self, words: Sequence[Token], one: Mention, people: Collection[int]) -> bool:
        """Whether the words only name something: they say nothing, and do not take in whom it happens to before them."""
        kinds = self.kinds(one)
        inside = {word.word for word in words[one.start : one.end]}
        if one.start in people and Kind.POPULATION not in kinds and inside & {"a", "an", "the"}:
            return False  # "gives runners a crossover gait"
        if words[one.start].word in _DETACHED and words[one.start + 1].word != "-":
            return False  # "irons out knee valgus"
        return not is_predicate(words, one, kinds, self._verbs)

    def _order(self, words: Sequence[Token]) -> Callable[[Mention], tuple[bool, int, bool, int, int, int]]:
        """Mere conditions last; longest first; of as long ones those that begin with no verb, that are clear, the first."""
        return lambda one: (
            self.kinds(one) == _CONDITIONS,
            -one.words,
            words[one.start].stem in self._verbs,
            len(one.concepts),
            one.start,
            one.end,
        )

    def _whole(self, words: Sequence[Token], one: Mention) -> int:
        """Where the mention ends with what belongs to it and adds nothing: "in" of "caves in", "sessions"."""
        end = with_particle(words, one.end, self._verbs) if self.kinds(one) & _MOVING else one.end
        treats = self.kinds(one) <= _TREATMENTS and end < len(words) and words[end].word in english()["sessions"]
        return end + 1 if treats else end

    def _as_written(self, words: Sequence[Token], one: Mention) -> tuple[str, ...]:
        """Of several concepts with these words, those that are called exactly so, or share the first word; otherwise all."""
        if len(one.concepts) == 1:
            return one.concepts
        inside = words[one.start : one.end]
        exact = self._surfaces.get(" ".join(word.word for word in inside), ())
        stems = {self.key(word) for word in inside}
        first = tuple(name for name in one.concepts if self._first[name] in stems)
        return tuple(name for name in one.concepts if name in exact) or first or one.concepts

    def _add(self, bag: Bag, name: str) -> None:
        if bag and name not in self._bags[bag]:
            self._bags[bag].append(name)
            self._vocabulary.update(bag)
            self._longest = min(_MOST_WORDS, max(self._longest, len(bag)))

    def _learn(self, concept: Concept, bags: Mapping[str, Sequence[Bag]]) -> None:
        """Take the names of a state or treatment apart into what it is of and a template."""
        for part in filter(None, (concept.state_of, *concept.related)):
            if part not in bags:
                continue
            rests = [rest for bag in bags[concept.id] if (rest := _without(bag, bags[part])) is not None]
            if not rests:
                continue
            cluster = " ".join(rests[0])
            self._filled.setdefault((cluster, part), concept.id)
            for rest in rests:
                self._templates[rest].add(cluster)

    def kinds(self, one: Mention) -> frozenset[Kind]:
        """The kinds of what a mention may mean."""
        if one.concepts not in self._kinds_of:
            names = (name.removeprefix(_LACK) for name in one.concepts)
            self._kinds_of[one.concepts] = frozenset(self._kinds[name] for name in names if name in self._kinds)
        return self._kinds_of[one.concepts]

    def key(self, token: Token) -> str:
        """The stem of a word, one for all words of equal meaning."""
        return self._alike.get(token.stem, token.stem)

    def _bag(self, words: Sequence[Token]) -> Bag:
        found = [self.key(word) for word in words if word.is_word and word.word not in self._loose]
        if (
            len(found) < len(words)
            and len(found) == 1
            and any(word.word not in self._articles for word in words if word.word in self._loose)
        ):
            return ()  # what is left of "in use" says too little
        return _in_order(found)

    def mentions(
        self, words: Sequence[Token], given: Mapping[tuple[int, int], tuple[str, ...]] | None = None
    ) -> list[Mention]:
        """What the words name, longest names first, none overlapping, in their order.

        `given` says what a pronoun or abbreviation stands for, by the indexes where it begins and ends.
        """
        keys = [self.key(word) for word in words]
        found = [*self._plain(words, keys), *(Mention(*at, ids, 1) for at, ids in (given or {}).items())]
        found += [*self._composed(words, keys, found)]
        people = {one.start for one in found if self.kinds(one) == _PEOPLE and one.end == one.start + 1}
        found = [one for one in found if self._is_name(words, one, people)]
        taken: set[int] = set()
        chosen: list[Mention] = []
        for one in sorted(found, key=self._order(words)):
            if taken.isdisjoint(range(one.start, one.end)):
                names = tuple(name for name in one.concepts if not name.startswith(_LACK))
                lacks = not names  # a concept of its own comes before the want of another
                names = names or tuple(name.removeprefix(_LACK) for name in one.concepts)
                whole = replace(one, concepts=names, lacking=lacks)
                whole = replace(whole, concepts=self._as_written(words, whole), end=self._whole(words, whole))
                whole = self._wanting(words, whole)
                taken.update(range(whole.start, whole.end))
                chosen.append(whole)
        return sorted(chosen, key=lambda one: one.start)

    def _plain(self, words: Sequence[Token], keys: Sequence[str]) -> Iterator[Mention]:
        for start, word in enumerate(words):
            if keys[start] not in self._vocabulary or word.word in self._loose or not word.is_word:
                continue
            bag: list[tuple[str, bool]] = []
            counted = 0
            for end in range(start, len(words)):
                if words[end].word in self._loose:
                    continue
                passed = words[end].word in self._passed and end > start
                if not passed and (keys[end] not in self._vocabulary or counted == self._longest):
                    break
                bag.append((keys[end], passed))
                counted += not passed
                ids, count, denied = self._among(bag)
                if ids and words[end].word not in _UNENDING:
                    yield Mention(start, end + 1, tuple(ids), count, denied=denied)
                    if end + 1 < len(words) and words[end + 1].word in _JOINT:  # "flexes the hip joint"
                        yield Mention(start, end + 2, tuple(ids), count + 1, denied=denied)

    def _among(self, bag: Sequence[tuple[str, bool]]) -> tuple[Sequence[str], int, bool]:
        """What these words name, with as many as possible of those that may be passed over.

        Also how many words that took, and whether a "not" was passed over.
        """
        passed = [at for at, (_, one) in enumerate(bag) if one]
        if not passed:
            return self._called([key for key, _ in bag]), len(bag), False
        if len(passed) > _MOST_PASSED:
            return (), 0, False
        for count in range(len(passed) + 1):
            for dropped in combinations(passed, count):
                if len(bag) - 1 in dropped:
                    continue  # a name does not end in what it passes over
                kept = [key for at, (key, _) in enumerate(bag) if at not in dropped]
                if ids := self._called(kept):
                    return ids, len(kept), any(bag[at][0] in _DENYING for at in dropped)
        return (), 0, False

    def _called(self, bag: Sequence[str]) -> Sequence[str]:
        return self._bags.get(_in_order(bag), ())

    def _composed(self, words: Sequence[Token], keys: Sequence[str], parts: Sequence[Mention]) -> Iterator[Mention]:
        for part in parts:
            lefts = [*self._reach(words, keys, part.start - 1, -1)]
            rights = [*self._reach(words, keys, part.end, 1)]
            for start, left in [(part.start, ()), *lefts]:
                for end, right in [(part.end - 1, ()), *rights]:
                    rest = tuple(sorted((*left, *right)))
                    ids = tuple(self._fill(rest, part.concepts)) if rest else ()
                    if ids and words[end].word not in _UNENDING:
                        denied = part.denied or (_denies(words[start : end + 1]) and _DENYING.isdisjoint(rest))
                        yield Mention(start, end + 1, ids, part.words + len(rest), denied=denied)

    def _reach(self, words: Sequence[Token], keys: Sequence[str], at: int, step: int) -> Iterator[tuple[int, Bag]]:
        bag: Bag = ()
        while 0 <= at < len(words) and len(bag) < 4:
            if words[at].word not in self._loose and not (
                words[at].word in self._passed and keys[at] not in self._template_words
            ):
                if keys[at] not in self._template_words:
                    return
                bag = (*bag, keys[at])
                yield at, bag
            at += step

    def _fill(self, rest: Bag, parts: Sequence[str]) -> Iterator[str]:
        for cluster in sorted(self._templates.get(rest, ())):
            for part in parts:
                if (cluster, part) in self._filled:
                    yield self._filled[cluster, part]


def _denies(words: Sequence[Token]) -> bool:
    return any(word.stem in _DENYING for word in words)


def _in_order(keys: Sequence[str]) -> Bag:
    """The words of a name without their order, unless a number or a "not" among them belongs to the one behind it."""
    return tuple(keys) if any(key[0].isdigit() or key == "not" for key in keys) else tuple(sorted(keys))


def _without(bag: Bag, parts: Sequence[Bag]) -> Bag | None:
    """What is left of a name when the longest of these is taken out of it; None when none is in it."""
    for part in sorted(parts, key=len, reverse=True):
        left = [*bag]
        try:
            for word in part:
                left.remove(word)
        except ValueError:
            continue
        if part and left:
            return tuple(left)
    return None
