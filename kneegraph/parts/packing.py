"""Sources as text that is read back at once; triple by triple it takes ten times as long."""

from __future__ import annotations

import json
from dataclasses import fields

from kneegraph.model import Dependence, DependenceKind, Source, Tier

_FIELDS = [field.name for field in fields(Source)]


def packed_source(source: Source) -> str:
    """A source as text that `unpacked_source` reads."""
    said = {name: value for name in _FIELDS if (value := getattr(source, name)) not in (None, ())}
    said["depends_on"] = [(one.source, one.kind, one.comment) for one in source.depends_on]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def unpacked_source(text: str) -> Source:
    """The source that a text stands for."""
    said = json.loads(text)
    leaning = tuple(Dependence(source, DependenceKind(kind), comment) for source, kind, comment in said.pop("depends_on"))
    same_as = tuple(said.pop("same_as", ()))
    return Source(**said | {"tier": Tier(said["tier"])}, same_as=same_as, depends_on=leaning)
