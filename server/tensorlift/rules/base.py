"""What a rule says about itself."""

from __future__ import annotations

from dataclasses import dataclass

from tensorlift.model import Level

GUIDE = "https://www.tensorflow.org/guide/migrate"


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
