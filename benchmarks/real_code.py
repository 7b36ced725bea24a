"""Lift real TensorFlow 1 packages and let TensorFlow judge the result.

    python benchmarks/real_code.py DIRECTORY... [--level LEVEL] [--keras 2|3] [--json FILE]

For every Python file below the directories: fix it with ``--review``, then ask

* does the result still parse, if the original did,
* does a second run change nothing,
* does every dotted TensorFlow name of the result resolve by attribute access on the installed TensorFlow, and does
  every call of one bind to its real signature; if not, is it reported on that line (or on the line that imports it).

The names are collected with Python's own ``ast``, independently of tensorlift's resolver. Needs TensorFlow in the
environment (``pip install '.[test]'``). CONTRIBUTING.md tells how to get the packages; nothing of them is kept here.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import inspect
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tensorlift.engine import fix
from tensorlift.model import Level
from tensorlift.settings import Settings
from tensorlift.source.document import Document

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

SKIPPED_PREFIXES = ("tensorflow.contrib", "tensorflow.estimator", "tensorflow.examples", "tensorflow.python", "tensorflow.core")


def parse(text: str) -> ast.Module | None:
    """Return the syntax tree, or None if this is not Python 3."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


class NameCollector(ast.NodeVisitor):
    """Collects dotted TensorFlow names by module-level imports and plain aliases."""

    def __init__(self, tree: ast.Module) -> None:
        self.aliases: dict[str, str] = {}
        self.import_lines: dict[str, int] = {}
        self.found: list[tuple[str, int, str, ast.Call | None]] = []
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    if alias.name.split(".")[0] == "tensorflow":
                        self.bind(alias.asname or "tensorflow", alias.name if alias.asname else "tensorflow", node.lineno)
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").split(".")[0] == "tensorflow":
                for alias in node.names:
                    self.bind(alias.asname or alias.name, f"{node.module}.{alias.name}", node.lineno)
        shadowed = {arg.arg for node in ast.walk(tree) if isinstance(node, ast.arguments) for arg in node.args + node.kwonlyargs}
        for name in shadowed & set(self.aliases):
            del self.aliases[name]
        self.visit(tree)

    def bind(self, name: str, path: str, line: int) -> None:
        if self.aliases.get(name, path) != path:
            path = "ambiguous"
        self.aliases[name] = path
        self.import_lines.setdefault(name, line)

    def path_of(self, node: ast.AST) -> tuple[str, str] | None:
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if isinstance(node, ast.Name) and self.aliases.get(node.id, "ambiguous") != "ambiguous":
            return ".".join([self.aliases[node.id], *reversed(parts)]), node.id
        return None

    def visit_Call(self, node: ast.Call) -> None:
        found = self.path_of(node.func)
        if found is not None and isinstance(node.func, ast.Attribute | ast.Name):
            self.found.append((found[0], node.func.lineno, found[1], node))
            for child in [*node.args, *node.keywords]:
                self.visit(child)
            return
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        found = self.path_of(node)
        if found is not None:
            self.found.append((found[0], node.lineno, found[1], None))
            return
        self.generic_visit(node)


_RESOLVED: dict[str, Any] = {}


class _Missing:
    pass


def resolve(path: str) -> Any:
    """Return the object of a dotted name on the installed TensorFlow, or the class ``_Missing``."""
    if path not in _RESOLVED:
        import tensorflow as tf

        current: Any = tf
        walked = ["tensorflow"]
        for part in path.split(".")[1:]:
            walked.append(part)
            try:
                current = getattr(current, part)
            except Exception:
                try:  # a private module that nothing has imported yet
                    current = importlib.import_module(".".join(walked))
                except Exception:
                    current = _Missing
                    break
            if not inspect.ismodule(current) and not inspect.isclass(current):
                break
        _RESOLVED[path] = current
    return _RESOLVED[path]


def binds(function: Any, call: ast.Call) -> bool:
    """Whether the arguments of a call bind to a function; True where that cannot be told."""
    if any(isinstance(arg, ast.Starred) for arg in call.args) or any(keyword.arg is None for keyword in call.keywords):
        return True
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return True
    try:
        signature.bind(*call.args, **{keyword.arg or "": keyword.value for keyword in call.keywords})
    except TypeError:
        return False
    return True


def judge(original: str, text: str, lines: set[int], counts: Counter[str], left: list[str], path: Path) -> None:
    """Count the names of one result, and list those that are broken without a report."""
    tree = parse(text)
    if tree is None:
        return
    collector = NameCollector(tree)
    for name, line, alias, call in collector.found:
        counts["names"] += 1
        target = resolve(name)
        problem = ""
        if target is _Missing:
            problem = "missing"
        elif call is not None and callable(target) and not binds(target, call):
            problem = "does not bind"
        if not problem:
            continue
        other = name.startswith(SKIPPED_PREFIXES)
        counts["broken, of contrib and estimator" if other else "broken"] += 1
        if line not in lines and collector.import_lines.get(alias) not in lines:
            counts["broken and not reported"] += 1
            left.append(f"{path}:{line}: {name} {problem}")
        elif not other:
            left.append(f"{path}:{line}: {name} {problem} (reported)")
    before = parse(original)
    if before is not None:
        for name, _, _, call in NameCollector(before).found:
            target = resolve(name)
            if target is _Missing or (call is not None and callable(target) and not binds(target, call)):
                other = name.startswith(SKIPPED_PREFIXES)
                counts["broken before, of contrib and estimator" if other else "broken before"] += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directories", nargs="+", type=Path)
    parser.add_argument("--keras", type=int, default=2, choices=(2, 3))
    parser.add_argument("--level", default="symbols", choices=[level.value for level in Level])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--list", action="store_true", help="list the broken names that are left")
    options = parser.parse_args()
    os.environ["TF_USE_LEGACY_KERAS"] = "1" if options.keras == 2 else "0"

    settings = Settings(level=Level(options.level), keras=options.keras)
    totals: dict[str, Counter[str]] = {}
    for directory in options.directories:
        counts: Counter[str] = Counter()
        left: list[str] = []
        started = time.perf_counter()
        seconds = 0.0
        for path in sorted(directory.rglob("*.py")):
            try:
                original = path.read_bytes().decode("utf-8")
            except UnicodeDecodeError:
                counts["not UTF-8"] += 1
                continue
            counts["files"] += 1
            counts["lines"] += original.count("\n")
            if "tensorflow" not in original:
                continue
            clock = time.perf_counter()
            result = fix(Document(original, str(path)), settings, review=True)
            seconds += time.perf_counter() - clock
            counts["fixed"] += result.fixed
            counts["remaining findings"] += len(result.remaining)
            if parse(original) is not None and parse(result.text) is None:
                counts["no longer parses"] += 1
                print("no longer parses:", path)
            again = fix(Document(result.text, str(path)), settings, review=True)
            if again.text != result.text:
                counts["second run changes it"] += 1
                print("second run changes:", path)
            document = Document(result.text)
            lines = {document.position(finding.start)[0] + 1 for finding in result.remaining}
            for finding in result.remaining:
                lines.update(range(document.position(finding.start)[0] + 1, document.position(finding.end)[0] + 2))
            judge(original, result.text, lines, counts, left, path.relative_to(directory))
        counts["milliseconds in fix"] = round(seconds * 1000)
        totals[directory.name] = counts
        print(f"{directory.name} ({time.perf_counter() - started:.1f} s)")
        for key, value in sorted(counts.items()):
            print(f"  {key:34} {value}")
        if options.list:
            for line in left:
                print("   ", line)
    if options.json:
        options.json.write_text(json.dumps(totals, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    bad = sum(c["no longer parses"] + c["second run changes it"] + c["broken and not reported"] for c in totals.values())
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
