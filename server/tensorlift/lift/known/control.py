"""Conditions, loops, checks and printing inside of a graph."""

from __future__ import annotations

import ast
from dataclasses import replace

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.known.base import Known, Once, arguments
from tensorlift.lift.program import Program, Refusal, children
from tensorlift.lift.values import COMPUTED, Kind, Scope, Value

_LOOP = ("cond", "body", "loop_vars", "shape_invariants", "parallel_iterations", "back_prop", "swap_memory", "name", "maximum_iterations",
         "return_same_structure")  # fmt: skip


def _chosen(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    """Return what a condition or a loop gives: it may be random in one branch, and is computed in each run."""
    kind = Kind.TENSOR if given.kind in (*COMPUTED, Kind.VARIABLE) else max(given.kind, Kind.CONSTANT)
    return given.of(kind)


def _cond(rewriter: Rewriter, call: ast.Call) -> str | None:
    nodes = arguments(call, ("pred", "true_fn", "false_fn", "strict", "name", "fn1", "fn2"))
    values = {key: rewriter.text(node) for key, node in nodes.items()}
    parts = [values.get("pred"), values.get("true_fn", values.get("fn1")), values.get("false_fn", values.get("fn2"))]
    if None in parts:
        raise Refusal(call, "its arguments are not written out")
    strict = nodes.get("strict")
    if strict is None or not (isinstance(strict, ast.Constant) and strict.value):
        for one in (nodes.get("true_fn", nodes.get("fn1")), nodes.get("false_fn", nodes.get("fn2"))):
            if isinstance(one, ast.Lambda) and isinstance(one.body, (ast.List, ast.Tuple)) and len(one.body.elts) == 1:
                raise Refusal(one, "a list of one tensor is what a branch gives, which TensorFlow 1 took out of the list")
    if not set(nodes) & {"strict", "name", "fn1", "fn2"}:
        return None
    return f"{rewriter.program.tf}.cond({', '.join(one for one in parts if one is not None)})"


def _pairs(call: ast.Call) -> ast.expr:
    found = arguments(call, ("pred_fn_pairs", "default", "exclusive", "strict", "name")).get("pred_fn_pairs")
    if not isinstance(found, (ast.List, ast.Tuple, ast.Dict)):
        raise Refusal(call, "the cases are not written out")
    return found


def _case(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    inner = [node for node in children(_pairs(call)) if isinstance(node, ast.expr)]
    rest = [node for key, node in arguments(call, ("pred_fn_pairs", "default", "exclusive", "strict", "name")).items() if key == "default"]
    return _chosen(evaluator, call, evaluator.joined(evaluator.value(one, scope) for one in [*inner, *rest]), scope)


def _write_case(rewriter: Rewriter, call: ast.Call) -> str | None:
    nodes = arguments(call, ("pred_fn_pairs", "default", "exclusive", "strict", "name"))
    pairs = _pairs(call)
    if not isinstance(pairs, ast.Dict) and not set(nodes) & {"strict", "name"} and len(call.args) < 3:
        return None
    if isinstance(pairs, ast.Dict):
        # Tensors are no keys any more.
        listed = [(key, value) for key, value in zip(pairs.keys, pairs.values) if key is not None]
        text = "[" + ", ".join(f"({rewriter.text(key)}, {rewriter.text(value)})" for key, value in listed) + "]"
    else:
        text = rewriter.text(pairs)
    rest = [f"{key}={rewriter.text(nodes[key])}" for key in ("default", "exclusive") if key in nodes]
    return f"{rewriter.program.tf}.case({', '.join([text, *rest])})"


def _listed(program: Program, node: ast.expr) -> ast.expr:
    """Return the list or tuple that an expression is, or that the only statement which binds a name gives to it; otherwise the expression."""
    places = program.changes.get(node.id, []) if isinstance(node, ast.Name) else []
    made = program.parents[places[0]] if len(places) == 1 else None
    return made.value if isinstance(made, ast.Assign) and made.targets == places else node


def _write_loop(rewriter: Rewriter, call: ast.Call) -> str | None:
    nodes = arguments(call, _LOOP)
    if not {"cond", "body", "loop_vars"} <= set(nodes):
        raise Refusal(call, "its arguments are not written out")
    start = _listed(rewriter.program, nodes["loop_vars"])
    if not isinstance(start, (ast.List, ast.Tuple)):
        raise Refusal(call, "what a loop begins with is not written out")
    if len(start.elts) > 1 and not set(nodes) & {"back_prop", "swap_memory", "name", "return_same_structure"} and len(call.args) < 5:
        return None
    parts = [rewriter.text(nodes[key]) for key in ("cond", "body", "loop_vars")]
    parts += [
        f"{key}={rewriter.text(nodes[key])}" for key in ("shape_invariants", "maximum_iterations", "parallel_iterations") if key in nodes
    ]
    text = f"{rewriter.program.tf}.while_loop({', '.join(parts)})"
    same = nodes.get("return_same_structure")
    if len(start.elts) == 1 and not (isinstance(same, ast.Constant) and same.value):
        # One value came without its list.
        text = f"{text}[0]"
    return text


# --- printing

_PRINT = ("input_", "data", "message", "first_n", "summarize", "name")


def _printed(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    first = evaluator.value(arguments(call, _PRINT).get("input_"), scope)
    return replace(given.of(Kind.TENSOR), layers=first.layers, variables=first.variables)


def _print_line(rewriter: Rewriter, call: ast.Call) -> str:
    values = {key: rewriter.text(node) for key, node in arguments(call, _PRINT).items()}
    if not {"input_", "data"} <= set(values):
        raise Refusal(call, "its arguments are not written out")
    shown = ([values["message"]] if "message" in values else []) + [values["data"]]
    shown += [f"summarize={values['summarize']}"] if "summarize" in values else []
    return f"{rewriter.program.tf}.print({', '.join(shown)})"


def _limit(call: ast.Call) -> ast.expr | None:
    node = arguments(call, _PRINT).get("first_n")
    if node is None or (isinstance(node, ast.Constant) and node.value is None) or isinstance(node, ast.UnaryOp):
        return None
    return node


def _write_print(rewriter: Rewriter, call: ast.Call) -> str:
    if _limit(call) is not None:
        raise Refusal(call, "it prints the first few times only, inside of a function or a loop")
    rewriter.insert(call, [_print_line(rewriter, call)])
    return rewriter.text(arguments(call, _PRINT)["input_"])


def _print_once(rewriter: Rewriter, call: ast.Call) -> Once | None:
    limit = _limit(call)
    if limit is None:
        return None

    def written(name: str) -> str:
        line = _print_line(rewriter, call)
        rewriter.insert(call, [f"if {name} < {rewriter.text(limit)}:", f"    {line}", f"    {name}.assign_add(1)"])
        return rewriter.text(arguments(call, _PRINT)["input_"])

    return Once("prints", (limit,), f"{rewriter.program.tf}.Variable(0, trainable=False)", "", written)


# --- checks

_PAIRS = ("assert_equal", "assert_none_equal", "assert_less", "assert_less_equal", "assert_greater", "assert_greater_equal")
_SINGLE = ("assert_positive", "assert_negative", "assert_non_negative", "assert_non_positive")
_CHECKS: dict[str, tuple[str, ...]] = {**dict.fromkeys(_PAIRS, ("x", "y")), **dict.fromkeys(_SINGLE, ("x",))}


def _operation(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    return given.of(Kind.OPERATION)


def _check(name: str, first: tuple[str, ...]) -> Known:
    def write(rewriter: Rewriter, call: ast.Call) -> str:
        # What level `symbols` renamed has the order of TensorFlow 2 already.
        middle = ("data", "summarize", "message") if rewriter.program.is_v1(call.func) or len(call.args) > len(first) else ()
        values = {
            key: rewriter.text(node)
            for key, node in arguments(call, (*first, *(middle or ("message", "summarize", "data")), "name")).items()
        }
        shown = [values[key] for key in first] + [f"{key}={values[key]}" for key in ("message", "summarize") if key in values]
        return f"{rewriter.program.tf}.debugging.{name}({', '.join(shown)})"

    return Known(_operation, write)


def _write_assert(rewriter: Rewriter, call: ast.Call) -> str:
    values = {key: rewriter.text(node) for key, node in arguments(call, ("condition", "data", "summarize", "name")).items()}
    rest = [f"summarize={values['summarize']}"] if "summarize" in values else []
    return f"{rewriter.program.tf}.debugging.Assert({', '.join([values['condition'], values['data'], *rest])})"


def _dependencies(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    return replace(evaluator.joined(evaluator.given(call, scope)), kind=Kind.PYTHON)


def _array(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    return given.of(Kind.TENSOR)


KNOWN = {
    "cond": Known(_chosen, _cond, name="cond"),
    "case": Known(_case, _write_case, name="case", is_lazy=True),
    "switch_case": Known(_chosen),
    "while_loop": Known(_chosen, _write_loop, name="while_loop"),
    "TensorArray": Known(_array),
    "Print": Known(_printed, _write_print, once=_print_once),
    "print": Known(_operation),
    "control_dependencies": Known(_dependencies, is_lazy=True),
    **{name: Known(_operation, _write_assert) for name in ("Assert", "debugging.Assert")},
    **{prefix + name: _check(name, first) for name, first in _CHECKS.items() for prefix in ("", "debugging.")},
}
