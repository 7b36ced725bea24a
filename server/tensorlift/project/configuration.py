"""Where the settings of a file come from: the nearest settings file above it, and the command line over that."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

from tensorlift.project.discovery import Patterns, is_pattern
from tensorlift.settings import Settings, parse_settings

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

NAMES = ("tensorlift.toml", "pyproject.toml")


class Configuration:
    """The settings of every folder of a run.

    Args:
        values: What the command line chose, under the names of the settings; it wins over every file.
        file: The only settings file to read; None looks for the nearest one above each file.
        check_names: Returns a sentence for each name of rules that no rule has.

    Attributes:
        problems: One sentence for each value that cannot be used.
        unreadable: One sentence for each settings file that cannot be read at all.
    """

    def __init__(
        self,
        values: Mapping[str, Any] | None = None,
        file: str | None = None,
        check_names: Callable[[tuple[str, ...]], list[str]] = lambda names: [],
    ) -> None:
        self.problems: list[str] = []
        self.unreadable: list[str] = []
        self._values = dict(values or {})
        self._check_names = check_names
        self._folders: dict[str, tuple[Settings, Patterns | None]] = {}
        self._default = self._combine({}, os.getcwd(), None)
        self._only = self._from_file(file) if file is not None else None

    def settings(self, path: str) -> Settings:
        """Return the settings for a file."""
        return self._for(os.path.realpath(os.path.dirname(path)))[0]

    def excludes(self, folder: str) -> Patterns | None:
        """Return the ``exclude`` patterns that hold in a folder, given by its absolute path."""
        return self._for(folder)[1]

    def _for(self, folder: str) -> tuple[Settings, Patterns | None]:
        if self._only is not None:
            return self._only
        known = self._folders.get(folder)
        if known is None:
            known = self._read(folder)
            self._folders[folder] = known
        return known

    def _read(self, folder: str) -> tuple[Settings, Patterns | None]:
        for name in NAMES:
            file = os.path.join(folder, name)
            if os.path.isfile(file):
                found = self._from_file(file)
                if found is not None:
                    return found
        parent = os.path.dirname(folder)
        return self._default if parent == folder else self._for(parent)

    def _from_file(self, file: str) -> tuple[Settings, Patterns | None] | None:
        """Read one settings file; None for a ``pyproject.toml`` that says nothing about tensorlift."""
        try:
            with open(file, "rb") as stream:
                table: Any = tomllib.load(stream)
        except OSError as error:
            self.unreadable.append(f"{_relative(file)}: cannot be read: {error.strerror}. The default settings are used.")
            return self._default
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
            self.unreadable.append(f"{_relative(file)}: is not valid TOML: {error}. The default settings are used.")
            return self._default
        if os.path.basename(file) == "pyproject.toml":
            tool = table.get("tool")
            table = tool.get("tensorlift") if isinstance(tool, dict) else None
            if table is None:
                return None
        if not isinstance(table, dict):
            self.problems.append(f"{_relative(file)}: tool.tensorlift must be a table. The default settings are used.")
            return self._default
        return self._combine(table, os.path.dirname(os.path.realpath(file)), file)

    def _combine(self, table: Mapping[str, Any], folder: str, file: str | None) -> tuple[Settings, Patterns | None]:
        settings, problems = parse_settings(table)
        problems += self._check_names((*settings.select, *settings.ignore, *settings.severity))
        problems += [f"exclude = {line!r} is not a pattern of the .gitignore syntax." for line in settings.exclude if not is_pattern(line)]
        if file is not None:
            self._note(f"{_relative(file)}: {problem}" for problem in problems)
        settings, problems = parse_settings(self._values, settings)
        self._note(problems)
        root = os.getcwd() if "exclude" in self._values else folder
        return settings, Patterns.of(root, settings.exclude) if settings.exclude else None

    def _note(self, problems: Any) -> None:
        for problem in problems:
            if problem not in self.problems:
                self.problems.append(problem)


def _relative(file: str) -> str:
    relative = os.path.relpath(file)
    return file if relative.startswith("..") else relative
