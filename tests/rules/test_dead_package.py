"""Packages that do not work with the target."""

from __future__ import annotations

import pytest

from tests.rules.helpers import check_noop, check_reported, findings


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("import tensorflow_addons as tfa\nx = tfa.layers.GroupNormalization(8)\n", "tf.keras.layers.GroupNormalization"),
        ("import tensorflow_addons\nx = tensorflow_addons.metrics.RSquare()\n", "tf.keras.metrics.R2Score"),
        ("from tensorflow_addons import optimizers as o\nx = o.LAMB()\n", "tf.keras.optimizers.Lamb"),
    ],
)
def test_a_use_names_the_successor(code: str, part: str) -> None:
    check_reported(code, "TL109", "TL109")
    assert part in findings(code)[1].message


def test_an_import_names_the_successor() -> None:
    code = "from tensorflow_addons.optimizers import AdamW, LazyAdam\n"
    check_reported(code, "TL109", "TL109")
    assert "learning rate" in findings(code)[0].message
    assert "Use" not in findings(code)[1].message


@pytest.mark.parametrize("package", ["tensorflow_gan", "tensorflow_ranking"])
def test_other_packages(package: str) -> None:
    check_reported(f"import {package} as p\np.x()\n", "TL109")
    check_reported(f"def f():\n    from {package}.python import x\n", "TL109")


def test_the_oldest_target_has_them() -> None:
    check_noop("import tensorflow_addons as tfa\nx = tfa.layers.GroupNormalization(8)\n", target="2.15")


@pytest.mark.parametrize(
    "code",
    [
        "try:\n    import tensorflow_addons as tfa\nexcept ImportError:\n    tfa = None\n",
        "x = 'import tensorflow_addons'\n",
        "import my_tensorflow_addons\nfrom other import tensorflow_addons_like\n",
        "import tensorflow_probability as tfp\nimport tensorflow_hub as hub\n",
    ],
)
def test_what_is_left_alone(code: str) -> None:
    check_noop(code)


def test_a_use_without_a_successor_is_reported_at_the_import_only() -> None:
    check_reported("import tensorflow_addons as tfa\nx = tfa.seq2seq.BasicDecoder(c, s)\n", "TL109")
