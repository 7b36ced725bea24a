"""What both editors are compared with."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from ..lsp.editor import ENVIRONMENT
from .player import EXAMPLES


@pytest.fixture(scope="session")
def lifted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the command line makes of the examples, by file name."""
    folder = tmp_path_factory.mktemp("examples")
    for file in EXAMPLES.glob("*.py"):
        shutil.copy(file, folder)
    done = subprocess.run([sys.executable, "-m", "tensorlift", "fix", "--quiet", "."], cwd=folder, env=ENVIRONMENT, capture_output=True)
    assert done.returncode in (0, 1), done.stderr
    return {file.name: file.read_bytes().decode() for file in folder.iterdir()}
