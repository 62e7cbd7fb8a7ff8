"""What an editor may set: from which severity up findings are shown, and which collections count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kneegraph.check.report import Finding, Severity
from kneegraph.errors import KneegraphError, UnknownTermError
from kneegraph.nearest import nearest

#: The section of an editor's settings that is ours; an editor may send it with or without its name around it.
SECTION = "kneegraph"
_NAMES = ("show", "collection")


@dataclass(frozen=True, slots=True)
class Settings:
    """`show`: the least severity that is shown; `collection`: the collections that count, all where there is none."""

    show: Severity = Severity.NOTE
    collection: tuple[str, ...] = ()

    def shows(self, finding: Finding) -> bool:
        """Whether a finding matters enough to be shown."""
        order = list(Severity)
        return order.index(finding.severity) <= order.index(self.show)


def read_settings(sent: object, base: Settings) -> Settings:
    """What an editor has sent, over what held before. Nothing sent changes nothing.

    Raises UnknownTermError or KneegraphError for what is not understood.
    """
    values = sent.get(SECTION, sent) if isinstance(sent, Mapping) else sent
    if values is None:
        return base
    if not isinstance(values, Mapping):
        raise KneegraphError(f"settings must be an object with {' or '.join(_NAMES)} (got {values!r})")
    for name in values:
        if name not in _NAMES:
            raise UnknownTermError("setting", str(name), nearest(str(name), _NAMES))
    if values.get("show") is not None:
        base = replace(base, show=_severity(values["show"]))
    if values.get("collection") is not None:
        base = replace(base, collection=_names(values["collection"]))
    return base


def _severity(value: object) -> Severity:
    known = [*Severity]
    if value not in known:
        raise KneegraphError(f"the setting show must be {', '.join(known[:-1])} or {known[-1]} (got {value!r})")
    return Severity(str(value))


def _names(value: object) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise KneegraphError(f"the setting collection must be a name or a list of names (got {value!r})")
    return tuple(name for name in names if name)
