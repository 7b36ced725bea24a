"""What tensors, variables and the default graph have in graphs only, in code that runs eagerly."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rules.attributes import attribute_nodes, attribute_pattern, call_of
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, make_finding
from tensorlift.rules.regions import runs_eagerly, runs_untraced
from tensorlift.rules.values import Values

RULE = Rule(
    code="TL414",
    slug="graph-attribute",
    title="Tensors and variables have it in graphs only",
    summary=(
        "Where code runs eagerly, a tensor is its value: `.eval()` raises `NotImplementedError`, and `.op`, `.graph`, `.name` and "
        "`.consumers()` raise as well. A variable has its value from the start, so its `initializer` is `None`, `initialized_value()` and "
        "`initial_value` raise; `load` is called `assign`. `tf.group()` and `tf.no_op()` return `None`, and the default graph is empty. Tensors "
        "are known by the TensorFlow function that made them; where that cannot be seen nothing is reported."
    ),
    guide=f"{GUIDE}/tf1_vs_tf2",
    examples=(
        Example(
            "import tensorflow as tf\n\nwith tf.GradientTape() as tape:\n    loss = tf.reduce_sum(model(x))\nprint(loss.eval())\n",
            "import tensorflow as tf\n\nwith tf.GradientTape() as tape:\n    loss = tf.reduce_sum(model(x))\nprint(loss.numpy())\n",
        ),
        Example(
            "import tensorflow as tf\n\nwith tf.GradientTape() as tape:\n    w = tf.Variable(1.0)\nv = tf.Variable(w.initialized_value())\n",
            "import tensorflow as tf\n\nwith tf.GradientTape() as tape:\n    w = tf.Variable(1.0)\nv = tf.Variable(w)\n",
        ),
        Example("import tensorflow as tf\n\nwith tf.GradientTape() as tape:\n    loss = model(x)\nprint(loss.eval())\n"),
    ),
)

_EVAL, _RUN, _NUMPY = "eval", "run", "Use numpy()"
_OF_VARIABLES = ("initializer", "initialized_value", "initial_value", "load")
_OF_TENSORS = frozenset({"op", "graph", "name", "consumers"})
_OF_GRAPHS = frozenset({"get_tensor_by_name", "get_operation_by_name", "get_operations"})
_NAMES = (_EVAL, _RUN, *_OF_VARIABLES, *_OF_TENSORS, *_OF_GRAPHS)
_WORDS = attribute_pattern(_NAMES)
_NOTHING = re.compile(r"tf\.(group|no_op)\(\)")
_DEFAULT = re.compile(r"tf\.get_default_graph\(\)")

_Fix = tuple[str, Safety, tuple[Edit, ...]]


@looks_for(words=_NAMES)
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each attribute that fails, or means nothing, where code runs eagerly."""
    if not context.is_eager:
        return
    values = Values(context)
    for name, attribute, owner in attribute_nodes(context, _WORDS):
        paths = values.paths(owner)
        if not paths or not runs_eagerly(context, values, attribute):
            continue
        call = call_of(attribute)
        is_tensor, is_variable = values.is_a(owner, "tensor"), values.is_a(owner, "variable")
        start, end = attribute.end_byte - len(name), attribute.end_byte
        behind = attribute.parent.end_byte if call is not None and attribute.parent is not None else end
        severity = Severity.ERROR
        fix: _Fix | None = None
        if name == _EVAL and call is not None and (is_tensor or is_variable):
            message = f"A {'tensor' if is_tensor else 'variable'} has no eval where code runs eagerly: read its value with numpy()."
            if all(one.name == "session" for one in call.arguments):
                fix = (_NUMPY, Safety.REVIEW, (Edit(start, behind, "numpy()"),))
        elif name == _RUN and call is not None and all(_NOTHING.fullmatch(path) for path in paths):
            message = (
                f"{min(paths)[:-2]} returns None where code runs eagerly, which has no run: its parts have run already, so leave it out."
            )
        elif name == "initializer" and is_variable and call is None:
            severity = Severity.WARNING
            message = "The initializer of a variable is None where code runs eagerly: it has its value from the start."
        elif name == "initialized_value" and is_variable and call is not None:
            message = "Calling initialized_value raises NotImplementedError where code runs eagerly: the variable itself has the value."
            if not call.arguments:
                fix = ("Read the variable", Safety.REVIEW, (Edit(owner.end_byte, behind, ""),))
        elif name == "initial_value" and is_variable and call is None:
            message = "Reading initial_value raises RuntimeError where code runs eagerly: keep the value yourself, or read the variable."
        elif name == "load" and is_variable and call is not None:
            severity = Severity.INFORMATION
            message = "Variable.load is the old name of assign, which takes no session."
            given = call.arguments
            if (
                given
                and not any(one.star for one in given)
                and (len(given) == 1 or (len(given) == 2 and given[1].kind in ("identifier", "none")))
            ):
                edits = [Edit(start, end, "assign")]
                if len(given) == 2:
                    edits.append(Edit(given[0].end, given[1].end, ""))
                fix = ("Use assign", Safety.SAFE, tuple(edits))
        elif name in _OF_TENSORS and (is_tensor or (is_variable and name in ("op", "graph"))) and runs_untraced(context, values, attribute):
            message = f"A {'tensor' if is_tensor else 'variable'} has no {name} where code runs eagerly and raises: there is no graph it is part of."
        elif name in _OF_GRAPHS and all(_DEFAULT.fullmatch(path) for path in paths) and runs_untraced(context, values, attribute):
            message = (
                "The default graph is empty where code runs eagerly, so nothing is found in it: keep the tensor in a variable of Python."
            )
        else:
            continue
        yield make_finding(RULE, severity, message, start, end, None, fix, deprecated=False)
