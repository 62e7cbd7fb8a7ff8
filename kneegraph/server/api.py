"""`/api/…`: what the shell prints as JSON, from one table of routes that is also its OpenAPI description."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kneegraph.analysis.chains import Chains
from kneegraph.errors import QueryError, UnknownTermError
from kneegraph.exchange import forms
from kneegraph.exchange.evidence import history_form
from kneegraph.exchange.routes import cut_form, routes_form, turned_form
from kneegraph.graph import Graph
from kneegraph.model import Claim
from kneegraph.nearest import nearest
from kneegraph.queries import NamedQuery
from kneegraph.server.failures import Failure, FailureKind, bad_request
from kneegraph.server.requests import Parameters, only
from kneegraph.server.vocabulary import vocabulary

Values = Mapping[str, str]
#: What the value of a parameter may be; longer ones name nothing, but take long to compare.
MOST_CHARACTERS = 300
MOST_WORDS = 20
_MOST_CLASHES = 1000
_MOST_CHAINS = 100
_MOST_FOUND = 200


class Cut(list[forms.Json]):
    """A list that may not be all there is: it was cut at a limit. The answer says so in X-Truncated."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a call; `most` makes it a whole number from 1 up to that, a `query` is not held to MOST_CHARACTERS."""

    name: str
    about: str
    required: bool = False
    most: int | None = None
    query: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """One address of the API: what it gives, what it takes, and how it is answered. `open` ones take other names too."""

    path: str
    about: str
    answer: Callable[[Graph, Values], object]
    parameters: tuple[Parameter, ...] = ()
    open: bool = False

    def values(self, given: Parameters) -> dict[str, str]:
        """The parameters of a request. Raises Failure for one that is not known, missing, repeated or no number."""
        check_sizes(given)
        names = [parameter.name for parameter in self.parameters]
        for name, _ in given:
            if name not in names and not self.open:
                close = nearest(name, names)
                message = f"{self.path} has no parameter {name[:60]!r} (it has {', '.join(names) or 'none'})"
                raise Failure(400, FailureKind.UNKNOWN_TERM, message, details={"nearest": list(close)})
        for parameter in self.parameters:
            value = only(given, parameter.name)
            if value is None and not parameter.required:
                continue
            if value is None or not value.strip():
                raise bad_request(f"{self.path} needs a value for {parameter.name}: {parameter.about}")
            if parameter.most is not None and not (value.isascii() and value.isdigit() and 0 < int(value) <= parameter.most):
                raise bad_request(f"{parameter.name} must be a whole number from 1 to {parameter.most}")
        return {name: only(given, name) or "" for name, _ in given}


def check_sizes(given: Parameters) -> None:
    """Raise a 400 Failure for a name or value that is longer than any that could be meant."""
    for name, value in given:
        for text in (name, value):
            limit = f"{MOST_CHARACTERS} characters" if len(text) > MOST_CHARACTERS else ""
            if not limit and len(text.split()) > MOST_WORDS:
                limit = f"{MOST_WORDS} words"
            if limit:
                message = f"the value of {name[:60]!r} is longer than {limit}"
                raise Failure(400, FailureKind.TOO_LARGE, message, details={"limit": limit})


def _queries(graph: Graph, values: Values) -> object:  # noqa: ARG001 (every call takes both)
    return [_query_form(query) for query in graph.named_queries().values()]


def _query_form(query: NamedQuery) -> forms.Json:
    taken = [{"name": one.name, "sort": one.sort, "about": one.about, "default": one.default} for one in query.parameters]
    return {"name": query.name, "title": query.title, "about": query.about, "text": query.text, "parameters": taken}


def query_text(graph: Graph, name: str, values: Values) -> object:
    """A named query with its parameters fixed. Raises Failure: 404 for the query's name, 400 for a parameter or its value."""
    check_sizes([("name", name), *values.items()])
    try:
        query = graph.named_query(name)
    except UnknownTermError as error:
        raise Failure(404, FailureKind.UNKNOWN_TERM, str(error), details={"nearest": list(error.nearest[:3])}) from error
    known = [parameter.name for parameter in query.parameters]
    for given in values:
        if given not in known:
            message = f"{name} has no parameter {given[:60]!r} (it has {', '.join(known) or 'none'})"
            raise Failure(400, FailureKind.UNKNOWN_TERM, message, details={"nearest": list(nearest(given, known))})
    try:
        return {"name": name, "text": graph.named_query_text(name, **values)}
    except UnknownTermError:
        raise
    except QueryError as error:
        raise bad_request(str(error)) from error


def _named_claim(graph: Graph, values: Values) -> Claim:
    if "id" in values:
        return graph.claim(values["id"])
    parts = [values.get(name) for name in ("subject", "relation", "object")]
    if not all(parts):
        raise bad_request("name a claim by id, or by subject, relation and object")
    return graph.claim(*map(str, parts), outcome=values.get("outcome"))


def _claim(graph: Graph, values: Values) -> object:
    return forms.dossier_form(graph, _named_claim(graph, values))


def _history(graph: Graph, values: Values) -> object:
    return history_form(graph.history(_named_claim(graph, values)))


def _claims(graph: Graph, values: Values) -> object:
    return [forms.claim_form(graph, claim) for claim in graph.claims(**values)]


def _search(graph: Graph, values: Values) -> object:
    most = int(values.get("limit", 50))
    concepts, claims, sources = graph.search(values["text"], limit=most + 1)
    return {
        "concepts": [forms.concept_form(one) for one in concepts[:most]],
        "claims": [forms.claim_form(graph, one) for one in claims[:most]],
        "sources": [forms.source_form(graph, one) for one in sources[:most]],
        "truncated": max(len(concepts), len(claims), len(sources)) > most,
    }


def _concept(graph: Graph, values: Values) -> object:
    return forms.concept_form(graph.concept(values["name"]))


def _contradictions(graph: Graph, values: Values) -> object:
    asked = {name: values[name] for name in ("kind", "about") if name in values}
    found, total = graph.first_contradictions(int(values.get("limit", _MOST_CLASHES)), **asked)
    told = [forms.contradiction_form(graph, one) for one in found]
    return Cut(told) if total > len(found) else told


def _chains(graph: Graph, values: Values) -> object:
    most = int(values.get("limit", 5))
    steps = int(values.get("max_steps", 6))
    found = graph.chains(values["start"], values["goal"], limit=most, max_steps=steps)
    told = [forms.chain_form(graph, chain) for chain in found]
    return Cut(told) if isinstance(found, Chains) and found.gave_up else told


def _exercises(graph: Graph, values: Values) -> object:
    found = graph.exercises(for_=values.get("for"), exercise=values.get("exercise"))
    return [forms.exercise_form(graph, link) for link in found]


def _cut(graph: Graph, values: Values) -> object:
    found = graph.cut(values["start"], values["goal"], max_steps=int(values.get("max_steps", 6)))
    return cut_form(graph, found) if found else None


def _routes(graph: Graph, values: Values) -> object:
    found = graph.routes(for_=values.get("for"), exercise=values.get("exercise"))
    return [routes_form(graph, one) for one in found]


def _turned(graph: Graph, values: Values) -> object:  # noqa: ARG001 (every call takes both)
    return [turned_form(graph, one) for one in graph.turned()]


def _gaps(graph: Graph, values: Values) -> object:  # noqa: ARG001 (every call takes both)
    return [forms.gap_form(graph, gap) for gap in graph.gaps()]


def _sources(graph: Graph, values: Values) -> object:  # noqa: ARG001 (every call takes both)
    return [forms.source_form(graph, source) for source in graph.sources()]


_ABOUT = Parameter("about", "A concept, by any of its labels.")
_PARTS = (
    Parameter("id", "The claim's identifier."),
    Parameter("subject", "A concept, by any of its labels."),
    Parameter("relation", "A relation."),
    Parameter("object", "A concept, by any of its labels."),
    Parameter("outcome", "What a comparison is about."),
)
_ENDS = (Parameter("start", "A concept.", required=True), Parameter("goal", "A concept.", required=True))
_LONGEST = Parameter("max_steps", "The longest chain.", most=8)
_HELP = (Parameter("for", "A concept they are to help with."), Parameter("exercise", "Only this exercise."))
CALLS = (
    Call("/api/vocabulary", "Prefixes, terms of the schema and concepts, for completion.", vocabulary),
    Call("/api/queries", "The named queries with their documentation.", _queries),
    Call(
        "/api/claim",
        "One claim with every assertion, by identifier or by its parts.",
        _claim,
        _PARTS,
    ),
    Call("/api/history", "How a claim stood year by year, as its sources appeared.", _history, _PARTS),
    Call(
        "/api/claims",
        "The claims that meet every condition given.",
        _claims,
        (
            _ABOUT,
            Parameter("relation", "A relation."),
            Parameter("standing", "contested, disputed, qualified, supported or reported."),
            Parameter("source", "Only claims about which this source says something."),
            Parameter("stance", "Only claims on which a source takes this stance."),
        ),
    ),
    Call("/api/concept", "One concept with its names.", _concept, (Parameter("name", "Any of its labels.", required=True),)),
    Call(
        "/api/search",
        "Concepts, claims and sources whose labels have every word.",
        _search,
        (Parameter("text", "Words.", required=True), Parameter("limit", "How many of each.", most=_MOST_FOUND)),
    ),
    Call(
        "/api/contradictions",
        "Where sources disagree, with both sides.",
        _contradictions,
        (
            Parameter("kind", "Only this kind of contradiction."),
            _ABOUT,
            Parameter("limit", "How many, the foremost first.", most=_MOST_CLASHES),
        ),
    ),
    Call(
        "/api/chains",
        "How claims lead from one concept to another.",
        _chains,
        (*_ENDS, Parameter("limit", "How many chains.", most=_MOST_CHAINS), _LONGEST),
    ),
    Call(
        "/api/cut",
        "The fewest claims whose fall breaks every chain from one concept to another; null where there is none.",
        _cut,
        (*_ENDS, _LONGEST),
    ),
    Call(
        "/api/exercises",
        "What exercises are meant to do, step by step.",
        _exercises,
        _HELP,
    ),
    Call("/api/routes", "What helps, while a mechanism given for it does not stand; and the routes left.", _routes, _HELP),
    Call("/api/turned", "Claims that popular sources repeat though the evidence had turned against them.", _turned),
    Call("/api/gaps", "What is missing: mechanisms, exercises, evidence.", _gaps),
    Call("/api/sources", "Every source, with what it says counted.", _sources),
)
