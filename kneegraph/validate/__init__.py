"""Whether data can be trusted: the invariants of a corpus, and the check of data files against everything we know to ask."""

from kneegraph.validate.invariants import INVARIANTS, Rule, invariants, invariants_of_whole
from kneegraph.validate.report import Finding, Report, validate

__all__ = ["INVARIANTS", "Finding", "Report", "Rule", "invariants", "invariants_of_whole", "validate"]
