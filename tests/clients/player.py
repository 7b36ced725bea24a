"""Real editors that play scenarios, set up with the snippets of docs/editors.md."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ..lsp.editor import ENVIRONMENT

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
DOCUMENTATION = HERE.parents[1] / "docs" / "editors.md"

TIMEOUT = 60.0

PROGRAM = "import tensorflow as tf\nx = tf.log(1.0)\ny = tf.ConfigProto()\n"
LIFTED = "import tensorflow as tf\nx = tf.math.log(1.0)\ny = tf.compat.v1.ConfigProto()\n"

# two lines that become three, and columns that differ in every encoding
EMOJI = "# 😀\nfrom tensorflow import log, ConfigProto\nimport tensorflow as tf\nx = '😀é', tf.log(1.0), '👩‍🚀', tf.ceil(2.0)\n"
EMOJI_LIFTED = """\
# 😀
from tensorflow.math import log
from tensorflow.compat.v1 import ConfigProto
import tensorflow as tf
x = '😀é', '🤖', tf.math.log(1.0), '👩‍🚀', tf.math.ceil(2.0)
y = '🦉', tf.math.ceil(1.5)
"""


def snippets(heading: str, language: str) -> str:
    """Return what a user copies from docs/editors.md: the code blocks of a language below a heading."""
    section = re.search(rf"^## {heading}.*?(?=^## )", DOCUMENTATION.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert section, f"docs/editors.md has no section {heading}"
    found = re.findall(rf"^```{language}\n(.*?)^```$", section[0], re.MULTILINE | re.DOTALL)
    assert found, f"docs/editors.md has no {language} below {heading}"
    return "\n".join(found)


def program(name: str, package: str) -> str:
    """Return the path of an editor, first of all that of this environment; a missing one is a failure."""
    path = shutil.which(name, path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]))
    if path is None:
        pytest.fail(f"{name} is not installed: {package}")
    return path


class Player:
    """An editor that plays one scenario in a project.

    Args:
        folder: An empty folder for everything.
        language: The language of the editor's configuration and of scenarios: the end of the names of their files.
        init: The configuration.
        command: Returns the command of the editor, from the file of its configuration.
    """

    def __init__(self, folder: Path, language: str, init: str, command: Callable[[Path], list[str]]) -> None:
        self.project = folder / "project"
        self.servers = 0
        """How many servers the editor has started."""
        self._folder = folder
        self._language = language
        self._init = init
        self._command = command
        self._home = folder / "home"
        self._pipe = folder / "servers"
        for path in (self.project, self._home, folder / "bin"):
            path.mkdir()
        # The command of the snippets. The server keeps the pipe open for as long as it lives.
        os.mkfifo(self._pipe)
        server = folder / "bin" / "tensorlift"
        server.write_text(
            f'#!/bin/sh\nexec 9>"{self._pipe}"\necho started >&9\nexec "{sys.executable}" -m tensorlift "$@"\n', encoding="utf-8"
        )
        server.chmod(0o755)

    def write(self, name: str, text: str) -> None:
        """Write a file of the project, with the line ends of the text."""
        (self.project / name).write_bytes(text.encode())

    def read(self, name: str) -> str:
        """Return what is in a file of the project, with its line ends."""
        return (self.project / name).read_bytes().decode()

    def play(self, scenario: str, setup: str = "", *, killed: bool = False) -> dict[str, Any]:
        """Play a scenario and see that no server is left behind.

        Args:
            scenario: What the user does, in the language of the editor.
            setup: What the user has configured beside the snippets.
            killed: The scenario ends with the death of the editor.

        Returns:
            What the scenario reports; nothing if the editor was killed.
        """
        script, init, report = (self._folder / name for name in (f"scenario.{self._language}", f"init.{self._language}", "report.json"))
        script.write_text(scenario, encoding="utf-8")
        init.write_text(f"{self._init}\n{setup}\n", encoding="utf-8")
        environment = {
            **ENVIRONMENT,
            **{f"XDG_{name}_HOME": str(self._home) for name in ("CONFIG", "DATA", "STATE", "CACHE")},
            "HOME": str(self._home),
            "LC_ALL": "C.UTF-8",
            "PATH": os.pathsep.join([str(self._folder / "bin"), ENVIRONMENT.get("PATH", os.defpath)]),
            "SCENARIO": str(script),
            "REPORT": str(report),
        }
        pipe = os.open(self._pipe, os.O_RDONLY | os.O_NONBLOCK)
        try:
            done = subprocess.run(
                self._command(init),
                cwd=self.project,
                env=environment,
                input="\n" * 10,  # the return key, for what asks
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                timeout=TIMEOUT,
            )
            assert done.returncode == (-signal.SIGKILL if killed else 0), done.stdout
            self.servers = _started(pipe)
        except subprocess.TimeoutExpired as error:
            pytest.fail(f"the editor hangs: {(error.output or b'').decode(errors='replace')}")
        finally:
            os.close(pipe)
        return {} if killed else json.loads(report.read_text(encoding="utf-8"))


def _started(pipe: int) -> int:
    """Wait until all servers have ended; return how many there were."""
    said = b""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        try:
            part = os.read(pipe, 1000)
        except BlockingIOError:
            time.sleep(0.02)
            continue
        if not part:
            return said.count(b"started")
        said += part
    return pytest.fail("a server is left behind")
