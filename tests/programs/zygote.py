"""Run programs one after the other, each in a copy of a process that has imported TensorFlow already.

Usage: ``python zygote.py``. Every line of standard input is a job, a JSON object:

- ``folder``: the working folder
- ``program``: a file in it, or ``module``: a module to run as ``python -m`` would
- ``arguments``: what stands behind it on the command line
- ``output`` and ``errors``: the files that take standard output and standard error
- ``seconds``: how long it may run

The answer is one line: ``{"code": exit code}``, where -9 means that it took too long and OTHER_KERAS that the program asks for the
other Keras than the one this process started with (the environment variable TF_USE_LEGACY_KERAS, which TensorFlow reads when it is imported).
"""

from __future__ import annotations

import builtins
import json
import os
import runpy
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

OTHER_KERAS = 77
SWITCH = "TF_USE_LEGACY_KERAS"


def _watch_first_import(legacy: str | None) -> None:
    """End the process when the program imports TensorFlow while the variable says something else than when this process imported it."""
    original = builtins.__import__

    def watching(name: str, *arguments: Any, **keywords: Any) -> ModuleType:
        if name.partition(".")[0] in ("tensorflow", "tf_keras", "tf_slim"):
            builtins.__import__ = original
            if os.environ.get(SWITCH) != legacy:
                os._exit(OTHER_KERAS)
        return original(name, *arguments, **keywords)

    builtins.__import__ = watching


def _child(job: dict[str, Any]) -> int:
    """Run the program of a job in this process and return its exit code."""
    for name, descriptor in (("output", 1), ("errors", 2)):
        os.dup2(os.open(job[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), descriptor)
    os.chdir(job["folder"])
    sys.path[0] = job["folder"]
    sys.argv = [job.get("program") or job["module"], *job.get("arguments", [])]
    _watch_first_import(os.environ.pop(SWITCH, None))
    try:
        if "module" in job:
            runpy.run_module(job["module"], run_name="__main__", alter_sys=True)
        else:
            runpy.run_path(job["program"], run_name="__main__")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def _wait(process: int, seconds: float) -> int:
    """Wait for a child, kill it when the time is over, and return its exit code or minus the signal that ended it."""
    end = time.monotonic() + seconds
    while True:
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > end:
            os.kill(process, signal.SIGKILL)
        time.sleep(0.01)


def main() -> None:
    """Answer jobs until standard input ends."""
    import tensorflow  # noqa: F401

    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        job = json.loads(line)
        process = os.fork()
        if process == 0:
            os._exit(_child(job))
        print(json.dumps({"code": _wait(process, job["seconds"])}), file=answers, flush=True)


class Zygotes:
    """The processes that programs are copied from, one for each Keras; started when first needed, ended with the ``with`` block."""

    def __init__(self) -> None:
        self._processes: dict[bool, subprocess.Popen[str]] = {}

    def __enter__(self) -> Zygotes:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for process in self._processes.values():
            process.communicate()

    def run(self, job: Mapping[str, object]) -> int:
        """Run a job with Keras 3, and again with Keras 2 if the program asks for that.

        Args:
            job: The job, as the head of this file says.

        Returns:
            The exit code.
        """
        code = self._ask(job, legacy=False)
        return self._ask(job, legacy=True) if code == OTHER_KERAS else code

    def _ask(self, job: Mapping[str, object], *, legacy: bool) -> int:
        process = self._processes.get(legacy) or self._start(legacy)
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(job) + "\n")
        process.stdin.flush()
        return int(json.loads(process.stdout.readline())["code"])

    def _start(self, legacy: bool) -> subprocess.Popen[str]:
        environment = {key: value for key, value in os.environ.items() if key not in (SWITCH, "PYTHONPATH")}
        environment |= {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1", "TF_ENABLE_ONEDNN_OPTS": "0"}
        environment |= {SWITCH: "1"} if legacy else {}
        command = [sys.executable, str(Path(__file__))]
        process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._processes[legacy] = process
        return process


if __name__ == "__main__":
    main()
