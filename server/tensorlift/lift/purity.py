"""Whether statements may run again: building ran them once, a function that takes the place of a run does so whenever it is traced."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Container, Iterable, Mapping

from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.frames import Item
from tensorlift.lift.program import CHANGING, Program, Refusal, children, walk
from tensorlift.lift.values import Kind

_BUILTINS = frozenset(
    {"len", "range", "zip", "enumerate", "list", "tuple", "dict", "set", "reversed", "sum", "map", "isinstance", "int", "float", "str", "bool", "abs", "sorted",
     "max", "min", "filter", "round", "pow", "any", "all", "slice", "super", "getattr", "hasattr", "callable", "type"}
)  # fmt: skip
_CONTAINERS = ("OrderedDict", "defaultdict", "deque", "Counter")
"""What the module ``collections`` has."""
_MODULES = ("np.", "numpy.", "math.", "functools.", "itertools.", "operator.", "collections.")
_METHODS = frozenset(
    {"format", "items", "keys", "values", "get", "join", "as_list", "split", "lower", "upper", "astype", "reshape", "index", "count", "append", "extend",
     "insert", "reverse", "startswith", "endswith", "get_shape", "eval", "is_compatible_with", "with_rank", "num_elements", "strip", "replace",
     "write", "read", "stack", "unstack", "gather", "scatter", "assign", "assign_add", "assign_sub", "read_value", "value"}
)  # fmt: skip
_TENSORS = (Kind.CONSTANT, Kind.RANDOM, Kind.VARIABLE, Kind.TENSOR, Kind.PLACEHOLDER, Kind.OPTIMIZER, Kind.INSTANCE)


def may_do_something(program: Program, node: ast.expr) -> bool:
    """Whether an expression calls what may do more than compute, such as draw random numbers or take the next batch."""

    def is_plain(call: ast.Call) -> bool:
        if isinstance(call.func, ast.Name):
            return call.func.id in _BUILTINS
        text = program.source(call.func)
        if text.startswith(_MODULES):
            return ".random." not in text
        return isinstance(call.func, ast.Attribute) and call.func.attr in _METHODS - {"read", "write"}

    return any(isinstance(one, ast.Call) and not is_plain(one) for one in walk(node))


def impure_call(program: Program, functions: Mapping[str, ast.FunctionDef], nodes: Iterable[ast.AST]) -> ast.Call | None:
    """Return the first call in what makes variables that may give something else, or do something, each time; None if there is none.

    Args:
        program: The program.
        functions: The functions of the module by name, which are followed.
        nodes: What makes the variables.
    """
    waiting, seen = list(nodes), set[ast.AST]()
    while waiting:
        for call in walk(waiting.pop(0)):
            if not isinstance(call, ast.Call) or program.symbol(call.func) is not None:
                continue
            if isinstance(call.func, ast.Name) and call.func.id in functions:
                if functions[call.func.id] not in seen:
                    seen.add(functions[call.func.id])
                    waiting.append(functions[call.func.id])
                continue
            made_by = call.func.value if isinstance(call.func, ast.Attribute) else call.func
            if isinstance(made_by, ast.Call):
                # which is looked at itself
                is_pure = program.called(made_by) is not None or _is_seeded(program, made_by) or getattr(call.func, "attr", "") in _METHODS
            else:
                is_pure = _is_seeded(program, call) or not may_do_something(program, ast.copy_location(ast.Call(call.func, [], []), call))
            if not is_pure:
                return call
    return None


def _is_seeded(program: Program, call: ast.Call) -> bool:
    """Whether a call makes a generator of random numbers that begins anew, with a seed that is given."""
    return bool(call.args) and program.source(call.func).rpartition(".")[2] in ("RandomState", "default_rng")


def called_again(program: Program, call: ast.Call) -> Refusal:
    """Return the refusal of such a call where variables are asked for that are there already: a lifted program makes them once."""
    return Refusal(
        call, f"`{program.source(call.func)}` is called again for a variable that is there already, which a lifted program does not do"
    )


def check_purity(program: Program, evaluator: Evaluator, item: Item, made_before: Container[ast.AST]) -> None:
    """Check that a statement that moves calls nothing that gives something else, or does something, each time.

    Args:
        program: The program.
        evaluator: Tells what expressions stand for.
        item: The statement.
        made_before: Calls that stay where they are.

    Raises:
        Refusal: It does, or that cannot be told.
    """
    seen: set[ast.AST] = set()

    def check(node: ast.AST, is_own: bool) -> None:
        if (node in made_before and not isinstance(node, ast.stmt)) or node in seen:
            return
        seen.add(node)
        if isinstance(node, ast.Call) and not _is_pure(node, is_own):
            raise Refusal(
                node, f"`{program.source(node.func)}` is called while the graph is built, and might do something else in each run"
            )
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in evaluator.functions:
            _check_changes(program, evaluator.functions[node.func.id], made_before)
        if isinstance(node, ast.Name) and node.id in evaluator.functions:
            check(evaluator.functions[node.id], False)
        for child in children(node):
            check(child, is_own)

    def _is_pure(call: ast.Call, is_own: bool) -> bool:
        if program.symbol(call.func) is not None or call in evaluator.methods:
            return True
        if isinstance(call.func, ast.Name):
            name = call.func.id
            binding = item.before.get(name)
            return (
                name in _BUILTINS
                or _is_container(program, name)
                or name in evaluator.functions
                or (not is_own and not _is_builtin(program, name))
                or (binding is not None and (binding.value.is_function or binding.value.cell is not None))
                or _is_local(name)
            )
        if isinstance(call.func, ast.Attribute):
            text = program.source(call.func)
            if text.startswith(_MODULES):
                return ".random." not in text
            if call.func.attr in _METHODS or _is_of_dataset(call.func.value):
                return True
            return is_own and evaluator.value(call.func.value, item.before).kind in _TENSORS
        return is_own and evaluator.value(call.func, item.before).is_function

    def _is_of_dataset(node: ast.AST) -> bool:
        """Whether something is a dataset that is made there: a description, whose elements are taken elsewhere."""
        while isinstance(node, (ast.Call, ast.Attribute)) and program.called(node) is None:
            node = node.func if isinstance(node, ast.Call) else node.value
        return (program.called(node) or "").startswith("data.")

    def _is_local(name: str) -> bool:
        return any(
            isinstance(one, (ast.FunctionDef, ast.arg)) and getattr(one, "name", getattr(one, "arg", "")) == name for one in walk(item.node)
        )

    check(item.node, True)


def _is_container(program: Program, name: str) -> bool:
    """Whether a name is a class of the module ``collections``, whose objects are as empty each time."""
    imported = any(
        isinstance(one, ast.ImportFrom)
        and one.module == "collections"
        and any((a.asname or a.name) == name in _CONTAINERS for a in one.names)
        for one in program.tree.body
    )
    return imported and all(isinstance(one.ctx, ast.Load) for one in program.names.get(name, ()))


def _is_builtin(program: Program, name: str) -> bool:
    """Whether a name is a function that Python has, other than an exception."""
    known = getattr(builtins, name, None)
    return known is not None and not isinstance(known, type) and all(isinstance(one.ctx, ast.Load) for one in program.names.get(name, ()))


def _check_changes(program: Program, function: ast.FunctionDef, made_before: Container[ast.AST]) -> None:
    """Check that a function changes nothing that outlives its call: neither what it takes from around it nor a default argument.

    Raises:
        Refusal: It does.
    """
    own = {node.id for node in walk(function) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    parameters = {node.arg for node in walk(function) if isinstance(node, ast.arg)}
    kept = [*zip(reversed([*function.args.posonlyargs, *function.args.args]), reversed(function.args.defaults))]
    kept += [(one, default) for one, default in zip(function.args.kwonlyargs, function.args.kw_defaults) if default is not None]
    lasting = {one.arg for one, default in kept if not isinstance(default, ast.Constant)}
    declared = {name for node in walk(function) if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names}
    local = (own | (parameters - lasting)) - declared
    for node in walk(function):
        if node in made_before:
            continue
        changed: ast.AST | None = None
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load) and node.id in declared:
            changed = node
        elif isinstance(node, (ast.Subscript, ast.Attribute)) and not isinstance(node.ctx, ast.Load):
            changed = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING:
            changed = node.func.value
        while isinstance(changed, (ast.Subscript, ast.Attribute)):
            changed = changed.value
        if isinstance(changed, ast.Name) and changed.id != "self" and changed.id not in local and program.symbol(changed) is None:
            raise Refusal(node, f"`{changed.id}` is changed while the graph is built, which would happen again in each run")
