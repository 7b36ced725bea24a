"""Where the settings of an open file come from: the editor, over the project's files, over the defaults."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from lsprotocol import types as t

from tensorlift.project.configuration import NAMES, Configuration
from tensorlift.rules import unknown_names
from tensorlift.settings import Settings

if TYPE_CHECKING:
    from tensorlift.project.discovery import Patterns

SECTION = "tensorlift"

FILES = NAMES
"""The names of settings files."""

DEBOUNCE = 100.0
"""Milliseconds without a change after which diagnostics are pushed."""

LOG_LEVELS = ("error", "warning", "info", "debug")

CLIENT_ONLY = frozenset({"serverCommand", "interpreter", "diagnosticMode"})
"""Settings of the same section that only the client reads."""


@dataclass(frozen=True, slots=True)
class Options:
    """What an editor can say about the server itself; settings files say nothing about these.

    Attributes:
        debounce: Milliseconds without a change after which diagnostics are pushed.
        on_type: Whether diagnostics follow each change; otherwise they are those of the text as it was last opened or saved.
        log_level: How much is logged, one of :data:`LOG_LEVELS`; None leaves it as it was at the start.
        trace: What is told of each request; None leaves it to ``$/setTrace``.
        inlay_hints: Whether the TensorFlow 2 names are shown beside the TensorFlow 1 ones.
        shows_messages: Whether the editor shows the messages of diagnostics beside a hover; None leaves it to the editor's name.
    """

    debounce: float = DEBOUNCE
    on_type: bool = True
    log_level: str | None = None
    trace: t.TraceValue | None = None
    inlay_hints: bool = False
    shows_messages: bool | None = None


def parse_options(values: Mapping[str, Any]) -> tuple[Options, list[str]]:
    """Read the settings about the server itself.

    Args:
        values: The editor's settings; others than those of :class:`Options` are left alone.

    Returns:
        The options, and one sentence for each value that cannot be used.
    """
    chosen: dict[str, Any] = {}
    problems: list[str] = []
    for key, (name, read, allowed) in _READERS.items():
        value = values.get(key)
        if value is None:
            continue
        try:
            found = read(value)
        except (AttributeError, KeyError, TypeError, ValueError):
            problems.append(f"{key} = {value!r} cannot be used: it must be {allowed}. The default stays in force.")
        else:
            chosen[name] = found
    return Options(**chosen), problems


def _milliseconds(value: Any) -> float:
    if isinstance(value, bool) or not 0 <= value < float("inf"):
        raise ValueError
    return float(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _log_level(value: Any) -> str:
    return LOG_LEVELS[LOG_LEVELS.index(value)]


def _trace(value: Any) -> t.TraceValue | None:
    server = value.get("server")
    return None if server is None else t.TraceValue(server)


_READERS: dict[str, tuple[str, Callable[[Any], Any], str]] = {
    "debounce": ("debounce", _milliseconds, "a number of milliseconds, 0 or more"),
    "run": ("on_type", lambda value: {"onType": True, "onSave": False}[value], "one of onType, onSave"),
    "logLevel": ("log_level", _log_level, "one of " + ", ".join(LOG_LEVELS)),
    "trace": ("trace", _trace, "a table whose server is one of off, messages, verbose"),
    "inlayHints": ("inlay_hints", _flag, "true or false"),
    "showsDiagnosticsInHover": ("shows_messages", _flag, "true or false"),
}


OPTIONS = tuple(_READERS)
"""The names of the settings about the server itself."""


class EditorSettings:
    """What the editor says, for all files and for single folders of the workspace.

    Attributes:
        options: What it says about the server itself.
        problems: One sentence for each value of the options that cannot be used.
        asked: How often the editor was asked, or told without that; the answer to an older question counts no longer.
    """

    def __init__(self) -> None:
        self.asked = 0
        self.options = Options()
        self.problems: list[str] = []
        self._initial: Mapping[str, Any] = {}
        self._general: Mapping[str, Any] = {}
        self._folders: dict[str, Mapping[str, Any]] = {}

    def initialize(self, options: Any) -> None:
        """Take the ``initializationOptions``: the settings themselves, or below the key ``tensorlift``."""
        section = section_of(options)
        self._initial = _mapping(options) if section is None else section
        self.options, self.problems = parse_options(self._explicit(None))

    def configure(self, general: Any, folders: Mapping[str, Any] | None = None) -> bool:
        """Take the section ``tensorlift`` of the editor's configuration, which goes before the initial options.

        Args:
            general: The section for all files.
            folders: The whole section for the files of a folder, by the folder's path, where the editor tells folders apart.

        Returns:
            Whether this changes anything.
        """
        before = self._state()
        self._general = _mapping(general)
        self._folders = {folder: values for folder, values in (folders or {}).items() if isinstance(values, Mapping)}
        self.options, self.problems = parse_options(self._explicit(None))
        return self._state() != before

    def values(self, folder: str | None = None) -> dict[str, Any]:
        """Return what the user chose for a folder, or for all files, under the names of :class:`tensorlift.settings.Settings`."""
        return {key: value for key, value in self._explicit(folder).items() if key not in _READERS and key not in CLIENT_ONLY}

    @property
    def debounce(self) -> float:
        """The pause before diagnostics are pushed, in seconds."""
        return self.options.debounce / 1000

    def _explicit(self, folder: str | None) -> dict[str, Any]:
        # null is how editors say that the user did not choose
        configured = self._general if folder is None else self._folders.get(folder, self._general)
        merged = {**self._initial, **configured}
        return {key: value for key, value in merged.items() if value is not None}

    def _state(self) -> list[dict[str, Any]]:
        return [self._explicit(None), {folder: self._explicit(folder) for folder in self._folders}]


class ProjectSettings:
    """The settings of each file under one state of the editor's settings.

    Args:
        editor: What the editor says; it wins over the files.
        folders: The paths of the folders that the editor has open. A file belongs to the nearest one around it.
    """

    def __init__(self, editor: EditorSettings, folders: Sequence[str] = ()) -> None:
        self._folders: dict[str, Configuration] = {}
        for folder in folders:
            real = os.path.realpath(folder)
            self._folders[real] = Configuration(editor.values(folder), check_names=_check_names, root=real)
        self._general = Configuration(editor.values(), check_names=_check_names)
        self._known: dict[str | None, Settings | None] = {}

    @property
    def problems(self) -> list[str]:
        """One sentence for each value or file that cannot be used, as far as it was met."""
        return list(dict.fromkeys(sentence for one in self._all() for sentence in (*one.problems, *one.unreadable)))

    @property
    def is_current(self) -> bool:
        """Whether every settings file that was looked for is still as it was."""
        return all(one.is_current for one in self._all())

    def settings(self, file: str | None) -> Settings | None:
        """Return the settings of a file, or None for a file that the settings exclude.

        A document without a file belongs to the folder that is open, if there is just one.
        """
        if file not in self._known:
            self._known[file] = self._look_up(file)
        return self._known[file]

    def origins(self, file: str | None) -> dict[str, str]:
        """Return who says so, for each setting of a file that is not at its default: ``the editor``, or the path of a settings file."""
        path = self._path(file)
        return {key: source or "the editor" for key, source in self._of(path)[1].origins(path).items()}

    def excludes(self, folder: str) -> Patterns | None:
        """Return the ``exclude`` patterns that hold in a folder, given by its absolute path."""
        return self._of(os.path.join(folder, ""))[1].excludes(folder)

    def _look_up(self, file: str | None) -> Settings | None:
        path = self._path(file)
        root, configuration = self._of(path)
        if path is None:
            return configuration.default
        settings = configuration.settings(path)
        if file is None:
            return settings
        patterns = configuration.excludes(os.path.dirname(path))
        return None if patterns is not None and patterns.decide(path, False, root) else settings

    def _path(self, file: str | None) -> str | None:
        if file is None and len(self._folders) == 1:
            return os.path.realpath(os.path.join(*self._folders, "untitled.py"))
        return None if file is None else os.path.realpath(file)

    def _of(self, path: str | None) -> tuple[str | None, Configuration]:
        around = [folder for folder in self._folders if path is not None and path.startswith(os.path.join(folder, ""))]
        nearest = max(around, key=len, default=None)
        return (None, self._general) if nearest is None else (nearest, self._folders[nearest])

    def _all(self) -> Iterator[Configuration]:
        yield self._general
        yield from self._folders.values()


def describe(settings: Settings, origins: Mapping[str, str]) -> str:
    """Return settings as a Markdown list that tells where each one comes from."""
    lines = []
    for one in fields(settings):
        value = getattr(settings, one.name)
        if isinstance(value, Mapping):
            value = {key: severity.value for key, severity in value.items()}
        shown = value.value if hasattr(value, "value") else list(value) if isinstance(value, tuple) else value
        lines.append(f"- {one.name} = `{shown}` ({origins.get(one.name, 'default')})")
    return "\n".join(lines)


def section_of(settings: Any) -> Mapping[str, Any] | None:
    """Return the section ``tensorlift`` of an editor's settings, or None if they have none."""
    section = _mapping(settings).get(SECTION)
    return section if isinstance(section, Mapping) else None


def _check_names(names: tuple[str, ...]) -> list[str]:
    return unknown_names(names) if names else []


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
