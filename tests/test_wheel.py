"""The wheel alone, in an environment of its own and a folder without the repository, does the main job."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import kneegraph

pytestmark = pytest.mark.wheel
REPOSITORY = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(REPOSITORY)]
    subprocess.run(pip, check=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_data_page_and_licences(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    data = {f"kneegraph/data/{name}.ttl" for name in ("claims", "concepts", "ontology", "shapes")}
    assert data <= names
    assert any(name.startswith("kneegraph/data/queries/") for name in names)
    assert "kneegraph/viz/template.html" in names
    assert "kneegraph/py.typed" in names
    assert {name.rsplit("/", 1)[-1] for name in names} >= {"LICENSE", "LICENSE-DATA"}
    assert not any(name.startswith("tests/") for name in names)


def run(folder: Path, *command: str | Path) -> str:
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def test_the_wheel_alone_gives_the_tour(wheel: Path, tmp_path: Path) -> None:
    programs = tmp_path / "env" / "bin"
    run(tmp_path, sys.executable, "-m", "venv", "env")
    run(tmp_path, programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel)
    assert str(tmp_path) in run(tmp_path, programs / "python", "-c", "import kneegraph; print(kneegraph.__file__)")
    assert f"{len(kneegraph.load().claims())} claims" in run(tmp_path, programs / "kneegraph", "tour")
    assert (tmp_path / "kneegraph.html").stat().st_size > 100_000
    assert "no findings" in run(tmp_path, programs / "kneegraph", "validate")
