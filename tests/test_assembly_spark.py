"""The assembly on a real Spark cluster, one of whose workers dies: the same rows as DuckDB's, in the same order."""

from __future__ import annotations

import threading
from pathlib import Path

import duckdb
import pytest
from spark_cluster import Cluster, Worker, awaited, spark_cluster

from kneegraph import files
from kneegraph.assembly.output import Results
from kneegraph.assembly.running import assemble

#: Small, and without compiling what runs but once, so that the time goes into what is shown.
SETTINGS = """
spark.sql.shuffle.partitions 2
spark.default.parallelism 2
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.cores.max 2
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.executor.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
"""


def rows(folder: Path, table: str, order: str) -> list[tuple[object, ...]]:
    path = folder / f"{table}.parquet"
    pattern = path / "*.parquet" if path.is_dir() else path
    return duckdb.execute(f"SELECT * FROM read_parquet('{pattern}') ORDER BY {order}").fetchall()


def lines(folder: Path) -> list[str]:
    path = folder / "derived.nq"
    parts = sorted(path.glob("part-*")) if path.is_dir() else [path]
    return sorted(line for part in parts for line in part.read_text(encoding="utf-8").splitlines())


class Killing:
    """Kills a worker in the midst of a step: once it has begun a task of that step, and before the step has ended."""

    def __init__(self, worker: Worker, step: str) -> None:
        self.worker = worker
        self.step = step
        self.steps: list[str] = []
        self.had_finished = 0
        self.during = ""
        self._thread = threading.Thread(target=self._kill)

    def progress(self, name: str, _done: int, _all: int) -> None:
        self.steps.append(name)
        if name == self.step:
            self.had_finished = self.worker.tasks("Finished")
            self.had_begun = self.worker.tasks("Running")
            self._thread.start()

    def _kill(self) -> None:
        assert self.worker.process.poll() is None
        awaited(lambda: "yes" if self.worker.tasks("Running") > self.had_begun else None, "a task on the worker")
        self.worker.kill()
        self.during = self.steps[-1]

    def join(self) -> None:
        self._thread.join()


def assembled_by_spark(cluster: Cluster, tables: Path, output: Path, killing: Killing) -> Results:
    made = assemble([tables], output, engine="spark", master=cluster.url, memory="512MB", progress=killing.progress)
    killing.join()
    return made


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_gives_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    conf = tmp_path / "conf"
    conf.mkdir()
    (conf / "spark-defaults.conf").write_text(SETTINGS)
    monkeypatch.setenv("SPARK_CONF_DIR", str(conf))
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    near, far = tmp_path / "near", tmp_path / "far"
    here = assemble([files.PACKAGED], near, keep_tables=True)
    with spark_cluster(tmp_path, workers=2) as cluster:
        lost, kept = cluster.workers
        killing = Killing(lost, "said")
        there = assembled_by_spark(cluster, near / "tables", far, killing)
        assert killing.had_finished > 0  # it was at work before
        assert lost.process.poll() == -9
        assert killing.during == "said"  # and died in the midst of it
        assert killing.steps[-1] == "done"
        assert kept.process.poll() is None
    assert there.counts == here.counts
    assert there.contradictions == here.contradictions
    assert len(there.contradictions) == 10
    for table, order in {"tally": "claim", "opinion": "claim", "contradiction": "rank"}.items():
        assert rows(far, table, order) == rows(near, table, order), table
    assert lines(far) == lines(near)
