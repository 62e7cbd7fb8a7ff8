"""`contradictions`, `chains`, `exercises` and `gaps`: what the graph finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kneegraph.cli import show
from kneegraph.cli.options import as_table_or_json, choosing_graph, chosen_graph, given, tell_more, with_limit
from kneegraph.cli.paths import show_chain, show_cut, show_exercise, show_tiers
from kneegraph.cli.text import how_many
from kneegraph.exchange.forms import gap_by_tier, sources_by_tier
from kneegraph.graph import Graph
from kneegraph.model import Kind

if TYPE_CHECKING:
    from kneegraph.analysis.contradictions import Contradiction
    from kneegraph.analysis.exercises import ExerciseLink
    from kneegraph.analysis.gaps import Gap


#: More than the packaged data have, and about as many as anybody reads.
_MOST_CLASHES = 300
#: Up to so many claims, what every chain hangs on is told unasked; it takes a second then.
_CLAIMS_TO_CUT = 20_000
_MOST_OUTCOMES = 6
_MOST_GAPS = 10
_KINDS = "disputed, tiers, undercut, qualified, opposed, reversed, …"


@click.command()
@click.option("--kind", callback=given, metavar="KIND", help=f"Only this kind: {_KINDS}")
@click.option("--about", callback=given, metavar="CONCEPT", help="Only those about this concept.")
@with_limit("contradictions", default=_MOST_CLASHES)
@choosing_graph
@as_table_or_json
def contradictions(kind: str | None, about: str | None, limit: int | None, form: str, **chosen: Any) -> None:
    """Where sources disagree, by kind, with both sides named."""
    graph = chosen_graph(**chosen)
    found, total = graph.first_contradictions(limit, kind=kind, about=about)
    if form == "json":
        from kneegraph.exchange.forms import contradiction_form

        show.show_json([contradiction_form(graph, one) for one in found])
        return
    if found:
        show_contradictions(graph, found)
        tell_more(total, len(found))
    else:
        show.show_line("The sources do not disagree here.")


def show_contradictions(graph: Graph, found: list[Contradiction]) -> None:
    """Print contradictions kind by kind."""
    show_tiers(graph, marks=False)
    show.show_line()
    for kind in dict.fromkeys(one.kind for one in found):
        rows = [(one.explanation, _details(graph, one)) for one in found if one.kind == kind]
        show.show_list(("what", ""), rows, title=f"{kind}: {len(rows)}")


def _details(graph: Graph, found: Contradiction) -> str:
    """Who stands where, what both sides weigh, and why it may be only apparent: one line each."""
    return "\n".join([*_sides(graph, found), _stakes(found), *_apparent(found)])


def _sides(graph: Graph, found: Contradiction) -> list[str]:
    """Who stands where, one line a side, by tier where the graph has more than one."""
    sides = (("supports", found.supports), ("disputes", found.disputes), ("qualifies", found.qualifies))
    return [f"{stance}: {_names(graph, sources)}" for stance, sources in sides if sources]


def _stakes(found: Contradiction) -> str:
    weights = f"{found.weights.supports:.2f} against {found.weights.disputes:.2f}"
    return f"weight: {weights}, with {how_many(found.hangs, 'other claim')} hanging on it"


def _apparent(found: Contradiction) -> list[str]:
    from kneegraph.analysis.contradictions import APPARENT

    resolved = [APPARENT] if found.resolved else []
    return [*resolved, *(f"may be only apparent: {reason.sentence}" for reason in found.reasons)]


def _names(graph: Graph, sources: tuple[str, ...]) -> str:
    split = sources_by_tier(graph, sources)
    if len(split) == 1:
        return ", ".join(sources)
    return " · ".join(f"{tier} {', '.join(names)}" for tier, names in split.items() if names)


@click.command()
@click.argument("start")
@click.argument("goal")
@click.option("--limit", type=click.IntRange(1, 1000), default=5, show_default=True, help="How many chains.")
@click.option("--max-steps", type=click.IntRange(1, 12), default=6, show_default=True, help="The longest chain.")
@click.option("--cut", "only_cut", is_flag=True, help="Only the fewest claims whose fall would break every explanation.")
@choosing_graph
@as_table_or_json
def chains(start: str, goal: str, limit: int, max_steps: int, only_cut: bool, form: str, **chosen: Any) -> None:
    """How claims lead from START to GOAL.

    The best supported way comes first. It says whether one source tells the whole chain, or nobody does.

    \b
    kneegraph chains "hypertonic TFL" "knee pain"
    """
    graph = chosen_graph(**chosen)
    if only_cut:
        _only_cut(graph, start, goal, max_steps, form)
        return
    found = graph.chains(start, goal, limit=limit, max_steps=max_steps)
    if form == "json":
        from kneegraph.exchange.forms import chain_form

        show.show_json([chain_form(graph, chain) for chain in found])
    elif found:
        show_tiers(graph)
        for number, chain in enumerate(found, 1):
            show_chain(graph, chain, number)
        if graph.count_claims() <= _CLAIMS_TO_CUT:
            show_cut(graph, graph.cut(start, goal, max_steps=max_steps))
        else:
            show.show_line()
            show.show_line("What carries them all takes a while in so large a graph: ask the same with --cut.")
    if not found:
        _explain(graph, start, goal, max_steps)
    elif found.gave_up:
        click.echo("The search stopped at its limit; there may be more chains.", err=True)


def _only_cut(graph: Graph, start: str, goal: str, max_steps: int, form: str) -> None:
    found = graph.cut(start, goal, max_steps=max_steps)
    if form == "json":
        from kneegraph.exchange.routes import cut_form

        show.show_json(cut_form(graph, found) if found else None)
    show_cut(graph, found if form != "json" else None, each=True)
    if not found:
        _explain(graph, start, goal, max_steps)


def _explain(graph: Graph, start: str, goal: str, max_steps: int) -> None:
    reason = graph.why_no_chain(start, goal, max_steps=max_steps)
    names = f"{graph.concept(start).label} to {graph.concept(goal).label}"
    click.echo(f"No chain found from {names}: {reason.sentence if reason else 'none was found'}", err=True)


@click.command()
@click.argument("exercise", callback=given, required=False)
@click.option("--for", "for_", callback=given, metavar="CONCEPT", help="Only what is meant to help with this.")
@choosing_graph
@as_table_or_json
def exercises(exercise: str | None, for_: str | None, form: str, **chosen: Any) -> None:
    """What an exercise is meant to do, step by step.

    Every step shows its standing and its sources.

    \b
    kneegraph exercises --for "knee valgus"
    kneegraph exercises clamshell
    """
    graph = chosen_graph(**chosen)
    found = graph.exercises(for_=for_, exercise=exercise)
    if form == "json":
        from kneegraph.exchange.forms import exercise_form

        show.show_json([exercise_form(graph, link) for link in found])
        return
    if exercise is None and for_ is None:
        _overview(graph, found)
        return
    if found:
        show_tiers(graph)
    for link in found:
        show_exercise(graph, link)
    if not found:
        other = exercise is not None and graph.concept(exercise).kind not in (Kind.EXERCISE, Kind.INTERVENTION)
        hint = f"did you mean --for {exercise!r}?" if other else "kneegraph gaps shows what is missing."
        show.show_line(f"No exercise is linked to this; {hint}")


def _overview(graph: Graph, found: list[ExerciseLink]) -> None:
    outcomes: dict[str, list[str]] = {}
    for link in found:
        outcomes.setdefault(link.exercise, []).append(graph.label(link.outcome))
    rows = ((graph.label(name), _first(list(dict.fromkeys(helped)))) for name, helped in outcomes.items())
    show.show_table(("exercise or intervention", "is said to help with"), rows)
    show.show_line("kneegraph exercises NAME and kneegraph exercises --for CONCEPT show how, step by step.")


def _first(names: list[str]) -> str:
    more = len(names) - _MOST_OUTCOMES
    return ", ".join(names[:_MOST_OUTCOMES]) + (f" and {more} more" if more > 0 else "")


@click.command()
@choosing_graph
@as_table_or_json
def gaps(form: str, **chosen: Any) -> None:
    """What is missing, most consequential first.

    Exercises with no mechanism, faults with no exercise, claims that much hangs on and that one source makes, that are
    contested or that nobody has studied, claims known at second hand only.
    """
    graph = chosen_graph(**chosen)
    found = graph.gaps()
    if form == "json":
        from kneegraph.exchange.forms import gap_form

        show.show_json([gap_form(graph, gap) for gap in found])
        return
    if not found:
        show.show_line("Nothing is missing of what is looked for here.")
        return
    show_tiers(graph)
    show.show_line("hangs: chains and standings that would change if it were settled, and twice the exercise links")
    show.show_line()
    for kind in dict.fromkeys(gap.kind for gap in found):
        of_kind = [gap for gap in found if gap.kind == kind]
        rows = [
            (graph.label(gap.concept), gap.explanation, str(gap.hangs.weight), _rests_on(graph, gap))
            for gap in of_kind[:_MOST_GAPS]
        ]
        show.show_table(("concept", "what is missing", "hangs", "sources"), rows, title=f"{kind}: {len(of_kind)}")
        if len(of_kind) > _MOST_GAPS:
            show.show_line(f"{len(of_kind) - _MOST_GAPS} more; --format json has all.")
            show.show_line()


def _rests_on(graph: Graph, gap: Gap) -> str:
    """The sources behind a gap by tier; of several claims also how many each tier speaks about."""
    split = gap_by_tier(graph, gap)
    if len(gap.claims) == 1 or len(split) == 1:
        return show.tallies({tier: counts for tier, (_, counts) in split.items()})
    parts = (
        f"{tier} {show.tally(counts)} ({how_many(claims, 'claim')})" for tier, (claims, counts) in split.items() if claims
    )
    return " · ".join(parts)
