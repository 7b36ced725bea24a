"""What programs add to collections: brought to the place where it is added, or where the collection is asked for."""

from __future__ import annotations

import ast

from tensorlift.lift.known.collections import is_done_once
from tensorlift.lift.program import Program, changed, parameter_names, stored_names, walk


def with_direct_additions(program: Program) -> Program:
    """Return a program in which functions and loops add to collections what they compute, rather than a name for it.

    ``decay = tf.nn.l2_loss(w)`` and ``tf.add_to_collection('losses', decay)`` become one statement, if nothing else uses the name; and what a function
    adds just before it asks for all of the collection becomes a part of the list that it gets.
    """
    while (new := _with_one(program)) is not None:
        program = new
    return program


# --- regularizers of single variables


_KEY = "GraphKeys.REGULARIZATION_LOSSES"
_ASKING = ("losses.get_regularization_losses", "losses.get_regularization_loss", "losses.get_total_loss", "get_collection_ref")


def with_added_regularizers(program: Program) -> Program:
    """Return a program that adds to the collection itself what the regularizers of ``tf.get_variable`` add; not at all if nothing asks for it."""
    found = []
    for call in walk(program.tree):
        if isinstance(call, ast.Call) and program.called(call) == "get_variable":
            word = next((one for one in call.keywords if one.arg == "regularizer"), None)
            if word is not None and len(call.args) <= 4:
                found.append((call, word))
    edits: list[tuple[int, int, str]] = []
    is_asked = bool(found) and _asks_for_regularizers(program)
    added: list[tuple[int, int, str]] = []
    tf = next((name for name, path in program.imports.items() if path in ("tensorflow", "tensorflow.compat.v1")), "tf")
    for call, word in found:
        statement = program.parents[call]
        is_none = isinstance(word.value, ast.Constant) and word.value.value is None
        if is_asked and not is_none:
            if not isinstance(statement, ast.Assign) or len(statement.targets) != 1 or not _can_repeat(program, word.value):
                return program
            end = statement.end_lineno or statement.lineno
            if program.data[program.span(statement)[1] : program.line_start(end + 1)].strip():
                # something else stands on the line
                return program
            target = statement.targets[0]
            if not isinstance(target, (ast.Name, ast.Attribute)) or statement not in _block(program, statement):
                return program
            line = f"{tf}.add_to_collection({tf}.{_KEY}, {program.source(word.value)}({program.source(target)}))"
            may_be_none = isinstance(word.value, ast.Name) and program.function_of(call) is not None and _is_parameter(program, word.value)
            indent = " " * statement.col_offset
            if may_be_none:
                line = f"if {program.source(word.value)} is not None:\n{indent}    {line}"
            end = program.span(statement)[1]
            added.append((end, end, f"\n{indent}{line}"))
        elif not is_none and not _can_repeat(program, word.value):
            return program
        every = [*call.args, *call.keywords]
        index = every.index(word)
        start = program.span(every[index - 1])[1] if index else program.span(word)[0]
        edits.append((start, program.span(word)[1], ""))
    if not edits or any(low < other < high for low, high, _ in edits for other, _, _ in edits):
        return program
    if is_asked:
        edits += _plainly_asked(program, tf)
    return changed(program, [*edits, *added])


def _asks_for_regularizers(program: Program) -> bool:
    """Whether something asks for the collection of what regularizers add, or may do so."""
    for node in walk(program.tree):
        if isinstance(node, ast.Call):
            symbol = program.called(node) or ""
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            if (
                symbol in _ASKING
                or symbol.endswith("optimize_loss")
                or (name.startswith("get_collection") and not _asks_for_other(program, node))
            ):
                return True
    return False


def _asks_for_other(program: Program, call: ast.Call) -> bool:
    """Whether a call asks for a collection that is written out, and is another one."""
    return _key(program, call) not in (None, "regularization_losses")


def _key(program: Program, call: ast.Call) -> str | None:
    """Return the name of the collection that a call is about; None if it is not written out."""
    node = call.args[0] if call.args else next((one.value for one in call.keywords if one.arg in ("key", "name")), None)
    if isinstance(node, ast.Constant):
        return str(node.value)
    symbol = program.symbol(node) if node is not None else None
    return symbol.removeprefix("GraphKeys.").lower() if symbol is not None and symbol.startswith("GraphKeys.") else None


def _can_repeat(program: Program, node: ast.expr) -> bool:
    """Whether a regularizer may be written elsewhere: it is a name, or a call of TensorFlow with names and numbers."""
    if isinstance(node, ast.Name):
        return True
    if isinstance(node, ast.Call):
        given = [*node.args, *(one.value for one in node.keywords)]
        return program.called(node) is not None and all(isinstance(one, (ast.Constant, ast.Name, ast.Attribute)) for one in given)
    return False


def _is_parameter(program: Program, node: ast.Name) -> bool:
    function = program.function_of(node)
    return function is not None and node.id in parameter_names(function)


def _plainly_asked(program: Program, tf: str) -> list[tuple[int, int, str]]:
    """Return the edits that ask for the collection by its name rather than by a function of ``tf.losses``."""
    found = []
    for node in walk(program.tree):
        symbol = program.called(node)
        if isinstance(node, ast.Call) and symbol in _ASKING[:2] and not node.args and not node.keywords:
            listed = f"{tf}.get_collection({tf}.{_KEY})"
            found.append((*program.span(node), f"{tf}.add_n({listed})" if symbol == _ASKING[1] else listed))
    return found


# --- names that stand for what is added


def _with_one(program: Program) -> Program | None:
    for call in walk(program.tree):
        if not isinstance(call, ast.Call) or program.called(call) != "add_to_collection" or len(call.args) != 2 or call.keywords:
            continue
        statement, value = program.parents.get(call), call.args[1]
        function = program.function_of(call)
        if not isinstance(statement, ast.Expr) or not isinstance(value, ast.Name) or not (function or _in_loop(program, call)):
            continue
        edits = (_asked_for(program, statement, call, function) if function else None) or _at_once(program, statement, value, function)
        if edits is not None:
            return _without_lines(program, edits)
    return None


def _in_loop(program: Program, node: ast.AST) -> bool:
    return any(isinstance(one, (ast.For, ast.While)) for one in program.around(node))


def _block(program: Program, statement: ast.stmt) -> list[ast.stmt]:
    """Return the block that a statement stands in."""
    parent = program.parents[statement]
    blocks = [getattr(parent, name, None) for name in ("body", "orelse", "finalbody")]
    return next((one for one in blocks if isinstance(one, list) and statement in one), [])


Edits = tuple[list[tuple[int, int, str]], ast.stmt]
"""The edits, and the statement that goes."""


def _at_once(program: Program, statement: ast.Expr, value: ast.Name, function: ast.FunctionDef | None) -> Edits | None:
    """Return what puts an expression in the place of the name that it was given in the statement before."""
    block = _block(program, statement)
    index = block.index(statement) if statement in block else 0
    made = block[index - 1] if index else None
    if not isinstance(made, ast.Assign) or len(made.targets) != 1 or made.end_lineno == statement.lineno:
        return None
    target = made.targets[0]
    loads = [
        one
        for one in program.names.get(value.id, ())
        if isinstance(one.ctx, ast.Load) and (function is None or program.function_of(one) is function)
    ]
    is_shared = value.id in program.shared_names or any(
        one is not value and one not in loads and isinstance(one.ctx, ast.Load) and function in list(program.around(one))
        for one in program.names.get(value.id, ())
    )
    if not isinstance(target, ast.Name) or target.id != value.id or loads != [value] or is_shared:
        return None
    return [(*program.span(value), program.source(made.value))], made


def _asked_for(program: Program, statement: ast.Expr, call: ast.Call, function: ast.FunctionDef) -> Edits | None:
    """Return what adds to a list where a collection is asked for, behind a statement that adds to the collection."""
    assert isinstance(call.args[1], ast.Name)
    key, name = _key(program, call), call.args[1].id
    asking = [one for one in program.each(ast.Call) if program.called(one) == "get_collection" and _key(program, one) == key]
    if key is None or len(asking) != 1 or len(asking[0].args) != 1 or asking[0].keywords or not is_done_once(program, call):
        return None
    asked = asking[0]
    block = function.body
    if statement not in block or not is_done_once(program, asked) or not _asked_by_name(program, call, asked):
        return None
    later = [one for one in block[block.index(statement) + 1 :] if asked in walk(one)]
    if not later:
        return None
    between = block[block.index(statement) + 1 : block.index(later[0]) + 1]
    own = {one.name for one in program.each((ast.FunctionDef, ast.ClassDef))}
    for one in between:
        if name in stored_names(one) and one is not later[0]:
            return None
        for node in walk(one):
            if isinstance(node, ast.Name) and node.id in own:
                return None
            if isinstance(node, ast.Call) and program.called(node) == "add_to_collection":
                return None
            if isinstance(node, ast.Call) and program.called(node) is None and not isinstance(node.func, ast.Name):
                # a method may add something
                return None
    others = [one for one in program.each(ast.Call) if program.called(one) == "add_to_collection"]
    is_only = all(one is call or _key(program, one) not in (None, key) for one in others) and key != "regularization_losses"
    if key == "losses" and any((program.called(one) or "").startswith("losses.") for one in walk(program.tree)):
        is_only = False
    start, end = program.span(asked)
    return [(start if is_only else end, end, f"[{name}]" if is_only else f" + [{name}]")], statement


def _asked_by_name(program: Program, call: ast.Call, asked: ast.Call) -> bool:
    """Whether nothing else asks for a collection, such as by a name that is not written out, or by its total."""
    total = (
        "losses.get_total_loss",
        "losses.get_losses",
        "losses.get_regularization_losses",
        "losses.get_regularization_loss",
        "get_collection_ref",
    )
    for one in walk(program.tree):
        if not isinstance(one, ast.Call) or one is asked:
            continue
        symbol = program.called(one) or ""
        if symbol in total or symbol.endswith("optimize_loss"):
            return False
        if isinstance(one.func, ast.Attribute) and one.func.attr.startswith("get_collection"):
            written = _key(program, one)
            if written is None or written == _key(program, call):
                return False
    return True


def _without_lines(program: Program, edits: Edits) -> Program | None:
    """Return the program with edits, and without the lines of a statement."""
    changes, gone = edits
    start, end = program.line_start(gone.lineno), program.line_start((gone.end_lineno or gone.lineno) + 1)
    if program.data[start : program.span(gone)[0]].strip() or program.data[program.span(gone)[1] : end].strip():
        return None
    return changed(program, [*changes, (start, end, "")])
