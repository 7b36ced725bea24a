"""A fix that needs a companion module puts it beside the file."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tensorlift import engine
from tensorlift.cli import main
from tensorlift.companions import source
from tensorlift.model import Edit, Finding, Fix, Level, Safety, Severity
from tensorlift.project import files
from tensorlift.project.runner import Mode, Task, process, run
from tensorlift.settings import Settings
from tensorlift.source.document import Document

OLD = "import tensorflow as tf\nparams = tf.contrib.training.HParams(rate=0.1)\n"
MODULE = "contrib_hparams"
FIX = Mode(fix=True, review=True, write=True)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "a.py"
    path.write_text(OLD)
    return path


def task(path: Path) -> Task:
    return Task(str(path), Settings())


def test_the_engine_says_what_the_new_text_needs() -> None:
    result = engine.fix(Document(OLD), Settings(), review=True)
    assert result.creates == (MODULE,)
    assert MODULE in result.text
    assert "tf.contrib" not in result.text


def test_fixes_that_create_can_be_left_out() -> None:
    result = engine.fix(Document(OLD), Settings(), review=True, companions=False)
    assert (result.text, result.fixed, result.creates) == (OLD, 0, ())
    assert [finding.symbol for finding in result.remaining] == ["tf.contrib.training.HParams"]
    kept = Fix("b", Level.SYMBOLS, Safety.SAFE, (Edit(0, 1, ""),))
    finding = Finding("TL101", "x", Severity.ERROR, "", 0, 1, fixes=(Fix("a", Level.SYMBOLS, Safety.SAFE, (), (MODULE,)), kept))
    assert engine.without_companions(finding).fixes == (kept,)


def test_the_module_is_written_beside_the_file(program: Path) -> None:
    result = process(task(program), FIX)
    made = program.with_name(f"{MODULE}.py")
    assert (result.changed, result.created, result.kept) == (True, (str(made),), ())
    assert made.read_text() == source(MODULE)
    assert sorted(os.listdir(program.parent)) == ["a.py", made.name]
    if os.name == "posix":
        umask = os.umask(0)
        os.umask(umask)
        assert stat.S_IMODE(made.stat().st_mode) == 0o666 & ~umask


@pytest.mark.parametrize("jobs", [1, 2])
def test_files_of_a_folder_share_it(tmp_path: Path, jobs: int) -> None:
    paths = [tmp_path / f"{number}.py" for number in range(40)]
    for path in paths:
        path.write_text(OLD)
    results = run([task(path) for path in paths], FIX, jobs)
    assert all(result.changed and not result.problems and not result.kept for result in results)
    assert [path for result in results for path in result.created] == [str(tmp_path / f"{MODULE}.py")]
    assert (tmp_path / f"{MODULE}.py").read_text() == source(MODULE)


def test_a_file_of_that_name_is_left_alone(program: Path) -> None:
    made = program.with_name(f"{MODULE}.py")
    made.write_text("mine = 1\n")
    result = process(task(program), FIX)
    assert (result.changed, result.created, result.kept) == (True, (), (str(made),))
    assert made.read_text() == "mine = 1\n"
    made.write_bytes(source(MODULE).replace("\n", "\r\n").encode())
    program.write_text(OLD)
    assert process(task(program), FIX).kept == ()


def test_a_module_that_cannot_be_made_keeps_the_file_as_it_is(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str, data: bytes) -> bool:
        raise files.UnreadableError("needs it")

    monkeypatch.setattr(files, "create", refuse)
    result = process(task(program), FIX)
    assert [problem.message for problem in result.problems] == ["needs it"]
    assert (result.changed, result.created) == (False, ())
    assert program.read_text() == OLD


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(old: str, new: str) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "a"
    assert files.create(str(path), b"1")
    assert not files.create(str(path), b"2")
    assert path.read_bytes() == b"1"
    assert os.listdir(tmp_path) == ["a"]
    with pytest.raises(files.UnreadableError, match="needs a beside it"):
        files.create(str(tmp_path / "none" / "a"), b"")


def test_notebooks(tmp_path: Path) -> None:
    cell: dict[str, object] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": OLD}
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    result = process(task(path), FIX)
    assert result.created == (str(tmp_path / f"{MODULE}.py"),)
    assert MODULE in path.read_text()


def test_the_difference_shows_it_once_and_can_be_applied(program: Path) -> None:
    other = program.with_name("b.py")
    other.write_text(OLD)
    shown = CliRunner().invoke(main, ["fix", "--review", "--diff", "--quiet", str(program.parent)])
    assert sorted(os.listdir(program.parent)) == ["a.py", "b.py"]
    assert shown.stdout.count(f"+++ {program.parent / MODULE}.py\n") == 1
    subprocess.run(["git", "apply", "-p0", "--unsafe-paths", "-"], input=shown.stdout_bytes, cwd=program.parent, check=True)
    assert program.with_name(f"{MODULE}.py").read_text() == source(MODULE)
    assert "tf.contrib" not in program.read_text() + other.read_text()


def test_the_summary_tells(program: Path) -> None:
    made = program.with_name(f"{MODULE}.py")
    assert f"Would create {made}." in CliRunner().invoke(main, ["fix", "--review", "--diff", str(program)]).stderr
    assert f"Created {made}." in CliRunner().invoke(main, ["fix", "--review", str(program)]).stdout
    program.write_text(OLD)
    assert "reated" not in CliRunner().invoke(main, ["fix", "--review", str(program)]).stdout
    program.write_text(OLD)
    made.write_text("")
    told = CliRunner().invoke(main, ["fix", "--review", str(program)]).stdout
    assert f"{made} was there before and is left as it is" in told


def test_standard_input_gets_a_note() -> None:
    result = CliRunner().invoke(main, ["fix", "--review", "-"], input=OLD)
    assert f"note: the new text imports {MODULE}.py" in result.stderr
    assert "note" not in CliRunner().invoke(main, ["fix", "-"], input="import tensorflow as tf\n").stderr


def test_the_fixed_program_runs(program: Path) -> None:
    program.write_text("from tensorflow.contrib.training import HParams\nprint(HParams(rate=0.1).parse('rate=0.5').rate)\n")
    process(task(program), FIX)
    done = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, check=True)
    assert done.stdout == "0.5\n"
