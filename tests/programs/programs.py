"""The programs of ``examples/programs/``: what the manifest says of them, converting all of them at once, and running one."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

from tests.programs.idx import write_mnist
from tests.programs.zygote import Zygotes

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "examples" / "programs"
MANIFEST = FOLDER / "manifest.toml"
SCALAR = re.compile(r"np\.\w+\(([^()]*)\)")
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


@dataclass(frozen=True)
class Program:
    """A program of the manifest.

    Attributes:
        path: The file to run, relative to the folder of the programs; with a folder before it, the whole folder belongs to it.
        output: The last lines that TensorFlow 1.15 prints.
        levels: Levels after which it must run.
        tolerance: How much a printed number may differ, relative and absolute.
        mnist: Where in its folder it looks for MNIST.
        package: Its folder is a package, and the program is run as ``python -m``.
        not_in_1_15: Why TensorFlow 1.15 itself does not run it; `output` then was worked out by hand.
        blocked: Why it need not run, for a level that is not in `levels`.
    """

    path: str
    output: str
    levels: Sequence[str] = ("compat", "symbols")
    tolerance: float = 1e-3
    mnist: str = ""
    package: bool = False
    not_in_1_15: str = ""
    blocked: str = ""

    @property
    def name(self) -> str:
        """A name for folders and tests."""
        return re.sub(r"\W+", "_", self.path)

    @property
    def source(self) -> Path:
        """The file or folder to copy."""
        return FOLDER / self.path.partition("/")[0]


def programs() -> list[Program]:
    """All programs of the manifest."""
    with MANIFEST.open("rb") as file:
        entries: list[dict[str, Any]] = tomllib.load(file)["program"]
    return [Program(**entry) for entry in entries]


def convert(chosen: Iterable[Program], folder: Path, *options: str) -> str:
    """Copy programs, each into a folder of its own, and run ``tensorlift fix`` over all of them.

    Args:
        chosen: The programs.
        folder: Where to.
        options: Options of the command line, such as the level.

    Returns:
        What the command line says.
    """
    for program in chosen:
        copy = folder / program.name
        copy.mkdir(parents=True)
        if program.source.is_dir():
            shutil.copytree(program.source, copy / program.source.name)
        else:
            shutil.copy(program.source, copy)
    arguments = ["fix", *options, "--review", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    run = subprocess.run(
        [sys.executable, "-m", "tensorlift", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode in (0, 1), run.stdout + run.stderr
    return run.stdout


def run(program: Program, folder: Path, zygotes: Zygotes) -> tuple[int, str, str]:
    """Run a converted program.

    Args:
        program: The program.
        folder: The folder that `convert` filled.
        zygotes: The processes to run it in.

    Returns:
        Its exit code, standard output and standard error.
    """
    work = folder / program.name
    inside, _, file = program.path.rpartition("/")
    job: dict[str, object] = {}
    if program.package:
        job["module"] = program.path.removesuffix(".py").replace("/", ".")
    else:
        work = work / inside
        if file.endswith(".ipynb"):
            file = _script_of(work / file)
        job["program"] = file
    if program.mnist:
        write_mnist(work / program.mnist)
    files = [folder / f"{program.name}.{kind}" for kind in ("output", "errors")]
    code = zygotes.run({**job, "folder": str(work), "output": str(files[0]), "errors": str(files[1]), "seconds": 120})
    output, errors = (file.read_text(encoding="utf-8", errors="replace") if file.exists() else "" for file in files)
    return code, output, errors


def _script_of(notebook: Path) -> str:
    """The code of a notebook, without magics, in a script beside it; returns the name of that."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    lines = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code").splitlines()
    script = notebook.with_suffix(".py")
    script.write_text("\n".join(line for line in lines if not line.startswith(("%", "!"))) + "\n", encoding="utf-8")
    return script.name


def _plain(line: str) -> str:
    """A line with single blanks, and NumPy scalars as NumPy 1 shows them in a list."""
    return " ".join(SCALAR.sub(r"\1", line).split())


def difference(expected: str, written: str, tolerance: float) -> str | None:
    """Compare what a program printed with what it should have printed.

    Args:
        expected: The last lines it should print.
        written: All that it printed.
        tolerance: How much a number may differ, relative and absolute.

    Returns:
        A line that differs, and how it should be; or None.
    """
    # Keras 2 draws a progress bar in predict(), which in TensorFlow 1.15 was silent
    shown = [line for line in written.splitlines() if "[====" not in line]
    wanted, lines = ([_plain(line) for line in text if line.strip()] for text in (expected.splitlines(), shown))
    for want, line in zip(wanted, lines[-len(wanted) :]):
        if NUMBER.sub("#", want) != NUMBER.sub("#", line):
            return f"{line!r} should be {want!r}"
        for left, right in zip(NUMBER.findall(want), NUMBER.findall(line)):
            if abs(float(left) - float(right)) > tolerance * max(1.0, abs(float(left))):
                return f"{line!r} should be {want!r}: {right} is not {left}"
    if len(lines) < len(wanted):
        return f"{len(lines)} lines, at least {len(wanted)} expected"
    return None
