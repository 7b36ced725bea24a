"""Programs that use tf.contrib compute after conversion what TensorFlow 1.15.5 computed.

TensorFlow is started once for each level, with Keras 2.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from importlib import resources, util
from pathlib import Path
from typing import Any

import pytest

from tensorlift.engine import FixResult, fix
from tensorlift.model import Level
from tensorlift.settings import Settings
from tensorlift.source.document import Document

from .compare import equal
from .contrib_cases import CASES, VALUES

HERE = Path(__file__).parent
RECORDED: dict[str, Any] = json.loads((HERE / "contrib_recorded.json").read_text("utf-8"))
LEVELS = [Level.COMPAT, Level.SYMBOLS]
IMPORTS = "import numpy as np\nimport tensorflow as tf\n"
# One step behind the program puts values in the place of its tensors.
SESSION = """
import tensorflow
v1 = tensorflow.compat.v1
with v1.Session() as session:
    session.run([v1.global_variables_initializer(), v1.local_variables_initializer(), v1.tables_initializer()])
    result = session.run(result)
"""
TIME_LIMIT = 600
# This one needs TensorFlow Probability, which not everyone who runs the tests has.
PROBABILITY = "probability"


@cache
def converted(name: str, level: Level) -> FixResult:
    return fix(Document(f"{IMPORTS}tf.reset_default_graph()\n{VALUES}{CASES[name]}"), Settings(level=level, keras=2), review=True)


@cache
def outcomes(level: Level, folder: Path) -> dict[str, Any]:
    """Run all programs as they are after conversion."""
    cases = [[name, converted(name, level).text + SESSION, True] for name in CASES]
    task, result = folder / "task.json", folder / "result.json"
    task.write_text(json.dumps({"imports": "import tensorflow\ntensorflow.compat.v1.disable_v2_behavior()", "cases": cases}), "utf-8")
    companions = str(resources.files("tensorlift.companions") / "modules")
    environment = {**os.environ, "TF_USE_LEGACY_KERAS": "1", "PYTHONPATH": os.pathsep.join([companions, os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, str(HERE / "runner.py"), str(task), str(result)]
    run = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=TIME_LIMIT, check=False)
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(result.read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("contrib")


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", CASES)
def test_nothing_of_contrib_is_left(name: str, level: Level) -> None:
    assert "contrib." not in converted(name, level).text
    assert set(RECORDED) == set(CASES)


@pytest.mark.tensorflow
@pytest.mark.skipif(util.find_spec("tensorflow") is None, reason="TensorFlow is not installed")
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", CASES)
def test_numbers_are_those_of_tensorflow_1(name: str, level: Level, folder: Path) -> None:
    if name == PROBABILITY and util.find_spec("tensorflow_probability") is None:
        pytest.skip("TensorFlow Probability is not installed")
    outcome = outcomes(level, folder)[name]
    assert "ok" in outcome, f"{outcome}\n{converted(name, level).text}"
    assert equal({"ok": RECORDED[name]}, outcome, 1e-5) is None
