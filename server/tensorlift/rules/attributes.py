"""Attributes and methods by their names, for rules that ask more about them than a table of entries can."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tree_sitter import Node

from tensorlift.rules.context import Context
from tensorlift.source.facts import Argument, Call, is_guarded, read_call

_TEXT = re.compile(r"[rRbBuU]?('''|\"\"\"|'|\")(.*)\1", re.DOTALL)


def attribute_pattern(names: Iterable[str], *, called: bool = False) -> re.Pattern[bytes]:
    """Return the pattern of some attributes for :func:`attribute_nodes`, or only of those that are called."""
    words = "|".join(sorted(map(re.escape, names))).encode()
    return re.compile(rb"\.\s*(" + words + (rb")\s*\(" if called else rb")\b"))


def attribute_nodes(context: Context, pattern: re.Pattern[bytes]) -> Iterator[tuple[str, Node, Node]]:
    """Yield name, attribute and owner of each attribute whose name is group 1 of a pattern that begins with the dot.

    Attributes in branches for one TensorFlow only are left out.
    """
    for match in pattern.finditer(context.data):
        node = context.root.descendant_for_byte_range(match.start(1), match.end(1))
        attribute = node.parent if node is not None and node.type == "identifier" else None
        if attribute is None or attribute.type != "attribute" or attribute.child_by_field_name("attribute") != node:
            continue
        owner = attribute.child_by_field_name("object")
        if owner is not None and not is_guarded(attribute, context.followed):
            yield match[1].decode(), attribute, owner


def call_of(attribute: Node) -> Call | None:
    """Return the call of an attribute, None if it is not called."""
    parent = attribute.parent
    if parent is None or parent.type != "call" or parent.child_by_field_name("function") != attribute:
        return None
    arguments = parent.child_by_field_name("arguments")
    return read_call(arguments) if arguments is not None and arguments.type == "argument_list" else None


def argument(call: Call, name: str, position: int | None = None) -> Argument | None:
    """Return an argument by keyword or position; None if it is not there or may hide behind a star."""
    if any(one.star for one in call.arguments):
        return None
    for place, one in enumerate(call.arguments):
        if one.name == name or (one.name is None and place == position):
            return one
    return None


def literal(context: Context, one: Argument | None) -> str | None:
    """Return the text of a plain string that an argument is, None if it is anything else."""
    if one is None or one.kind != "string":
        return None
    match = _TEXT.fullmatch(context.slice(one.value_start, one.value_end))
    return match[2] if match is not None and "\n" not in match[2] else None
