"""NumPy names that programs of the days of TensorFlow 1 use and the NumPy of the target lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rules.attributes import attribute_pattern
from tensorlift.rules.base import Example, Rule, looks_for
from tensorlift.rules.context import PARTS, Context, FileContext, make_finding

RULE = Rule(
    code="TL302",
    slug="numpy-alias",
    title="NumPy has no such name any more",
    summary=(
        "TensorFlow of the target brings a NumPy without the aliases that were deprecated for years: `np.float`, `np.int` and their like were "
        "removed in NumPy 1.24, `np.float_`, `np.Inf`, `np.product` and others in NumPy 2.0. The fix writes the name of the very same object. "
        "`array.tostring()`, `np.fromstring` for bytes and `np.asscalar` are gone as well; what takes their place is written with `--review`. "
        "Reported in files that import TensorFlow."
    ),
    guide="https://numpy.org/doc/stable/numpy_2_0_migration_guide.html",
    examples=(
        Example(
            "import numpy as np\nimport tensorflow as tf\nx = np.zeros([3], dtype=np.float)\n",
            "import numpy as np\nimport tensorflow as tf\nx = np.zeros([3], dtype=float)\n",
        ),
        Example(
            "import numpy as np\nimport tensorflow as tf\nn = np.product(shape) if best < np.Inf else 0\n",
            "import numpy as np\nimport tensorflow as tf\nn = np.prod(shape) if best < np.inf else 0\n",
        ),
        Example("import numpy as np\nimport tensorflow as tf\nx = np.zeros([3], dtype=np.float32)\n"),
    ),
)

# Removed in NumPy 1.24 (https://numpy.org/doc/stable/release/1.24.0-notes.html); np.bool and np.long came back with another meaning.
_BUILTINS = {"float": "float", "int": "int", "object": "object", "str": "str", "complex": "complex", "unicode": "str"}
# Removed in NumPy 2.0 (https://numpy.org/doc/stable/numpy_2_0_migration_guide.html).
_RENAMED = {
    **{"float_": "float64", "complex_": "complex128", "cfloat": "complex128", "singlecomplex": "complex64", "longfloat": "longdouble"},
    **{"unicode_": "str_", "string_": "bytes_", "Inf": "inf", "Infinity": "inf", "infty": "inf", "PINF": "inf", "NaN": "nan"},
    **{"product": "prod", "cumproduct": "cumprod", "sometrue": "any", "alltrue": "all", "round_": "round", "mat": "asmatrix"},
}
_NUMPY2 = ("2.18", "2.19", "2.20", "2.21")
_IMPORT = re.compile(rb"^[ \t]*import[ \t]+numpy(?:[ \t]+as[ \t]+(\w+))?[ \t]*(?:#.*|;.*)?$", re.MULTILINE)
_CALLS = ("tostring", "fromstring", "asscalar")
_CALL = attribute_pattern(_CALLS, called=True)
_WORDS = re.compile(rb"\b(\w+)\.(" + "|".join(sorted({*_BUILTINS, *_RENAMED})).encode() + rb")\b")


@looks_for(words=(*_BUILTINS, *_RENAMED, *_CALLS))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each use of a removed NumPy name, and of functions that another one took the place of."""
    modules = context.ask((b"import numpy",), _numpy_names)
    if modules:
        if any(module + b"." in context.data for module in modules):
            yield from _names(context)
        yield from _functions(context)


def _functions(context: Context) -> Iterator[Finding]:
    for match in _CALL.finditer(context.data):
        node = context.root.descendant_for_byte_range(match.start(1), match.end(1))
        attribute = node.parent if node is not None and node.type == "identifier" else None
        call = attribute.parent if attribute is not None else None
        if attribute is None or call is None or attribute.type != "attribute" or call.type != "call":
            continue
        owner, arguments = attribute.child_by_field_name("object"), call.child_by_field_name("arguments")
        if owner is None or arguments is None or call.child_by_field_name("function") != attribute or _is_target(attribute):
            continue
        name = match[1].decode()
        of_numpy = (owner.text or b"") in context.ask((b"import numpy",), _numpy_names)
        given = arguments.named_children
        start, end = attribute.end_byte - len(name), attribute.end_byte
        if name == "tostring" and not of_numpy and not given and context.ask((b"import numpy",), _numpy_names):
            message = "NumPy arrays have no tostring any more; tobytes does the same. Check that this is an array."
            fix = ("Use tobytes", Safety.REVIEW, (Edit(start, end, "tobytes"),))
        elif name == "fromstring" and of_numpy and given and b"sep" not in (arguments.text or b""):
            message = "NumPy reads bytes with frombuffer, no more with fromstring; its array shares their memory and cannot be written to."
            fix = ("Use frombuffer", Safety.REVIEW, (Edit(start, end, "frombuffer"),))
        elif name == "asscalar" and of_numpy and len(given) == 1 and given[0].type in ("identifier", "attribute", "call", "subscript"):
            message = "NumPy has no asscalar any more; the method item of the array gives the same number."
            value = context.slice(given[0].start_byte, given[0].end_byte)
            fix = ("Use item()", Safety.REVIEW, (Edit(call.start_byte, call.end_byte, f"{value}.item()"),))
        else:
            continue
        yield make_finding(RULE, Severity.ERROR, message, start, end, None, fix)


def _names(context: Context) -> Iterator[Finding]:
    for match in _WORDS.finditer(context.data):
        name = match[2].decode()
        new = _BUILTINS.get(name) or _RENAMED[name]
        if name in _RENAMED and context.settings.target not in _NUMPY2:
            continue
        module = match[1]
        node = context.root.named_descendant_for_byte_range(match.start(), match.end())
        if node is None or node.type != "attribute" or node.start_byte != match.start() or node.end_byte != match.end():
            continue
        if module not in context.ask((b"import numpy",), _numpy_names) or _is_bound(node, module) or _is_target(node):
            continue
        if name in _BUILTINS and context.ask((new.encode(),), _is_assigned, new.encode()):
            continue
        written = new if name in _BUILTINS else f"{module.decode()}.{new}"
        start = match.start() if name in _BUILTINS else match.start(2)
        message = f"NumPy has no {name} any more; {written} is the same."
        fix = (f"Use {written}", Safety.SAFE, (Edit(start, match.end(), new),))
        yield make_finding(RULE, Severity.ERROR, message, match.start(), match.end(), None, fix)


def _numpy_names(file: FileContext) -> frozenset[bytes]:
    """Return the names of the NumPy module in a file."""
    return frozenset(
        match[1] or b"numpy" for chunk in file.document.chunks if b"import numpy" in chunk.data for match in _IMPORT.finditer(chunk.data)
    )


def _is_assigned(file: FileContext, name: bytes) -> bool:
    """Whether a file has a variable, function or class with the name of a builtin."""
    return any(file.parts(_assigns, name))


def _assigns(file: FileContext, index: int, name: bytes) -> bool:
    pattern = re.compile(rb"\b(?:def|class|import|as|for)\s+" + name + rb"\b|\b" + name + rb"\s*=[^=]|[(,]\s*" + name + rb"\s*[,)]\s*:")
    return pattern.search(file.document.chunks[index].data) is not None


PARTS[_is_assigned] = _assigns


def _is_bound(node: Node, name: bytes) -> bool:
    """Whether a function around a node has a parameter of this name."""
    place = node.parent
    while place is not None:
        if place.type in ("function_definition", "lambda"):
            parameters = place.child_by_field_name("parameters")
            if parameters is not None and re.search(rb"\b" + name + rb"\b", parameters.text or b"") is not None:
                return True
        place = place.parent
    return False


def _is_target(node: Node) -> bool:
    """Whether the attribute is assigned to, which is how programs put the old names back, or asked for first."""
    parent = node.parent
    if parent is not None and parent.type == "assignment" and parent.child_by_field_name("left") == node:
        return True
    place: Node | None = node
    while place is not None:
        if place.type in ("if_statement", "try_statement"):
            text = place.text or b""
            if b"hasattr" in text or b"AttributeError" in text:
                return True
        place = place.parent
    return False
