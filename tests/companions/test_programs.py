"""The companion modules do what TensorFlow 1.15 did."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.companions.programs import PROGRAMS

HERE = Path(__file__).parent
MODULES = HERE.parents[1] / "server" / "tensorlift" / "companions" / "modules"
RECORDED: dict[str, Any] = json.loads((HERE / "recorded.json").read_text())

pytestmark = pytest.mark.tensorflow


def run(program: Path, *arguments: str) -> None:
    paths = os.pathsep.join(map(str, (MODULES, MODULES.parents[2], HERE.parents[1])))
    environment = {**os.environ, "PYTHONPATH": paths, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
    done = subprocess.run([sys.executable, str(program), *arguments], env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-4000:]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    pytest.importorskip("tensorflow")
    pytest.importorskip("tf_slim")
    output = tmp_path_factory.mktemp("companions") / "found.json"
    run(HERE / "programs.py", str(output))
    result: dict[str, Any] = json.loads(output.read_text())
    return result


@pytest.fixture(scope="module")
def eager(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    pytest.importorskip("tensorflow")
    pytest.importorskip("tf_slim")
    output = tmp_path_factory.mktemp("companions") / "eager.json"
    run(HERE / "eager.py", str(output))
    result: dict[str, Any] = json.loads(output.read_text())
    return result


def differences(expected: Any, value: Any, place: str = "") -> Iterator[str]:
    if isinstance(expected, dict) and isinstance(value, dict) and expected.keys() == value.keys():
        for key in expected:
            yield from differences(expected[key], value[key], f"{place}/{key}")
    elif isinstance(expected, list) and isinstance(value, list) and len(expected) == len(value):
        for index, (one, other) in enumerate(zip(expected, value)):
            yield from differences(one, other, f"{place}[{index}]")
    elif isinstance(expected, float) and isinstance(value, float):
        if not (math.isclose(expected, value, rel_tol=1e-4, abs_tol=2e-5) or (math.isnan(expected) and math.isnan(value))):
            yield f"{place}: {expected} != {value}"
    elif expected != value or type(expected) is not type(value):
        yield f"{place}: {expected!r} != {value!r}"


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_the_numbers_are_those_of_tensorflow_1(name: str, found: dict[str, Any]) -> None:
    assert list(differences(RECORDED[name], found[name])) == []


def test_every_program_is_recorded() -> None:
    assert RECORDED.keys() == PROGRAMS.keys()


@pytest.mark.parametrize("name", ["crf", "image", "legacy_seq2seq"])
def test_the_numbers_without_a_graph_are_the_same(name: str, eager: dict[str, Any]) -> None:
    assert eager[name]
    expected = {key: RECORDED[name][key] for key in eager[name]}
    if name == "legacy_seq2seq":
        expected["losses"] = expected["losses"][:1]
    assert list(differences(expected, eager[name])) == []


def test_mnist_comes_from_keras(eager: dict[str, Any]) -> None:
    for kind in ("eager", "graph"):
        assert eager["mnist"][kind] == [[7, 784], "float32", [7, 10], 60, 10]
        assert eager["mnist"][f"{kind} same"] == [True, True]


def test_a_vocabulary_of_tensorflow_1_is_read(eager: dict[str, Any]) -> None:
    assert eager["vocabulary"] == {"saved by TensorFlow 1": [[1, 4, 3, 0]], "words": 5}


def test_slim_has_its_names_and_leaves_keras_to_the_program(eager: dict[str, Any]) -> None:
    assert eager["slim"] == {"missing": [], "cell": "BasicLSTMCell", "keras": "tf_keras"}
