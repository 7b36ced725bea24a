"""What a variable holds, as far as the code around tells.

A value is described by the path that made it: ``tf.train.AdamOptimizer()`` is the result of a call, ``tf.nn.relu()[]`` an element of one.
Nothing is guessed: a value that comes from a parameter, from another file or from an unknown function has no path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from tree_sitter import Node

from tensorlift.rules.context import OUTSIDE, PARTS
from tensorlift.source.document import places_of

if TYPE_CHECKING:
    from tensorlift.rules.context import Context, FileContext

_NONE: frozenset[str] = frozenset()
_SCOPES = frozenset({"function_definition", "lambda"})
# No program needs more assignments to one name, or longer chains of variables.
_MOST_BINDINGS = 12
_DEEPEST = 8

_ELEMENTWISE = (
    "abs|accumulate_n|add|add_n|argmax|argmin|boolean_mask|broadcast_to|cast|ceil|clip_by_(value|norm|average_norm)|complex|concat|constant|"
    "convert_to_tensor|cos|cross|cumprod|cumsum|diag|div|divide|div_no_nan|einsum|erf|exp|expand_dims|eye|fill|floor|floordiv|floormod|"
    "gather|gather_nd|identity|imag|invert_permutation|is_(finite|inf|nan)|less|less_equal|linspace|lin_space|log|log1p|logical_\\w+|"
    "greater|greater_equal|equal|not_equal|matmul|matrix_\\w+|maximum|minimum|mod|multinomial|multiply|mul|sub|neg|negative|norm|one_hot|ones|"
    "ones_like|pad|placeholder|placeholder_with_default|pow|random_(crop|gamma|normal|poisson|shuffle|uniform)|range|rank|real|realdiv|"
    "reciprocal|reduce_\\w+|reshape|reverse|reverse_v2|rint|round|rsqrt|scalar_mul|segment_\\w+|shape|sigmoid|sign|sin|size|slice|sqrt|"
    "square|squared_difference|squeeze|stack|stop_gradient|strided_slice|subtract|tan|tanh|tensordot|tile|to_(bfloat16|double|float|int32|"
    "int64)|trace|transpose|truediv|truncated_normal|unsorted_segment_\\w+|where|zeros|zeros_like"
)
_NN = (
    "(atrous_conv2d|avg_pool\\w*|bias_add|conv1d|conv2d|conv2d_transpose|conv3d|conv3d_transpose|convolution|crelu|depthwise_conv2d|dropout|"
    "elu|embedding_lookup|l2_loss|l2_normalize|leaky_relu|local_response_normalization|log_softmax|lrn|max_pool\\w*|relu|relu6|selu|"
    "separable_conv2d|sigmoid|softmax|softplus|softsign|swish|tanh|xw_plus_b|relu_layer|\\w*_with_logits(_v2)?)"
)
_MODEL = (
    r"tf\.keras\.(models\.)?(Sequential|Model)\(\)|tf\.keras\.models\.(load_model|model_from_json|clone_model)\(\)|"
    r"tf\.keras\.applications\.[\w.]+\(\)|tf\.keras\.callbacks\.Callback\(\)\.model"
)
_FAMILIES = {
    "session": r"tf\.(Session|InteractiveSession|get_default_session|train\.\w*Session|keras\.backend\.get_session)\(\)",
    "graph": r"tf\.(Graph|get_default_graph)\(\)",
    "v1-optimizer": r"tf\.(train|contrib\.\w+)\.\w*Optimizer\(\)",
    "keras-optimizer": rf"tf\.(keras\.)?optimizers\.[A-Z]\w*\(\)|({_MODEL})\.optimizer",
    "variable": r"tf\.(Variable|get_variable|contrib\.\w+\.(model_)?variable)\(\)",
    "model": _MODEL,
    "layer": r"tf\.keras\.layers\.(?!Input\()[A-Z]\w*\(\)",
    "metric": r"tf\.(keras\.)?metrics\.[A-Z]\w*\(\)",
    "saver": r"tf\.train\.Saver\(\)",
    "checkpoint": r"tf\.train\.Checkpoint\(\)",
    "file-writer": r"tf\.summary\.FileWriter\(\)",
    "ema": r"tf\.train\.ExponentialMovingAverage\(\)",
    "strategy": r"tf\.distribute\.(experimental\.)?\w+Strategy\(\)|tf\.distribute\.get_strategy\(\)|tf\.contrib\.distribute\.\w+Strategy\(\)",
    "tflite-converter": r"tf\.(contrib\.)?lite\.(TFLiteConverter|TocoConverter)(\.from_\w+)?\(\)",
    "estimator": (
        r"tf\.estimator\.(tpu\.|experimental\.)?\w*(Estimator|Classifier|Regressor|KMeans|LinearSDCA)\(\)|"
        r"tf\.contrib\.(learn|tpu|estimator)\.\w*(Estimator|Classifier|Regressor)\(\)"
    ),
    "tf2-tflite-converter": r"tf\.lite\.TFLiteConverter\.(from_keras_model|from_concrete_functions)\(\)",
    "writer": r"tf\.summary\.(create_file_writer|create_noop_writer)\(\)",
    "symbolic-input": r"tf\.keras\.(layers\.)?Input\(\)",
    "shape": r".+\.(shape|get_shape\(\))",
    "dimension": r".+\.(shape|get_shape\(\))\[\]",
    "tensor": (
        rf"tf\.({_ELEMENTWISE})\(\)|tf\.nn\.{_NN}\(\)|tf\.(math|linalg|random|strings|signal)\.\w+\(\)|tf\.layers\.[a-z]\w*\(\)|"
        r"tf\.(compat\.v1\.)?losses\.[a-z]\w*\(\)|tf\.keras\.layers\.[A-Z]\w*\(\)\(\)|tf\.contrib\.(layers|slim)\.(fully_connected|conv2d|flatten)\(\)"
    ),
}
_PATTERNS = {family: re.compile(pattern) for family, pattern in _FAMILIES.items()}
_OPERATORS = frozenset({"binary_operator", "unary_operator"})
# What self may be: an instance of a class that derives from one of these.
_BASES = re.compile(r"tf\.(Module|keras\.((models\.)?(Model|Sequential)|layers\.[A-Z]\w*|callbacks\.Callback))")
# What a binary operation on a tensor gives, whatever the operation.
_TENSOR = "tf.identity()"


def is_a(paths: frozenset[str], family: str) -> bool:
    """Whether values with these paths all belong to a family; without any path they do not.

    Args:
        paths: What :meth:`Values.paths` gave.
        family: One of the names in this module, such as ``session``, ``variable``, ``tensor``, ``shape`` or ``keras-optimizer``.
    """
    return bool(paths) and all(_belongs(path, family) for path in paths)


@lru_cache(maxsize=16384)
def _belongs(path: str, family: str) -> bool:
    return _PATTERNS[family].fullmatch(path) is not None


class Values:
    """Finds out what expressions of one chunk hold.

    Args:
        context: The chunk.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        # Several rules ask about the same expressions.
        self._known: dict[tuple[int, int], frozenset[str]]
        self._bound: dict[tuple[int, int, bytes], list[Node | None]]
        self._roots: dict[int, str]
        self._places: dict[bytes, list[tuple[int, int, Node | None]]]
        if not context.cache:
            context.cache.update(known={}, bound={}, roots=_roots(context.file, context.chunk_index), places={})
        cache = context.cache
        self._known, self._bound, self._roots, self._places = cache["known"], cache["bound"], cache["roots"], cache["places"]

    def paths(self, node: Node) -> frozenset[str]:
        """Return the paths that the value of an expression may have, from ``tf.`` on; empty if any of them is unknown."""
        place = node.start_byte, node.end_byte
        found = self._known.get(place)
        if found is None:
            found = self._known[place] = self._paths(node, 0)
        return found

    def is_a(self, node: Node | None, family: str) -> bool:
        """Whether an expression surely holds something of a family; see :func:`is_a`."""
        return node is not None and is_a(self.paths(node), family)

    def assigned(self, node: Node) -> list[Node]:
        """Return the expressions that a variable is given in the function around that binds it, as far as that is in this chunk."""
        scope: Node | None = node
        while scope is not None:
            scope = _scope(scope)
            place = scope or self._context.root
            if scope is not None and _is_parameter(scope, node.text or b""):
                return []
            found = [value for value in _bindings(place, node.text or b"") if value is not None]
            if found:
                return found
        return []

    def _paths(self, node: Node, depth: int) -> frozenset[str]:
        if depth > _DEEPEST:
            return _NONE
        kind = node.type
        if kind == "identifier":
            root = self._roots.get(node.start_byte)
            if root is not None:
                return frozenset({root})
            return self._instance(node) if node.text == b"self" else self._variable(node, depth)
        if kind == "attribute":
            owner, name = node.child_by_field_name("object"), node.child_by_field_name("attribute")
            if owner is None or name is None:
                return _NONE
            if owner.text in (b"self", b"cls"):
                text = node.text or b""
                found = self._context.ask((text.rpartition(b".")[2].strip(),), _attribute_paths, text)
                if found is not None:
                    return found
            return self._extended(owner, f".{_text(name)}", depth)
        if kind == "call":
            function = node.child_by_field_name("function")
            return self._extended(function, "()", depth) if function is not None else _NONE
        if kind == "subscript":
            owner = node.child_by_field_name("value")
            return self._extended(owner, "[]", depth) if owner is not None else _NONE
        if kind == "parenthesized_expression" and node.named_child_count == 1:
            return self._paths(node.named_children[0], depth + 1)
        if kind == "named_expression":
            value = node.child_by_field_name("value")
            return self._paths(value, depth + 1) if value is not None else _NONE
        if kind in _OPERATORS:
            operands = (node.child_by_field_name(field) for field in ("left", "right", "argument"))
            if any(operand is not None and is_a(self._paths(operand, depth + 1), "tensor") for operand in operands):
                return frozenset({_TENSOR})
        return _NONE

    def _instance(self, node: Node) -> frozenset[str]:
        """Return what ``self`` is in a method of a class that derives from one of Keras."""
        function = _scope(node)
        while function is not None and not _is_parameter(function, b"self"):
            function = _scope(function)
        place = function.parent if function is not None else None
        while place is not None and place.type in ("decorated_definition", "block", "ERROR"):
            place = place.parent
        if place is None:
            return _NONE
        if place.type == "class_definition":
            return _bases(place, self._roots)
        if place.type == "module" and self._context.chunk.is_member:
            return self._context.ask((b"class",), _bases_around, self._context.data)
        return _NONE

    def _extended(self, owner: Node, suffix: str, depth: int) -> frozenset[str]:
        return frozenset(_normal(path + suffix) for path in self._paths(owner, depth + 1))

    def _variable(self, node: Node, depth: int) -> frozenset[str]:
        """Return what a variable may hold: all assignments in the innermost function that binds it, else those of the module."""
        name = node.text or b""
        scope = _scope(node)
        while scope is not None:
            found = self._bound_in(scope, name, depth)
            if found is not None:
                return found
            scope = _scope(scope)
        if self._context.chunk.is_member:
            return self._context.ask((name,), _module_paths, name)
        found = self._bound_in(self._context.root, name, depth)
        return found if found is not None else self._context.ask((name,), _module_paths, name)

    def _bindings(self, scope: Node, name: bytes) -> list[Node | None]:
        """Return what :func:`_bindings` yields; a name is looked for once in the chunk, whatever scopes are asked for it."""
        if name not in self._places:
            found = (
                (place.start_byte, inner.id if (inner := _scope(place)) is not None else 0, value)
                for place in self._context.chunk.nodes_at(name)
                if place.type == "identifier" and ((value := _assigned(place)) is not None or _is_bound(place))
            )
            self._places[name] = list(found)
        own = scope.id if scope.type in _SCOPES else 0
        return [value for start, inner, value in self._places[name] if inner == own and scope.start_byte <= start < scope.end_byte]

    def _bound_in(self, scope: Node, name: bytes, depth: int) -> frozenset[str] | None:
        """Return what a name may hold in one scope, None if the scope does not bind it."""
        if scope.type in _SCOPES and _is_parameter(scope, name):
            return _NONE
        place = scope.start_byte, scope.end_byte, name
        if place not in self._bound:
            self._bound[place] = self._bindings(scope, name)
        values = self._bound[place]
        if not values:
            return None
        if len(values) > _MOST_BINDINGS:
            return _NONE
        paths: set[str] = set()
        for value in values:
            if value is None:
                return _NONE
            if _mentions(value, name):
                # x = f(x): what f gives is known by f; what x was does not matter then.
                function = value.child_by_field_name("function") if value.type == "call" else None
                if function is None or _mentions(function, name):
                    continue
            found = self._paths(value, depth + 1)
            if not found:
                return _NONE
            paths |= found
        return frozenset(paths)


def _roots(file: FileContext, index: int) -> dict[int, str]:
    """Return what the followed names of a chunk stand for, by offset."""
    return {use.reference.start: _normal(use.path) for use in file.names.uses(index) if not use.ambiguous}


def _normal(path: str) -> str:
    """Return a path from ``tf.`` on, without ``compat.v1``."""
    if path.startswith("tensorflow"):
        path = "tf" + path[len("tensorflow") :]
    return path.replace("tf.compat.v1.", "tf.").replace("tf.compat.v2.", "tf.") if path.startswith("tf.compat.") else path


def _direct(node: Node, roots: dict[int, str]) -> str | None:
    """Return the path of an expression that begins with a TensorFlow name."""
    suffix = ""
    while True:
        if node.type == "identifier":
            root = roots.get(node.start_byte)
            return _normal(root + suffix) if root is not None else None
        if node.type == "attribute":
            name, inner = node.child_by_field_name("attribute"), node.child_by_field_name("object")
            suffix = f".{_text(name)}{suffix}" if name is not None else suffix
        elif node.type == "call":
            inner, suffix = node.child_by_field_name("function"), f"(){suffix}"
        elif node.type == "subscript":
            inner, suffix = node.child_by_field_name("value"), f"[]{suffix}"
        else:
            return None
        if inner is None:
            return None
        node = inner


def _module_paths(file: FileContext, name: bytes) -> frozenset[str]:
    """Return what a variable of the module may hold; only values that begin with a TensorFlow name are known."""
    found = list(file.parts(_paths_outside, name))
    return _NONE if None in found else _NONE.union(*filter(None, found))


def _paths_outside(file: FileContext, index: int, name: bytes) -> frozenset[str] | None:
    """Return what a chunk gives a variable of the module, None if that is not known."""
    chunk = file.document.chunks[index]
    if chunk.is_member or name not in chunk.names_outside:
        return _NONE
    found = {_direct(value, _roots(file, index)) if value is not None else None for value in _bindings(chunk.root, name)}
    return None if None in found else frozenset(filter(None, found))


OUTSIDE.add(_module_paths)
PARTS[_module_paths] = _paths_outside


def _attribute_paths(file: FileContext, text: bytes) -> frozenset[str] | None:
    """Return what an attribute of ``self`` may hold, from all assignments to it in the file; None if there are none."""
    found = list(file.parts(_paths_given, text))
    return _NONE if None in found else _NONE.union(*filter(None, found)) or None


def _paths_given(file: FileContext, index: int, text: bytes) -> frozenset[str] | None:
    """Return what a chunk gives an attribute, None if that is not known."""
    values = [value for place in file.document.chunks[index].nodes_at(text) if (value := _assigned(place)) is not None]
    roots = _roots(file, index) if values else {}
    found = {_direct(value, roots) for value in values}
    return None if None in found else frozenset(filter(None, found))


PARTS[_attribute_paths] = _paths_given


def _bases(definition: Node, roots: dict[int, str]) -> frozenset[str]:
    """Return what an instance of a class is, as far as the class derives from one of Keras."""
    given = definition.child_by_field_name("superclasses")
    names = [_direct(base, roots) for base in given.named_children] if given is not None else []
    return frozenset(f"{name}()" for name in names if name is not None and _BASES.fullmatch(name))


def _bases_around(file: FileContext, text: bytes) -> frozenset[str]:
    """Return what an instance of the class is that has a member with this text; nothing if several classes have it."""
    found = []
    head = 0
    for index, chunk in enumerate(file.document.chunks):
        if not chunk.is_member:
            head = index
        elif chunk.data == text:
            root = file.document.chunks[head].root
            definition = next((node for node in _statements(root) if node.type == "class_definition"), None)
            found.append(_bases(definition, _roots(file, head)) if definition is not None else _NONE)
    return found[0] if len(set(found)) == 1 else _NONE


def _statements(root: Node) -> Iterator[Node]:
    for node in root.named_children:
        yield node
        if node.type in ("decorated_definition", "ERROR"):
            yield from node.named_children


def _bindings(scope: Node, name: bytes) -> Iterator[Node | None]:
    """Yield the values that a scope gives to a name, None where that is not an expression of its own."""
    for found in places_of(scope.text or b"", name):
        start = scope.start_byte + found
        place = scope.named_descendant_for_byte_range(start, start + len(name))
        if place is None or place.type != "identifier" or place.text != name:
            continue
        inner = _scope(place)
        if scope.type in _SCOPES:
            if inner is None or inner.id != scope.id:
                continue
        elif inner is not None:
            continue
        value = _assigned(place)
        if value is not None:
            yield value
        elif _is_bound(place):
            yield None


def _assigned(place: Node) -> Node | None:
    """Return the value that is given to a name or attribute here."""
    parent = place.parent
    if parent is None:
        return None
    if parent.type == "assignment" and parent.child_by_field_name("left") == place:
        right = parent.child_by_field_name("right")
        while right is not None and right.type == "assignment":
            right = right.child_by_field_name("right")
        return right
    if parent.type == "as_pattern_target" and parent.parent is not None and parent.parent.parent is not None:
        return parent.parent.named_children[0] if parent.parent.parent.type == "with_item" else None
    if parent.type == "named_expression" and parent.child_by_field_name("name") == place:
        return parent.child_by_field_name("value")
    return None


def _is_bound(place: Node) -> bool:
    """Whether a name gets a value here that is no expression of its own."""
    parent = place.parent
    while parent is not None and parent.type in (
        "pattern_list",
        "tuple_pattern",
        "list_pattern",
        "list_splat_pattern",
        "as_pattern_target",
    ):
        place, parent = parent, parent.parent
    if parent is None:
        return False
    if parent.type in ("for_statement", "for_in_clause", "augmented_assignment", "assignment"):
        left = parent.child_by_field_name("left")
        return left == place and (parent.type != "assignment" or parent.child_by_field_name("right") is not None)
    if parent.type in ("function_definition", "class_definition"):
        return parent.child_by_field_name("name") == place
    return parent.type in ("as_pattern", "global_statement", "nonlocal_statement", "aliased_import", "delete_statement") or (
        parent.type == "dotted_name" and parent.parent is not None and parent.parent.type.startswith("import")
    )


def _is_parameter(scope: Node, name: bytes) -> bool:
    parameters = scope.child_by_field_name("parameters")
    for parameter in parameters.named_children if parameters is not None else ():
        bound = parameter.child_by_field_name("name") or (
            parameter.named_children[0] if parameter.type != "identifier" and parameter.named_children else parameter
        )
        if bound.text == name:
            return True
    return False


def _mentions(node: Node, name: bytes) -> bool:
    return any(True for _ in places_of(node.text or b"", name))


def _scope(node: Node) -> Node | None:
    """Return the function around a node."""
    found = node.parent
    while found is not None and found.type not in _SCOPES:
        found = found.parent
    return found


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")
