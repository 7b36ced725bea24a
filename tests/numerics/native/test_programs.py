"""Programs of TensorFlow 1 are lifted without a rest of it, or left alone as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tensorlift import engine
from tensorlift.lift.native import Refusal, lift_file
from tensorlift.model import Level
from tensorlift.settings import Settings
from tensorlift.source.document import Document

from .running import EXPECTED, LIFTED, PROGRAMS

TOLD = {"TL106", "TL215", "TL461"}
"""What is said of a lifted program, too: the package tensorboard, what is not public, and where assertions stand."""


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_is_lifted_or_refused(path: Path) -> None:
    """A program is lifted as a whole or not at all."""
    if path.stem not in LIFTED:
        with pytest.raises(Refusal):  # it is lifted by now? add it to lifted.txt
            lift_file(path.read_text(), path.name)
        return
    text = lift_file(path.read_text(), path.name)
    assert lift_file(path.read_text(), path.name) == text, "the same program is lifted in one way only"
    compile(text, path.name, "exec")
    assert "compat.v1" not in text
    assert "Session" not in text.replace("Attempted to use a closed Session.", "")
    assert "\n\n\n\n" not in text
    assert {finding.code for finding in engine.check(Document(text, path.name), Settings(level=Level.NATIVE))} <= TOLD


def test_every_program_is_there_with_its_output() -> None:
    names = {path.stem for path in PROGRAMS}
    assert {path.stem for path in EXPECTED.iterdir()} == names
    assert names >= LIFTED
