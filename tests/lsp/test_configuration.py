"""What the editor says about the settings, and where those of a file come from."""

from __future__ import annotations

import os
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as t

from tensorlift.lsp.configuration import EditorSettings, Options, ProjectSettings, describe, parse_options, section_of
from tensorlift.model import Level, Severity
from tensorlift.settings import Settings


def editor(initial: Any = None, configured: Any = None, folders: dict[str, Any] | None = None) -> EditorSettings:
    made = EditorSettings()
    made.initialize(initial)
    made.configure(configured, folders)
    return made


def level(project: ProjectSettings, file: Path | None) -> str:
    settings = project.settings(str(file) if file is not None else None)
    assert settings is not None
    return settings.level.value


@pytest.mark.parametrize("initial", [{"level": "native"}, {"tensorlift": {"level": "native"}}])
def test_initial_options(initial: Any) -> None:
    assert editor(initial).values() == {"level": "native"}


@pytest.mark.parametrize("nothing", [None, [], "x", 3, False, {}])
def test_no_options(nothing: Any) -> None:
    assert editor(nothing, nothing).values() == {}


def test_configuration_goes_before_initial_options() -> None:
    both = editor({"level": "native", "target": "2.15"}, {"level": "compat", "target": None, "keras": None})
    assert both.values() == {"level": "compat"}


def test_what_only_the_client_reads_is_left_alone(tmp_path: Path) -> None:
    told = {"serverCommand": ["x"], "interpreter": "/python", "diagnosticMode": "workspace"}
    project = ProjectSettings(editor(told), [str(tmp_path)])
    assert project.settings(str(tmp_path / "a.py")) == Settings()
    assert project.problems == []


def test_null_leaves_a_setting_to_the_project(tmp_path: Path) -> None:
    (tmp_path / "tensorlift.toml").write_text(
        """level = "compat"
target = "2.16"
keras = 2
select = ["TL1"]
ignore = ["TL107"]
exclude = ["old.py"]
severity = { TL101 = "hint" }
"""
    )
    names = [one.name for one in fields(Settings)]
    nothing = ProjectSettings(editor({}, dict.fromkeys(names)), [str(tmp_path)])
    settings = nothing.settings(str(tmp_path / "a.py"))
    assert settings == Settings(Level.COMPAT, "2.16", 2, ("TL1",), ("TL107",), ("old.py",), {"TL101": Severity.HINT})
    assert nothing.settings(str(tmp_path / "old.py")) is None
    assert nothing.problems == []
    # an empty list is a choice
    chosen = ProjectSettings(editor({}, {**dict.fromkeys(names), "exclude": [], "ignore": []}), [str(tmp_path)])
    assert chosen.settings(str(tmp_path / "old.py")) == replace(settings, exclude=(), ignore=())


def test_change_is_noticed() -> None:
    made = editor({"level": "native"})
    assert not made.configure({"level": "native"})
    assert made.configure({"level": "compat"})
    assert not made.configure({"level": "compat", "keras": None})
    assert made.configure({"level": "compat", "debounce": 5})
    assert made.configure({"level": "compat", "debounce": 5}, {"/a": {"level": "native"}})
    assert not made.configure({"level": "compat", "debounce": 5}, {"/a": {"level": "native"}, "/b": None})
    assert made.configure(None)


def test_options() -> None:
    values = {"debounce": 0, "run": "onSave", "logLevel": "info", "trace": {"server": "verbose"}, "inlayHints": True, "level": "far"}
    assert parse_options(values) == (Options(0, False, "info", t.TraceValue.Verbose, True), [])
    assert parse_options({"run": "onType", "trace": {}, "debounce": None}) == (Options(), [])
    assert editor(values).values() == {"level": "far"}
    assert editor({"debounce": 250}).debounce == 0.25


@pytest.mark.parametrize(
    ("key", "values", "allowed"),
    [
        ("debounce", (-1, "x", True, [], float("nan"), float("inf")), "milliseconds"),
        ("run", ("never", 3, [], {}), "onType, onSave"),
        ("logLevel", ("all", 1, {}), "error, warning, info, debug"),
        ("trace", ("off", {"server": "all"}, {"server": 1}, 3), "off, messages, verbose"),
        ("inlayHints", ("yes", 1, []), "true or false"),
        ("showsDiagnosticsInHover", ("yes", 1, []), "true or false"),
    ],
)
def test_wrong_options(key: str, values: tuple[Any, ...], allowed: str) -> None:
    for value in values:
        options, problems = parse_options({key: value})
        assert options == Options()
        (problem,) = problems
        assert problem.startswith(f"{key} = {value!r} cannot be used")
        assert allowed in problem
        assert editor({key: value}).problems == problems


def test_sections() -> None:
    assert section_of({"tensorlift": {"a": 1}}) == {"a": 1}
    nothings: list[Any] = [None, {}, {"other": {}}, {"tensorlift": None}, []]
    for nothing in nothings:
        assert section_of(nothing) is None


def test_editor_over_file(tmp_path: Path) -> None:
    (tmp_path / "tensorlift.toml").write_text('level = "native"\ntarget = "2.15"\nexclude = ["gone*.py"]\n')
    project = ProjectSettings(editor({"level": "compat"}), [str(tmp_path)])
    for file in (str(tmp_path / "a.py"), None):
        settings = project.settings(file)
        assert settings is not None
        assert (settings.level, settings.target) == (Level.COMPAT, "2.15")
    assert project.settings(str(tmp_path / "gone1.py")) is None
    assert project.problems == []


def test_the_nearest_folder_decides(tmp_path: Path) -> None:
    for name in ("a", "a/inner", "b"):
        (tmp_path / name).mkdir()
    (tmp_path / "b" / "tensorlift.toml").write_text('target = "2.15"\n')
    folders = [str(tmp_path / name) for name in ("a", "a/inner", "b")]
    said = {folders[0]: {"level": "native", "exclude": ["/old"]}, folders[1]: {"level": "compat"}, folders[2]: None}
    project = ProjectSettings(editor({}, {"level": "symbols", "keras": 2}, said), folders)
    assert level(project, tmp_path / "a" / "x.py") == "native"
    assert level(project, tmp_path / "a" / "inner" / "deep" / "x.py") == "compat"
    assert level(project, tmp_path / "ab.py") == "symbols"
    # a folder that says nothing is as the workspace says, over its own files
    settings = project.settings(str(tmp_path / "b" / "x.py"))
    assert settings is not None
    assert (settings.level, settings.keras, settings.target) == (Level.SYMBOLS, 2, "2.15")
    # patterns of the editor are relative to the folder
    assert project.settings(str(tmp_path / "a" / "old" / "x.py")) is None
    assert project.settings(str(tmp_path / "a" / "new" / "old" / "x.py")) is not None
    # with several folders, a document without a file belongs to none
    assert level(project, None) == "symbols"


def test_a_document_without_a_file_is_not_looked_for_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tensorlift.toml").write_text('level = "native"\n')
    monkeypatch.chdir(tmp_path)
    assert level(ProjectSettings(editor()), None) == "symbols"
    assert level(ProjectSettings(editor(), [str(tmp_path)]), None) == "native"


def test_links_to_folders(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    try:
        (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    linked = str(tmp_path / "link")
    project = ProjectSettings(editor({}, {}, {linked: {"level": "native"}}), [linked])
    assert level(project, tmp_path / "link" / "x.py") == "native"
    assert level(project, tmp_path / "real" / "x.py") == "native"


def test_problems(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    assert any("level" in problem for problem in ProjectSettings(editor({"level": "x"})).problems)
    (unknown,) = ProjectSettings(editor({"ignore": ["TL101", "TL9999"]}), [str(tmp_path)]).problems
    assert "TL9999" in unknown
    (pattern,) = ProjectSettings(editor({"exclude": ["a", "!"]})).problems
    assert "'!'" in pattern
    (tmp_path / "tensorlift.toml").write_text("level = \n")
    project = ProjectSettings(editor({"level": "native"}))
    assert level(project, file) == "native"
    assert any("tensorlift.toml" in problem for problem in project.problems)


def test_changed_settings_files_are_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "sub"
    folder.mkdir()
    project = ProjectSettings(editor(), [str(tmp_path)])
    assert project.is_current
    assert level(project, folder / "a.py") == "symbols"
    assert project.is_current
    for make in (
        lambda: (tmp_path / "pyproject.toml").write_text("[tool.other]\n"),
        lambda: (tmp_path / "pyproject.toml").write_text('[tool.tensorlift]\nlevel = "native"\n'),
        lambda: (folder / "tensorlift.toml").write_text('level = "compat"\n'),
        lambda: (folder / "tensorlift.toml").unlink(),
    ):
        make()
        assert not project.is_current
        project = ProjectSettings(editor(), [str(tmp_path)])
        level(project, folder / "a.py")
        assert project.is_current
    assert level(project, folder / "a.py") == "native"


def test_origins(tmp_path: Path) -> None:
    file = tmp_path / "tensorlift.toml"
    file.write_text('level = "native"\ntarget = "1.15"\nignore = ["TL101"]\n')
    said = {"ignore": ["TL102"], "keras": 7, "severity": {"TL103": "hint"}}
    project = ProjectSettings(editor(said), [str(tmp_path)])
    origins = project.origins(str(tmp_path / "a.py"))
    assert origins == {"level": os.path.realpath(file), "ignore": "the editor", "severity": "the editor"}
    assert ProjectSettings(editor(said)).origins(None) == {"ignore": "the editor", "severity": "the editor"}
    shown = describe(Settings(Level.NATIVE, ignore=("TL102",), severity={"TL103": Severity.HINT}), {"level": "f", "ignore": "the editor"})
    assert shown.splitlines()[:2] == ["- level = `native` (f)", "- target = `2.21` (default)"]
    assert "- ignore = `['TL102']` (the editor)" in shown
    assert "- severity = `{'TL103': 'hint'}` (default)" in shown
