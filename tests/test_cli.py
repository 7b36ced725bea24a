"""The command line from the outside: exit codes, streams, bad input."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import tensorlift
from tensorlift.cli import main

OLD = "import tensorflow as tf\nx = tf.log(y)\n"
NEW = "import tensorflow as tf\nx = tf.math.log(y)\n"
BY_HAND = "import tensorflow as tf\nx = tf.contrib.no_such_thing(y)\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*args: str, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(main, list(args), input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    assert "Traceback" not in result.output
    return result


def put(name: str, content: str | bytes = OLD) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# --- check


def test_nothing_to_report() -> None:
    put("a.py", "x = 1\n")
    result = call("check", "a.py")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "No findings in 1 file.\n", "")


def test_findings() -> None:
    put("a.py")
    put("sub/b.py")
    result = call("check", ".")
    lines = result.stdout.splitlines()
    assert result.exit_code == 1
    assert lines[0].startswith("a.py:2:5: error TL")
    assert lines[1] == ""
    assert lines[2].replace(os.sep, "/").startswith("sub/b.py:2:5: error TL")
    assert lines[-1] == "2 findings in 2 files: 2 can be fixed automatically (tensorlift fix)."
    assert "\x1b" not in result.stdout
    assert call("check", "-q", ".").stdout.splitlines() == lines[:3]


def test_json() -> None:
    put("a.py")
    put("b.py", b"import tensorflow\n\xe9")
    result = call("check", "--format", "json", ".", "missing.py")
    entries = json.loads(result.stdout)
    assert result.exit_code == 2
    assert [(entry["path"], entry["code"][:3]) for entry in entries] == [
        ("missing.py", "TL0"),
        ("a.py", entries[1]["code"][:3]),
        ("b.py", "TL0"),
    ]
    assert entries[1]["symbol"] == "tf.log"
    assert entries[1]["level"] == "symbols"
    assert entries[1]["fixes"][0]["safety"] == "safe"
    assert "b.py is not valid utf-8" in result.stderr
    assert "missing.py does not exist" in result.stderr


def test_sarif_and_github() -> None:
    put("a.py")
    log = json.loads(call("check", "--format", "sarif", "a.py").stdout)
    [found] = log["runs"][0]["results"]
    rule = log["runs"][0]["tool"]["driver"]["rules"][found["ruleIndex"]]
    assert rule["id"] == found["ruleId"]
    assert rule["helpUri"].startswith("https://")
    assert call("check", "--format", "github", "a.py").stdout.startswith("::error file=a.py,line=2,col=5,endLine=2,")


def test_statistics() -> None:
    put("a.py", OLD + "z = tf.log(x)\n")
    lines = call("check", "--statistics", "a.py").stdout.splitlines()
    assert lines[0].split() == ["count", "code", "fix", "--review", "by", "hand", "rule"]
    assert lines[1].split()[0] == "2"
    assert "2  tf.log" in lines
    assert not any(line.startswith("a.py:") for line in lines)


def test_statistics_keep_json_readable() -> None:
    put("a.py")
    result = call("check", "--statistics", "--format", "json", "a.py")
    assert len(json.loads(result.stdout)) == 1
    assert "Most frequent symbols" in result.stderr


def test_check_reads_standard_input() -> None:
    result = call("check", "-", stdin=OLD.encode())
    assert result.exit_code == 1
    assert result.stdout.startswith("<stdin>:2:5: ")
    named = call("check", "-", "--stdin-filename", "sub/x.py", stdin=OLD.encode())
    assert named.stdout.startswith("sub/x.py:2:5: ")


def test_a_notebook_on_standard_input() -> None:
    text = json.dumps({"cells": [{"cell_type": "markdown", "source": ""}, {"cell_type": "code", "source": OLD}]})
    [entry] = json.loads(call("check", "--format", "json", "--stdin-filename", "n.ipynb", "-", stdin=text.encode()).stdout)
    assert (entry["path"], entry["cell"], entry["line"], entry["column"]) == ("n.ipynb", 2, 2, 5)


# --- fix


def test_fix_rewrites_and_counts() -> None:
    path = put("a.py")
    other = put("b.py", BY_HAND)
    result = call("fix", ".")
    assert result.exit_code == 1
    assert path.read_text() == NEW
    assert other.read_text() == BY_HAND
    assert result.stdout.splitlines()[0].startswith("b.py:2:")
    assert result.stdout.splitlines()[-1] == "1 file changed, 1 finding fixed, 1 left: 1 by hand."
    again = call("fix", "a.py")
    assert (again.exit_code, again.stdout) == (0, "0 files changed, 0 findings fixed, 0 left.\n")


def test_fix_keeps_mode_link_and_bytes() -> None:
    path = put("real/a.py", b"\xef\xbb\xbf" + OLD.replace("\n", "\r\n").encode())
    path.chmod(0o750)
    Path("link.py").symlink_to(path)
    assert call("fix", "link.py").exit_code == 0
    assert Path("link.py").is_symlink()
    assert path.read_bytes() == b"\xef\xbb\xbf" + NEW.replace("\n", "\r\n").encode()
    assert path.stat().st_mode & 0o777 == 0o750


def test_diff_writes_nothing() -> None:
    path = put("a.py")
    result = call("fix", "--diff", "a.py")
    assert result.exit_code == 1
    assert result.stdout == "--- a.py\n+++ a.py\n@@ -1,2 +1,2 @@\n import tensorflow as tf\n-x = tf.log(y)\n+x = tf.math.log(y)\n"
    assert result.stderr == "1 file would change, 1 finding would be fixed, 0 left.\n"
    assert path.read_text() == OLD
    path.write_text(NEW)
    assert (call("fix", "--diff", "a.py").exit_code, call("fix", "--diff", "a.py").stdout) == (0, "")


def test_fix_passes_standard_input_on() -> None:
    crlf = OLD.replace("\n", "\r\n").encode()
    result = call("fix", "-", stdin=crlf)
    assert result.exit_code == 0
    assert result.stdout_bytes == NEW.replace("\n", "\r\n").encode()
    assert result.stderr == "1 file changed, 1 finding fixed, 0 left.\n"


@pytest.mark.parametrize("data", [b"", b"x = 1", b"import tensorflow\n\xe9", b"import tensorflow as tf\ntf.log(1\n"])
def test_what_cannot_be_fixed_passes_unchanged(data: bytes) -> None:
    assert call("fix", "-", stdin=data).stdout_bytes == data


# --- settings


def test_settings_files_and_options() -> None:
    put("a.py")
    put("sub/b.py", BY_HAND)
    code = json.loads(call("check", "--format", "json", "a.py").stdout)[0]["code"]
    put("tensorlift.toml", f'ignore = ["{code}"]\n')
    assert call("check", "a.py").exit_code == 0
    other = json.loads(call("check", "--format", "json", "sub/b.py").stdout)[0]["code"]
    put("sub/tensorlift.toml", f'ignore = ["{other}"]\n')
    assert call("check", ".").exit_code == 0
    assert call("check", "--ignore", other, "a.py").exit_code == 1
    put("none.toml", "")
    assert call("check", "--config", "none.toml", "a.py").exit_code == 1
    assert call("check", "--config", "none.toml", "--ignore", f"{code},{other}", ".").exit_code == 0
    assert call("check", "--config", "none.toml", "--select", code, "sub").exit_code == (1 if code == other else 0)


def test_excludes() -> None:
    put("a.py", "x = 1\n")
    put("gen/b.py")
    assert call("check", ".").exit_code == 1
    assert call("check", "--exclude", "gen/", ".").exit_code == 0
    put("pyproject.toml", '[tool.tensorlift]\nexclude = ["gen"]\n')
    assert call("check", ".").exit_code == 0
    assert call("check", "gen/b.py").exit_code == 1


def test_a_wrong_value_is_told_once_and_the_run_goes_on() -> None:
    put("a.py")
    put("b.py")
    put("pyproject.toml", '[tool.tensorlift]\nlevel = "nativ"\nignore = ["TL999"]\n')
    result = call("check", ".")
    assert result.exit_code == 1
    assert result.stderr.count("pyproject.toml: level = 'nativ'") == 1
    assert result.stderr.count("'TL999' is not a rule") == 1


def test_a_broken_settings_file_is_told() -> None:
    put("a.py", NEW)
    put("tensorlift.toml", "level = ")
    result = call("check", "a.py")
    assert result.exit_code == 2
    assert "tensorlift.toml: is not valid TOML" in result.stderr


# --- wrong use and bad input


@pytest.mark.parametrize(
    ("args", "part"),
    [
        (["check"], "PATH"),
        (["check", "--level", "nativ", "a.py"], "nativ"),
        (["check", "--target", "1.15", "a.py"], "1.15"),
        (["check", "--keras", "4", "a.py"], "'4'"),
        (["check", "--format", "xml", "a.py"], "xml"),
        (["check", "--select", "TL999", "a.py"], "'TL999' is not a rule"),
        (["check", "--ignore", "no-such-rule", "a.py"], "'no-such-rule' is not a rule"),
        (["check", "--exclude", "!", "a.py"], "'!' is not a pattern"),
        (["check", "--config", "gone.toml", "a.py"], "gone.toml"),
        (["check", "--jobs", "0", "a.py"], "--jobs"),
        (["fix", "--format", "json", "a.py"], "--format"),
        (["nonsense"], "nonsense"),
        (["server", "--tcp", "here"], "HOST:PORT"),
        (["server", "--tcp", "h:1", "--stdio"], "exclude"),
        (["explain", "tf.no_such_symbol"], "tf.no_such_symbol"),
    ],
)
def test_wrong_use(args: list[str], part: str) -> None:
    put("a.py")
    result = call(*args)
    assert result.exit_code == 2
    assert part in result.stderr


def test_a_near_name_is_suggested() -> None:
    from tensorlift.rules import all_rules

    rule = all_rules()[0]
    put("a.py")
    assert f"Did you mean {rule.slug}" in call("check", "--select", rule.slug + "x", "a.py").stderr
    assert rule.code in call("check", "--select", rule.code.lower(), "a.py").stderr
    assert rule.slug in call("explain", rule.slug[:-1]).stderr


@pytest.mark.parametrize("command", ["check", "fix"])
@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("missing.py", None, "missing.py does not exist"),
        ("latin.py", b"import tensorflow\n# \xe9\n", "latin.py is not valid utf-8: byte 0xe9 on line 2"),
        ("nul.py", b"import tensorflow\n\0\n", "nul.py is not text: it has a NUL byte"),
        ("odd.py", b"# coding: klingon\nimport tensorflow\n", "odd.py names an encoding that does not exist"),
        ("open.py", b"import tensorflow\nf(\n", "open.py is not valid Python at line"),
        ("bad.ipynb", b'{"cells": [ "tensorflow"', "bad.ipynb cannot be read as a notebook"),
    ],
)
def test_bad_input_is_told_and_the_rest_goes_on(command: str, name: str, content: bytes | None, part: str) -> None:
    if content is not None:
        put(name, content)
    good = put("good.py")
    result = call(command, name, "good.py")
    assert result.exit_code == 2
    assert part in result.stderr
    if command == "check":
        assert "good.py:2:5" in result.stdout
    else:
        assert good.read_text() == NEW
    if content is not None:
        assert Path(name).read_bytes() == content


def test_a_folder_without_python() -> None:
    put("docs/readme.txt", "tensorflow")
    result = call("check", "docs")
    assert result.exit_code == 0
    assert result.stderr == "No Python files or notebooks in docs.\n"


def test_a_folder_with_the_name_of_a_file() -> None:
    put("x.py/y.py")
    assert call("check", "x.py").stdout.startswith(os.path.join("x.py", "y.py") + ":2:5")


def test_a_file_that_the_system_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins

    put("a.py")
    put("closed.py")
    opened = builtins.open

    def refuse(file: Any, *args: Any, **more: Any) -> Any:
        if str(file).endswith("closed.py"):
            raise PermissionError(13, "Permission denied")
        return opened(file, *args, **more)

    monkeypatch.setattr(builtins, "open", refuse)
    result = call("check", ".")
    assert result.exit_code == 2
    assert result.stderr == "error: closed.py cannot be read: Permission denied.\n"
    assert result.stdout.startswith("a.py:2:5")


def test_empty_deep_and_long_files() -> None:
    put("empty.py", "")
    put("deep.py", "import tensorflow as tf\nx = " + "(" * 2000 + "1" + ")" * 2000 + "\n")
    put("long.py", "import tensorflow as tf\n" + "x = 1\n" * 100_000)
    result = call("check", ".")
    assert (result.exit_code, result.stderr) == (0, "")


# --- explain, server, start


def test_explain_a_rule() -> None:
    from tensorlift.rules import all_rules

    rule = all_rules()[0]
    page = call("explain", rule.code).stdout
    assert page.startswith(f"# {rule.code} {rule.slug}\n")
    assert rule.title in page
    assert call("explain", rule.slug).stdout == page
    assert call("explain", rule.code.lower()).stdout == page


@pytest.mark.parametrize("symbol", ["tf.log", "tensorflow.log", "tf.compat.v1.log"])
def test_explain_a_symbol(symbol: str) -> None:
    result = call("explain", symbol)
    assert result.exit_code == 0
    assert "tf.math.log" in result.stdout


def test_explain_a_contrib_symbol() -> None:
    assert "xavier_initializer" in call("explain", "tf.contrib.layers.xavier_initializer").stdout


def test_explain_suggests_symbols() -> None:
    assert "tf.log" in call("explain", "tf.lgo").stderr


def test_server_options(monkeypatch: pytest.MonkeyPatch) -> None:
    import tensorlift.lsp.server

    calls: list[str | None] = []
    monkeypatch.setattr(tensorlift.lsp.server, "main", lambda tcp, *logging: calls.append(tcp))
    assert call("server").exit_code == call("server", "--stdio").exit_code == call("server", "--tcp", "127.0.0.1:2087").exit_code == 0
    assert calls == [None, None, "127.0.0.1:2087"]


def test_ctrl_c_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    from tensorlift.project import runner

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(runner, "run", interrupt)
    put("a.py")
    assert call("check", "a.py").exit_code == 130


def test_the_progress_bar_needs_a_terminal_and_time(monkeypatch: pytest.MonkeyPatch) -> None:
    from tensorlift import cli

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def shown(stream: io.StringIO, after: float) -> str:
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setattr(cli, "_PROGRESS_AFTER", after)
        with cli._Progress(4, hidden=False) as progress:
            progress.advance(1)
            progress.advance(2)
        return stream.getvalue()

    assert "3/4" in shown(Terminal(), -1)
    assert shown(Terminal(), 100) == shown(io.StringIO(), -1) == ""


def test_version() -> None:
    assert call("--version").stdout.split() == ["tensorlift,", "version", tensorlift.__version__]


def test_start_imports_little() -> None:
    heavy = ("libcst", "multiprocessing", "pathspec", "pygls", "rich", "tree_sitter")
    script = f"import sys, tensorlift.cli; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=_environment())
    assert done.stdout == "[]\n"


def test_a_narrow_terminal_encoding_does_no_harm() -> None:
    put("\u2603.py")
    environment = _environment() | {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    done = subprocess.run([sys.executable, "-m", "tensorlift", "check", "."], capture_output=True, env=environment, check=False)
    assert done.returncode == 1
    assert done.stdout.startswith(b"\\u2603.py:2:5")
    assert done.stderr == b""


def _environment() -> dict[str, str]:
    return dict(os.environ, PYTHONPATH=os.pathsep.join(path for path in sys.path if path))


GRAPH = """import tensorflow as tf

x = tf.placeholder(tf.float32, [None])
y = tf.reduce_sum(tf.log(x))
with tf.Session(TARGET) as sess:
    print(sess.run(y, {x: [1.0]}))
"""


def test_level_native_lifts_a_program(tmp_path: Path) -> None:
    program = tmp_path / "a.py"
    program.write_text(GRAPH.replace("TARGET", ""), encoding="utf-8")
    options = ["--level", "native", str(tmp_path)]
    assert "It can be lifted" in CliRunner().invoke(main, ["check", *options]).stdout
    assert CliRunner().invoke(main, ["fix", "--review", *options]).exit_code == 0
    assert "def compute_y(x):" in program.read_text(encoding="utf-8")
    assert "compat.v1" not in program.read_text(encoding="utf-8")


def test_level_native_lifts_nothing_without_review(tmp_path: Path) -> None:
    program = tmp_path / "a.py"
    program.write_text(GRAPH.replace("TARGET", ""), encoding="utf-8")
    result = CliRunner().invoke(main, ["fix", "--level", "native", str(tmp_path)])
    assert "with tf.compat.v1.Session() as sess:" in program.read_text(encoding="utf-8")
    assert "5:6: " in result.stdout
    assert "TL404" in result.stdout


def test_what_keeps_a_program_from_being_lifted_is_told_with_its_line(tmp_path: Path) -> None:
    program = tmp_path / "a.py"
    program.write_text(GRAPH.replace("TARGET", "'grpc://localhost:2222'"), encoding="utf-8")
    result = CliRunner().invoke(main, ["fix", "--level", "native", "--review", str(tmp_path)])
    text = program.read_text(encoding="utf-8")
    assert "tf.compat.v1.Session('grpc://localhost:2222')" in text
    assert "tf.math.log" in text
    (told,) = [line for line in result.stdout.splitlines() if "TL404" in line]
    line = 1 + text.splitlines().index("with tf.compat.v1.Session('grpc://localhost:2222') as sess:")
    assert f"a.py:{line}:1: " in told
