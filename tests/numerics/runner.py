"""Run small TensorFlow programs and write down what each left in ``result``.

Usage: ``python runner.py INPUT.json OUTPUT.json``, in a process of its own, so that the two sides of a comparison share
neither a TensorFlow import nor an environment.

INPUT is ``{"imports": str, "cases": [[id, code, graph], ...]}``: every code runs in a fresh namespace in which ``imports``
ran first. OUTPUT is ``{id: {"ok": value} | {"error": "Type: message"}}``; :func:`plain` says what a value looks like.
"""

from __future__ import annotations

import json
import os
import random
import sys
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import numpy as np
import tensorflow as tf

SEED = 20150


def leaf(value: Any) -> Any:
    """One element of an array as JSON that loses nothing: a float as its ``repr``, bytes as Latin-1 text."""
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return repr(float(value))
    if isinstance(value, (complex, np.complexfloating)):
        return repr(complex(value))
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, str):
        return value
    # bfloat16 and its kin are scalar types of their own, outside NumPy's hierarchy
    return repr(float(value))


def nested(value: Any) -> Any:
    """Nested lists of elements as nested lists of :func:`leaf`."""
    return [nested(item) for item in value] if isinstance(value, list) else leaf(value)


def dense(array: Any) -> dict[str, Any]:
    """An array with its data type and shape."""
    dtype = "string" if array.dtype.kind in "OSU" else array.dtype.name
    return {"dtype": dtype, "shape": list(array.shape), "data": nested(array.tolist())}


def plain(value: Any) -> Any:
    """A result as JSON.

    Args:
        value: A tensor of any kind, a variable, an array, a Python value, or a nest of these.

    Returns:
        A dictionary with one of the keys ``data`` (with ``dtype`` and ``shape``), ``python`` (a number, text or None),
        ``sequence`` (list or tuple: code that takes either apart cannot tell them from each other), ``mapping``, ``sparse``,
        ``slices``, ``ragged``, ``tensor_shape`` or ``tensor_type``.

    Raises:
        TypeError: The value is of another type, or a tensor without a value.
    """
    v1 = tf.compat.v1
    if isinstance(value, tf.Variable):
        value = value.read_value()
    if isinstance(value, (tf.SparseTensor, v1.SparseTensorValue)):
        return {"sparse": [plain(part) for part in (value.indices, value.values, value.dense_shape)]}
    if isinstance(value, tf.IndexedSlices):
        return {"slices": [plain(part) for part in (value.indices, value.values)]}
    if isinstance(value, (tf.RaggedTensor, v1.ragged.RaggedTensorValue)):
        return {"ragged": [plain(part) for part in (*value.nested_row_splits, value.flat_values)]}
    if isinstance(value, tf.Tensor):
        if not hasattr(value, "numpy"):
            raise TypeError(f"{value} has no value")
        return dense(np.asarray(value.numpy()))
    if isinstance(value, (np.ndarray, np.generic)):
        return dense(np.asarray(value))
    if isinstance(value, tf.TensorShape):
        return {"tensor_shape": None if value.rank is None else value.as_list()}
    if isinstance(value, v1.Dimension):
        return {"tensor_shape": [value.value]}
    if isinstance(value, tf.DType):
        return {"tensor_type": value.name}
    if value is None or isinstance(value, (bool, int, float, complex, str, bytes)):
        return {"python": value if value is None else leaf(value), "type": type(value).__name__}
    if isinstance(value, dict):
        return {"mapping": {str(key): plain(item) for key, item in value.items()}}
    if isinstance(value, (list, tuple)):
        return {"sequence": [plain(item) for item in value]}
    raise TypeError(f"a result of type {type(value).__name__} cannot be written down")


def run(imports: str, name: str, code: str, graph: bool) -> dict[str, Any]:
    """Run one case.

    Args:
        imports: Code that runs first.
        name: Name of the case, shown in tracebacks.
        code: The case.
        graph: Whether it builds graphs of its own; any other must leave eager execution on.

    Returns:
        ``{"ok": value}`` or ``{"error": text}``.
    """
    random.seed(SEED)
    np.random.seed(SEED)
    tf.random.set_seed(SEED)
    # names of variable scopes and collections of eager variables live in the default graph
    tf.compat.v1.reset_default_graph()
    names: dict[str, Any] = {"__name__": "case"}
    try:
        exec(compile(imports, "imports", "exec"), names)
        exec(compile(code, name, "exec"), names)
        if not graph and not tf.executing_eagerly():
            raise RuntimeError("the case switched eager execution off")
        return {"ok": plain(names["result"])}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def main(source: str, target: str) -> None:
    """Run the cases of the file ``source`` and write their outcomes to the file ``target``."""
    with open(source, encoding="utf-8") as file:
        task = json.load(file)
    outcomes = {name: run(task["imports"], name, code, graph) for name, code, graph in task["cases"]}
    with open(target, "w", encoding="utf-8") as file:
        json.dump(outcomes, file)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
