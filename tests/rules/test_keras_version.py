"""keras-version: the version of Keras 2."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.helpers import TF, codes

ONLY: dict[str, Any] = {"select": ("TL423",)}


@pytest.mark.parametrize(
    ("line", "settings", "count"),
    [
        ("print(tf.keras.__version__)", {"keras": 2}, 1),
        ("print(tf.keras.__version__)", {"keras": 3}, 0),
        ("print(tf.keras.__version__)", {"target": "2.15"}, 0),
        ("print(tf.__version__)", {"keras": 2}, 0),
        ("print(keras.__version__)", {"keras": 2}, 0),
    ],
)
def test_version(line: str, settings: dict[str, Any], count: int) -> None:
    assert len(codes(f"{TF}{line}\n", **ONLY, **settings)) == count
