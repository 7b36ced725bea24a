"""Steps of optimizers that fail, or do not move what they moved in TensorFlow 1."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Edit, Finding, Level, Safety, Severity
from tensorlift.rewrite.calls import remove_argument
from tensorlift.rules.attributes import attribute_pattern
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, FileContext, make_finding
from tensorlift.rules.entries import Entry, Table
from tensorlift.rules.regions import runs_eagerly
from tensorlift.rules.values import Values
from tensorlift.source.facts import Argument, Call, read_call

RULE = Rule(
    code="TL438",
    slug="optimizer-step",
    title="An optimizer's step fails or moves something else",
    summary=(
        "In eager code `minimize` and `compute_gradients` of an optimizer of `tf.train` want a function that computes the loss, not a "
        "tensor. `apply_gradients` of Keras takes neither `global_step`, which Keras 2 ignores without a word, nor, with Keras 3, `name`. "
        "The optimizers of `tf.train` do not work on the variables of Keras 3, and one optimizer of Keras cannot serve two sets of "
        "variables. `ExponentialMovingAverage.apply()` without variables does nothing in eager code."
    ),
    guide=f"{GUIDE}/metrics_optimizers",
    examples=(
        Example(
            "import tensorflow as tf\nopt = tf.keras.optimizers.SGD(0.1)\nopt.apply_gradients(pairs, global_step=step)\n",
            "import tensorflow as tf\nopt = tf.keras.optimizers.SGD(0.1)\nopt.apply_gradients(pairs)\nstep.assign_add(1)\n",
        ),
        Example(
            "import tensorflow as tf\ntf.enable_eager_execution()\nopt = tf.train.AdamOptimizer()\nloss = tf.reduce_mean(x)\nopt.minimize(loss)\n"
        ),
        Example("import tensorflow as tf\nopt = tf.keras.optimizers.SGD(0.1)\nopt.apply_gradients(pairs)\n"),
    ),
)

_ENTRIES = (
    Entry(
        "keras-optimizer:apply_gradients",
        "In Keras 3 apply_gradients has no argument name.",
        argument="name", position=1, value=r"""None|[fru]?['"].*""", keras=3, edit="drop", title="Leave it out",
    ),
    Entry(
        "keras-optimizer:apply_gradients",
        "In Keras 3 apply_gradients has no {argument}: it sums the gradients of all replicas. To apply them as they are, call apply.",
        argument="experimental_aggregate_gradients skip_gradients_aggregation", keras=3,
    ),
    Entry(
        "v1-optimizer:minimize v1-optimizer:compute_gradients",
        "The argument colocate_gradients_with_ops has no meaning outside of tf.compat.v1; leave it out.",
        Severity.INFORMATION, argument="colocate_gradients_with_ops", position=5, level=Level.NATIVE, edit="drop", title="Leave it out",
    ),
)  # fmt: skip
_TABLE = Table(RULE, _ENTRIES)
_STEPS = ("minimize", "compute_gradients", "apply_gradients", "apply")
_STEP = attribute_pattern(_STEPS, called=True)
_MODELS_OWN = re.compile(r"([A-Za-z_][\w.]*)\.(trainable_variables|trainable_weights|variables|weights)")


@looks_for(_TABLE.subject, words=_STEPS)
def check(context: Context) -> Iterator[Finding]:
    """Yield the findings of the table and of the steps of optimizers and moving averages."""
    yield from _TABLE.findings(context)
    values: Values | None = None
    sets: dict[tuple[str, int], dict[str, Node]] = {}
    for match in _STEP.finditer(context.data):
        node = context.root.descendant_for_byte_range(match.start(1), match.end(1))
        attribute = node.parent if node is not None else None
        if attribute is None or attribute.type != "attribute" or attribute.child_by_field_name("attribute") != node:
            continue
        owner, called = attribute.child_by_field_name("object"), attribute.parent
        arguments = called.child_by_field_name("arguments") if called is not None and called.type == "call" else None
        if owner is None or called is None or arguments is None or called.child_by_field_name("function") != attribute:
            continue
        values = values or Values(context)
        call, method = read_call(arguments), match[1].decode()
        place = (match.start(1), match.end(1))
        if values.is_a(owner, "keras-optimizer"):
            if method == "apply_gradients":
                yield from _global_step(context, called, call)
            if method in ("apply_gradients", "minimize"):
                yield from _second_set(context, owner, call, place, sets)
        elif values.is_a(owner, "v1-optimizer"):
            yield from _of_v1(context, values, owner, method, call, place)
        elif method == "apply" and not call.arguments and values.is_a(owner, "ema") and runs_eagerly(context, values, attribute):
            message = "In eager code apply() without variables does nothing, as there is no collection of them; give it the list."
            yield make_finding(RULE, Severity.WARNING, message, *place, "tf.train.ExponentialMovingAverage.apply", deprecated=False)


def _global_step(context: Context, called: Node, call: Call) -> Iterator[Finding]:
    step = next((one for one in call.arguments if one.name == "global_step"), None)
    if step is None:
        return
    text = context.slice(step.value_start, step.value_end)
    removal = tuple(remove_argument(context.data, call, step))
    if text == "None":
        if context.settings.keras_version == 3:
            message = "In Keras 3 apply_gradients has no argument global_step."
            left_out = ("Leave it out", Safety.SAFE, removal)
            yield make_finding(RULE, Severity.ERROR, message, step.start, step.end, None, left_out, deprecated=False)
        return
    if context.settings.keras_version == 3:
        severity, message = Severity.ERROR, "In Keras 3 apply_gradients has no argument global_step"
    else:
        severity, message = Severity.WARNING, "Keras 2 ignores global_step, so the step stays as it is"
    message += ": count the step yourself, or read iterations of the optimizer."
    fix = None
    statement = called.parent
    if statement is not None and statement.type == "expression_statement" and re.fullmatch(r"[\w.]+(\(\))?", text):
        line = context.data.rfind(b"\n", 0, statement.start_byte) + 1
        indent = context.data[line : statement.start_byte]
        following = context.data[statement.end_byte :].split(b"\n", 1)[0].strip()
        if not indent.strip() and not following:
            counted = Edit(statement.end_byte, statement.end_byte, f"{context.line_end}{indent.decode()}{text}.assign_add(1)")
            fix = ("Count the step behind it", Safety.REVIEW, (*removal, counted))
    yield make_finding(RULE, severity, message, step.start, step.end, None, fix, deprecated=False)


def _second_set(
    context: Context, owner: Node, call: Call, place: tuple[int, int], sets: dict[tuple[str, int], dict[str, Node]]
) -> Iterator[Finding]:
    """One optimizer of Keras that steps on the variables of two models in the same function."""
    whose = _whose(context, call)
    if whose is None:
        return
    function: Node | None = owner
    while function is not None and function.type not in ("function_definition", "module", "if_statement", "elif_clause", "else_clause"):
        function = function.parent
    text = (owner.text or b"").decode()
    seen = sets.setdefault((text, function.id if function is not None else 0), {})
    if seen and whose not in seen and not context.ask((b"build",), _builds, text):
        message = (
            f"The optimizer {text} already steps on other variables, and one of Keras works only on those that it began with: make one for "
            f"each model, or call {text}.build with all variables first."
        )
        yield make_finding(RULE, Severity.ERROR, message, *place, None, deprecated=False)
    seen.setdefault(whose, owner)


def _whose(context: Context, call: Call) -> str | None:
    """Return the model whose variables a step is about."""
    variables = next((one for one in call.arguments if one.name == "var_list"), None)
    text = context.slice(variables.value_start, variables.value_end) if variables is not None else ""
    if variables is None and call.arguments:
        first = context.slice(call.arguments[0].value_start, call.arguments[0].value_end)
        pair = re.fullmatch(r"zip\((.+),\s*([\w.]+)\s*\)", first, re.DOTALL)
        text = pair[2] if pair is not None else ""
    match = _MODELS_OWN.fullmatch(text)
    return match[1] if match is not None else None


def _builds(file: FileContext, optimizer: str) -> bool:
    wanted = re.compile(re.escape(optimizer.encode()) + rb"\s*\.\s*build\b")
    return any(wanted.search(chunk.data) is not None for chunk in file.document.chunks)


def _of_v1(
    context: Context, values: Values, owner: Node, method: str, call: Call, place: tuple[int, int]
) -> Iterator[Finding]:  # fmt: skip
    first = call.arguments[0] if call.arguments and not call.arguments[0].star else None
    eagerly = runs_eagerly(context, values, owner)
    if method in ("minimize", "compute_gradients"):
        loss = next((one for one in call.arguments if one.name == "loss"), None) or (first if first and first.name is None else None)
        variables = next((one for one in call.arguments if one.name == "var_list"), None)
        if variables is not None and _is_of_model(context, values, variables) and context.settings.keras_version == 3:
            message = f"The {method} of tf.train does not work on variables of Keras 3; use an optimizer of tf.keras.optimizers and tf.GradientTape."
            yield make_finding(RULE, Severity.ERROR, message, variables.start, variables.end, None, deprecated=False)
        elif loss is not None and eagerly and _is_tensor(context, values, loss):
            message = (
                f"In eager code {method} takes a function that computes the loss, not a tensor: compute the gradients with tf.GradientTape "
                "and give them to apply_gradients."
            )
            yield make_finding(RULE, Severity.ERROR, message, *place, None, deprecated=False)
    elif method == "apply_gradients" and eagerly and context.settings.keras_version == 3 and first is not None:
        whose = _whose(context, call)
        paths = values.paths(owner)
        if whose is not None and not any(path.endswith("GradientDescentOptimizer()") for path in paths):
            node = context.root.descendant_for_byte_range(first.value_start, first.value_end)
            model = _named(node, whose) if node is not None else None
            if model is not None and values.is_a(model, "model"):
                message = "The optimizers of tf.train do not work on variables of Keras 3; use one of tf.keras.optimizers."
                yield make_finding(RULE, Severity.ERROR, message, *place, None, deprecated=False)


def _is_of_model(context: Context, values: Values, argument: Argument) -> bool:
    match = _MODELS_OWN.fullmatch(context.slice(argument.value_start, argument.value_end))
    node = context.root.descendant_for_byte_range(argument.value_start, argument.value_end)
    owner = node.child_by_field_name("object") if node is not None and node.type == "attribute" else None
    return match is not None and (values.is_a(owner, "model") or values.is_a(owner, "layer"))


def _is_tensor(context: Context, values: Values, argument: Argument) -> bool:
    node = context.root.descendant_for_byte_range(argument.value_start, argument.value_end)
    return node is not None and (node.type == "binary_operator" or values.is_a(node, "tensor"))


def _named(node: Node, text: str) -> Node | None:
    """Return the expression of this text inside of another one."""
    pending = [node]
    while pending:
        one = pending.pop()
        if one.type in ("identifier", "attribute") and one.text == text.encode():
            return one
        pending.extend(one.named_children)
    return None
