"""Initializers that give first values to several variables."""

from __future__ import annotations

import ast

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.program import Refusal, walk

_REPEATED = (ast.FunctionDef, ast.Lambda, ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def drawn_afresh(rewriter: Rewriter, call: ast.Call, text: str) -> str:
    """Return an initializer that draws other numbers for each variable.

    An object of Keras draws its seed once, and so the same numbers each time:
    https://keras.io/api/layers/initializers/. In TensorFlow 1 each variable had an operation of its own.

    Args:
        rewriter: The rewriter.
        call: The call that makes the initializer.
        text: The same for TensorFlow 2.

    Raises:
        Refusal: It cannot be told how often it is used.
    """
    program = rewriter.program
    parent = program.parents[call]
    if any(one.arg == "seed" and not (isinstance(one.value, ast.Constant) and one.value.value is None) for one in call.keywords):
        return text
    if isinstance(parent, (ast.Call, ast.keyword, ast.Return, ast.Expr)) and not _is_dictionary(rewriter, parent):
        return text
    target = parent.targets[0] if isinstance(parent, ast.Assign) and len(parent.targets) == 1 else None
    if not isinstance(target, (ast.Name, ast.Attribute)):
        raise Refusal(call, "an initializer without a seed is kept in something, and may give first values to several variables")
    name = target.id if isinstance(target, ast.Name) else target.attr
    uses = [
        one
        for one in walk(program.tree)
        if ((isinstance(one, ast.Name) and one.id == name) or (isinstance(one, ast.Attribute) and one.attr == name))
        and isinstance(one.ctx, ast.Load)
    ]
    if len(uses) < 2 and isinstance(target, ast.Name) and all(_around(rewriter, one) is _around(rewriter, parent) for one in uses):
        return text
    return f"lambda shape, dtype=None: {text}(shape, dtype=dtype)"


def _is_dictionary(rewriter: Rewriter, node: ast.AST) -> bool:
    """Whether something is an argument of ``dict`` or of ``partial``."""
    call = rewriter.program.parents[node] if isinstance(node, ast.keyword) else node
    return isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in ("dict", "partial", "arg_scope")


def _around(rewriter: Rewriter, node: ast.AST) -> ast.AST | None:
    """Return the innermost function or loop around something."""
    while (up := rewriter.program.parents.get(node)) is not None and not isinstance(up, _REPEATED):
        node = up
    return up
