"""What the rules and the advice on training, saving and input pipelines say is true in the TensorFlow that is installed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib import util
from pathlib import Path
from typing import Any

import pytest

from .test_numerics import keras2_is_apart

pytestmark = [
    pytest.mark.tensorflow,
    pytest.mark.skipif(util.find_spec("tensorflow") is None, reason="TensorFlow is not installed"),
]

CHECKS = Path(__file__).with_name("training_saving.py")
NAMES = re.findall(r"^def (test_\w+)", CHECKS.read_text(encoding="utf-8"), re.MULTILINE)
TIME_LIMIT = 900


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Run all checks in one process and return what went wrong, by name."""
    if not keras2_is_apart():
        pytest.skip("this TensorFlow brings Keras 2")
    path = tmp_path_factory.mktemp("training") / "results.json"
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
    environment.pop("TF_USE_LEGACY_KERAS", None)
    done = subprocess.run(
        [sys.executable, str(CHECKS), str(path)], capture_output=True, text=True, timeout=TIME_LIMIT, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_it_is_so(results: dict[str, str], name: str) -> None:
    assert results[name] == ""
