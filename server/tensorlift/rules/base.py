"""What a rule says about itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from tensorlift.model import Level

GUIDE = "https://www.tensorflow.org/guide/migrate"


Subject = frozenset[str | bytes]
"""What a check looks for, or what stands in a chunk: words (bytes), and names of TensorFlow from ``tf.`` on (str)."""

_Check = TypeVar("_Check", bound=Callable[..., Any])
_SUBJECTS: dict[Callable[..., Any], Subject] = {}


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of TensorFlow 1 code and what the fixes of the rule make of it.

    Attributes:
        before: The code.
        after: The fixed code; None where nothing is edited.
        level: The level at which that holds.
        keras: 2 if it holds for Keras 2.
        path: The name of the file, where it is no Python.
    """

    before: str
    after: str | None = None
    level: Level = Level.SYMBOLS
    keras: int | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its identity, its documentation, and (for rules that look at a file themselves) its check.

    Attributes:
        code: Stable identifier; ``TL0`` is about input, ``TL1`` about names, ``TL2`` about the meaning of calls, ``TL5`` about project files.
        slug: Name of the module, of the documentation page and of the tests.
        title: One line.
        summary: Markdown that says what breaks and what to write instead.
        guide: The page of the official guide.
        examples: Drive tests, documentation and ``tensorlift explain``.
    """

    code: str
    slug: str
    title: str
    summary: str
    guide: str = GUIDE
    examples: tuple[Example, ...] = ()


def looks_for(*subjects: Subject, names: Iterable[str] = (), words: Iterable[str] = ()) -> Callable[[_Check], _Check]:
    """Say what a check looks for: it is not asked about a chunk in which nothing of it stands.

    Args:
        subjects: What tables look for (:attr:`tensorlift.rules.entries.Table.subject`).
        names: TensorFlow names, such as ``tf.cond``, that are used or imported; the name of a module stands for all that is below it,
            and ``tf`` for every name.
        words: Identifiers and keywords.
    """

    def remember(check: _Check) -> _Check:
        _SUBJECTS[check] = frozenset[str | bytes]().union(*subjects, names, (word.encode() for word in words))
        return check

    return remember


def subject_of(check: Callable[..., Any]) -> Subject | None:
    """Return what a check looks for; None if it wants to see every chunk."""
    return _SUBJECTS.get(check)
