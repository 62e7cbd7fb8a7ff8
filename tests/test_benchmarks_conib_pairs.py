"""Contradictory pairs are the same ones whoever looks for them."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import conib_pairs
import pytest
from processes import run_task

#: A and B with both signs; A and C raised, and left as it is; the rest agrees, or is said of another pair.
EDGES = """subject\trelation\tobject\tdirection\tpmid
p(X:A)\tincreases\tp(X:B)\t+\t1
p(X:A)\tdirectlyDecreases\tp(X:B)\t-\t2
p(X:A)\tincreases\tp(X:C)\t+\t1
p(X:A)\tcausesNoChange\tp(X:C)\t0\t3
p(X:A)\tincreases\tp(X:D)\t+\t1
p(X:A)\tdirectlyIncreases\tp(X:D)\t+\t2
p(X:C)\tdecreases\tp(X:A)\t-\t1
p(X:A)\tassociation\tp(X:C)\t?\t1
p(X:A)\tpartOf\tcomplex(p(X:A), p(X:B))\t?\t
"""


@pytest.mark.parametrize("who", conib_pairs.PEERS)
def test_everybody_finds_the_same_pairs_at_once_and_again(who: str, tmp_path: Path) -> None:
    if who == "pybel" and find_spec("pybel_tools") is None:
        pytest.skip("needs pybel-tools: pip install --group bench")
    table = tmp_path / "edges.tsv"
    table.write_text(EDGES, encoding="utf-8")
    script = Path(conib_pairs.__file__)
    for task in (one for one in conib_pairs.TASKS if one.endswith(f"_{who}")):
        assert run_task(script, task, table, tmp_path)["answer"] == [2, 1], task


def test_the_report_sets_medians_side_by_side() -> None:
    def told(seconds: float) -> dict[str, object]:
        return {"seconds": [seconds], "load": seconds, "find": seconds, "mib": seconds, "answer": [2, 1]}

    found = {name: [told(one) for one in (1.0, 2.0, 9.0)] for name in conib_pairs.TASKS}
    found["first_pybel"] = [told(4.0)]
    lines = list(conib_pairs.report(found))
    assert "| its contradictory pairs | 2.0 s | 4.0 s | 0.5 × | 2.0 s | 1 × |" in lines
    assert lines[-1] == "| of these, with both signs | 1 | 1 | | 1 | |"
    found["again_pybel"][0]["answer"] = [3, 1]
    with pytest.raises(ValueError, match="too many values"):
        list(conib_pairs.report(found))
