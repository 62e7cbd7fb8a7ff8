"""Drafts as files: which ones a name stands for, how a project wants them checked, what was known of them before.

reading    files, folders, globs and standard input to drafts
settings   `[tool.kneegraph.check]` of a project
failing    which findings make a check fail
baseline   findings that were there before
changed    lines that were changed since a commit
"""

from kneegraph.drafts.baseline import Baseline
from kneegraph.drafts.changed import ChangedLines
from kneegraph.drafts.failing import failing_rules
from kneegraph.drafts.reading import Draft, draft_files, drafted, read_draft
from kneegraph.drafts.settings import Settings, find_settings, read_settings

__all__ = [
    "Baseline",
    "ChangedLines",
    "Draft",
    "Settings",
    "draft_files",
    "drafted",
    "failing_rules",
    "find_settings",
    "read_draft",
    "read_settings",
]
