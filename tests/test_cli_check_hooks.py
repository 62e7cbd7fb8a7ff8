"""The files by which others run `kneegraph check`: a pre-commit hook, a GitHub Action, and a workflow as an example."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent
CONTESTED = "The VMO controls patellar tracking.\n"


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    """A project with two drafts, one of them contested."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "a b.md").write_text(CONTESTED, encoding="utf-8")
    (tmp_path / "drafts" / "clean.md").write_text("Good morning.\n", encoding="utf-8")
    return tmp_path


def read(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def run(arguments: list[str], folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    here = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    unset = ("GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE")
    env = {**{name: value for name, value in os.environ.items() if name not in unset}, "PATH": here, **more}
    return subprocess.run(arguments, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False)


def test_the_hook_runs_the_command_on_the_files_it_is_given(drafts: Path) -> None:
    (hook,) = read(".pre-commit-hooks.yaml")
    assert (hook["id"], hook["language"], hook["types"]) == ("kneegraph-check", "python", ["markdown"])
    entry = shlex.split(hook["entry"])
    assert run([*entry, "drafts/clean.md"], drafts, GITHUB_ACTIONS="").returncode == 0
    done = run([*entry, "drafts/a b.md", "drafts/clean.md"], drafts, GITHUB_ACTIONS="")
    assert (done.returncode, done.stderr) == (1, "")
    assert "drafts/a b.md:1:1: error: ± contested" in done.stdout


def action_step(**inputs: str) -> tuple[str, dict[str, str]]:
    """The script of the action's last step, and its environment for these inputs."""
    action = read("action.yml")
    assert action["runs"]["using"] == "composite"
    assert all("shell" in step for step in action["runs"]["steps"] if "run" in step)
    step = action["runs"]["steps"][-1]
    assert "${{" not in step["run"], "an input in a script would be run"
    given = {name: inputs.get(name, one["default"]) for name, one in action["inputs"].items()}
    assert {*inputs} <= {*given}
    names = {name: re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", value) for name, value in step["env"].items()}
    return step["run"], {name: given[found[1]] for name, found in names.items() if found}


@pytest.mark.parametrize(
    ("inputs", "status", "told"),
    [
        ({"files": "drafts"}, 1, "::error file=drafts/a b.md,line=1,"),
        ({"files": "drafts/a b.md\ndrafts/clean.md\n"}, 1, "::error file=drafts/a b.md,line=1,"),
        ({}, 1, "::error file=drafts/a b.md,line=1,"),
        ({"files": "drafts", "fail-on": "never"}, 0, "::error file=drafts/a b.md,line=1,"),
        ({"files": "drafts", "config": "own.toml"}, 0, "::error file=drafts/a b.md,line=1,"),
        ({"files": "--help"}, 3, ""),
        ({"files": "$(touch pwned); `touch pwned`"}, 3, ""),
    ],
)
def test_the_action_runs_the_command_with_its_inputs(drafts: Path, inputs: dict[str, str], status: int, told: str) -> None:
    (drafts / "own.toml").write_text("[check]\nfail-on = 'contradicted'\n", encoding="utf-8")
    script, env = action_step(**inputs)
    done = run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script], drafts, GITHUB_ACTIONS="true", **env)
    assert done.returncode == status, done.stderr
    assert told in done.stdout
    assert not (drafts / "pwned").exists()


def test_the_commands_of_the_example_run(drafts: Path) -> None:
    workflow = read("docs/examples/github-action.yml")
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    commands = [shlex.split(step["run"]) for step in steps if step.get("run", "").startswith("kneegraph")]
    assert len(commands) == 2
    for command in commands:
        done = run(command, drafts, GITHUB_ACTIONS="true")
        assert (done.returncode, done.stdout) == (0, "")
        assert (drafts / command[command.index("--output") + 1]).stat().st_size > 1000
    uploaded = {
        step["with"].get("sarif_file") or step["with"].get("path") for step in steps if "upload" in step.get("uses", "")
    }
    assert uploaded == {command[command.index("--output") + 1] for command in commands}


def test_the_example_gives_the_action_inputs_that_it_has() -> None:
    workflow, inputs = read("docs/examples/github-action.yml"), read("action.yml")["inputs"]
    used = [step["with"] for job in workflow["jobs"].values() for step in job["steps"] if "kneegraph@" in step.get("uses", "")]
    assert used
    assert all({*one} <= {*inputs} for one in used)
