"""What lies behind a claim: which sources are independent, what their evidence weighs, and what would change it."""

from kneegraph.analysis.evidence.independence import Group, Independence
from kneegraph.analysis.evidence.opinion import Contribution, Lean, Opinion, opinion
from kneegraph.analysis.evidence.weights import Weights

__all__ = ["Contribution", "Group", "Independence", "Lean", "Opinion", "Weights", "opinion"]
