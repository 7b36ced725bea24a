"""debugging-helper: old names of helpers for tests and debugging."""

from __future__ import annotations

import pytest

from tensorlift.model import Level
from tests.rules.helpers import TF, check_noop, check_reported, check_transformed

ONLY = ("TL220",)
CASE = f"{TF}\n\nclass SomeTest(tf.test.TestCase):\n    def test_it(self):\n        with self.test_session() as sess:\n            pass\n"


def test_run_functions_eagerly() -> None:
    before = f"{TF}tf.config.experimental_run_functions_eagerly(True)\n"
    check_noop(before)
    check_transformed(before, before.replace("experimental_", ""), "TL220", level=Level.NATIVE)


def test_a_name_that_is_imported_alone_is_only_reported() -> None:
    code = "from tensorflow.config import experimental_run_functions_eagerly as eager\n\neager(True)\n"
    check_reported(code, "TL220", level=Level.NATIVE, select=ONLY)


def test_test_session() -> None:
    check_noop(CASE)
    check_transformed(CASE, CASE.replace("test_session", "session"), "TL220", level=Level.NATIVE)


@pytest.mark.parametrize("old", ["tf.test.TestCase", "self.test_session"])
def test_other_test_cases(old: str) -> None:
    check_noop(CASE.replace(old, "other.thing"), level=Level.NATIVE)
