"""The averages of batch normalization: which runs move them, and how.

In TensorFlow 1 they moved where a run computed the operations in ``UPDATE_OPS``, or what depends on these. The layers of Keras move them whenever they
train, and average the biased variance of a batch, where fused batch normalization of images averaged the unbiased one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tensorlift.lift.applied import taken_apart, updating
from tensorlift.lift.evaluate import Evaluator, defaults
from tensorlift.lift.frames import Item
from tensorlift.lift.keras_layers import AVERAGES, UPDATING, LayerCall
from tensorlift.lift.modes import uses_of
from tensorlift.lift.program import Program, Refusal, stored_names, walk
from tensorlift.lift.scopes import Made
from tensorlift.lift.steps import Step
from tensorlift.lift.values import Kind

_RANKS = {"Dense": None, "Flatten": 2, "Conv1D": 3, "Conv2D": 4, "Conv3D": 5, "SeparableConv1D": 3, "SeparableConv2D": 4, "Conv2DTranspose": 4,
          "Conv3DTranspose": 5, "MaxPooling1D": 3, "MaxPooling2D": 4, "MaxPooling3D": 5, "AveragePooling1D": 3, "AveragePooling2D": 4,
          "AveragePooling3D": 5}  # fmt: skip
_SAME = ("nn.relu", "nn.relu6", "nn.elu", "nn.selu", "nn.tanh", "nn.sigmoid", "nn.leaky_relu", "nn.softplus", "nn.dropout", "nn.bias_add", "tanh", "sigmoid",
         "identity", "matmul", "nn.softmax", "abs", "exp", "square")  # fmt: skip


UPDATE = "update"
"""The parameter that tells whether averages move."""


@dataclass
class Averages:
    """What becomes of the averages of each layer that keeps some.

    Attributes:
        moving: The calls of layers whose averages some run moves.
        still: The calls of layers that train, and whose averages no run moves.
        waiting: For each function, the calls of layers that train in it and whose averages it leaves alone.
    """

    moving: set[ast.AST] = field(default_factory=set)
    still: set[ast.AST] = field(default_factory=set)
    waiting: dict[Step, set[ast.AST]] = field(default_factory=dict)

    @property
    def interrupted(self) -> set[ast.AST]:
        """The calls of layers whose averages some run moves, and others not."""
        return {call for calls in self.waiting.values() for call in calls} & self.moving


def averages(program: Program, evaluator: Evaluator, steps: Iterable[Step]) -> Averages:
    """Return what becomes of the averages of layers.

    Args:
        program: The program.
        evaluator: Tells what expressions stand for.
        steps: The functions that take the place of runs.

    Raises:
        Refusal: A graph leaves open in which order the averages move.
    """
    found = Averages()
    twice: dict[Made, ast.AST] = {}
    read: set[Made] = set()
    for step in steps:
        times: dict[ast.AST, int] = {}
        trained: list[tuple[ast.AST, Item]] = []
        for item in step.slice:
            for call in dict.fromkeys(item.value.layers):
                layer = updating(program, call)
                if layer is None or layer.training is None:
                    continue
                modes = set(_modes(program, evaluator, layer.training, item, step))
                if modes != {"True"}:
                    read.update(_layers_of(evaluator, call, item))
                if modes == {"False"}:
                    continue
                times[call] = times.get(call, 0) + 1
                trained.append((call, item))
                if (call, item) in step.updates or layer.moves_at_once:
                    found.moving.add(call)
                else:
                    found.waiting.setdefault(step, set()).add(call)
        twice.update(_moved_twice(evaluator, [(one, item) for one, item in trained if one in found.moving]))
        both = [one for one in found.waiting.get(step, ()) if times[one] > 1 and any(other is one for other, _ in step.updates)]
        if both:
            raise Refusal(both[0], "a run updates some averages of a layer, and uses it another time without that")
    for made, again in twice.items():
        # in which order they move shows in nothing where each run that computes the layer trains it
        if made in read or any(part in listed for listed in evaluator.listed.values() for part in made.parts if part.attribute in AVERAGES):
            raise Refusal(again, "the averages of one layer are updated twice in one run, in an order that a graph leaves open")
    found.still = {call for calls in found.waiting.values() for call in calls} - found.moving
    for step, calls in found.waiting.items():
        for one in sorted(calls & found.moving, key=lambda call: getattr(call, "lineno", 0)):
            if not all(_is_told(program, evaluator, one, item) for item in step.slice if one in item.value.layers):
                raise Refusal(one, "one run updates the averages of this layer, and another one that trains it does not")
    return found


def _is_told(program: Program, evaluator: Evaluator, call: ast.AST, item: Item) -> bool:
    """Whether a layer in a statement can be told that its averages are to stay: it is called there, or in a function that is called there itself."""
    function = program.function_of(call)
    if function is item.function:
        return True
    made = [event for event in evaluator.store.events if event[-1] is call]
    names = {node.func.id for node in walk(item.node) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    is_plain = function is not None and evaluator.functions.get(function.name) is function and all(len(event) == 2 for event in made)
    return is_plain and function is not None and function.name in names and UPDATE not in {one.arg for one in function.args.args}


def _layers_of(evaluator: Evaluator, call: ast.AST, item: Item) -> list[Made]:
    """Return the layers that a call makes or shares in a statement: one for each call of the function around it."""
    inside = set(walk(item.node))
    return [made for event, made in evaluator.store.events.items() if event[-1] is call and event[0] in inside]


def _moved_twice(evaluator: Evaluator, trained: list[tuple[ast.AST, Item]]) -> dict[Made, ast.AST]:
    """Return the layers whose averages a run moves twice, and calls that do so.

    Args:
        evaluator: Knows which calls share a layer.
        trained: The calls of layers that train in the run, each with its statement.
    """
    seen: set[Made] = set()
    found: dict[Made, ast.AST] = {}
    for call, item in trained:
        for made in _layers_of(evaluator, call, item):
            if made in seen:
                found[made] = call
            seen.add(made)
    return found


def _modes(program: Program, evaluator: Evaluator, flag: ast.expr, item: Item, step: Step, depth: int = 0) -> Iterator[str]:
    """Yield what a flag may be in a function: ``True``, ``False``, or ``?``."""
    if isinstance(flag, ast.Constant):
        yield str(bool(flag.value))
        return
    inside = program.function_of(flag)
    if any(node is flag for node in walk(item.node)):
        for placeholder, text in step.fixed.items():
            if flag in uses_of(program, evaluator, placeholder, item.node, item.before):
                yield text
                return
        binding = item.before.get(flag.id) if isinstance(flag, ast.Name) else None
        made = binding.item.node if binding is not None and binding.item is not None else None
        if (
            isinstance(made, ast.Assign)
            and isinstance(made.value, ast.Constant)
            and binding is not None
            and binding.value.kind is Kind.PYTHON
        ):
            yield str(bool(made.value.value))
            return
        yield "?"
        return
    names = [one.arg for one in inside.args.args] if inside is not None else []
    if inside is None or not isinstance(flag, ast.Name) or flag.id not in names or depth > 8:
        yield _mode_outside(evaluator, flag, step) if inside is not None and isinstance(flag, ast.Name) else "?"
        return
    calls = [
        node
        for top in _reached(program, evaluator, item)
        for node in walk(top)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == inside.name
    ]
    for call in calls:
        given: dict[str | None, ast.expr] = {**dict(zip(names, call.args)), **{one.arg: one.value for one in call.keywords}}
        value = given.get(flag.id, defaults(inside.args).get(flag.id))
        if value is None or None in given or any(isinstance(one, ast.Starred) for one in call.args):
            yield "?"
        elif flag.id not in given:
            yield str(bool(value.value)) if isinstance(value, ast.Constant) else "?"
        else:
            yield from _modes(program, evaluator, value, item, step, depth + 1)
    if not calls:
        yield "?"


def _mode_outside(evaluator: Evaluator, flag: ast.Name, step: Step) -> str:
    """Return what a flag is that a function takes from the module: ``True``, ``False``, or ``?``."""
    binding = evaluator.module.get(flag.id)
    is_same = binding is not None and len(evaluator.program.changes.get(flag.id, ())) == 1
    return step.fixed.get(binding.value.call, "?") if is_same and binding is not None and binding.value.call is not None else "?"


def _reached(program: Program, evaluator: Evaluator, item: Item) -> list[ast.AST]:
    """Return a statement, and the functions that it calls."""
    found: list[ast.AST] = [item.node]
    for top in found:
        for node in walk(top):
            if isinstance(node, ast.Name) and (function := evaluator.functions.get(node.id)) is not None and function not in found:
                found.append(function)
    return found


def rank_of(program: Program, evaluator: Evaluator, node: ast.expr | None, item: Item | None, depth: int = 0) -> int | None:
    """Return how many dimensions a tensor has; None if that cannot be told."""
    if node is None or depth > 40:
        return None
    if isinstance(node, ast.Name):
        if item is not None and not isinstance(item.node, ast.Assign) and node.id in stored_names(item.node):
            return None
        binding = item.before.get(node.id) if item is not None else None
        made = binding.item if binding is not None else None
        if made is None or not isinstance(made.node, ast.Assign) or len(made.binds) != 1:
            return None
        return rank_of(program, evaluator, made.node.value, made, depth + 1)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and item is not None and item.frame is not None:
        kept = item.frame.attributes.get(node.attr)
        made = (
            kept.item
            if kept is not None and node.value.id in item.before and item.before[node.value.id].value.instance is not None
            else None
        )
        if made is None or not isinstance(made.node, ast.Assign) or len(made.binds) != 1:
            return None
        return rank_of(program, evaluator, made.node.value, made, depth + 1)
    if isinstance(node, ast.BinOp):
        ranks = [rank_of(program, evaluator, one, item, depth + 1) for one in (node.left, node.right)]
        return max(one for one in ranks if one is not None) if None not in ranks else None
    if not isinstance(node, ast.Call):
        return None
    values = {one.arg: one.value for one in node.keywords}
    symbol = program.called(node)
    if symbol == "placeholder":
        shape = node.args[1] if len(node.args) > 1 else values.get("shape")
        return len(shape.elts) if isinstance(shape, (ast.List, ast.Tuple)) else None
    if symbol == "reshape":
        shape = node.args[1] if len(node.args) > 1 else values.get("shape")
        return len(shape.elts) if isinstance(shape, (ast.List, ast.Tuple)) else None
    if symbol == "nn.conv2d" or (symbol or "").startswith(("nn.max_pool", "nn.avg_pool")):
        return 4 if symbol in ("nn.conv2d", "nn.max_pool", "nn.avg_pool", "nn.max_pool2d", "nn.avg_pool2d") else None
    if symbol in _SAME:
        return rank_of(program, evaluator, node.args[0], item, depth + 1) if node.args else None
    layer = taken_apart(program, node)
    if layer is None:
        return None
    if _RANKS.get(layer.made) is not None:
        return _RANKS[layer.made]
    return rank_of(program, evaluator, layer.inputs, item, depth + 1)


def variance_of(layer: LayerCall, rank: int | None) -> str | None:
    """Return for which inputs a layer averages the unbiased variance.

    Returns:
        ``rows``, ``images``, or ``unknown`` where it does so for images and the inputs may be some; None if it never does.

    Raises:
        Refusal: It cannot be told.
    """
    if layer.unbiased == "contrib":
        # rows were handled as images there
        if rank is None:
            raise Refusal(layer.inputs or 1, "it cannot be told how many dimensions there are in what is normalized")
        return "rows" if rank == 2 else "images" if rank == 4 else None
    if not layer.unbiased or rank not in (4, None):
        return None
    return "images" if rank == 4 else "unknown"


def layer_class(tf: str, name: str, unbiased: set[str], *, waits: bool) -> list[str]:
    """Return the class of the layers that Keras has not: which average the unbiased variance, or do not always average.

    Args:
        tf: The name of TensorFlow.
        name: The name of the class.
        unbiased: For which inputs, as :func:`variance_of` tells.
        waits: Some calls leave the averages alone.

    Raises:
        Refusal: One class does not do for all.
    """
    needed, others = unbiased & {"rows", "images", "unknown"}, unbiased & {"other rows", "other images"}
    if needed and ("other images" in others or ("rows" in needed and (others or "unknown" in needed))):
        raise Refusal(1, "batch normalization averages variances in different ways in one program")
    what = "averages unbiased variances, as fused batch normalization does" if needed else "may leave its averages alone"
    lines = [f"class {name}({tf}.keras.layers.{UPDATING}):", f'    """Batch normalization that {what}."""', ""]
    lines.append(f"    def call(self, inputs, training=False{', update=True' if waits else ''}):")
    if waits:
        lines += [
            "        if training and not update:",
            f"            mean, variance = {tf}.nn.moments(inputs, list(range(len(inputs.shape) - 1)))",
            f"            return {tf}.nn.batch_normalization(inputs, mean, variance, self.beta, self.gamma, self.epsilon)",
        ]
    if not needed:
        return [*lines, "        return super().call(inputs, training=training)"]
    test = "training and len(inputs.shape) == 4" if "unknown" in needed or others else "training"
    axes = "list(range(len(inputs.shape) - 1))" if "rows" in needed else "[0, 1, 2]"
    return [
        *lines,
        "        outputs = super().call(inputs, training=training)",
        f"        if {test}:",
        f"            size = {tf}.cast({tf}.size(inputs) / inputs.shape[-1], inputs.dtype)",
        f"            variance = {tf}.math.reduce_variance(inputs, {axes})",
        "            self.moving_variance.assign_add((1 - self.momentum) * variance / (size - 1))",
        "        return outputs",
    ]
