"""``tensorlift report`` from the outside: files written, history, exit codes."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tensorlift.cli import main

OLD = "import tensorflow as tf\nx = tf.log(y)\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in {"code/a.py": OLD, "code/nets/b.py": OLD + "z = tf.contrib.nothing(y)\n", "code/c.py": "import tensorflow\n"}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def call(*args: str, stdin: str | None = None) -> Result:
    result = CliRunner().invoke(main, ["report", *args], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    assert "Traceback" not in result.output
    return result


def embedded(path: str) -> dict[str, Any]:
    text = Path(path).read_text(encoding="utf-8")
    match = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert match
    data: dict[str, Any] = json.loads(match[1])
    return data


def test_summary() -> None:
    result = call("code")
    lines = result.stdout.splitlines()
    assert result.exit_code == 0  # a report is no check
    assert lines[0] == "code: level symbols, TensorFlow 2.21, Keras 3"
    assert lines[2] == "1 of 3 files with TensorFlow has nothing left to do (33%)."
    assert lines[-4:-2] == ["", "Where it is"]
    assert re.fullmatch(r" +2  █+░*▒+  nets/", lines[-2])
    assert re.fullmatch(r" +1  █+·+  a.py", lines[-1])
    assert result.stderr == ""


def test_json_to_standard_output() -> None:
    result = call("code", "--json")
    data = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (0, "")
    assert (data["name"], data["read"]) == ("code", 3)
    assert [(file["path"], len(file["findings"])) for file in data["files"]] == [("a.py", 1), ("c.py", 0), ("nets/b.py", 2)]
    assert [found["step"] for found in data["files"][2]["findings"]] == ["symbols", "contrib"]


def test_options_of_check_hold() -> None:
    data = json.loads(call("code", "--level", "compat", "--target", "2.15", "--select", "contrib-regularizer", "--json").stdout)
    assert (data["level"], data["target"], data["keras"]) == ("compat", "2.15", 2)
    assert all(not file["findings"] for file in data["files"])


def test_settings_of_the_project_hold() -> None:
    Path("code/tensorlift.toml").write_text('level = "native"\ntarget = "2.16"\n')
    data = json.loads(call("code", "--json").stdout)
    assert (data["level"], data["target"]) == ("native", "2.16")


@pytest.mark.parametrize(
    ("paths", "name", "found"),
    [
        (["code/nets", "code/a.py"], "code", ["a.py", "nets/b.py"]),
        (["code/nets/b.py"], "nets", ["b.py"]),
        (["code/a.py", "code/a.py"], "code", ["a.py"]),
    ],
)
def test_paths_are_relative_to_the_folder_of_all(paths: list[str], name: str, found: list[str]) -> None:
    data = json.loads(call(*paths, "--json").stdout)
    assert (data["name"], [file["path"] for file in data["files"]]) == (name, found)


def test_standard_input(project: Path) -> None:
    data = json.loads(call("-", "code/a.py", "--stdin-filename", "new.py", "--json", stdin=OLD).stdout)
    assert (data["name"], [file["path"] for file in data["files"]]) == (project.name, ["code/a.py", "new.py"])


def test_page(project: Path) -> None:
    (project / "out").mkdir()
    result = call("code", "--html", "out/report.html")
    assert (result.exit_code, result.stdout, result.stderr) == (
        0,
        "",
        f"The report is in {os.path.join('out', 'report.html')}.\n".replace("\\", "/"),
    )
    data = embedded("out/report.html")
    assert data["base"] == "../code/"
    assert [file[0] for file in data["files"]] == ["a.py", "c.py", "nets/b.py"]
    assert (project / "out" / data["base"] / "nets/b.py").exists()
    assert os.listdir("out") == ["report.html"]
    assert call("code", "--html", "report.html", "-q").output == ""
    assert embedded("report.html")["base"] == "code/"


def test_page_to_standard_output() -> None:
    result = call("code", "--html", "-")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("<!DOCTYPE html>\n")
    assert result.stdout.endswith("</html>\n")
    assert not Path("-").exists()


def test_page_that_links_to_a_server() -> None:
    call("code", "--html", "report.html", "--source-url", "https://example.org/me/project/blob/main")
    assert embedded("report.html")["base"] == "https://example.org/me/project/blob/main/"


def test_page_in_a_folder_with_odd_names(project: Path) -> None:
    (project / "code").rename(project / "my #1 code?")
    call("my #1 code?", "--html", "report.html")
    assert embedded("report.html")["base"] == "my%20%231%20code%3F/"


def test_both_files_at_once() -> None:
    result = call("code", "--html", "r.html", "--json", "r.json")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines() == ["The report is in r.html.", "The report is in r.json."]
    assert json.loads(Path("r.json").read_text(encoding="utf-8"))["schema"] == 1


def test_history(project: Path) -> None:
    first = call("code", "--json", "r.json", "--since", "r.json")
    assert first.exit_code == 0
    assert first.stderr.splitlines() == ["note: r.json is not there yet: the history begins with this run.", "The report is in r.json."]
    (project / "code/a.py").write_text("import tensorflow as tf\nx = tf.math.log(y)\n")
    assert call("code", "--json", "r.json", "--since", "r.json").exit_code == 0
    history = json.loads(Path("r.json").read_text(encoding="utf-8"))["history"]
    assert [(run["files"], run["done"], run["steps"]["symbols"]["safe"]) for run in history] == [(3, 1, 2), (3, 2, 1)]
    (project / "code/nets/b.py").write_text("import tensorflow\n")
    result = call("code", "--since", "r.json", "--html", "r.html")
    assert len(embedded("r.html")["history"]) == 3
    lines = call("code", "--since", "r.json").stdout.splitlines()
    assert re.fullmatch(r"Since \d+ \w{3} \d{4}: 2 fewer findings, 1 more file done\.", lines[-3])
    assert lines[-2:] == ["      -1  Convert symbols", "      -1  Remove tf.contrib"]
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is not JSON: "),
        (b"\xff\xfe", "is not JSON: it is not valid UTF-8."),
        (b"[]", "is JSON, but not a report of tensorlift."),
        (b'{"schema": 99, "tensorlift": "9.0"}', "is a report of schema 99, and this tensorlift reads schema 1 only."),
    ],
)
def test_what_is_no_earlier_report(content: bytes, reason: str) -> None:
    Path("r.json").write_bytes(content)
    result = call("code", "--since", "r.json", "--html", "r.html")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: r.json {reason}")
    assert not Path("r.html").exists()


def test_an_earlier_report_that_cannot_be_read() -> None:
    result = call("code", "--since", "code")
    assert (result.exit_code, result.stderr) == (2, "error: code cannot be read: Is a directory.\n")


def test_a_source_file_is_not_written_over() -> None:
    for option in ("--json", "--html"):
        result = call("code", option, "code/a.py")
        assert result.exit_code == 2
        assert f"'code/a.py' does not end in .{option[2:]}." in result.stderr
    assert Path("code/a.py").read_text() == OLD
    result = call("--json", "code")
    assert (result.exit_code, "'code' does not end in .json. The paths to read stand before the option." in result.stderr) == (2, True)


def test_a_file_that_cannot_be_written() -> None:
    result = call("code", "--html", "nowhere/r.html")
    assert (result.exit_code, result.stderr) == (2, "error: nowhere/r.html cannot be written: No such file or directory.\n")
    Path("r.html").mkdir()
    assert call("code", "--html", "r.html").stderr == "error: r.html cannot be written: Is a directory.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="modes are those of POSIX")
def test_a_report_is_written_at_once_and_keeps_its_mode() -> None:
    umask = os.umask(0o027)
    try:
        call("code", "--json", "r.json")
        assert stat.S_IMODE(os.stat("r.json").st_mode) == 0o640
        os.chmod("r.json", 0o604)
        before = os.stat("r.json").st_ino
        call("code", "--json", "r.json")
    finally:
        os.umask(umask)
    assert stat.S_IMODE(os.stat("r.json").st_mode) == 0o604
    assert os.stat("r.json").st_ino != before


def test_what_cannot_be_read_is_in_the_report() -> None:
    Path("code/bad.py").write_bytes(b"import tensorflow\n\xe9")
    result = call("code", "missing.py", "--json")
    problems = {file["path"]: file["problem"] for file in json.loads(result.stdout)["files"] if "problem" in file}
    assert result.exit_code == 2
    assert sorted(problems) == ["code/bad.py", "missing.py"]
    assert problems["code/bad.py"].startswith("The file is not valid utf-8")
    assert len(result.stderr.splitlines()) == 2


def test_nothing_to_read() -> None:
    Path("empty").mkdir()
    result = call("empty")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "No TensorFlow in 0 files.")
    assert result.stderr == "No Python files or notebooks in empty.\n"
    assert call("empty", "--html", "e.html").exit_code == 0
