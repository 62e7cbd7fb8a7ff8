"""Whether the passages that assertions rest on stand in the sources' texts, and where they went when a text changed."""

from kneegraph.verify.report import FlawKind, SourceCheck, VerifyFinding, VerifyReport, verify
from kneegraph.verify.writing import reanchored, write_reanchored

__all__ = [
    "FlawKind",
    "SourceCheck",
    "VerifyFinding",
    "VerifyReport",
    "reanchored",
    "verify",
    "write_reanchored",
]
