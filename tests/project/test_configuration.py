"""Where the settings of a file come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tensorlift.model import Level, Severity
from tensorlift.project.configuration import Configuration


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_the_nearest_file_wins(here: Path) -> None:
    put(here / "pyproject.toml", '[tool.tensorlift]\nlevel = "native"\ntarget = "2.16"\n')
    put(here / "a/tensorlift.toml", 'level = "compat"\n')
    put(here / "a/b/pyproject.toml", "[tool.other]\nx = 1\n")
    configuration = Configuration()
    assert configuration.settings("x.py").level is Level.NATIVE
    assert configuration.settings("sub/x.py").target == "2.16"
    near = configuration.settings("a/b/x.py")
    assert (near.level, near.target) == (Level.COMPAT, "2.21")
    assert configuration.problems == configuration.unreadable == []


def test_tensorlift_toml_stands_before_pyproject(here: Path) -> None:
    put(here / "pyproject.toml", '[tool.tensorlift]\nlevel = "native"\n')
    put(here / "tensorlift.toml", 'level = "compat"\n')
    assert Configuration().settings("x.py").level is Level.COMPAT


def test_the_command_line_wins(here: Path) -> None:
    put(here / "tensorlift.toml", 'level = "compat"\ntarget = "2.17"\nignore = ["TL101"]\n')
    settings = Configuration({"level": "native", "ignore": ["TL102"]}).settings("x.py")
    assert (settings.level, settings.target, settings.ignore) == (Level.NATIVE, "2.17", ("TL102",))


def test_one_file_for_all(here: Path) -> None:
    put(here / "tensorlift.toml", 'level = "compat"\n')
    put(here / "other.toml", 'level = "native"\n[severity]\nTL101 = "hint"\n')
    settings = Configuration(file="other.toml").settings("x.py")
    assert settings.level is Level.NATIVE
    assert settings.severity == {"TL101": Severity.HINT}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('level = "nativ"', ["level", "nativ", "compat, symbols, native"]),
        ("level = 3", ["level", "3"]),
        ("target = 1.15", ["target", "1.15", "2.21"]),
        ('keras = "four"', ["keras", "four", "2 or 3"]),
        ("levle = 1", ["levle", "level"]),
        ('exclude = ["!"]', ["exclude", "'!'"]),
        ('severity = {TL101 = "fatal"}', ["severity.TL101", "fatal", "hint"]),
    ],
)
def test_a_wrong_value_is_named_once(here: Path, text: str, parts: list[str]) -> None:
    put(here / "tensorlift.toml", text)
    configuration = Configuration()
    assert configuration.settings("x.py").level is Level.SYMBOLS
    configuration.settings("sub/y.py")
    [problem] = configuration.problems
    assert problem.startswith("tensorlift.toml: ")
    assert all(part in problem for part in parts)


def test_names_of_rules_are_checked(here: Path) -> None:
    put(here / "tensorlift.toml", 'ignore = ["TL999"]')
    configuration = Configuration(check_names=lambda names: [f"{name} is unknown." for name in names])
    configuration.settings("x.py")
    assert configuration.problems == ["tensorlift.toml: TL999 is unknown."]


@pytest.mark.parametrize("content", [b"level = ", b"\xff\xfe", b"[" * 5000])
def test_a_broken_file_is_named_once(here: Path, content: bytes) -> None:
    (here / "pyproject.toml").write_bytes(content)
    configuration = Configuration()
    assert configuration.settings("x.py").level is Level.SYMBOLS
    configuration.settings("a/y.py")
    [sentence] = configuration.unreadable
    assert sentence.startswith("pyproject.toml: is not valid TOML")


@pytest.mark.parametrize("text", ["[tool]\ntensorlift = 3", "[[tool.tensorlift]]\nlevel = 'native'"])
def test_the_table_must_be_one(here: Path, text: str) -> None:
    put(here / "pyproject.toml", text)
    configuration = Configuration()
    assert configuration.settings("x.py").level is Level.SYMBOLS
    assert configuration.problems == ["pyproject.toml: tool.tensorlift must be a table. The default settings are used."]


def test_excludes_are_relative_to_their_file(here: Path) -> None:
    put(here / "a/tensorlift.toml", 'exclude = ["/gen"]')
    patterns = Configuration().excludes(str(here / "a/b"))
    assert patterns is not None
    assert patterns.decide(str(here / "a/gen"), True) is True
    assert patterns.decide(str(here / "a/b/gen"), True) is None
    assert Configuration().excludes(str(here)) is None
