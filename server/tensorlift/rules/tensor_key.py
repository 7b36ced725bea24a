"""Tensors and variables as keys."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Edit, Finding, Level, Safety, Severity
from tensorlift.rules.base import GUIDE, Example, Rule
from tensorlift.rules.context import Context, make_finding
from tensorlift.rules.regions import has_v2_behavior, is_tf1_code, keeps_tf1_behavior, runs_eagerly, severity_here
from tensorlift.rules.shapes import Shapes
from tensorlift.rules.values import Values

RULE = Rule(
    code="TL214",
    slug="tensor-key",
    title="Tensors and variables cannot be keys in TensorFlow 2",
    summary=(
        "Tensors and variables of TensorFlow 2 are not hashable: as keys of a dictionary or members of a set they raise `TypeError`. "
        "`v.ref()` is hashable and `v.ref().deref()` gives the variable back; every access has to use it. Variables of Keras 3 and ragged "
        "tensors have no `ref`; use `id(v)` there. In a graph without `tf.function`, in `feed_dict`, and under `disable_v2_behavior()` "
        "tensors can be keys as before."
    ),
    guide=f"{GUIDE}/tf1_vs_tf2",
    examples=(
        Example(
            "import tensorflow as tf\n\n\ndef count():\n    v = tf.Variable(tf.to_float(1))\n    seen = {}\n    seen[v] = 1\n    return seen[v]\n",
            "import tensorflow as tf\n\n\ndef count():\n    v = tf.Variable(tf.to_float(1))\n    seen = {}\n    seen[v.ref()] = 1\n"
            "    return seen[v.ref()]\n",
        ),
        Example("import tensorflow as tf\n\nv = tf.Variable(1.0)\nseen = {v.ref(): 1}\n"),
    ),
)

_WORDS = re.compile(rb"\{|\w\s*(\[)\s*[A-Za-z_][\w.]*\s*\]|(?:set|dict)\s*(\()|experimental_ref\s*(\()")
_MODEL_VARIABLES = r"tf\.keras\.((models\.)?(Sequential|Model)|layers\.[A-Z]\w*)\(\)\.(trainable_)?(variables|weights)"
_OF_MODELS = re.compile(_MODEL_VARIABLES)
_VARIABLES = re.compile(rf"{_MODEL_VARIABLES}|tf\.(trainable|global|local|model|all)_variables\(\)")
_RAGGED = re.compile(r"tf\.(ragged\.\w+|RaggedTensor(\.\w+)?)\(\)")
_MAPPINGS = re.compile(rb"(collections\.)?(dict|defaultdict|OrderedDict|Counter)\(")
_NAMES = frozenset({"identifier", "attribute"})


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each tensor or variable that is used as a key."""
    if (
        (not context.uses and b"_ref" not in context.data)
        or keeps_tf1_behavior(context)
        or not (is_tf1_code(context) or context.is_eager or context.settings.level is Level.NATIVE)
    ):
        return
    keys = _Keys(context)
    for match in _WORDS.finditer(context.data):
        start = match.start(match.lastindex or 0)
        node = context.root.descendant_for_byte_range(start, start + 1)
        node = node.parent if node is not None else None
        if node is not None and node.type == "argument_list":
            node = node.parent
        if node is not None:
            yield from keys.look(node)


class _Keys:
    """Looks for keys in a chunk."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._values = Values(context)
        self._shapes = Shapes(context, self._values)

    def look(self, node: Node) -> Iterator[Finding]:
        """Yield the findings for a node."""
        for key in self._keys(node):
            found = self._by_name(key) or self._key(key)
            if found is not None:
                yield found
        found = self._call(node) if node.type == "call" else None
        if found is not None:
            yield found

    def _keys(self, node: Node) -> list[Node]:
        """Return the keys that stand in a node."""
        if node.type in ("dictionary", "dictionary_comprehension"):
            if _feeds(node):
                return []
            # What a function of a graph program is given may be what a session is fed with.
            given = node.parent is not None and node.parent.type in ("argument_list", "keyword_argument")
            if given and not runs_eagerly(self._context, self._values, node):
                return []
            keys = [child.child_by_field_name("key") for child in node.named_children if child.type == "pair"]
            return [key for key in keys if key is not None]
        if node.type == "subscript":
            owner, indices = node.child_by_field_name("value"), node.children_by_field_name("subscript")
            if owner is None or len(indices) != 1 or indices[0].type not in _NAMES or not self._is_mapping(owner):
                return []
            return indices
        if node.type == "set":
            return node.named_children
        members = _members(node)
        return members.named_children if members is not None and members.type in ("list", "tuple") else []

    def _key(self, key: Node) -> Finding | None:
        paths = self._values.paths(key)
        if paths and all(_RAGGED.fullmatch(path) for path in paths):
            if not has_v2_behavior(self._context, self._values, key):
                return None
            message = "A RaggedTensor cannot be a key in TensorFlow 2 and has no ref(); use id() of it."
            return make_finding(
                RULE, severity_here(self._context, Severity.ERROR), message, key.start_byte, key.end_byte, None, None, deprecated=False
            )
        if not (self._values.is_a(key, "variable") or self._values.is_a(key, "tensor")):
            return None
        if not has_v2_behavior(self._context, self._values, key):
            return None
        what = "variable" if self._values.is_a(key, "variable") else "tensor"
        message = f"A {what} cannot be a key in TensorFlow 2 (TypeError); use its ref() as the key, everywhere."
        fix = None
        if key.type in _NAMES:
            fix = ("Use ref() as the key", Safety.REVIEW, (Edit(key.end_byte, key.end_byte, ".ref()"),))
        return make_finding(
            RULE, severity_here(self._context, Severity.ERROR), message, key.start_byte, key.end_byte, None, fix, deprecated=False
        )

    def _by_name(self, key: Node) -> Finding | None:
        """Return the finding for the name of a variable as a key; at level ``native``, where names stop being unique."""
        context = self._context
        name, owner = key.child_by_field_name("attribute"), key.child_by_field_name("object")
        if key.type != "attribute" or name is None or owner is None or name.text != b"name":
            return None
        if context.settings.level is not Level.NATIVE or not is_tf1_code(context) or not self._is_variable(owner):
            return None
        message = (
            "Names of variables are not unique in TensorFlow 2 and are others in Keras; keep the variable itself, or use id() as the key."
        )
        return make_finding(RULE, Severity.INFORMATION, message, key.start_byte, key.end_byte, None, None, deprecated=False)

    def _is_variable(self, node: Node) -> bool:
        if self._values.is_a(node, "variable"):
            return True
        sources = self._shapes.sources(node) if node.type == "identifier" else None
        return bool(sources) and all(
            element and source is not None and self._are_variables(source, _VARIABLES) for source, element in sources or ()
        )

    def _are_variables(self, node: Node, pattern: re.Pattern[str]) -> bool:
        paths = self._values.paths(node)
        return bool(paths) and all(pattern.fullmatch(path) for path in paths)

    def _is_mapping(self, node: Node) -> bool:
        if node.type != "identifier" or b"feed" in (node.text or b""):
            return False
        if re.search(rb"(?<![\w.])" + re.escape(node.text or b"") + rb"\s*=\s*(\{|[\w.]+\()", self._context.data) is None:
            return False
        sources = self._shapes.sources(node)
        return bool(sources) and all(
            source is not None and not element and (source.type == "dictionary" or _MAPPINGS.match(source.text or b""))
            for source, element in sources or ()
        )

    def _call(self, node: Node) -> Finding | None:
        function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if function is None or arguments is None:
            return None
        name = function.child_by_field_name("attribute")
        if name is not None and name.text == b"experimental_ref" and self._context.settings.level is Level.NATIVE:
            fix = ("Use ref", Safety.SAFE, (Edit(name.start_byte, name.end_byte, "ref"),))
            message = "The method experimental_ref is called ref since TensorFlow 2.1."
            return make_finding(RULE, Severity.INFORMATION, message, name.start_byte, name.end_byte, None, fix)
        members = _members(node)
        if members is None:
            return None
        if not self._are_variables(members, _OF_MODELS) or not has_v2_behavior(self._context, self._values, node):
            return None
        message = "Variables cannot be keys in TensorFlow 2 (TypeError); use ref() of each, or id() of those that Keras 3 made."
        return make_finding(
            RULE, severity_here(self._context, Severity.ERROR), message, members.start_byte, members.end_byte, None, None, deprecated=False
        )


def _members(call: Node) -> Node | None:
    """Return what a call makes a set of, or the keys of a dictionary; None if it does neither."""
    function, arguments = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    if function is None or arguments is None or arguments.named_child_count != 1:
        return None
    first = arguments.named_children[0]
    if function.text in (b"set", b"frozenset"):
        return first
    inner, inside = first.child_by_field_name("function"), first.child_by_field_name("arguments")
    if function.text != b"dict" or inner is None or inner.text != b"zip" or inside is None or not inside.named_children:
        return None
    return inside.named_children[0]


def _feeds(dictionary: Node) -> bool:
    """Whether a dictionary is what a session is fed with."""
    parent = dictionary.parent
    if parent is None:
        return False
    if parent.type == "keyword_argument":
        name = parent.child_by_field_name("name")
        return name is not None and b"feed" in (name.text or b"")
    if parent.type == "assignment":
        left = parent.child_by_field_name("left")
        return left is not None and b"feed" in (left.text or b"")
    function = parent.parent.child_by_field_name("function") if parent.type == "argument_list" and parent.parent is not None else None
    return function is not None and (function.text or b"").endswith((b".run", b".eval", b".update", b".case"))
