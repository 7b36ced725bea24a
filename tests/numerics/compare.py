"""Say whether two outcomes written by ``runner.py`` mean the same."""

from __future__ import annotations

import math
from typing import Any


def _number(text: Any, kind: str) -> complex | None:
    """The value of a floating-point or complex element, None for an element of another type."""
    if not isinstance(text, str) or not kind.startswith(("float", "bfloat", "half", "complex")):
        return None
    return complex(text) if kind.startswith("complex") else complex(float(text))


def _close(a: float, b: float, tolerance: float) -> bool:
    if math.isnan(a) or math.isnan(b):
        return math.isnan(a) and math.isnan(b)
    return math.isclose(a, b, rel_tol=tolerance, abs_tol=tolerance)


def _elements(a: Any, b: Any, kind: str, tolerance: float, where: str) -> str | None:
    if isinstance(a, list) and isinstance(b, list):
        if len(a) != len(b):
            return f"{where} has {len(a)} elements before and {len(b)} after"
        for i, (x, y) in enumerate(zip(a, b)):
            if text := _elements(x, y, kind, tolerance, f"{where}[{i}]"):
                return text
        return None
    x, y = _number(a, kind), _number(b, kind)
    if x is not None and y is not None:
        if _close(x.real, y.real, tolerance) and _close(x.imag, y.imag, tolerance):
            return None
    elif a == b and type(a) is type(b):
        return None
    return f"{where} is {a} before and {b} after"


def equal(a: Any, b: Any, tolerance: float = 1e-6) -> str | None:
    """Compare two outcomes.

    Args:
        a: The outcome before, ``{"ok": value}`` or ``{"error": text}``; or a value.
        b: The outcome after.
        tolerance: Relative and absolute tolerance of floating-point and complex elements; all else must be the same, data
            types and shapes too. Not-a-number equals not-a-number.

    Returns:
        None if they are equal, else a sentence that says where they differ first.
    """
    return _equal(a, b, tolerance, "result")


def _equal(a: Any, b: Any, tolerance: float, where: str) -> str | None:
    if a == b:
        return None
    if "error" in a or "error" in b:
        before, after = (f"fails with {x['error']}" if "error" in x else "has a value" for x in (a, b))
        return f"{where} {before} before and {after} after"
    if a.keys() != b.keys():
        return f"{where} is a {_kind(a)} before and a {_kind(b)} after"
    if "ok" in a:
        return _equal(a["ok"], b["ok"], tolerance, where)
    if "data" in a:
        for key in ("dtype", "shape"):
            if a[key] != b[key]:
                return f"{where} has {key} {a[key]} before and {b[key]} after"
        return _elements(a["data"], b["data"], a["dtype"], tolerance, where)
    if "python" in a:
        if a["type"] != b["type"]:
            return f"{where} is of type {a['type']} before and {b['type']} after"
        return _elements(a["python"], b["python"], a["type"], tolerance, where)
    if "mapping" in a:
        if a["mapping"].keys() != b["mapping"].keys():
            return f"{where} has keys {sorted(a['mapping'])} before and {sorted(b['mapping'])} after"
        for key, item in a["mapping"].items():
            if text := _equal(item, b["mapping"][key], tolerance, f"{where}[{key!r}]"):
                return text
        return None
    for key in ("sequence", "sparse", "slices", "ragged"):
        if key in a:
            if len(a[key]) != len(b[key]):
                return f"{where} has {len(a[key])} parts before and {len(b[key])} after"
            for i, (x, y) in enumerate(zip(a[key], b[key])):
                if text := _equal(x, y, tolerance, f"{where}[{i}]"):
                    return text
            return None
    return f"{where} is {a} before and {b} after"


def _kind(value: dict[str, Any]) -> str:
    """What a value is, in a word: the key that :func:`runner.plain` gave it."""
    known = ("sequence", "mapping", "sparse", "slices", "ragged", "tensor_shape", "tensor_type")
    return next((key for key in known if key in value), "tensor" if "data" in value else "Python value")
