"""The programs of ``examples/`` run on the installed TensorFlow after conversion; each checks its own result."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tensorlift.companions import source
from tensorlift.engine import fix
from tensorlift.settings import Settings
from tensorlift.source.document import Document

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
# tf.estimator is not in TensorFlow 2 under any name; in Python 2 exec binds variables of the function around, which no conversion keeps.
ELSEWHERE = {"estimator.py", "python2_style.py"}
PROGRAMS = sorted(path.name for path in EXAMPLES.glob("*.py") if path.name not in ELSEWHERE)


@pytest.mark.tensorflow
@pytest.mark.parametrize("name", PROGRAMS)
def test_program_runs_after_conversion(name: str, tmp_path: Path) -> None:
    result = fix(Document((EXAMPLES / name).read_text(encoding="utf-8"), name), Settings(keras=2), review=True)
    assert [finding.message for finding in result.remaining if finding.severity.value == "error"] == []
    (tmp_path / name).write_text(result.text, encoding="utf-8")
    for module in result.creates:
        (tmp_path / f"{module}.py").write_text(source(module), encoding="utf-8")
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
    run = subprocess.run([sys.executable, name], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-4000:]


def test_every_program_is_tried_or_named() -> None:
    assert len(PROGRAMS) >= 12
    assert {path.name for path in EXAMPLES.glob("*.py")} >= ELSEWHERE
