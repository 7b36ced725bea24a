"""Programs of TensorFlow 1 that compute at once: all that goes is the switch, and the optimizers become those of Keras."""

from __future__ import annotations

import ast

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.known import known
from tensorlift.lift.known.optimizers import made_optimizer
from tensorlift.lift.leftovers import check_leftovers
from tensorlift.lift.program import Program, Refusal, walk
from tensorlift.lift.text import Text

_SWITCHES = ("enable_eager_execution", "enable_v2_behavior")
_OF_GRAPHS = ("Session", "InteractiveSession", "placeholder", "placeholder_with_default", "Graph")


def is_eager(program: Program) -> bool:
    """Whether a program computes at once, and builds no graph beside."""
    called = {program.called(node) for node in walk(program.tree) if isinstance(node, ast.Call)}
    return any(name in called for name in _SWITCHES) and not any(name in called for name in _OF_GRAPHS)


def lift_eager(program: Program) -> tuple[str, int]:
    """Return such a program as one of TensorFlow 2, and the line of the file that switches eager execution on.

    Raises:
        Refusal: Something in it has no counterpart.
    """
    text, rewriter = Text(program), Rewriter(program)
    line = 1
    for node in walk(program.tree):
        if isinstance(node, ast.ImportFrom) and node.module is not None and node.module.startswith("contrib_"):
            name = node.names[0].asname or node.names[0].name
            uses = [one for one in walk(program.tree) if isinstance(one, ast.Name) and one.id == name]
            raise Refusal(uses[0] if uses else node, f"`{node.names[0].name}` of `tf.contrib` has no counterpart that is known here")
        if isinstance(node, ast.Call) and program.called(node) in _SWITCHES:
            statement = program.parents[node]
            if not isinstance(statement, ast.Expr):
                raise Refusal(node, "what switches eager execution on is part of an expression")
            text.remove(statement)
            line = statement.lineno
            rewriter.replaced[node] = lambda: "None"
        elif isinstance(node, ast.Call):
            _check(program, node)
            if isinstance(node.func, ast.Attribute) and node.func.attr == "apply_gradients":
                _apply(program, rewriter, node)
    for one in program.tree.body:
        text.edits(rewriter.edits(one))
    if any(not is_there for is_there in rewriter.inserted.values()):
        raise Refusal(1, "a counter of steps is not a statement of its own")
    if rewriter.imports:
        first = next(one for one in program.tree.body if isinstance(one, (ast.Import, ast.ImportFrom)))
        text.insert(first.lineno, sorted(rewriter.imports))
    result = text.result()
    check_leftovers(program, ast.parse(result))
    return result, program.origin[line - 1]


def _check(program: Program, call: ast.Call) -> None:
    """Refuse what works otherwise, or not at all, with an optimizer of Keras.

    Raises:
        Refusal: It does.
    """
    entry = known(program.called(call) or "")
    if entry is not None and entry.once is not None and (program.called(call) or "").startswith("train."):
        raise Refusal(call, "a decayed learning rate is a function here, which is asked for in each step")
    optimizer = made_optimizer(program, call)
    if optimizer is None:
        return
    if optimizer.ones is not None:
        raise Refusal(call, "the means of squares of this optimizer start from ones, and which variables it changes cannot be told")
    rate = call.args[0] if call.args else next((one.value for one in call.keywords if one.arg == "learning_rate"), None)
    if optimizer.scales_late and not isinstance(rate, ast.Constant) and not _is_number(program, rate):
        raise Refusal(call, "the learning rate of this optimizer may change, which needs a rule of its own")
    picks = [node for node in walk(program.tree) if _picks_rows(program, node)]
    if picks and not (optimizer.made == "SGD" and not optimizer.scales_late):
        raise Refusal(picks[0], "rows of a table are picked here, whose gradients this optimizer treated otherwise than that of Keras")
    statement = program.parents[call]
    name = statement.targets[0].id if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name) else None
    uses = [
        node
        for node in walk(program.tree)
        if isinstance(node, ast.Attribute) and node.attr in ("apply_gradients", "minimize") and program.path(node) is None
    ]
    own = [one for one in uses if name is None or (isinstance(one.value, ast.Name) and one.value.id == name)]
    if len(own) > 1 or any(one.attr == "minimize" for one in own):
        raise Refusal(own[-1], "this optimizer is used in several places, or by its `minimize`, which that of Keras has not")


def _is_number(program: Program, node: ast.expr | None) -> bool:
    """Whether a name is bound once, to a number."""
    if not isinstance(node, ast.Name):
        return False
    bound = [one for one in walk(program.tree) if isinstance(one, ast.Name) and one.id == node.id and not isinstance(one.ctx, ast.Load)]
    statement = program.parents[bound[0]] if len(bound) == 1 else None
    return isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant)


def _picks_rows(program: Program, node: ast.AST) -> bool:
    symbol = (program.symbol(node) or "").lower() if isinstance(node, ast.Attribute) else ""
    return symbol.endswith(("embedding", "embedding_lookup", "gather", "gather_nd"))


def _apply(program: Program, rewriter: Rewriter, call: ast.Call) -> None:
    """Set what stands for an ``apply_gradients`` that counts steps beside."""
    counter = next((one.value for one in call.keywords if one.arg == "global_step"), call.args[1] if len(call.args) > 1 else None)
    if counter is None or not call.args:
        return
    if not isinstance(counter, (ast.Name, ast.Attribute)) or not isinstance(program.parents[call], ast.Expr):
        raise Refusal(counter, "the counter of steps has no name of its own")
    pairs = call.args[0]
    indent = " " * program.parents[call].col_offset  # type: ignore[attr-defined]
    rewriter.replaced[call] = lambda: f"{rewriter.text(call.func)}({rewriter.text(pairs)})\n{indent}{rewriter.text(counter)}.assign_add(1)"
