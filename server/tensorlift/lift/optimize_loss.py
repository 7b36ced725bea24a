"""``tf.contrib.layers.optimize_loss``, written out: an optimizer, gradients that are clipped by their norm, and the loss behind the step.

Source: ``tensorflow/contrib/layers/python/layers/optimizers.py`` of TensorFlow 1.15.
"""

from __future__ import annotations

import ast

from tensorlift.lift.known.base import arguments
from tensorlift.lift.program import Program, Refusal, changed, free_name, local_names, stored_names, walk

_NAMES = ("loss", "global_step", "learning_rate", "optimizer", "gradient_noise_scale", "gradient_multipliers", "clip_gradients",
          "learning_rate_decay_fn", "update_ops", "variables", "name", "summaries", "colocate_gradients_with_ops", "increment_global_step")  # fmt: skip
_PLAIN = frozenset(
    {"loss", "global_step", "learning_rate", "optimizer", "clip_gradients", "variables", "name", "summaries", "colocate_gradients_with_ops"}
)
_BY_NAME = {
    "Adagrad": "AdagradOptimizer({rate})",
    "Adam": "AdamOptimizer({rate})",
    "Ftrl": "FtrlOptimizer({rate})",
    "Momentum": "MomentumOptimizer({rate}, momentum=0.9)",
    "RMSProp": "RMSPropOptimizer({rate})",
    "SGD": "GradientDescentOptimizer({rate})",
}


def with_plain_steps(program: Program) -> Program:
    """Return a program that makes its optimizers and steps itself.

    Raises:
        Refusal: A call does what is not written out.
    """
    for call in walk(program.tree):
        if isinstance(call, ast.Call) and program.called(call) in ("contrib.layers.optimize_loss", "contrib.slim.optimize_loss"):
            return with_plain_steps(_written_out(program, call))
    return program


def _written_out(program: Program, call: ast.Call) -> Program:
    given = {key: node for key, node in arguments(call, _NAMES).items() if not (isinstance(node, ast.Constant) and node.value is None)}
    for key in given:
        if key not in _PLAIN:
            raise Refusal(call, f"its argument `{key}` is not lifted")
    if not {"loss", "learning_rate", "optimizer"} <= set(given):
        raise Refusal(call, "`optimize_loss` gets no loss, no learning rate, or no optimizer")
    _check_surroundings(program, call, given)
    statement = program.parents[call]
    first, last = statement.lineno, statement.end_lineno or statement.lineno  # type: ignore[attr-defined]
    start, end = program.line_start(first), program.line_start(last + 1)
    if not isinstance(statement, (ast.Assign, ast.Return)) or statement.value is not call or _shares_lines(program, statement):
        raise Refusal(call, "`optimize_loss` is called in the middle of a statement")
    target = program.source(statement.targets[0]) if isinstance(statement, ast.Assign) else ""
    if isinstance(statement, ast.Assign) and (
        len(statement.targets) > 1 or not isinstance(statement.targets[0], (ast.Name, ast.Attribute))
    ):
        raise Refusal(call, "`optimize_loss` is called in the middle of a statement")
    tf = program.tf
    v1 = f"{tf}.compat.v1"
    taken = _taken(program, call)
    loss = program.source(given["loss"])
    optimizer, gradients, variables, step = (_free(name, taken) for name in ("optimizer", "gradients", "variables", "apply_op"))
    listed = f", var_list={program.source(given['variables'])}" if "variables" in given else ""
    counted = f", global_step={program.source(given['global_step'])}" if "global_step" in given else ""
    is_read = not target or _is_read(program, target.rpartition(".")[2])
    step = step if is_read else target
    lines = [f"{optimizer} = {_optimizer(program, given, v1)}"]
    if "clip_gradients" in given:
        lines += [
            f"{gradients}, {variables} = zip(*{optimizer}.compute_gradients({loss}{listed}))",
            f"{gradients}, _ = {tf}.clip_by_global_norm({gradients}, {program.source(given['clip_gradients'])})",
            f"{step} = {optimizer}.apply_gradients(zip({gradients}, {variables}){counted})",
        ]
    else:
        lines.append(f"{step} = {optimizer}.minimize({loss}{counted}{listed})")
    if any((program.called(one) or "").endswith(("batch_norm", "batch_normalization")) for one in walk(program.tree)):
        inner = [f"    {line}" for line in lines[1:]]
        lines = [lines[0], f"with {v1}.control_dependencies({v1}.get_collection({v1}.GraphKeys.UPDATE_OPS)):", *inner]
    if is_read:
        # what a run gets is the loss of before the step
        lines.append(f"with {v1}.control_dependencies([{step}]):")
        lines.append(f"    {f'{target} =' if target else 'return'} {tf}.identity({loss})")
    indent = " " * statement.col_offset
    return changed(program, [(start, end, "".join(f"{indent}{line}\n" for line in lines))])


def _check_surroundings(program: Program, call: ast.Call, given: dict[str, ast.expr]) -> None:
    summaries = given.get("summaries")
    if not (isinstance(summaries, (ast.List, ast.Tuple)) and not summaries.elts):
        if summaries is not None or any((program.called(one) or "").endswith("merge_all") for one in walk(program.tree)):
            raise Refusal(call, "`optimize_loss` makes summaries of its own")
    if "global_step" not in given and any((program.called(one) or "").endswith("global_step") for one in walk(program.tree)):
        raise Refusal(call, "`optimize_loss` counts the steps of the global step, which it is not given")
    clip = given.get("clip_gradients")
    if isinstance(clip, (ast.Call, ast.Lambda)):
        raise Refusal(clip, "gradients are clipped by a function of the program")


def _is_read(program: Program, name: str) -> bool:
    """Whether a program may read what a run of a step gives: it is fetched otherwise than for ``_``, or is more than fetched."""
    uses: list[ast.Name | ast.Attribute] = [*program.names.get(name, ()), *program.attributes.get(name, ())]
    for use in uses:
        parent = program.parents[use]
        if not isinstance(use.ctx, ast.Load) or program.path(use) is not None:
            continue
        if isinstance(parent, ast.Return):
            function = program.function_of(use)
            if function is None or not all(_keeps_name(program, one, name) for one in _calls(program, function.name)):
                return True
            continue
        if not _is_discarded(program, use):
            return True
    return False


def _calls(program: Program, name: str) -> list[ast.Name | ast.Attribute]:
    found = [one for one in program.names.get(name, ()) if isinstance(one.ctx, ast.Load)]
    return [*found, *(one for one in program.attributes.get(name, ()) if isinstance(one.ctx, ast.Load) and program.path(one) is None)]


def _keeps_name(program: Program, use: ast.Name | ast.Attribute, name: str) -> bool:
    """Whether what a function returns is bound to the name that it has inside."""
    call = program.parents[use]
    statement = program.parents.get(call)
    if not isinstance(call, ast.Call) or call.func is not use or not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return False
    target = statement.targets[0]
    return (target.id if isinstance(target, ast.Name) else target.attr if isinstance(target, ast.Attribute) else "") == name


def _is_discarded(program: Program, use: ast.expr) -> bool:
    """Whether a fetch goes to ``_``, or to nothing."""
    parent = program.parents[use]
    index = parent.elts.index(use) if isinstance(parent, (ast.List, ast.Tuple)) else None
    call = program.parents[parent] if index is not None else parent
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or call.func.attr != "run":
        return False
    statement = program.parents[call]
    if isinstance(statement, ast.Expr):
        return True
    target = statement.targets[0] if isinstance(statement, ast.Assign) and statement.value is call and len(statement.targets) == 1 else None
    if index is not None and isinstance(target, (ast.Tuple, ast.List)):
        target = target.elts[index] if index < len(target.elts) else None
    elif index is not None:
        return False
    return (
        isinstance(target, ast.Name) and target.id == "_" and all(not isinstance(one.ctx, ast.Load) for one in program.names.get("_", ()))
    )


def _optimizer(program: Program, given: dict[str, ast.expr], v1: str) -> str:
    node, rate = given["optimizer"], program.source(given["learning_rate"])
    if isinstance(node, ast.Constant) and node.value in _BY_NAME:
        return f"{v1}.train.{_BY_NAME[str(node.value)].format(rate=rate)}"
    symbol = program.symbol(node) or ""
    if symbol.startswith("train.") and symbol.endswith("Optimizer"):
        return f"{program.source(node)}({rate})"
    if isinstance(node, ast.Call) and (program.called(node) or "").endswith("Optimizer"):
        return program.source(node)
    raise Refusal(node, "it cannot be told which optimizer `optimize_loss` makes")


def _shares_lines(program: Program, statement: ast.stmt) -> bool:
    start, end = program.span(statement)
    last = program.line_start((statement.end_lineno or statement.lineno) + 1)
    rest = program.data[end:last].strip()
    return bool(program.data[program.line_start(statement.lineno) : start].strip()) or bool(rest and not rest.startswith(b"#"))


def _taken(program: Program, call: ast.Call) -> set[str]:
    """Return the names that mean something where a call stands."""
    function = program.function_of(call)
    found = stored_names(program.tree) | {node.name for node in program.each((ast.FunctionDef, ast.ClassDef))}
    return found | set(program.names) | (local_names(function) if function is not None else set())


def _free(name: str, taken: set[str]) -> str:
    found = free_name(name, taken)
    taken.add(found)
    return found
