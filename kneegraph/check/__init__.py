"""Stated claims beside the graph: what the sources make of each sentence of a draft."""

from kneegraph.check.checking import Checker
from kneegraph.check.report import Finding, Nearness, OverReach, Place, Report, Severity, Verdict
from kneegraph.check.rules import BY_CODE, BY_VERDICT, RULES, Rule, rule

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
