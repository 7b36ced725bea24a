"""The comparison itself: it must see what the numeric tests rely on."""

from __future__ import annotations

from typing import Any

import pytest

from .cases import CASES
from .compare import equal


def tensor(*data: Any, dtype: str = "float32") -> dict[str, Any]:
    return {"dtype": dtype, "shape": [len(data)], "data": list(data)}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (tensor("1.0", "nan"), tensor("1.0000001", "nan")),
        (tensor("inf", "-inf"), tensor("inf", "-inf")),
        (tensor("(1+2j)", dtype="complex64"), tensor("(1+2.0000001j)", dtype="complex64")),
        (tensor("ab", dtype="string"), tensor("ab", dtype="string")),
        ({"python": "0.5", "type": "float"}, {"python": "0.5000001", "type": "float"}),
        ({"sequence": [tensor("1e8")]}, {"sequence": [tensor("100000001.0")]}),
    ],
)
def test_equal(a: dict[str, Any], b: dict[str, Any]) -> None:
    assert equal({"ok": a}, {"ok": b}) is None
    assert equal({"ok": b}, {"ok": a}) is None


@pytest.mark.parametrize(
    ("a", "b", "sentence"),
    [
        (tensor("1.0"), tensor("1.1"), "result[0] is 1.0 before and 1.1 after"),
        (tensor("1.0"), tensor("nan"), "result[0] is 1.0 before and nan after"),
        (tensor("inf"), tensor("-inf"), "result[0] is inf before and -inf after"),
        (tensor("1.0"), tensor("1.0", dtype="float64"), "result has dtype float32 before and float64 after"),
        (tensor("1.0"), tensor("1.0", "2.0"), "result has shape [1] before and [2] after"),
        (tensor(1, dtype="int32"), tensor(2, dtype="int32"), "result[0] is 1 before and 2 after"),
        (tensor("1", dtype="string"), tensor("1.0", dtype="string"), "result[0] is 1 before and 1.0 after"),
        (tensor("1.0"), {"sequence": [tensor("1.0")]}, "result is a tensor before and a sequence after"),
        ({"sequence": []}, {"sequence": [tensor("1.0")]}, "result has 0 parts before and 1 after"),
        ({"sparse": [tensor("1.0")]}, {"sparse": [tensor("2.0")]}, "result[0][0] is 1.0 before and 2.0 after"),
        ({"mapping": {"a": tensor("1.0")}}, {"mapping": {"b": tensor("1.0")}}, "result has keys ['a'] before and ['b'] after"),
        ({"mapping": {"a": tensor("1.0")}}, {"mapping": {"a": tensor("2.0")}}, "result['a'][0] is 1.0 before and 2.0 after"),
        ({"python": 1, "type": "int"}, {"python": True, "type": "bool"}, "result is of type int before and bool after"),
        ({"tensor_shape": [2]}, {"tensor_shape": None}, "result is {'tensor_shape': [2]} before and {'tensor_shape': None} after"),
    ],
)
def test_different(a: dict[str, Any], b: dict[str, Any], sentence: str) -> None:
    difference = equal({"ok": a}, {"ok": b})
    assert difference == sentence
    assert equal({"ok": b}, {"ok": a}) is not None


def test_an_error_is_a_difference() -> None:
    assert equal({"ok": tensor("1.0")}, {"error": "TypeError: no"}) == "result has a value before and fails with TypeError: no after"
    assert equal({"error": "TypeError: no"}, {"error": "ValueError: no"}) is not None


def test_tolerance() -> None:
    a, b = {"ok": tensor("1.0")}, {"ok": tensor("1.05")}
    assert equal(a, b) is not None
    assert equal(a, b, tolerance=0.1) is None


def test_cases_have_names_of_their_own() -> None:
    names = [case.id for case in CASES]
    assert len(set(names)) == len(names)
    for case in CASES:
        compile(case.code, case.id, "exec")
        assert "result" in case.code
