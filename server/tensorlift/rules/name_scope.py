"""tf.name_scope with the arguments of TensorFlow 1."""

from __future__ import annotations

from collections.abc import Iterator

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, api_name, make_finding
from tensorlift.source.facts import Argument

RULE = Rule(
    code="TL202",
    slug="name-scope",
    title="tf.name_scope takes one argument in TensorFlow 2",
    summary=(
        "`tf.name_scope(name, default_name, values)` raises `TypeError`. With literals it is clear which name wins, so the fix writes just "
        "that name; otherwise `tf.compat.v1.name_scope` keeps the choice. `tf.name_scope(name)` is left as it is."
    ),
    guide=f"{GUIDE}/upgrade",
    examples=(
        Example(
            "import tensorflow as tf\nwith tf.name_scope(None, 'loss', [x]):\n    pass\n",
            "import tensorflow as tf\nwith tf.name_scope('loss'):\n    pass\n",
        ),
        Example(
            "import tensorflow as tf\nwith tf.name_scope(name, 'loss', [x]) as scope:\n    pass\n",
            "import tensorflow as tf\nwith tf.compat.v1.name_scope(name, 'loss', [x]) as scope:\n    pass\n",
        ),
        Example("import tensorflow as tf\nwith tf.name_scope('loss'):\n    pass\n"),
    ),
)


def _may_be_none(context: Context, name: Argument) -> bool:
    """Whether a scope's name is None, or a parameter of the function around with the default None."""
    if name.kind != "identifier":
        return name.text == "None"
    node = context.root.named_descendant_for_byte_range(name.value_start, name.value_end)
    while node is not None:
        if node.type == "function_definition":
            parameters = node.child_by_field_name("parameters")
            for parameter in parameters.named_children if parameters is not None else ():
                value, own = parameter.child_by_field_name("value"), parameter.child_by_field_name("name")
                if value is not None and own is not None and own.text == name.text.encode():
                    return value.text == b"None"
        node = node.parent
    return False


_NAMES = ("name", "default_name", "values")


@looks_for(names=("tf.name_scope",))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each ``tf.name_scope`` call with more than a name."""
    for use in context.uses:
        if use.guarded or use.ambiguous or api_name(use.qualified) != ("tf.name_scope", "tf") or not use.attributes:
            continue
        count = len(use.attributes)
        trailers = use.reference.trailers
        call = trailers[count].call if len(trailers) > count else None
        if call is None or any(argument.star for argument in call.arguments):
            continue
        given = {argument.name or _NAMES[min(index, 2)]: argument for index, argument in enumerate(call.arguments)}
        if set(given) <= {"name"} and not ("name" in given and _may_be_none(context, given["name"])):
            continue
        start, end = use.reference.start, trailers[count - 1].end
        winner = given.get("name")
        if winner is None or winner.text == "None":
            winner = given.get("default_name")
        data = context.data
        arguments = (call.start + 1, call.end - 1)
        if winner is not None and winner.kind == "string" and b"#" not in data[arguments[0] : arguments[1]]:
            value = context.slice(winner.value_start, winner.value_end)
            fix = ("Keep the name only", Safety.SAFE, (Edit(*arguments, value),))
            message = f"tf.name_scope takes one argument in TensorFlow 2; here the name is {value}."
        else:
            if use.path != "tensorflow":
                continue
            target = f"{use.reference.name}.compat.v1.name_scope"
            fix = ("Use tf.compat.v1.name_scope", Safety.SAFE, (Edit(start, end, target),))
            message = (
                "tf.name_scope takes one argument in TensorFlow 2; tf.compat.v1.name_scope still chooses between name and default_name."
            )
        yield make_finding(RULE, Severity.ERROR, message, start, end, "tf.name_scope", fix, deprecated=False)
