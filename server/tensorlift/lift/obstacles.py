"""What stands in the way of a lift wherever it stands."""

from __future__ import annotations

import ast
from collections.abc import Container

from tensorlift.lift.evaluate import SESSIONS
from tensorlift.lift.program import Program, Refusal, walk

_CALLS = {
    "add_check_numerics_ops": "an operation for every tensor of the graph has no counterpart",
    "import_graph_def": "the graph comes from a GraphDef",
    "train.import_meta_graph": "the graph comes from a file",
    "get_session_handle": "a tensor is kept in the session from run to run",
    "container": "variables live in a resource container",
    "report_uninitialized_variables": "variables that are not initialized are asked for, and there are none any more",
    "is_variable_initialized": "whether a variable is initialized is asked for, and each one is",
}
_METHODS = {
    "partial_run_setup": "`partial_run` has no counterpart",
    "gradient_override_map": "the gradients of operations are overridden",
    "get_operations": "the program walks over the operations of its graph",
    "get_tensor_by_name": "a tensor is found by its name",
    "get_operation_by_name": "an operation is found by its name",
}
_BASES = {
    "Session": "a session class of its own has no counterpart",
    "InteractiveSession": "a session class of its own has no counterpart",
    "train.Optimizer": "an optimizer of its own is a subclass of `tf.train.Optimizer`",
}
_EDITORS = ("contrib.graph_editor", "tensorflow.contrib.graph_editor")


def check_obstacles(program: Program) -> None:
    """Look for what is never lifted.

    Raises:
        Refusal: There is something such.
    """
    for check in (_condition, _reason):
        found = [(node, reason) for node in walk(program.tree) if (reason := check(program, node)) is not None]
        if found:
            raise Refusal(*min(found, key=lambda one: getattr(one[0], "lineno", 0)))
    _second_session(program)
    _second_queue(program)


def _condition(program: Program, node: ast.AST) -> str | None:
    if isinstance(node, ast.If) and any(
        isinstance(one, ast.Attribute) and one.attr == "op" and isinstance(program.parents.get(one), ast.Attribute)
        for one in walk(node.test)
    ):
        return "a condition hangs on what only the graph knows"
    return None


def _second_session(program: Program) -> None:
    """Two sessions that are open at once hold two values of each variable."""
    for node in walk(program.tree):
        body = getattr(node, "body", None)
        open_session: str | None = None
        for one in body if isinstance(body, list) else ():
            if isinstance(one, ast.Assign) and program.called(one.value) in SESSIONS and isinstance(one.targets[0], ast.Name):
                if open_session is not None and one.targets[0].id != open_session:
                    raise Refusal(one, "a second session is open, which holds other values of the same variables")
                open_session = one.targets[0].id
            elif open_session is not None and f"{open_session}.close()" in program.source(one):
                open_session = None


def _second_queue(program: Program) -> None:
    """Two queues on one producer get what the other one leaves."""
    producers = {}
    for node in walk(program.tree):
        if isinstance(node, ast.Assign) and (program.called(node.value) or "").endswith("input_producer"):
            producers.update({one.id: node for target in node.targets for one in walk(target) if isinstance(one, ast.Name)})
    used: set[ast.Assign] = set()
    calls = [node for node in program.each(ast.Call) if program.called(node) in ("train.batch", "train.shuffle_batch")]
    for call in sorted(calls, key=lambda one: one.lineno):
        from_here = {producers[one.id] for one in walk(call) if isinstance(one, ast.Name) and one.id in producers}
        if from_here & used:
            raise Refusal(call, "a second queue takes from the same producer")
        used |= from_here


def _is_filled(program: Program) -> bool:
    """Whether a collection gets something in this file."""
    for node in walk(program.tree):
        if isinstance(node, ast.Call) and (
            program.called(node) in ("add_to_collection", "add_to_collections") or any(one.arg == "collections" for one in node.keywords)
        ):
            return True
    return False


def _reason(program: Program, node: ast.AST) -> str | None:
    if isinstance(node, ast.ClassDef):
        return next((_BASES[symbol] for symbol in map(program.symbol, node.bases) if symbol in _BASES), None)
    if isinstance(node, ast.Attribute) and node.attr == "MonitoredTrainingSession" and isinstance(program.parents.get(node), ast.Call):
        return _monitored(program.parents[node])
    if isinstance(node, ast.ExceptHandler) and isinstance(node.type, ast.Attribute) and node.type.attr == "FailedPreconditionError":
        return "what is raised where a variable is not initialized is waited for, and each one is"
    if not isinstance(node, ast.Call):
        return None
    symbol = program.called(node)
    if symbol in _CALLS:
        return _CALLS[symbol]
    if (program.path(node.func) or "").startswith(("tensorflow.contrib.graph_editor.", "tensorflow.python.debug.")):
        return "the graph is edited" if "graph_editor" in (program.path(node.func) or "") else "the session is wrapped"
    if symbol == "get_collection" and node.args and isinstance(node.args[0], ast.Constant) and not _is_filled(program):
        return "a collection is filled by another module"
    if isinstance(node.func, ast.Attribute) and node.func.attr == "run" and symbol is None:
        if any(one.arg in ("options", "run_metadata") and not is_trace(program, one.value) for one in node.keywords):
            return "what a run takes is collected"
        if any(isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "getattr" for one in walk(node)):
            return "the name of what is fetched is computed"
    if symbol in SESSIONS and (node.args or any(one.arg == "target" for one in node.keywords)):
        first = node.args[0] if node.args else next(one.value for one in node.keywords if one.arg == "target")
        if not (isinstance(first, ast.Constant) and not first.value):
            return "the session runs on a server"
    if symbol in SESSIONS:
        graph = next((one.value for one in node.keywords if one.arg == "graph"), None)
        if isinstance(graph, ast.Subscript):
            return "which graph the session runs is known at run time only"
    if isinstance(node.func, ast.Attribute) and symbol is None and node.func.attr in _METHODS:
        return _METHODS[node.func.attr]
    if isinstance(node.func, ast.Attribute) and node.func.attr == "Thread" and any(one.arg == "target" for one in node.keywords):
        return "threads share the session"
    if isinstance(node.func, ast.Name) and node.func.id in ("globals", "exec", "eval") and asked_name(program, node) is None:
        return f"names are bound or found through `{node.func.id}()`"
    return None


def asked_name(program: Program, node: ast.AST) -> str | None:
    """Return the name of which ``'name' in globals()`` or the like asks whether it is bound; None for anything else."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in ("globals", "locals", "vars"):
        return None
    test = program.parents.get(node)
    if node.args or node.keywords or not isinstance(test, ast.Compare) or test.comparators != [node]:
        return None
    is_asked = isinstance(test.ops[0], (ast.In, ast.NotIn)) and isinstance(test.left, ast.Constant)
    return test.left.value if is_asked and isinstance(test.left.value, str) else None  # type: ignore[attr-defined]


def check_asked_names(program: Program, moved: Container[str]) -> None:
    """Check that whether a name is bound is only asked of what a lift leaves where it is.

    Args:
        program: The program.
        moved: The names of what a lift moves or drops.

    Raises:
        Refusal: A part of the graph is asked for.
    """
    for node in walk(program.tree):
        name = asked_name(program, node)
        if name is not None and name in moved:
            raise Refusal(node, f"whether there is `{name}` is asked for, and it is a part of the graph")


def is_trace(program: Program, node: ast.expr) -> bool:
    """Whether an option of a run, or what it collects, is for TensorBoard alone."""
    if isinstance(node, ast.Constant):
        return node.value is None
    if isinstance(node, ast.Call):
        names = {one.arg for one in node.keywords}
        is_options = program.called(node) == "RunOptions" and names <= {"trace_level", "report_tensor_allocations_upon_oom"}
        return (is_options or (program.called(node) == "RunMetadata" and not names)) and not node.args
    if not isinstance(node, ast.Name):
        return False
    for use in program.names[node.id]:
        parent = program.parents[use]
        if not isinstance(use.ctx, ast.Load):
            if not isinstance(parent, ast.Assign) or not isinstance(parent.value, ast.Call) or not is_trace(program, parent.value):
                return False
        elif not (isinstance(parent, ast.keyword) and parent.arg in ("options", "run_metadata")) and not (
            isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute) and parent.func.attr == "add_run_metadata"
        ):
            return False
    return True


def _monitored(call: ast.AST) -> str | None:
    named = [one.arg for one in call.keywords] if isinstance(call, ast.Call) else []
    return "the session is one of a cluster" if "master" in named else None
