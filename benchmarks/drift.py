"""Edit real files at random, for long, and compare the server's incremental analysis with a fresh one after each edit.

    python benchmarks/drift.py FOLDER... [--edits N] [--seed N] [--save FOLDER]
    python benchmarks/drift.py --replay FILE...

The edits and the comparison are those of ``tests/lsp/drift.py``: findings, uses of TensorFlow names and suppressions must be the same,
the text must be that of a plain string, and nothing may be logged as an error. What differs is cut down and written to a file that
``--replay`` plays again. Exit 1 if anything differs.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.lsp.drift import ENCODINGS, Case, Change, Follower, Writer  # noqa: E402

EDITS_PER_FILE = 100
HISTORY = 60
LARGEST = 60_000


def read_files(folders: Sequence[Path]) -> list[str]:
    """Return the texts of the Python files that name TensorFlow."""
    paths = [path for folder in folders for path in (sorted(folder.rglob("*.py")) if folder.is_dir() else [folder])]
    texts = [path.read_bytes().decode("utf-8", "replace") for path in paths if path.is_file()]
    return [text for text in texts if "tensorflow" in text and len(text) <= LARGEST]


def run(texts: Sequence[str], edits: int, seed: int, save: Path) -> int:
    """Edit, compare, report.

    Args:
        texts: The files to edit, and to paste from.
        edits: How many edits in all.
        seed: Decides everything.
        save: The folder for what differs.

    Returns:
        The number of differences and exceptions.
    """
    chance = random.Random(seed)
    done = differences = exceptions = 0
    times: list[float] = []
    clock = time.perf_counter()
    while done < edits:
        encoding = chance.choice(ENCODINGS)
        follower = Follower(chance.choice(texts), encoding)
        writer = Writer(chance, texts, LARGEST)
        before = [follower.text]
        sent: list[list[Change]] = []
        for _ in range(min(EDITS_PER_FILE, edits - done)):
            changes = writer.write(follower.text)
            sent.append(changes)
            done += 1
            start = time.perf_counter()
            try:
                follower.send(changes)
                follower.update()
                times.append(time.perf_counter() - start)
                wrong = follower.difference()
            except Exception:
                exceptions += 1
                wrong = traceback.format_exc()
            else:
                differences += wrong is not None
            if wrong is not None:
                number = differences + exceptions
                print(f"\nafter {done} edits: {wrong[-300:] if 'Traceback' in wrong else wrong[:300]}", flush=True)
                save_case(Case(encoding, before[-HISTORY:][0], sent[-HISTORY:]), wrong, save / f"drift-{seed}-{number:03}.json")
                break
            before.append(follower.text)
        rate = done / (time.perf_counter() - clock)
        print(f"\r{done:,} edits, {differences} differences, {exceptions} exceptions, {rate:.0f} edits/s ", end="", flush=True)
    ordered = sorted(times)
    print(
        f"\nsend and analyse: p50 {1000 * statistics.median(ordered):.1f} ms, p95 {1000 * ordered[int(0.95 * len(ordered))]:.1f} ms, ",
        end="",
    )
    print(f"largest {1000 * ordered[-1]:.1f} ms")
    return differences + exceptions


def save_case(case: Case, wrong: str, file: Path) -> None:
    """Cut a case down and write it to a file."""
    small = case.reduced()
    again = small.difference()
    data = {"difference": again or f"not seen again: {wrong}", **asdict(small)}
    file.write_text(json.dumps(data, indent=1), encoding="utf-8")
    print(f"{file}: {'cut down' if again else 'not seen again when played anew'}", flush=True)


def read_case(file: Path) -> Case:
    """Read a case that :func:`save_case` has written."""
    data = json.loads(file.read_text(encoding="utf-8"))
    return Case(data["encoding"], data["text"], [[Change(**change) for change in changes] for changes in data["notifications"]])


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="*", default=[ROOT / "examples"], metavar="FOLDER", help="where to find Python files")
    parser.add_argument("--edits", type=int, default=20_000, help="how many (default: 20,000)")
    parser.add_argument("--seed", type=int, default=1, help="another number gives other edits")
    parser.add_argument("--save", type=Path, default=Path(), help="the folder for what differs (default: here)")
    parser.add_argument("--replay", type=Path, nargs="+", metavar="FILE", help="play what an earlier run has saved")
    options = parser.parse_args()
    if options.replay:
        found = {file: read_case(file).difference() for file in options.replay}
        for file, wrong in found.items():
            print(f"{file}: {wrong or 'all is well'}")
        return int(any(found.values()))
    texts = read_files(options.folders)
    if not texts:
        parser.error("no file there imports TensorFlow")
    print(f"{len(texts)} files, {sum(text.count(chr(10)) for text in texts):,} lines")
    return int(run(texts, options.edits, options.seed, options.save) > 0)


if __name__ == "__main__":
    sys.exit(main())
