"""``tf.train.Saver`` and what finds checkpoints: see :mod:`tensorlift.lift.saving`."""

from __future__ import annotations

import ast

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator, Saved
from tensorlift.lift.known.base import Known, Method, arguments
from tensorlift.lift.known.graph import PYTHON_CALL
from tensorlift.lift.names import text_of
from tensorlift.lift.program import Program, Refusal, walk
from tensorlift.lift.values import PYTHON, Kind, Scope, Value

SAVER = ("var_list", "reshape", "sharded", "max_to_keep", "keep_checkpoint_every_n_hours", "name", "restore_sequentially", "saver_def", "builder",
         "defer_build", "allow_empty", "write_version", "pad_step_number", "save_relative_paths", "filename")  # fmt: skip
SAVE = ("sess", "save_path", "global_step", "latest_filename", "meta_graph_suffix", "write_meta_graph", "write_state", "strip_default_attrs",
        "save_debug_info")  # fmt: skip
ALL = ("global_variables", "all_variables", "get_collection")
"""What lists all variables of a graph, the last one if it gets the key for that."""
_SUFFIX = "/.ATTRIBUTES/VARIABLE_VALUE"
"""What TensorFlow 2 adds to the name of a variable in a checkpoint."""
_DROPPED = frozenset({"sharded", "name", "restore_sequentially", "allow_empty", "write_version", "save_relative_paths"})


def is_all(evaluator: Evaluator, node: ast.expr | None) -> bool:
    """Whether a list of variables is that of all there are."""
    if node is None or (isinstance(node, ast.Constant) and node.value is None):
        return True
    symbol = evaluator.program.called(node)
    if symbol not in ALL or not isinstance(node, ast.Call):
        return False
    if symbol != "get_collection":
        return not node.args and not node.keywords
    keys = ("GraphKeys.GLOBAL_VARIABLES", "GraphKeys.VARIABLES")
    return len(node.args) == 1 and not node.keywords and evaluator.program.symbol(node.args[0]) in keys


def _saver(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    values = arguments(call, SAVER)
    unknown = next((key for key in values if key not in {"var_list", "max_to_keep", "keep_checkpoint_every_n_hours", *_DROPPED}), None)
    if unknown is not None:
        raise Refusal(call, f"`{unknown}` of a saver has no counterpart")
    for key, node in values.items():
        if key != "var_list" or not is_all(evaluator, node):
            evaluator.value(node, scope)
    if evaluator.averages and is_all(evaluator, values.get("var_list")):
        raise Refusal(call, "a saver saves moving averages, too, which are no variables of the program in TensorFlow 2")
    if call not in evaluator.savers:
        variables = tuple(one for one in evaluator.store.made if one.began is evaluator.graph and one.is_global)
        trains = tuple(item for graph, item in evaluator.trains if graph is evaluator.graph)
        evaluator.savers[call] = Saved(variables, trains, dict(scope))
    return Value(Kind.OBJECT, call=call)


def _check_session(evaluator: Evaluator, call: ast.Call, names: tuple[str, ...], scope: Scope) -> None:
    values = arguments(call, names)
    if "sess" not in values or evaluator.value(values["sess"], scope).kind is not Kind.SESSION:
        raise Refusal(call, "it cannot be told whose variables are saved or restored here")
    for key, node in values.items():
        if key != "sess":
            evaluator.value(node, scope)


def _save(evaluator: Evaluator, call: ast.Call, saver: Value, scope: Scope) -> Value:
    _check_session(evaluator, call, SAVE, scope)
    unknown = {"latest_filename"} & set(arguments(call, SAVE))
    if unknown:
        raise Refusal(call, f"`{unknown.pop()}` has no counterpart")
    return PYTHON


def _restore(evaluator: Evaluator, call: ast.Call, saver: Value, scope: Scope) -> Value:
    _check_session(evaluator, call, ("sess", "save_path"), scope)
    return PYTHON


def _write_restore(rewriter: Rewriter, call: ast.Call, maker: ast.Call) -> str:
    assert isinstance(call.func, ast.Attribute)
    path = arguments(call, ("sess", "save_path"))["save_path"]
    return f"{rewriter.text(call.func.value)}.read({rewriter.text(path)}).assert_existing_objects_matched()"


def _write_exists(rewriter: Rewriter, call: ast.Call) -> str:
    path = arguments(call, ("checkpoint_prefix",))["checkpoint_prefix"]
    return f"{rewriter.program.tf}.io.gfile.exists({rewriter.text(path)} + '.index')"


def _read_by_name(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    if _saves(evaluator.program) and not _names_are_kept(evaluator.program, call):
        raise Refusal(call, "a checkpoint is read by the names of its variables, which are others when the lifted program saves it")
    return PYTHON


def _saves(program: Program) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr == "save" for node in walk(program.tree))


def _names_are_kept(program: Program, call: ast.Call) -> bool:
    """Whether all that the program saves has the names that it gives, with what TensorFlow 2 adds to each."""
    if program.called(call) == "train.load_checkpoint":
        return False
    calls = list(program.each(ast.Call))
    savers = [_list_of(one) for one in calls if program.called(one) == "train.Saver"]
    saves = [one for one in calls if isinstance(one.func, ast.Attribute) and one.func.attr == "save"]
    is_stepless = all(len(one.args) < 3 and not any(word.arg == "global_step" for word in one.keywords) for one in saves)
    return is_stepless and all(isinstance(one, ast.Dict) and all((text_of(key) or "").isidentifier() for key in one.keys) for one in savers)


def _list_of(call: ast.Call) -> ast.expr | None:
    return call.args[0] if call.args else next((one.value for one in call.keywords if one.arg == "var_list"), None)


def _write_list(rewriter: Rewriter, call: ast.Call) -> str | None:
    if not _saves(rewriter.program):
        return None
    path, tf = rewriter.text(arguments(call, ("ckpt_dir_or_file",))["ckpt_dir_or_file"]), rewriter.program.tf
    return f"[(name.removesuffix({_SUFFIX!r}), shape) for name, shape in {tf}.train.list_variables({path}) if name.endswith({_SUFFIX!r})]"


def _write_load(rewriter: Rewriter, call: ast.Call) -> str | None:
    if not _saves(rewriter.program):
        return None
    values = arguments(call, ("ckpt_dir_or_file", "name"))
    path, name = rewriter.text(values["ckpt_dir_or_file"]), text_of(values["name"])
    shown = repr(name + _SUFFIX) if name is not None else f"{rewriter.text(values['name'])} + {_SUFFIX!r}"
    return f"{rewriter.program.tf}.train.load_variable({path}, {shown})"


KNOWN = {
    "train.Saver": Known(
        _saver,
        methods={"save": Method(_save), "restore": Method(_restore, _write_restore)},
        is_lazy=True,
        is_program=True,
    ),
    "train.latest_checkpoint": Known(PYTHON_CALL),
    "train.get_checkpoint_state": Known(PYTHON_CALL),
    "train.checkpoint_exists": Known(PYTHON_CALL, _write_exists),
    "train.load_checkpoint": Known(_read_by_name),
    "train.list_variables": Known(_read_by_name, _write_list),
    "train.load_variable": Known(_read_by_name, _write_load),
}
