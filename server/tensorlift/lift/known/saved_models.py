"""SavedModels: see :mod:`tensorlift.lift.exporting`."""

from __future__ import annotations

import ast

from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.frames import Signature
from tensorlift.lift.known.base import Evaluate, Known, Method, arguments
from tensorlift.lift.names import text_of
from tensorlift.lift.program import Refusal
from tensorlift.lift.values import PYTHON, Kind, Scope, Value

INFOS = ("saved_model.build_tensor_info", "saved_model.utils.build_tensor_info")
BUILDERS = ("saved_model.Builder", "saved_model.builder.SavedModelBuilder")
_SIMPLE = ("session", "export_dir", "inputs", "outputs", "legacy_init_op")
_ADD = ("sess", "tags", "signature_def_map", "assets_list", "clear_devices", "init_op", "train_op", "strip_default_attrs", "saver", "main_op",
        "legacy_init_op", "assets_collection")  # fmt: skip
_DROPPED = frozenset({"sess", "tags", "signature_def_map", "clear_devices", "strip_default_attrs"})


def _simple_save(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    values = arguments(call, _SIMPLE)
    if {"session", "export_dir", "inputs", "outputs"} - set(values) or not _is_nothing(values.get("legacy_init_op")):
        raise Refusal(call, "an argument of `simple_save` is not lifted")
    signature = Signature(None, _tensors(evaluator, values["inputs"], scope), _tensors(evaluator, values["outputs"], scope), dict(scope))
    return _exported(evaluator, call, values["session"], values["export_dir"], [signature], scope)


def _exported(
    evaluator: Evaluator, call: ast.Call, session: ast.expr, folder: ast.expr, signatures: list[Signature], scope: Scope
) -> Value:
    if evaluator.value(session, scope).kind is not Kind.SESSION:
        raise Refusal(call, "it cannot be told whose variables are saved here")
    if not isinstance(evaluator.program.parents.get(call), ast.Expr):
        raise Refusal(call, "a model is saved in the middle of an expression")
    evaluator.value(folder, scope)
    evaluator.exports.setdefault(call, (folder, tuple(signatures)))
    evaluator.runs[call] = dict(scope)
    return PYTHON


def _is_nothing(node: ast.expr | None) -> bool:
    return node is None or (isinstance(node, ast.Constant) and node.value is None)


def _tensors(evaluator: Evaluator, node: ast.expr, scope: Scope) -> dict[str, ast.expr]:
    """Return the tensors that a dictionary names.

    Raises:
        Refusal: They are not written out.
    """
    if not isinstance(node, ast.Dict) or not all(isinstance(key, ast.Constant) and isinstance(key.value, str) for key in node.keys):
        raise Refusal(node, "the inputs and outputs of a signature are not written out")
    found = {}
    for key, value in zip(node.keys, node.values):
        name = text_of(key) or ""
        if not name.isidentifier():
            raise Refusal(node, f"`{name}` cannot be the name of an argument")
        found[name] = _tensor(evaluator, value, scope)
    return found


def _tensor(evaluator: Evaluator, node: ast.expr, scope: Scope) -> ast.expr:
    """Return the tensor that an expression describes, which may be kept in a name."""
    binding = scope.get(node.id) if isinstance(node, ast.Name) else None
    made = binding.value.call if binding is not None and binding.value.kind is Kind.NOTHING else node
    if not isinstance(made, ast.Call) or len(made.args) + len(made.keywords) != 1:
        return node
    alias = scope.get(made.func.id) if isinstance(made.func, ast.Name) else None
    source = alias.item.node if alias is not None and alias.item is not None else None
    symbol = evaluator.program.symbol(source.value) if isinstance(source, ast.Assign) else evaluator.program.symbol(made.func)
    if symbol not in INFOS:
        return node
    return made.args[0] if made.args else made.keywords[0].value


def _info(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    return Value(Kind.NOTHING, call=call)


def _signature(names: tuple[str, ...]) -> Evaluate:
    def value(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
        values = arguments(call, names)
        if not {"inputs", "outputs"} <= set(values):
            raise Refusal(call, "the inputs and outputs of a signature are not written out")
        if call not in evaluator.signatures:
            inputs, outputs = (_tensors(evaluator, values[key], scope) for key in ("inputs", "outputs"))
            evaluator.signatures[call] = Signature(None, inputs, outputs, dict(scope))
        return Value(Kind.NOTHING, call=call)

    return value


def _builder(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    values = arguments(call, ("export_dir",))
    evaluator.value(values.get("export_dir"), scope)
    return Value(Kind.OBJECT, call=call)


def _added(evaluator: Evaluator, call: ast.Call, builder: Value, scope: Scope) -> Value:
    values = arguments(call, _ADD)
    unknown = next(
        (key for key, node in values.items() if key not in _DROPPED and not _is_nothing(node) and not _is_tables(evaluator, node)), None
    )
    listed = values.get("signature_def_map")
    if unknown is not None or "sess" not in values or not isinstance(listed, ast.Dict):
        raise Refusal(
            call, f"`{unknown}` of a saved model is not lifted" if unknown else "the signatures of a saved model are not written out"
        )
    signatures = []
    for key, node in zip(listed.keys, listed.values):
        made = evaluator.value(node, scope).call
        signature = evaluator.signatures.get(made) if made is not None else None
        if key is None or signature is None:
            raise Refusal(node, "the signatures of a saved model are not written out")
        signatures.append(Signature(key, signature.inputs, signature.outputs, signature.scope))
    assert builder.call is not None
    folder = arguments(builder.call, ("export_dir",))["export_dir"]
    return _exported(evaluator, call, values["sess"], folder, signatures, scope)


def _is_tables(evaluator: Evaluator, node: ast.expr) -> bool:
    return evaluator.program.called(node) in ("tables_initializer", "initialize_all_tables")


def _saved(evaluator: Evaluator, call: ast.Call, builder: Value, scope: Scope) -> Value:
    if not isinstance(evaluator.program.parents.get(call), ast.Expr):
        raise Refusal(call, "the result of saving a model is used")
    return Value(Kind.NOTHING)


_DEFINITION = ("inputs", "outputs", "method_name")
_METHODS = {"add_meta_graph_and_variables": Method(_added), "save": Method(_saved)}

KNOWN = {
    **{
        name: Known(_simple_save, is_lazy=True, is_program=True)
        for name in ("saved_model.simple_save", "saved_model.simple_save.simple_save")
    },
    **{name: Known(_info, is_lazy=True) for name in INFOS},
    **{
        f"saved_model.{prefix}{name}": Known(_signature(names), is_lazy=True, is_program=True)
        for prefix in ("", "signature_def_utils.")
        for name, names in (("build_signature_def", _DEFINITION), ("predict_signature_def", _DEFINITION[:2]))
    },
    **{name: Known(_builder, methods=_METHODS, is_lazy=True, is_program=True) for name in BUILDERS},
}
