"""The manifest of ``examples/programs/`` names every program there, and the comparison of printed lines tells a difference."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.programs import programs
from tests.programs.idx import TEST_SIZE, TRAIN_SIZE, write_mnist
from tests.programs.zygote import OTHER_KERAS, SWITCH, Zygotes


def test_every_program_is_in_the_manifest() -> None:
    listed = {program.source.name for program in programs.programs()}
    there = {path.name for path in programs.FOLDER.iterdir() if not path.name.startswith((".", "__"))} - {"manifest.toml"}
    assert listed == there


def test_enough_programs_run() -> None:
    every = programs.programs()
    assert len([program for program in every if "compat" in program.levels]) >= 50
    assert len([program for program in every if "symbols" in program.levels]) >= 50
    assert [program.path for program in every if set(program.levels) != {"compat", "symbols"} and not program.blocked] == []


def test_every_program_says_what_it_is_about() -> None:
    for program in programs.programs():
        if program.path.endswith(".py"):
            head = (programs.FOLDER / program.path).read_text(encoding="utf-8").partition('"""')[2].partition('"""')[0]
            assert head.endswith("."), program.path
            assert "\n" not in head, program.path


@pytest.mark.parametrize(
    ("expected", "written", "same"),
    [
        ("loss 0.5 step 3", "starting\nloss 0.5004  step 3\n", True),
        ("loss 0.5 step 3", "loss 0.51 step 3", False),
        ("loss 0.5", "cost 0.5", False),
        ("a\nb", "b", False),
        ("[1 2] True", "[1 2] False", False),
        ("[1.5, 2]", "[np.float32(1.5), np.int64(2)]", True),
        ("big 2000.0", "big 2001.0", True),
        ("loss 0.5", "loss nan", False),
    ],
)
def test_printed_lines_are_compared(expected: str, written: str, same: bool) -> None:
    assert (programs.difference(expected, written, 1e-3) is None) is same


def test_mnist_files_have_the_sizes_of_their_heads(tmp_path: Path) -> None:
    write_mnist(tmp_path)
    for prefix, count in (("train", TRAIN_SIZE), ("t10k", TEST_SIZE)):
        assert len(gzip.decompress((tmp_path / f"{prefix}-images-idx3-ubyte.gz").read_bytes())) == 16 + count * 784
        assert len(gzip.decompress((tmp_path / f"{prefix}-labels-idx1-ubyte.gz").read_bytes())) == 8 + count


@pytest.mark.tensorflow
def test_programs_run_in_the_keras_that_they_ask_for(tmp_path: Path) -> None:
    (tmp_path / "three.py").write_text("import tensorflow as tf\nprint(tf.keras.Model.__module__)\n", encoding="utf-8")
    (tmp_path / "two.py").write_text(
        f"import os\nos.environ[{SWITCH!r}] = '1'\nimport tensorflow as tf\nfrom tensorflow.keras import backend\nprint(tf.keras.Model.__module__)\n",
        encoding="utf-8",
    )
    (tmp_path / "late.py").write_text(
        f"import os\nimport tensorflow\nos.environ[{SWITCH!r}] = '1'\nraise SystemExit(3)\n", encoding="utf-8"
    )
    (tmp_path / "long.py").write_text("import time\ntime.sleep(60)\n", encoding="utf-8")
    codes, packages = {}, {}
    with Zygotes() as zygotes:
        for name in ("three", "two", "late", "long"):
            output = tmp_path / f"{name}.output"
            job = {
                "folder": str(tmp_path),
                "program": f"{name}.py",
                "output": str(output),
                "errors": str(tmp_path / "errors"),
                "seconds": 10,
            }
            codes[name] = zygotes.run(job | ({"seconds": 1} if name == "long" else {}))
            packages[name] = output.read_text(encoding="utf-8").partition(".")[0].strip()
    assert codes == {"three": 0, "two": 0, "late": 3, "long": -9}
    assert packages["three"] == "keras"
    assert packages["two"] == "tf_keras"
    assert OTHER_KERAS not in codes.values()
