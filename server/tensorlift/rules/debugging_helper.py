"""Helpers for tests and debugging that have another name today."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tensorlift.model import Edit, Finding, Level, Safety, Severity
from tensorlift.rules.attributes import attribute_nodes
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, FileContext, api_name, make_finding
from tensorlift.rules.entries import Entry, Table

RULE = Rule(
    code="TL220",
    slug="debugging-helper",
    title="The helper has another name today",
    summary=(
        "Reported at level `native` only: `tf.config.experimental_run_functions_eagerly` is `tf.config.run_functions_eagerly`, and "
        "`self.test_session()` of a test case, which keeps one session for the whole test, is `self.session()` or `self.cached_session()`."
    ),
    guide=f"{GUIDE}/migration_debugging",
    examples=(
        Example(
            "import tensorflow as tf\n\ntf.config.experimental_run_functions_eagerly(True)\n",
            "import tensorflow as tf\n\ntf.config.run_functions_eagerly(True)\n",
            level=Level.NATIVE,
        ),
        Example("import tensorflow as tf\n\ntf.config.run_functions_eagerly(True)\n", level=Level.NATIVE),
    ),
)

_TABLE = Table(
    RULE,
    (
        Entry(
            "tf.config.experimental_run_functions_eagerly",
            "tf.config.experimental_run_functions_eagerly is an old name of tf.config.run_functions_eagerly.",
            Severity.INFORMATION, level=Level.NATIVE, edit="rename run_functions_eagerly", title="Use run_functions_eagerly",
        ),
    ),
)  # fmt: skip
_SESSION = re.compile(rb"\.\s*(test_session)\b")


@looks_for(_TABLE.subject, words=("test_session",))
def check(context: Context) -> Iterator[Finding]:
    """Yield the findings of the table and of ``test_session`` in test cases."""
    yield from _TABLE.findings(context)
    if context.settings.level is not Level.NATIVE or not context.ask((b"TestCase",), _has_tests):
        return
    for name, attribute, owner in attribute_nodes(context, _SESSION):
        if owner.text == b"self":
            start = attribute.end_byte - len(name)
            fix = ("Use session", Safety.REVIEW, (Edit(start, attribute.end_byte, "session"),))
            message = (
                "The method test_session is deprecated; session() opens a new one each time, cached_session() keeps it for the whole test."
            )
            yield make_finding(RULE, Severity.INFORMATION, message, start, attribute.end_byte, None, fix)


def _has_tests(file: FileContext) -> bool:
    """Whether a class of the file is a test case of TensorFlow."""
    return any(
        use.reference.role == "base" and api_name(use.qualified)[0] == "tf.test.TestCase"
        for index in range(len(file.document.chunks))
        for use in file.names.uses(index)
    )
