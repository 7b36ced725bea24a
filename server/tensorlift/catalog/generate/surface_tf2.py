"""Write down the public surface of the TensorFlow that runs this script, as JSON on standard output.

The script stands alone on purpose: it runs in an environment that has TensorFlow (one environment for each
target) and not tensorlift. Call it once for each Keras:

    TF_USE_LEGACY_KERAS=0 python surface_tf2.py > tf-2.21-keras3.json
    TF_USE_LEGACY_KERAS=1 python surface_tf2.py > tf-2.21-keras2.json

Two roots are walked, ``tensorflow`` and ``tensorflow.compat.v1``. An object that both export (the same
object by identity) means the same under both names; that identity is the base of the whole catalog.
"""

from __future__ import annotations

import enum
import importlib
import inspect
import json
import os
import sys
import types
import warnings
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from static_names import module_names

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
warnings.simplefilter("ignore")

MAX_DEPTH = 8
# Names that Python or the import system puts on a module; never part of the API.
IMPORT_NOISE = frozenset({"absolute_import", "division", "print_function"})
# What a program may ask about the build; no other name with underscores is public.
BUILD_FACTS = frozenset({"__version__", "__git_version__", "__compiler_version__", "__cxx11_abi_flag__", "__monolithic_build__"})
API_MODULE_PREFIXES = ("tensorflow", "keras", "tf_keras")
# The implementation, reachable as an attribute but not public.
# Exported under a public name although the module itself is private.
EXPORTED_PRIVATE = frozenset({"tf.flags", "tf.app.flags"})
PRIVATE_ROOTS = frozenset({"tensorflow.python", "tensorflow.core", "tensorflow.tools", "tensorflow.compiler", "tensorflow.lite.python"})


def describe_default(value: Any) -> str:
    """Return Python source for a parameter default, or a readable stand-in where there is none."""
    import tensorflow as tf

    if isinstance(value, tf.dtypes.DType):
        return f"tf.{value.name}"
    if isinstance(value, enum.Enum):
        return f"{type(value).__name__}.{value.name}"
    if value is None or isinstance(value, (bool, int, float, str, bytes)):
        return repr(value)
    if isinstance(value, (tuple, list)) and all(isinstance(v, (int, float, str)) for v in value):
        return repr(value)
    return "..."


def describe_signature(obj: Any) -> list[list[str]] | None:
    """Return the parameters of a callable as ``[kind, name, default]`` rows, or None where Python cannot tell.

    ``kind`` is ``p`` (positional only), ``a`` (positional or keyword), ``*``, ``k`` (keyword only) or ``**``.
    """
    kinds = {
        inspect.Parameter.POSITIONAL_ONLY: "p",
        inspect.Parameter.POSITIONAL_OR_KEYWORD: "a",
        inspect.Parameter.VAR_POSITIONAL: "*",
        inspect.Parameter.KEYWORD_ONLY: "k",
        inspect.Parameter.VAR_KEYWORD: "**",
    }
    try:
        signature = inspect.signature(obj)
    except (TypeError, ValueError):
        return None
    rows = []
    for parameter in signature.parameters.values():
        row = [kinds[parameter.kind], parameter.name]
        if parameter.default is not inspect.Parameter.empty:
            row.append(describe_default(parameter.default))
        rows.append(row)
    return rows


def identity_of(obj: Any) -> int:
    """Return a number that is equal for two names of one implementation.

    Some exports are the same function in another wrapper (dispatch, deprecation notice, weak-tensor
    promotion), so functions are compared below their wrappers.
    """
    if inspect.isclass(obj) or not callable(obj):
        return id(obj)
    try:
        return id(inspect.unwrap(obj))
    except ValueError:
        return id(obj)


def kind_of(obj: Any) -> str:
    if isinstance(obj, types.ModuleType):
        return "module"
    if inspect.isclass(obj):
        return "class"
    if callable(obj):
        return "function"
    return "value"


def proto_members(obj: Any) -> set[str]:
    """Return the names that a protocol buffer class answers to without listing them: fields, enum values, nested types."""
    descriptor = getattr(obj, "DESCRIPTOR", None)
    names: set[str] = set()
    for attribute in ("fields_by_name", "enum_types_by_name", "enum_values_by_name", "nested_types_by_name"):
        names.update(getattr(descriptor, attribute, {}))
    return names


class Walker:
    """Collects every public name below a root module."""

    def __init__(self) -> None:
        self.symbols: dict[str, dict[str, Any]] = {}
        self.identity: dict[int, list[str]] = {}
        self.keep_alive: list[Any] = []

    def walk(self, module: Any, prefix: str, depth: int, trail: tuple[int, ...], skip: frozenset[str]) -> None:
        for name in sorted(set(dir(module))):
            if (name.startswith("_") and name not in BUILD_FACTS) or name in IMPORT_NOISE:
                continue
            dotted = f"{prefix}.{name}"
            if dotted in skip:
                continue
            try:
                obj = getattr(module, name)
            except Exception:  # a lazy module that refuses: the name is not usable, which is the fact we want
                continue
            kind = kind_of(obj)
            if kind == "module":
                origin = getattr(obj, "__name__", "")
                private = any(origin == root or origin.startswith(root + ".") for root in PRIVATE_ROOTS)
                if (not origin.startswith(API_MODULE_PREFIXES) or private) and dotted not in EXPORTED_PRIVATE:
                    continue
                if id(obj) in trail or depth >= MAX_DEPTH:
                    continue
                before = len(self.symbols)
                self.walk(obj, dotted, depth + 1, (*trail, id(obj)), skip)
                if len(self.symbols) > before:
                    self.symbols[dotted] = {"kind": "module"}
                continue
            self.keep_alive.append(obj)
            entry: dict[str, Any] = {"kind": kind, "id": identity_of(obj)}
            if kind in ("class", "function"):
                entry["signature"] = describe_signature(obj)
            if kind == "class":
                entry["members"] = sorted({m for m in dir(obj) if not m.startswith("_")} | proto_members(obj))
            self.symbols[dotted] = entry
            self.identity.setdefault(entry["id"], []).append(dotted)


def private_modules(package: Path) -> dict[str, list[str]]:
    """Return the names of the modules outside of the public API, by the modules' files."""
    found = set()
    for root in ("python", "core", "tools", "compiler", "lite"):
        for path in (package / root).rglob("*.py"):
            parts = path.relative_to(package.parent).with_suffix("").parts
            found.add(".".join(parts[:-1] if parts[-1] == "__init__" else parts))

    def read(module: str) -> str | None:
        path = package.parent / module.replace(".", "/")
        for file in (path.with_suffix(".py"), path / "__init__.py"):
            if file.is_file():
                return file.read_text(encoding="utf-8", errors="replace")
        return None

    names: dict[str, list[str]] = module_names(sorted(found), read)
    return names


def not_importable(symbols: dict[str, dict[str, Any]], package: str) -> list[str]:
    """Return the names that exist as attributes but that no import statement reaches.

    A module may be an attribute without being importable (``tensorflow.losses``), and importing a module by its path
    may give a copy that lacks some members (``tensorflow.compat.v1.app`` has no ``flags``).
    """
    modules: dict[str, Any] = {"tf": importlib.import_module(package)}
    for name, entry in symbols.items():
        if entry["kind"] == "module":
            try:
                modules[name] = importlib.import_module(package + name[len("tf") :])
            except Exception:  # whatever the module raises, it cannot be imported
                modules[name] = None
    missing = []
    for name, entry in symbols.items():
        parent, _, last = name.rpartition(".")
        if entry["kind"] == "module" and modules[name] is None:
            missing.append(name + " import")
        if modules.get(parent) is not None:
            try:
                getattr(modules[parent], last)
            except Exception:
                missing.append(name)
    return sorted(missing)


def main() -> None:
    import tensorflow as tf

    v1, v2 = Walker(), Walker()
    v2.walk(tf, "tf", 0, (id(tf),), frozenset({"tf.compat", "tf.python", "tf.core", "tf.tools", "tf.compiler"}))
    # dtypes and the other small compat helpers are public API too
    for name in sorted(n for n in dir(tf.compat) if not n.startswith("_") and n not in ("v1", "v2")):
        obj = getattr(tf.compat, name)
        if kind_of(obj) != "module":
            v2.symbols[f"tf.compat.{name}"] = {
                "kind": kind_of(obj),
                "id": identity_of(obj),
                "signature": describe_signature(obj) if callable(obj) else None,
            }
            v2.identity.setdefault(identity_of(obj), []).append(f"tf.compat.{name}")
    v1.walk(
        tf.compat.v1,
        "tf",
        0,
        (id(tf.compat.v1),),
        frozenset({"tf.compat.v1", "tf.compat.v2", "tf.python", "tf.core", "tf.tools", "tf.compiler"}),
    )
    for name, entry in v1.symbols.items():
        identity = entry.pop("id", None)
        if identity is not None and entry["kind"] in ("class", "function"):
            same = v2.identity.get(identity, [])
            if same:
                entry["v2"] = same
        elif entry["kind"] == "value":
            other = v2.symbols.get(name)
            if other is not None and other["kind"] == "value":
                entry["v2"] = [name]
            elif identity in v2.identity:
                entry["v2"] = v2.identity[identity]
    for entry in v2.symbols.values():
        entry.pop("id", None)
    json.dump(
        {
            "tensorflow": tf.__version__,
            "keras": getattr(sys.modules.get("keras"), "__version__", None) if os.environ.get("TF_USE_LEGACY_KERAS") != "1" else "legacy",
            "no_import": {
                "v1": not_importable(v1.symbols, "tensorflow.compat.v1"),
                "v2": not_importable(v2.symbols, "tensorflow"),
            },
            "private": private_modules(Path(tf.__file__).parent),
            "v1": v1.symbols,
            "v2": v2.symbols,
        },
        sys.stdout,
        indent=0,
        sort_keys=True,
    )


if __name__ == "__main__":
    main()
