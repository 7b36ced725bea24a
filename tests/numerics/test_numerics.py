"""Programs of TensorFlow 1 mean the same after conversion: both versions run in the TensorFlow that is installed.

TensorFlow is started four times: before and after conversion, with the Keras of the installation and with Keras 2.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from functools import cache
from importlib import metadata, util
from pathlib import Path
from typing import Any

import pytest

from tensorlift.engine import FixResult, fix
from tensorlift.model import Severity
from tensorlift.settings import TARGETS, Settings
from tensorlift.source.document import Document

from .cases import CASES, Case
from .compare import equal

pytestmark = [
    pytest.mark.tensorflow,
    pytest.mark.skipif(util.find_spec("tensorflow") is None, reason="TensorFlow is not installed"),
]

RUNNER = Path(__file__).with_name("runner.py")
IMPORTS = "import numpy as np\nimport tensorflow as tf\n"
OLD_IMPORTS = "import numpy as np\nimport tensorflow.compat.v1 as tf\n"
# the floors of the two lists below; there are more cases and functions than that
FEWEST_CASES = 230
FEWEST_FUNCTIONS = 150
TIME_LIMIT = 1200
PARAMETERS = [pytest.param(case, id=case.id) for case in CASES]


def target() -> str:
    """The target that the installed TensorFlow is."""
    for name in ("tensorflow", "tensorflow-cpu"):
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
        installed = ".".join(version.split(".")[:2])
        assert installed in TARGETS, f"TensorFlow {version} is not one of the targets {', '.join(TARGETS)}"
        return installed
    raise AssertionError("TensorFlow is installed under a name that is not known here")


def keras2_is_apart() -> bool:
    """Whether Keras 2 is not the Keras of the installed TensorFlow, but the package ``tf_keras``."""
    return Settings(target=target()).keras_version == 3


@cache
def converted(case: Case) -> FixResult:
    """A case, imports included, after the fixes that keep its meaning."""
    settings = Settings(target=target(), keras=2 if case.keras2 else None)
    return fix(Document(IMPORTS + case.code), settings, review=False)


def run(imports: str, codes: dict[Case, str], keras2: bool, folder: Path) -> dict[str, dict[str, Any]]:
    """The outcomes of some codes, by the id of their case, from one new process."""
    source, result = folder / "cases.json", folder / "outcomes.json"
    source.write_text(json.dumps({"imports": imports, "cases": [[case.id, code, case.graph] for case, code in codes.items()]}), "utf-8")
    environment = dict(os.environ)
    environment.pop("TF_USE_LEGACY_KERAS", None)
    if keras2 and keras2_is_apart():
        environment["TF_USE_LEGACY_KERAS"] = "1"
    process = subprocess.run(
        [sys.executable, str(RUNNER), str(source), str(result)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=TIME_LIMIT,
        check=False,
    )
    assert process.returncode == 0, process.stderr[-4000:]
    outcomes: dict[str, dict[str, Any]] = json.loads(result.read_text("utf-8"))
    return outcomes


@pytest.fixture(scope="session")
def before(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Outcomes of the cases as they are, under the compatibility module."""
    outcomes = {}
    for keras2 in (False, True):
        codes = {case: case.code for case in CASES if case.keras2 is keras2}
        outcomes.update(run(OLD_IMPORTS, codes, keras2, tmp_path_factory.mktemp("before")))
    return outcomes


@pytest.fixture(scope="session")
def after(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Outcomes of the converted cases."""
    outcomes = {}
    for keras2 in (False, True):
        codes = {case: converted(case).text for case in CASES if case.keras2 is keras2}
        outcomes.update(run("", codes, keras2, tmp_path_factory.mktemp("after")))
    return outcomes


@pytest.mark.parametrize("case", PARAMETERS)
def test_result_is_the_same(case: Case, before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]) -> None:
    if case.keras2 and keras2_is_apart() and util.find_spec("tf_keras") is None:
        pytest.skip("Keras 2 is not installed")
    assert "ok" in before[case.id], f"the case itself is wrong: {before[case.id]['error']}"
    difference = equal(before[case.id], after[case.id])
    assert difference is None, f"{difference}\nconverted to:\n{converted(case).text}"


@pytest.mark.parametrize("case", PARAMETERS)
def test_no_error_is_left(case: Case) -> None:
    # The runner chooses graphs and Keras itself.
    whole = ("graph-program", "legacy-keras")
    left = [finding for finding in converted(case).remaining if finding.severity is Severity.ERROR and finding.slug not in whole]
    assert not left, "\n".join(f"{finding.code} {finding.symbol}: {finding.message}" for finding in left)


@pytest.mark.parametrize("case", PARAMETERS)
def test_converting_twice_changes_nothing(case: Case) -> None:
    once = converted(case).text
    settings = Settings(target=target(), keras=2 if case.keras2 else None)
    assert fix(Document(once), settings, review=False).text == once


class _Masked(ast.NodeTransformer):
    """Replace every name of TensorFlow and every call of one inside an expression: what is left is its own form."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        return ast.Name("_") if _name(node.func) else self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        return ast.Name("_") if _name(node) else self.generic_visit(node)


def _name(node: ast.AST) -> str | None:
    """The dotted name of a symbol of TensorFlow, such as ``tf.nn.dropout``."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join(["tf", *reversed(parts)]) if parts and isinstance(node, ast.Name) and node.id == "tf" else None


def _calls(code: str) -> set[tuple[str, str]]:
    """The calls of TensorFlow: name, and arguments without the symbols of TensorFlow in them."""
    calls = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and (name := _name(node.func)):
            arguments = [ast.unparse(_Masked().visit(ast.parse(ast.unparse(item)))) for item in node.args]
            keywords = [f"{item.arg}={ast.unparse(_Masked().visit(ast.parse(ast.unparse(item.value))))}" for item in node.keywords]
            calls.add((name, ", ".join(arguments + keywords)))
    return calls


def test_many_functions_change() -> None:
    changed = set()
    for case in CASES:
        changed |= {name for name, _ in _calls(case.code) - _calls(converted(case).text)}
    assert len(CASES) >= FEWEST_CASES
    assert len(changed) >= FEWEST_FUNCTIONS, f"only {len(changed)} functions: {sorted(changed)}"
