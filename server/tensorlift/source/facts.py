"""What one chunk of a document says about the names we follow.

Only the branches of the syntax tree are visited that hold a followed name. The result is plain data with offsets relative to
the chunk, so a chunk whose text did not change is never read twice.
"""

from __future__ import annotations

import operator
import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from tree_sitter import Node, Parser

from tensorlift.source.document import LANGUAGE

MODULE, FUNCTION, CLASS, COMPREHENSION = "module", "function", "class", "comprehension"

# A place in the control flow: the offset of the compound statement and the branch taken in it.
Condition = tuple[int, str]


@dataclass(slots=True)
class Argument:
    """One argument of a call: ``name`` is None for positional ones, ``star`` is ``""``, ``"*"`` or ``"**"``."""

    name: str | None
    star: str
    start: int
    end: int
    value_start: int
    value_end: int
    kind: str
    text: str
    name_end: int = 0
    count: int = 0
    """The number of elements, for lists, tuples and dictionaries."""


@dataclass(slots=True)
class Call:
    """The argument list of a call, from the opening to behind the closing parenthesis."""

    start: int
    end: int
    arguments: list[Argument]
    generator: bool = False
    """Whether the only argument is a bare generator expression, which shares its parentheses with the call."""


@dataclass(slots=True)
class Trailer:
    """A step behind a name: ``.attribute`` (``name``), a call (``call``) or a subscript (neither)."""

    start: int
    end: int
    name: str | None = None
    name_start: int = 0
    call: Call | None = None


@dataclass(slots=True)
class Reference:
    """A use of a followed name with the attributes, calls and subscripts behind it."""

    name: str
    scope: int
    start: int
    end: int
    trailers: list[Trailer]
    conditions: tuple[Condition, ...]
    statement: tuple[int, int]
    role: str = ""
    """``"store"`` (assigned to), ``"del"``, ``"base"`` (base class), ``"decorator"`` or empty."""


@dataclass(slots=True)
class ImportedName:
    """One name of an import statement."""

    module: str
    """The module of ``from module import name``; the whole path of ``import path``."""
    name: str | None
    """The imported name; None for ``import path``; ``*`` for a star import."""
    alias: str | None
    start: int
    end: int
    name_end: int
    statement: tuple[int, int]
    level: int = 0


@dataclass(slots=True)
class Binding:
    """A place that gives a name a value. ``value`` is an import, a reference (an alias or a call result) or unknown (None)."""

    name: str
    scope: int
    offset: int
    start: int
    value: ImportedName | Reference | None
    conditions: tuple[Condition, ...]


@dataclass(slots=True)
class Scope:
    """A Python scope; index 0 of every chunk is the module, or the class that the chunk is a member of."""

    kind: str
    parent: int
    start: int
    outer_names: dict[str, str] = field(default_factory=dict)
    """Names declared ``global`` or ``nonlocal`` here."""


@dataclass(slots=True)
class Facts:
    """All that one chunk says about the followed names; offsets are relative to the chunk."""

    scopes: list[Scope] = field(default_factory=lambda: [Scope(MODULE, -1, 0)])
    bindings: list[Binding] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    imports: list[ImportedName] = field(default_factory=list)
    candidates: list[tuple[str, Reference]] = field(default_factory=list)
    """Names that are given a followed value, whether they are followed themselves or not."""


_CHAIN = frozenset({"attribute", "call", "subscript"})
_COMPREHENSIONS = frozenset({"list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression"})
_STATEMENT_PARENTS = frozenset({"module", "block"})
_LINE_BREAK = re.compile(rb"(?<!\\)(?<!\\\r)\n")
_IMPORTS = frozenset({"import_statement", "import_from_statement", "future_import_statement"})


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")


class _Visitor:
    """Walks one chunk; an explicit stack keeps deep nesting from being a limit."""

    def __init__(self, names: frozenset[str], hits: list[int], kind: str) -> None:
        self.names = names
        self.hits = hits
        self.facts = Facts([Scope(kind, -1, 0)])
        self.errors: set[int] = set()
        # node, scope, conditions, statement, deferred
        self.stack: list[tuple[Node, int, tuple[Condition, ...], tuple[int, int], str]] = []

    def hit(self, node: Node) -> bool:
        index = bisect_left(self.hits, node.start_byte)
        return index < len(self.hits) and self.hits[index] < node.end_byte

    def run(self, chunk: Node) -> Facts:
        self.stack.append((chunk, 0, (), self.span(chunk), ""))
        while self.stack:
            node, scope, conditions, statement, role = self.stack.pop()
            if self.hit(node):
                self.visit(node, scope, conditions, statement, role)
        self.facts.references.sort(key=lambda reference: reference.start)
        self.facts.bindings.sort(key=lambda binding: binding.offset)
        return self.facts

    def span(self, node: Node) -> tuple[int, int]:
        return node.start_byte, node.end_byte

    def new_scope(self, kind: str, parent: int, node: Node) -> int:
        self.facts.scopes.append(Scope(kind, parent, node.start_byte))
        return len(self.facts.scopes) - 1

    def bind(
        self, node: Node, scope: int, conditions: tuple[Condition, ...], offset: int, value: ImportedName | Reference | None = None
    ) -> None:
        name = _text(node)
        if name in self.names:
            self.facts.bindings.append(Binding(name, scope, offset, node.start_byte, value, conditions))

    # ---- dispatch

    def visit(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int], role: str) -> None:
        kind = node.type
        if kind == "identifier":
            name = _text(node)
            if name in self.names:
                self.reference(node, [], scope, conditions, statement, role)
            return
        if node.has_error:
            if kind == "ERROR" and node.id in self.errors:
                return
            # Most visitors below take only the parts that a right program has.
            for child in node.named_children:
                if child.type == "ERROR":
                    self.push(child, scope, conditions, statement)
            if kind == "ERROR":
                self.errors.add(node.id)
        if kind in _CHAIN:
            self.chain(node, scope, conditions, statement, role)
            return
        method = getattr(self, "visit_" + kind, None)
        if method is not None:
            method(node, scope, conditions, statement)
            return
        if kind in _COMPREHENSIONS:
            self.comprehension(node, scope, conditions, statement)
            return
        self.push_children(node, scope, conditions, statement)

    def push_children(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int], role: str = "") -> None:
        compound = node.type in _STATEMENT_PARENTS
        for child in node.named_children:
            if self.hit(child):
                self.stack.append((child, scope, conditions, self.span(child) if compound else statement, role))

    def push(self, node: Node | None, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int], role: str = "") -> None:
        if node is not None and self.hit(node):
            self.stack.append((node, scope, conditions, statement, role))

    # ---- expressions

    def reference(
        self,
        identifier: Node,
        trailers: list[Trailer],
        scope: int,
        conditions: tuple[Condition, ...],
        statement: tuple[int, int],
        role: str,
    ) -> Reference:
        reference = Reference(
            name=_text(identifier),
            scope=scope,
            start=identifier.start_byte,
            end=identifier.end_byte,
            trailers=trailers,
            conditions=conditions,
            statement=statement,
            role=role,
        )
        self.facts.references.append(reference)
        return reference

    def chain(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int], role: str) -> Reference | None:
        """Take apart ``name.attribute(arguments)[subscript]...``; return the reference if it begins with a followed name."""
        trailers: list[Trailer] = []
        current = node
        while True:
            kind = current.type
            if kind == "attribute":
                inner, name = current.child_by_field_name("object"), current.child_by_field_name("attribute")
                if inner is None or name is None:
                    break
                for stray in current.named_children:
                    if stray.type == "ERROR" and stray.named_children and stray.named_children[-1].type == "identifier":
                        # Behind an open parenthesis the real object stands at the end of what the parser skipped.
                        self.errors.add(stray.id)
                        for part in [inner, *stray.named_children[:-1]]:
                            self.push(part, scope, conditions, statement)
                        inner = stray.named_children[-1]
                trailers.append(Trailer(inner.end_byte, current.end_byte, _text(name), name.start_byte))
            elif kind == "call":
                inner, arguments = current.child_by_field_name("function"), current.child_by_field_name("arguments")
                if inner is None or arguments is None:
                    break
                trailers.append(Trailer(inner.end_byte, current.end_byte, call=self.call(arguments)))
                if arguments.type == "generator_expression":
                    self.push(arguments, scope, conditions, statement)
                elif self.hit(arguments):
                    for child in arguments.named_children:
                        self.push(child, scope, conditions, statement)
            elif kind == "subscript":
                inner = current.child_by_field_name("value")
                if inner is None:
                    break
                trailers.append(Trailer(inner.end_byte, current.end_byte))
                for child in current.named_children[1:]:
                    self.push(child, scope, conditions, statement)
            elif kind == "parenthesized_expression" and current.named_child_count == 1 and trailers:
                inner = current.named_children[0]
                if inner.type not in _CHAIN and inner.type != "identifier":
                    break
            else:
                break
            current = inner
        if current.type == "identifier" and _text(current) in self.names:
            trailers.reverse()
            return self.reference(current, trailers, scope, conditions, statement, role)
        if current.type != "identifier":
            self.push(current, scope, conditions, statement)
        return None

    def call(self, arguments: Node) -> Call:
        start, end = self.span(arguments)
        if arguments.type == "generator_expression":
            return Call(start, end, [Argument(None, "", start, end, start, end, "generator_expression", "")], generator=True)
        result: list[Argument] = []
        for child in arguments.named_children:
            kind = child.type
            if kind == "comment":
                continue
            child_start, child_end = self.span(child)
            if kind == "keyword_argument":
                name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
                if name is None or value is None:
                    continue
                value_start, value_end = self.span(value)
                result.append(
                    Argument(
                        _text(name),
                        "",
                        child_start,
                        child_end,
                        value_start,
                        value_end,
                        value.type,
                        _short(value),
                        name.end_byte,
                        _count(value),
                    )
                )
            elif kind in ("list_splat", "dictionary_splat"):
                result.append(
                    Argument(None, "*" if kind == "list_splat" else "**", child_start, child_end, child_start, child_end, kind, "")
                )
            else:
                result.append(Argument(None, "", child_start, child_end, child_start, child_end, kind, _short(child), 0, _count(child)))
        return Call(start, end, result)

    def comprehension(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        inner = self.new_scope(COMPREHENSION, scope, node)
        first = True
        for child in node.named_children:
            if child.type == "for_in_clause":
                left = child.child_by_field_name("left")
                if left is not None:
                    self.bind_target(left, inner, conditions, statement, node.start_byte)
                # The first iterable is evaluated outside of the comprehension.
                for right in child.children_by_field_name("right"):
                    self.push(right, scope if first else inner, conditions, statement)
                first = False
            else:
                self.push(child, inner, conditions, statement)

    def visit_named_expression(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        owner = scope
        while self.facts.scopes[owner].kind == COMPREHENSION:
            owner = self.facts.scopes[owner].parent
        bound = self.value(value, scope, conditions, statement)
        if name is not None:
            self.bind_target(name, owner, conditions, statement, node.end_byte, bound)

    def visit_lambda(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        inner = self.new_scope(FUNCTION, scope, node)
        parameters = node.child_by_field_name("parameters")
        if parameters is not None:
            self.parameters(parameters, inner, scope, conditions, statement)
        self.push(node.child_by_field_name("body"), inner, (), statement)

    def visit_string(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        text = node.text or b""
        if not text.startswith(b"`"):
            self.push_children(node, scope, conditions, statement)
            return
        # Python 2: what stands in backticks is code, which the parser takes for text. The blanks keep the offsets.
        code = Parser(LANGUAGE).parse(b" " * (node.start_byte + 1) + text[1:].rstrip(b"`"))
        for child in code.root_node.named_children:
            self.push(child, scope, conditions, statement)

    def visit_keyword_argument(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        self.push(node.child_by_field_name("value"), scope, conditions, statement)

    def visit_keyword_pattern(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        for child in node.named_children[1:]:
            self.push(child, scope, conditions, statement)

    def visit_dotted_name(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        # Outside of imports that are whole only in match patterns: one part captures, several are a value.
        parts = node.named_children
        if len(parts) == 1:
            self.bind(parts[0], scope, conditions, node.end_byte)
        elif parts and _text(parts[0]) in self.names:
            trailers = [Trailer(before.end_byte, part.end_byte, _text(part), part.start_byte) for before, part in pairwise(parts)]
            self.reference(parts[0], trailers, scope, conditions, statement, "")

    def visit_splat_pattern(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        # Assignments and parameters bind theirs themselves, so this is the one of a match pattern.
        for child in node.named_children:
            self.bind(child, scope, conditions, node.end_byte)

    def visit_class_pattern(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        children = node.named_children
        if children and len(children[0].named_children) == 1:
            self.push(children[0].named_children[0], scope, conditions, statement)
            children = children[1:]
        for child in children:
            self.push(child, scope, conditions, statement)

    # ---- statements

    def value(self, node: Node | None, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> Reference | None:
        """Visit an assigned expression; return the reference if the value is one as a whole."""
        if node is None or not self.hit(node):
            return None
        if node.type in _CHAIN:
            return self.chain(node, scope, conditions, statement, "")
        if node.type == "identifier":
            if _text(node) in self.names:
                return self.reference(node, [], scope, conditions, statement, "")
            return None
        self.push(node, scope, conditions, statement)
        return None

    def bind_target(
        self,
        node: Node,
        scope: int,
        conditions: tuple[Condition, ...],
        statement: tuple[int, int],
        offset: int,
        value: Reference | None = None,
    ) -> None:
        """Bind every name of an assignment target; attributes and subscripts in it are references."""
        if value is not None and node.type == "identifier":
            self.facts.candidates.append((_text(node), value))
        pending = [node]
        while pending:
            current = pending.pop()
            if not self.hit(current):
                continue
            if current.type == "identifier":
                self.bind(current, scope, conditions, offset, value if current == node else None)
            elif current.type in _CHAIN:
                self.chain(current, scope, conditions, statement, "store")
            else:
                pending.extend(current.named_children)

    def visit_assignment(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        targets: list[Node] = []
        current: Node | None = node
        offset = node.end_byte
        while current is not None and current.type == "assignment":
            left = current.child_by_field_name("left")
            if left is not None:
                targets.append(left)
            self.push(current.child_by_field_name("type"), scope, conditions, statement)
            current = current.child_by_field_name("right")
        if current is None:
            return  # a bare annotation binds nothing
        for target in targets:
            if target.type in ("pattern_list", "tuple_pattern", "list_pattern") and current.type in ("expression_list", "tuple", "list"):
                lefts, rights = target.named_children, current.named_children
                if (
                    len(lefts) == len(rights)
                    and len(targets) == 1
                    and not any(n.type.endswith(("splat", "splat_pattern")) for n in lefts + rights)
                ):
                    for one, other in zip(lefts, rights):
                        self.bind_target(one, scope, conditions, statement, offset, self.value(other, scope, conditions, statement))
                    return
        value = self.value(current, scope, conditions, statement)
        for target in targets:
            self.bind_target(target, scope, conditions, statement, offset, value)

    def visit_augmented_assignment(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        left = node.child_by_field_name("left")
        self.push(node.child_by_field_name("right"), scope, conditions, statement)
        if left is not None:
            self.bind_target(left, scope, conditions, statement, node.end_byte)

    def visit_for_statement(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        left = node.child_by_field_name("left")
        inside = (*conditions, (node.start_byte, "loop"))
        if left is not None:
            self.bind_target(left, scope, inside, statement, left.end_byte)
        self.push(node.child_by_field_name("right"), scope, conditions, statement)
        self.push(node.child_by_field_name("body"), scope, inside, statement)
        self.push(node.child_by_field_name("alternative"), scope, conditions, statement)

    def visit_while_statement(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        self.push(node.child_by_field_name("condition"), scope, conditions, statement)
        self.push(node.child_by_field_name("body"), scope, (*conditions, (node.start_byte, "loop")), statement)
        self.push(node.child_by_field_name("alternative"), scope, conditions, statement)

    def visit_if_statement(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        test = node.child_by_field_name("condition")
        self.push(test, scope, conditions, statement)
        then, otherwise = _branch_roles(test, self.names)
        place = node.start_byte
        self.push(node.child_by_field_name("consequence"), scope, (*conditions, (place, then)), statement)
        for index, clause in enumerate(node.children_by_field_name("alternative")):
            if clause.type == "elif_clause":
                inner = clause.child_by_field_name("condition")
                self.push(inner, scope, conditions, statement)
                branch, following = _branch_roles(inner, self.names)
                if then == "live":
                    branch = following = "dead"
                elif then != "dead":
                    if branch in ("if", "live"):
                        branch = _numbered(otherwise, index)
                    elif branch != "dead":
                        branch = f"guard-else{index}"
                    following = otherwise
                self.push(clause.child_by_field_name("consequence"), scope, (*conditions, (place, branch)), statement)
                then, otherwise = ("live" if branch == "live" else then), following
            else:
                role = otherwise if otherwise in ("live", "dead") or index == 0 else _numbered(otherwise, index)
                self.push(clause.child_by_field_name("body"), scope, (*conditions, (place, role)), statement)

    def visit_conditional_expression(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        children = [child for child in node.named_children if child.type != "comment"]
        then, otherwise = _branch_roles(children[1], self.names) if len(children) == 3 else ("if", "else")
        if then == "if":
            self.push_children(node, scope, conditions, statement)
            return
        place = node.start_byte
        self.push(children[1], scope, conditions, statement)
        self.push(children[0], scope, (*conditions, (place, then)), statement)
        self.push(children[2], scope, (*conditions, (place, otherwise)), statement)

    def visit_try_statement(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        handlers = [child for child in node.named_children if child.type in ("except_clause", "except_group_clause")]
        role = _try_role(handlers, node.child_by_field_name("body"))
        for child in node.named_children:
            if child.type == "block":
                self.push(child, scope, (*conditions, (node.start_byte, role)), statement)
            elif child in handlers:
                inside = (*conditions, (node.start_byte, "except-import" if role == "try-import" else "except"))
                for part in child.named_children:
                    if part.type == "block":
                        self.push(part, scope, inside, statement)
                    elif part.type == "as_pattern":
                        self.as_pattern(part, scope, inside, statement, opaque=True)
                    elif part.type == "identifier" and part != child.named_children[0]:
                        self.bind(part, scope, inside, part.end_byte)  # Python 2: except E, e
                    else:
                        self.push(part, scope, conditions, statement)
            else:
                for part in child.named_children:
                    self.push(part, scope, (*conditions, (node.start_byte, "try")), statement)

    def as_pattern(
        self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int], opaque: bool = False
    ) -> None:
        alias = node.child_by_field_name("alias")
        if alias is None and node.named_children[0].type == "case_pattern":
            alias = node.named_children[-1]
        value: Reference | None = None
        for child in node.named_children:
            if child != alias:
                value = self.value(child, scope, conditions, statement)
        if alias is not None:
            for target in alias.named_children or [alias]:
                self.bind_target(target, scope, conditions, statement, node.end_byte, None if opaque else value)

    def visit_as_pattern(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        self.as_pattern(node, scope, conditions, statement)

    def visit_function_definition(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        name = node.child_by_field_name("name")
        if name is not None:
            self.bind(name, scope, conditions, name.end_byte)
        inner = self.new_scope(FUNCTION, scope, node)
        parameters = node.child_by_field_name("parameters")
        header = (node.start_byte, (parameters or node).end_byte)
        if parameters is not None:
            self.parameters(parameters, inner, scope, conditions, header)
        self.push(node.child_by_field_name("return_type"), scope, conditions, header)
        body = node.child_by_field_name("body")
        guards = tuple(c for c in conditions if c[1].startswith(("guard", "try-", "has:", "lacks:", "dead")))
        self.push(body, inner, guards, statement)

    def parameters(self, node: Node, inner: int, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        for child in node.named_children:
            if not self.hit(child):
                continue
            kind = child.type
            if kind in ("default_parameter", "typed_default_parameter"):
                name = child.child_by_field_name("name")
                if name is not None:
                    self.bind_target(name, inner, (), statement, name.start_byte)
                self.push(child.child_by_field_name("type"), scope, conditions, statement)
                self.push(child.child_by_field_name("value"), scope, conditions, statement)
            elif kind == "typed_parameter":
                self.push(child.child_by_field_name("type"), scope, conditions, statement)
                self.bind_target(child.named_children[0], inner, (), statement, child.start_byte)
            else:
                self.bind_target(child, inner, (), statement, child.start_byte)

    def visit_class_definition(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        name = node.child_by_field_name("name")
        bases = node.child_by_field_name("superclasses")
        if name is not None:
            self.bind(name, scope, conditions, name.end_byte)
        if bases is not None:
            self.push_children(bases, scope, conditions, (node.start_byte, bases.end_byte), "base")
        inner = self.new_scope(CLASS, scope, node)
        self.push(node.child_by_field_name("body"), inner, conditions, statement)

    def visit_decorator(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        self.push_children(node, scope, conditions, self.span(node), "decorator")

    def _outer(self, node: Node, scope: int, keyword: str) -> None:
        for child in node.named_children:
            self.facts.scopes[scope].outer_names[_text(child)] = keyword

    def visit_global_statement(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        self._outer(node, scope, "global")

    def visit_nonlocal_statement(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        self._outer(node, scope, "nonlocal")

    def visit_delete_statement(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        for child in node.named_children:
            if child.type == "identifier":
                self.bind(child, scope, conditions, node.end_byte)  # from here on it stands for nothing
        for child in node.named_children:
            self.push(child, scope, conditions, statement, "del")

    # ---- imports

    def visit_import_statement(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        if _LINE_BREAK.search(node.text or b""):
            # An import without a name took the next line for it.
            for child in node.named_children:
                if child.type != "dotted_name" or child.named_child_count > 1:
                    self.push(child, scope, conditions, statement)
            return
        for child in node.children_by_field_name("name"):
            name = child.child_by_field_name("name") if child.type == "aliased_import" else child
            alias = child.child_by_field_name("alias") if child.type == "aliased_import" else None
            if name is None:
                continue
            imported = ImportedName(
                module=_dotted(name),
                name=None,
                alias=_text(alias) if alias is not None else None,
                start=child.start_byte,
                end=child.end_byte,
                name_end=name.end_byte,
                statement=self.span(node),
            )
            self.facts.imports.append(imported)
            bound = alias if alias is not None else (name.named_children[0] if name.named_children else name)
            self.bind(bound, scope, conditions, node.end_byte, imported)

    def visit_import_from_statement(self, node: Node, scope: int, conditions: tuple[Condition, ...], statement: tuple[int, int]) -> None:
        module = node.child_by_field_name("module_name")
        path, level = "", 0
        if module is not None:
            text = _text(module)
            path = text.lstrip(".").strip() if module.type == "relative_import" else _dotted(module)
            level = len(text) - len(text.lstrip(".")) if module.type == "relative_import" else 0
        for child in node.children_by_field_name("name"):
            name = child.child_by_field_name("name") if child.type == "aliased_import" else child
            alias = child.child_by_field_name("alias") if child.type == "aliased_import" else None
            if name is None:
                continue
            imported = ImportedName(
                module=path,
                name=_dotted(name),
                alias=_text(alias) if alias is not None else None,
                start=child.start_byte,
                end=child.end_byte,
                name_end=name.end_byte,
                statement=self.span(node),
                level=level,
            )
            self.facts.imports.append(imported)
            self.bind(alias if alias is not None else name, scope, conditions, node.end_byte, imported)
        for child in node.named_children:
            if child.type == "wildcard_import":
                start, end = self.span(child)
                self.facts.imports.append(ImportedName(path, "*", None, start, end, end, self.span(node), level))


def _dotted(node: Node) -> str:
    return ".".join(_text(part) for part in node.named_children if part.type == "identifier") or _text(node)


def _short(node: Node) -> str:
    """Return the text of small expressions, which rules compare with literals."""
    return _text(node) if node.end_byte - node.start_byte <= 80 else ""


def _count(node: Node) -> int:
    return node.named_child_count if node.type in ("list", "tuple", "dictionary") else 0


_HASATTR = re.compile(rb"\bhasattr\s*\(\s*(\w+)(?:\s*\.\s*\w+)*\s*,")
_VERSION = re.compile(rb"\b(\w+)(?:\.\w+)*\.(?:__version__|VERSION|GIT_VERSION)\b")
_VERSION_NAME = re.compile(rb"\b(?:is_?)?tf_?(?:v?[12](?:_\w+)?|version\w*|major\w*)\b|\btensorflow_version\b", re.IGNORECASE)
_ASKS = re.compile(rb"""(not\s+)?hasattr\s*\(\s*(\w+(?:\.\w+)*)\s*,\s*["'](\w+)["']\s*\)""")


_COMPARED = re.compile(
    rb"""(?P<wrap>[\w.]*(?:LooseVersion|StrictVersion|Version|parse_version|parse)\(\s*)?(?P<root>\w+)\.__version__(?(wrap)\s*\))\s*(?P<op><=|>=|==|!=|<|>)\s*(?:[\w.]*\(\s*)?["'](?P<literal>\d[\d.]*)["']\s*\)?"""
)
_STARTS = re.compile(rb"""(?P<not>not\s+)?(?P<root>\w+)\.__version__\.startswith\(\s*["'](?P<literal>\d[\d.]*)["']\s*\)""")
_MAJOR = re.compile(
    rb"""(?:int\(\s*)?(?P<root>\w+)\.__version__\s*(?:\.split\(\s*["']\.["']\s*\)\s*\[0\]|\[0\]|\[:1\])\s*\)?\s*"""
    rb"""(?P<op><=|>=|==|!=|<|>)\s*["']?(?P<literal>\d+)["']?"""
)
# The targets and what may follow: a question that all answer alike is answered.
_VERSIONS = (*(f"2.{minor}.0" for minor in range(15, 23)), "2.99.0")
_OPERATORS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne}


def _numbered(role: str, index: int) -> str:
    """Return the role of a later branch; a role that names what it asks for stays as it is."""
    return role if role.startswith(("has:", "lacks:")) else f"{role}-{index}"


def _version_test(text: bytes, names: frozenset[str]) -> bool | None:
    """Answer a question about the version of TensorFlow for every TensorFlow 2; None if that cannot be done."""
    for pattern in (_COMPARED, _MAJOR, _STARTS):
        match = pattern.fullmatch(text.strip())
        root = match["root"].decode("utf-8", "replace") if match is not None else ""
        if match is None or root not in names or root == "K" or "keras" in root.lower():
            continue
        literal = match["literal"].decode()
        if pattern is _STARTS:
            answers = {version.startswith(literal) != bool(match["not"]) for version in _VERSIONS}
        elif pattern is _MAJOR:
            answers = {bool(_OPERATORS[match["op"].decode()](2, int(literal)))}
        elif match["wrap"]:
            compare = _OPERATORS[match["op"].decode()]
            answers = {bool(compare(_numbers(version), _numbers(literal))) for version in _VERSIONS}
        else:
            answers = {bool(_OPERATORS[match["op"].decode()](version, literal)) for version in _VERSIONS}
        return answers.pop() if len(answers) == 1 else None
    return None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part)


_IMPORT_ERRORS = re.compile(rb"\b(?:ImportError|ModuleNotFoundError)\b")


def _try_role(handlers: list[Node], body: Node | None) -> str:
    """Return the role of a try body: which kind of missing name its handlers are there for."""
    heads = []
    for handler in handlers:
        block = next((child for child in handler.named_children if child.type == "block"), None)
        heads.append((handler.text or b"")[: (block.start_byte - handler.start_byte) if block is not None else None])
    inside = [child for child in body.named_children if child.type != "comment"] if body is not None else []
    alone = len(inside) == 1 and inside[0].type in ("expression_statement", "return_statement")
    if alone and any(b"AttributeError" in head for head in heads):
        return "try-attribute"  # a longer body is there for something else
    if any(_IMPORT_ERRORS.search(head) or head.strip().rstrip(b":").strip() == b"except" for head in heads):
        return "try-import"
    return "try"


def _branch_roles(test: Node | None, names: frozenset[str]) -> tuple[str, str]:
    """Return the roles of the two branches behind a condition.

    ``has:tf.nn.x`` and ``lacks:tf.nn.x`` for ``hasattr(tf.nn, "x")``; ``live`` and ``dead`` for a question about
    the version that every TensorFlow 2 answers alike; ``guard`` for other such questions; else ``if`` and ``else``.
    """
    if test is None:
        return "if", "else"
    text = test.text or b""
    asked = _ASKS.fullmatch(text)
    if asked is not None and asked[2].split(b".")[0].decode("utf-8", "replace") in names:
        name = f"{asked[2].decode()}.{asked[3].decode()}"
        roles = f"has:{name}", f"lacks:{name}"
        return (roles[1], roles[0]) if asked[1] else roles
    runs = _version_test(text, names)
    if runs is not None:
        return ("live", "dead") if runs else ("dead", "live")
    roots = [match[1].decode("utf-8", "replace") for pattern in (_HASATTR, _VERSION) for match in pattern.finditer(text)]
    if any(root in names for root in roots) or _VERSION_NAME.search(text) is not None:
        return "guard", "guard-else0"
    return "if", "else0"


def is_guarded(node: Node, names: frozenset[str]) -> bool:
    """Whether the code around a node asks which TensorFlow is installed; ``names`` stand for TensorFlow modules."""
    child, parent = node, node.parent
    while parent is not None:
        if parent.type == "try_statement":
            handlers = [clause for clause in parent.named_children if clause.type in ("except_clause", "except_group_clause")]
            body = parent.child_by_field_name("body")
            if child == body and _try_role(handlers, body) == "try-attribute":
                return True
        elif parent.type in ("if_statement", "conditional_expression"):
            clauses = [parent, *parent.children_by_field_name("alternative")]
            tests = [clause.child_by_field_name("condition") for clause in clauses]
            if parent.type == "conditional_expression":
                parts = [part for part in parent.named_children if part.type != "comment"]
                tests = [*parts[1:2]]
            if child not in tests and any(_branch_roles(test, names)[0] != "if" for test in tests):
                return True
        child, parent = parent, parent.parent
    return False


def read_facts(root: Node, names: frozenset[str], hits: Iterable[int], kind: str = MODULE) -> Facts:
    """Read one chunk.

    Args:
        root: The root of its syntax tree.
        names: The names to follow.
        hits: Offsets at which one of the names may stand, ascending.
        kind: The kind of scope that the chunk stands in.

    Returns:
        Scopes, bindings, references and imports.
    """
    return _Visitor(names, list(hits), kind).run(root)


def read_call(arguments: Node) -> Call:
    """Return the arguments of a call from its ``argument_list``."""
    return _Visitor(frozenset(), [], MODULE).call(arguments)
