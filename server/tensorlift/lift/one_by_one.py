"""Lists of tensors or operations that a program runs one by one: ``for op in ops: print(sess.run(op))``.

TensorFlow 2 computes the list in one function and goes through what that gives: ``for op in compute(): print(op.numpy())``. So the loop is read
as ``for op in sess.run(ops): print(op)``, with a mark that says that each entry was run on its own; whether that makes a difference is found out
where the run is planned (:func:`check_in_turn`).
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Sequence

from tensorlift.lift.evaluate import Evaluator, runs_something
from tensorlift.lift.frames import IN_TURN, Item, Role, RunSite, needed
from tensorlift.lift.program import CHANGING, Program, Refusal, edited, stored_names, walk
from tensorlift.lift.slices import Leaf
from tensorlift.lift.summary_functions import with_turns
from tensorlift.lift.values import RUNNABLE, Kind, Scope, Value

_Loop = ast.For | ast.ListComp | ast.GeneratorExp
_WAYS = (ast.If, ast.For, ast.While, ast.Try, ast.With, ast.FunctionDef, ast.Lambda, ast.IfExp, ast.BoolOp, ast.ListComp, ast.SetComp,
         ast.DictComp, ast.GeneratorExp)  # fmt: skip
_LEAVES = (ast.Break, ast.Continue, ast.Return, ast.Raise, ast.Yield, ast.YieldFrom)
_CHANGERS = frozenset({"run", "eval", "partial_run", "load", "restore", "exec"})
"""What calls are named that may change variables."""
_CHANCE = (
    "random",
    "dropout",
    "shuffle",
    "multinomial",
    "categorical",
    "normal",
    "uniform",
    "poisson",
    "gamma",
    "sample",
    "py_func",
    "crop",
)


def in_one_run(program: Program, evaluator: Evaluator, node: ast.AST, scope: Scope) -> Program | None:
    """Return the program with a list that a loop or a comprehension runs one by one run as a whole; None where that is something else.

    Args:
        program: The program.
        evaluator: Tells what expressions stand for.
        node: The loop, or the comprehension.
        scope: What names stand for.
    """
    found = _parts(node)
    if found is None:
        return None
    loop, name, listed, whole = found
    value = evaluator.value(listed, scope)
    if value.kind not in RUNNABLE or value.kind is Kind.VARIABLE or value.instance is not None:
        return None
    entries = [part.value for part in value.made_of[1]] if value.made_of is not None else []
    if entries and all(one.kind in (Kind.CONSTANT, Kind.VARIABLE) and one.made_of is None and not one.variables for one in entries):
        # these have their values where they are
        return None
    if isinstance(loop, ast.For) and any(_changes_something(one) for one in entries):
        return _written_out(program, loop, name, listed, value)
    run = _only_run(program, evaluator, loop, name, whole)
    feed = _feed(run, name) if run is not None else None
    if run is None or (feed is not None and not _is_same_each_time(program, loop, run, feed)):
        return _written_out(program, loop, name, listed, value) if isinstance(loop, ast.For) and entries else None
    made = value.made_of[0] if value.made_of is not None else listed
    return _together(program, loop, run, listed, feed, is_list=isinstance(made, ast.List))


def _changes_something(entry: Value) -> bool:
    """Whether an entry is more than a tensor that is computed."""
    items = needed(entry.items)
    return bool(entry.writes) or entry.kind is Kind.TRAIN or any(one.role is Role.TRAIN or one.value.writes for one in items)


def _parts(node: ast.AST) -> tuple[_Loop, str, ast.expr, ast.expr] | None:
    """Return a loop, the name that stands for each entry, the list, and what is gone through as a whole."""
    target: ast.expr
    if isinstance(node, ast.For) and not node.orelse:
        target, source = node.target, node.iter
    elif isinstance(node, (ast.ListComp, ast.GeneratorExp)) and len(node.generators) == 1 and not node.generators[0].ifs:
        target, source = node.generators[0].target, node.generators[0].iter
    else:
        return None
    pairs: list[tuple[ast.expr, ast.expr]] = [(target, source)]
    if isinstance(source, ast.Call) and not source.keywords and isinstance(target, ast.Tuple):
        called = source.func.id if isinstance(source.func, ast.Name) else getattr(source.func, "attr", "")
        if called == "enumerate" and len(target.elts) == 2 and source.args:
            pairs = [(target.elts[1], source.args[0])]
        elif called == "zip" and len(target.elts) == len(source.args):
            pairs = list(zip(target.elts, source.args))
        elif called == "items" and isinstance(source.func, ast.Attribute) and not source.args and len(target.elts) == 2:
            pairs = [(target.elts[1], source.func.value)]
    elif isinstance(source, ast.Call) and isinstance(source.func, ast.Attribute) and source.func.attr == "values" and not source.args:
        pairs = [(target, source.func.value)]
    body = node.body if isinstance(node, ast.For) else [node.elt]
    fetched = {
        one.id
        for part in body
        for call in walk(part)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in ("run", "eval")
        for one in [*call.args[:1], *(word.value for word in call.keywords if word.arg == "fetches"), call.func.value]
        if isinstance(one, ast.Name)
    }
    for part, of in pairs:
        if isinstance(part, ast.Name) and part.id in fetched and isinstance(of, (ast.Name, ast.Attribute, ast.List, ast.Tuple)):
            return node, part.id, of, source
    return None


def _only_run(program: Program, evaluator: Evaluator, loop: _Loop, name: str, source: ast.expr) -> ast.Call | None:
    """Return the run of an entry if it is the only one, is made in each turn, and nothing else uses the entry."""
    body: Sequence[ast.AST] = loop.body if isinstance(loop, ast.For) else [loop.elt]
    runs = [one for part in body for one in walk(part) if isinstance(one, ast.Call) and _runs(program, evaluator, one)]
    uses = [one for part in body for one in walk(part) if isinstance(one, ast.Name) and one.id == name]
    if len(runs) != 1 or len(uses) != 1 or runs_something(program, source):
        return None
    (run,), (use,) = runs, uses
    if not isinstance(run.func, ast.Attribute) or {one.arg for one in run.keywords} - {"fetches", "feed_dict", "session"}:
        return None
    if isinstance(loop, ast.GeneratorExp) and not _is_used_up(program, loop):
        return None
    calls = [one for part in (*body, source) for one in walk(part) if isinstance(one, ast.Call)]
    if any(_comes_between(program, one, run, has_feed=_feed(run, name) is not None) for one in calls):
        return None
    is_eval = run.func.value is use
    fetched = next((one.value for one in run.keywords if one.arg == "fetches"), run.args[0] if run.args else None)
    if not is_eval and fetched is not use:
        return None
    for one in program.around(run):
        if one is loop:
            break
        if isinstance(one, _WAYS):
            return None
    if isinstance(loop, ast.For):
        stored = stored_names(ast.Module(loop.body, []))
        taken = {one.id for part in (source, run) for one in walk(part) if isinstance(one, ast.Name)} | {name}
        if stored & taken or any(isinstance(one, _LEAVES) for part in body for one in walk(part)):
            return None
        if _is_used_behind(program, loop, name):
            return None
    return run


def _runs(program: Program, evaluator: Evaluator, call: ast.Call) -> bool:
    """Whether a call may run something, by itself or by a function of the program."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in ("run", "eval") and program.path(call.func) is None:
        return True
    if isinstance(call.func, ast.Name) and call.func.id in evaluator.functions:
        return runs_something(program, evaluator.functions[call.func.id])
    return isinstance(call.func, ast.Name) and call.func.id in evaluator.classes


def _is_used_up(program: Program, generator: ast.GeneratorExp) -> bool:
    """Whether a generator is gone through at once: it would run the entries when they are asked for."""
    call = program.parents[generator]
    if not isinstance(call, ast.Call) or generator not in call.args:
        return False
    name = call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else None
    return name in ("list", "tuple", "set", "dict", "sum", "max", "min", "sorted", "join", "extend")


def _comes_between(program: Program, call: ast.Call, run: ast.Call, *, has_feed: bool) -> bool:
    """Whether a call beside a run may change a variable, or what the run is fed, before the next entry is run."""
    if call is run or program.path(call.func) is not None:
        return False
    waiting, seen = [call], set[ast.FunctionDef]()
    while waiting:
        one = waiting.pop()
        name = one.func.id if isinstance(one.func, ast.Name) else one.func.attr if isinstance(one.func, ast.Attribute) else None
        if name in _CHANGERS or (isinstance(run.func, ast.Attribute) and _gets(program, one, program.source(run.func.value))):
            return True
        for made in program.each(ast.FunctionDef):
            if made.name != name or made in seen:
                continue
            seen.add(made)
            if runs_something(program, made) or _keeps_something(made, has_feed=has_feed):
                return True
            waiting += [each for each in walk(made) if isinstance(each, ast.Call) and program.path(each.func) is None]
    return False


def _gets(program: Program, call: ast.Call, session: str) -> bool:
    """Whether a call is given a session."""
    return any(program.source(one) == session for one in [*call.args, *(word.value for word in call.keywords)])


def _keeps_something(function: ast.FunctionDef, *, has_feed: bool) -> bool:
    """Whether a function changes what is there when it is left: a run may be fed that."""
    return has_feed and any(
        isinstance(one, (ast.Global, ast.Nonlocal))
        or (isinstance(one, (ast.Attribute, ast.Subscript)) and not isinstance(one.ctx, ast.Load))
        or (isinstance(one, ast.Attribute) and one.attr in CHANGING)
        for one in walk(function)
    )


def _is_used_behind(program: Program, loop: ast.For, name: str) -> bool:
    """Whether the name of the entries may be used for the last of them behind the loop."""
    function = program.function_of(loop)
    end = program.span(loop)[1]
    for one in program.names.get(name, ()):
        if isinstance(one.ctx, ast.Load) and program.span(one)[0] >= end and program.function_of(one) is function:
            around = [each for each in program.around(one) if isinstance(each, ast.For) and name in stored_names(each.target)]
            comprehensions = [
                each for each in program.around(one) for made in getattr(each, "generators", ()) if name in stored_names(made.target)
            ]
            before = [
                each
                for each in program.names[name]
                if not isinstance(each.ctx, ast.Load)
                and end <= program.span(each)[0] < program.span(one)[0]
                and isinstance(program.parents[each], ast.Assign)
                and program.parents[program.parents[each]] is program.parents[loop]
            ]
            if not around and not comprehensions and not before:
                return True
    return False


def _feed(run: ast.Call, name: str) -> ast.expr | None:
    """Return what a run is fed."""
    by_name = next((one.value for one in run.keywords if one.arg == "feed_dict"), None)
    if by_name is not None:
        return by_name
    assert isinstance(run.func, ast.Attribute)
    is_eval = isinstance(run.func.value, ast.Name) and run.func.value.id == name
    place = 0 if is_eval or any(one.arg == "fetches" for one in run.keywords) else 1
    return run.args[place] if len(run.args) > place else None


def _is_same_each_time(program: Program, loop: _Loop, run: ast.Call, feed: ast.expr) -> bool:
    """Whether a feed is made of what stays what it is in each turn."""
    plain = (ast.Dict, ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.List, ast.Tuple, ast.Slice, ast.UnaryOp, ast.expr_context,
             ast.unaryop)  # fmt: skip
    if not all(isinstance(one, plain) for one in walk(feed)):
        return False
    target = loop.target if isinstance(loop, ast.For) else loop.generators[0].target
    names = {one.id for one in walk(feed) if isinstance(one, ast.Name)}
    body: Sequence[ast.AST] = loop.body if isinstance(loop, ast.For) else [loop.elt]
    inside = set(walk(run))
    others = {one.id for part in body for one in walk(part) if isinstance(one, ast.Name) and one not in inside}
    return not names & (others | stored_names(target)) and not _made_of(program, names) & _filled(body)


def _made_of(program: Program, names: set[str]) -> set[str]:
    """Return the names that what names stand for is made of: it may be a part of these, such as a slice of an array."""
    found, waiting = set[str](), list(names)
    while waiting:
        for one in program.names.get(waiting.pop(), ()):
            parent = program.parents[one]
            if isinstance(parent, ast.Assign) and one in parent.targets:
                inside = {each.id for each in walk(parent.value) if isinstance(each, ast.Name)} - found
                found |= inside
                waiting += inside
    return found


def _filled(body: Sequence[ast.AST]) -> set[str]:
    """Return the names of what may be changed in place."""
    found: set[str] = set()
    for one in (each for part in body for each in walk(part)):
        place: ast.AST | None = None
        if isinstance(one, (ast.Subscript, ast.Attribute)) and (not isinstance(one.ctx, ast.Load) or getattr(one, "attr", "") in CHANGING):
            place = one
        elif isinstance(one, ast.AugAssign):
            place = one.target
        while isinstance(place, (ast.Subscript, ast.Attribute)):
            place = place.value
        if isinstance(place, ast.Name):
            found.add(place.id)
    return found


def _together(program: Program, loop: _Loop, run: ast.Call, listed: ast.expr, feed: ast.expr | None, *, is_list: bool) -> Program | None:
    """Return the program with a run of the list in the place of the list, and the entry in the place of its run."""
    assert isinstance(run.func, ast.Attribute)
    use = next(one for one in walk(loop) if isinstance(one, ast.Name) and _is_entry(run, one))
    if run.func.value is use:
        given = next((one.value for one in run.keywords if one.arg == "session"), run.args[1] if len(run.args) > 1 else None)
        session = program.source(given) if given is not None else f"{program.tf}.compat.v1.get_default_session()"
    else:
        session = program.source(run.func.value)
    if any(isinstance(one, ast.Starred) for one in run.args):
        return None
    fed = f", feed_dict={program.source(feed)}" if feed is not None else ""
    call = f"{session}.run({program.source(listed)}{fed}, {IN_TURN}=True)"
    alone = loop.body[0] if isinstance(loop, ast.For) and len(loop.body) == 1 else None
    if isinstance(loop, ast.For) and isinstance(alone, ast.Expr) and alone.value is run and listed is loop.iter:
        return _with_edits(program, [(*program.span(loop), call)])
    if isinstance(loop, ast.ListComp) and loop.elt is run and loop.generators[0].iter is listed:
        value = call if is_list else f"list({call})"
        return _with_edits(program, [(*program.span(loop), value)])
    return _with_edits(program, [(*program.span(listed), call), (*program.span(run), use.id)])


def _is_entry(run: ast.Call, node: ast.Name) -> bool:
    assert isinstance(run.func, ast.Attribute)
    return (
        run.func.value is node
        or (bool(run.args) and run.args[0] is node)
        or any(one.arg == "fetches" and one.value is node for one in run.keywords)
    )


def _with_edits(program: Program, edits: list[tuple[int, int, str]]) -> Program:
    """Return the program with edits; each line of the new one comes from one of the old one."""
    origin: list[int] = []
    place = 0
    for low, high, new in sorted(edits):
        start, end = program.data.count(b"\n", 0, low), program.data.count(b"\n", 0, high)
        origin += program.origin[place : start + 1]
        origin += [program.origin[start]] * new.count("\n")
        place = end + 1
    return Program(edited(program.data, edits).decode(), [*origin, *program.origin[place:]])


def _written_out(program: Program, loop: ast.For, name: str, listed: ast.expr, value: Value) -> Program | None:
    """Return the program with each turn of a loop written out, for entries that change something, each in a run of its own."""
    assert value.made_of is not None
    nodes = [part.node for part in value.made_of[1]]
    if loop.iter is not listed or not all(isinstance(one, (ast.Name, ast.Attribute)) for one in nodes):
        return None
    return with_turns(program, loop, [{name: program.source(one)} for one in nodes])


# --- where it is planned


def check_in_turn(program: Program, evaluator: Evaluator, site: RunSite, leaves: list[Leaf], found: Iterable[Item]) -> bool:
    """Check that entries which were run one by one give the same in one run.

    Args:
        program: The program.
        evaluator: Tells what expressions stand for.
        site: The run.
        leaves: The entries, or the list of them.
        found: The statements that the run needs.

    Returns:
        Whether the order in which the run changes variables has been checked with that.

    Raises:
        Refusal: It may make a difference.
    """
    items = list(found)
    made_of = evaluator.value(site.fetches, site.scope).made_of
    entries = [part.value for part in made_of[1]] if made_of is not None else [leaf.value for leaf in leaves]
    of_each = [needed(one.items) for one in entries]
    is_list = made_of is None and len(leaves) == 1
    shared = Counter(item for each in of_each for item in each)
    for item in items:
        if item.role is Role.TRAIN or item.value.updates:
            raise Refusal(site.call, "what is run one by one here trains, and each step begins with what the one before has left")
        if hangs_on_chance(program, item.node) and (shared[item] > 1 or is_list):
            raise Refusal(item.node, "what is drawn here is drawn anew for each of those that are run one by one")
    if any(hangs_on_chance(program, leaf.node) for leaf in leaves) and is_list:
        raise Refusal(site.call, "what is run one by one here may draw random numbers anew each time")
    if any(_takes_elements(program, evaluator, item.node) for item in items):
        raise Refusal(site.call, "each of those that are run one by one here takes the next element of an iterator")
    written = frozenset(one for item in items for one in item.value.writes) | frozenset(one for leaf in leaves for one in leaf.value.writes)
    if not written or not is_list:
        return False
    makers = [item for item in items if item.value.writes]
    if len(makers) != 1 or not leaves[0].value.items <= {makers[0]} or not _is_filled_in_order(program, makers[0].node):
        return False
    if any(item.value.reads & written for item in items if item is not makers[0]):
        raise Refusal(site.call, "what is run one by one here shares a tensor that reads what the one before has changed")
    return True


def hangs_on_chance(program: Program, node: ast.AST, followed: frozenset[str] = frozenset()) -> bool:
    """Whether something below a node may give something else each time that it is computed."""
    for one in walk(node):
        name = one.attr if isinstance(one, ast.Attribute) else one.id if isinstance(one, ast.Name) else ""
        if any(part in name.lower() for part in _CHANCE):
            return True
        if isinstance(one, ast.Name) and one.id not in followed:
            made = next((each for each in program.each(ast.FunctionDef) if each.name == one.id), None)
            if made is not None and hangs_on_chance(program, made, followed | {one.id}):
                return True
    return False


def _takes_elements(program: Program, evaluator: Evaluator, node: ast.AST) -> bool:
    """Whether a statement takes what an iterator gives."""
    taken = {id(one.taken) for one in evaluator.elements.values()}
    return any(id(one) in taken for one in walk(node))


def _is_filled_in_order(program: Program, node: ast.AST) -> bool:
    """Whether a loop or a comprehension makes one assignment after the other, each of what it computes in that turn."""
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.ListComp):
        return len(node.value.generators) == 1 and _is_assignment(program, node.value.elt)
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name):
        return _is_filled_by(program, node.value.func.id)
    if not isinstance(node, ast.For) or node.orelse or any(isinstance(one, (*_LEAVES, ast.AugAssign)) for one in walk(node)):
        return False
    appended = [
        one for one in walk(node) if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr == "append"
    ]
    changing = [one for one in walk(node) if _is_assignment(program, one)]
    if len(appended) != 1 or len(changing) != 1 or not isinstance(node.body[-1], ast.Expr) or node.body[-1].value is not appended[0]:
        return False
    known = stored_names(node.target)
    for statement in node.body[:-1]:
        if not isinstance(statement, ast.Assign) or not all(isinstance(one, ast.Name) for one in statement.targets):
            return False
        known |= stored_names(statement)
    for place, statement in enumerate(node.body):
        later = {name for one in node.body[place:] for name in stored_names(one)}
        if any(isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load) and one.id in later for one in walk(statement)):
            return False
    last = appended[0].args[0] if appended[0].args else None
    return last is changing[0] or (isinstance(last, ast.Name) and any(isinstance(one, ast.Assign) and one.value is changing[0] and
                                                                      last.id in stored_names(one) for one in node.body))  # fmt: skip


def _is_filled_by(program: Program, name: str) -> bool:
    """Whether a function of the module returns a list that it fills in order, and does nothing else that counts."""
    made = [one for one in program.tree.body if isinstance(one, ast.FunctionDef) and one.name == name]
    is_bound_anew = any(not isinstance(one.ctx, ast.Load) for one in program.names.get(name, ()))
    if len(made) != 1 or made[0].decorator_list or is_bound_anew:
        return False
    *before, loop, last = made[0].body if len(made[0].body) > 1 else [ast.Pass(), ast.Pass()]
    if not isinstance(loop, ast.For) or not isinstance(last, ast.Return) or not isinstance(last.value, ast.Name):
        return False
    appended = loop.body[-1].value if isinstance(loop.body[-1], ast.Expr) else None
    is_its_list = isinstance(appended, ast.Call) and isinstance(appended.func, ast.Attribute) and isinstance(appended.func.value, ast.Name)
    if not is_its_list or appended.func.value.id != last.value.id or not _is_filled_in_order(program, loop):  # type: ignore[union-attr]
        return False
    plain = (ast.Assign, ast.Expr)
    calls = [one for part in before for one in walk(part) if isinstance(one, ast.Call)]
    return all(isinstance(one, plain) for one in before) and all(isinstance(one.func, ast.Name) and one.func.id == "len" for one in calls)


def _is_assignment(program: Program, node: ast.AST) -> bool:
    """Whether a call changes a variable."""
    if not isinstance(node, ast.Call):
        return False
    if program.path(node.func) is not None:
        return (program.called(node) or "").rpartition(".")[2] in ("assign", "assign_add", "assign_sub")
    return isinstance(node.func, ast.Attribute) and node.func.attr in ("assign", "assign_add", "assign_sub")
