"""Which files a run reads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

from tensorlift.project.kinds import kind_of

# Read where they are found in a folder, as project files are; a file that is named is always read.
SUFFIXES = (".py", ".ipynb")

# Never entered: version control, installed packages, caches and saved copies.
SKIPPED_FOLDERS = frozenset(
    {
        ".bzr", ".eggs", ".git", ".hg", ".ipynb_checkpoints", ".jj", ".mypy_cache", ".nox", ".pants.d", ".pytest_cache", ".pytype",
        ".ruff_cache", ".svn", ".tox", ".venv", "CVS", "__pycache__", "__pypackages__", "_darcs", "node_modules", "venv",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourcePath:
    """One file to read.

    Attributes:
        path: As the user sees it.
        named: Whether the user named the file itself, not a folder around it.
    """

    path: str
    named: bool = False


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns in ``.gitignore`` syntax and the folder that they are relative to."""

    root: str
    spec: GitIgnoreSpec

    @classmethod
    def of(cls, root: str, lines: Iterable[str]) -> Patterns:
        """Compile patterns; a line that is no pattern is left out, as git does."""
        lines = list(lines)
        try:
            return cls(root, GitIgnoreSpec.from_lines(lines))
        except ValueError:
            return cls(root, GitIgnoreSpec.from_lines(line for line in lines if is_pattern(line)))

    def decide(self, path: str, folder: bool, top: str | None = None) -> bool | None:
        """Return True for ignored, False for taken in again by ``!``, None where no pattern speaks of the path.

        Args:
            path: An absolute path.
            folder: Whether it is a folder.
            top: The folder that the patterns are relative to where the path is not below their root.
        """
        relative = _below(path, self.root) or (top and _below(path, top))
        if not relative:
            return None
        return self.spec.check_file(relative + "/" if folder else relative).include


def _below(path: str, folder: str) -> str | None:
    prefix = folder if folder.endswith(os.sep) else folder + os.sep
    return path[len(prefix) :] if path.startswith(prefix) else None


def is_source(path: str) -> bool:
    """Whether a file is one to read, by its name."""
    return path.endswith(SUFFIXES) or kind_of(path) is not None


def is_pattern(line: str) -> bool:
    """Whether ``line`` is a pattern of the ``.gitignore`` syntax."""
    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True


class Discovery:
    """Finds the files below the paths that a user gave.

    Args:
        excludes: The patterns of the settings that hold in a folder.

    Attributes:
        problems: One sentence for each path that does not exist or cannot be listed.
        empty: The folders given that hold nothing to read.
    """

    def __init__(self, excludes: Callable[[str], Patterns | None] = lambda folder: None) -> None:
        self.problems: list[tuple[str, str]] = []
        self.empty: list[str] = []
        self._excludes = excludes

    def find(self, paths: Iterable[str]) -> list[SourcePath]:
        """Return the files, sorted by path and each one once, however many ways lead to it."""
        found: dict[str, SourcePath] = {}

        def add(source: SourcePath, real: str) -> None:
            if source.named or real not in found:
                found[real] = source

        for path in paths:
            if os.path.isdir(path):
                inside = list(self._walk(path))
                for source, real in inside:
                    add(source, real)
                if not inside:
                    self.empty.append(path)
            elif os.path.exists(path):
                add(SourcePath(_shown(path), named=True), os.path.realpath(path))
            elif os.path.lexists(path):
                self.problems.append((path, "is a symbolic link to nothing"))
            else:
                self.problems.append((path, "does not exist"))
        return sorted(found.values(), key=lambda source: source.path)

    def _walk(self, top: str) -> Iterator[tuple[SourcePath, str]]:
        # Symbolic links to folders are not followed: neither loops nor ways out of the tree.
        real_top = os.path.realpath(top)
        pending = [(top, real_top, _inherited(real_top))]
        while pending:
            shown, real, ignores = pending.pop()
            try:
                with os.scandir(shown) as listing:
                    entries = list(listing)
            except OSError as error:
                self.problems.append((shown, f"cannot be listed: {error.strerror}"))
                continue
            if shown != top and any(entry.name == "pyvenv.cfg" for entry in entries):
                continue
            if any(entry.name == ".gitignore" for entry in entries):
                ignores = [*ignores, *_gitignore(real)]
            exclude = self._excludes(real)
            for entry in entries:
                folder = entry.is_dir(follow_symlinks=False)
                if folder and entry.name in SKIPPED_FOLDERS:
                    continue
                if not folder and not (is_source(entry.path) and os.path.isfile(entry.path)):
                    continue
                path = os.path.join(real, entry.name)
                if _ignored(path, folder, ignores) or (exclude and exclude.decide(path, folder, real_top)):
                    continue
                if folder:
                    pending.append((entry.path, path, ignores))
                else:
                    yield SourcePath(_shown(entry.path)), os.path.realpath(path) if entry.is_symlink() else path


def _shown(path: str) -> str:
    prefix = os.curdir + os.sep
    return path[len(prefix) :].lstrip(os.sep) if path.startswith(prefix) else path


def _ignored(path: str, folder: bool, ignores: list[Patterns]) -> bool:
    # The deepest .gitignore that speaks of a path decides.
    for patterns in reversed(ignores):
        decision = patterns.decide(path, folder)
        if decision is not None:
            return decision
    return False


def _gitignore(folder: str) -> list[Patterns]:
    try:
        text = Path(folder, ".gitignore").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return [Patterns.of(folder, text.splitlines())]


def _inherited(folder: str) -> list[Patterns]:
    """Return the ``.gitignore`` files above a folder, up to its repository's top; none if they ignore the folder itself."""
    above: list[Patterns] = []
    current = folder
    while not os.path.exists(os.path.join(current, ".git")):
        parent = os.path.dirname(current)
        if parent == current:
            return []
        current = parent
        above = [*_gitignore(current), *above]
    if above and _ignored(folder, True, above):
        return []
    return above
