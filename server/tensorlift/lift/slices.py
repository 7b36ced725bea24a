"""What a run needs: the statements behind what is fetched, and whether their order is the graph's own."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.frames import Item, Role, RunSite, needed
from tensorlift.lift.names import sees_names
from tensorlift.lift.program import CHANGING, Program, Refusal, local_names, parameter_names, walk
from tensorlift.lift.structures import is_tensor
from tensorlift.lift.values import Kind, Part, Scope, Value

_NOT_FETCHED = (Kind.PYTHON, Kind.OPTIMIZER, Kind.SESSION, Kind.NOTHING, Kind.INSTANCE, Kind.FEED)
_PLAIN = (Kind.CONSTANT, Kind.RANDOM, Kind.VARIABLE, Kind.TENSOR)
_SEVERAL = frozenset(
    {"trainable_variables", "global_variables", "all_variables", "local_variables", "model_variables", "moving_average_variables", "get_collection",
     "get_variables", "get_trainable_variables", "get_model_variables", "get_local_variables", "get_variables_by_name", "get_variables_by_suffix",
     "while_loop", "case", "switch_case", "moments", "split", "unstack", "meshgrid", "top_k", "unique", "unique_with_counts", "svd", "qr", "eigh",
     "self_adjoint_eig", "gradients", "hessians", "dynamic_rnn", "static_rnn", "tuple", "unpack", "dynamic_partition", "lu", "slogdet", "clip_by_global_norm",
     "identity_n"}
)  # fmt: skip
"""Functions that may give more than one tensor."""
_CONTAINERS = ("dict", "list", "tuple", "OrderedDict", "sorted", "reversed", "zip", "map", "filter")
"""Functions of Python that give more than one value."""
_WITH_POWERS = ("train.AdamOptimizer", "contrib.opt.AdaMaxOptimizer", "contrib.opt.LazyAdamOptimizer")
"""Optimizers that keep the powers of their betas, and multiply them up in each step."""
_OWN_BUFFER = ("Variable", "get_variable", "train.get_or_create_global_step", "train.create_global_step")
"""What makes a variable that is fetched as it is."""
_STRUCTURED = {
    "map_fn": ("fn", "elems", "dtype"),
    **dict.fromkeys(("scan", "foldl", "foldr"), ("fn", "elems", "initializer")),
    "cond": ("pred", "true_fn", "false_fn"),
    **dict.fromkeys(("py_func", "numpy_function", "py_function"), ("func", "inp", "Tout")),
}
"""Functions that give as many tensors as some of their arguments say, which are these, by position."""
_TELLING = frozenset({"fn", "dtype", "initializer", "true_fn", "false_fn", "Tout"})


@dataclass(frozen=True, eq=False)
class Leaf:
    """One thing that is fetched.

    Attributes:
        node: The expression.
        value: What it stands for.
        is_several: It may be more than one tensor, with a structure that shows in a run only.
        label: What the program calls it, where it is an entry of a dictionary and has no other name.
    """

    node: ast.expr
    value: Value
    is_several: bool = False
    label: str = ""

    @property
    def is_operation(self) -> bool:
        """Whether a run returns None for it."""
        return _is_operation(self.value)

    @property
    def width(self) -> int:
        """How many values a run gives for it: one for each summary that is merged."""
        return len(self.value.summaries) if self.value.kind is Kind.SUMMARY else 1


@dataclass(frozen=True, eq=False)
class Fetched:
    """What is fetched, with its structure.

    Attributes:
        node: A list, tuple, dictionary or call that makes a tuple with names; for a leaf, the expression.
        leaf: The leaf, if it is one.
        parts: The parts otherwise, and their keys in dictionaries.
    """

    node: ast.expr
    leaf: Leaf | None
    parts: tuple[tuple[ast.expr | None, Fetched], ...] = ()

    def leaves(self) -> list[Leaf]:
        """Return the leaves in order."""
        return [self.leaf] if self.leaf is not None else [leaf for _, part in self.parts for leaf in part.leaves()]


def _is_operation(value: Value) -> bool:
    return value.kind in (Kind.TRAIN, Kind.OPERATION, Kind.INITIALIZER)


def fetched(program: Program, evaluator: Evaluator, site: RunSite) -> Fetched:
    """Return what a run fetches.

    Raises:
        Refusal: It cannot be told.
    """

    def collect(node: ast.expr, value: Value) -> Fetched:
        entry = evaluator.entry(node, site.scope)
        if entry is not None and program.function_of(entry[1]) is site.function and _is_still(entry[0]):
            found = collect(entry[0].node, replace(entry[0].value, variables=(), layers=()))
            key = node.slice if isinstance(node, ast.Subscript) else None
            name = key.value if isinstance(key, ast.Constant) else node.attr if isinstance(node, ast.Attribute) else ""
            if found.leaf is not None and isinstance(name, str) and name.isidentifier():
                return Fetched(found.node, replace(found.leaf, label=name))
            return found
        if value.kind is Kind.SUMMARY and value.made_of is None:
            return Fetched(node, Leaf(node, value))
        if value.state is not None and value.kind is Kind.TENSOR:
            return Fetched(node, Leaf(node, value, is_several=not value.state.has_one_state))
        if value.made_of is not None:
            made, parts = value.made_of
            if made is not node and not all(
                isinstance(part.node, (ast.Name, ast.Attribute)) or _is_operation(part.value) for part in parts
            ):
                # What was made there may not be made again here.
                if all(part.value.kind in _PLAIN for part in parts) and value.kind in _PLAIN:
                    return Fetched(node, Leaf(node, replace(value, made_of=None), is_several=True))
                raise Refusal(node, f"`{program.source(node)}` is fetched, and not all in it has a name")
            return Fetched(made, None, tuple((part.key, collect(part.node, part.value)) for part in parts))
        if value.kind in _NOT_FETCHED:
            raise Refusal(
                node if hasattr(node, "lineno") else site.call, f"`{program.source(node)}` is fetched, and what it is cannot be told"
            )
        if value.kind is Kind.PLACEHOLDER and value.call in evaluator.elements:
            return Fetched(node, Leaf(node, value, not is_tensor(program, evaluator, value.call)))
        may_be = value.kind in (Kind.CONSTANT, Kind.RANDOM, Kind.TENSOR, Kind.VARIABLE)
        return Fetched(node, Leaf(node, value, may_be and (site.is_in_turn or _is_several(node, value, site.scope))))

    def _is_still(part: Part) -> bool:
        """Whether an entry of a literal may be written again where it is fetched: it makes nothing, and no name in it is bound twice."""
        if isinstance(part.node, (ast.Name, ast.Attribute)):
            return True
        names = {one.id for one in walk(part.node) if isinstance(one, ast.Name)}
        around = site.function or program.tree
        stores = [one.id for one in walk(around) if isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load)]
        is_plain = part.value.kind is Kind.TENSOR and part.value.made_of is None and not part.value.variables and not part.value.layers
        return is_plain and all(stores.count(one) <= 1 for one in names)

    def _gives_several(call: ast.Call, scope: Scope = site.scope) -> bool:
        symbol = program.called(call)
        if symbol is not None:
            last = symbol.rpartition(".")[2]
            if last in _STRUCTURED:
                given = dict(zip(_STRUCTURED[last], call.args))
                given.update({str(one.arg): one.value for one in call.keywords})
                return not all(_is_single(one) for key, one in given.items() if key in _TELLING)
            return last in _SEVERAL
        if isinstance(call.func, ast.Name) and call.func.id in _CONTAINERS:
            return True
        if isinstance(call.func, ast.Attribute) and call.func.attr == "compute_gradients":
            return True
        function = evaluator.functions.get(call.func.id) if isinstance(call.func, ast.Name) else None
        if isinstance(call.func, ast.Attribute) and (owner := evaluator.value(call.func.value, scope).instance) is not None:
            function = owner.frame.method(call.func.attr)
        if function is None:
            return False
        returned = [one.value for one in walk(function) if isinstance(one, ast.Return) and one.value is not None]
        return not _is_single(function) or any(_is_literal(one, function) for one in returned)

    def _is_single(node: ast.AST) -> bool:
        """Whether an expression is one tensor or data type, or a function that returns one."""
        if isinstance(node, ast.Name):
            function = evaluator.functions.get(node.id)
            binding = site.scope.get(node.id)
            made = binding.item.node if binding is not None and binding.item is not None else None
            known = function or made
            return known is not None and _is_single(known)
        if isinstance(node, ast.Lambda):
            return _is_single(node.body)
        if isinstance(node, ast.FunctionDef):
            returned = [one.value for one in walk(node) if isinstance(one, ast.Return) and one.value is not None]
            local = parameter_names(node) | local_names(node)
            return all((isinstance(one, ast.Name) and one.id in local) or _is_single(one) for one in returned)
        if isinstance(node, ast.Assign):
            return isinstance(node.targets[0], ast.Name) and _is_single(node.value)
        if isinstance(node, ast.Call):
            return not _gives_several(node)
        return isinstance(node, (ast.Constant, ast.Attribute, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Subscript))

    def _is_literal(node: ast.expr, function: ast.FunctionDef) -> bool:
        """Whether an expression in a function is a list or the like, or a name for one."""
        if isinstance(node, ast.Name):
            made = [
                one.value
                for one in walk(function)
                if isinstance(one, ast.Assign) and any(_is_name(target, node.id) for target in one.targets)
            ]
            return any(not isinstance(one, ast.Name) and _is_literal(one, function) for one in made)
        if isinstance(node, ast.Call):
            return (isinstance(node.func, ast.Name) and node.func.id in _CONTAINERS) or (
                not (isinstance(node.func, ast.Name) and node.func.id == function.name) and _gives_several(node)
            )
        return isinstance(node, (ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.DictComp))

    def _is_several(node: ast.expr, value: Value, scope: Scope) -> bool:
        if isinstance(node, (ast.ListComp, ast.DictComp, ast.GeneratorExp, ast.SetComp)):
            return True
        if isinstance(node, ast.Call):
            return _gives_several(node, scope)
        if isinstance(node, ast.BinOp):
            return _is_list(node.left, scope) or _is_list(node.right, scope)
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
            return _is_list(node.value, scope)
        if isinstance(node, ast.Attribute):
            owner = evaluator.value(node.value, scope).instance
            binding = owner.frame.attributes.get(node.attr) if owner is not None else None
            made = binding.item.node if binding is not None and binding.item is not None else None
            if isinstance(made, ast.If) and binding is not None and binding.item is not None:
                return _may_be_several(binding.item, next(one for one in binding.item.binds if one.endswith(f".{node.attr}")))
            return isinstance(made, ast.Assign) and isinstance(made.value, ast.Call) and _gives_several(made.value, scope)
        if isinstance(node, ast.Name) and node.id in scope:
            item = scope[node.id].item
            if item is None and (given := scope[node.id].given) is not None:
                return _is_several(given[0], value, given[1])
            if item is not None and isinstance(item.node, ast.Expr) and isinstance(item.node.value, ast.Call):
                return getattr(item.node.value.func, "attr", "") in CHANGING
            if item is not None and isinstance(item.node, ast.Assign) and isinstance(item.node.value, ast.Call) and len(item.binds) == 1:
                return _gives_several(item.node.value, scope)
            if item is not None and isinstance(item.node, ast.Assign) and isinstance(item.node.value, ast.Call):
                # one of what a call gives, which may have parts itself
                return (program.called(item.node.value) or "").rpartition(".")[2] == "clip_by_global_norm" and _is_first(item.node, node.id)
            if item is not None and isinstance(item.node, ast.Assign):
                right = item.node.value
                return len(item.binds) == 1 and (
                    isinstance(right, (ast.List, ast.Tuple, ast.Dict)) or _is_several(right, value, item.before)
                )
            if item is not None and isinstance(item.node, ast.For) and node.id not in _last_tensor(item.node):
                return True
            return item is not None and isinstance(item.node, ast.If) and _may_be_several(item, node.id)
        return False

    def _is_list(node: ast.expr, scope: Scope) -> bool:
        """Whether an expression is a list or the like, rather than a tensor."""
        if isinstance(node, (ast.List, ast.Tuple, ast.Dict)):
            return True
        value = evaluator.value(node, scope)
        return value.made_of is not None or _is_several(node, value, scope)

    def _may_be_several(item: Item, place: str) -> bool:
        """Whether something that a condition decides on may be more than one tensor."""
        made = [
            one.value
            for one in walk(item.node)
            if isinstance(one, ast.Assign) and any(program.source(target) == place for target in one.targets)
        ]
        if any(isinstance(one, ast.Tuple) and place in map(program.source, one.elts) for one in walk(item.node)):
            return True
        return any(
            isinstance(one, (ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.DictComp))
            or (isinstance(one, ast.Call) and _gives_several(one))
            or (isinstance(one, (ast.Name, ast.Attribute)) and evaluator.value(one, item.before).made_of is not None)
            for one in made
        )

    if site.name is not None:
        # What the lift fetches itself it takes as it is.
        parts = site.fetches.elts if isinstance(site.fetches, ast.List) else [site.fetches]
        leaves = [(None, Fetched(one, Leaf(one, evaluator.value(one, site.scope)))) for one in parts]
        return Fetched(site.fetches, None, tuple(leaves)) if isinstance(site.fetches, ast.List) else leaves[0][1]
    return collect(site.fetches, evaluator.value(site.fetches, site.scope))


def _is_first(statement: ast.Assign, name: str) -> bool:
    """Whether a name is the first one of those that a statement unpacks to."""
    target = statement.targets[0]
    return isinstance(target, (ast.Tuple, ast.List)) and _is_name(target.elts[0], name)


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _last_tensor(loop: ast.For) -> set[str]:
    """Return the names that a loop assigns tensors to, rather than fills as lists."""
    return {
        target.id
        for node in walk(loop)
        if isinstance(node, (ast.Assign, ast.AugAssign))
        for target in walk(node)
        if isinstance(target, ast.Name)
    }


def is_check(program: Program, item: Item) -> bool:
    """Whether a statement is a check that fails a run."""
    if item.value.kind is not Kind.OPERATION or item.value.writes:
        return False
    return any((program.called(node) or "").rpartition(".")[2].lower().startswith("assert") for node in walk(item.node))


class _Slices(dict[Item, set[Item]]):
    """What each statement needs, found out where it is asked for."""

    def __missing__(self, item: Item) -> set[Item]:
        self[item] = needed([item])
        return self[item]


def check_order(program: Program, evaluator: Evaluator, site: RunSite, leaves: list[Leaf], items: set[Item]) -> None:
    """Check that nothing in a run reads a variable that the run changes, unless the graph itself orders the two.

    Several optimizers may make their steps where each changes variables of its own that the gradients of the others do not read, or where all wait for
    all gradients.

    Raises:
        Refusal: A graph leaves open which comes first.
    """
    slices = _Slices()
    changed = {item: trained(evaluator, item, slices[item]) for item in items if item.role is Role.TRAIN}
    for one, other in combinations(sorted(changed, key=lambda item: item.index), 2):
        if one in slices[other] or other in slices[one]:
            raise Refusal(site.call, "one optimizer waits for another one in this run, and what it then reads a graph leaves open")
        if changed[one] & changed[other]:
            raise Refusal(
                site.call,
                "several optimizers change the same variables in one run, in an order that a graph leaves open; a run for each can be lifted",
            )
        _check_pair(program, evaluator, site, (one, other), slices)
        for train, behind in ((one, other), (other, one)):
            if _reads_while_changed(evaluator, changed, train, behind, slices):
                raise Refusal(
                    site.call,
                    "one optimizer changes variables that the gradients of another one read in this run, in an order that a graph leaves open; "
                    "a run for each can be lifted",
                )
    is_only_shown = set(evaluator.summaries_used) <= evaluator.summaries_written and not sees_names(program)
    for writer in items:
        written = changed.get(writer, frozenset()) | writer.value.writes
        if written:
            _check_writer(program, site, leaves, items, writer, written, slices, is_only_shown=is_only_shown)
    for leaf in leaves:
        if leaf.value.writes and leaf.value.writes & leaf.value.reads and len(leaf.value.writes) > 1:
            raise Refusal(leaf.node, "one run changes several variables that it also reads, in an order that a graph leaves open")


def _check_pair(program: Program, evaluator: Evaluator, site: RunSite, pair: tuple[Item, Item], slices: Mapping[Item, set[Item]]) -> None:
    """Check that two training operations of one run share no state beside the variables, and that none reads what the other one counts."""
    makers = [
        train.value.call.func.value for train in pair if train.value.call is not None and isinstance(train.value.call.func, ast.Attribute)
    ]
    made = [evaluator.value(maker, train.before).call for maker, train in zip(makers, pair)]
    if len(made) < 2 or None in made:
        raise Refusal(site.call, "which optimizers make their steps in this run cannot be told")
    if made[0] is made[1] and program.called(made[0]) in _WITH_POWERS:
        raise Refusal(site.call, "one optimizer makes two steps in this run, and which of them is the first one a graph leaves open")
    for one, other in (pair, pair[::-1]):
        reads = {read for item in slices[other] - slices[one] for read in item.value.reads} | other.value.reads
        if reads & one.value.writes:
            raise Refusal(
                site.call, "one optimizer counts its steps in what another one reads in this run, in an order that a graph leaves open"
            )


def _reads_while_changed(
    evaluator: Evaluator, changed: Mapping[Item, frozenset[ast.AST]], train: Item, writer: Item, slices: Mapping[Item, set[Item]]
) -> bool:
    """Whether the gradients of a training operation may read variables before or after another one of the same run changes them.

    What both need is computed before either changes anything. The gradients read the variables once more, though, in whatever they go through.
    """
    call = train.value.call
    if call is not None and isinstance(call.func, ast.Attribute) and call.func.attr == "apply_gradients":
        derived = {node for node, _ in _deriving(evaluator, train, call)}
        taking = [item for item in slices[train] if any(node in derived for node in walk(item.node))]
        if taking and train not in taking and all(item in slices[writer] for item in taking):
            return False
    return any(
        item not in slices[writer] or any(other.value.reads & changed[train] for other in slices[item])
        for item in slices[train]
        if item.value.reads & changed[writer]
    )


def trained(evaluator: Evaluator, train: Item, behind: Iterable[Item]) -> frozenset[ast.AST]:
    """Return the variables that a training operation may change, by what stands for them.

    Args:
        evaluator: Tells what expressions stand for.
        train: Its statement.
        behind: The statements that it needs, with its own.
    """
    read = frozenset(one for item in behind for one in item.value.reads)
    call = train.value.call
    if call is None or not isinstance(call.func, ast.Attribute):
        return read
    found: set[ast.AST] = set()
    for one, scope in _deriving(evaluator, train, call):
        names = ("loss", "global_step", "var_list") if one is call else ("loss", "var_list")
        by_name = dict(zip(names, one.args))
        by_name.update({str(word.arg): word.value for word in one.keywords})
        sources = by_name.get("var_list")
        if sources is None or (isinstance(sources, ast.Constant) and sources.value is None):
            return read
        value = evaluator.value(sources, scope)
        listed = value.reads | {made.mark for made in value.made or ()}
        if value.kind is not Kind.VARIABLE or not listed:
            return read
        found |= listed
    return frozenset(found) or read


def _deriving(evaluator: Evaluator, train: Item, call: ast.Call) -> list[tuple[ast.Call, Scope]]:
    """Return the calls that say which variables a training operation changes: its own, or those behind the pairs that it applies."""
    assert isinstance(call.func, ast.Attribute)
    if call.func.attr == "minimize":
        return [(call, train.before)]
    pairs = call.args[0] if call.args else next((one.value for one in call.keywords if one.arg == "grads_and_vars"), None)
    if pairs is None:
        return []
    places: list[tuple[ast.AST, Scope]] = [(pairs, train.before)]
    places += [(item.node, item.before) for item in needed(evaluator.value(pairs, train.before).items)]
    return [
        (node, scope)
        for place, scope in places
        for node in walk(place)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "compute_gradients"
    ]


def _has_resources(program: Program) -> bool:
    """Whether all variables of a program are resources, which are read where they stand."""
    return any(
        program.called(node) in ("enable_resource_variables", "enable_v2_behavior", "enable_eager_execution") for node in walk(program.tree)
    )


def _is_fetched_itself(program: Program, leaf: Leaf) -> bool:
    """Whether a fetch is a variable, rather than a copy, whose value is handed out in the buffer that its updates change."""
    made = leaf.value.call
    if made is None or program.called(made) not in _OWN_BUFFER or _has_resources(program):
        return False
    calls = list(program.each(ast.Call))
    names = {program.called(node) for node in calls}
    if "disable_eager_execution" in names and "disable_v2_behavior" not in names:
        return False
    return not any(one.arg == "use_resource" for node in calls for one in node.keywords)


def _reads_anew(program: Program, item: Item) -> bool:
    """Whether a statement reads its variables where it stands, rather than by what a variable of TensorFlow 1 gave out before."""
    if _has_resources(program):
        return True
    value = item.node.value if isinstance(item.node, (ast.Assign, ast.Expr)) else None
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "apply" and item.value.writes:
        # What moves an average takes the buffer of the variable, which optimizers change in place.
        return True
    for node in walk(item.node):
        if not isinstance(node, (ast.Name, ast.Attribute)):
            continue
        binding = item.before.get(node.id) if isinstance(node, ast.Name) else None
        if binding is None or binding.value.kind is not Kind.VARIABLE:
            continue
        made = binding.value.call
        given = {one.arg: one.value for one in made.keywords} if made is not None else {}
        is_resource = isinstance(flag := given.get("use_resource"), ast.Constant) and bool(flag.value)
        parent = program.parents.get(node)
        if not is_resource and not (
            isinstance(parent, ast.Attribute) and parent.attr in ("read_value", "assign", "assign_add", "assign_sub")
        ):
            return False
    return True


def _hands_on(program: Program, item: Item) -> bool:
    """Whether a statement gives out the buffer of what it gets, which an assignment then changes in place."""
    value = item.node.value if isinstance(item.node, ast.Assign) else None
    first = value.args[0] if isinstance(value, ast.Call) and value.args else None
    binding = item.before.get(first.id) if isinstance(first, ast.Name) else None
    if binding is None or binding.value.kind is not Kind.VARIABLE:
        return False
    return (program.called(value) or "").rpartition(".")[2] in ("identity", "reshape", "expand_dims", "squeeze", "stop_gradient")


def _check_writer(
    program: Program,
    site: RunSite,
    leaves: list[Leaf],
    items: set[Item],
    writer: Item,
    written: frozenset[ast.AST],
    slices: Mapping[Item, set[Item]],
    *,
    is_only_shown: bool,
) -> None:
    if len(writer.value.writes) > 1 and writer.value.writes & writer.value.reads:
        raise Refusal(writer.node, "one run changes several variables that it also reads, in an order that a graph leaves open")
    for reader in slices[writer]:
        if reader is not writer and reader.value.reads & written and _hands_on(program, reader) and not _reads_anew(program, reader):
            users = [item for item in items if item not in slices[writer] and reader in item.needs]
            if users or any(reader in leaf.value.items for leaf in leaves):
                raise Refusal(reader.node, "a variable is read here that the same run changes, and what was read may change with it")
    # With several optimizers, whatever any of them needs is computed before the first change.
    trains = [item for item in items if item.role is Role.TRAIN] if writer.role is Role.TRAIN else []
    early = {item for train in trains for item in slices[train]} | slices[writer]
    for leaf in leaves:
        if leaf.value.kind is Kind.SUMMARY and is_only_shown:
            # TensorBoard shows the variables from before or behind the update, as it comes: it hangs on which of its threads is first.
            if any(item.value.writes & written for item in needed(leaf.value.items) - slices[writer]):
                raise Refusal(
                    leaf.node, "what is fetched changes a variable that the same run changes, in an order that a graph leaves open"
                )
            continue
        if leaf.value.kind is Kind.VARIABLE and leaf.value.reads & written:
            if writer.role is Role.TRAIN and _is_fetched_itself(program, leaf):
                # What is fetched is the buffer of the variable, which an optimizer changes in place: the run gives the new value.
                continue
            raise Refusal(leaf.node, "a variable is fetched in the run that changes it, which leaves open which value that is")
        if leaf.value.reads & written and writer not in needed(leaf.value.items):
            raise Refusal(leaf.node, "what is fetched reads a variable that the same run changes, in an order that a graph leaves open")
        for item in needed(leaf.value.items):
            if item is writer or item in early:
                continue
            if writer in slices[item]:
                if item.value.reads & written and not (writer in needed(item.after) and _reads_anew(program, item)):
                    raise Refusal(item.node, "a variable is read here that the same run changes, in an order that a graph leaves open")
                continue
            if (item.value.reads | item.value.writes) & written:
                raise Refusal(leaf.node, "what is fetched reads a variable that the same run changes, in an order that a graph leaves open")
