"""Whether layers train: the flags that say so, and the averages that move.

A graph asked a placeholder in each run whether its layers train. A flag that every run gives as a plain ``True`` or ``False`` is a constant of the function
that takes the place of the run, so that one function trains and another one does not. Any other flag stays what it was, a tensor.

The averages of batch normalization moved when a run computed the operations in ``UPDATE_OPS``, while those of Keras move whenever the layer trains.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.frames import Item, RunSite
from tensorlift.lift.known import known
from tensorlift.lift.program import Program, walk
from tensorlift.lift.values import PYTHON, Binding, Kind, Scope, is_open_flag

_WORDS = ("training", "is_training")


def fixed_flags(program: Program, evaluator: Evaluator, items: Sequence[Item], runs: Sequence[RunSite]) -> frozenset[ast.expr]:
    """Return the placeholders that only tell whether layers train, and for which each run gives a constant.

    Args:
        program: The program.
        evaluator: Tells what expressions stand for.
        items: The statements that build.
        runs: The runs.
    """
    found = []
    for item in items:
        for call in walk(item.node):
            if isinstance(call, ast.Call) and call in evaluator.placeholders and _is_flag(program, call) and call not in found:
                found.append(call)
    return frozenset(
        call
        for call in found
        if _only_tells(program, evaluator, call, items, runs)
        and all(given_flag(program, evaluator, call, site) is not None for site in runs)
    )


def _is_flag(program: Program, call: ast.Call) -> bool:
    """Whether a placeholder is true or false."""
    values = {one.arg: one.value for one in call.keywords}
    if is_open_flag(call):
        return True
    if program.called(call) == "placeholder_with_default":
        return _truth(default_of(call)) is not None
    kind = call.args[0] if call.args else values.get("dtype")
    return kind is not None and (program.symbol(kind) == "bool" or (isinstance(kind, ast.Name) and kind.id == "bool"))


def default_of(call: ast.expr) -> ast.expr | None:
    """Return the default of a placeholder, if it has one."""
    if not isinstance(call, ast.Call):
        return None
    return call.args[0] if call.args else next((one.value for one in call.keywords if one.arg == "input"), None)


def _truth(node: ast.expr | None) -> bool | None:
    if isinstance(node, ast.Constant) and (isinstance(node.value, bool) or node.value in (0, 1)):
        return bool(node.value)
    return None


def given_flag(program: Program, evaluator: Evaluator, call: ast.expr, site: RunSite) -> str | None:
    """Return what a run gives for a flag, as code: what is in the way of another value where nothing is given; None if that is not a constant."""
    node: ast.expr | None = None
    if site.feed is not None:
        value = evaluator.value(site.feed, site.scope)
        if value.kind is not Kind.FEED:
            return None
        if call in value.feeds:
            if value.made_of is None:
                return None
            for part in value.made_of[1]:
                if part.key is not None and evaluator.fed.get(part.key) is call:
                    node = part.node
            truth = _truth(node)
            return None if truth is None else str(truth)
    # a run that needs a flag and gives none has failed before
    truth = _truth(default_of(call)) if program.called(call) == "placeholder_with_default" else False
    return None if truth is None else str(truth)


def uses_of(program: Program, evaluator: Evaluator, call: ast.expr, node: ast.AST, scope: Scope) -> list[ast.expr]:
    """Return the names and attributes below a node that stand for a placeholder."""
    found: list[ast.expr] = []
    for one in walk(node):
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load) and one.id in scope and scope[one.id].value.call is call:
            found.append(one)
        elif isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Load) and isinstance(one.value, ast.Name) and one.value.id in scope:
            owner = scope[one.value.id].value.instance
            binding = owner.frame.attributes.get(one.attr) if owner is not None else None
            if binding is not None and binding.value.call is call:
                found.append(one)
    return found


def _only_tells(program: Program, evaluator: Evaluator, call: ast.expr, items: Sequence[Item], runs: Sequence[RunSite]) -> bool:
    uses = [(one, item.before) for item in items for one in uses_of(program, evaluator, call, item.node, item.before)]
    if any(uses_of(program, evaluator, call, site.fetches, site.scope) for site in runs):
        return False
    return all(_tells(program, evaluator, one, scope, 0) or one in evaluator.fed for one, scope in uses)


def _tells(program: Program, evaluator: Evaluator, node: ast.expr, scope: Scope, depth: int) -> bool:
    """Whether an expression is the flag of a layer, or goes to a function that uses it as such."""
    parent = program.parents.get(node)
    if isinstance(parent, ast.Dict):
        # the arguments of a normalizer
        keys = [key for key, value in zip(parent.keys, parent.values) if value is node]
        return all(isinstance(key, ast.Constant) and key.value == "is_training" for key in keys)
    word = parent.arg if isinstance(parent, ast.keyword) else None
    call = program.parents.get(parent) if isinstance(parent, ast.keyword) else parent
    if not isinstance(call, ast.Call) or call.func is node:
        return False
    symbol = program.called(call)
    if symbol is not None:
        entry = known(symbol)
        return word in _WORDS and entry is not None and entry.makes
    callee = evaluator.value(call.func, scope)
    if word in _WORDS and callee.is_function and callee.function is None and callee.reads:
        return True
    function: ast.AST | None = evaluator.functions.get(call.func.id) if isinstance(call.func, ast.Name) else None
    if callee.function is not None:
        function = callee.function.node
    if not isinstance(function, ast.FunctionDef) or depth > 8:
        return False
    names = [one.arg for one in function.args.args]
    if word is None:
        index = call.args.index(node)
        word = names[index] if index < len(names) and not any(isinstance(one, ast.Starred) for one in call.args) else None
    if word not in [one.arg for one in (*function.args.args, *function.args.kwonlyargs)]:
        return False
    inside = [one for one in walk(function) if isinstance(one, ast.Name) and one.id == word]
    within: Scope = {name: Binding(None, PYTHON) for name in names}
    return all(isinstance(one.ctx, ast.Load) and _tells(program, evaluator, one, within, depth + 1) for one in inside)
