"""Variables and what changes them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import replace

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator, MethodCall
from tensorlift.lift.frames import Item
from tensorlift.lift.known.base import Known, Method, arguments
from tensorlift.lift.program import Instead, Refusal, walk
from tensorlift.lift.purity import called_again, impure_call
from tensorlift.lift.scopes import AUTO, KEYS, Made, Name, Text, VariableScope, among, joined, starts_with
from tensorlift.lift.values import COMPUTED, PYTHON, Kind, Scope, Value

_VARIABLE = ("initial_value", "trainable", "collections", "validate_shape", "caching_device", "name", "variable_def", "dtype", "expected_shape", "import_scope",
             "constraint", "use_resource", "synchronization", "aggregation", "shape")  # fmt: skip
_GET_VARIABLE = ("name", "shape", "dtype", "initializer", "regularizer", "trainable", "collections", "caching_device", "partitioner", "validate_shape",
                 "use_resource", "custom_getter", "constraint", "synchronization", "aggregation")  # fmt: skip


def _check_first_value(call: ast.Call, given: Value) -> None:
    if given.kind is Kind.RANDOM:
        # It is drawn once, where the variable is made.
        for item in given.items:
            item.draw_once()
    elif given.kind in COMPUTED:
        raise Refusal(call, "the first value of a variable depends on what a run computes")


def _made(call: ast.Call, made: Made) -> Value:
    """Return what a call stands for that gives a variable, be it a new one or one that was there."""
    is_new = made.call is call
    return Value(Kind.VARIABLE, call=call, variables=(call,) if is_new else (), reads=frozenset({made.mark}), made=(made,))


def _is_trained(evaluator: Evaluator, values: dict[str, ast.expr], scope: Scope) -> bool | None:
    found = evaluator.constant(values["trainable"], scope) if "trainable" in values else (True,)
    return None if found is None else bool(found[0]) or found[0] is None


def _collections(evaluator: Evaluator, call: ast.Call, values: dict[str, ast.expr], scope: Scope) -> tuple[bool, tuple[str, ...]]:
    """Return whether a variable is among the global ones, and the other collections that it is in."""
    node = values.get("collections")
    if node is None or evaluator.constant(node, scope) == (None,):
        return True, ()
    constant = evaluator.constant(node, scope)
    names = constant[0] if constant is not None else None
    if not isinstance(names, tuple) or not all(isinstance(one, str) for one in names):
        raise Refusal(call, "it cannot be told which collections a variable is in")
    found = tuple(str(one) for one in names)
    return "variables" in found, tuple(one for one in found if one != "variables")


def collection_name(evaluator: Evaluator, node: ast.expr, scope: Scope) -> str | None:
    """Return the name of a collection; None if it cannot be told."""
    constant = evaluator.constant(node, scope)
    return constant[0] if constant is not None and isinstance(constant[0], str) else None


def variable(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    _check_first_value(call, given)
    if evaluator.makes_apart:
        return Value(Kind.VARIABLE, call=call, variables=(call,), reads=frozenset({call}))
    values = arguments(call, _VARIABLE)
    event, around = evaluator.event(call), evaluator.current(scope)
    is_global, collections = _collections(evaluator, call, values, scope)
    made = evaluator.store.new(
        event,
        _name_of_variable(evaluator, values, scope),
        around,
        trainable=_is_trained(evaluator, values, scope) if is_global or "trainable" in values else True,
        collections=collections,
        is_many=evaluator.is_repeated(event),
        is_global=is_global,
        written=_written_name(evaluator, values, scope),
    )
    return _made(call, made)


def _written_name(evaluator: Evaluator, values: dict[str, ast.expr], scope: Scope) -> Name | None:
    """Return the full name that ``tf.Variable`` is to give, before the graph makes it unique; None if it cannot be told."""
    ops = evaluator.current(scope).ops
    constant = evaluator.constant(values["name"], scope) if "name" in values else (None,)
    name = constant[0] if constant is not None else ""
    name = "Variable" if name is None else name
    if ops is None or not isinstance(name, str) or not name:
        return None
    return joined(ops, "/", name) if ops else name


def _name_of_variable(evaluator: Evaluator, values: dict[str, ast.expr], scope: Scope) -> Name | None:
    """Return the full name of what ``tf.Variable`` makes; None if it cannot be told, such as where it is made unique."""
    ops = evaluator.current(scope).ops
    constant = evaluator.constant(values["name"], scope) if "name" in values else None
    if ops is None or constant is None or not isinstance(constant[0], (str, Text)):
        return None
    name = joined(ops, "/", constant[0]) if ops else constant[0]
    return name if isinstance(name, str) and evaluator.names_of_operations.get(constant[0], 0) < 2 else None


def _got_variable(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    _check_first_value(call, given)
    values = arguments(call, _GET_VARIABLE)
    around = evaluator.current(scope)
    for one in ("partitioner", "custom_getter"):
        if one in values and evaluator.constant(values[one], scope) != (None,):
            raise Refusal(call, f"an argument of `tf.get_variable` is not lifted: `{one}`")
    if around.regularizer is not None:
        raise Refusal(call, "a variable takes its regularizer from the variable scope around it")
    initializer = values.get("initializer")
    if (initializer is None or evaluator.constant(initializer, scope) == (None,)) and around.initializer is not None:
        known = evaluator.scoped.setdefault(call, around.initializer)
        if ast.dump(known) != ast.dump(around.initializer) or not _is_seen(evaluator, around.initializer, call):
            raise Refusal(call, "a variable takes its initializer from the scope in which its function is called")
    if evaluator.makes_apart:
        return Value(Kind.VARIABLE, call=call, variables=(call,), reads=frozenset({call}))
    constant = evaluator.constant(values["name"], scope) if "name" in values else None
    event = evaluator.event(call)
    is_global, collections = _collections(evaluator, call, values, scope)
    made = evaluator.store.get(
        event,
        constant[0] if constant is not None and isinstance(constant[0], (str, Text)) else None,
        around,
        trainable=_is_trained(evaluator, values, scope),
        collections=collections,
        is_many=evaluator.is_repeated(event),
        is_global=is_global,
    )
    if made.is_many and made.call is not call:
        raise Refusal(call, "variables that are made in a loop are shared")
    impure = impure_call(evaluator.program, evaluator.functions, [call]) if made.event != event else None
    if impure is not None:
        raise called_again(evaluator.program, impure)
    return _made(call, made)


def _is_seen(evaluator: Evaluator, node: ast.expr, call: ast.Call) -> bool:
    """Whether an expression means the same where a call stands: it is made of names of the module, or stands in the same function."""
    program = evaluator.program

    def function(one: ast.AST) -> ast.AST | None:
        while one in program.parents and not isinstance(one, ast.FunctionDef):
            one = program.parents[one]
        return one if isinstance(one, ast.FunctionDef) else None

    names = {one.id for one in walk(node) if isinstance(one, ast.Name)}
    return function(node) is function(call) or names <= set(program.imports)


def _global_step(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    around = evaluator.current(scope)
    outermost = VariableScope(reuse=AUTO, graph=around.graph)
    made = evaluator.store.get(evaluator.event(call), "global_step", outermost, trainable=False, collections=("global_step",))
    return _made(call, made)


_WITHOUT_MEANING = ("collections", "caching_device", "use_resource")
"""Arguments that say nothing about what a variable is or becomes."""


def _write_variable(rewriter: Rewriter, call: ast.Call) -> str:
    values = arguments(call, _VARIABLE)
    unknown = set(values) - {"initial_value", "trainable", "name", "dtype", *_WITHOUT_MEANING}
    if unknown:
        raise Refusal(call, f"an argument of `tf.Variable` is not lifted: `{min(unknown)}`")
    first = first_value(rewriter, call)
    values.pop("initial_value")
    rest = [f"{key}={rewriter.text(value)}" for key, value in values.items() if key not in (*_WITHOUT_MEANING, "name")]
    rest += _name(rewriter, call, values)
    return f"{rewriter.program.tf}.Variable({', '.join([first, *rest])})"


def first_value(rewriter: Rewriter, call: ast.Call) -> str:
    """Return what a variable begins with, as TensorFlow 2 code.

    Raises:
        Refusal: It is not told.
    """
    tf = rewriter.program.tf
    if rewriter.program.called(call) == "Variable":
        given = arguments(call, _VARIABLE)
        if "initial_value" not in given:
            raise Refusal(call, "a variable has no first value")
        return rewriter.text(given["initial_value"])
    values = arguments(call, _GET_VARIABLE)
    initializer, shape = rewriter.scoped.get(call, values.get("initializer")), values.get("shape")
    if isinstance(initializer, ast.Constant) and initializer.value is None:
        initializer = None
    dtype = f", dtype={rewriter.text(values['dtype'])}" if "dtype" in values else ""
    if shape is None:
        if initializer is None:
            raise Refusal(call, "a variable has neither a shape nor a first value")
        return rewriter.text(initializer)
    if initializer is None and any(kind in dtype for kind in ("int", "bool")):
        return f"{tf}.zeros({rewriter.text(shape)}{dtype})"
    if initializer is None:
        return f"{tf}.keras.initializers.GlorotUniform()({rewriter.text(shape)}{dtype})"
    if not dtype and not _gives_floats(rewriter, initializer):
        # What is made of a constant has its type in TensorFlow 2, and that of the variable in TensorFlow 1.
        dtype = f", dtype={tf}.float32"
    made = "()" if _is_class(rewriter, initializer) else ""
    text = rewriter.text(initializer)
    if not isinstance(initializer, (ast.Call, ast.Name, ast.Attribute, ast.Subscript)):
        text = f"({text})"
    return f"{text}{made}({rewriter.text(shape)}{dtype})"


def _is_class(rewriter: Rewriter, initializer: ast.expr) -> bool:
    """Whether an initializer is a class, of which the variable makes the object, or a name for one."""
    program = rewriter.program
    if isinstance(initializer, ast.Name):
        bound = [
            node.value
            for node in program.each(ast.Assign)
            if any(isinstance(one, ast.Name) and one.id == initializer.id for one in node.targets)
        ]
        return any(program.symbol(one) is not None for one in bound)
    return program.symbol(initializer) is not None


def _gives_floats(rewriter: Rewriter, initializer: ast.expr) -> bool:
    """Whether an initializer gives numbers of type float32 by itself."""
    symbol = rewriter.program.called(initializer) or rewriter.program.symbol(initializer)
    if symbol is None:
        return False
    if symbol not in ("constant_initializer", "initializers.constant"):
        return True
    value = next((one for one in getattr(initializer, "args", ())), None)
    return isinstance(value, ast.Constant) and isinstance(value.value, float)


def _name(rewriter: Rewriter, call: ast.Call, values: dict[str, ast.expr]) -> list[str]:
    """Return the argument that names a variable: by its full name, where the program uses names."""
    if call in rewriter.names:
        return [f"name={rewriter.names[call]!r}"]
    return [f"name={rewriter.text(values['name'])}"] if "name" in values else []


def _write_get_variable(rewriter: Rewriter, call: ast.Call) -> str:
    values = arguments(call, _GET_VARIABLE)
    unknown = set(values) - {"name", "shape", "dtype", "initializer", "trainable", *_WITHOUT_MEANING}
    if unknown:
        raise Refusal(call, f"an argument of `tf.get_variable` is not lifted: `{min(unknown)}`")
    first = first_value(rewriter, call)
    rest = [*_name(rewriter, call, values), *([f"trainable={rewriter.text(values['trainable'])}"] if "trainable" in values else [])]
    return f"{rewriter.program.tf}.Variable({', '.join([first, *rest])})"


def _assigned(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    target = call.args[0] if call.args else next(one.value for one in call.keywords if one.arg == "ref")
    others = [*call.args[1:], *(one.value for one in call.keywords if one.arg != "ref")]
    changed = evaluator.value(target, scope)
    rest = evaluator.joined(evaluator.value(one, scope) for one in others)
    reads = rest.reads - _own(evaluator, target, others, scope)
    return replace(rest.of(Kind.TENSOR), items=given.items, reads=reads, writes=changed.reads)


def _own(evaluator: Evaluator, target: ast.expr, others: list[ast.expr], scope: Scope) -> frozenset[ast.AST]:
    """Return what an assignment reads of the variable that it changes: that comes first, as the new value is made of it."""
    changed = evaluator.value(target, scope).reads
    name = evaluator.program.source(target)
    for node in others:
        for one in walk(node):
            if isinstance(one, (ast.Name, ast.Attribute)) and evaluator.program.source(one) != name:
                parent = evaluator.program.parents.get(one)
                is_method = isinstance(parent, ast.Call) and parent.func is one
                if not is_method and evaluator.value(one, scope).reads & changed:
                    return frozenset()
            elif isinstance(one, ast.Call) and evaluator.program.called(one) is None and isinstance(one.func, ast.Name):
                return frozenset()
    return changed


def _write_assign(method: str) -> Known:
    def write(rewriter: Rewriter, call: ast.Call) -> str:
        values = arguments(call, ("ref", "value", "validate_shape", "use_locking", "name"))
        if not {"ref", "value"} <= set(values):
            raise Refusal(call, "its arguments are not lifted")
        return f"{rewriter.text(values['ref'])}.{method}({rewriter.text(values['value'])})"

    return Known(_assigned, write, writes=True)


def _write_global_step(rewriter: Rewriter, call: ast.Call) -> str:
    tf = rewriter.program.tf
    calls = [
        node
        for node in walk(rewriter.program.tree)
        if (rewriter.program.called(node) or "").endswith("global_step") and isinstance(node, ast.Call)
    ]
    if len([one for one in calls if len(one.args) < 2]) > 1:
        raise Refusal(call, "the global step is asked for in several places")
    return f"{tf}.Variable(0, trainable=False, dtype={tf}.int64, name='global_step')"


def _listed(evaluator: Evaluator, call: ast.Call, choose: Callable[[Made], bool | None], scope: Scope) -> Value:
    """Return what a list of variables stands for: those that there are when it is made, whenever it is asked for.

    Args:
        evaluator: Knows the variables.
        call: The call that lists them.
        choose: Tells which ones fit.
        scope: What names stand for.

    Raises:
        Refusal: It cannot be told which they are.
    """
    event = evaluator.event(call)
    made = evaluator.listed_at.get(event)
    if made is None and evaluator.is_read:
        made = evaluator.listed.get(call)
    if made is None:
        values = arguments(call, ("key", "scope") if (evaluator.program.called(call) or "").endswith("get_collection") else ("scope",))
        prefix = _prefix(evaluator, values.get("scope"), scope)
        made = _of_scope(call, prefix, _in_objects(evaluator, call, prefix, chosen(evaluator, call, choose, scope, prefix)))
        if prefix == "" and any(not isinstance(one.name, str) for one in made) and not _is_for_gradients(evaluator, call):
            check_grows(evaluator, call)
        if not evaluator.makes_apart:
            evaluator.listed_at[event] = made
    if evaluator.listed.setdefault(call, made) != made:
        evaluator.unlike.add(call)
    return Value(Kind.VARIABLE, reads=frozenset(one.mark for one in made), made=tuple(made))


_GRADIENTS = ("gradients", "minimize", "compute_gradients", "apply_gradients", "zip", "clip_by_global_norm")


def _is_for_gradients(evaluator: Evaluator, call: ast.Call) -> bool:
    """Whether only gradients are asked for by a list: those of the variables of other objects are none."""
    program = evaluator.program
    parent, function = program.parents[call], program.function_of(call)
    uses: list[ast.AST] = [call]
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1 and isinstance(parent.targets[0], ast.Name) and function is not None:
        names = program.names.get(parent.targets[0].id, ())
        uses = [one for one in names if isinstance(one.ctx, ast.Load) and program.function_of(one) is function]
    for use in uses:
        taker = program.parents[use]
        taker = program.parents[taker] if isinstance(taker, ast.keyword) else taker
        if not isinstance(taker, ast.Call) or (program.source(taker.func)).rpartition(".")[2] not in _GRADIENTS:
            return False
    return True


def check_grows(evaluator: Evaluator, call: ast.Call) -> None:
    """Check that what a graph holds by now is the same for all objects that list it while they are made.

    Raises:
        Refusal: There are several, and a later one lists more than the first.
    """
    for frame in evaluator.building:
        if evaluator.is_one_of_several(frame) or any(map(evaluator.is_repeated, frame.constants)):
            raise Refusal(call, f"each object of `{frame.node.name}` lists here what those before it made, too")


def _prefix(evaluator: Evaluator, node: ast.expr | None, scope: Scope) -> Name | None:
    """Return what the names of variables have to begin with; None if that cannot be told."""
    constant = evaluator.constant(node, scope) if node is not None else (None,)
    prefix = (constant[0] or "") if constant is not None else None
    # ``get_collection`` matches a pattern at the beginning of the name.
    if isinstance(prefix, str) and re.escape(prefix).replace("\\-", "-") != prefix.replace("\\", ""):
        return None
    return prefix if isinstance(prefix, (str, Text)) else None


def _in_objects(evaluator: Evaluator, call: ast.Call, prefix: Name | None, made: list[Made]) -> list[Made]:
    """Return variables with those of each object by themselves, where a scope is asked for that only one of several objects has."""
    if not isinstance(prefix, str) or not prefix:
        return made
    found: list[Made] = []
    for one in made:
        whole = one.of or one
        frame = whole.item.frame if whole.item is not None else None
        if (
            not isinstance(one.name, Text)
            or frame is None
            or frame in evaluator.building
            or any(map(evaluator.is_repeated, frame.constants))
        ):
            found.append(one)
        else:
            found += [evaluator.of_object(one, frame, event) for event in frame.constants]
    listed = [one for one in found if one.in_object is not None and one.name is not None and starts_with(one.name, prefix)]
    if len({one.in_object[1] for one in listed if one.in_object is not None}) > 1:
        raise Refusal(call, "variables of several objects are listed here")
    if listed and evaluator.around:
        from tensorlift.lift.inline import into_caller

        # objects are seen where they were made
        other = into_caller(evaluator.program, evaluator.program.function_of(call))
        if other is not None:
            raise Instead(other)
    return found


def _of_scope(call: ast.Call, prefix: Name | None, made: list[Made]) -> list[Made]:
    """Return the variables whose names begin with the name of a scope."""
    found = made if prefix == "" else among(made, prefix)
    if found is None:
        raise Refusal(call, "it cannot be told which variables the scope has that are listed here")
    return found


def _all(choose: Callable[[Made], bool | None]) -> Known:
    def value(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
        return _listed(evaluator, call, choose, scope)

    return Known(value, _write_listed)


def _model_variables(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    """What the layers of ``tf.contrib`` make is in this collection; what those of ``tf.layers`` make is not."""

    def choose(made: Made) -> bool:
        symbol = evaluator.program.called(made.call) or ""
        return symbol.startswith(("contrib.layers.", "contrib.slim.")) or "model_variables" in made.collections

    return _listed(evaluator, call, choose, scope)


def variables_of(evaluator: Evaluator, call: ast.Call, scope: Scope) -> Value | None:
    """Return what a call of ``get_collection`` stands for, if it is about variables; None if it is not."""
    values = arguments(call, ("key", "scope"))
    key = collection_name(evaluator, values["key"], scope) if "key" in values else None
    choose: Callable[[Made], bool | None]
    if key == "trainable_variables":
        choose = is_trainable
    elif key == "variables":
        choose = _is_global
    elif key in ("local_variables", "global_step"):
        choose = lambda made: key in made.collections  # noqa: E731
    elif key is not None and key not in KEYS.values() and not _is_filled(evaluator, key):
        # Only variables are in it, which were told to be when they were made.
        choose = lambda made: key in made.collections  # noqa: E731
    else:
        return None
    return _listed(evaluator, call, choose, scope)


def _is_filled(evaluator: Evaluator, key: str) -> bool:
    """Whether something may be added to a collection beside variables."""
    for node in walk(evaluator.program.tree):
        if isinstance(node, ast.Call) and (evaluator.program.called(node) or "").startswith("add_to_collection"):
            name = evaluator.constant(node.args[0], evaluator.module) if node.args else None
            if name is None or name[0] == key or isinstance(name[0], tuple):
                return True
    return False


def _is_global(made: Made) -> bool:
    return made.is_global


def chosen(
    evaluator: Evaluator, call: ast.Call, choose: Callable[[Made], bool | None], scope: Scope, prefix: Name | None = ""
) -> list[Made]:
    """Return the variables of a graph that fit; those whose names do not have a prefix need not be among them.

    Raises:
        Refusal: It cannot be told of one of them.
    """
    graph = evaluator.current(scope).graph
    found = []
    for one in [part for whole in evaluator.store.made for part in whole.parts or (whole,)]:
        fits = choose(one) if one.graph is graph else False
        if fits is None:
            raise Refusal(call, "it cannot be told which variables are listed here")
        if fits:
            found.append(one)
    if choose is _is_global:
        trains = [item for began, item in evaluator.trains if began is evaluator.graph]
        with_slots = [item for item in trains if _has_slots(evaluator, item.value.call, item.before)]
        if any(_may_have(evaluator, item, prefix, found) for item in with_slots):
            found += _slots(evaluator, call, with_slots, found)
    return found


def _has_slots(evaluator: Evaluator, train: ast.AST | None, scope: Scope) -> bool:
    """Whether the optimizer of a training operation has variables of its own, or may have."""
    if not isinstance(train, ast.Call) or not isinstance(train.func, ast.Attribute):
        return True
    made = evaluator.value(train.func.value, scope).call
    return evaluator.program.called(made) != "train.GradientDescentOptimizer"


# https://github.com/tensorflow/tensorflow/tree/v1.15.5/tensorflow/python/training: how many variables there are for each one that is trained, and others.
_SLOTS: dict[str, tuple[str, int, tuple[str, ...]]] = {
    "train.MomentumOptimizer": ("Momentum", 1, ()),
    "train.AdagradOptimizer": ("Adagrad", 1, ()),
    "train.AdadeltaOptimizer": ("Adadelta", 2, ()),
    "train.RMSPropOptimizer": ("RMSProp", 3, ()),
    "train.AdamOptimizer": ("Adam", 2, ("beta1_power", "beta2_power")),
}


def _may_have(evaluator: Evaluator, train: Item, prefix: Name | None, made: list[Made]) -> bool:
    """Whether the names of variables of an optimizer may have a prefix: they begin with the scope in which it trains, or with what is trained."""
    around = evaluator.current(train.before)
    if prefix in (None, "") or around.name is None:
        return True
    # those beside the slots, whose names are given by the optimizer
    starts = [around.name] if around.name else [one.name for one in made] + ["beta1_power", "beta2_power", ""]
    return any(start is None or starts_with(joined(start, "/") if start else "beta", prefix or "") is not False for start in starts)


def _slots(evaluator: Evaluator, call: ast.Call, trains: list[Item], made: list[Made]) -> list[Made]:
    """Return the variables of an optimizer, which have names by which they are told apart, and no other place in the program.

    Raises:
        Refusal: Their names cannot be told.
    """
    if not trains:
        return []
    train, scope = trains[0].value.call, trains[0].before
    maker = evaluator.value(train.func.value, scope).call if train is not None and isinstance(train.func, ast.Attribute) else None
    around = evaluator.current(scope)
    known = _SLOTS.get(evaluator.program.called(maker) or "")
    is_named = maker is not None and (any(one.arg in ("name", None) for one in maker.keywords) or len(maker.args) > 3)
    if len(trains) > 1 or known is None or is_named or around.name != "" or around.ops != "":
        raise Refusal(call, "the variables of an optimizer are among those that are listed here")
    base, count, others = known
    names: list[Name | None] = [*others]
    for one in made:
        if one.trainable is not False:
            endings = [base, *(f"{base}_{number}" for number in range(1, count))]
            names += [joined(one.name, "/", ending) if one.name is not None else None for ending in endings]
    return [Made(name, (train, ast.Pass()), False, graph=around.graph) for name in names if train is not None]


def is_trainable(made: Made) -> bool | None:
    """Whether a variable is trained."""
    return made.trainable


def _write_listed(rewriter: Rewriter, call: ast.Call) -> str:
    if call not in rewriter.listed:
        raise Refusal(call, "it cannot be told which variables are listed here")
    return rewriter.listing(call)


def _write_key(name: str) -> Callable[[Rewriter, ast.Attribute], str]:
    """Return what writes the name of a collection that stays in a list of the program, as one of its own collections does."""
    return lambda rewriter, node: repr(name)


def _scattered(method: str) -> Known:
    """Return the entry of what changes rows of a variable."""

    def write(rewriter: Rewriter, call: ast.Call) -> str:
        values = {key: rewriter.text(node) for key, node in arguments(call, ("ref", "indices", "updates", "use_locking", "name")).items()}
        if not {"ref", "indices", "updates"} <= set(values):
            raise Refusal(call, "its arguments are not lifted")
        if method.startswith("scatter_nd"):
            return f"{values['ref']}.{method}({values['indices']}, {values['updates']})"
        return f"{values['ref']}.{method}({rewriter.program.tf}.IndexedSlices({values['updates']}, {values['indices']}))"

    return Known(_assigned, write, writes=True)


def of_variables(evaluator: Evaluator, call: ast.Call | None, listed: Value, scope: Scope) -> Value:
    """Return what stands for the initialization of some variables: of which ones, if these are not all."""
    made = listed.made if listed.made_of is None else _parts(listed)
    graph = evaluator.current(scope).graph
    is_all = made is not None and set(made) >= {one for one in evaluator.store.made if one.graph is graph and one.is_global}
    return Value(Kind.INITIALIZER, call=call, made=None if is_all else made)


def _parts(value: Value) -> tuple[Made, ...] | None:
    """Return the variables in a list that is written out."""
    found: list[Made] = []
    for part in value.made_of[1] if value.made_of is not None else ():
        if part.value.kind is not Kind.VARIABLE or part.value.made is None:
            return None
        found += part.value.made
    return tuple(found)


def _loaded(evaluator: Evaluator, call: ast.Call, variable: Value, scope: Scope) -> Value:
    given = arguments(call, ("value", "session"))
    if "value" not in given or evaluator.value(given["value"], scope).kind is not Kind.PYTHON:
        raise Refusal(call, "what is put into a variable here cannot be told")
    evaluator.loads.append(call)
    return PYTHON


def _write_load(rewriter: Rewriter, call: ast.Call, maker: ast.Call) -> str:
    assert isinstance(call.func, ast.Attribute)
    return f"{rewriter.text(call.func.value)}.assign({rewriter.text(arguments(call, ('value', 'session'))['value'])})"


def _initialized(evaluator: Evaluator, call: ast.Call, variable: Value, scope: Scope) -> Value:
    """The value that a variable has when another one is made of it."""
    return Value(Kind.RANDOM, variable.items, reads=variable.reads)


def _write_receiver(rewriter: Rewriter, call: ast.Call, maker: ast.Call) -> str:
    assert isinstance(call.func, ast.Attribute)
    return rewriter.text(call.func.value)


def _read(evaluator: Evaluator, call: ast.Call, variable: Value, scope: Scope) -> Value:
    return variable.of(Kind.TENSOR)


def _write_read(rewriter: Rewriter, call: ast.Call, maker: ast.Call) -> str:
    assert isinstance(call.func, ast.Attribute)
    parent = rewriter.program.parents.get(call)
    is_given = isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute) and parent.func.attr in _CHANGING
    text = rewriter.text(call.func.value)
    return text if is_given else f"{rewriter.program.tf}.convert_to_tensor({text})"


_VALUE = Method(_read, _write_read)
_METHODS = {"load": Method(_loaded, _write_load), "initialized_value": Method(_initialized, _write_receiver)}
_CHANGING = (
    "assign",
    "assign_add",
    "assign_sub",
    "scatter_sub",
    "scatter_add",
    "scatter_update",
    "scatter_nd_sub",
    "scatter_nd_add",
    "scatter_nd_update",
)


def _method(evaluator: Evaluator, call: ast.Call, variable: Value, given: Value, scope: Scope) -> Value | None:
    """Return what a call of a method of a variable stands for; None for what is a method of any tensor."""
    assert isinstance(call.func, ast.Attribute)
    name = call.func.attr
    if name in _METHODS and variable.cell is None:
        evaluator.methods[call] = MethodCall(_METHODS[name], call, dict(scope))
        return _METHODS[name].value(evaluator, call, variable, scope)
    if name in _CHANGING:
        values = [*call.args, *(one.value for one in call.keywords)]
        reads = given.reads - _own(evaluator, call.func.value, values, scope)
        return replace(given.of(Kind.TENSOR), items=variable.items | given.items, reads=reads, writes=variable.reads)
    if name in ("read_value", "value"):
        if variable.call is None and variable.cell is None:
            # It may be one of a layer of Keras, whose `value` is an attribute.
            evaluator.methods[call] = MethodCall(_VALUE, call, dict(scope))
        return variable.of(Kind.TENSOR)
    if name == "count_up_to":
        raise Refusal(call, f"`{evaluator.program.source(call.func)}` has no counterpart that is known here")
    return None


METHODS = {Kind.VARIABLE: _method}


def _step_of(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    return PYTHON


def _write_step_of(rewriter: Rewriter, call: ast.Call) -> str:
    return f"int({rewriter.text(arguments(call, ('sess', 'global_step_tensor'))['global_step_tensor'])})"


_FRAMEWORKS = ("contrib.framework", "contrib.slim")

KNOWN = {
    **{f"GraphKeys.{key}": Known(write_name=_write_key(name)) for key, name in KEYS.items()},
    "train.global_step": Known(_step_of, _write_step_of),
    "trainable_variables": _all(is_trainable),
    "global_variables": _all(_is_global),
    "all_variables": _all(_is_global),
    **{f"{module}.get_variables": _all(_is_global) for module in _FRAMEWORKS},
    **{f"{module}.get_trainable_variables": _all(is_trainable) for module in _FRAMEWORKS},
    **{f"{module}.get_model_variables": Known(_model_variables, _write_listed) for module in _FRAMEWORKS},
    "model_variables": Known(_model_variables, _write_listed),
    **{
        name: _scattered(name)
        for name in ("scatter_update", "scatter_add", "scatter_sub", "scatter_nd_update", "scatter_nd_add", "scatter_nd_sub")
    },
    "train.get_or_create_global_step": Known(_global_step, _write_global_step, makes=True),
    "train.create_global_step": Known(_global_step, _write_global_step, makes=True),
    "Variable": Known(variable, _write_variable, makes=True),
    "get_variable": Known(_got_variable, _write_get_variable, makes=True),
    "assign": _write_assign("assign"),
    "assign_add": _write_assign("assign_add"),
    "assign_sub": _write_assign("assign_sub"),
}
