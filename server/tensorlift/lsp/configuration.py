"""Where the settings of an open file come from: the editor, over the project's files, over the defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from tensorlift.project.configuration import NAMES, Configuration
from tensorlift.settings import Settings

SECTION = "tensorlift"

FILES = NAMES
"""The names of settings files."""

DEBOUNCE = 100
"""Milliseconds without a change after which diagnostics are pushed."""

# In the same section, but for the editor's own part or for the server, not for the engine.
_NOT_ENGINE = frozenset({"debounce", "trace", "serverCommand"})


class EditorSettings:
    """What the editor says."""

    def __init__(self) -> None:
        self._initial: Mapping[str, Any] = {}
        self._configured: Mapping[str, Any] = {}

    def initialize(self, options: Any) -> None:
        """Take the ``initializationOptions``: the settings themselves, or below the key ``tensorlift``."""
        section = section_of(options)
        self._initial = _mapping(options) if section is None else section

    def configure(self, values: Any) -> bool:
        """Take the section ``tensorlift`` of the editor's configuration, which goes before the initial options.

        Returns:
            Whether this changes anything.
        """
        before = self._explicit
        self._configured = _mapping(values)
        return self._explicit != before

    @property
    def _explicit(self) -> dict[str, Any]:
        # null is how editors say that the user did not choose
        merged = {**self._initial, **self._configured}
        return {key: value for key, value in merged.items() if value is not None}

    @property
    def values(self) -> dict[str, Any]:
        """What the user chose, under the names of :class:`tensorlift.settings.Settings`."""
        return {key: value for key, value in self._explicit.items() if key not in _NOT_ENGINE}

    @property
    def debounce(self) -> float:
        """The pause before diagnostics are pushed, in seconds."""
        value = self._explicit.get("debounce", DEBOUNCE)
        valid = isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0
        return (value if valid else DEBOUNCE) / 1000


class ProjectSettings:
    """The settings of each file under one state of the editor's settings.

    Args:
        values: What the editor says; it wins over the files.
        root: The folder that the editor has open, if any; the settings of documents without a file are looked for there.
    """

    def __init__(self, values: Mapping[str, Any], root: str | None) -> None:
        self._configuration = Configuration(values)
        self._root = root

    @property
    def problems(self) -> list[str]:
        """One sentence for each value or file that cannot be used, as far as it was met."""
        return [*self._configuration.problems, *self._configuration.unreadable]

    def settings(self, file: str | None) -> Settings | None:
        """Return the settings of a file, or None for a file that the settings exclude."""
        path = os.path.realpath(file or os.path.join(self._root or os.curdir, "untitled.py"))
        settings = self._configuration.settings(path)
        if file is None:
            return settings
        patterns = self._configuration.excludes(os.path.dirname(path))
        return None if patterns is not None and patterns.decide(path, False, self._root) else settings


def section_of(settings: Any) -> Mapping[str, Any] | None:
    """Return the section ``tensorlift`` of an editor's settings, or None if they have none."""
    section = _mapping(settings).get(SECTION)
    return section if isinstance(section, Mapping) else None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
