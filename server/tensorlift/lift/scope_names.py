"""Operations that are called after the scope around them, as in ``name=scope.name``: the name is written out, as the scope goes."""

from __future__ import annotations

import ast

from tensorlift.lift.program import Program, changed, walk

_SCOPES = ("variable_scope", "name_scope")
_NAMING = ("layers.", "contrib.", "get_variable", "Variable", "variable_scope", "name_scope", "summary.", "placeholder", "train.")
"""Where a name may be more than that of an operation."""


def with_plain_names(program: Program) -> Program:
    """Return a program whose operations have the names of scopes as strings, where nothing asks operations for their names."""
    edits = []
    for call in walk(program.tree):
        symbol = program.called(call) if isinstance(call, ast.Call) else None
        if not isinstance(call, ast.Call) or symbol is None or symbol.startswith(_NAMING):
            continue
        for one in call.keywords:
            name = _scope_of(program, one.value) if one.arg == "name" else None
            if name is not None:
                edits.append((*program.span(one.value), repr(name)))
    if not edits or _asks_for_names(program):
        return program
    return changed(program, edits)


def _scope_of(program: Program, node: ast.expr) -> str | None:
    """Return the name that the scope was opened with of which an expression is the name."""
    if not isinstance(node, ast.Attribute) or node.attr != "name" or not isinstance(node.value, ast.Name):
        return None
    for around in program.around(node):
        if isinstance(around, (ast.FunctionDef, ast.ClassDef, ast.Lambda)):
            return None
        for item in around.items if isinstance(around, ast.With) else ():
            if not isinstance(item.optional_vars, ast.Name) or item.optional_vars.id != node.value.id:
                continue
            opened = item.context_expr
            given = opened.args[0] if isinstance(opened, ast.Call) and opened.args else None
            name = given.value if isinstance(given, ast.Constant) and program.called(opened) in _SCOPES else None
            return name if isinstance(name, str) and name.isidentifier() else None
    return None


def _asks_for_names(program: Program) -> bool:
    """Whether a program may ask an operation, or a tensor, for its name."""
    for node in program.attributes.get("name", ()):
        if _scope_of(program, node) is None and not (isinstance(node.value, ast.Name) and node.value.id == "flags"):
            return True
    return any(name.startswith(("get_tensor_by", "get_operation", "as_graph_def")) for name in program.attributes)
