"""What the lift knows about TensorFlow 1: one module a family, each with a table ``KNOWN``; :func:`known` looks a symbol up."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import import_module
from pkgutil import iter_modules

from tensorlift.lift.known.base import Known, Method, MethodValue
from tensorlift.lift.values import Kind

__all__ = ["Known", "Method", "known", "method_of"]


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, Known], dict[str, Known]]:
    exact: dict[str, Known] = {}
    families: dict[str, Known] = {}
    for info in iter_modules(__path__):
        for symbol, entry in getattr(import_module(f"{__name__}.{info.name}"), "KNOWN", {}).items():
            table, key = (families, symbol[:-1]) if symbol.endswith("*") else (exact, symbol)
            if key in table:
                raise ValueError(f"{symbol} is in two tables")
            table[key] = entry
    return exact, families


@cache
def known(symbol: str) -> Known | None:
    """Return what is known about a symbol.

    Args:
        symbol: A name without ``tensorflow`` and ``compat.v1``, such as ``train.AdamOptimizer``; in a table a ``*`` at the end stands for all that
            begins so, and the longest one counts.
    """
    exact, families = _tables()
    if symbol in exact:
        return exact[symbol]
    fitting = [prefix for prefix in families if symbol.startswith(prefix)]
    return families[max(fitting, key=len)] if fitting else None


@lru_cache(maxsize=1)
def _methods() -> dict[Kind, MethodValue]:
    found: dict[Kind, MethodValue] = {}
    for info in iter_modules(__path__):
        found.update(getattr(import_module(f"{__name__}.{info.name}"), "METHODS", {}))
    return found


def method_of(kind: Kind) -> MethodValue | None:
    """Return what tells what the methods of one kind of object give, if one module of this package has it."""
    return _methods().get(kind)
