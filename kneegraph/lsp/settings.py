"""From which severity up findings are shown, and whose word counts: as a project has settled it, and as an editor sets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kneegraph.check.report import Finding, Severity
from kneegraph.drafts import find_settings
from kneegraph.drafts.failing import at_least, severity_of
from kneegraph.errors import KneegraphError, UnknownTermError
from kneegraph.nearest import nearest

#: The section of an editor's settings that is ours; an editor may send it with or without its name around it.
SECTION = "kneegraph"
_NAMES = ("show", "collection", "tier")


@dataclass(frozen=True, slots=True)
class Settings:
    """`show`: the least severity that is shown; `collection` and `tier`: the sources that count, all where there is none."""

    show: Severity = Severity.NOTE
    collection: tuple[str, ...] = ()
    tier: tuple[str, ...] = ()

    def shows(self, finding: Finding) -> bool:
        """Whether a finding matters enough to be shown."""
        return finding.severity in at_least(self.show)


def project_settings(folder: str | None) -> Settings:
    """What the project in a folder has settled for `kneegraph check`, as far as it concerns an editor.

    Raises DataError for settings that cannot be read.
    """
    if folder is None:
        return Settings()
    found = find_settings([folder])
    show = severity_of(found.show) if found.show else Severity.NOTE
    return Settings(show, found.collection, found.tier)


def read_settings(sent: object, base: Settings) -> Settings:
    """What an editor has sent, over what held before. Nothing sent changes nothing.

    Raises UnknownTermError or KneegraphError for what is not understood.
    """
    values = sent.get(SECTION, sent) if isinstance(sent, Mapping) else sent
    if values is None:
        return base
    if not isinstance(values, Mapping):
        raise KneegraphError(f"settings must be an object with {', '.join(_NAMES)} (got {values!r})")
    for name in values:
        if name not in _NAMES:
            raise UnknownTermError("setting", str(name), nearest(str(name), _NAMES) or _NAMES)
    return Settings(
        show=_severity("show", values.get("show"), base.show),
        collection=_names("collection", values.get("collection"), base.collection),
        tier=_names("tier", values.get("tier"), base.tier),
    )


def _severity(name: str, value: object, before: Severity) -> Severity:
    if value is None:
        return before
    if not isinstance(value, str):
        raise KneegraphError(f"the setting {name} must be {', '.join(Severity)} (got {value!r})")
    return severity_of(value)


def _names(name: str, value: object, before: tuple[str, ...]) -> tuple[str, ...]:
    if value is None:
        return before
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
        raise KneegraphError(f"the setting {name} must be a name or a list of names (got {value!r})")
    return tuple(one for one in names if one)
