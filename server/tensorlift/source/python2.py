"""Where a file is Python 2: constructs that Python 3 refuses to parse.

What Python 3 parses and only fails on while it runs (``print >>f, x``, ``d.has_key(k)``) is not among them.
"""

from __future__ import annotations

import re

from tree_sitter import Node

# Places that are worth a look in the tree; most Python 3 files have none but ``raise`` and ``except``.
_CANDIDATE = re.compile(
    rb"""
    (?<![\w.]) (?:
        print (?=[ \t\f]*["'`{~\\] | [ \t\f]+[\w.])
      | exec (?=[ \t\f]*["'`\\] | [ \t\f]+[\w{\[~])
      | except\b | raise\b
      | def (?=\s+\w+\s*\([^)]*\()
      | lambda (?=[^:]*\()
      | [uU][rR](?=["'])
      | 0[0-7]+[lL]?\b
      | \d[\da-fA-FxXoO]*[lL]\b
    )
    | ` | <>
    """,
    re.VERBOSE,
)
_OCTAL = re.compile(rb"0+[1-7][0-7]*")


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
