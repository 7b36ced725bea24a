"""Every way to write findings, from the same findings."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tensorlift.model import Edit, Finding, Fix, Level, Safety, Severity
from tensorlift.project.results import INTERNAL, FileResult, Located, Problem, without_edits
from tensorlift.report import github, page, sarif, text
from tensorlift.report import json as json_report
from tensorlift.rules import Example, Rule

RULE = Rule(
    "TL101",
    "renamed-symbol",
    "The symbol has another name",
    "A *summary*.",
    "https://www.tensorflow.org/guide/migrate",
    (Example("tf.log(x)\n", "tf.math.log(x)\n"), Example("tf.exp(x)\n")),
)


def located(
    path: str = "a.py",
    safety: Safety | None = Safety.SAFE,
    *,
    severity: Severity = Severity.ERROR,
    cell: int | None = None,
    message: str = "It is gone.",
) -> Located:
    fixes = () if safety is None else (Fix("write tf.math.log", Level.SYMBOLS, safety, (Edit(0, 1, "x"),)),)
    finding = Finding("TL101", "renamed-symbol", severity, message, 0, 6, "tf.log", "https://example.org", fixes)
    return Located(path, 3, 5, 3, 11, without_edits(finding), Level.SYMBOLS, cell)


RESULTS = [
    FileResult("a.py", [located(), located(safety=Safety.REVIEW, severity=Severity.WARNING), located(safety=None)]),
    FileResult("clean.py"),
    FileResult("n.ipynb", [located("n.ipynb", cell=2, severity=Severity.HINT)]),
    FileResult("bad.py", problems=[Problem("bad.py", "is not valid utf-8", line=7)]),
    FileResult("worse.ipynb", problems=[Problem("worse.ipynb", "made tensorlift fail: KeyError", INTERNAL, 2, 4)]),
]


def test_text_has_a_line_for_each_finding() -> None:
    assert text.listing(RESULTS) == (
        "a.py:3:5: error TL101 It is gone. [fix: write tf.math.log]\n"
        "a.py:3:5: warning TL101 It is gone. [fix with --review: write tf.math.log]\n"
        "a.py:3:5: error TL101 It is gone.\n"
        "\n"
        "n.ipynb:cell 2:3:5: hint TL101 It is gone. [fix: write tf.math.log]"
    )
    assert text.listing([]) == ""
    assert "\n" not in text.line(located(message="one\n  two"))


def test_text_is_colored_only_where_wanted() -> None:
    assert "\x1b[31merror TL101\x1b[0m" in text.line(located(), color=True)
    assert "\x1b" not in text.listing(RESULTS)
    assert text.problem(RESULTS[3].problems[0]) == "error: bad.py is not valid utf-8."
    assert text.problem(RESULTS[3].problems[0], color=True).startswith("\x1b[31merror:")


def test_summaries() -> None:
    assert text.check_summary(RESULTS) == (
        "4 findings in 2 files: 2 can be fixed automatically (tensorlift fix), 1 with --review, 1 by hand."
    )
    assert text.check_summary([FileResult("a.py"), RESULTS[3]]) == "No findings in 1 file."
    done = [FileResult("a.py", [located(safety=None)], fixed=2, changed=True)]
    assert text.fix_summary(done, written=True) == "1 file changed, 2 findings fixed, 1 left: 1 by hand."
    assert text.fix_summary(done, written=False) == "1 file would change, 2 findings would be fixed, 1 left: 1 by hand."
    assert text.fix_summary([], written=True) == "0 files changed, 0 findings fixed, 0 left."


def test_statistics() -> None:
    assert text.statistics(RESULTS, {"TL101": "The symbol has another name"}).splitlines() == [
        "count  code   fix  --review  by hand  rule",
        "    4  TL101  2    1         1        The symbol has another name",
        "",
        "Most frequent symbols:",
        "4  tf.log",
    ]
    assert text.statistics([], {}) == ""


def test_json_is_one_list() -> None:
    entries: list[dict[str, Any]] = json.loads(json_report.render(RESULTS))
    assert [entry["code"] for entry in entries] == ["TL101"] * 4 + ["TL001", "TL002"]
    assert entries[0] == {
        "path": "a.py",
        "line": 3,
        "column": 5,
        "end_line": 3,
        "end_column": 11,
        "code": "TL101",
        "slug": "renamed-symbol",
        "severity": "error",
        "message": "It is gone.",
        "symbol": "tf.log",
        "level": "symbols",
        "url": "https://example.org",
        "fixes": [{"title": "write tf.math.log", "level": "symbols", "safety": "safe"}],
    }
    assert "cell" not in entries[0]
    assert entries[3]["cell"] == 2
    assert {**entries[0], **entries[4]}.keys() == entries[0].keys()
    assert (entries[4]["line"], entries[4]["message"]) == (7, "bad.py is not valid utf-8.")
    assert (entries[5]["cell"], entries[5]["slug"]) == (4, "internal-error")
    assert json.loads(json_report.render([])) == []


def test_github_annotations() -> None:
    lines = github.render(RESULTS).splitlines()
    assert lines[0] == "::error file=a.py,line=3,col=5,endLine=3,endColumn=11,title=TL101 renamed-symbol::It is gone."
    assert lines[1].startswith("::warning file=a.py,")
    assert lines[3] == "::notice file=n.ipynb,title=TL101 renamed-symbol::cell 2, line 3, column 5: It is gone."
    assert lines[4] == "::error file=bad.py,line=7,title=TL001 unreadable-input::bad.py is not valid utf-8."
    assert lines[5].startswith("::error file=worse.ipynb,title=TL002 internal-error::")


def test_github_escapes() -> None:
    [line] = github.render([FileResult("", [located("a,b:c%.py", message="50%\r\nof: this, that")])]).splitlines()
    assert line.startswith("::error file=a%2Cb%3Ac%25.py,line=3,")
    assert line.endswith("::50%25%0D%0Aof: this, that")


@pytest.fixture
def log() -> Any:
    return json.loads(sarif.render(RESULTS, [RULE]))


def test_sarif_has_rules_with_help(log: Any) -> None:
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    [rule] = run["tool"]["driver"]["rules"]
    assert rule["id"] == "TL101"
    assert rule["helpUri"] == "https://www.tensorflow.org/guide/migrate"
    assert all(result["ruleId"] == "TL101" and result["ruleIndex"] == 0 for result in run["results"])


def test_sarif_results_have_places(log: Any) -> None:
    first, second, _, in_cell = log["runs"][0]["results"]
    place = first["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "a.py"}, "region": {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 11}}
    assert [first["level"], second["level"], in_cell["level"]] == ["error", "warning", "note"]
    assert "region" not in in_cell["locations"][0]["physicalLocation"]
    assert in_cell["locations"][0]["logicalLocations"] == [{"name": "cell 2", "kind": "cell"}]


def test_sarif_tells_what_was_left_out(log: Any) -> None:
    [invocation] = log["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [note["descriptor"]["id"] for note in invocation["toolExecutionNotifications"]] == ["TL001", "TL002"]
    clean = json.loads(sarif.render([FileResult("a.py")], []))
    assert clean["runs"][0]["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_sarif_paths_are_uris() -> None:
    paths = ["a b/é#.py", "/abs/x.py", "<stdin>"]
    log = json.loads(sarif.render([FileResult(path, [located(path)]) for path in paths], []))
    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in log["runs"][0]["results"]]
    assert uris == ["a%20b/%C3%A9%23.py", "file:///abs/x.py", "%3Cstdin%3E"]


def test_a_name_that_is_not_text_does_no_harm() -> None:
    path = "caf\udce9.py"
    results = [FileResult(path, [located(path)], [Problem(path, "is odd")])]
    for report in (text.listing(results), json_report.render(results), github.render(results), sarif.render(results, [])):
        assert report.encode()
    assert "caf\ufffd.py" in text.listing(results)


def test_the_page_of_a_rule() -> None:
    shown = page.rule_page(RULE)
    assert shown.startswith("# TL101 renamed-symbol\n")
    assert re.findall(r"```python\n(.*)\n```", shown) == ["tf.log(x)", "tf.math.log(x)", "tf.exp(x)"]
    assert shown.count("After:") == 1
    assert "<https://www.tensorflow.org/guide/migrate>" in shown


def test_similar_symbols() -> None:
    assert "tf.log" in page.near_symbols("tf.lgo")
    assert "tf.contrib.layers" in page.near_symbols("tensorflow.contrib.layrs.xavier_initializer")
    assert page.near_symbols("numpy.log") == page.near_symbols("") == []
