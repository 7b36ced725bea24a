"""The derivatives that a function takes: what is derived, by what, and which tape records it."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from tensorlift.lift.evaluate import Derived, Evaluator
from tensorlift.lift.frames import Item, Role, needed
from tensorlift.lift.known.base import arguments
from tensorlift.lift.program import Program, walk
from tensorlift.lift.values import Kind

_OPTIONS = ("name", "colocate_gradients_with_ops", "gate_gradients", "aggregation_method")
GRADIENTS = ("ys", "xs", "grad_ys", *_OPTIONS)
"""The parameters of ``tf.gradients`` that a tape knows, or that mean nothing to it."""
_LISTS = (ast.List, ast.Tuple, ast.ListComp)


@dataclass(frozen=True, eq=False)
class Derivation:
    """One call that takes derivatives, by a tape.

    Attributes:
        call: The call of ``minimize``, ``compute_gradients`` or ``tf.gradients``.
        item: The statement that it stands in.
        targets: What is derived.
        sources: By what; None stands for all variables that it depends on.
        behind: The statements that compute what is derived.
        watched: The statements that compute a tensor by which it is derived, and the placeholders, with their names.
        repeats: It is taken more than once, as in a comprehension.
    """

    call: ast.Call
    item: Item
    targets: ast.expr
    sources: ast.expr | None
    behind: frozenset[Item]
    watched: tuple[tuple[Item | None, ast.expr], ...]
    repeats: bool


def derivations(program: Program, evaluator: Evaluator, items: Iterable[Item]) -> list[Derivation]:
    """Return the derivatives that are taken by tapes in some statements, in order."""
    found = []
    for item in items:
        calls = [node for node in walk(item.node) if isinstance(node, ast.Call) and node in evaluator.derived]
        for call in sorted(calls, key=program.span):
            one = _derivation(program, evaluator, item, call)
            if one is not None:
                found.append(one)
    return found


def levels(found: list[Derivation]) -> dict[Derivation, int]:
    """Return how deep each derivation stands: 1 for those that derive nothing that has been derived."""
    known: dict[Derivation, int] = {}

    def level(one: Derivation) -> int:
        if one not in known:
            known[one] = 1 + max((level(other) for other in found if other is not one and other.item in one.behind), default=0)
        return known[one]

    return {one: level(one) for one in found}


def _derivation(program: Program, evaluator: Evaluator, item: Item, call: ast.Call) -> Derivation | None:
    """Return how a tape takes a derivative; None where ``tf.gradients`` stays, as it may in a ``tf.function``."""
    derived = evaluator.derived[call]
    behind = frozenset(one for one in needed(derived.targets.items) if one.role is Role.BUILD)
    around = list(_around(program, call, item.node))
    repeats = any(isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.For, ast.While)) for node in around)
    if isinstance(call.func, ast.Attribute) and call.func.attr in ("minimize", "compute_gradients") and program.symbol(call.func) is None:
        by_name = dict(zip(("loss", "var_list" if call.func.attr == "compute_gradients" else "global_step", "var_list"), call.args))
        by_name.update({str(one.arg): one.value for one in call.keywords})
        sources = by_name.get("var_list")
        is_given = sources is not None and not (isinstance(sources, ast.Constant) and sources.value is None)
        return Derivation(call, item, by_name["loss"], sources if is_given else None, behind, (), repeats)
    if any(node in evaluator.derived or isinstance(node, (ast.FunctionDef, ast.Lambda)) for node in around) or item in behind:
        return None
    given = {one.arg for one in call.keywords}
    if given - set(GRADIENTS) or len(call.args) > len(GRADIENTS):
        return None
    by_name = arguments(call, GRADIENTS)
    watched = _watched(evaluator, item, derived, by_name["xs"], behind)
    if watched is None or (repeats and watched):
        return None
    return Derivation(call, item, by_name["ys"], by_name["xs"], behind, tuple(watched), repeats)


def _watched(
    evaluator: Evaluator, item: Item, derived: Derived, sources: ast.expr, behind: frozenset[Item]
) -> list[tuple[Item | None, ast.expr]] | None:
    """Return what a tape has to watch, and behind which statement; None where that cannot be told."""
    if derived.sources.kind is Kind.VARIABLE:
        return []
    found: list[tuple[Item | None, ast.expr]] = []
    for one in sources.elts if isinstance(sources, (ast.List, ast.Tuple)) else [sources]:
        value = evaluator.value(one, item.before)
        if value.kind is Kind.VARIABLE:
            continue
        if value.kind is Kind.PLACEHOLDER and isinstance(one, (ast.Name, ast.Attribute)):
            found.append((None, one))
            continue
        binding = item.before.get(one.id) if isinstance(one, ast.Name) else None
        made = binding.item if binding is not None else None
        if made is None or not isinstance(made.node, ast.Assign) or not isinstance(made.node.targets[0], ast.Name) or len(made.binds) != 1:
            return None
        if isinstance(made.node.value, _LISTS):
            return None
        if made in behind:
            found.append((made, one))
    return found


def is_list(program: Program, evaluator: Evaluator, node: ast.expr, item: Item) -> bool | None:
    """Whether an expression is a list rather than one tensor or variable; None if that cannot be told."""
    if isinstance(node, _LISTS):
        return True
    value = evaluator.value(node, item.before)
    if value.kind is Kind.PLACEHOLDER or (value.kind is Kind.VARIABLE and value.call is not None):
        return False
    if isinstance(node, ast.Call):
        symbol = program.called(node)
        return True if symbol is not None and symbol.endswith(("_variables", "get_collection")) else None
    binding = item.before.get(node.id) if isinstance(node, ast.Name) else None
    if binding is None and isinstance(node, ast.Attribute):
        owner = evaluator.value(node.value, item.before).instance
        binding = owner.frame.attributes.get(node.attr) if owner is not None else None
    made = binding.item if binding is not None else None
    if made is not None and isinstance(made.node, ast.Assign) and len(made.binds) == 1:
        source = made.node.value
        if isinstance(source, _LISTS):
            return True
        if isinstance(source, ast.Call) and program.called(source) is not None:
            return bool((program.called(source) or "").endswith(("_variables", "get_collection")))
        if isinstance(source, (ast.BinOp, ast.UnaryOp)):
            return False
    return None


def _around(program: Program, node: ast.AST, top: ast.AST) -> Iterable[ast.AST]:
    while node is not top:
        node = program.parents[node]
        yield node
