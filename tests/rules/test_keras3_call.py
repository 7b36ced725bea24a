"""keras3-call: cells, and what compares random numbers."""

from __future__ import annotations

import pytest

from tensorlift.model import Safety
from tests.rules.helpers import TF, check_noop, check_reported, check_transformed, findings

ONLY = ("TL216",)


@pytest.mark.parametrize("cell", ["LSTMCell", "GRUCell", "SimpleRNNCell"])
@pytest.mark.parametrize("keras", [2, 3])
def test_units_of_cells(cell: str, keras: int) -> None:
    before = f"{TF}cell = tf.keras.layers.{cell}(num_units=8)\n"
    check_transformed(before, before.replace("num_units", "units"), "TL216", select=ONLY, keras=keras)
    check_noop(f"{TF}cell = tf.keras.layers.{cell}(8)\n", select=ONLY, keras=keras)


def test_initial_state() -> None:
    before = f"{TF}cell = tf.keras.layers.LSTMCell(8)\nstate = cell.get_initial_state(batch_size=n, dtype=tf.float32)\n"
    check_transformed(before, before.replace(", dtype=tf.float32", ""), "TL216")
    assert [fix.safety for one in findings(before) for fix in one.fixes] == [Safety.REVIEW]
    check_reported(f"{TF}cell = tf.keras.layers.LSTMCell(8)\nstate = cell.get_initial_state(inputs=x)\n", "TL216")
    check_noop(before, keras=2)
    check_noop(f"{TF}\n\ndef f(cell):\n    return cell.get_initial_state(batch_size=1, dtype=tf.float32)\n")


def test_names_of_metrics() -> None:
    code = f"{TF}model = tf.keras.Sequential()\nnames = model.metrics_names\n"
    check_reported(code, "TL216")
    check_noop(code, keras=2)
