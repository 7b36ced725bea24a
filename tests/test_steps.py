"""The steps of the migration guide: every rule has its place, and names go where their part of TensorFlow goes."""

from __future__ import annotations

import pytest

from tensorlift.rules import all_rules
from tensorlift.steps import STEPS, step_of

IDS = [step.id for step in STEPS]


def test_the_guide_has_five_steps_and_something_before_them() -> None:
    assert IDS == ["python", "symbols", "contrib", "forward", "training", "native"]
    assert [step.number for step in STEPS] == [None, 1, 2, 3, 4, 5]
    assert all(step.url.startswith("https://www.tensorflow.org/") for step in STEPS)


@pytest.mark.parametrize("code", [rule.code for rule in all_rules()])
def test_every_rule_has_a_step(code: str) -> None:
    for symbol in (None, "tf.log", "tf.contrib.slim.conv2d"):
        assert step_of(code, symbol) in IDS


def test_no_step_without_a_rule() -> None:
    symbols = (None, "tf.contrib.rnn")
    assert {step_of(rule.code, symbol) for rule in all_rules() for symbol in symbols} == set(IDS)


@pytest.mark.parametrize(
    ("code", "symbol", "step"),
    [
        ("TL103", "tf.placeholder", "symbols"),
        ("TL106", "tf.contrib", "contrib"),
        ("TL108", "tf.contrib.training.HParams", "contrib"),
        ("TL103", "tf.contribution", "symbols"),
        ("TL104", "tf.layers.dense", "forward"),
        ("TL104", "tf.nn.rnn_cell.LSTMCell", "forward"),
        ("TL104", "tf.estimator.Estimator", "training"),
        ("TL104", "tf.sparse_matmul", "symbols"),
        ("TL104", "tf.contrib.layers.conv2d", "contrib"),
        ("TL103", "tf.train.AdamOptimizer", "symbols"),
        ("TL438", "tf.contrib.opt.AdamWOptimizer", "training"),
        ("TL302", None, "python"),
    ],
)
def test_what_a_person_does_about_it_decides(code: str, symbol: str | None, step: str) -> None:
    assert step_of(code, symbol) == step
