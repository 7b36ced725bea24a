"""numpy-alias: which NumPy names are written anew."""

from __future__ import annotations

import numpy as np
import pytest

from tensorlift.rules.numpy_alias import _BUILTINS, _RENAMED
from tests.rules.helpers import check_noop, check_transformed

HEAD = "import numpy as np\nimport tensorflow as tf\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = np.float(3)\n", "x = float(3)\n"),
        ("x = y.astype(np.int)\n", "x = y.astype(int)\n"),
        ("x = np.zeros(3, np.object)\n", "x = np.zeros(3, object)\n"),
        ("x = -np.Inf, np.NaN, np.float_\n", "x = -np.inf, np.nan, np.float64\n"),
        ("def f(a):\n    return np.product(a.shape)\n", "def f(a):\n    return np.prod(a.shape)\n"),
        ("b = image.astype(np.uint8).tostring()\n", "b = image.astype(np.uint8).tobytes()\n"),
        ("a = np.fromstring(data, dtype=np.uint8)\n", "a = np.frombuffer(data, dtype=np.uint8)\n"),
        ("a = np.asscalar(x[0])\n", "a = x[0].item()\n"),
        ("class A:\n    kind = np.unicode_\n", "class A:\n    kind = np.str_\n"),
    ],
)
def test_transformed(before: str, after: str) -> None:
    check_transformed(HEAD + before, HEAD + after, *["TL302"] * (3 if "Inf" in before else 1))


def test_the_name_of_the_module_is_read_from_its_import() -> None:
    check_transformed("import numpy\nimport tensorflow as tf\nx = numpy.int\n", "import numpy\nimport tensorflow as tf\nx = int\n", "TL302")


@pytest.mark.parametrize(
    "code",
    [
        HEAD + "x = np.float32, np.int64, np.bool, np.bool_, np.inf\n",
        HEAD + "np.float = float\n",
        HEAD + "a = np.fromstring('1 2', sep=' ')\n",
        HEAD + "import xml.etree.ElementTree as ET\ntext = ET.tostring(root)\n",
        "import tensorflow as tf\nb = message.tostring()\n",
        HEAD + "if not hasattr(np, 'float'):\n    np.float = float\nelse:\n    x = np.float\n",
        HEAD + "def f(np):\n    return np.float\n",
        HEAD + "x = a.np.float\n",
        HEAD + "x = 'np.float'\n",
        HEAD + "def int(x):\n    return x\n\ny = np.int\n",
        "import jax.numpy as np\nimport tensorflow as tf\nx = np.float\n",
        "import numpy as np\nx = np.float\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code)


def test_old_targets_have_an_older_numpy() -> None:
    check_noop(HEAD + "x = np.Inf\n", target="2.16")
    check_transformed(HEAD + "x = np.int\n", HEAD + "x = int\n", "TL302", target="2.15")


@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_numpy_agrees() -> None:
    assert int(np.__version__.split(".")[0]) >= 2
    for name in (*_BUILTINS, *_RENAMED):
        assert not hasattr(np, name), name
    for name in _RENAMED.values():
        assert hasattr(np, name), name
