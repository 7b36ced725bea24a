"""Collections that a program fills with tensors itself: lists of names, where they are asked for."""

from __future__ import annotations

import ast

from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.known.base import Known, arguments
from tensorlift.lift.known.variables import collection_name
from tensorlift.lift.program import Refusal, walk
from tensorlift.lift.values import Kind, Part, Scope, Value


def _add(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    values = arguments(call, ("name", "value"))
    key = collection_name(evaluator, values["name"], scope) if "name" in values else None
    if key is None:
        raise Refusal(call, "it cannot be told to which collection something is added")
    node = values.get("value")
    if evaluator.around or evaluator.makes_apart or evaluator.is_repeated((call,)):
        raise Refusal(call, "what a function or a loop adds to a collection is not followed")
    if not isinstance(node, ast.Name) or node.id not in scope:
        raise Refusal(call, "what is added to a collection has no name of its own")
    binding = scope[node.id]
    stored = [one for one in walk(evaluator.program.tree) if isinstance(one, ast.Name) and one.id == node.id]
    if sum(not isinstance(one.ctx, ast.Load) for one in stored) > 1:
        raise Refusal(call, f"`{node.id}`, which is added to a collection, is bound more than once")
    if binding.item is None or binding.item.frame is not None or binding.value.made_of is not None:
        raise Refusal(call, f"it cannot be told what `{node.id}` adds to a collection")
    evaluator.collected.setdefault(call, (key, evaluator.graph, node.id, binding))
    return Value(Kind.NOTHING)


def collected(evaluator: Evaluator, call: ast.Call, key: str, scope: Scope) -> Value | None:
    """Return what a collection of tensors stands for; None if the program has added nothing to it by now.

    Raises:
        Refusal: It has more in it than is known, or a name stands for something else by now.
    """
    entries = [(name, binding) for one, graph, name, binding in evaluator.collected.values() if one == key and graph is evaluator.graph]
    if call in evaluator.named_in:
        # What is added later is not in it.
        entries = entries[: len(evaluator.named_in[call])]
    if not entries:
        return None
    if key == "losses" and evaluator.losses:
        raise Refusal(call, "functions of `tf.losses` add to the same collection")
    if "scope" in arguments(call, ("key", "scope")):
        raise Refusal(call, "what a collection has of one scope is asked for")
    parts = []
    for name, binding in entries:
        if name not in scope or scope[name].item is not binding.item:
            raise Refusal(call, f"`{name}`, which is in the collection, is something else by then")
        parts.append(Part(None, ast.copy_location(ast.Name(name, ast.Load()), call), binding.value))
    evaluator.named_in[call] = [name for name, _ in entries]
    return evaluator.joined(part.value for part in parts)


KNOWN = {"add_to_collection": Known(_add)}
