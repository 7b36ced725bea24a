"""Collections that a program fills with tensors itself: lists of names where they are asked for, or of functions that compute them.

What is added at the level of the program has a name that can be listed. What a function or a loop adds, such as the decay of each weight that it makes,
has none that is seen elsewhere; it is kept as a function, as Keras does with ``add_loss``, and computed in each run.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.known.base import Known, arguments
from tensorlift.lift.known.variables import collection_name
from tensorlift.lift.program import Program, Refusal, parameter_names, stored_names, walk
from tensorlift.lift.scopes import Event
from tensorlift.lift.values import PYTHON, Binding, Kind, Part, Scope, Value

_LOOPS = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)


@dataclass(frozen=True, eq=False)
class Entry:
    """What was added to a collection.

    Attributes:
        key: The name of the collection.
        graph: What began the graph.
        event: The call that added it, with the calls of functions around it.
        value: What it stands for.
        binding: What its name was bound to; None for what is kept as a function.
        name: That name.
    """

    key: str
    graph: ast.AST | None
    event: Event
    value: Value
    binding: Binding | None = None
    name: str = ""


@dataclass(frozen=True, eq=False)
class Listed:
    """What is in a collection where it is asked for.

    Attributes:
        key: The name of the collection.
        entries: What was added before, in order.
    """

    key: str
    entries: tuple[Entry, ...]

    @property
    def names(self) -> list[str]:
        """The names of what has names."""
        return [one.name for one in self.entries if one.binding is not None]

    @property
    def has_functions(self) -> bool:
        """Whether some of it is kept as functions."""
        return any(one.binding is None for one in self.entries)


def _add(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    values = arguments(call, ("name", "value"))
    key = collection_name(evaluator, values["name"], scope) if "name" in values else None
    if key is None:
        raise Refusal(call, "it cannot be told to which collection something is added")
    node = values.get("value")
    assert node is not None
    is_alone = not (evaluator.around or evaluator.makes_apart or evaluator.is_repeated((call,)))
    if is_alone and isinstance(node, ast.Name) and node.id in scope:
        _check_named(evaluator, call, node, scope)
        entry = Entry(key, evaluator.graph, evaluator.event(call), scope[node.id].value, scope[node.id], node.id)
        evaluator.collected.setdefault(entry.event, entry)
        return Value(Kind.NOTHING)
    value = evaluator.value(node, scope)
    if value.kind is Kind.VARIABLE and isinstance(node, ast.Call) and not value.variables and not value.layers:
        # what a regularizer gives for a variable
        value = value.of(Kind.TENSOR)
    _check_computed(evaluator, call, node, value, scope)
    if not evaluator.makes_apart:
        evaluator.collected.setdefault(evaluator.event(call), Entry(key, evaluator.graph, evaluator.event(call), value))
    return PYTHON


def _check_named(evaluator: Evaluator, call: ast.Call, node: ast.Name, scope: Scope) -> None:
    binding = scope[node.id]
    if sum(not isinstance(one.ctx, ast.Load) for one in evaluator.program.names.get(node.id, ())) > 1:
        raise Refusal(call, f"`{node.id}`, which is added to a collection, is bound more than once")
    if binding.item is None or binding.item.frame is not None or binding.value.made_of is not None:
        raise Refusal(call, f"it cannot be told what `{node.id}` adds to a collection")


def _check_computed(evaluator: Evaluator, call: ast.Call, node: ast.expr, value: Value, scope: Scope) -> None:
    """Check that what is added can be computed from variables and Python values alone, which a function of its own sees in any run."""
    own = {name for each in walk(node) if isinstance(each, ast.Lambda) for name in parameter_names(each)}
    own |= {name for each in walk(node) if isinstance(each, ast.comprehension) for name in stored_names(each.target)}
    for one in walk(node):
        if not isinstance(one, ast.Name) or one.id in own or one.id not in scope:
            continue
        found = scope[one.id].value
        parent = evaluator.program.parents[one]
        if found.kind is Kind.INSTANCE and isinstance(parent, ast.Attribute):
            found = evaluator.value(parent, scope)
        if found.kind not in (Kind.PYTHON, Kind.VARIABLE) or found.items:
            raise Refusal(call, f"`{one.id}`, which a function or a loop adds to a collection, is computed in each run")
    if value.kind is not Kind.TENSOR or value.layers or value.variables or value.items or value.updates or value.writes:
        raise Refusal(call, "what a function or a loop adds to a collection is not followed")
    function = evaluator.program.function_of(call)
    if function is not None and isinstance(evaluator.program.parents.get(function), ast.ClassDef) and function.name != "__init__":
        raise Refusal(call, "what a method adds to a collection is not followed")


def check_apart(evaluator: Evaluator, call: ast.Call, *keys: str) -> None:
    """Check that nothing was added by hand to collections that functions of TensorFlow add up.

    Raises:
        Refusal: Something was.
    """
    for one in evaluator.collected.values():
        if one.key in keys:
            raise Refusal(call, f"the program itself has added to the collection `{one.key}`, which is added up here")


def collected(evaluator: Evaluator, call: ast.Call, key: str, scope: Scope) -> Value | None:
    """Return what a collection of tensors stands for; None if the program has added nothing to it by now.

    Raises:
        Refusal: It has more in it than is known, or a name stands for something else by now.
    """
    entries = tuple(one for one in evaluator.collected.values() if one.key == key and one.graph is evaluator.graph)
    if call in evaluator.named_in:
        # What is added later is not in it.
        entries = evaluator.named_in[call].entries
    if not entries:
        return None
    if key == "losses" and evaluator.losses:
        raise Refusal(call, "functions of `tf.losses` add to the same collection")
    if "scope" in arguments(call, ("key", "scope")):
        raise Refusal(call, "what a collection has of one scope is asked for")
    found = evaluator.named_in.setdefault(call, Listed(key, entries))
    if found.has_functions:
        _check_functions(evaluator, call, found)
    parts = []
    for one in entries:
        if one.binding is not None:
            if one.name not in scope or scope[one.name].item is not one.binding.item:
                raise Refusal(call, f"`{one.name}`, which is in the collection, is something else by then")
            parts.append(Part(None, ast.copy_location(ast.Name(one.name, ast.Load()), call), one.value))
    functions = evaluator.joined(one.value for one in entries if one.binding is None)
    return functions | evaluator.joined(part.value for part in parts)


def _check_functions(evaluator: Evaluator, call: ast.Call, found: Listed) -> None:
    """Check that a list of functions has the same in it in each run as the collection had where it was asked for.

    Raises:
        Refusal: It may have something else.
    """
    order = [one.binding is None for one in found.entries]
    if order not in (sorted(order), sorted(order, reverse=True)):
        raise Refusal(call, "what functions add to the collection comes between other parts of it")
    if any(one.key == found.key and one.graph is not found.entries[0].graph for one in evaluator.collected.values()):
        raise Refusal(call, "two graphs have a collection of this name")
    if not is_done_once(evaluator.program, call):
        raise Refusal(call, "a collection that functions add to is asked for in a place that may be reached several times")
    for one in found.entries:
        for depth in range(1, len(one.event)) if one.binding is None else ():
            start = one.event[:depth]
            if any(made.event[:depth] != start for made in evaluator.store.under(start).values()):
                raise Refusal(one.event[-1], "a function that adds to a collection shares its variables with another call")


def is_done_once(program: Program, node: ast.AST) -> bool:
    """Whether a program gets to a place once at most, so far as can be told from its text."""
    for around in program.around(node):
        if isinstance(around, (*_LOOPS, ast.Lambda, ast.ClassDef, ast.AsyncFunctionDef)):
            return False
        if isinstance(around, ast.FunctionDef):
            owner = program.parents[around]
            name = owner.name if isinstance(owner, ast.ClassDef) and around.name == "__init__" else around.name
            uses: list[ast.Name | ast.Attribute] = [*program.names.get(name, ()), *program.attributes.get(name, ())]
            if not uses:
                return around.name == "main" and any(program.called(one) == "app.run" for one in walk(program.tree))
            call = program.parents.get(uses[0])
            if len(uses) > 1 or not isinstance(call, ast.Call):
                return False
            return program.called(call) == "app.run" or (call.func is uses[0] and is_done_once(program, call))
    return True


def check_collections(program: Program, evaluator: Evaluator) -> None:
    """Check that all that a program adds to collections, and asks of them, was followed.

    Raises:
        Refusal: Something was not.
    """
    for found in evaluator.named_in.values():
        now = [one for one in evaluator.collected.values() if one.key == found.key]
        if found.has_functions and len(now) > len(found.entries):
            raise Refusal(now[len(found.entries)].event[-1], "something is added to a collection after that was asked for")
    seen = {one.event[-1] for one in evaluator.collected.values()}
    for node in walk(program.tree):
        if program.called(node) == "add_to_collection" and node not in seen:
            raise Refusal(node, "what is added to a collection here is not followed")


# --- how it reads


def list_name(program: Program, key: str) -> str:
    """Return the name of the list that a collection becomes."""
    name = key if key.isidentifier() else "collected"
    taken = set(program.names) | {node.arg for node in program.each(ast.arg)}
    taken |= {node.name for node in program.each((ast.FunctionDef, ast.ClassDef))}
    return next(one for one in (name, f"{name}_collection", *(f"{name}_{number}" for number in range(2, 99))) if one not in taken)


def _write_add(rewriter: Rewriter, call: ast.Call) -> str | None:
    entry = next((one for one in rewriter.collected.values() if one.event[-1] is call), None)
    if entry is None or entry.binding is not None:
        raise Refusal(call, "what is added to a collection here is not followed")
    program = rewriter.program
    node = arguments(call, ("name", "value"))["value"]
    name = list_name(program, entry.key)
    rewriter.define(f"{name} = []")
    bound = _changing(program, call, node)
    kept = f" {', '.join(f'{one}={one}' for one in bound)}" if bound else ""
    return f"{name}.append(lambda{kept}: {rewriter.text(node)})"


def _changing(program: Program, call: ast.Call, node: ast.expr) -> list[str]:
    """Return the names in an expression that may stand for something else later on."""
    function = program.function_of(call)
    around: ast.AST = function or program.tree
    given = parameter_names(function) if function is not None else set()
    loops = [one for one in program.around(call) if isinstance(one, _LOOPS) and (function is None or function in list(program.around(one)))]
    inside = {name for one in loops if isinstance(one, (ast.For, ast.While)) for name in stored_names(one)}
    found = []
    for one in walk(node):
        if isinstance(one, ast.Name) and one.id not in found and program.path(one) is None:
            stores = [
                other
                for other in program.names[one.id]
                if not isinstance(other.ctx, ast.Load) and (program.function_of(other) or program.tree) in (around, program.tree)
            ]
            if one.id in inside or len(stores) + (one.id in given) > 1:
                found.append(one.id)
    return found


def write_listed(rewriter: Rewriter, call: ast.Call) -> str:
    """Return what a collection reads like where it is asked for."""
    found = rewriter.named_in[call]
    names = ", ".join(found.names)
    if not found.has_functions:
        return f"[{names}]"
    name = list_name(rewriter.program, found.key)
    rewriter.define(f"{name} = []")
    single = "loss" if name == "losses" and "loss" not in rewriter.program.names else "one"
    each = f"{single}() for {single} in {name}"
    if not names:
        return f"[{each}]"
    return f"[*({each}), {names}]" if found.entries[0].binding is None else f"[{names}, *({each})]"


KNOWN = {"add_to_collection": Known(_add, _write_add)}
