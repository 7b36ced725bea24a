"""unknown-dimension: what code asks of dimensions that may be None."""

from __future__ import annotations

import pytest

from tensorlift.model import Level, Severity
from tests.rules.helpers import TF, check_noop, check_reported, check_transformed, codes, findings

ONLY = ("TL212",)
HEAD = f"{TF}\n\ndef f(a, b):\n    x = tf.log(a)\n    "


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "if x.get_shape()[0] != 16:\n        return 1",
            "if (x.get_shape()[0] is not None and x.get_shape()[0] != 16):\n        return 1",
        ),
        ("return 1 if b.get_shape()[1] > 4 else 2", "return 1 if (b.get_shape()[1] is not None and b.get_shape()[1] > 4) else 2"),
        (
            "n = x.shape[0]\n    while 3 < n or b:\n        pass",
            "n = x.shape[0]\n    while (n is not None and 3 < n) or b:\n        pass",
        ),
        ("return x.shape[1] / 2", "return x.shape[1] // 2"),
        ("return x.shape[1] / x.shape[2]", "return x.shape[1] // x.shape[2]"),
    ],
)
def test_fixed(before: str, after: str) -> None:
    check_transformed(f"{HEAD}{before}\n", f"{HEAD}{after}\n", "TL212", select=ONLY)


@pytest.mark.parametrize(
    "code",
    [
        "return x.get_shape()[0] is None",
        "return x.shape[0] is not None",
        "return x.shape[0] >= 4",
        "return not x.shape[0] != 4",
        "return x.shape[0] * 2",
        "return 2 * x.get_shape()[0]",
        "try:\n        return x.get_shape() != b.get_shape()\n    except ValueError:\n        return 1",
    ],
)
def test_reported(code: str) -> None:
    check_reported(f"{HEAD}{code}\n", "TL212", select=ONLY)


@pytest.mark.parametrize(
    "code",
    [
        "return b.shape[0] is None, b.shape[0] != 4, b.shape[0] / 2, b.shape[0] * 2",
        "return x.get_shape()[0] == 16, x.get_shape()[0] == None",
        "return x.shape[1] * 2, x.shape[1] / 2.0, x.shape[1] // 2, x.shape[1] ** 0.5",
        "return x.get_shape().ndims != 2, x.get_shape() != b.get_shape()",
        "return x.shape.dims[0] is None, x.get_shape().as_list()[0] is None",
        "if b.get_shape()[0] is not None and b.get_shape()[0] != 4:\n        return 1",
    ],
)
def test_not_reported(code: str) -> None:
    check_noop(f"{HEAD}{code}\n", select=ONLY)


def test_tensorflow_2_code_asks_so_itself() -> None:
    check_noop(f"{TF}\n\n@tf.function\ndef f(x):\n    y = tf.abs(x)\n    return y.shape[0] is None or y.shape[0] != 4 or y.shape[1] / 2\n")
    check_noop(f"{TF}\n\ndef f(x):\n    return x.get_shape()[0] is None or x.get_shape()[0] > 4\n")


def test_behind_the_switch_only_the_division_fails() -> None:
    switch = f"{TF}tf.compat.v1.disable_v2_behavior()\n\n\ndef f(x):\n    "
    check_noop(f"{switch}return x.get_shape()[0] is None, x.get_shape()[0] > 4, x.get_shape()[0] * 2\n", select=ONLY)
    assert codes(f"{switch}return x.get_shape()[0] is None\n", select=ONLY, level=Level.NATIVE) == ["TL212"]
    found = findings(f"{switch}return x.get_shape()[1] / 2\n", select=ONLY)
    assert [one.severity for one in found] == [Severity.ERROR]
