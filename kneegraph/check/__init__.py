"""Stated claims beside the graph: what the sources make of each sentence of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneegraph.check.report import Finding, Nearness, OverReach, Place, Report, Severity, Verdict
from kneegraph.check.rules import BY_CODE, BY_VERDICT, RULES, Rule, rule

if TYPE_CHECKING:
    from kneegraph.check.checking import Checker

__all__ = [
    "BY_CODE",
    "BY_VERDICT",
    "RULES",
    "Checker",
    "Finding",
    "Nearness",
    "OverReach",
    "Place",
    "Report",
    "Rule",
    "Severity",
    "Verdict",
    "rule",
]


def __getattr__(name: str) -> object:
    """Checker, when it is asked for: what it reads prose with is not for every command to import."""
    if name != "Checker":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from kneegraph.check.checking import Checker

    return Checker
