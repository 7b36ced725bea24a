"""Programs for TensorFlow 1.x run on the installed TensorFlow after ``tensorlift fix --level compat --review``, and print the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.programs import programs
from tests.programs.programs import Program
from tests.programs.zygote import Zygotes

CHOSEN = [program for program in programs.programs() if "compat" in program.levels]


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compat")
    programs.convert(CHOSEN, folder, "--level", "compat")
    return folder


@pytest.fixture(scope="module")
def zygotes() -> Iterator[Zygotes]:
    with Zygotes() as running:
        yield running


@pytest.mark.tensorflow
@pytest.mark.parametrize("program", CHOSEN, ids=lambda program: program.name)
def test_program_runs_and_prints_the_same(program: Program, converted: Path, zygotes: Zygotes) -> None:
    code, output, errors = programs.run(program, converted, zygotes)
    assert code == 0, output[-1000:] + errors[-3000:]
    assert programs.difference(program.output, output, program.tolerance) is None
