"""What the editor says about the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tensorlift.lsp.configuration import EditorSettings, ProjectSettings, section_of
from tensorlift.model import Level


def editor(initial: Any = None, configured: Any = None) -> EditorSettings:
    made = EditorSettings()
    made.initialize(initial)
    made.configure(configured)
    return made


@pytest.mark.parametrize("initial", [{"level": "native"}, {"tensorlift": {"level": "native"}}])
def test_initial_options(initial: Any) -> None:
    assert editor(initial).values == {"level": "native"}


@pytest.mark.parametrize("nothing", [None, [], "x", 3, False, {}])
def test_no_options(nothing: Any) -> None:
    assert editor(nothing, nothing).values == {}


def test_configuration_goes_before_initial_options() -> None:
    both = editor({"level": "native", "target": "2.15"}, {"level": "compat", "target": None, "keras": None})
    assert both.values == {"level": "compat"}


def test_change_is_noticed() -> None:
    made = editor({"level": "native"})
    assert not made.configure({"level": "native"})
    assert made.configure({"level": "compat"})
    assert not made.configure({"level": "compat", "keras": None})
    assert made.configure({"level": "compat", "debounce": 5})
    assert made.configure(None)


@pytest.mark.parametrize(("value", "seconds"), [(0, 0), (250, 0.25), (0.5, 0.0005), (-1, 0.1), ("x", 0.1), (True, 0.1), (None, 0.1)])
def test_debounce(value: Any, seconds: float) -> None:
    made = editor({"debounce": value})
    assert made.debounce == seconds
    assert made.values == {}


def test_sections() -> None:
    assert section_of({"tensorlift": {"a": 1}}) == {"a": 1}
    nothings: list[Any] = [None, {}, {"other": {}}, {"tensorlift": None}, []]
    for nothing in nothings:
        assert section_of(nothing) is None


def test_order(tmp_path: Path) -> None:
    (tmp_path / "tensorlift.toml").write_text('level = "native"\ntarget = "2.15"\nexclude = ["gone*.py"]\n')
    project = ProjectSettings({"level": "compat"}, str(tmp_path))
    for file in (str(tmp_path / "a.py"), None):
        settings = project.settings(file)
        assert settings is not None
        assert (settings.level, settings.target) == (Level.COMPAT, "2.15")
    assert project.settings(str(tmp_path / "gone1.py")) is None
    assert project.problems == []


def test_problems(tmp_path: Path) -> None:
    file = str(tmp_path / "a.py")
    assert any("level" in problem for problem in ProjectSettings({"level": "x"}, None).problems)
    (tmp_path / "tensorlift.toml").write_text("level = \n")
    project = ProjectSettings({"level": "native"}, None)
    settings = project.settings(file)
    assert settings is not None
    assert settings.level is Level.NATIVE
    assert any("tensorlift.toml" in problem for problem in project.problems)
