"""Every public TensorFlow 1.15 symbol, contrib included, goes through the engine.

Each is unchanged and exists with its meaning, or becomes something that exists and binds, or is reported. Functions
and classes are also called with all arguments by keyword and with all by position.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tensorlift.catalog import load
from tensorlift.engine import check, select_fixes
from tensorlift.model import Finding, Severity
from tensorlift.rewrite.edits import apply_edits
from tensorlift.settings import TARGETS, Settings
from tensorlift.source.document import Document

JUDGE = Path(__file__).parent / "judge.py"
FORMS = ("bare", "keywords", "positions")
IMPORT = re.compile(r"(from \S+ )?import |tf\.compat\.v1\.disable_v2_behavior\(\)$|os\.environ|$")
TENSORFLOW_NAME = re.compile(r"(?<![\w.])tf(?:\.\w+)+")
# raw ops take keyword arguments only, in TensorFlow 1 as well.
KEYWORDS_ONLY = "tf.raw_ops."
# Rules that may speak after another one only: what an argument is called and whether a class is one of Keras is not written in
# a call by position or through tf.contrib.keras.
SECOND = frozenset({"keras3-argument", "keras3-callback"})


def symbols() -> list[str]:
    """Return the names of all symbols that are not modules."""
    catalog = load()
    return sorted(name for name in catalog._symbols if catalog._symbols[name][0] != "m")


def statement(name: str, form: str) -> str | None:
    """Return a one-line program that uses a symbol in a form, or None if the form does not exist for it."""
    if form == "bare":
        return f"{name}"
    signature = load().signature_tf1(name)
    if signature is None:
        return None
    if form == "keywords":
        arguments = [f"{parameter.name}=a" for parameter in signature if parameter.kind in "ak"]
    elif name.startswith(KEYWORDS_ONLY):
        return None
    else:
        arguments = ["a" for parameter in signature if parameter.kind == "a"]
        arguments += [f"{parameter.name}=a" for parameter in signature if parameter.kind == "k" and parameter.default is None]
    return f"{name}({', '.join(arguments)})"


@cache
def convert(form: str, target: str, keras: int) -> tuple[dict[str, str], dict[str, str], set[str]]:
    """Fix one program with a line for every symbol.

    Returns:
        The statements before and after by symbol, and the symbols that are still reported then.
    """
    settings = Settings(target=target, keras=keras)
    before = {name: line for name in symbols() if (line := statement(name, form)) is not None}
    names = list(before)
    document = Document("import tensorflow as tf\n" + "".join(line + "\n" for line in before.values()))
    document = fixed(document, check(document, settings))
    left = check(document, settings)
    if select_fixes(later := [finding for finding in left if finding.slug in SECOND], review=True):
        document = fixed(document, later)
        left = check(document, settings)
    assert select_fixes(left, review=True) == [], "one round of fixes must be enough: what it writes must not be converted again"
    every = document.text.splitlines()
    first = len(every) - len(before)
    assert all(IMPORT.match(line) for line in every[:first]), "a fix changed the number of lines"
    places = (document.position(finding.start)[0] - first for finding in left)
    return before, dict(zip(names, every[first:], strict=True)), {names[place] for place in places if place >= 0}


def fixed(document: Document, findings: list[Finding]) -> Document:
    """Return a document with all fixes of one round."""
    return Document(apply_edits(document.data, select_fixes(findings, review=True)).decode())


COMBOS = [(target, keras) for target in TARGETS for keras in (2, 3) if (target, keras) != ("2.15", 3)]
# The forms of a call differ little between targets; names differ, so that form goes through all of them.
CASES = [("bare", *combo) for combo in COMBOS] + [(form, *combo) for form in FORMS[1:] for combo in (COMBOS[0], *COMBOS[-2:])]


@pytest.mark.parametrize(("form", "target", "keras"), CASES)
def test_every_symbol_is_settled(form: str, target: str, keras: int) -> None:
    settings = Settings(target=target, keras=keras)
    before, after, reported = convert(form, settings.target, settings.keras_version)
    catalog, bit = load(), load().bit(settings)
    for name, line in after.items():
        if name in reported:
            continue
        for written in TENSORFLOW_NAME.findall(line):
            known = any(catalog.in_v2(written.rsplit(".", count)[0], bit) for count in range(2))
            assert known, f"{before[name]} became {line}, which {target} lacks"
    changed = [name for name in after if after[name] != before[name]]
    assert len(changed) > 1000


def test_nothing_is_reported_as_unknown() -> None:
    document = Document("import tensorflow as tf\n" + "".join(f"{name}\n" for name in symbols()))
    unknown = [finding.symbol for finding in check(document, Settings()) if finding.slug == "unknown-symbol"]
    assert unknown == []


def test_symbols_without_a_finding_are_the_same_in_tensorflow_2() -> None:
    catalog, settings = load(), Settings()
    bit = catalog.bit(settings)
    document = Document("import tensorflow as tf\n" + "".join(f"{name}\n" for name in symbols()))
    reported = {document.line_of(finding.start) for finding in check(document, settings)}
    for line, name in enumerate(symbols(), start=1):
        if line not in reported:
            symbol, row = catalog.symbol(name, bit), catalog.row(name)
            assert symbol is not None
            assert symbol.in_v2, name
            assert symbol.same or name.startswith("tf.keras.") or (row is not None and row.bare), name


@pytest.mark.tensorflow
@pytest.mark.parametrize("keras", [2, 3])
def test_tensorflow_has_and_binds_everything_that_is_written(keras: int) -> None:
    settings = Settings(keras=keras)
    statements = []
    for form in FORMS:
        _, after, reported = convert(form, settings.target, settings.keras_version)
        for name, line in after.items():
            if name not in reported:
                statements.append([f"{form} {name}", line])
    assert sum("tfp." in line for _, line in statements) > 100
    environment = {
        **os.environ,
        "TF_USE_LEGACY_KERAS": "1" if keras == 2 else "0",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
    }
    run = subprocess.run(
        [sys.executable, str(JUDGE)],
        input=json.dumps(statements),
        capture_output=True,
        text=True,
        env=environment,
        timeout=600,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    problems = json.loads(run.stdout)
    assert problems == {}
    assert len(statements) > 10_000


def test_reports_of_the_api_are_sentences() -> None:
    document = Document("import tensorflow as tf\n" + "".join(f"{name}\n" for name in symbols()))
    for finding in check(document, Settings()):
        assert finding.message.endswith((".", "?")), finding.message
        assert "  " not in finding.message
        assert ".." not in finding.message
        assert finding.severity in Severity
