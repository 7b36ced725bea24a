"""Functions of tf.keras.backend that Keras 3 answers otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, make_finding
from tensorlift.rules.place import Place
from tensorlift.source.facts import Argument, Call

RULE = Rule(
    code="TL433",
    slug="keras-backend",
    title="tf.keras.backend cannot set variables of Keras 3",
    summary=(
        "`K.set_value` raises `AttributeError: 'str' object has no attribute 'name'` for the variables of Keras 3, the learning rate of an "
        "optimizer among them; assign to `learning_rate` instead. `optimizer.lr` is gone, so `K.get_value(optimizer.lr)` fails as well. "
        "With Keras 2 both work and are not reported."
    ),
    guide=f"{GUIDE}/metrics_optimizers",
    examples=(
        Example(
            "from tensorflow.keras import backend as K\nK.set_value(model.optimizer.lr, 0.01)\n",
            "from tensorflow.keras import backend as K\nmodel.optimizer.learning_rate = 0.01\n",
        ),
        Example(
            "from tensorflow.keras import backend as K\nrate = K.get_value(model.optimizer.lr)\n",
            "from tensorflow.keras import backend as K\nrate = K.get_value(model.optimizer.learning_rate)\n",
        ),
    ),
)

_RATE = re.compile(r"([A-Za-z_][\w.\[\]]*)\.(lr|learning_rate)")
_OPTIMIZER = re.compile(r"(?i)(^|.*[._])(optimi[sz]er|opt|optim)\d?")
_VARIABLE = re.compile(
    r"[A-Za-z_][\w.\[\]]*\.(iterations|kernel|bias|weights\[-?\w+\]|trainable_weights\[-?\w+\]|trainable_variables\[-?\w+\])"
)


@looks_for(names=("tf.keras.backend",))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each ``set_value`` of a variable of Keras, and each ``get_value`` or ``eval`` of ``lr``."""
    if context.settings.keras_version != 3:
        return
    for use, name, _ in context.named_uses:
        last = name.removeprefix("tf.keras.backend.")
        if last not in ("set_value", "get_value", "eval") or last == name:
            continue
        place = Place(context, use, name, len(name.split(".")))
        first = place.call.arguments[0] if place.call is not None and place.call.arguments else None
        if place.call is None or first is None or first.star:
            continue
        text = context.slice(first.value_start, first.value_end)
        rate = _RATE.fullmatch(text)
        if rate is not None and _OPTIMIZER.fullmatch(rate[1]) is None:
            continue
        if last == "set_value":
            if rate is not None:
                yield _set(context, place, place.call, f"{rate[1]}.learning_rate")
            elif _VARIABLE.fullmatch(text) is not None:
                message = f"{name} raises AttributeError for variables of Keras 3; call {text}.assign(...)."
                yield make_finding(RULE, Severity.ERROR, message, place.start, place.end, name, deprecated=False)
        elif rate is not None and rate[2] == "lr":
            message = "The optimizers of Keras 3 have no lr; it is called learning_rate."
            fix = ("Use learning_rate", Safety.SAFE, (Edit(first.value_end - 2, first.value_end, "learning_rate"),))
            yield make_finding(RULE, Severity.ERROR, message, first.value_start, first.value_end, name, fix, deprecated=False)


def _set(context: Context, place: Place, call: Call, target: str) -> Finding:
    message = f"tf.keras.backend.set_value raises AttributeError for variables of Keras 3; write {target} = value."
    value = call.arguments[1] if len(call.arguments) == 2 and not call.arguments[1].star else None
    statement = context.root.descendant_for_byte_range(place.start, call.end)
    fix = None
    if value is not None and _stands_alone(statement) and _is_plain(context, call, value):
        text = context.slice(value.value_start, value.value_end)
        fix = ("Assign to learning_rate", Safety.SAFE, (Edit(place.start, call.end, f"{target} = {text}"),))
    return make_finding(RULE, Severity.ERROR, message, place.start, place.end, "tf.keras.backend.set_value", fix, deprecated=False)


def _stands_alone(call: Node | None) -> bool:
    return call is not None and call.parent is not None and call.parent.type == "expression_statement"


def _is_plain(context: Context, call: Call, value: Argument) -> bool:
    """Whether the value can stand without the parentheses of the call around it, and no comment is lost."""
    inside = context.data[call.start : call.end]
    own = context.data[value.value_start : value.value_end]
    return b"#" not in inside and (b"\n" not in own or own.endswith(b")")) and not own.startswith((b"yield", b"lambda"))
