"""The migration report for a terminal."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from tensorlift.model import Level
from tensorlift.report.overview import Overview, ReportFile, ReportFinding, summarized
from tensorlift.report.summary import summary
from tensorlift.settings import Settings


def findings(number: int, safety: str = "safe", symbol: str | None = "tf.log", step: str = "symbols") -> tuple[ReportFinding, ...]:
    return (ReportFinding(3, 5, 3, 9, "TL101", "renamed-symbol", "error", safety, step, symbol, "It is gone."),) * number


def report(*files: ReportFile, day: int = 1, **settings: Any) -> Overview:
    return summarized(files, name="project", read=9, settings=Settings(**settings), date=datetime(2026, 3, day, tzinfo=timezone.utc))


FILES = (
    ReportFile("src/nets/a.py", 50, True, findings(6) + findings(2, "manual", "tf.layers.dense", "forward")),
    ReportFile("src/nets/b.py", 50, True, findings(3, "review", None, "training")),
    ReportFile("src/main.py", 10, True, findings(1)),
    ReportFile("src/done.py", 10, True),
)


def test_where_a_project_stands() -> None:
    assert summary(report(*FILES), ascii_only=True).splitlines() == [
        "project: level symbols, TensorFlow 2.21, Keras 3",
        "",
        "1 of 4 files with TensorFlow has nothing left to do (25%).",
        "",
        "                                                              automatic  to review  by hand",
        "   Get ready                    0  ........................          -          -        -",
        "1  Convert symbols              7  ########################          7          -        -",
        "2  Remove tf.contrib            0  ........................          -          -        -",
        "3  Forward passes               2  ------------------------          -          -        2",
        "4  Training and saving          3  ++++++++++++++++++++++++          -          3        -",
        "5  Idiomatic TensorFlow 2       0  ........................    reported at level native",
        "",
        "Most frequent symbols",
        "     7  ########################  tf.log",
        "     2  -------.................  tf.layers.dense",
        "",
        "Where it is",
        "    11  #############+++++++----  src/nets/",
        "     1  ##......................  src/main.py",
    ]


def test_no_part_of_a_bar_vanishes() -> None:
    file = ReportFile("a.py", 1, True, findings(5000) + findings(1, "review") + findings(1, "manual"))
    assert f"  {'#' * 22}+-  " in summary(report(file), ascii_only=True)


def test_colours_only_where_wanted() -> None:
    assert "\x1b" not in summary(report(*FILES))
    assert "\x1b[34m█" in summary(report(*FILES), color=True)


def test_nothing_to_show() -> None:
    assert summary(report()).splitlines()[2:] == ["No TensorFlow in 9 files."]
    assert summary(report(FILES[3])).splitlines()[2:] == ["1 of 1 file with TensorFlow has nothing left to do (100%)."]
    unread = report(FILES[3], ReportFile("bad.py", 0, False, problem="The file is odd."))
    assert summary(unread).splitlines()[2:] == [
        "1 of 2 files with TensorFlow has nothing left to do (50%).",
        "1 file could not be read as a whole.",
    ]


def test_a_little_is_not_nothing() -> None:
    files = [ReportFile(f"{number}.py", 1, True, findings(1) if number else ()) for number in range(400)]
    assert "(1%)" in summary(report(*files))
    files = [ReportFile(f"{number}.py", 1, True, () if number else findings(1)) for number in range(400)]
    assert "(99%)" in summary(report(*files))


def test_what_has_changed() -> None:
    before = report(*FILES)
    after = report(FILES[0], ReportFile("src/nets/b.py", 50, True, findings(1, "manual", None, "python")), *FILES[3:], day=9).compared(
        before
    )
    assert summary(after).splitlines()[-4:] == [
        "Since 1 Mar 2026: 3 fewer findings, as many files done.",
        "      +1  Get ready",
        "      -1  Convert symbols",
        "      -3  Training and saving",
    ]
    more = report(*FILES, FILES[3], day=9).compared(before)
    assert summary(more).splitlines()[-1] == "Since 1 Mar 2026: as many findings, 1 more file done."


def test_runs_that_asked_for_something_else_do_not_compare() -> None:
    after = report(*FILES, day=9, level=Level.NATIVE).compared(report(*FILES))
    assert summary(after).splitlines()[-1] == (
        "The report of 1 Mar 2026 asked for level symbols, TensorFlow 2.21, Keras 3: its figures do not compare."
    )
