"""Whether a lifted program still uses names of what is gone."""

from __future__ import annotations

import ast
from collections import Counter

from tensorlift.lift.program import Program, Refusal, walk


def check_leftovers(program: Program, tree: ast.Module) -> None:
    """Check that every name and attribute that a lifted program uses is still bound somewhere.

    Args:
        program: The program before.
        tree: The lifted program.

    Raises:
        Refusal: One is not.
    """
    names, attributes = _bound(program.tree)
    kept_names, kept_attributes = _bound(tree)
    # a program may have called an iterator `iter`, which is the function of that name again
    kept_names |= {node.func.id for node in walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)} & {
        "iter",
        "next",
    }
    gone_names, gone_attributes = names - kept_names, attributes - kept_attributes
    for node in walk(tree):
        gone: str | None = None
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in gone_names:
            gone = node.id
        elif (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Load)
            and node.attr in gone_attributes
            and not ast.unparse(node).startswith(f"{program.tf}.")
            and not _is_foreign(program, node)
        ):
            gone = node.attr
        if gone is not None:
            raise Refusal(_place(program, gone, isinstance(node, ast.Attribute)), f"`{gone}` is used here in a way that is not followed")
        if isinstance(node, ast.Attribute) and node.attr == "v1" and ast.unparse(node).endswith("compat.v1"):
            raise Refusal(1, "something of TensorFlow 1 is left that has no native form that is known here")


def _is_foreign(program: Program, node: ast.Attribute) -> bool:
    """Whether an attribute is one of something that no class of the program made: of a module, or of what one returns."""
    root: ast.expr = node
    while isinstance(root, (ast.Attribute, ast.Subscript)):
        root = root.value
    if not isinstance(root, ast.Name):
        return False
    stored = [one for one in program.attributes.get(node.attr, ()) if not isinstance(one.ctx, ast.Load)]
    if any(isinstance(one.value, ast.Name) and one.value.id == root.id for one in stored):
        return False
    places = [one for one in program.names.get(root.id, ()) if not isinstance(one.ctx, ast.Load)]
    if not places:
        return root.id in _imported(program)
    for one in places:
        statement = program.parents[one]
        made = statement.value if isinstance(statement, ast.Assign) and one in statement.targets else None
        while isinstance(made, (ast.Call, ast.Attribute)):
            made = made.func if isinstance(made, ast.Call) else made.value
        if not isinstance(made, ast.Name) or made.id not in _imported(program):
            return False
    return not any(isinstance(one, ast.arg) and one.arg == root.id for one in walk(program.tree))


def _imported(program: Program) -> set[str]:
    """Return the names that imports bind, and nothing else does."""
    found = {(one.asname or one.name).split(".")[0] for node in program.each((ast.Import, ast.ImportFrom)) for one in node.names}
    return {name for name in found if all(isinstance(one.ctx, ast.Load) for one in program.names.get(name, ()))}


def without_old_imports(result: str, tree: ast.Module) -> str:
    """Return a lifted program without the imports of what TensorFlow 2 has not and nothing uses any more.

    Args:
        result: The program.
        tree: Its syntax tree.

    Raises:
        Refusal: Something of that is still used.
    """
    names = {node.id for node in walk(tree) if isinstance(node, ast.Name)}
    lines = result.split("\n")
    for node in reversed(walk(tree)):
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        old = [one for one in node.names if _is_old(node, one) or (_is_inside(node, one) and (one.asname or one.name) not in names)]
        if not old:
            continue
        kept = [one for one in node.names if one not in old]
        if any((one.asname or one.name.split(".")[0]) in names for one in old) or (kept and isinstance(node, ast.Import)):
            raise Refusal(
                1, f"something of `{getattr(node, 'module', None) or old[0].name}` is left that has no native form that is known here"
            )
        if kept:
            node.names = kept
        lines[node.lineno - 1 : node.end_lineno] = [" " * node.col_offset + ast.unparse(node)] if kept else []
    return "\n".join(lines)


def _is_old(node: ast.Import | ast.ImportFrom, name: ast.alias) -> bool:
    module = f"{node.module}.{name.name}." if isinstance(node, ast.ImportFrom) else f"{name.name}."
    return module.startswith(("tensorflow.contrib.", "tensorflow.models.", "tensorflow.compat.v1.")) or (
        module.startswith("tensorflow.python.ops.") and "rnn" in module
    )


def _is_inside(node: ast.Import | ast.ImportFrom, name: ast.alias) -> bool:
    """Whether an import takes what graphs are made by from inside of TensorFlow."""
    return isinstance(node, ast.ImportFrom) and f"{node.module}.{name.name}" == "tensorflow.python.framework.ops"


def without_idle_names(result: str, tree: ast.Module, before: Program) -> str:
    """Return a lifted program without the texts that only went into what is gone, such as a name for the tags of summaries.

    What a module names itself stays: other modules may import it.

    Args:
        result: The lifted program.
        tree: Its syntax tree.
        before: The program as it was given.
    """
    loaded = {node.id for node in walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    used = {node.id for node in walk(before.tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    own = {
        node.id
        for node in walk(before.tree)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load) and before.function_of(node) is None
    }
    if "locals" in loaded or "globals" in loaded:
        return result
    others = [node.id for node in walk(tree) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)]
    others += [name for node in walk(tree) if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names]
    counts = Counter(others)
    bodies = [
        body for node in walk(tree) for part in ("body", "orelse", "finalbody") if isinstance(body := getattr(node, part, None), list)
    ]
    single = {id(body[0]) for body in bodies if len(body) == 1}
    lines = result.split("\n")
    for node in sorted((one for one in walk(tree) if isinstance(one, ast.Assign)), key=lambda one: one.lineno, reverse=True):
        if len(node.targets) != 1 or not isinstance(node.targets[0], ast.Name):
            continue
        name = node.targets[0].id
        given = name.rstrip("0123456789").removesuffix("_")
        line = lines[node.lineno - 1].encode()
        around = line[: node.col_offset] + line[node.end_col_offset :] if node.end_lineno == node.lineno else line
        is_alone = not around.strip() and id(node) not in single
        if counts[name] > 1 or name in loaded or name in own or not {name, given} & used or not _is_text(node.value) or not is_alone:
            continue
        del lines[node.lineno - 1]
    return "\n".join(lines)


def _is_text(node: ast.expr) -> bool:
    """Whether an expression puts a text together, and does nothing else."""
    if isinstance(node, ast.BinOp):
        left = isinstance(node.op, (ast.Add, ast.Mod)) and (_is_text(node.left) or (isinstance(node.op, ast.Add) and _is_text(node.right)))
        return left and not any(isinstance(one, (ast.Call, ast.Await, ast.NamedExpr)) for one in walk(node))
    if isinstance(node, ast.Call):
        is_format = isinstance(node.func, ast.Attribute) and node.func.attr == "format" and _is_text(node.func.value)
        return is_format and not any(isinstance(one, ast.Call) for part in (*node.args, *node.keywords) for one in walk(part))
    if isinstance(node, ast.JoinedStr):
        return not any(isinstance(one, (ast.Call, ast.Await, ast.NamedExpr)) for one in walk(node))
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _bound(tree: ast.Module) -> tuple[set[str], set[str]]:
    names: set[str] = set()
    attributes: set[str] = set()
    for node in walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.alias):
            names.add((node.asname or node.name).split(".")[0])
        elif isinstance(node, ast.ExceptHandler) and node.name:
            names.add(node.name)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
            attributes.add(node.name)
        elif isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            attributes.add(node.attr)
    return names, attributes


def _place(program: Program, name: str, is_attribute: bool) -> ast.AST | int:
    """Return the last place where a name was used."""
    uses = [
        node
        for node in walk(program.tree)
        if isinstance(getattr(node, "ctx", None), ast.Load)
        and (isinstance(node, ast.Attribute) and node.attr == name if is_attribute else isinstance(node, ast.Name) and node.id == name)
    ]
    return max(uses, key=lambda one: one.lineno) if uses else 1  # type: ignore[attr-defined]
