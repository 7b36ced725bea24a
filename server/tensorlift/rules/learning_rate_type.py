"""Learning rates that the optimizers of Keras do not take, or take otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rewrite.calls import CannotRewriteError
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, api_name, make_finding
from tensorlift.rules.keras3_argument import OPTIMIZERS
from tensorlift.rules.keras_training import SCHEDULES, to_keras
from tensorlift.rules.place import Place
from tensorlift.rules.values import Values, is_a
from tensorlift.source.facts import Argument

RULE = Rule(
    code="TL435",
    slug="learning-rate-type",
    title="Keras does not take this as learning rate",
    summary=(
        "The learning rate of an optimizer of Keras 3 is a float, a schedule of `tf.keras.optimizers.schedules` or a function of no "
        "arguments; an integer, a tensor, a variable or a placeholder raises `ValueError`. Keras 2 takes them, but calls a function only "
        "once. What `tf.train.exponential_decay` and its like give becomes the schedule of the same numbers, which counts the steps of the "
        "optimizer instead of a global step."
    ),
    guide=f"{GUIDE}/metrics_optimizers",
    examples=(
        Example(
            "import tensorflow as tf\nopt = tf.keras.optimizers.SGD(1)\n",
            "import tensorflow as tf\nopt = tf.keras.optimizers.SGD(1.0)\n",
        ),
        Example(
            "import tensorflow as tf\nopt = tf.keras.optimizers.SGD(tf.train.exponential_decay(0.1, step, 100, 0.9))\n",
            "import tensorflow as tf\nopt = tf.keras.optimizers.SGD(tf.keras.optimizers.schedules.ExponentialDecay(0.1, 100, 0.9))\n",
        ),
        Example("import tensorflow as tf\nopt = tf.keras.optimizers.SGD(tf.constant(0.1))\n"),
    ),
)

_NAMES = frozenset(OPTIMIZERS.split())
_TAKEN = "Keras 3 takes a float, a schedule or a function as learning rate"


@looks_for(names=_NAMES)
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each learning rate of an optimizer of Keras that is not what it takes."""
    for use, name, api in context.named_uses:
        if name not in _NAMES:
            continue
        call = Place(context, use, name, len(name.split("."))).call
        if call is None:
            continue
        rate = next((one for one in call.arguments if one.name in ("learning_rate", "lr")), None)
        if rate is None and call.arguments and call.arguments[0].name is None and not call.arguments[0].star:
            rate = call.arguments[0]
        if rate is not None and (api == "tf" or context.settings.keras_version == 3):
            found = _judge(context, name, rate)
            if found is not None:
                yield found


def _judge(context: Context, name: str, rate: Argument) -> Finding | None:
    three = context.settings.keras_version == 3
    where = (rate.value_start, rate.value_end)
    if rate.kind == "integer":
        if not three or not rate.text.isdigit():
            return None
        fix = ("Write a float", Safety.SAFE, (Edit(*where, f"{rate.text}.0"),))
        return make_finding(RULE, Severity.ERROR, f"{_TAKEN}, not the integer {rate.text}.", *where, name, fix, deprecated=False)
    if rate.kind == "lambda":
        if three:
            return None
        message = "Keras 2 calls this function once and keeps its first value; use a schedule of tf.keras.optimizers.schedules."
        return make_finding(RULE, Severity.WARNING, message, *where, name, deprecated=False)
    found = _decay(context, name, rate)
    if found is not None:
        return found
    node = context.root.descendant_for_byte_range(*where)
    paths = Values(context).paths(node) if node is not None else frozenset()
    decays = {path.removesuffix("()") for path in paths}
    if decays and decays <= set(SCHEDULES):
        decay = min(decays)
        message = (
            f"The result of {decay} counts a global step that Keras does not move; give the optimizer {SCHEDULES[decay].to}, which counts "
            "its steps."
        )
        return make_finding(RULE, Severity.WARNING, message, *where, name, deprecated=False)
    if three and (is_a(paths, "tensor") or is_a(paths, "variable")):
        kind = "tensor" if is_a(paths, "tensor") else "variable"
        message = f"{_TAKEN}, not a {kind}. To change it later, assign to learning_rate of the optimizer."
        return make_finding(RULE, Severity.ERROR, message, *where, name, deprecated=False)
    return None


def _decay(context: Context, name: str, rate: Argument) -> Finding | None:
    """The learning rate is a call of ``tf.train.exponential_decay`` or its like."""
    for use in context.uses:
        decay, _api = api_name(use.qualified)
        if use.reference.start != rate.value_start or decay not in SCHEDULES:
            continue
        place = Place(context, use, decay, len(decay.split(".")))
        if place.call is None or place.call.end != rate.value_end:
            return None
        message = (
            f"The result of {decay} counts a global step that Keras does not move; {SCHEDULES[decay].to} has the same values and counts the "
            "steps of the optimizer."
        )
        try:
            fix = (f"Use {SCHEDULES[decay].to}", Safety.REVIEW, to_keras(context, place, SCHEDULES[decay]))
        except CannotRewriteError:
            fix = None
        return make_finding(RULE, Severity.WARNING, message, place.start, place.end, name, fix)
    return None
