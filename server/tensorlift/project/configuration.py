"""Where the settings of a file come from: the nearest settings file above it, and the command line over that."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tensorlift.settings import Settings, parse_settings

if TYPE_CHECKING:
    from tensorlift.project.discovery import Patterns  # imported where it is needed: most projects exclude nothing

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

NAMES = ("tensorlift.toml", "pyproject.toml")


Stamp = tuple[int, int]
"""The time of the last change of a file and its size."""


class _Combined(NamedTuple):
    settings: Settings
    excludes: Patterns | None
    file: str | None
    keys: frozenset[str]


class Configuration:
    """The settings of every folder of a run.

    Args:
        values: What the command line chose, under the names of the settings; it wins over every file.
        file: The only settings file to read; None looks for the nearest one above each file.
        check_names: Returns a sentence for each name of rules that no rule has.
        root: The folder that an ``exclude`` of ``values`` is relative to; None means the working directory.

    Attributes:
        problems: One sentence for each value that cannot be used.
        unreadable: One sentence for each settings file that cannot be read at all.
    """

    def __init__(
        self,
        values: Mapping[str, Any] | None = None,
        file: str | None = None,
        check_names: Callable[[tuple[str, ...]], list[str]] = lambda names: [],
        root: str | None = None,
    ) -> None:
        self.problems: list[str] = []
        self.unreadable: list[str] = []
        self._values = dict(values or {})
        self._check_names = check_names
        self._root = root
        self._folders: dict[str, _Combined] = {}
        self._stamps: dict[str, Stamp | None] = {}
        self._note(self._wrong_names(parse_settings(self._values)[0]))
        self._default = self._combine({}, os.getcwd(), None)
        self._only = self._from_file(file) if file is not None else None

    @property
    def default(self) -> Settings:
        """The settings where no file says anything."""
        return self._default.settings

    @property
    def is_current(self) -> bool:
        """Whether every settings file that was looked for is still as it was."""
        return all(stamp(file) == known for file, known in list(self._stamps.items()))

    def settings(self, path: str) -> Settings:
        """Return the settings for a file."""
        return self._for(os.path.realpath(os.path.dirname(path))).settings

    def origins(self, path: str | None) -> dict[str, str | None]:
        """Return for each setting of a file, or without a file, that is chosen: the settings file, or None for the values given."""
        found = self._default if path is None else self._for(os.path.realpath(os.path.dirname(path)))
        return dict.fromkeys(found.keys, found.file) | dict.fromkeys(_usable(self._values))

    def excludes(self, folder: str) -> Patterns | None:
        """Return the ``exclude`` patterns that hold in a folder, given by its absolute path."""
        return self._for(folder).excludes

    def _for(self, folder: str) -> _Combined:
        if self._only is not None:
            return self._only
        without: list[str] = []
        while (known := self._folders.get(folder) or self._read(folder)) is None:
            without.append(folder)
            parent = os.path.dirname(folder)
            if parent == folder:
                known = self._default
                break
            folder = parent
        self._folders.update(dict.fromkeys([*without, folder], known))
        return known

    def _read(self, folder: str) -> _Combined | None:
        """Read the settings file of a folder; None if there is none in it."""
        for name in NAMES:
            file = os.path.join(folder, name)
            self._stamps[file] = stamp(file)
            if os.path.isfile(file):
                found = self._from_file(file)
                if found is not None:
                    return found
        return None

    def _from_file(self, file: str) -> _Combined | None:
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

    def _combine(self, table: Mapping[str, Any], folder: str, file: str | None) -> _Combined:
        settings, problems = parse_settings(table)
        problems += self._wrong_names(settings)
        if file is not None:
            self._note(f"{_relative(file)}: {problem}" for problem in problems)
        settings, problems = parse_settings(self._values, settings)
        self._note(problems)
        root = (self._root or os.getcwd()) if "exclude" in self._values else folder
        return _Combined(settings, _patterns(root, settings.exclude), file, _usable(table))

    def _wrong_names(self, settings: Settings) -> list[str]:
        problems = self._check_names((*settings.select, *settings.ignore, *settings.severity))
        if settings.exclude:
            from tensorlift.project.discovery import is_pattern

            wrong = (line for line in settings.exclude if not is_pattern(line))
            problems += [f"exclude = {line!r} is not a pattern of the .gitignore syntax." for line in wrong]
        return problems

    def _note(self, problems: Any) -> None:
        for problem in problems:
            if problem not in self.problems:
                self.problems.append(problem)


def stamp(path: str) -> Stamp | None:
    """Return what tells two versions of a file apart; None for a file that is not there."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _patterns(root: str, lines: Sequence[str]) -> Patterns | None:
    if not lines:
        return None
    from tensorlift.project.discovery import Patterns

    return Patterns.of(root, lines)


def _usable(values: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(key for key, value in values.items() if not parse_settings({key: value})[1])


def _relative(file: str) -> str:
    relative = os.path.relpath(file)
    return file if relative.startswith("..") else relative
