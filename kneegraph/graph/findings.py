"""What the graph finds: contradictions, chains, exercise links, gaps, what is near a claim, what a draft is worth."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kneegraph.analysis.evidence.weights import Weights
from kneegraph.found import Found
from kneegraph.graph.claims import Claims
from kneegraph.model import Claim, Corpus, Tier
from kneegraph.notebook.given import listed, shown
from kneegraph.parts.clashes import in_words
from kneegraph.restriction import known

if TYPE_CHECKING:
    from kneegraph.analysis.chains import Chain, Chains
    from kneegraph.analysis.contradictions import Contradiction
    from kneegraph.analysis.cut import Cut
    from kneegraph.analysis.evidence.doubt import Judge
    from kneegraph.analysis.evidence.independence import Independence
    from kneegraph.analysis.evidence.licence import Licence, Licences, Licensed
    from kneegraph.analysis.evidence.opinion import Opinion
    from kneegraph.analysis.evidence.what_if import Firmness
    from kneegraph.analysis.exercises import ExerciseLink
    from kneegraph.analysis.gaps import Gap
    from kneegraph.analysis.history import History
    from kneegraph.analysis.no_chain import NoChain
    from kneegraph.analysis.related import Related
    from kneegraph.analysis.routes import Routes
    from kneegraph.analysis.turned import Turned
    from kneegraph.check import Checker, Report


class Findings(Claims):
    """Questions that take more than a look-up."""

    def contradictions(
        self, *, kind: str | None = None, about: str | None = None, limit: int | None = None
    ) -> Found[Contradiction]:
        """Where sources disagree, typed, with both sides, at most so many; see `kneegraph.analysis.contradictions`."""
        return listed(self._whole, "contradiction", self.first_contradictions(limit, kind=kind, about=about)[0])

    def first_contradictions(
        self, limit: int | None, *, kind: str | None = None, about: str | None = None
    ) -> tuple[list[Contradiction], int]:
        """The first contradictions, at most so many, and how many there are. Cost: on a store that keeps them, those few."""
        from kneegraph.analysis.contradictions import ContradictionKind, contradictions

        kinds = [ContradictionKind(known("kind of contradiction", kind, [*ContradictionKind]))] if kind else None
        concept = self.concept(about).id if about else None
        kept = self._parts.clashes(kinds, concept, limit) if self._weights is None else None
        if kept is not None:
            clashes, total = kept
            return in_words(clashes, self._parts.of_claims, self.independence, self.weights), total
        corpus = self._parts.around([concept]) if concept else self.corpus
        found = contradictions(corpus, kinds=kinds, about=concept, independence=self.independence, weights=self.weights)
        return found[:limit], len(found)

    def chains(self, start: str, goal: str, *, limit: int = 10, max_steps: int = 6) -> Chains:
        """The best ways in which claims lead from one concept to another, strongest first; `why_no_chain` says why none."""
        from kneegraph.analysis.chains import chains, chains_in_parts

        ends = self.concept(start).id, self.concept(goal).id
        networks = self._parts.networks()
        if networks is not None:
            found = chains_in_parts(networks.growing(*ends), self.corpus, *ends, limit=limit, max_steps=max_steps)
            return shown(self._whole, "chain", found)
        corpus = self._parts.between(*ends, max_steps)
        return shown(self._whole, "chain", chains(corpus, *ends, limit=limit, max_steps=max_steps))

    def why_no_chain(self, start: str, goal: str, *, max_steps: int = 6) -> NoChain | None:
        """The reason why there is no chain, or None when there is one."""
        from kneegraph.analysis.no_chain import why_no_chain, why_no_chain_in

        ends = self.concept(start).id, self.concept(goal).id
        networks = self._parts.networks()
        if networks is not None:
            return why_no_chain_in(networks, *ends, max_steps=max_steps)
        return why_no_chain(self.corpus, *ends, max_steps=max_steps)

    def cut(self, start: str, goal: str, *, max_steps: int = 6) -> Cut | None:
        """The smallest set of claims whose fall breaks every known explanation from one concept to another; None: no chain."""
        from kneegraph.analysis.cut import cut, cut_in

        ends = self.concept(start).id, self.concept(goal).id
        networks = self._parts.networks()
        if networks is not None:
            return cut_in(networks, *ends, max_steps=max_steps)
        return cut(self._parts.between(*ends, max_steps), *ends, max_steps=max_steps)

    def exercises(self, *, for_: str | None = None, exercise: str | None = None) -> Found[ExerciseLink]:
        """What links exercises to mechanisms and outcomes, with the standing of every step.

        Cost: on a store, what lies within reach of the exercise or outcome; without either, all of it.
        """
        from kneegraph.analysis.exercises import exercises, exercises_in

        outcome, start = (self.concept(term).id if term else None for term in (for_, exercise))
        around = self._parts.surroundings(start, outcome)
        if around is not None:
            return listed(self._whole, "exercise", exercises_in(around, for_=outcome, exercise=start))
        return listed(self._whole, "exercise", exercises(self.corpus, for_=outcome, exercise=start))

    def gaps(self) -> Found[Gap]:
        """What is missing: exercises without mechanism, faults without exercise, what much hangs on without being settled.

        Cost: on a store, all of it is fetched, since what nobody says can only be told from all that somebody does.
        """
        from kneegraph.analysis.gaps import gaps

        return listed(self._whole, "gap", gaps(self.corpus))

    def related(self, claim: Claim, *, limit: int | None = None) -> Found[Related]:
        """Claims near this one, at most so many: opposite, reversed, sibling, broader, narrower, rival."""
        from kneegraph.analysis.related import related

        return listed(self._whole, "related", related(self._parts.near(claim, limit), claim)[:limit])

    def routes(self, *, for_: str | None = None, exercise: str | None = None) -> Found[Routes]:
        """Works, but not by that route: treatments that help, while a mechanism given for it does not stand.

        Cost: on a store, what is said of the treatment or of those for the outcome, and of what they change; of neither, all
        of it, since every claim may be part of a route.
        """
        from kneegraph.analysis.routes import routes

        outcome, start = (self.concept(term).id if term else None for term in (for_, exercise))
        judge = self._judge(self._parts.helping(start, outcome))
        return listed(self._whole, "route", routes(judge, for_=outcome, exercise=start))

    def turned(self) -> Found[Turned]:
        """Claims that popular sources repeat though the peer-reviewed evidence had turned against them by then.

        Cost: on a store, all claims that anybody disputes.
        """
        from kneegraph.analysis.turned import IMPLIED_BY, turned

        return listed(self._whole, "turned", turned(self._judge(self._parts.disputed(IMPLIED_BY))))

    def _judge(self, corpus: Corpus) -> Judge:
        from kneegraph.analysis.evidence.doubt import Judge

        return Judge(corpus, self.independence, self.weights)

    # What lies behind a claim

    @property
    def weights(self) -> Weights:
        """What a piece of evidence weighs here."""
        return self._weights or Weights.packaged()

    @property
    def independence(self) -> Independence:
        """Which of the sources depend on each other. Cost: a pass over all sources, unless a store keeps what follows."""
        return self._parts.independence

    def opinion(self, claim: Claim) -> Opinion:
        """What the evidence on a claim weighs: support, dispute and unknown, which sum to one, with who contributes what."""
        from kneegraph.analysis.evidence.opinion import opinion

        return opinion(claim.assertions, self.independence, self.weights)

    def opinions(self, claim: Claim) -> dict[Tier, Opinion]:
        """What the evidence of each tier weighs by itself; tiers without any source in the graph are left out."""
        from kneegraph.analysis.evidence.opinion import opinion

        return {tier: opinion(self._of_tier(claim, tier), self.independence, self.weights) for tier in self.tiers}

    def firmness(self, claim: Claim) -> Firmness:
        """What the claim would be without any one group of sources, and the smallest new evidence that would turn it."""
        from kneegraph.analysis.evidence.what_if import firmness

        return firmness(claim, self.independence, self.weights)

    @cached_property
    def licences(self) -> Licences:
        """How strongly the studies let each claim be worded. Cost: a pass over all claims, each licence made once."""
        from kneegraph.analysis.evidence.licence import Licences

        return Licences(self.corpus, lambda: self.independence)

    def licence(self, claim: Claim) -> Licensed:
        """How strongly the studies let a claim be worded, and which studies those are; `licences` for many claims."""
        from kneegraph.analysis.evidence.licence import licence

        part = self._parts.joining(claim.subject, claim.object)
        return self.licences.of(claim) if part is self.corpus else licence(part, claim, self.independence)

    def chain_licence(self, chain: Chain) -> Licence | None:
        """What a whole chain licenses to be said of its ends: no more than its weakest step. None where no step is a claim.

        A step that is not about what brings about what (an exercise targets a muscle) is licensed plainly by a measurement.
        """
        claims = (self.corpus.claims[step.claim] for step in chain.steps if step.claim)
        return min((self.licence(claim).level for claim in claims), default=None)

    @cached_property
    def any_study(self) -> bool:
        """Whether any claim rests on a study; without any, licences say nothing. Cost: of a store, up to the first one."""
        from kneegraph.analysis.evidence.licence import has_study

        return any(map(has_study, self._parts.designed()))

    def history(self, claim: Claim) -> History:
        """How a claim stood at the end of each year in which a source on it appeared."""
        from kneegraph.analysis.history import history

        return history(claim, self.corpus.sources, self.independence, self.weights)

    # Checking prose

    @cached_property
    def checker(self) -> Checker:
        """What checks drafts against this graph; built on first use, from all labels and claims."""
        from kneegraph.check.checking import Checker

        return Checker(self.corpus, self.licences)

    def check(self, text: str, *, form: str = "markdown", path: str = "-") -> Report:
        """What the sources make of the sentences of a draft in `text`, `markdown` or `html`; `path` is its name in findings.

        Raises DataError for what is no text. Cost: one pass over the draft, some 0.3 ms a sentence.
        """
        return self.checker.check(text, form=form, path=path)
