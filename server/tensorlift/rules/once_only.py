"""Python that runs once where TensorFlow 1 would have run a graph again, and Python that runs again where it would have run once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Finding, Level, Severity
from tensorlift.rules.base import GUIDE, Example, Rule
from tensorlift.rules.context import Context, FileContext, make_finding
from tensorlift.rules.regions import in_function, is_traced, runs_eagerly
from tensorlift.rules.values import Values
from tensorlift.source.facts import Call, is_guarded

RULE = Rule(
    code="TL415",
    slug="once-only",
    title="It happens once, or each time, other than in a graph",
    summary=(
        "The body of a `tf.function` runs once for each trace: variables and layers that are made there raise `ValueError`, random numbers of "
        "NumPy and times of the clock are frozen, tensors that are kept cannot be used outside. Code that runs eagerly runs each time: a list "
        "that a model function appends to grows with each step. A tensor that is computed once in eager code, such as a random tensor or a "
        "learning rate, stays as it is."
    ),
    guide=f"{GUIDE}/tf1_vs_tf2",
    examples=(
        Example("import tensorflow as tf\n\n\n@tf.function\ndef step(x):\n    w = tf.Variable(1.0)\n    return x * w\n"),
        Example("import numpy as np\nimport tensorflow as tf\n\n\n@tf.function\ndef step(x):\n    return x + np.random.rand()\n"),
        Example(
            "import tensorflow as tf\n\n\nclass Step(tf.Module):\n    def __init__(self):\n        self.w = None\n\n    @tf.function\n"
            "    def __call__(self, x):\n        if self.w is None:\n            self.w = tf.Variable(1.0)\n        return x * self.w\n"
        ),
    ),
)

_WEIGHTED = re.compile(
    r"tf\.keras\.layers\.(Dense|EinsumDense|Embedding|Conv\w+|SeparableConv\w+|DepthwiseConv\w+|LSTM|GRU|SimpleRNN|ConvLSTM\w+|"
    r"BatchNormalization|LayerNormalization|GroupNormalization|PReLU|MultiHeadAttention)"
)
# TensorFlow 1 names only: a program that has them meant a tensor that is drawn anew in each run.
_RANDOM = re.compile(r"tf\.(random_(normal|uniform|gamma|poisson|shuffle|crop)|truncated_normal|multinomial)")
_OPTIMIZER = re.compile(r"tf\.(train\.\w+Optimizer|(keras\.)?optimizers\.[A-Z]\w*)")
_STEP = re.compile(r"tf\.train\.(get_or_create_|get_|create_)global_step\(\)")
_FROZEN = re.compile(
    rb"(?<![\w.])(?:(np|numpy)\.random\.(?!seed\b|default_rng\b|RandomState\b)\w+|(time)\.(?:time|perf_counter|monotonic)|"
    rb"(random)\.(?:random|uniform|randint|randrange|choice|shuffle|sample|gauss))\s*\("
)
_APPEND = re.compile(rb"(?<![\w.])(\w+)\s*\.\s*append\s*\(")
_KEPT = re.compile(rb"(?:\bself\s*\.\s*(\w+)|(?<![\w.])(\w+))\s*(\[[^\]\n]*\])?\s*=(?!=)")
_LOOP = re.compile(rb"\bfor\s+(\w+)\s+in\s+range\s*\(")


def check(context: Context) -> Iterator[Finding]:
    """Yield the findings about traced functions, about values that are computed once and about lists that grow."""
    if not context.uses and not context.is_eager:
        return
    values = Values(context)
    yield from _symbols(context, values)
    if b"function" in context.data:
        yield from _frozen(context, values)
        yield from _kept(context, values)
    yield from _growing(context, values)
    if context.settings.level is Level.NATIVE:
        yield from _retraced(context)


def _found(severity: Severity, message: str, node: Node, symbol: str | None = None) -> Finding:
    return make_finding(RULE, severity, message, node.start_byte, node.end_byte, symbol, None, deprecated=False)


# ---- calls of TensorFlow


def _symbols(context: Context, values: Values) -> Iterator[Finding]:
    for use, name, _ in context.named_uses:
        trailers, count = use.reference.trailers, len(use.attributes)
        call = trailers[count].call if len(trailers) > count else None
        is_layer = _WEIGHTED.fullmatch(name) is not None
        if call is None or not (
            is_layer or name in ("tf.Variable", "tf.get_variable") or _RANDOM.fullmatch(name) or _OPTIMIZER.fullmatch(name)
        ):
            continue
        start, end = use.reference.start, trailers[count - 1].end if count else use.reference.end
        node = context.root.descendant_for_byte_range(start, end)
        if node is None:
            continue
        if is_layer and (len(trailers) <= count + 1 or trailers[count + 1].call is None):
            continue
        if is_layer or name in ("tf.Variable", "tf.get_variable"):
            function = _traced_function(values, node)
            if function is not None and not _is_conditional(node, function):
                yield _found(Severity.ERROR, _IN_TRACE["layer" if is_layer else name], node, name)
            elif function is None and is_layer and _is_call_method(values, node):
                message = (
                    "A layer that is made in call has new weights each time, and they are not trained: make it in __init__ and keep it."
                )
                yield _found(Severity.WARNING, message, node, name)
        elif _RANDOM.fullmatch(name):
            if _is_kept_in_init(node) and (context.settings.level is Level.NATIVE or runs_eagerly(context, values, node)):
                message = "The tensor is drawn once in eager code and then stays the same: draw it where it is used."
                yield _found(Severity.WARNING, message, node, name)
        elif _has_computed_rate(context, values, call) and runs_eagerly(context, values, node):
            message = (
                "The learning rate is computed once from the step and then stays as it is: use a schedule of tf.keras.optimizers.schedules."
            )
            yield _found(Severity.WARNING, message, node, name)


_IN_TRACE = {
    "tf.Variable": "A tf.function may make variables in its first call only, so this raises ValueError: make the variable outside and keep it.",
    "tf.get_variable": "tf.get_variable fails in a tf.function with AttributeError: make the variable outside and keep it.",
    "layer": "A layer that is made in a tf.function makes its variables in each trace, which raises ValueError: make it outside and keep it.",
}


def _traced_function(values: Values, node: Node) -> Node | None:
    """Return the innermost function around a node if ``tf.function`` decorates it."""
    place = node.parent
    while place is not None and place.type not in ("function_definition", "lambda", "class_definition"):
        place = place.parent
    if place is None or place.parent is None or place.parent.type != "decorated_definition":
        return None
    body = place.child_by_field_name("body")
    return place if body is not None and is_traced(values, body) else None


def _is_conditional(node: Node, function: Node) -> bool:
    """Whether code of a function does not run in each trace as it stands: it depends on a condition, or is lifted out."""
    place = node.parent
    while place is not None and place != function:
        if place.type in ("if_statement", "elif_clause", "else_clause", "conditional_expression", "try_statement", "boolean_operator"):
            return True
        if place.type == "with_statement" and b"scope" in (place.text or b"").partition(b":")[0]:
            return True
        place = place.parent
    return False


def _is_call_method(values: Values, node: Node) -> bool:
    """Whether a node stands in ``call`` of a Keras layer or model, on every way through it."""
    place = node.parent
    while place is not None and place.type not in ("function_definition", "lambda"):
        place = place.parent
    name = place.child_by_field_name("name") if place is not None and place.type == "function_definition" else None
    parameters = place.child_by_field_name("parameters") if place is not None else None
    first = parameters.named_children[0] if parameters is not None and parameters.named_children else None
    if place is None or name is None or name.text != b"call" or first is None or first.text != b"self" or _is_conditional(node, place):
        return False
    return any(path.startswith(("tf.keras.layers.", "tf.keras.Model", "tf.keras.models.")) for path in values.paths(first))


def _is_kept_in_init(node: Node) -> bool:
    """Whether the call around a name is what ``__init__`` gives to an attribute."""
    call = node.parent
    while call is not None and call.type == "attribute":
        call = call.parent
    assignment = call.parent if call is not None and call.type == "call" else None
    if assignment is None or assignment.type != "assignment" or assignment.child_by_field_name("right") != call:
        return False
    left = assignment.child_by_field_name("left")
    place: Node | None = assignment
    while place is not None and place.type != "function_definition":
        place = place.parent
    name = place.child_by_field_name("name") if place is not None else None
    return name is not None and name.text == b"__init__" and left is not None and (left.text or b"").startswith(b"self.")


def _has_computed_rate(context: Context, values: Values, call: Call) -> bool:
    """Whether the learning rate of an optimizer is computed from a variable, which eager code does once."""
    rate = next((one for one in call.arguments if one.name == "learning_rate"), None)
    if rate is None and call.arguments and call.arguments[0].name is None and not call.arguments[0].star:
        rate = call.arguments[0]
    node = context.root.descendant_for_byte_range(rate.value_start, rate.value_end) if rate is not None else None
    if node is None:
        return False
    if node.type == "identifier":
        return context.ask((node.text or b"",), _is_computed_from_variable, node.text or b"") if not in_function(node) else False
    return _is_computed(values, node)


def _is_computed(values: Values, node: Node) -> bool:
    if node.type != "binary_operator":
        return False
    operands = [node.child_by_field_name(side) for side in ("left", "right")]
    return any(operand is not None and (_is_step(values, operand) or _is_computed(values, operand)) for operand in operands)


def _is_step(values: Values, node: Node) -> bool:
    paths = values.paths(node)
    return values.is_a(node, "variable") or (bool(paths) and all(_STEP.fullmatch(path) for path in paths))


def _is_computed_from_variable(file: FileContext, name: bytes) -> bool:
    """Whether all that the module gives to a name is computed from a variable."""
    found = False
    for index, chunk in enumerate(file.document.chunks):
        if chunk.is_member or name not in chunk.data:
            continue
        context = Context(file, index)
        for place in chunk.nodes_at(name):
            parent = place.parent
            if parent is None or parent.type != "assignment" or parent.child_by_field_name("left") != place or in_function(place):
                continue
            right = parent.child_by_field_name("right")
            if right is None or not _is_computed(Values(context), right):
                return False
            found = True
    return found


# ---- what tf.function traces


def _frozen(context: Context, values: Values) -> Iterator[Finding]:
    """Random numbers and times that a traced function asks Python for."""
    for match in _FROZEN.finditer(context.data):
        root = (match[1] or match[2] or match[3]).decode()
        node = context.root.descendant_for_byte_range(match.start(), match.start() + len(root))
        if node is None or node.type != "identifier" or root in context.followed:
            continue
        function = _traced_function(values, node)
        place = node.parent
        while place is not None and place.type == "attribute":
            place = place.parent
        if function is None or place is None or place.type != "call" or _is_in_scope(node, function):
            continue
        instead = "tf.timestamp()" if match[2] else "tf.random"
        message = f"tf.function runs this once, when it traces, and the value stays the same afterwards: use {instead}."
        yield _found(Severity.WARNING, message, place.child_by_field_name("function") or place)


def _is_in_scope(node: Node, function: Node) -> bool:
    place = node.parent
    while place is not None and place != function:
        if place.type == "with_statement" and b"init_scope" in (place.text or b"").partition(b":")[0]:
            return True
        place = place.parent
    return False


def _kept(context: Context, values: Values) -> Iterator[Finding]:
    """What a traced function keeps in an object or in a variable of the module."""
    for match in _KEPT.finditer(context.data):
        node = context.root.descendant_for_byte_range(match.start(), match.start() + 1)
        assignment = node
        while assignment is not None and assignment.type in ("identifier", "attribute", "subscript"):
            assignment = assignment.parent
        if node is None or assignment is None or assignment.type != "assignment":
            continue
        right = assignment.child_by_field_name("right")
        function = _traced_function(values, node)
        if right is None or function is None or is_guarded(node, context.followed) or _is_in_scope(node, function):
            continue
        left = assignment.child_by_field_name("left") or node
        if match[1] and _is_dataset(values, right):
            if match[3] or _makes_variable_lazily(values, function):
                message = (
                    "A dataset or iterator that is made in a tf.function belongs to its trace and begins anew, or fails, in another: make it outside, "
                    "or in tf.init_scope()."
                )
                yield _found(Severity.WARNING, message, left)
        elif not match[3] and values.is_a(right, "tensor"):
            name = match[1] or match[2]
            if match[2] and re.search(rb"\bglobal\s+[\w, ]*\b" + name + rb"\b", function.text or b"") is None:
                continue
            pattern = rb"\w\." + name + rb"\b" if match[1] else rb"(?<![\w.])" + name + rb"\b"
            if context.ask((name,), _is_read_by_module, name, pattern + rb"(?!\s*=[^=])"):
                message = (
                    f"A tensor of the trace is kept as {name.decode()}, and using it outside of the tf.function raises an error: return it."
                )
                yield _found(Severity.ERROR, message, left)


_ITERATOR = re.compile(r"tf\.data\..*")


def _is_dataset(values: Values, right: Node) -> bool:
    if right.type == "call" and (right.child_by_field_name("function") or right).text == b"iter":
        return True
    paths = values.paths(right)
    return bool(paths) and all(_ITERATOR.fullmatch(path) for path in paths)


def _makes_variable_lazily(values: Values, function: Node) -> bool:
    """Whether a function makes a variable, so that TensorFlow traces it twice."""
    for match in re.finditer(rb"=\s*([\w.]*\bVariable)\s*\(", function.text or b""):
        node = function.descendant_for_byte_range(function.start_byte + match.start(1), function.start_byte + match.end(1))
        if node is not None and values.paths(node) == {"tf.Variable"}:
            return True
    return False


def _is_read_by_module(file: FileContext, name: bytes, pattern: bytes) -> bool:
    """Whether code of the module, outside of functions, reads a name or an attribute."""
    for chunk in file.document.chunks:
        if chunk.is_member or name not in chunk.data:
            continue
        for match in re.finditer(pattern, chunk.data):
            node = chunk.root.descendant_for_byte_range(match.start(), match.end())
            if node is not None and node.type in ("identifier", "attribute") and not in_function(node):
                place: Node | None = node
                while place is not None and place.type not in ("class_definition", "global_statement", "import_from_statement"):
                    place = place.parent
                if place is None:
                    return True
    return False


# ---- what grows and what is traced again


def _growing(context: Context, values: Values) -> Iterator[Finding]:
    """Lists of the module that functions append tensors to, and that are added up."""
    if b".append" not in context.data or not context.is_eager:
        return
    for match in _APPEND.finditer(context.data):
        node = context.root.descendant_for_byte_range(match.start(1), match.end(1))
        if node is None or not in_function(node) or is_traced(values, node) or not runs_eagerly(context, values, node):
            continue
        if context.ask((match[1],), _is_summed_list, match[1]):
            call = node.parent.parent if node.parent is not None else None
            message = "The list of the module grows with each call in eager code, and so does what is added up: make the list in the function and return it."
            yield _found(Severity.WARNING, message, call or node)


def _is_summed_list(file: FileContext, name: bytes) -> bool:
    """Whether a name is a list that the module makes once, that is never emptied and that TensorFlow adds up."""
    word = re.escape(name)
    made = re.compile(rb"^" + word + rb"\s*=\s*(\[\]|list\(\))", re.MULTILINE)
    bound = re.compile(rb"(?<![\w.])" + word + rb"\s*(?:=[^=]|\.\s*(?:clear|pop|remove)\b|\[[^\]]*\]\s*=[^=])|\bdel\s+" + word + rb"\b")
    summed = re.compile(rb"\b(?:add_n|accumulate_n|reduce_sum|reduce_mean|sum)\s*\(\s*" + word + rb"\s*[,)]")
    parameter = re.compile(rb"def\s+\w+\s*\([^)]*\b" + word + rb"\b")
    data = [chunk.data for chunk in file.document.chunks if name in chunk.data]
    count = sum(len(bound.findall(one)) for one in data)
    return (
        count == 1
        and any(made.search(one) for one in data)
        and any(summed.search(one) for one in data)
        and not any(parameter.search(one) for one in data)
    )


def _retraced(context: Context) -> Iterator[Finding]:
    """Numbers of Python that a loop passes to a traced function, which is traced anew for each."""
    for match in _LOOP.finditer(context.data):
        node = context.root.descendant_for_byte_range(match.start(), match.start() + 3)
        loop = node.parent if node is not None else None
        body = loop.child_by_field_name("body") if loop is not None and loop.type == "for_statement" else None
        if body is None:
            continue
        for call in re.finditer(rb"(?<![\w.])(\w+)\s*\(", body.text or b""):
            place = body.descendant_for_byte_range(body.start_byte + call.start(1), body.start_byte + call.end(1))
            parent = place.parent if place is not None else None
            arguments = parent.child_by_field_name("arguments") if parent is not None and parent.type == "call" else None
            if arguments is None or parent is None or parent.child_by_field_name("function") != place:
                continue
            given = next((one for one in arguments.named_children if one.type == "identifier" and one.text == match[1]), None)
            if given is not None and context.ask((call[1], b"function"), _is_traced_anew, call[1]):
                message = "tf.function traces anew for each number of Python: pass a tensor, such as tf.constant."
                yield _found(Severity.HINT, message, given)


def _is_traced_anew(file: FileContext, name: bytes) -> bool:
    """Whether a function of the module is under ``tf.function`` without a signature."""
    pattern = re.compile(rb"\bdef\s+" + re.escape(name) + rb"\s*\(")
    for index, chunk in enumerate(file.document.chunks):
        match = None if chunk.is_member else pattern.search(chunk.data)
        if match is None:
            continue
        node = chunk.root.descendant_for_byte_range(match.start(), match.start() + 3)
        function = node.parent if node is not None else None
        body = function.child_by_field_name("body") if function is not None and function.type == "function_definition" else None
        if body is None or in_function(body.parent or body):
            return False
        whole = function.parent if function is not None else None
        return whole is not None and b"signature" not in (whole.text or b"") and is_traced(Values(Context(file, index)), body)
    return False
