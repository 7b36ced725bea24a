"""Questions to the catalog."""

from __future__ import annotations

import pytest

from tensorlift.catalog import Catalog, load
from tensorlift.catalog.loader import Parameter, parse_signature
from tensorlift.settings import TARGETS, Settings

NEWEST = load().bit(Settings())
KERAS_2 = load().bit(Settings(keras=2))
OLDEST = load().bit(Settings(target=TARGETS[0]))


# ---- signatures


@pytest.mark.parametrize(
    ("text", "parameters"),
    [
        ("", ()),
        ("a", (Parameter("a", "a", None),)),
        ("a, b=None", (Parameter("a", "a", None), Parameter("a", "b", "None"))),
        ("a, *, b=1, c", (Parameter("a", "a", None), Parameter("k", "b", "1"), Parameter("k", "c", None))),
        ("*args, b=1, **kwargs", (Parameter("*", "args", None), Parameter("k", "b", "1"), Parameter("**", "kwargs", None))),
        ("a, /, b", (Parameter("a", "a", None), Parameter("a", "b", None))),
        ("a=(1, 2), b=[3, {4: 5}]", (Parameter("a", "a", "(1, 2)"), Parameter("a", "b", "[3, {4: 5}]"))),
        ("a='x, (', b=\"y'\"", (Parameter("a", "a", "'x, ('"), Parameter("a", "b", '"y\'"'))),
        ("a='b=c'", (Parameter("a", "a", "'b=c'"),)),
    ],
)
def test_parse_signature(text: str, parameters: tuple[Parameter, ...]) -> None:
    assert parse_signature(text) == parameters


def names(signature: tuple[Parameter, ...] | None) -> list[str]:
    assert signature is not None
    return [parameter.name for parameter in signature]


def test_a_signature_of_each_time() -> None:
    catalog = load()
    assert "keep_dims" in names(catalog.signature_tf1("tf.reduce_sum"))
    assert names(catalog.signature_v2("tf.reduce_sum", NEWEST)) == ["input_tensor", "axis", "keepdims", "name"]
    assert "keep_dims" in names(catalog.signature_v1("tf.reduce_sum", NEWEST))
    assert names(catalog.signature_v2("tf.nn.dropout", NEWEST))[:2] == ["x", "rate"]
    assert names(catalog.signature_v2("tf.compat.v1.nn.dropout", NEWEST)) == names(catalog.signature_v1("tf.nn.dropout", NEWEST))
    assert catalog.signature_tf1("tf.no_such_name") is None


def test_a_row_may_say_the_signature() -> None:
    assert names(load().signature_v2("tf.zeros_initializer", NEWEST)) == []
    assert names(load().signature_tf1("tf.pack")) == ["values", "axis", "name"]


# ---- symbols


@pytest.mark.parametrize(
    ("name", "kind", "in_v1", "in_v2", "same", "moved"),
    [
        ("tf.log", "f", True, False, False, "tf.math.log"),
        ("tf.abs", "f", True, True, True, None),
        ("tf.placeholder", "f", True, False, False, None),
        ("tf.Session", "c", True, False, False, None),
        ("tf.nn.dropout", "f", True, True, False, None),
        ("tf.nn", "m", True, True, False, None),
        ("tf.contrib", "m", False, False, False, None),
        ("tf.layers.dense", "f", False, False, False, None),
    ],
)
def test_a_symbol_on_the_newest_target(name: str, kind: str, in_v1: bool, in_v2: bool, same: bool, moved: str | None) -> None:
    symbol = load().symbol(name, NEWEST)
    assert symbol is not None
    assert (symbol.name, symbol.kind, symbol.in_v1, symbol.in_v2, symbol.same or kind == "m", symbol.moved) == (
        name,
        kind,
        in_v1,
        in_v2,
        same or kind == "m",
        moved,
    )


def test_a_symbol_depends_on_target_and_keras() -> None:
    catalog = load()
    for name in ("tf.layers.dense", "tf.nn.rnn_cell.LSTMCell"):
        assert [catalog.in_v1(name, bit) for bit in (OLDEST, KERAS_2, NEWEST)] == [True, True, False]
    assert [catalog.in_v1("tf.estimator.Estimator", bit) for bit in (OLDEST, KERAS_2, NEWEST)] == [True, False, False]


def test_no_symbol() -> None:
    assert load().symbol("tf.no_such_name", NEWEST) is None
    assert load().symbol("tf.keras.ops", NEWEST) is None
    assert not load().is_tf1("tf.keras.ops.abs")
    assert load().is_tf1("tf.contrib.slim.conv2d")


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("tf.math.log", True),
        ("tf.log", False),
        ("tf.keras.ops.abs", True),
        ("tf.compat.v1.log", True),
        ("tf.compat.v1.no_such_name", False),
        ("tf.compat.v2.math.log", True),
        ("tf.compat.v2.log", False),
        ("tf.contrib.slim", False),
    ],
)
def test_in_v2(name: str, answer: bool) -> None:
    assert load().in_v2(name, NEWEST) is answer


def test_core_of_a_contrib_name() -> None:
    symbol = load().symbol("tf.contrib.framework.nest.flatten", NEWEST)
    assert symbol is not None
    assert symbol.core == "tf.nest.flatten"
    own = load().symbol("tf.contrib.layers.batch_norm", NEWEST)
    assert own is not None
    assert own.core is None


@pytest.mark.parametrize(
    ("name", "answer"), [("tf.nn", True), ("tf.contrib.slim", True), ("tf.keras.ops", True), ("tf.log", False), ("tf.no_such_name", False)]
)
def test_is_module(name: str, answer: bool) -> None:
    assert load().is_module(name) is answer


def test_names_below_a_module() -> None:
    below = load().names_below("tf")
    assert {"log", "nn", "Session"} <= set(below)
    assert len(below) == len(set(below))
    assert load().names_below("tf.no_such_name") == []


def test_elsewhere_gives_the_shortest_first() -> None:
    found = load().elsewhere("log_softmax")
    assert found[:2] == ["tf.nn.log_softmax", "tf.math.log_softmax"]
    assert load().elsewhere("no_such_name") == []


def test_imports_that_attribute_access_does_not_allow_and_the_other_way_round() -> None:
    catalog = load()
    assert catalog.can_import("tf.math.log", "v2", NEWEST)
    assert catalog.can_import("tf.Session", "v1", NEWEST)
    assert not catalog.can_import("tf.app.flags", "v1", NEWEST)


def test_private_modules() -> None:
    assert load().has_private("tensorflow.python.client.device_lib", NEWEST) is True
    assert load().has_private("tensorflow.python.no_such_module", NEWEST) is None


# ---- rows


def test_a_row() -> None:
    row = load().row("tf.nn.dropout")
    assert row is not None
    assert row.params == {"keep_prob": "rate"}
    assert row.value == {"keep_prob": "1 - {}"}
    assert load().row("tf.log") is None
    assert load().row("tf.nn.dropout") is row


def test_every_row_is_about_something_and_leads_somewhere() -> None:
    catalog = load()
    for name in catalog._rows:
        row = catalog.row(name)
        assert row is not None
        assert catalog.is_tf1(name) or row.old_signature is not None or row.bare or row.to is not None, name
        if row.template or not (row.to or "tf.").startswith("tf."):
            continue
        target = row.to or name
        bits = range(len(catalog.combos))
        assert row.compat or any(catalog.in_v2(target, bit) for bit in bits), name


def test_every_row_names_parameters_that_exist() -> None:
    catalog = load()
    for name in catalog._rows:
        row = catalog.row(name)
        assert row is not None
        old = catalog.signature_tf1(name)
        if old is None:
            continue
        known = {parameter.name for parameter in old}
        for key in (*row.params, *row.drop, *row.drop_if, *row.value, *row.when):
            assert key in known, f"{name}: {key}"


def test_no_row_leads_to_a_package_that_is_given_up() -> None:
    for name in load()._rows:
        row = load().row(name)
        assert row is not None
        assert "addons" not in f"{row.to} {row.note} {row.why}"


# ---- targets


def test_every_choice_has_a_bit() -> None:
    bits = {load().bit(Settings(target=target, keras=keras)) for target in TARGETS for keras in (2, 3, None)}
    assert bits == set(range(len(load().combos)))


def test_keras_of_a_target() -> None:
    catalog = load()
    assert catalog.combos[catalog.bit(Settings(target="2.15"))] == "2.15-keras2"
    assert catalog.combos[catalog.bit(Settings(target="2.16"))] == "2.16-keras3"
    assert catalog.combos[catalog.bit(Settings(target="2.16", keras=2))] == "2.16-keras2"


def test_the_catalog_is_read_once() -> None:
    assert load() is load()
    assert isinstance(load(), Catalog)
