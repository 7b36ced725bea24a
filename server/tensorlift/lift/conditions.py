"""Conditions that make variables and compute with them: one condition makes the variables, a second one of the same kind computes.

A condition that a graph was built under was asked once, so it may do both. In TensorFlow 2 the computing part runs again and again.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from tensorlift.lift.program import Program, stored_names, walk

_VARIABLES = ("Variable", "get_variable")
_SCOPES = ("variable_scope", "name_scope", "device")
_PLAIN = (ast.Name, ast.Attribute, ast.Constant, ast.Compare, ast.BoolOp, ast.UnaryOp, ast.expr_context, ast.cmpop, ast.boolop, ast.unaryop)


@dataclass
class _Lines:
    """Lines with the numbers of those that they come from."""

    making: list[tuple[int, str]] = field(default_factory=list)
    computing: list[tuple[int, str]] = field(default_factory=list)


def split_condition(program: Program, statement: ast.stmt) -> Program | None:
    """Return a program in which a condition that makes variables and computes with them is two conditions.

    Args:
        program: The program.
        statement: The condition.

    Returns:
        The program; None where the two parts cannot be told apart, or the condition may not be asked twice.
    """
    if not isinstance(statement, ast.If) or not _is_asked_again(program, statement):
        return None
    found = _split(program, statement)
    if found is None or not found.making or not found.computing:
        return None
    first, last = program.first_line(statement), statement.end_lineno or statement.lineno
    above = [(number, program.lines[number - 1].decode().rstrip("\n")) for number in range(first, statement.lineno)]
    lines = [*above, *found.making, *found.computing]
    text = program.text.splitlines()
    origin = [*program.origin[: first - 1], *(program.origin[number - 1] for number, _ in lines), *program.origin[last:]]
    return Program("\n".join([*text[: first - 1], *(line for _, line in lines), *text[last:]]) + "\n", origin)


def _is_asked_again(program: Program, statement: ast.If) -> bool:
    """Whether the tests of a condition give the same when they are asked a second time behind the variables that it makes."""
    tests = [statement.test]
    orelse = statement.orelse
    while len(orelse) == 1 and isinstance(orelse[0], ast.If):
        tests.append(orelse[0].test)
        orelse = orelse[0].orelse
    if not all(isinstance(one, _PLAIN) or _only_asks(one) for test in tests for one in walk(test)):
        return False
    asked = {program.source(one) for test in tests for one in walk(test) if isinstance(one, (ast.Name, ast.Attribute))}
    bound = stored_names(statement) | {
        program.source(one) for one in walk(statement) if isinstance(one, ast.Attribute) and not isinstance(one.ctx, ast.Load)
    }
    return not asked & bound


def _only_asks(node: ast.AST) -> bool:
    """Whether a call does nothing but tell something of its arguments."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("len", "isinstance") and not node.keywords


def _split(program: Program, statement: ast.If) -> _Lines | None:
    """Return the lines of a condition, taken apart."""
    indent = " " * statement.col_offset
    head = f"{indent}if {program.source(statement.test)}:"
    found = _Lines()
    body = _block(program, statement.body)
    if body is None:
        return None
    line = statement.lineno
    found.computing += [(line, head), *(body.computing or [(line, indent + "    pass")])]
    orelse = statement.orelse
    is_chain = len(orelse) == 1 and isinstance(orelse[0], ast.If) and program.lines[orelse[0].lineno - 1].lstrip().startswith(b"elif")
    rest = _Lines()
    if is_chain:
        inner = _split(program, orelse[0])  # type: ignore[arg-type]
        if inner is None:
            return None
        rest.making = _chained(inner.making, indent)
        rest.computing = _chained(inner.computing, indent)
    elif orelse:
        block = _block(program, orelse)
        if block is None:
            return None
        word = (orelse[0].lineno, indent + "else:")
        rest.computing = [word, *block.computing] if block.computing else []
        rest.making = [word, *block.making] if block.making else []
        if block.making and not body.making:
            found.making = [(line, f"{indent}if {_negated(program, statement.test)}:"), *block.making]
    found.computing += rest.computing
    if not found.making and (body.making or rest.making):
        found.making = [(line, head), *(body.making or [(line, indent + "    pass")]), *rest.making]
    return found


def _chained(lines: list[tuple[int, str]], indent: str) -> list[tuple[int, str]]:
    return [(lines[0][0], lines[0][1].replace(f"{indent}if ", f"{indent}elif ", 1)), *lines[1:]] if lines else []


def _negated(program: Program, test: ast.expr) -> str:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return program.source(test.operand)
    text = program.source(test)
    if isinstance(test, (ast.Name, ast.Attribute)):
        return f"not {text}"
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], (ast.Eq, ast.Is)):
        sign = "!=" if isinstance(test.ops[0], ast.Eq) else "is not"
        return f"{program.source(test.left)} {sign} {program.source(test.comparators[0])}"
    return f"not ({text})"


def _block(program: Program, body: list[ast.stmt]) -> _Lines | None:
    """Return the lines of a block, taken apart."""
    found = _Lines()
    computed: set[str] = set()
    for one in body:
        used = {program.source(node) for node in walk(one) if isinstance(node, (ast.Name, ast.Attribute))}
        if isinstance(one, ast.With) and _makes(program, one):
            heads = [item.context_expr for item in one.items]
            if any(program.called(head) not in _SCOPES or item.optional_vars for head, item in zip(heads, one.items)):
                return None
            if any(not head.args for head in heads if isinstance(head, ast.Call)):
                return None
            inner = _block(program, one.body)
            if inner is None or (inner.making and used & computed):
                return None
            opened = [(number, _line(program, number)) for number in range(program.first_line(one), one.body[0].lineno)]
            if one.body[0].lineno == one.lineno:
                return None
            if inner.making:
                found.making += [*opened[-(one.body[0].lineno - one.lineno) :], *inner.making]
            if inner.computing:
                found.computing += [*opened, *inner.computing]
                computed |= stored_names(one)
            continue
        lines = [(number, _line(program, number)) for number in range(program.first_line(one), (one.end_lineno or one.lineno) + 1)]
        if isinstance(one, ast.Assign) and len(one.targets) == 1 and program.called(one.value) in _VARIABLES:
            if used & computed or not isinstance(one.targets[0], (ast.Name, ast.Attribute)):
                return None
            found.making += lines
        elif _makes(program, one):
            return None
        else:
            found.computing += lines
            computed |= stored_names(one)
            computed |= {
                program.source(node) for node in walk(one) if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load)
            }
    return found


def _line(program: Program, number: int) -> str:
    return program.lines[number - 1].decode().rstrip("\n")


def _makes(program: Program, node: ast.AST) -> bool:
    return any(program.called(one) in _VARIABLES for one in walk(node))
