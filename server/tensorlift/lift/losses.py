"""The collection of losses: each function of ``tf.losses`` adds what it returns, and ``tf.losses.get_total_loss`` adds them up."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tensorlift.lift.program import Program, Refusal, edited, free_name, walk, walk_own

_ADDING = ("absolute_difference", "compute_weighted_loss", "cosine_distance", "hinge_loss", "huber_loss", "log_loss", "mean_pairwise_squared_error",
           "mean_squared_error", "sigmoid_cross_entropy", "softmax_cross_entropy", "sparse_softmax_cross_entropy", "add_loss")  # fmt: skip
_FED = ("placeholder", "placeholder_with_default", "one_hot")
_SAME_SOURCE = ("cast", "reshape", "squeeze", "expand_dims", "identity")
_DEEPEST = 4
_ASKING = ("losses.get_total_loss", "losses.get_losses")


def losses_in(program: Program, node: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls in a statement that add to the collection of losses."""
    for one in walk_own(node):
        if isinstance(one, ast.Call) and (symbol := program.called(one)) is not None:
            if symbol.startswith("losses.") and symbol.removeprefix("losses.") in _ADDING:
                yield one


def named_losses(program: Program) -> Program:
    """Return a program in which each loss that is part of a total one has a name."""
    asking = [node for node in walk(program.tree) if program.called(node) in _ASKING]
    if not asking:
        return program
    used = {node.id for node in program.each(ast.Name)}
    used |= {node.arg for node in program.each(ast.arg)}
    data = program.data
    edits = []
    for node in walk(program.tree):
        if not isinstance(node, ast.Expr) or node.value not in list(losses_in(program, node)):
            continue
        last = str(program.called(node.value)).rpartition(".")[2]
        name = free_name("cross_entropy" if last.endswith("cross_entropy") else last, used)
        used.add(name)
        edits.append((program.span(node)[0], f"{name} = "))
    for start, text in sorted(edits, reverse=True):
        data = data[:start] + text.encode() + data[start:]
    return Program(data.decode(), program.origin) if edits else program


def without_needless_stops(program: Program) -> Program:
    """Return a program that keeps gradients from labels only where there may be some.

    The cross entropy of TensorFlow 1 lets no gradient through to its labels, so the one of TensorFlow 2 gets ``tf.stop_gradient`` of them. What is fed,
    and what is made of it without variables, has no gradient in either.
    """
    if "gradients" in program.attributes:
        return program
    edits = []
    for node in program.attributes.get("stop_gradient", ()):
        call = program.parents[node]
        if (
            isinstance(call, ast.Call)
            and call.func is node
            and len(call.args) == 1
            and not call.keywords
            and program.called(call) == "stop_gradient"
        ):
            around = program.parents[call]
            is_label = isinstance(around, ast.keyword) and around.arg == "labels" and call.lineno == call.end_lineno
            if is_label and _is_fed(program, call.args[0], 0):
                edits.append((*program.span(call), program.source(call.args[0])))
    return Program(edited(program.data, edits).decode(), program.origin) if edits else program


def _is_fed(program: Program, node: ast.expr, depth: int) -> bool:
    """Whether an expression is a placeholder, or made of placeholders alone."""
    if isinstance(node, (ast.Name, ast.Attribute)) and depth < _DEEPEST:
        places = program.names.get(node.id, []) if isinstance(node, ast.Name) else program.attributes[node.attr]
        bound = [program.parents[one] for one in places if not isinstance(one.ctx, ast.Load)]
        if isinstance(node, ast.Name) and any(one.arg == node.id for one in program.each(ast.arg)):
            return False
        return bool(bound) and all(
            isinstance(one, ast.Assign) and len(one.targets) == 1 and _is_fed(program, one.value, depth + 1) for one in bound
        )
    called = program.called(node)
    if called in _FED:
        return True
    return called in _SAME_SOURCE and isinstance(node, ast.Call) and bool(node.args) and _is_fed(program, node.args[0], depth)


def check_losses(program: Program, seen: set[ast.Call]) -> None:
    """Check that no loss of a total one stayed out of sight.

    Args:
        program: The program.
        seen: The calls that were followed.

    Raises:
        Refusal: One did.
    """
    if not any(program.called(node) in _ASKING for node in walk(program.tree)):
        return
    for node in walk(program.tree):
        if isinstance(node, ast.Call) and node not in seen and node in list(losses_in(program, node)):
            raise Refusal(node, "this loss is part of a total one, and is made in a function")
