"""behavior-switch: switches of TensorFlow 1 and 2 that do nothing or come too late."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.helpers import TF, check_sound, codes, fixed, places

ONLY: dict[str, Any] = {"select": ("TL411",)}


def test_eager_execution_is_on_already() -> None:
    code = f"{TF}tf.enable_eager_execution()\nprint(tf.square(2.0))\n"
    assert fixed(code, **ONLY) == f"{TF}print(tf.square(2.0))\n"
    check_sound(code, **ONLY)


def test_the_only_sign_of_eager_execution_stays_where_it_decides() -> None:
    code = f"{TF}tf.enable_eager_execution()\nopt = tf.train.AdamOptimizer()\n"
    assert codes(code, **ONLY) == ["TL411"]
    assert fixed(code, **ONLY) == code


def test_another_sign_of_eager_execution_is_enough() -> None:
    code = f"{TF}tf.enable_eager_execution()\nopt = tf.train.AdamOptimizer()\nwith tf.GradientTape() as tape:\n    y = f(x)\n"
    assert "enable_eager" not in fixed(code, **ONLY)
    assert "disable_v2_behavior" not in fixed(code)


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("x = tf.ones([2])\ntf.compat.v1.disable_v2_behavior()\n", "tf.compat.v1.disable_v2_behavior()"),
        ("v = tf.Variable(1)\nn = 3\ntf.compat.v1.disable_eager_execution()\n", "tf.compat.v1.disable_eager_execution()"),
    ],
)
def test_a_late_switch(code: str, place: str) -> None:
    assert places(TF + code, **ONLY) == [place]
    assert fixed(TF + code, **ONLY) == TF + code


@pytest.mark.parametrize(
    "code",
    [
        "n = 3\ntf.compat.v1.disable_v2_behavior()\nx = tf.ones([2])\n",
        "def f():\n    x = tf.ones([2])\ntf.compat.v1.disable_v2_behavior()\n",
        "x = tf.ones([2])\n",
        "tf.compat.v1.enable_eager_execution()\n",
        "tf.compat.v1.disable_resource_variables()\ntf.compat.v1.disable_v2_behavior()\n",
        "x = tf.ones([2])\ndef test():\n    tf.compat.v1.disable_v2_behavior()\n",
    ],
)
def test_noop(code: str) -> None:
    assert codes(TF + code, **ONLY) == []


def test_a_switch_without_effect_goes() -> None:
    code = f"{TF}tf.compat.v1.disable_resource_variables()\nwith tf.GradientTape() as tape:\n    y = f(x)\n"
    assert fixed(code, **ONLY) == f"{TF}with tf.GradientTape() as tape:\n    y = f(x)\n"
