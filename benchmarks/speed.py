"""Time tensorlift, and other tools beside it in the same run. Nothing is asserted.

    python benchmarks/speed.py [--copies N] [--repeat N] [--json FILE]

* start-up: ``tensorlift --help``;
* check: a tree of many copies of ``examples/`` (programs), and one that has the standard library too (library), which
  has no TensorFlow in it;
* fix: one file of 1,000 lines, the whole command and the work alone;
* catalog: how long it takes to load and how much memory it keeps.

The commands are those that lie beside the running Python, so run it in the environment where tensorlift is installed.
``tf_upgrade_v2`` (TensorFlow's own conversion script) and ``ruff check`` are timed too if they lie there.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
FIX_LINES = 1000
SOME = 20
CATALOG = """
import json, os, sys, time
from tensorlift.catalog import load
def kept():
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
before, clock = kept(), time.perf_counter()
catalog = load()
print(json.dumps([time.perf_counter() - clock, kept() - before]))
"""
FIX = """
import json, sys, time
from tensorlift.engine import fix
from tensorlift.settings import Settings
from tensorlift.source.document import Document
fix(Document("import tensorflow as tf\\ntf.log(x)\\n"), Settings())
text = open(sys.argv[1], encoding="utf-8").read()
clock = time.perf_counter()
result = fix(Document(text), Settings())
print(json.dumps([time.perf_counter() - clock, result.fixed]))
"""


class Report:
    """Collects and prints the figures."""

    def __init__(self) -> None:
        self.figures: dict[str, float] = {}

    def add(self, what: str, value: float, unit: str) -> None:
        """Print one figure."""
        self.figures[f"{what} ({unit})"] = value
        print(f"{what:66} {value:>12,.1f} {unit}" if value < 1000 else f"{what:66} {value:>12,.0f} {unit}", flush=True)


def command(name: str) -> str | None:
    """Return the path of a command of this environment, or None."""
    return shutil.which(name, path=sysconfig.get_path("scripts"))


def run(arguments: Sequence[str], folder: Path | None = None) -> str:
    """Run a command and return what it prints; a tool that finds something ends with 1."""
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
    done = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


def timed(action: Callable[[], object]) -> float:
    clock = time.perf_counter()
    action()
    return time.perf_counter() - clock


def median(action: Callable[[], object], repeat: int) -> float:
    """Return the middle of several timings, in seconds; the first run only warms the disk cache."""
    action()
    return statistics.median(timed(action) for _ in range(repeat))


def lines_below(folder: Path) -> int:
    return sum(path.read_bytes().count(b"\n") for path in folder.rglob("*.py"))


def copy_examples(folder: Path, copies: int) -> None:
    for number in range(copies):
        shutil.copytree(EXAMPLES, folder / f"project_{number:03}", ignore=shutil.ignore_patterns("*.ipynb", "*.md", "__pycache__"))


def copy_library(folder: Path) -> None:
    """Copy the standard library: ordinary Python without TensorFlow."""
    ignore = shutil.ignore_patterns("site-packages", "__pycache__", "*.so", "*.a", "config-*", "*.exe", "*.bat", "*.dll")
    shutil.copytree(sysconfig.get_path("stdlib"), folder, ignore=ignore, ignore_dangling_symlinks=True)


def long_program(lines: int) -> str:
    """Return a TensorFlow 1 program of so many lines, made of the Python 3 examples one after the other."""
    text: list[str] = []
    sources = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.py")) if "python2" not in path.name]
    while len(text) < lines:
        text += sources[len(text) % len(sources)].splitlines()
    return "\n".join(text[:lines]) + "\n"


def start_up(report: Report, tensorlift: str, repeat: int) -> None:
    report.add("start of Python itself", 1000 * median(lambda: run([sys.executable, "-c", "pass"]), repeat), "ms")
    report.add("tensorlift --help", 1000 * median(lambda: run([tensorlift, "--help"]), repeat), "ms")
    if other := command("tf_upgrade_v2"):
        report.add("beside it tf_upgrade_v2 --help", 1000 * median(lambda: run([other, "--help"]), 1), "ms")


def check(report: Report, tensorlift: str, folder: Path, copies: int, repeat: int) -> None:
    projects, mixed = folder / "projects", folder / "mixed"
    copy_examples(projects, copies)
    copy_examples(mixed / "projects", copies)
    copy_library(mixed / "library")
    for what, tree in (("programs", projects), ("programs and library", mixed)):
        lines = lines_below(tree)
        report.add(f"{what}: size", lines, "lines")
        findings = json.loads(run([tensorlift, "check", "--format", "json", "--quiet", str(tree)]))
        report.add(f"{what}: findings", len(findings), "findings")
        seconds = median(lambda tree=tree: run([tensorlift, "check", str(tree)]), repeat)  # type: ignore[misc]
        report.add(f"{what}: tensorlift check, {os.cpu_count()} processors", lines / seconds, "lines/s")
        seconds = median(lambda tree=tree: run([tensorlift, "check", "--jobs", "1", str(tree)]), 1)  # type: ignore[misc]
        report.add(f"{what}: tensorlift check --jobs 1", lines / seconds, "lines/s")
        if ruff := command("ruff"):
            arguments = [ruff, "check", "--isolated", "--no-cache", "--select", "F", "--exit-zero", str(tree)]
            report.add(f"{what}: beside it ruff check --select F", lines / median(lambda a=arguments: run(a), 1), "lines/s")  # type: ignore[misc]
    if other := command("tf_upgrade_v2"):
        tree = folder / "some"
        copy_examples(tree, SOME)
        for path in tree.rglob("python2_style.py"):  # it reads Python 3 only
            path.unlink()
        arguments = [other, "--intree", str(tree), "--outtree", str(folder / "converted"), "--reportfile", str(folder / "report.txt")]
        start = median(lambda: run([other, "--help"]), 1)
        seconds = timed(lambda: run(arguments)) - start
        report.add("programs: beside it tf_upgrade_v2, without its start-up", lines_below(tree) / seconds, "lines/s")


def fix(report: Report, tensorlift: str, folder: Path, repeat: int) -> None:
    source, target = folder / "long.py", folder / "copy.py"
    source.write_text(long_program(FIX_LINES), encoding="utf-8")

    def one() -> None:
        shutil.copy(source, target)
        run([tensorlift, "fix", "--quiet", str(target)])

    answers = [json.loads(run([sys.executable, "-c", FIX, str(source)])) for _ in range(repeat + 1)][1:]
    report.add(f"file of {FIX_LINES} lines: findings fixed", answers[0][1], "findings")
    report.add(f"file of {FIX_LINES} lines: fix, after start-up", 1000 * statistics.median(seconds for seconds, _ in answers), "ms")
    report.add(f"file of {FIX_LINES} lines: tensorlift fix, the whole command", 1000 * median(one, repeat), "ms")
    if other := command("tf_upgrade_v2"):
        arguments = [other, "--infile", str(source), "--outfile", str(folder / "out.py"), "--reportfile", str(folder / "report.txt")]
        report.add(f"file of {FIX_LINES} lines: beside it tf_upgrade_v2, the whole command", 1000 * median(lambda: run(arguments), 1), "ms")


def catalog(report: Report, repeat: int) -> None:
    answers = [json.loads(run([sys.executable, "-c", CATALOG])) for _ in range(repeat + 1)][1:]
    report.add("catalog: loading", 1000 * statistics.median(seconds for seconds, _ in answers), "ms")
    report.add("catalog: memory", statistics.median(size for _, size in answers) / 2**20, "MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=150, help="copies of the examples in the tree (default: 150)")
    parser.add_argument("--repeat", type=int, default=5, help="timings of which the middle one counts (default: 5)")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args()
    tensorlift = command("tensorlift")
    if tensorlift is None:
        parser.error("tensorlift is not installed in this environment; run pip install . first")
    report = Report()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start_up(report, tensorlift, options.repeat)
        check(report, tensorlift, folder, options.copies, options.repeat)
        fix(report, tensorlift, folder, options.repeat)
        catalog(report, options.repeat)
    if options.json:
        options.json.write_text(json.dumps(report.figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
