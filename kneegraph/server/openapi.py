"""The OpenAPI description of `/api/…`, made from the table of calls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kneegraph.server.api import MOST_CHARACTERS, Call, Parameter
from kneegraph.server.drafts import FORMS, MOST_BYTES
from kneegraph.server.failures import FailureKind

Json = dict[str, object]

_FAILED: Json = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}

#: Calls that are not answered from the table alone.
OTHERS = (
    (
        "/api/queries/{name}",
        "A named query's text with its parameters fixed.",
        (Parameter("name", "Its name.", required=True),),
    ),
    (
        "/api/why-empty",
        "Why a query found nothing: reasons, and its patterns one by one with the rows that are left.",
        (Parameter("query", "The SPARQL text.", required=True, query=True),),
    ),
    ("/api/openapi.json", "This description.", ()),
)


def openapi(calls: Iterable[Call]) -> Json:
    """The description as JSON values."""
    told: Sequence[tuple[str, str, tuple[Parameter, ...]]] = (
        *((one.path, one.about, one.parameters) for one in calls),
        *OTHERS,
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "kneegraph",
            "version": "1",
            "description": "Who claims what, on what evidence, and where they disagree. Read-only; the shell's JSON.",
        },
        "paths": {
            **{path: {"get": _operation(path, about, taken)} for path, about, taken in told},
            "/api/check": {"post": _check_operation()},
        },
        "components": {"schemas": {"Error": _ERROR}},
    }


def _check_operation() -> Json:
    as_json: Json = {
        "type": "object",
        "required": ["text"],
        "additionalProperties": False,
        "properties": {"text": {"type": "string"}, "form": {"enum": [*FORMS.values()], "default": "markdown"}},
    }
    bodies: Json = {kind: {"schema": {"type": "string"}} for kind in FORMS}
    return {
        "summary": "What the sources make of each sentence of a draft. Nothing of it is kept or logged.",
        "operationId": "check",
        "requestBody": {"required": True, "content": {**bodies, "application/json": {"schema": as_json}}},
        "responses": {
            "200": {"description": "The findings.", "content": {"application/json": {}}},
            "400": {"description": "The draft is not UTF-8 text, or the JSON not as described; with the place.", **_FAILED},
            "413": {"description": f"The draft is larger than {MOST_BYTES // 1024} KiB.", **_FAILED},
            "415": {"description": "The body is of another media type, or not in UTF-8.", **_FAILED},
            "503": {"description": "A limit was reached, which the error names.", **_FAILED},
        },
    }


def _operation(path: str, about: str, taken: Iterable[Parameter]) -> Json:
    return {
        "summary": about,
        "operationId": path.removeprefix("/api/").partition("/{")[0].replace("-", "_").replace(".", "_")
        + ("_by_name" if "{" in path else ""),
        "parameters": [_parameter(path, one) for one in taken],
        "responses": {
            "200": {"description": "The answer.", "content": {"application/json": {}}},
            "400": {"description": "A parameter is missing, unknown, too long or names nothing.", **_FAILED},
            "404": {"description": "There is no such thing.", **_FAILED},
            "503": {"description": "A limit was reached, which the error names.", **_FAILED},
        },
    }


def _parameter(path: str, one: Parameter) -> Json:
    inside = f"{{{one.name}}}" in path
    schema: Json = {"type": "string"} if one.query else {"type": "string", "maxLength": MOST_CHARACTERS}
    if one.most is not None:
        schema = {"type": "integer", "minimum": 1, "maximum": one.most}
    return {
        "name": one.name,
        "in": "path" if inside else "query",
        "required": one.required,
        "description": one.about,
        "schema": schema,
    }


_ERROR: Json = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["status", "kind", "message"],
            "properties": {
                "status": {"type": "integer"},
                "kind": {"enum": [kind.value for kind in FailureKind]},
                "message": {"type": "string"},
                "line": {"type": "integer"},
                "column": {"type": "integer"},
                "caret": {"type": "string"},
                "limit": {"type": "string"},
                "prefix": {"type": "string"},
                "nearest": {"type": "array", "items": {"type": "string"}},
            },
        }
    },
}
