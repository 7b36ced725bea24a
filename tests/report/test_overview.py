"""The data of the migration report: figures, JSON, history."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from tensorlift.model import Finding, Fix, Level, Safety, Severity
from tensorlift.project.results import FileResult, Located, Problem
from tensorlift.project.runner import Mode, Task, process_bytes
from tensorlift.report.overview import SCHEMA, Overview, ReportError, ReportFinding, Run, Ways, overview, summarized
from tensorlift.settings import Settings
from tensorlift.steps import STEPS

NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "source": ["Words"], "metadata": {}},
            {"cell_type": "code", "source": ["import tensorflow\n", "1"], "metadata": {}, "outputs": [], "execution_count": None},
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
)
DATE = datetime(2026, 3, 1, 12, 30, tzinfo=timezone.utc)


def located(path: str, code: str = "TL101", symbol: str | None = "tf.log", safety: Safety | None = Safety.SAFE, **more: Any) -> Located:
    fixes = () if safety is None else (Fix("write tf.math.log", Level.SYMBOLS, safety, ()),)
    finding = Finding(code, "renamed-symbol", Severity.ERROR, "It is gone.", 0, 6, symbol, None, fixes)
    return Located(path, 3, 5, 3, 11, finding, Level.SYMBOLS, **more)


RESULTS = [
    FileResult("/p/models/net.py", [located("/p/models/net.py"), located("/p/models/net.py", "TL104", "tf.layers.dense", None)], lines=40, tensorflow=True),
    FileResult("/p/models/data.ipynb", [located("/p/models/data.ipynb", "TL108", "tf.contrib.slim", Safety.REVIEW, cell=2)], lines=9, tensorflow=True),
    FileResult("/p/done.py", lines=5, tensorflow=True),
    FileResult("/p/other.py"),
    FileResult("/p/requirements.txt", [located("/p/requirements.txt", "TL501", None, Safety.REVIEW)], lines=1),
    FileResult("/p/bad.py", problems=[Problem("/p/bad.py", "is not valid utf-8"), Problem("/p/bad.py", "is odd")]),
]  # fmt: skip


def made(results: list[FileResult] = RESULTS, date: datetime = DATE, **settings: Any) -> Overview:
    return overview(results, root="/p", settings=Settings(**settings), date=date)


def test_figures() -> None:
    report = made()
    assert (report.name, report.read) == ("p", 6)
    assert [file.path for file in report.files] == ["bad.py", "done.py", "models/data.ipynb", "models/net.py", "requirements.txt"]
    assert [file.done for file in report.files] == [False, True, False, False, False]
    # A file with findings has to do with TensorFlow, whatever it imports.
    assert [file.tensorflow for file in report.files] == [False, True, True, True, True]
    assert report.files[0].problem == "The file is not valid utf-8. The file is odd."
    run = report.run
    assert (run.date, run.level, run.target, run.keras) == ("2026-03-01T12:30:00+00:00", "symbols", "2.21", 3)
    assert (run.files, run.done, run.ways) == (5, 1, Ways(1, 2, 1))
    assert {step: ways for step, ways in run.steps.items() if ways.total} == {
        "python": Ways(review=1),
        "symbols": Ways(safe=1),
        "contrib": Ways(review=1),
        "forward": Ways(manual=1),
    }
    assert list(run.steps) == [step.id for step in STEPS]


def test_no_files() -> None:
    report = made([FileResult("/p/a.py")])
    assert (report.files, report.read, report.run.files, report.run.ways.total) == ((), 1, 0, 0)


def test_json_has_the_keys_that_it_promises() -> None:
    data = json.loads(made().to_json())
    assert list(data) == ["schema", "tensorlift", "name", "date", "level", "target", "keras", "read", "files", "history"]
    assert (data["schema"], data["keras"], data["read"]) == (SCHEMA, 3, 6)
    bad, done, notebook, net, _ = data["files"]
    assert done == {"path": "done.py", "lines": 5, "tensorflow": True, "findings": []}
    assert bad["problem"] == "The file is not valid utf-8. The file is odd."
    assert net["findings"][1] == {
        "line": 3,
        "column": 5,
        "end_line": 3,
        "end_column": 11,
        "code": "TL104",
        "slug": "renamed-symbol",
        "severity": "error",
        "safety": "manual",
        "step": "forward",
        "symbol": "tf.layers.dense",
        "message": "It is gone.",
    }
    assert notebook["findings"][0]["cell"] == 2
    assert list(data["history"][0]) == ["date", "level", "target", "keras", "files", "done", "steps"]
    assert data["history"][0]["steps"]["contrib"] == {"safe": 0, "review": 1, "manual": 0}


def test_json_is_read_again() -> None:
    report = made()
    assert Overview.from_json(report.to_json()) == report
    file = report.files[3]
    place = located("/p/models/net.py")
    for_editors = summarized(
        [type(file)(file.path, file.lines, True, (ReportFinding.of(place, 4),), uri="file:///p/models/net.py")],
        name="p",
        read=1,
        settings=Settings(),
        date=DATE,
    )
    assert Overview.from_json(for_editors.to_json()) == for_editors
    assert json.loads(for_editors.to_json())["files"][0]["findings"][0]["character"] == 4


def test_reports_make_a_chain() -> None:
    first = made()
    second = made([RESULTS[2]], datetime(2026, 3, 8, tzinfo=timezone.utc)).compared(Overview.from_json(first.to_json()))
    third = made([RESULTS[2]], datetime(2026, 3, 9, tzinfo=timezone.utc), level=Level.NATIVE).compared(Overview.from_json(second.to_json()))
    assert [run.date[:10] for run in third.history] == ["2026-03-01", "2026-03-08", "2026-03-09"]
    assert [run.done for run in third.history] == [1, 1, 1]
    assert [run.ways.total for run in third.history] == [4, 0, 0]
    assert [run.is_like(third.run) for run in third.history] == [False, False, True]
    assert third.files == second.files


def broken(**changes: Any) -> str:
    data = json.loads(made().to_json())
    data.update(changes)
    return json.dumps(data)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is not JSON"),
        ("<!DOCTYPE html>", "is not JSON"),
        ("[]", "is JSON, but not a report of tensorlift"),
        ('[{"path": "a.py", "code": "TL101"}]', "is JSON, but not a report of tensorlift"),
        ('{"schema": 1}', "is JSON, but not a report of tensorlift"),
        (broken(schema=SCHEMA + 1), f"is a report of schema {SCHEMA + 1}, and this tensorlift reads schema {SCHEMA} only"),
        (broken(schema=None), "is a report of schema None"),
        (broken(history=[]), "is a damaged report: its history is empty"),
        (broken(history=None), "is a damaged report: history is missing"),
        (broken(history=[7]), "is a damaged report: an entry of history is not an object"),
        (broken(history=[{"date": "yesterday", "steps": {}}]), "is a damaged report: 'yesterday' is not a date"),
        (broken(read=True), "is a damaged report: read is missing or not what it should be"),
        (broken(files={}), "is a damaged report: files is missing"),
        (
            broken(files=[{"path": "a.py", "lines": 1, "tensorflow": True, "findings": [{"line": "x"}]}]),
            "is a damaged report: line is missing",
        ),
    ],
)
def test_what_is_no_report_is_named(text: str, reason: str) -> None:
    with pytest.raises(ReportError) as error:
        Overview.from_json(text)
    assert str(error.value).startswith(reason)


def test_steps_that_another_version_knows_are_left_out() -> None:
    data = json.loads(made().to_json())
    data["history"][0]["steps"] = {"symbols": {"safe": 2, "review": 0, "manual": 1}, "polish": {"safe": 1, "review": 1, "manual": 1}}
    run = Overview.from_json(json.dumps(data)).run
    assert isinstance(run, Run)
    assert (run.ways, run.steps["symbols"], run.steps["contrib"]) == (Ways(2, 0, 1), Ways(2, 0, 1), Ways())


@pytest.mark.parametrize(
    ("name", "text", "lines", "tensorflow"),
    [
        ("a.py", "import tensorflow as tf\n\nx = 1\n", 3, True),
        ("a.py", "import os, tensorflow as tf", 1, True),
        ("a.py", "if x:\n    from tensorflow.python.ops import array_ops\n", 2, True),
        ("a.py", "# like tensorflow\nx = 1\n", 2, False),
        ("a.py", "import tensorflow_probability\n", 1, False),
        ("a.py", "x = 1\n", 0, False),
        ("requirements.txt", "numpy\ntensorflow==1.15\n", 2, True),
        ("requirements.txt", "numpy\n", 1, False),
        ("setup.py", "from setuptools import setup\nsetup(install_requires=['tensorflow==1.15'])\n", 2, True),
        ("a.ipynb", NOTEBOOK, 2, True),
    ],
)  # fmt: skip
def test_what_a_run_knows_of_a_file(tmp_path: Path, name: str, text: str, lines: int, tensorflow: bool) -> None:
    result = process_bytes(Task(str(tmp_path / name), Settings()), Mode(), text.encode())
    assert not result.problems
    assert (result.lines, result.tensorflow) == (lines, tensorflow)


def test_the_guide_shows_these_keys() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "report.md").read_text(encoding="utf-8")
    shown = json.loads(guide.split("```json\n")[1].split("```")[0])
    real = json.loads(made().to_json())
    assert list(shown) == list(real)
    assert list(shown["files"][0]) == list(real["files"][3])
    assert list(shown["files"][0]["findings"][0]) == list(real["files"][3]["findings"][0])
    assert list(shown["history"][0]) == list(real["history"][0])
    assert list(shown["history"][0]["steps"]["symbols"]) == list(real["history"][0]["steps"]["symbols"])
    assert all(f"| `{step.id}` |" in guide for step in STEPS)
