"""The collection of losses: each function of ``tf.losses`` adds what it returns, and ``tf.losses.get_total_loss`` adds them up."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tensorlift.lift.program import Program, Refusal, walk, walk_own

_ADDING = ("absolute_difference", "compute_weighted_loss", "cosine_distance", "hinge_loss", "huber_loss", "log_loss", "mean_pairwise_squared_error",
           "mean_squared_error", "sigmoid_cross_entropy", "softmax_cross_entropy", "sparse_softmax_cross_entropy", "add_loss")  # fmt: skip
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
    used = {node.id for node in walk(program.tree) if isinstance(node, ast.Name)}
    used |= {node.arg for node in walk(program.tree) if isinstance(node, ast.arg)}
    data = program.data
    edits = []
    for node in walk(program.tree):
        if not isinstance(node, ast.Expr) or node.value not in list(losses_in(program, node)):
            continue
        last = str(program.called(node.value)).rpartition(".")[2]
        base = "cross_entropy" if last.endswith("cross_entropy") else last
        name, number = base, 2
        while name in used:
            name, number = f"{base}_{number}", number + 1
        used.add(name)
        edits.append((program.span(node)[0], f"{name} = "))
    for start, text in sorted(edits, reverse=True):
        data = data[:start] + text.encode() + data[start:]
    return Program(data.decode(), program.origin) if edits else program


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
