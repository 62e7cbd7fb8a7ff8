"""What docs/editors.md tells people to write into their editors is what the server takes."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from kneegraph.check.report import Severity
from kneegraph.lsp.opened import LONGEST
from kneegraph.lsp.server import PAUSE
from kneegraph.lsp.settings import Settings, read_settings

PAGE = (Path(__file__).parent.parent / "docs" / "editors.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def named(value: Any, name: str) -> Iterator[Any]:
    """Every value that goes by this name (or ends in it, after a dot), however deep."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key.split(".")[-1] == name:
                yield inner
            yield from named(inner, name)


CONFIGURATIONS = [*map(json.loads, blocks("json")), *map(tomllib.loads, blocks("toml"))]


@pytest.mark.parametrize("section", fields(Settings), ids=lambda one: one.name)
def test_every_setting_is_documented(section: Any) -> None:
    assert f"\n| `{section.name}` |" in PAGE


def test_the_settings_shown_are_understood() -> None:
    sent = [one for each in CONFIGURATIONS for name in ("initializationOptions", "config") for one in named(each, name)]
    assert len(sent) == 3
    assert {read_settings(one, Settings()) for one in sent} == {Settings(Severity.WARNING)}


def test_the_commands_shown_start_the_server() -> None:
    commands = [one for each in CONFIGURATIONS for one in named(each, "command")]
    arguments = [one for each in CONFIGURATIONS for name in ("args", "commandArguments") for one in named(each, name)]
    assert commands == ["kneegraph", ["kneegraph", "lsp"], "kneegraph"]
    assert arguments == [["lsp"], ["lsp"]]


def test_the_limits_told_are_those_that_hold() -> None:
    assert f"{PAUSE} seconds after the last key" in PAGE
    assert f"longer than {LONGEST // 1_000_000} MB" in PAGE
