"""One bad file never costs the others, and nothing broken is ever written."""

from __future__ import annotations

import json
import multiprocessing
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tensorlift import engine
from tensorlift.model import Level, Safety
from tensorlift.project import runner
from tensorlift.project.results import INTERNAL, UNREADABLE
from tensorlift.project.runner import Mode, Task, process, run
from tensorlift.rules import all_checks
from tensorlift.settings import Settings
from tensorlift.source.document import Document

OLD = "import tensorflow as tf\nx = tf.log(y)\n"
NEW = "import tensorflow as tf\nx = tf.math.log(y)\n"

CHECK = Mode()
FIX = Mode(fix=True, write=True)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.py"
    path.write_text(OLD)
    return path


def task(path: Path, named: bool = False) -> Task:
    return Task(str(path), Settings(), named)


def notebook(*sources: str) -> str:
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source} for source in sources
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def test_check_locates_findings(source: Path) -> None:
    source.write_text("# é\nimport tensorflow as tf\né = 1; x = tf.log(y)\n")
    [located] = process(task(source), CHECK).findings
    assert (located.line, located.column, located.end_line) == (3, 12, 3)
    assert located.finding.fixes
    assert all(fix.edits == () for fix in located.finding.fixes)
    assert located.cell is None


def test_fix_writes(source: Path) -> None:
    result = process(task(source), FIX)
    assert (result.changed, result.fixed, result.findings, result.problems) == (True, 1, [], [])
    assert source.read_text() == NEW


def test_fixing_twice_touches_nothing(source: Path) -> None:
    process(task(source), FIX)
    before = source.stat()
    result = process(task(source), FIX)
    after = source.stat()
    assert not result.changed
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (OLD.replace("\n", "\r\n").encode(), NEW.replace("\n", "\r\n").encode()),
        (b"\xef\xbb\xbf" + OLD.encode(), b"\xef\xbb\xbf" + NEW.encode()),
        (b"# coding: latin-1\n# \xe9\n" + OLD.encode(), b"# coding: latin-1\n# \xe9\n" + NEW.encode()),
        (OLD.rstrip("\n").encode(), NEW.rstrip("\n").encode()),
        (b"a = 1\r\n" + OLD.encode() + b"\x0c\nb = 2\r", b"a = 1\r\n" + NEW.encode() + b"\x0c\nb = 2\r"),
    ],
    ids=["crlf", "bom", "latin-1", "no newline at end", "mixed line ends"],
)
def test_bytes_around_a_fix_stay(source: Path, before: bytes, after: bytes) -> None:
    source.write_bytes(before)
    assert process(task(source), FIX).problems == []
    assert source.read_bytes() == after


def test_a_difference_is_shown_and_nothing_written(source: Path) -> None:
    result = process(task(source), Mode(fix=True, diff=True))
    assert b"-x = tf.log(y)\n+x = tf.math.log(y)\n" in result.diff
    assert source.read_text() == OLD


def test_files_without_the_word_are_not_decoded(tmp_path: Path) -> None:
    path = tmp_path / "other.py"
    path.write_bytes(b"\xe9 = (")
    assert process(task(path), CHECK).problems == []
    [problem] = process(task(path, named=True), CHECK).problems
    assert "is not valid utf-8" in problem.message


@pytest.mark.parametrize(
    ("name", "data", "cause"),
    [
        ("a.py", b"import tensorflow\nx = '\xe9'\n", "is not valid utf-8: byte 0xe9 on line 2"),
        ("a.py", b"import tensorflow\n\0", "NUL byte"),
        ("a.py", "import tensorflow\n".encode("utf-16"), "UTF-16"),
        ("a.py", b"import tensorflow as tf\nx = (\n", "is not valid Python at line"),
        ("a.ipynb", b"{'tensorflow'", "cannot be read as a notebook: its JSON is broken at line 1"),
        ("a.ipynb", b'["tensorflow"]', "no list of cells"),
        ("a.ipynb", notebook("import tensorflow", "x = )").encode(), "is not valid Python in cell 2 at line 1"),
    ],
)
@pytest.mark.parametrize("mode", [CHECK, FIX])
def test_unreadable_input_is_told_and_left(tmp_path: Path, name: str, data: bytes, cause: str, mode: Mode) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    [problem] = process(task(path), mode).problems
    assert problem.code == UNREADABLE
    assert cause in problem.message
    assert problem.sentence.startswith(str(path))
    assert path.read_bytes() == data


@pytest.mark.parametrize("mode", [CHECK, FIX])
@pytest.mark.parametrize(
    ("name", "data", "safety"),
    [
        ("a.py", b"import tensorflow as tf\nx = tf.log(1)\n)\n", Safety.MANUAL),
        ("setup.py", b"import tensorflow as tf\nx = tf.log(1)\n)\n", Safety.MANUAL),
        ("a.ipynb", notebook("import tensorflow as tf\nx = tf.log(1)", "y = )").encode(), Safety.MANUAL),
        # Python 2 is converted, so it is no obstacle
        ("a.py", b"import tensorflow as tf\nprint tf.log(1)\n", Safety.SAFE),
    ],
)
def test_what_is_not_fixed_does_not_count_as_fixable(tmp_path: Path, name: str, data: bytes, safety: Safety, mode: Mode) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    found = process(task(path), mode).findings
    if safety is Safety.SAFE and mode is FIX:
        assert all(located.finding.symbol != "tf.log" for located in found)
    else:
        assert [located.safety for located in found if located.finding.symbol == "tf.log"] == [safety]


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    [missing] = process(task(tmp_path / "gone.py"), CHECK).problems
    assert missing.message == "cannot be read: No such file or directory"
    [folder] = process(task(tmp_path), CHECK).problems
    assert folder.message == "cannot be read: Is a directory"


def test_broken_code_is_still_checked_but_never_fixed(source: Path) -> None:
    source.write_text(OLD + "def f(:\n")
    result = process(task(source), FIX)
    assert result.problems
    assert [located.line for located in result.findings] == [2]
    assert source.read_text() == OLD + "def f(:\n"


def test_python2_is_fixed(source: Path) -> None:
    source.write_text(OLD + "print x\n")
    result = process(task(source), FIX)
    assert result.problems == []
    assert source.read_text() == NEW + "print x\n"


def test_an_exception_is_a_problem_of_its_file(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(document: Document, settings: Settings, needs: object = ()) -> Any:
        raise RecursionError("too\ndeep")

    monkeypatch.setattr(engine, "check", fail)
    [problem] = process(task(source), CHECK).problems
    assert problem.code == INTERNAL
    assert problem.message.startswith("made tensorlift fail: RecursionError: too deep (test_runner.py:")


def test_a_rule_that_fails_is_a_problem_and_costs_no_other_rule(source: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    def fail(context: object) -> Any:
        raise KeyError("x")

    monkeypatch.setattr(engine, "checks_of", lambda _: [("bad", fail), *all_checks()])
    result = process(task(source), FIX)
    assert [problem.code for problem in result.problems] == [INTERNAL]
    assert "KeyError: 'x'" in result.problems[0].message
    assert source.read_text() == NEW
    assert capfd.readouterr() == ("", "")


def test_broken_code_is_never_written(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def spoil(document: Document, settings: Settings, **options: object) -> Any:
        return engine.FixResult(document.text + "x = (", 1, [])

    monkeypatch.setattr(engine, "fix", spoil)
    for text, findings in ((OLD, 1), (OLD + "print x\n", 2)):
        source.write_text(text)
        result = process(task(source), FIX)
        assert [problem.code for problem in result.problems] == [INTERNAL]
        assert (result.changed, result.fixed, len(result.findings)) == (False, 0, findings)
        assert source.read_text() == text


def test_what_the_encoding_lacks_is_not_written(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def add(document: Document, settings: Settings, **options: object) -> Any:
        return engine.FixResult(document.text + "# \u20ac\n", 1, [])

    monkeypatch.setattr(engine, "fix", add)
    data = b"# coding: latin-1\n# \xe9\n" + OLD.encode()
    source.write_bytes(data)
    result = process(task(source), FIX)
    [problem] = result.problems
    assert "cannot write" in problem.message
    assert len(result.findings) == 1
    assert source.read_bytes() == data


def test_notebooks_are_checked_and_fixed(tmp_path: Path) -> None:
    path = tmp_path / "n.ipynb"
    before = notebook("%matplotlib inline\nimport tensorflow as tf", "!ls\n\nx = tf.log(await y)")
    path.write_text(before)
    [located] = process(task(path), CHECK).findings
    assert (located.cell, located.line, located.column) == (2, 3, 5)
    result = process(task(path), FIX)
    assert (result.fixed, result.findings, result.problems) == (1, [], [])
    assert path.read_text() == before.replace("tf.log", "tf.math.log")


def test_a_notebook_with_magics_is_lifted_around_them(tmp_path: Path) -> None:
    path = tmp_path / "n.ipynb"
    head = "%tensorflow_version 1.x\nimport tensorflow as tf\n!pip list\nx = tf.placeholder(tf.float32)"
    path.write_text(notebook(head, "with tf.Session() as sess:\n    print(sess.run(x * 2, {x: 1.0}))", "%%time\nprint(3)"))
    result = process(Task(str(path), Settings(level=Level.NATIVE), False), replace(FIX, review=True))
    assert result.findings == []
    cells = ["".join(cell["source"]) for cell in json.loads(path.read_text())["cells"]]
    assert cells[0].startswith("%tensorflow_version 1.x\nimport tensorflow as tf\n!pip list\n")
    assert "Session" not in cells[1]
    assert cells[2] == "%%time\nprint(3)"


def test_a_magic_that_would_have_to_move_is_named(tmp_path: Path) -> None:
    path = tmp_path / "n.ipynb"
    head = "import tensorflow as tf\nx = tf.placeholder(tf.float32)\n%time y = x * 2"
    path.write_text(notebook(head, "with tf.Session() as sess:\n    print(sess.run(y, {x: 1.0}))"))
    result = process(Task(str(path), Settings(level=Level.NATIVE), False), replace(FIX, review=True))
    [found] = [one for one in result.findings if one.finding.code == "TL404"]
    assert "what only IPython reads" in found.finding.message
    assert found.cell == 1


def test_skip_file_and_ignore(source: Path) -> None:
    for text in (OLD + "# tensorlift: skip-file\n", OLD.replace("(y)", "(y)  # tensorlift: ignore")):
        source.write_text(text)
        assert process(task(source), CHECK).findings == []
        assert not process(task(source), FIX).changed


def test_nesting_and_length_are_no_problem(source: Path) -> None:
    deep = "import tensorflow as tf\nx = " + "(" * 2000 + "tf.log(1)" + ")" * 2000 + "\n"
    source.write_text(deep)
    result = process(task(source), FIX)
    assert result.problems == []
    assert source.read_text() == deep.replace("tf.log", "tf.math.log")
    source.write_text("import tensorflow as tf\n" + "x = 1\n" * 100_000 + "y = tf.log(x)\n")
    [located] = process(task(source), CHECK).findings
    assert located.line == 100_002


def test_an_empty_file(source: Path) -> None:
    source.write_bytes(b"")
    result = process(task(source, named=True), FIX)
    assert (result.findings, result.problems, result.changed) == ([], [], False)


def test_processes_find_what_one_finds_in_order(tmp_path: Path) -> None:
    tasks = []
    for number in range(40):
        path = tmp_path / f"{number:02}.py"
        path.write_text(OLD if number % 3 else "x = 1\n")
        tasks.append(task(path))
    counted: list[int] = []
    several = run(tasks, CHECK, 2, counted.append)
    assert several == run(tasks, CHECK, 1)
    assert [result.path for result in several] == [task.path for task in tasks]
    assert sum(counted) == 40


def test_a_process_that_dies_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if multiprocessing.get_start_method() != "fork":
        pytest.skip("the patch has to reach the other processes")
    check = engine.check
    parent = os.getpid()

    def die(document: Document, settings: Settings, needs: object = ()) -> Any:
        if "07.py" in str(document.path) and os.getpid() != parent:
            os._exit(1)
        return check(document, settings)

    monkeypatch.setattr(engine, "check", die)
    tasks = []
    for number in range(40):
        path = tmp_path / f"{number:02}.py"
        path.write_text(OLD)
        tasks.append(task(path))
    results = run(tasks, CHECK, 2)
    assert [bool(result.problems) for result in results] == [number == 7 for number in range(40)]
    assert [len(result.findings) for result in results] == [number != 7 for number in range(40)]


def test_little_work_stays_in_this_process(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "_pool", lambda jobs: pytest.fail("a process was started"))
    assert len(run([task(source), task(source)], CHECK, 2)) == 2
