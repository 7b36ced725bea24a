"""tensor-shape: values and methods of dimensions."""

from __future__ import annotations

import pytest

from tensorlift.model import Level, Severity
from tests.rules.helpers import TF, check_noop, check_reported, check_transformed, codes, findings

ONLY = ("TL211",)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x.get_shape()[1].value", "tf.compat.dimension_value(x.get_shape()[1])"),
        ("x.shape[-1].value * 2", "tf.compat.dimension_value(x.shape[-1]) * 2"),
        ("x.shape[i + 1].value", "tf.compat.dimension_value(x.shape[i + 1])"),
        ("(x.get_shape()\n            [0].value)", "(tf.compat.dimension_value(x.get_shape()\n            [0]))"),
        ("x.get_shape().with_rank(2)[1].value", "tf.compat.dimension_value(x.get_shape().with_rank(2)[1])"),
        ("x.shape[1:][0].value", "tf.compat.dimension_value(x.shape[1:][0])"),
        ("[d.value for d in x.shape]", "[tf.compat.dimension_value(d) for d in x.shape]"),
        ("[d.value or 1 for d in x.get_shape()[1:]]", "[tf.compat.dimension_value(d) or 1 for d in x.get_shape()[1:]]"),
        ("x.get_shape()[0].merge_with(y)", "tf.compat.dimension_at_index(x.get_shape(), 0).merge_with(y)"),
        ("x.shape[-1].is_compatible_with(3)", "tf.compat.dimension_at_index(x.shape, -1).is_compatible_with(3)"),
        ("np.prod(x.get_shape()[1:]).value", "tf.compat.dimension_value(np.prod(x.get_shape()[1:]))"),
    ],
)
def test_expressions(before: str, after: str) -> None:
    head = f"{TF}import numpy as np\n\n\ndef f(x, y, i):\n    return "
    check_transformed(f"{head}{before}\n", f"{head}{after}\n", "TL211", select=ONLY)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("d = x.shape[0]", "d"),
        ("d = e = x.get_shape()[0]", "d"),
        ("_, d, c = x.get_shape()", "d"),
        ("s = x.get_shape()\n    d = s[1]", "d"),
        ("if y:\n        d = x.shape[0]\n    else:\n        d = y.shape[0]", "d"),
        ("for i, d in enumerate(x.shape):\n        print(i)", "d"),
        ("for d in x.get_shape():\n        pass", "d"),
        ("s = x.shape", "s[0]"),
    ],
)
def test_variables(given: str, used: str) -> None:
    head = f"{TF}\n\ndef f(x, y):\n    {given}\n    return "
    check_transformed(f"{head}{used}.value\n", f"{head}tf.compat.dimension_value({used})\n", "TL211", select=ONLY)


def test_variables_of_the_module() -> None:
    before = f"{TF}\nx = make()\nshape = x.get_shape()\n\n\ndef f():\n    return shape[0].value\n"
    check_transformed(before, before.replace("shape[0].value", "tf.compat.dimension_value(shape[0])"), select=ONLY)


@pytest.mark.parametrize(
    "code",
    [
        "x.shape.dims[0].value",
        "x.get_shape().as_list()[0], x.shape.ndims, x.shape.num_elements(), int(x.shape[0])",
        "x.shape[1:], x.shape.is_compatible_with([2]), x.shape.merge_with([2])",
        "x.value, x[0].value, x.cell.value",
        "[cell.value for cell in x.cells]",
        "x.shape[0, 1].value",
        "x.value(), x.shape[0].value()",
        "y.value if isinstance(y, tf.compat.v1.Dimension) else y",
    ],
)
def test_other_values(code: str) -> None:
    check_noop(f"{TF}\n\ndef f(x, y):\n    return {code}\n", select=ONLY)


@pytest.mark.parametrize(
    "given",
    [
        "d = x.shape[0]\n    d = other()",
        "d = x.shape[0]\n    if y:\n        d = y",
        "for d in x.items:\n        pass",
        "d, e = y",
        "d = x.shape[0]\n    d += 1",
        "with x.shape[0] as d:\n        pass",
        "n = x.shape[0]\n    d = n if isinstance(n, int) else n.value",
    ],
)
def test_variables_that_may_hold_something_else(given: str) -> None:
    check_noop(f"{TF}\n\ndef f(x, y):\n    {given}\n    return d.value\n", select=ONLY)


def test_a_parameter_is_not_known() -> None:
    check_noop(f"{TF}\nd = x.shape[0]\n\n\ndef f(d, *shape):\n    return d.value, shape[0].value\n", select=ONLY)


def test_only_files_that_use_tensorflow() -> None:
    check_noop("import numpy as np\n\n\ndef f(x):\n    return x.shape[0].value\n", select=ONLY)


def test_eager_code_needs_no_function() -> None:
    before = f"{TF}\n\n@tf.function\ndef f(x):\n    return x.shape[0].value, [d.value for d in x.shape]\n"
    check_transformed(before, before.replace(".value", ""), "TL211", "TL211", select=ONLY)


def test_other_names_of_the_module() -> None:
    before = "import tensorflow\n\n\ndef f(x):\n    return x.shape[0].value\n"
    check_transformed(before, before.replace("x.shape[0].value", "tensorflow.compat.dimension_value(x.shape[0])"), "TL211")
    before = "import tensorflow.compat.v1 as tf1\n\n\ndef f(x):\n    return x.shape[0].value\n"
    check_transformed(before, before.replace("x.shape[0].value", "tf1.compat.dimension_value(x.shape[0])"), "TL211")
    before = "from tensorflow import nn\n\n\ndef f(x):\n    return nn.relu(x).shape[0].value\n"
    after = before.replace("from", "import tensorflow as tf\nfrom", 1).replace(
        "nn.relu(x).shape[0].value", "tf.compat.dimension_value(nn.relu(x).shape[0])"
    )
    check_transformed(before, after, "TL211", select=ONLY)


def test_a_dimension_without_its_shape_is_only_reported() -> None:
    check_reported(f"{TF}\n\ndef f(x):\n    d = x.shape[0]\n    return d.merge_with(2)\n", "TL211", select=ONLY)


@pytest.mark.parametrize(
    "head",
    ["tf.compat.v1.disable_v2_behavior()\n", "x = tf.placeholder(tf.float32, [None, 2])\n"],
)
def test_dimensions_stay_objects_behind_the_switch(head: str) -> None:
    code = f"{TF}{head}\n\ndef f(x):\n    return x.shape[0].value\n"
    assert "TL211" not in codes(code)
    assert "TL211" in codes(code, level=Level.NATIVE)


def test_severity() -> None:
    code = f"{TF}\n\ndef f(x):\n    return x.shape[0].value\n"
    assert [finding.severity for finding in findings(code)] == [Severity.ERROR]
    switched = code.replace(TF, f"{TF}tf.compat.v1.disable_v2_behavior()\n")
    assert [one.severity for one in findings(switched, level=Level.NATIVE, select=ONLY)] == [Severity.INFORMATION]


def test_python2() -> None:
    before = f"{TF}\n\ndef f(x):\n    print x.shape[0].value\n"
    check_transformed(before, before.replace("x.shape[0].value", "tf.compat.dimension_value(x.shape[0])"), select=ONLY)
