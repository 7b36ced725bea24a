"""tpu-system: TPUs that nothing initializes, and the stable name of the strategy."""

from __future__ import annotations

from typing import Any

import pytest

from tensorlift.model import Level
from tests.rules.helpers import TF, check_noop, check_reported, check_transformed, codes

ONLY: dict[str, Any] = {"select": ("TL460",)}
RESOLVER = f"{TF}r = tf.distribute.cluster_resolver.TPUClusterResolver('tpu')\n"
EAGER = f"{TF}@tf.function\ndef f(x):\n    return x\n"


@pytest.mark.parametrize("name", ["tf.distribute.TPUStrategy", "tf.distribute.experimental.TPUStrategy"])
def test_reported(name: str) -> None:
    check_reported(f"{RESOLVER}s = {name}(r)\n", "TL460", **ONLY)


@pytest.mark.parametrize(
    "code",
    [
        f"{RESOLVER}tf.tpu.experimental.initialize_tpu_system(r)\ns = tf.distribute.TPUStrategy(r)\n",
        f"{TF}def f(r):\n    return tf.distribute.TPUStrategy(r)\n",
        RESOLVER,
        f"{RESOLVER}if isinstance(s, tf.distribute.TPUStrategy):\n    pass\n",
        f"{RESOLVER}e = tf.estimator.tpu.TPUEstimator(f)\ns = tf.distribute.TPUStrategy(r)\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code, **ONLY)


@pytest.mark.parametrize(("old", "new"), [("r", "r"), ("r, device_assignment=d", "r, experimental_device_assignment=d")])
def test_the_stable_name_at_level_native(old: str, new: str) -> None:
    before = f"{EAGER}s = tf.distribute.experimental.TPUStrategy({old})\n"
    check_transformed(before, f"{EAGER}s = tf.distribute.TPUStrategy({new})\n", "TL460", level=Level.NATIVE, **ONLY)
    assert codes(before, **ONLY) == []
