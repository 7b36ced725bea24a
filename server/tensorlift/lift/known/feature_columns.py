"""Feature columns as names with functions that give the columns of a batch; the functions that make them are written into the program.

A categorical column gives rows of zeros and ones, which is what an indicator column and a linear model make of it.

Source: ``tensorflow/python/feature_column/feature_column.py`` of TensorFlow 1.15. TensorFlow 2.21 has the columns, and nothing that applies them.
"""

from __future__ import annotations

import ast
from math import prod

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.known.base import Known, arguments
from tensorlift.lift.known.graph import PYTHON_CALL, refused
from tensorlift.lift.program import Refusal
from tensorlift.lift.values import Kind, Scope, Value

_NUMERIC = '''
def numeric_column(key, size=1, normalizer=lambda values: values):
    """Return a name, and a function that gives a feature as rows of numbers."""
    return key, lambda features: {tf}.reshape({tf}.cast(normalizer(features[key]), {tf}.float32), [-1, size])
'''
_VOCABULARY = '''
def vocabulary_column(key, vocabulary):
    """Return a name, and a function that gives a feature as rows with a one at the place of its word."""
    return key, lambda features: {tf}.cast(
        {tf}.reshape(features[key], [-1, 1]) == {tf}.constant(vocabulary, features[key].dtype), {tf}.float32
    )
'''
_OPEN_VOCABULARY = '''
def open_vocabulary_column(key, vocabulary):
    """Return a name, and a function that gives a feature as rows with a one at the place of its word, or at the end for any other."""

    def rows(features):
        known = {tf}.cast({tf}.reshape(features[key], [-1, 1]) == {tf}.constant(vocabulary, features[key].dtype), {tf}.float32)
        return {tf}.concat([known, 1 - {tf}.reduce_sum(known, axis=1, keepdims=True)], axis=1)

    return key, rows
'''
_CROSSED = '''
def crossed_column(sources, num_buckets):
    """Return a name, and a function that gives rows with a one at the place of the hash of several features."""
    names = sorted(source if isinstance(source, str) else source[0] for source in sources)

    def rows(features):
        crossed = {tf}.sparse.cross_hashed(
            [
                {tf}.reshape(features[source] if isinstance(source, str) else {tf}.argmax(source[1](features), axis=1), [-1, 1])
                for source in sources
            ],
            num_buckets,
        )
        return {tf}.one_hot(crossed.values, num_buckets)

    return '_X_'.join(names), rows
'''
_IDENTITY = '''
def identity_column(key, num_buckets):
    """Return a name, and a function that gives a feature as rows with a one at the place that it names."""
    return key, lambda features: {tf}.one_hot({tf}.reshape(features[key], [-1]), num_buckets)
'''
_HASHED = '''
def hashed_column(key, num_buckets):
    """Return a name, and a function that gives a feature as rows with a one at the place of its hash."""
    return key, lambda features: {tf}.one_hot(
        {tf}.strings.to_hash_bucket_fast({tf}.reshape(features[key], [-1]), num_buckets), num_buckets
    )
'''
_BUCKETIZED = '''
def bucketized_column(source, boundaries):
    """Return a name, and a function that gives a feature as rows with a one at the place of its bucket."""
    name, numbers = source
    limits = {tf}.constant(boundaries, {tf}.float32)
    return f'{{name}}_bucketized', lambda features: {tf}.one_hot(
        {tf}.searchsorted(limits, {tf}.reshape(numbers(features), [-1]), side='right'), len(boundaries) + 1
    )
'''
_INDICATOR = '''
def indicator_column(source):
    """Return the name of a categorical column that stands beside others, and its function."""
    name, rows = source
    return f'{{name}}_indicator', rows
'''
_INPUT_LAYER = '''
def input_layer(features, columns):
    """Return columns side by side, in the order of their names."""
    return {tf}.concat([values(features) for _, values in sorted(columns)], axis=1)
'''


def define_input_layer(rewriter: Rewriter) -> None:
    """Write the function that applies feature columns into the program."""
    _define(rewriter, "input_layer", _INPUT_LAYER)


def _define(rewriter: Rewriter, name: str, text: str) -> str:
    program = rewriter.program
    taken = {node.id for node in program.each(ast.Name)}
    taken |= {node.name for node in program.each((ast.FunctionDef, ast.ClassDef))}
    if name in taken:
        raise Refusal(1, f"`{name}` is something else in this file")
    rewriter.definitions.add(text.format(tf=program.tf).rstrip("\n") + "\n")
    return name


def _is_none(node: ast.expr | None) -> bool:
    return node is None or (isinstance(node, ast.Constant) and node.value is None)


def _write_numeric(rewriter: Rewriter, call: ast.Call) -> str:
    given = arguments(call, ("key", "shape", "default_value", "dtype", "normalizer_fn"))
    if not _is_none(given.get("default_value")):
        raise Refusal(call, "a feature column has a default")
    name = _define(rewriter, "numeric_column", _NUMERIC)
    shown = [rewriter.text(given["key"])]
    shape = given.get("shape")
    if shape is not None:
        sizes = shape.elts if isinstance(shape, (ast.List, ast.Tuple)) else [shape]
        known = [one.value for one in sizes if isinstance(one, ast.Constant) and isinstance(one.value, int)]
        if len(known) < len(sizes) and len(sizes) > 1:
            raise Refusal(shape, "the shape of a feature column is not written out")
        size = str(prod(known)) if len(known) == len(sizes) else rewriter.text(sizes[0])
        shown += [size] if size != "1" else []
    if not _is_none(given.get("normalizer_fn")):
        shown.append(f"normalizer={rewriter.text(given['normalizer_fn'])}")
    return f"{name}({', '.join(shown)})"


def _categorical(names: tuple[str, ...], made: str, text: str) -> Known:
    """Return the entry of a categorical column that has a key and one more argument."""

    def write(rewriter: Rewriter, call: ast.Call) -> str:
        given = arguments(call, names)
        if set(given) - set(names[:2]):
            raise Refusal(call, f"an argument of `{rewriter.program.source(call.func)}` is not lifted")
        return f"{_define(rewriter, made, text)}({', '.join(rewriter.text(given[name]) for name in names[:2])})"

    return Known(PYTHON_CALL, write)


def _write_vocabulary(rewriter: Rewriter, call: ast.Call) -> str:
    given = arguments(call, ("key", "vocabulary_list", "dtype", "default_value", "num_oov_buckets"))
    others = given.pop("num_oov_buckets", None)
    is_open = isinstance(others, ast.Constant) and others.value == 1
    if set(given) != {"key", "vocabulary_list"} or not (is_open or others is None):
        raise Refusal(call, f"an argument of `{rewriter.program.source(call.func)}` is not lifted")
    made, text = ("open_vocabulary_column", _OPEN_VOCABULARY) if is_open else ("vocabulary_column", _VOCABULARY)
    return f"{_define(rewriter, made, text)}({rewriter.text(given['key'])}, {rewriter.text(given['vocabulary_list'])})"


def _write_crossed(rewriter: Rewriter, call: ast.Call) -> str:
    given = arguments(call, ("keys", "hash_bucket_size"))
    name = _define(rewriter, "crossed_column", _CROSSED)
    return f"{name}({rewriter.text(given['keys'])}, {rewriter.text(given['hash_bucket_size'])})"


def _write_bucketized(rewriter: Rewriter, call: ast.Call) -> str:
    given = arguments(call, ("source_column", "boundaries"))
    name = _define(rewriter, "bucketized_column", _BUCKETIZED)
    return f"{name}({rewriter.text(given['source_column'])}, {rewriter.text(given['boundaries'])})"


def _write_indicator(rewriter: Rewriter, call: ast.Call) -> str:
    given = arguments(call, ("categorical_column",))
    return f"{_define(rewriter, 'indicator_column', _INDICATOR)}({rewriter.text(given['categorical_column'])})"


def _input_layer(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    return given.of(Kind.TENSOR)


def _write_input_layer(rewriter: Rewriter, call: ast.Call) -> str:
    given = arguments(call, ("features", "feature_columns"))
    name = _define(rewriter, "input_layer", _INPUT_LAYER)
    return f"{name}({rewriter.text(given['features'])}, {rewriter.text(given['feature_columns'])})"


KNOWN = {
    "feature_column.*": refused(),
    "feature_column.numeric_column": Known(PYTHON_CALL, _write_numeric),
    "feature_column.bucketized_column": Known(PYTHON_CALL, _write_bucketized),
    "feature_column.indicator_column": Known(PYTHON_CALL, _write_indicator),
    "feature_column.categorical_column_with_vocabulary_list": Known(PYTHON_CALL, _write_vocabulary),
    "feature_column.crossed_column": Known(PYTHON_CALL, _write_crossed),
    "feature_column.categorical_column_with_identity": _categorical(("key", "num_buckets", "default_value"), "identity_column", _IDENTITY),
    "feature_column.categorical_column_with_hash_bucket": _categorical(("key", "hash_bucket_size", "dtype"), "hashed_column", _HASHED),
    "feature_column.input_layer": Known(_input_layer, _write_input_layer),
}
