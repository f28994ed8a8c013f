"""Ctrl-C in the middle of a build: one line, exit code 130, and the old graph whole."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from papergraph.building import _interrupts_held, build
from papergraph.graph import store

from .pages import LONG, page_a

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")


def digests(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupted_build_leaves_the_old_graph_whole(tmp_path: Path, workers: str) -> None:
    (tmp_path / "small.txt").write_text(page_a([("FooNet: A Parser", LONG)]))
    (tmp_path / "big.txt").write_text(
        page_a((f"Net{i}: A Parser", f"{LONG} It has {i} layers.") for i in range(20_000))
    )
    store.write(build([tmp_path / "small.txt"]), tmp_path / "out", files={"graph.html": "the old page"})
    before = digests(tmp_path / "out")
    process = subprocess.Popen(
        [sys.executable, "-m", "papergraph.cli", "build", "big.txt", "-o", "out", "--workers", workers],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(3)
    assert process.poll() is None, process.communicate()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, ""), err
    assert err.splitlines()[-1] == "papergraph: interrupted; what was there before is untouched"
    assert "Traceback" not in err
    assert digests(tmp_path / "out") == before
    assert store.read(tmp_path / "out").papers.num_rows == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["big.txt", "out", "small.txt"]


def test_an_interrupt_while_workers_start_waits_and_does_not_reach_them() -> None:
    said: list[str] = []
    code = "import os, signal; os.kill(os.getpid(), signal.SIGINT); print('whole')"

    def held() -> None:
        with _interrupts_held():
            os.kill(os.getpid(), signal.SIGINT)
            said.append(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            held()
    finally:
        signal.signal(signal.SIGINT, before)
    assert said == ["whole\n"]


def test_a_kill_between_the_two_renames_is_mended(tmp_path: Path) -> None:
    (tmp_path / "small.txt").write_text(page_a([("FooNet: A Parser", LONG)]))
    store.write(build([tmp_path / "small.txt"]), tmp_path / "out")
    (tmp_path / "out").rename(tmp_path / ".out.previous")
    assert store.read(tmp_path / "out").papers.num_rows == 1
