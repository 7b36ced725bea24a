"""Which packages Python files need besides TensorFlow, as far as fixes bring them in."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from tensorlift import companions
from tensorlift.project.kinds import project_folder
from tensorlift.settings import Settings


class Need(NamedTuple):
    """A package that a file needs.

    Attributes:
        package: Its name.
        why: What the file does with it, behind the name of the file.
        target: The TensorFlow that it is needed with.
    """

    package: str
    why: str
    target: str = ""


def _import(module: str) -> re.Pattern[str]:
    # At the beginning of a line: what stands inside of a try or a function may be missing.
    return re.compile(rf"^(?:import|from) {module}\b", re.MULTILINE)


def _import_beside(companion: str) -> re.Pattern[str]:
    """Return what matches an import of a module that stands beside the file, in a package or not."""
    return re.compile(rf"^(?:from [\w.]+ import {companion}|(?:from|import) [\w.]*(?<!\w){companion})\b", re.MULTILINE)


_LEGACY_KERAS = r"""environ(?:\.setdefault\(|\[)["']TF_USE_LEGACY_KERAS["'](?:\]\s*=|,)\s*["'](?:1|true)["']"""

# What is needed, a word without which the expression need not be tried, and the expression.
_PATTERNS = (
    (Need("tf-slim", "imports tf_slim"), "tf_slim", _import("tf_slim")),
    (Need("tf-keras", "imports tf_keras"), "tf_keras", _import("tf_keras")),
    (
        Need("tf-keras", "sets TF_USE_LEGACY_KERAS, and TensorFlow then imports tf_keras"),
        "TF_USE_LEGACY_KERAS",
        re.compile(_LEGACY_KERAS, re.IGNORECASE),
    ),
    (Need("tensorflow-probability", "imports tensorflow_probability"), "tensorflow_probability", _import("tensorflow_probability")),
    (
        Need("tf-keras", "imports tensorflow_probability, which imports tf_keras"),
        "tensorflow_probability",
        _import("tensorflow_probability"),
    ),
    (Need("tensorflow-hub", "imports tensorflow_hub"), "tensorflow_hub", _import("tensorflow_hub")),
    (Need("tensorflow-datasets", "imports tensorflow_datasets"), "tensorflow_datasets", _import("tensorflow_datasets")),
    (Need("tensorflow-text", "imports tensorflow_text"), "tensorflow_text", _import("tensorflow_text")),
    (Need("tensorboard", "imports tensorboard"), "tensorboard", _import("tensorboard")),
    (
        Need("scikit-learn", "imports sklearn.datasets"),
        "sklearn",
        re.compile(r"^(?:from sklearn import datasets|(?:import|from) sklearn\.datasets)\b", re.MULTILINE),
    ),
)
# From 2.21 on the wheels of TensorFlow do not require TensorBoard.
_SUMMARIES = (
    (
        Need("tensorboard", "writes summaries of TensorFlow 2"),
        "summary.create_file_writer(",
        re.compile(r"(?<!contrib\.)\bsummary\.create_file_writer\("),
    ),
    (Need("tensorboard", "uses the callback TensorBoard"), "TensorBoard(", re.compile(r"(?<!class )\bTensorBoard\(")),
)
_TENSORFLOW = re.compile(r"^[ \t]*(?:import|from) tensorflow\b", re.MULTILINE)


def needs_of(text: str, settings: Settings, created: Collection[str] = ()) -> tuple[Need, ...]:
    """Return what a Python text needs.

    Args:
        text: The code.
        settings: The target.
        created: The companion modules (:mod:`tensorlift.companions`) beside it.
    """
    target = settings.target
    found: dict[str, Need] = {}
    writes_summaries = target == "2.21" and any(word in text for _, word, _ in _SUMMARIES) and _TENSORFLOW.search(text)
    for need, word, pattern in (*_PATTERNS, *(_SUMMARIES if writes_summaries else ())):
        if need.package not in found and word in text and pattern.search(text):
            found[need.package] = need._replace(target=target)
    for companion in companions.companions().values():
        name = companion.module
        if companion.requires and (name in created or (name in text and _import_beside(name).search(text))):
            for package in companion.requires:
                found.setdefault(package, Need(package, f"imports {name}, which needs it", target))
    return tuple(need for need in found.values() if not (need.package == "tf-keras" and target == "2.15"))


class ProjectNeeds:
    """What the Python files below a folder need.

    Args:
        known: What the files of this run need, by their real paths; others are read.
    """

    def __init__(self, known: Mapping[str, tuple[Need, ...]]) -> None:
        self._known = known
        self._found: dict[tuple[str, str], tuple[Need, ...]] = {}

    def of(self, path: str, settings: Settings) -> tuple[Need, ...]:
        """Return what the files of a project need, each with the first file that does.

        Args:
            path: The project file; the code is in its folder and below.
            settings: The target.
        """
        from tensorlift.project.discovery import SUFFIXES, Discovery

        folder = project_folder(path)
        key = os.path.realpath(folder), settings.target
        if key not in self._found:
            found: dict[str, Need] = {}
            for source in Discovery().find([folder]):
                for need in self._of(source.path, settings) if source.path.endswith(SUFFIXES) else ():
                    name = os.path.relpath(source.path, folder).replace(os.sep, "/")
                    found.setdefault(need.package, need._replace(why=f"{name} {need.why}"))
            self._found[key] = tuple(found.values())
        return self._found[key]

    def _of(self, path: str, settings: Settings) -> tuple[Need, ...]:
        known = self._known.get(os.path.realpath(path))
        if known is not None:
            return known
        from tensorlift.project import files

        try:
            data = files.read(path)
        except files.UnreadableError:
            return ()
        text = data.decode("utf-8", "replace")
        if path.endswith(".ipynb"):
            # The lines of a cell are strings that end with \n.
            text = re.sub(r'^\s*"|\\n"?', "\n", text, flags=re.MULTILINE)
        return needs_of(text, settings)


def install_command(needs: Iterable[Need]) -> str:
    """Return the command that installs what is needed; empty if that is nothing."""
    from tensorlift.project.packages import allowed, pin

    words: dict[str, str] = {}
    for need in needs:
        # Without a bound, pip may exchange the TensorFlow that is there.
        bound = pin(need.package, need.target) if "<" in allowed(need.package, need.target) else ""
        words[need.package] = f"{need.package}~={bound}" if bound else need.package
    return f"pip install {' '.join(words.values())}" if words else ""
