"""Which findings make a check fail: the reading of `--fail-on`."""

from __future__ import annotations

from collections.abc import Iterable

from kneegraph.check.report import Severity
from kneegraph.check.rules import RULES, rule
from kneegraph.errors import UnknownTermError
from kneegraph.nearest import nearest

#: What makes a check fail unless told otherwise: what design section 6 calls errors.
DEFAULT = "error"
NEVER = "never"


def failing_rules(names: Iterable[str]) -> frozenset[str]:
    """The codes of the rules that these names mean: a severity means itself and all that is worse, a verdict or code itself.

    `never` alone means none. Raises UnknownTermError with the nearest for any other name.

    >>> sorted(failing_rules(["error"]))
    ['KG103', 'KG104']
    >>> sorted(failing_rules(["overstated", "KG104"]))
    ['KG104', 'KG105']
    >>> failing_rules(["never"])
    frozenset()
    """
    wanted = [name.strip().casefold() for name in names if name.strip()]
    if wanted == [NEVER]:
        return frozenset()
    return frozenset(code for name in wanted or [DEFAULT] for code in _meant(name))


def severity_of(name: str) -> Severity:
    """The severity of this name. Raises UnknownTermError with the nearest.

    >>> severity_of("Warning")
    <Severity.WARNING: 'warning'>
    """
    try:
        return Severity(name.strip().casefold())
    except ValueError:
        raise UnknownTermError("severity", name, nearest(name, [*Severity]) or [*Severity]) from None


def at_least(severity: Severity) -> frozenset[Severity]:
    """This severity and all that are worse.

    >>> sorted(at_least(Severity.WARNING))
    [<Severity.ERROR: 'error'>, <Severity.WARNING: 'warning'>]
    """
    worst_first = [*Severity]
    return frozenset(worst_first[: worst_first.index(severity) + 1])


def _meant(name: str) -> list[str]:
    if name in [*Severity]:
        worse = at_least(Severity(name))
        return [one.code for one in RULES if one.severity in worse]
    if name == NEVER:
        raise UnknownTermError("verdict to fail on beside others", name)
    try:
        return [rule(name).code]
    except UnknownTermError:
        known = [*Severity, NEVER, *(one.slug for one in RULES), *(one.code for one in RULES)]
        raise UnknownTermError("verdict, severity or rule", name, nearest(name, known)) from None
