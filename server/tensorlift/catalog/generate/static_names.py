"""Names that a module binds at its top level, read from its source without running it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable


def top_level_names(source: str) -> tuple[set[str], list[str]]:
    """Return the names that a module binds and the modules that it star-imports.

    Args:
        source: The module's source; what cannot be parsed binds nothing.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return set(), []
    names: set[str] = set()
    stars: list[str] = []
    pending: list[ast.stmt] = list(tree.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names.update(name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                if alias.name == "*" and isinstance(node, ast.ImportFrom) and node.module:
                    stars.append(node.module)
                else:
                    names.add(alias.asname or alias.name.split(".")[0])
        else:
            for field in ("body", "orelse", "finalbody"):
                pending.extend(getattr(node, field, []))
            for handler in getattr(node, "handlers", []):
                pending.extend(handler.body)
    return names, stars


def module_names(modules: Iterable[str], read: Callable[[str], str | None]) -> dict[str, list[str]]:
    """Return for each module the names that it binds, star imports followed.

    Args:
        modules: Dotted module names.
        read: Gives a module's source, or None where there is none.
    """
    direct: dict[str, tuple[set[str], list[str]]] = {}

    def names_of(module: str, trail: tuple[str, ...]) -> set[str]:
        if module not in direct:
            source = read(module)
            direct[module] = top_level_names(source) if source is not None else (set(), [])
        names, stars = direct[module]
        inherited = (names_of(star, (*trail, module)) for star in stars if star not in trail)
        return names.union(*({name for name in found if not name.startswith("_")} for found in inherited))

    return {module: sorted(name for name in names_of(module, ()) if not name.startswith("__")) for module in modules}
