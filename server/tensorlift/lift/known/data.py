"""Datasets, the iterators that give their elements, and the records that they are read from."""

from __future__ import annotations

import ast
from dataclasses import replace

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.frames import Element, Restart, Source
from tensorlift.lift.known.base import Known, arguments
from tensorlift.lift.known.graph import PYTHON_CALL, refused
from tensorlift.lift.program import Refusal
from tensorlift.lift.values import Kind, Scope, Value

_FED = (Kind.TENSOR, Kind.PLACEHOLDER)


def _dataset(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    """Return what a function that makes a dataset gives: a Python object, or a part of what is fed."""
    nodes = [*call.args, *(one.value for one in call.keywords)]
    for node in nodes:
        value = evaluator.value(node.value if isinstance(node, ast.Starred) else node, scope)
        if value.kind is Kind.RANDOM and not value.is_function:
            raise Refusal(node, "a dataset is made of what is drawn anew whenever an iterator begins with it")
        if value.kind in _FED and value.is_function:
            raise Refusal(node, "a function of a dataset uses what is fed")
        if value.kind is Kind.VARIABLE or value.layers or value.variables or value.writes:
            raise Refusal(node, "a dataset uses variables")
    if given.kind in _FED:
        return given.of(Kind.TENSOR)
    if given.kind not in (Kind.PYTHON, Kind.CONSTANT, Kind.RANDOM, Kind.DATASET):
        raise Refusal(call, f"`{evaluator.program.source(call.func)}` gets what only makes sense in a run")
    return Value(Kind.DATASET)


def _of_dataset(evaluator: Evaluator, call: ast.Call, receiver: Value, given: Value, scope: Scope) -> Value:
    """Return what a method of a dataset gives."""
    return _dataset(evaluator, call, receiver | given, scope)


def _iterator(kind: str) -> Known:
    """Return the entry of what makes an iterator of a dataset."""

    def value(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
        values = arguments(call, ("dataset", "shared_name"))
        if "dataset" not in values:
            raise Refusal(call, "its arguments are not written out")
        dataset = evaluator.value(values["dataset"], scope)
        if dataset.kind in _FED and kind == "one_shot":
            raise Refusal(call, "the dataset of an iterator that needs no initializer depends on what is fed")
        if dataset.kind not in (Kind.PYTHON, Kind.DATASET, *_FED):
            raise Refusal(call, "what the iterator goes over cannot be told")
        source = evaluator.sources.setdefault(call, Source(call, kind, values["dataset"], None, evaluator.program.function_of(call)))
        if kind == "initializable":
            evaluator.restarts[call] = (Restart(source, values["dataset"], dataset, dict(scope)),)
        return Value(Kind.ITERATOR, call=call)

    def write(rewriter: Rewriter, call: ast.Call) -> str:
        return f"iter({rewriter.text(arguments(call, ('dataset', 'shared_name'))['dataset'])})"

    return Known(value, write, is_program=True)


def _structure(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    evaluator.sources.setdefault(call, Source(call, "structure", None, None, evaluator.program.function_of(call)))
    return Value(Kind.ITERATOR, call=call)


def _handle(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    values = arguments(call, ("string_handle", "output_types", "output_shapes", "output_classes"))
    handle = evaluator.value(values.get("string_handle"), scope)
    if handle.kind is not Kind.PLACEHOLDER or handle.call is None:
        raise Refusal(call, "the handle of the iterator is no placeholder")
    evaluator.sources.setdefault(call, Source(call, "handle", None, handle.call, evaluator.program.function_of(call)))
    return Value(Kind.ITERATOR, call=call)


def _of_iterator(evaluator: Evaluator, call: ast.Call, receiver: Value, given: Value, scope: Scope) -> Value:
    """Return what a method of an iterator gives."""
    assert isinstance(call.func, ast.Attribute)
    name = call.func.attr
    source = evaluator.sources.get(receiver.call) if receiver.call is not None else None
    if source is None:
        raise Refusal(call, "it cannot be told which iterator this is")
    if name in ("string_handle", "eval"):
        return Value(Kind.ITERATOR, call=source.call)
    if name == "get_next":
        if source.function is not evaluator.program.function_of(call):
            raise Refusal(call, "the iterator is made in another function than the one that takes elements from it")
        evaluator.elements.setdefault(call, Element(call, source, None))
        return Value(Kind.PLACEHOLDER, call=call)
    if name == "make_initializer":
        node = arguments(call, ("dataset", "name")).get("dataset")
        dataset = evaluator.value(node, scope)
        if node is None or dataset.kind not in (Kind.PYTHON, Kind.DATASET, *_FED):
            raise Refusal(call, "what the iterator goes over cannot be told")
        evaluator.restarts[call] = (Restart(source, node, dataset, dict(scope)),)
        return Value(Kind.RESTART, call=call)
    raise Refusal(call, f"`{evaluator.program.source(call.func)}` has no counterpart that is known here")


def _spec(attribute: str) -> Known:
    def write(rewriter: Rewriter, call: ast.Call) -> str:
        values = arguments(call, ("dataset_or_iterator",))
        return f"{rewriter.program.tf}.nest.map_structure(lambda spec: spec.{attribute}, {rewriter.text(values['dataset_or_iterator'])}.element_spec)"

    return Known(PYTHON_CALL, write)


def _write_records(rewriter: Rewriter, call: ast.Call) -> str:
    values = arguments(call, ("path", "options"))
    if set(values) != {"path"}:
        raise Refusal(call, "options of a reader of records are not lifted")
    return f"{rewriter.program.tf}.data.TFRecordDataset({rewriter.text(values['path'])}).as_numpy_iterator()"


def _write_compression(rewriter: Rewriter, node: ast.Attribute) -> str:
    kind = str(rewriter.program.symbol(node)).rpartition(".")[2]
    if kind not in ("NONE", "GZIP", "ZLIB"):
        raise Refusal(node, "the compression of records cannot be told")
    return repr("" if kind == "NONE" else kind)


_MESSAGES = ("Example", "Features", "Feature", "FeatureList", "FeatureLists", "SequenceExample", "Int64List", "FloatList", "BytesList")

_QUEUES = ("string_input_producer", "slice_input_producer", "range_input_producer", "input_producer", "limit_epochs", "batch", "shuffle_batch",
           "batch_join", "shuffle_batch_join", "maybe_batch", "maybe_shuffle_batch")  # fmt: skip

_READERS = ("TextLineReader", "WholeFileReader", "TFRecordReader", "FixedLengthRecordReader", "IdentityReader", "LMDBReader", "ReaderBase")

KNOWN = {
    **{f"train.{name}": replace(refused("is not lifted"), is_program=True) for name in _QUEUES},
    **{name: replace(refused("is not lifted"), is_program=True) for name in _READERS},
    "data.*": Known(_dataset),
    "data.Options": Known(PYTHON_CALL),
    "data.experimental.*": Known(PYTHON_CALL),
    "data.make_one_shot_iterator": _iterator("one_shot"),
    "data.make_initializable_iterator": _iterator("initializable"),
    "data.Iterator.from_structure": Known(_structure, is_program=True),
    "data.Iterator.from_string_handle": Known(_handle, is_program=True),
    "data.get_output_types": _spec("dtype"),
    "data.get_output_shapes": _spec("shape"),
    "errors.OutOfRangeError": Known(PYTHON_CALL, write_name=lambda rewriter, node: "StopIteration"),
    **{f"train.{name}": Known(PYTHON_CALL) for name in _MESSAGES},
    **{
        name: Known(PYTHON_CALL)
        for name in ("io.TFRecordWriter", "io.TFRecordOptions", "io.FixedLen*", "io.VarLenFeature", "io.SparseFeature")
    },
    **{name: Known(PYTHON_CALL, _write_records) for name in ("python_io.tf_record_iterator", "io.tf_record_iterator")},
    "python_io.TFRecordCompressionType.*": Known(write_name=_write_compression),
    "io.TFRecordCompressionType.*": Known(write_name=_write_compression),
}

METHODS = {Kind.DATASET: _of_dataset, Kind.ITERATOR: _of_iterator}
