"""The settings that the VS Code extension offers are those that the server reads."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as t

from tensorlift.lsp.configuration import (
    CLIENT_ONLY,
    LOG_LEVELS,
    OPTIONS,
    EditorSettings,
    Options,
    parse_options,
)
from tensorlift.model import Level, Severity
from tensorlift.settings import TARGETS, Settings, parse_settings

PACKAGE = Path(__file__).parents[2] / "vscode-extension" / "package.json"
PROJECT = tuple(one.name for one in fields(Settings))

# VS Code asks for diagnostics, so nothing waits to be sent; and that it shows their messages is nothing for users to choose.
LEFT_OUT = {"debounce", "showsDiagnosticsInHover"}

ALLOWED: dict[str, list[Any]] = {
    "level": [level.value for level in Level],
    "target": list(TARGETS),
    "keras": [2, 3],
    "run": ["onType", "onSave"],
    "logLevel": list(LOG_LEVELS),
    "trace.server": [value.value for value in t.TraceValue],
}


def offered() -> dict[str, dict[str, Any]]:
    """Return the extension's settings without their section."""
    configuration = json.loads(PACKAGE.read_text(encoding="utf-8"))["contributes"]["configuration"]
    groups = configuration if isinstance(configuration, list) else [configuration]
    found = {name: schema for group in groups for name, schema in group["properties"].items()}
    assert all(name.startswith("tensorlift.") for name in found)
    return {name.removeprefix("tensorlift."): schema for name, schema in found.items()}


def values(schema: dict[str, Any]) -> list[Any]:
    """Return the values that a schema lists, beside null."""
    return [value for value in schema["enum"] if value is not None]


def section(name: str, value: Any) -> dict[str, Any]:
    """Return a setting as VS Code sends it."""
    for part in reversed(name.split(".")):
        value = {part: value}
    return value  # type: ignore[no-any-return]


def test_names() -> None:
    names = {"trace.server" if name == "trace" else name for name in {*PROJECT, *OPTIONS, *CLIENT_ONLY} - LEFT_OUT}
    assert set(offered()) == names


@pytest.mark.parametrize("name", PROJECT)
def test_what_nobody_chose_is_left_to_the_project(name: str) -> None:
    schema = offered()[name]
    assert schema["default"] is None
    # VS Code's settings editor shows lists and tables of one type only, which need no null to be left out
    assert schema["type"] in ("array", "object") or "null" in schema["type"]


def test_allowed_values() -> None:
    schemas = offered()
    for name, allowed in ALLOWED.items():
        assert sorted(values(schemas[name])) == sorted(allowed), name
    assert sorted(schemas["severity"]["additionalProperties"]["enum"]) == sorted(severity.value for severity in Severity)
    for name in ("select", "ignore", "exclude"):
        assert schemas[name]["items"]["type"] == "string", name


def test_the_server_takes_what_is_allowed() -> None:
    for name, schema in offered().items():
        for value in values(schema) if "enum" in schema else ():
            problems = parse_settings({name: value})[1] if name in PROJECT else parse_options(section(name, value))[1]
            assert problems == [], name


def test_defaults_are_those_of_the_server() -> None:
    sent: dict[str, Any] = {}
    for name, schema in offered().items():
        sent.update(section(name, schema["default"]))
    editor = EditorSettings()
    editor.configure(sent)
    assert editor.values() == {}
    assert editor.problems == []
    chosen, usual = editor.options, Options()
    assert (chosen.on_type, chosen.inlay_hints, chosen.debounce) == (
        usual.on_type,
        usual.inlay_hints,
        usual.debounce,
    )
    assert chosen.log_level in (None, "warning")
    assert chosen.trace in (None, t.TraceValue.Off)
