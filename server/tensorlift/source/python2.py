"""Where a file is Python 2: constructs that Python 3 refuses to parse, and names that only Python 2 has."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

# Places that are worth a look in the tree; most Python 3 files have none but ``raise`` and ``except``.
_CANDIDATE = re.compile(
    rb"""
    # First the letter alone: a pattern that begins with what stands before it would be tried at every letter of the file.
    [`<pedrluU\d] (?:
        (?<=`) | (?<=<)>
      | (?<! [\w.].) (?:
            (?<=p)rint (?=[ \t\f]*["'`{~\\] | [ \t\f]+[\w.])
          | (?<=e)xec (?=[ \t\f]*["'`\\] | [ \t\f]+[\w{\[~])
          | (?<=e)xcept\b | (?<=r)aise\b
          | (?<=d)ef (?=\s+\w+\s*\([^)]*\()
          | (?<=l)ambda (?=[^:]*\()
          | (?<=[uU])[rR] (?=["'])
          | (?<=0)[0-7]+[lL]?\b
          | (?<=\d)[\da-fA-FxXoO]*[lL]\b
        )
    )
    """,
    re.VERBOSE,
)
_OCTAL = re.compile(rb"0+[1-7][0-7]*")

# Other modules that are gone (commands, thread, Cookie) may just as well be modules of the program.
_MODULES = frozenset(
    b"BaseHTTPServer ConfigParser HTMLParser Queue SimpleHTTPServer SocketServer StringIO Tkinter __builtin__ cPickle cStringIO cookielib "
    b"copy_reg htmlentitydefs httplib tkFileDialog tkMessageBox urllib2 urlparse xmlrpclib".split()
)
_BUILTINS = frozenset(b"basestring execfile long raw_input reduce reload unichr unicode xrange".split())
_ITERTOOLS = frozenset(b"ifilter ifilterfalse imap izip izip_longest".split())
_URLLIB = frozenset(b"pathname2url quote quote_plus unquote unquote_plus url2pathname urlcleanup urlencode urlopen urlretrieve".split())
_METHODS = frozenset(b"has_key iteritems iterkeys itervalues".split())
_WORDS = b"|".join(sorted(_MODULES | _BUILTINS | _ITERTOOLS))
PYTHON2_NAME = re.compile(rb"(?<![\w.])(?:" + _WORDS + rb"|urllib(?=\.[a-z]))\b|(?<=\.)(?:" + b"|".join(sorted(_METHODS)) + rb")(?=\()")
"""What may be a name that only Python 2 has."""
PYTHON2_WORDS = _MODULES | _BUILTINS | _ITERTOOLS | _METHODS | {b"urllib"}
"""The words of which :data:`PYTHON2_NAME` has one."""
PYTHON2_SIGNS = (
    *sorted(_MODULES | _BUILTINS | _ITERTOOLS | _METHODS),
    *(
        b"urllib",
        b"PY2",
        b"PY3",
        b"version_info",
        b"sys.version",
        b"python_version",
        b"hexversion",
        b"import *",
        b"pandas",
        b"__future__",
        b"six",
    ),
)
"""What :func:`first_python2_name` depends on: its answer stays the same as long as no text with one of these comes or goes."""
# Told apart by their first letters, which is quicker than looking behind each letter.
_ANY_NAME = re.compile(b"|".join(map(re.escape, sorted(PYTHON2_WORDS))))
_TWO_VERSIONS = re.compile(rb"\bPY[23]\b|version_info|sys\.version|python_version|hexversion")
# A program that was made for both Pythons; what it calls so is more likely its own.
_BOTH = re.compile(rb"^from __future__ import[^\n]*print_function|^\s*(?:import|from)\s+six\b", re.MULTILINE)
_STAR = re.compile(rb"^[ \t]*from\s+[\w.]+\s+import\s+\*", re.MULTILINE)
_ASKS = re.compile(rb"except\s*:|(?:Import|Name|Attribute|ModuleNotFound)Error|\bException\b")
_TARGETS = {
    "aliased_import": "alias",
    "assignment": "left",
    "augmented_assignment": "left",
    "class_definition": "name",
    "default_parameter": "name",
    "for_in_clause": "left",
    "for_statement": "left",
    "function_definition": "name",
    "named_expression": "name",
    "typed_default_parameter": "name",
}
_PATTERNS = (
    "as_pattern_target",
    "dictionary_splat_pattern",
    "global_statement",
    "lambda_parameters",
    "list_pattern",
    "list_splat_pattern",
    "parameters",
    "pattern_list",
    "tuple_pattern",
    "typed_parameter",
)


def first_python2(node: Node) -> tuple[int, int, str] | None:
    """Find the first construct that Python 2 has and Python 3 refuses.

    Args:
        node: A syntax tree or a part of it, such as one top-level statement.

    Returns:
        First byte, byte behind and a short description, or None. What the parser could not read is not looked at.
    """
    if node.is_error:
        return None
    base = node.start_byte
    for match in _CANDIDATE.finditer(node.text or b""):
        if match[0] == b"`" and node.has_error:
            continue  # a quote that is just being typed turns the docstrings behind it, full of backticks, into code
        leaf = node.descendant_for_byte_range(base + match.start(), base + match.end())
        found = _construct(leaf) if leaf is not None else None
        if found is not None and not _is_skipped(found[0], node):
            return found[0].start_byte, found[1].end_byte, found[2]
    return None


def _construct(leaf: Node) -> tuple[Node, Node, str] | None:
    """Return first node, last node and description of the construct that begins with a leaf."""
    kind, parent = leaf.type, leaf.parent
    text = leaf.text or b""
    if kind == "string_start":
        if text.endswith(b"`") and parent is not None:
            return parent, parent, "an expression in backticks"
        return (leaf, leaf, "a string with the prefix ur") if text[:2].lower() == b"ur" else None
    if kind == "<>":
        return leaf, leaf, "the operator <>"
    if kind == "integer":
        if text[-1:] in b"lL":
            return leaf, leaf, "a number that ends in L"
        return (leaf, leaf, "an octal number without 0o") if _OCTAL.fullmatch(text) else None
    if kind == "identifier":
        # tree-sitter knows exec with a name or a string behind it; with other values the first part is an error.
        following = leaf.next_sibling
        if text == b"exec" and following is not None and following.is_error and _begins_statement(leaf):
            return leaf, leaf, "exec without parentheses"
        return None
    if parent is None or leaf.is_named:
        return None
    if kind == "print" and parent.type == "print_statement":
        # print >>f, x is an expression to Python 3
        return (leaf, leaf, "print without parentheses") if parent.named_children[0].type != "chevron" else None
    if kind == "exec" and parent.type == "exec_statement":
        return leaf, leaf, "exec without parentheses"
    if kind in ("def", "lambda"):
        parameters = parent.child_by_field_name("parameters")
        for parameter in parameters.named_children if parameters is not None else ():
            target = parameter.child_by_field_name("name") if parameter.type == "default_parameter" else parameter
            if target is not None and target.type == "tuple_pattern":
                return target, target, "a tuple as a parameter"
    elif kind == "except" and parent.type == "except_clause":
        values = parent.children_by_field_name("value")
        if len(values) == 2 and _is_variable(values[1]):
            return values[0], values[1], "except with a comma"
    elif kind == "raise" and parent.type == "raise_statement":
        values = parent.named_children
        if values and values[0].type == "expression_list" and values[0].named_child_count in (2, 3):
            return values[0], values[0], "raise with commas"
    return None


def _begins_statement(leaf: Node) -> bool:
    node: Node | None = leaf
    while node is not None and node.type != "expression_statement":
        node = node.parent
    return node is not None and node.start_byte == leaf.start_byte


def _is_variable(node: Node) -> bool:
    """Whether the second value of an except clause is what the exception is assigned to.

    From Python 3.14 on ``except OSError, ValueError:`` stands for both (PEP 758); exceptions have capitals or dots.
    """
    if node.type == "identifier":
        name = (node.text or b"").decode("utf-8", "replace")
        return len(name) == 1 or name[:1].islower() or name[:1] == "_"
    return node.type in ("tuple", "list", "subscript")


def _is_skipped(node: Node, top: Node) -> bool:
    """Whether a node stands in what the parser skipped, such as the text behind an unfinished string."""
    current: Node | None = node
    while current is not None and current.id != top.id:
        if current.is_error:
            return True
        current = current.parent
    return False


# ---- names


def first_python2_name(nodes: Sequence[Node]) -> tuple[int, int, int, str] | None:
    """Find the first name of a file that only Python 2 has: a module, a built-in function, a method of dictionaries.

    Nothing is found in a file that asks which Python there is, or where the program has the name itself, or where a ``try`` statement
    says what to do without it.

    Args:
        nodes: The syntax trees of the parts of the file.

    Returns:
        The number of the part, first byte, byte behind and the name as it is called; or None.
    """
    texts = [node.text or b"" for node in nodes]
    if any(_TWO_VERSIONS.search(text) for text in texts):
        return None
    has_star = any(_STAR.search(text) for text in texts)
    # Methods of these names are not always those of dictionaries.
    other_methods = any(b"pandas" in text or _BOTH.search(text) is not None for text in texts)
    for index, node in enumerate(nodes):
        for match in PYTHON2_NAME.finditer(texts[index]) if _ANY_NAME.search(texts[index]) is not None else ():
            leaf = node.descendant_for_byte_range(node.start_byte + match.start(), node.start_byte + match.end())
            if leaf is None or leaf.type != "identifier" or leaf.text != match[0] or _is_skipped(leaf, node) or _is_tried(leaf):
                continue
            kind, shown = _name(leaf)
            if not kind or (kind == "builtin" and has_star) or (kind == "method" and other_methods):
                continue
            if kind != "module" and any(_binds(part, match[0], kind) for part, text in zip(nodes, texts) if match[0] in text):
                continue
            return index, leaf.start_byte, leaf.end_byte, shown
    return None


def _name(leaf: Node) -> tuple[str, str]:
    """Return what kind of name of Python 2 an identifier is, and how it is called; empty if it is none."""
    text, parent = leaf.text or b"", leaf.parent
    shown = text.decode()
    if parent is None:
        return "", ""
    if parent.type == "dotted_name":
        outer = parent.parent
        if outer is not None and outer.type == "aliased_import":
            outer = outer.parent
        if outer is None or parent.named_children[0] != leaf:
            return "", ""
        if outer.type == "import_statement":
            return ("module", f"the module {shown}") if text in _MODULES else ("", "")
        source = outer.child_by_field_name("module_name") if outer.type == "import_from_statement" else None
        if source == parent:
            return ("module", f"the module {shown}") if text in _MODULES else ("", "")
        if source is not None and source.text == b"itertools" and text in _ITERTOOLS:
            return "module", f"itertools.{shown}"
        return "", ""
    if parent.type == "attribute":
        last = parent.child_by_field_name("attribute")
        if last is not None and last != leaf:
            is_lost = (text == b"urllib" and last.text in _URLLIB) or (text == b"itertools" and last.text in _ITERTOOLS)
            return ("urllib", f"urllib.{(last.text or b'').decode()}") if is_lost else _builtin(text, shown)
        call = parent.parent
        arguments = call.child_by_field_name("arguments") if call is not None and call.type == "call" else None
        count = 1 if text == b"has_key" else 0
        is_method = text in _METHODS and arguments is not None and arguments.named_child_count == count
        return ("method", f"the method {shown}") if is_method else ("", "")
    if parent.type == "keyword_argument" and parent.child_by_field_name("name") == leaf:
        return "", ""
    return _builtin(text, shown)


def _builtin(text: bytes, shown: str) -> tuple[str, str]:
    return ("builtin", f"the built-in name {shown}") if text in _BUILTINS else ("", "")


def _binds(node: Node, name: bytes, kind: str) -> bool:
    """Whether a part of the file gives a name a meaning of its own."""
    for match in re.finditer(rb"(?<![\w.])" + name + rb"\b", node.text or b""):
        leaf = node.descendant_for_byte_range(node.start_byte + match.start(), node.start_byte + match.end())
        parent = leaf.parent if leaf is not None and leaf.type == "identifier" else None
        if leaf is None or parent is None:
            continue
        if parent.type in _PATTERNS or (parent.type in _TARGETS and parent.child_by_field_name(_TARGETS[parent.type]) == leaf):
            return True
        if parent.type == "dotted_name" and parent.named_children[0] == leaf:
            outer = parent.parent
            is_renamed = outer is not None and outer.type == "aliased_import"
            statement = outer.parent if outer is not None and is_renamed else outer
            source = statement.child_by_field_name("module_name") if statement is not None else None
            if statement is None or source == parent or is_renamed:
                continue
            if kind == "urllib" and statement.type == "import_statement":
                continue  # import urllib
            return True
    return False


def _is_tried(leaf: Node) -> bool:
    """Whether a name stands in a ``try`` statement that says what to do without it."""
    node: Node | None = leaf
    while node is not None:
        if node.type == "try_statement" and any(
            child.type == "except_clause" and _ASKS.search((child.text or b"").partition(b"\n")[0]) for child in node.children
        ):
            return True
        node = node.parent
    return False
