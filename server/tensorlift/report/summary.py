"""The migration report for a terminal."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import click

from tensorlift.report.overview import Overview, ReportFile, Run, Ways
from tensorlift.report.text import count
from tensorlift.steps import STEPS

_WIDTH = 24
_TOP = 8
_COLORS = ("blue", "yellow", "magenta")
# Automatic, to review, by hand, the rest of the line.
_BLOCKS = ("█", "▓", "▒", "·")
_ASCII = ("#", "+", "-", ".")


def summary(overview: Overview, *, color: bool = False, ascii_only: bool = False) -> str:
    """Return how far a project is: by step, symbol and folder, and what has changed since the run before.

    Args:
        overview: The report.
        color: Whether to use colours.
        ascii_only: Whether the bars have to be drawn in ASCII.
    """
    run = overview.run
    keras = f", Keras {run.keras}" if run.keras else ""
    lines = [f"{_bold(overview.name, color)}: level {run.level}, TensorFlow {run.target}{keras}", ""]
    if not overview.files:
        lines.append(f"No TensorFlow in {count(overview.read, 'file')}.")
        return "\n".join(lines)
    lines.append(_progress(run))
    problems = sum(1 for file in overview.files if file.problem)
    if problems:
        lines.append(f"{count(problems, 'file')} could not be read as a whole.")
    if run.ways.total:
        lines += ["", *_steps(run, color=color, ascii_only=ascii_only)]
        lines += _ranking("Most frequent symbols", _symbols(overview), color=color, ascii_only=ascii_only)
        lines += _ranking("Where it is", _folders(overview.files), color=color, ascii_only=ascii_only)
    changes = since(overview.history)
    if changes:
        lines += ["", *changes]
    return "\n".join(lines)


def since(history: Sequence[Run]) -> list[str]:
    """Return sentences on what has changed since the run before the last one; none if there was none."""
    if len(history) < 2:
        return []
    before, now = history[-2:]
    day = datetime.fromisoformat(before.date).strftime("%d %b %Y").lstrip("0")
    if not now.is_like(before):
        keras = f", Keras {before.keras}" if before.keras else ""
        asked = f"level {before.level}, TensorFlow {before.target}{keras}"
        return [f"The report of {day} asked for {asked}: its figures do not compare."]
    findings = _change(now.ways.total - before.ways.total, "finding")
    files = _change(now.done - before.done, "file")
    lines = [f"Since {day}: {findings}, {files} done."]
    for step in STEPS:
        change = now.steps[step.id].total - before.steps[step.id].total
        if change:
            lines.append(f"  {change:+6d}  {step.title}")
    return lines


def _change(difference: int, noun: str) -> str:
    if not difference:
        return f"as many {noun}s"
    return f"{abs(difference)} {'more' if difference > 0 else 'fewer'} {noun}{'' if abs(difference) == 1 else 's'}"


def _progress(run: Run) -> str:
    # 0 and 100 only where nothing or everything is done.
    share = 100 * run.done // run.files if run.done in (0, run.files) else min(99, max(1, round(100 * run.done / run.files)))
    verb = "has" if run.done == 1 else "have"
    return f"{run.done} of {count(run.files, 'file')} with TensorFlow {verb} nothing left to do ({share}%)."


def _steps(run: Run, *, color: bool, ascii_only: bool) -> list[str]:
    width = max(len(step.title) for step in STEPS)
    lines = [" " * (width + _WIDTH + 16) + "automatic  to review  by hand"]
    for step in STEPS:
        ways = run.steps[step.id]
        number = str(step.number or " ")
        bar = _bar(ways, ways.total, color=color, ascii_only=ascii_only)
        split = "  ".join(str(part or "-").rjust(size) for part, size in zip(ways, (9, 9, 7)))
        if step.id == "native" and run.level != "native" and not ways.total:
            split = "  reported at level native"
        lines.append(f"{number}  {step.title.ljust(width)}  {ways.total:6d}  {bar}  {split}".rstrip())
    return lines


def _ranking(title: str, entries: list[tuple[str, Ways]], *, color: bool, ascii_only: bool) -> list[str]:
    if not entries:
        return []
    ordered = sorted(entries, key=lambda entry: (-entry[1].total, entry[0]))
    most = ordered[0][1].total
    lines = ["", _bold(title, color)]
    for name, ways in ordered[:_TOP]:
        lines.append(f"{ways.total:6d}  {_bar(ways, most, color=color, ascii_only=ascii_only)}  {name}")
    if len(ordered) > _TOP:
        lines.append(f"        and {len(ordered) - _TOP} more")
    return lines


def _symbols(overview: Overview) -> list[tuple[str, Ways]]:
    counts: dict[str, Counter[str]] = {}
    for file in overview.files:
        for finding in file.findings:
            if finding.symbol is not None:
                counts.setdefault(finding.symbol, Counter())[finding.safety] += 1
    return [(symbol, Ways(**ways)) for symbol, ways in counts.items()]


def _folders(files: Sequence[ReportFile]) -> list[tuple[str, Ways]]:
    """Count below the folder that all files are in: its own files, and its folders as a whole."""
    left = [file for file in files if file.findings]
    folders = [os.path.dirname(file.path) for file in left]
    common = os.path.commonpath(folders).replace(os.sep, "/") if folders else ""
    counts: dict[str, Ways] = {}
    for file in left:
        name, *below = file.path.removeprefix(common).lstrip("/").split("/")
        path = "/".join(filter(None, [common, name])) + ("/" if below else "")
        counts[path] = Ways(*(old + new for old, new in zip(counts.get(path, Ways()), Ways.of(file.findings))))
    return list(counts.items())


def _bar(ways: Ways, most: int, *, color: bool, ascii_only: bool) -> str:
    """Draw a bar of the three ways; none of them that is there at all vanishes."""
    *blocks, rest = _ASCII if ascii_only else _BLOCKS
    sizes = [max(1, round(_WIDTH * part / most)) if part else 0 for part in ways]
    while sum(sizes) > _WIDTH:
        sizes[sizes.index(max(sizes))] -= 1
    parts = [block * size for block, size in zip(blocks, sizes)]
    if color:
        parts = [click.style(part, fg=name) if part else "" for part, name in zip(parts, _COLORS)]
    return "".join(parts) + rest * (_WIDTH - sum(sizes))


def _bold(text: str, color: bool) -> str:
    return click.style(text, bold=True) if color else text
