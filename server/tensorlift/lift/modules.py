"""What is made once and used in each run: layers, and functions that make variables beside computing with them.

A graph-building function runs once, so it may make variables on its way. What runs again and again may not: the making goes into the
constructor of a ``tf.Module``, the computing into its ``__call__``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field, replace

from tensorlift.lift.applied import APPLIED, taken_apart
from tensorlift.lift.averages import UPDATE, Averages, rank_of, variance_of
from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator, defaults
from tensorlift.lift.frames import Item, Role
from tensorlift.lift.keras_layers import NAMES, TWO_MODES, UPDATING, WITH_WEIGHTS, LayerCall, made_as
from tensorlift.lift.known import known
from tensorlift.lift.known.base import Once, arguments
from tensorlift.lift.program import Program, Refusal, free_name, stored_names, walk, walk_own
from tensorlift.lift.purity import called_again, check_purity, impure_call
from tensorlift.lift.reader import Reader
from tensorlift.lift.recurrent import RUNS, Recurrent, is_only_start, write_by_hand
from tensorlift.lift.scopes import Event, Made
from tensorlift.lift.values import COMPUTED, PYTHON, Binding, Kind, Scope, Value, is_open_flag

_SEVERAL = 3
"""From how many variables on it is a network rather than a layer."""
_REPEATED = (ast.For, ast.While, ast.Lambda, ast.ListComp, ast.GeneratorExp, ast.DictComp, ast.SetComp)


@dataclass(eq=False)
class Maker:
    """A function that becomes a class.

    Attributes:
        node: The function.
        name: The name of the class.
        made_with: The parameters of the constructor, in order.
        called_with: The parameters of each call, in order.
        text: The class, as lines.
        lists_variables: Its objects list the variables of the layers in them.
        lists_all: They list those that are not trained, too.
        adds_losses: There are layers with regularizers in it.
        attributes: Where objects of the class keep variables, and what has variables, by what made them in the function.
        instances: The objects that were made by now.
        pattern: Which of the calls in the function share their variables.
        impure: A call that may give something else, or do something, each time that the variables are asked for.
        told: The calls of layers in it whose averages some runs move and others not, as they are told.
    """

    node: ast.FunctionDef
    name: str
    made_with: list[str] = field(default_factory=list)
    called_with: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    adds_losses: bool = False
    lists_variables: bool = False
    lists_all: bool = False
    attributes: dict[Event, str] = field(default_factory=dict)
    instances: list[_Instance] = field(default_factory=list)
    pattern: dict[Event, Event] | None = None
    impure: ast.Call | None = None
    told: set[ast.AST] = field(default_factory=set)


@dataclass(frozen=True)
class _Instance:
    """An object of such a class: its name, the function in which it stands, and its variables."""

    name: str
    owner: ast.FunctionDef | None
    made: frozenset[Made]


class Modules:
    """Finds what has to be made once, and writes how.

    Args:
        program: The program.
        evaluator: Tells what expressions stand for.
        fresh: Gives a name that is not used yet.
        around: The calls of functions through which their statements are read.
    """

    def __init__(self, program: Program, evaluator: Evaluator, fresh: Callable[[str], str], around: Event = ()) -> None:
        self.program = program
        self.evaluator = evaluator
        self.fresh = fresh
        self.makers: dict[ast.FunctionDef, Maker] = {}
        self.flags: frozenset[ast.expr] = frozenset()
        """The placeholders that are Python values where layers are called."""
        self.objects: dict[ast.Call, str] = {}
        """The names of schedules and the like, by the calls that they stand for."""
        self._loops: dict[ast.For, list[tuple[str, str]]] = {}
        """The layers that loops make, and the lists of them."""
        self.taken: set[ast.AST] = set()
        """What is left out where layers are called."""
        self.averages = Averages()
        self.own_class: str | None = None
        """The name of the class of layers that Keras has not, if there are some."""
        self.variances: set[str] = set()
        """For which inputs these average the unbiased variance."""
        self.fresh_class = fresh
        self.rewriter: Rewriter | None = None
        self.around = around
        self.told: set[ast.AST] = set()
        """The calls of layers that are told by a parameter of the function around them whether their averages move."""
        self.names: dict[Event, str] = {}
        """The names of what was made, by the calls that asked for it."""
        self._values: dict[tuple[ast.Call, int], tuple[Scope, Value]] = {}
        """What calls stand for, by the scopes that they are looked at in; these are kept, as their addresses are."""

    def place(self, made: Made) -> str | None:
        """Return where a variable is kept, as an expression for the function in which it was made; None if it has no place of its own."""
        if made.place is not None or len(made.event) == 1:
            return made.place or self.names.get(made.event)
        event = made.event
        found = self.names.get(event[:1])
        if found is None:
            return None
        for index, node in enumerate(event[:-1]):
            function = (
                self.evaluator.functions.get(node.func.id) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else None
            )
            maker = self.makers.get(function) if function is not None else None
            if maker is None:
                # A function that makes one variable, and returns it.
                return found if function is not None and len(self.evaluator.store.under(event[: index + 1])) == 1 else None
            if (rest := maker.attributes.get(event[index + 1 :])) is not None:
                return f"{found}.{rest}"
            step = maker.attributes.get(event[index + 1 : index + 2])
            if step is None:
                return None
            found = f"{found}.{step}"
        return None

    def hoist(self, item: Item, rewriter: Rewriter, scope: Scope, prefix: str = "") -> list[str]:
        """Give a name to each layer and module that a statement makes.

        Args:
            item: The statement.
            rewriter: Writes calls of what was made in their place.
            scope: What names stand for.
            prefix: What stands in front of each name, such as ``self.``.

        Returns:
            The lines that make them, for the place of the statement.

        Raises:
            Refusal: They are not made once.
        """
        self.rewriter = rewriter
        self._check_objects(item, rewriter)
        lines: list[str] = []
        for call in self._calls(item):
            symbol = self.program.called(call)
            entry = known(symbol or "")
            if symbol in RUNS:
                lines += Recurrent(self.program, self.evaluator, self.fresh, rewriter).write(call, item, prefix)
            elif symbol in APPLIED:
                lines += self._layer(call, item, rewriter, prefix)
            elif self._is_layer(call):
                lines.append(self._own_layer(call, item, rewriter, prefix))
            elif entry is not None and entry.once is not None:
                found = entry.once(rewriter, call)
                assert found is not None
                lines.append(self._object(call, found, item, rewriter, prefix))
            else:
                value = self._value(call, item.before)
                line = (
                    self._variable(call, rewriter, prefix)
                    if value.kind is Kind.VARIABLE
                    else self._instance(call, item, rewriter, scope, prefix)
                )
                lines += [line] if line else []
        return lines

    def _check_objects(self, item: Item, rewriter: Rewriter) -> None:
        """Check that layers that are objects of their own are told by Python values whether they train, and keep no averages if they may."""
        for node in walk(item.node):
            if not isinstance(node, ast.Call) or self.program.called(node) is not None:
                continue
            flag = next((one.value for one in node.keywords if one.arg == "training"), None)
            if flag is None or (isinstance(flag, ast.Constant) and not flag.value):
                continue
            made = self.evaluator.value(node.func, item.before).call
            symbol = self.program.called(made) or ""
            if not symbol.startswith(("keras.", "layers.")):
                continue
            if not self._is_known(flag, item, rewriter):
                raise Refusal(flag, "a layer object is told by a tensor whether it trains")
            if symbol.endswith(("BatchNormalization", "Sequential")):
                raise Refusal(node, "no run of TensorFlow 1 moves the averages of this layer object, and Keras moves them")

    def _calls(self, item: Item) -> list[ast.Call]:
        found = []
        for node in walk(item.node):
            if not isinstance(node, ast.Call):
                continue
            if any(self._is_cell(one, item) for one in self._between(node, item.node)):
                # It is made with the cell around it.
                continue
            function = self.evaluator.functions.get(node.func.id) if isinstance(node.func, ast.Name) else None
            if (
                self._is_variable(node, item)
                or self.program.called(node) in APPLIED
                or self.program.called(node) in RUNS
                or self._is_layer(node)
                or (function is not None and self._makes(function, node, item.before))
            ):
                repeated = [parent for parent in self._between(node, item.node) if isinstance(parent, _REPEATED)]
                if repeated and not (len(repeated) == 1 and isinstance(repeated[0], ast.For) and self.program.called(node) in APPLIED):
                    raise Refusal(node, "layers or variables are made in a loop")
                found.append(node)
            elif self._is_object(node, item):
                found.append(node)
        # What stands inside of a call is made before what the call makes. Recurrent networks take the names of cells and layers in them.
        return sorted(found, key=lambda one: (self.program.called(one) in RUNS, self.program.span(one)[1]))

    def _is_cell(self, node: ast.AST, item: Item) -> bool:
        """Whether an expression makes a recurrent cell in the middle of another one."""
        return isinstance(node, ast.Call) and self._is_variable(node, item) and self.evaluator.value(node, item.before).cell is not None

    def _is_object(self, call: ast.Call, item: Item) -> bool:
        """Whether a call makes an object, such as a schedule, that can be made before."""
        entry = known(self.program.called(call) or "")
        if entry is None or entry.once is None or isinstance(item.node, (ast.For, ast.While, ast.If, ast.FunctionDef)):
            return False
        repeated = (ast.Lambda, ast.ListComp, ast.GeneratorExp, ast.DictComp, ast.SetComp)
        if any(isinstance(parent, repeated) for parent in self._between(call, item.node)):
            return False
        found = entry.once(Rewriter(self.program), call)
        if found is None:
            return False
        return all(self.evaluator.value(one, item.before).kind is Kind.PYTHON for one in found.given)

    def _is_layer(self, call: ast.Call) -> bool:
        """Whether a call makes a layer that is then called."""
        entry = known(self.program.called(call) or "")
        return entry is not None and entry.makes_layer

    def _own_layer(self, call: ast.Call, item: Item, rewriter: Rewriter, prefix: str) -> str:
        made = str(self.program.called(call)).rpartition(".")[2]
        names = [one.value.value for one in call.keywords if one.arg == "name" and isinstance(one.value, ast.Constant)]
        applied = self.program.parents.get(call)
        base = self._base(applied if isinstance(applied, ast.Call) else call, item, NAMES.get(made) or made.lower())
        if names and isinstance(names[0], str) and names[0].isidentifier():
            bound = {node.id for node in self.program.each(ast.Name)}
            base = f"{names[0]}_layer" if names[0] in bound else names[0]
        name = prefix + self.fresh(base)
        line = f"{name} = {rewriter.text(call)}"
        rewriter.replaced[call] = lambda: name
        return line

    def _object(self, call: ast.Call, found: Once, item: Item, rewriter: Rewriter, prefix: str) -> str:
        base = found.name
        if isinstance(item.node, ast.Assign) and item.node.value is call:
            target = item.node.targets[0]
            own = target.id if isinstance(target, ast.Name) else target.attr.lstrip("_") if isinstance(target, ast.Attribute) else ""
            base = f"{own}_{found.name}" if own else base
        name = prefix + self.fresh(base)
        written = found.written
        rewriter.replaced[call] = lambda: name + found.call if written is None else written(name)
        self.objects[call] = name
        return f"{name} = {found.made}"

    def _is_variable(self, node: ast.Call, item: Item) -> bool:
        """Whether a call makes a variable in the middle of an expression."""
        if self.program.called(node) is None and not (
            isinstance(node.func, ast.Name) and (node.func.id in self.evaluator.functions or node.func.id in item.before)
        ):
            return False
        if isinstance(item.node, (ast.For, ast.While, ast.If, ast.FunctionDef)):
            return False
        value = self._value(node, item.before)
        return value.kind is Kind.VARIABLE and bool(value.variables) and not (value.made and value.made[0].place)

    def _variable(self, call: ast.Call, rewriter: Rewriter, prefix: str) -> str:
        base = call.func.id if isinstance(call.func, ast.Name) else "variable"
        parent = self.program.parents[call]
        run = self.program.parents[parent] if isinstance(parent, ast.keyword) else parent
        if self.program.called(run) in RUNS and isinstance(run, ast.Call):
            given = arguments(run, RUNS[str(self.program.called(run))].names)
            name = prefix + self.fresh(next(key for key, one in given.items() if one is call))
            made = rewriter.text(call)
            rewriter.replaced[call] = lambda: name
            return f"{name} = {made}"
        names = [
            one.value
            for one in [*call.args[:1], *(one.value for one in call.keywords if one.arg == "name")]
            if isinstance(one, ast.Constant)
        ]
        named = next((one for one in names if isinstance(one, str) and one.isidentifier()), None)
        name = prefix + self.fresh(named or base.removeprefix("get_").removeprefix("make_") + "_1")
        line = f"{name} = {rewriter.text(call)}"
        rewriter.replaced[call] = lambda: name
        event = (*self.around, call)
        self.names[event] = name
        return line

    def _between(self, node: ast.AST, top: ast.AST) -> list[ast.AST]:
        found = []
        while node is not top and node in self.program.parents:
            node = self.program.parents[node]
            found.append(node)
        return found

    def _makes(self, function: ast.FunctionDef, call: ast.Call, scope: Scope) -> bool:
        value = self._value(call, scope)
        makes = bool(value.layers or value.variables) or bool(self.evaluator.store.under((*self.around, call)))
        return makes and value.kind is not Kind.VARIABLE

    def _value(self, call: ast.Call, scope: Scope) -> Value:
        if (call, id(scope)) not in self._values:
            with self.evaluator.followed(self.around):
                self._values[call, id(scope)] = scope, self.evaluator.value(call, scope)
        return self._values[call, id(scope)][1]

    def _base(self, call: ast.Call, item: Item, last: str) -> str:
        """Return a name for what a call makes: after what it computes, if that has a name of its own."""
        target = item.node.targets[0] if isinstance(item.node, ast.Assign) and item.node.value is call else None
        if not isinstance(target, ast.Name):
            return last
        top = item.function or self.program.tree
        bound = [node for node in walk(top) if isinstance(node, ast.Name) and node.id == target.id and isinstance(node.ctx, ast.Store)]
        if len(bound) > 1:
            return last
        return target.id if target.id.endswith("layer") else f"{target.id}_layer"

    def _name_of(self, call: ast.Call, found: LayerCall, item: Item) -> str:
        """Return a name for a layer: its own, if the program gives it one."""
        if found.name is not None and found.name.isidentifier():
            bound = {node.id for node in self.program.each(ast.Name)}
            return f"{found.name}_layer" if found.name in bound else found.name
        return self._base(call, item, NAMES.get(found.made) or found.made.lower())

    def _layer(self, call: ast.Call, item: Item, rewriter: Rewriter, prefix: str) -> list[str]:
        found = taken_apart(self.program, call)
        assert found is not None
        event = (*self.around, call)
        shared = self.evaluator.store.events.get(event)
        if shared is not None and shared.call is not call:
            known = self.names.get(shared.event)
            if known is None or shared.event[:-1] != self.around:
                raise Refusal(call, "a layer shares the variables of another one, which no run computes")
            rewriter.replaced[call] = lambda: self._applied(call, found, [known], item, rewriter)
            return []
        if shared is None and found.reuse is not None and not (isinstance(found.reuse, ast.Constant) and not found.reuse.value):
            raise Refusal(call, "a layer shares the variables of another one")
        names = [prefix + self.fresh(self._name_of(call, found, item))]
        for one in found.every()[1:]:
            names.append(
                prefix + self.fresh(f"{names[0].removeprefix(prefix).removesuffix('_layer')}_{NAMES.get(one.made) or one.made.lower()}")
            )
        self.names[event] = names[0]
        if found.is_regularized():
            kept = rewriter.regularizing.setdefault(item, [])
            kept += [name for name, one in zip(names, found.every()) if replace(one, followed_by=None).is_regularized()]
        made = [self._made(call, one, found, item, rewriter) for one in found.every()]
        loop = next((parent for parent in self._between(call, item.node) if isinstance(parent, ast.For)), None)
        if loop is not None:
            if found.is_regularized():
                raise Refusal(call, "layers with regularizers are made in a loop")
            return self._in_loop(call, loop, found, names, made, item, rewriter, prefix)
        rewriter.replaced[call] = lambda: self._applied(call, found, names, item, rewriter)
        return [f"{name} = {one}" for name, one in zip(names, made)]

    def _in_loop(
        self,
        call: ast.Call,
        loop: ast.For,
        found: LayerCall,
        names: list[str],
        made: list[str],
        item: Item,
        rewriter: Rewriter,
        prefix: str,
    ) -> list[str]:
        """Make the layers of a loop as a list, and let the loop take them one after the other."""
        program = self.program
        if loop.orelse or any(isinstance(node, (ast.Break, ast.Continue)) for node in walk(loop)):
            raise Refusal(call, "layers are made in a loop that may end early")
        target = {node.id for node in walk(loop.target) if isinstance(node, ast.Name)}
        bound = {name for one in loop.body for name in stored_names(one)}
        for one in (*found.given(), loop.iter):
            clash = _loads(one) & (bound - target if one is not loop.iter else bound | target)
            if clash:
                raise Refusal(one, f"`{min(clash)}`, which layers are made with, changes in the loop that makes them")
        if isinstance(loop.iter, ast.Call) and not (
            isinstance(loop.iter.func, ast.Name) and loop.iter.func.id in ("range", "enumerate", "zip", "reversed")
        ):
            raise Refusal(loop.iter, "layers are made in a loop over something that may be another thing the next time")
        owned = [name.removeprefix(prefix) for name in names]
        single = {name: name if name.endswith("_layer") else f"{name}_layer" for name in owned}
        every = [f"{prefix}{single[name]}s" for name in owned]
        source, way = program.source(loop.target), program.source(loop.iter)
        self._loops.setdefault(loop, []).extend(zip((single[name] for name in owned), every))
        rest = {
            node.id
            for one in loop.body
            for node in walk(one)
            if isinstance(node, ast.Name) and node.id in target and not any(node in walk(given) for given in self._made_with(loop))
        }

        if not rest:
            self.taken |= {node for one in (loop.iter, loop.target) for node in walk(one)}

        def heads() -> tuple[str, str]:
            taken, lists = [one for one, _ in self._loops[loop]], [one for _, one in self._loops[loop]]
            if rest:
                shown = source if isinstance(loop.target, ast.Name) else f"({source.strip('()')})"
                return ", ".join([*taken, shown]), f"zip({', '.join([*lists, program.source(loop.iter)])})"
            return ", ".join(taken), lists[0] if len(lists) == 1 else f"zip({', '.join(lists)})"

        rewriter.replaced[loop.target] = lambda: heads()[0]
        rewriter.replaced[loop.iter] = lambda: heads()[1]
        applied = [single[name] for name in owned]
        rewriter.replaced[call] = lambda: self._applied(call, found, applied, item, rewriter)
        return [
            f"{name} = [{one.partition('  # ')[0]} for {source} in {way}]{''.join(one.partition('  # ')[1:])}"
            for name, one in zip(every, made)
        ]

    def _made_with(self, loop: ast.For) -> list[ast.expr]:
        """Return the expressions in a loop that layers are made with."""
        layers = [taken_apart(self.program, node) for node in walk(loop)]
        named = [one.value for node in walk(loop) if taken_apart(self.program, node) is not None and isinstance(node, ast.Call)
                 for one in node.keywords if one.arg in ("name", "scope")]  # fmt: skip
        return [one for layer in layers if layer is not None for one in layer.given()] + named

    def _made(self, call: ast.Call, found: LayerCall, first: LayerCall, item: Item, rewriter: Rewriter) -> str:
        """Return the code that makes a layer."""
        if found.made != UPDATING:
            return made_as(found, self.program.tf, rewriter.text)
        if call in self.averages.still:
            still = replace(found, arguments={**found.arguments, "momentum": "1.0"})
            return f"{made_as(still, self.program.tf, rewriter.text)}  # no run updates its averages"
        rank = rank_of(self.program, self.evaluator, first.inputs if found is first else call, item)
        variance = variance_of(found, rank) if call in self.averages.moving else None
        waits = call in self.averages.interrupted
        if variance is None and not waits:
            return made_as(found, self.program.tf, rewriter.text)
        self.own_class = self.own_class or self.fresh_class(found.made)
        self.variances.add(variance or ("other images" if rank in (4, None) else "other rows"))
        return made_as(found, self.program.tf, rewriter.text, self.own_class)

    def _applied(self, call: ast.Call, found: LayerCall, names: list[str], item: Item, rewriter: Rewriter) -> str:
        """Return the call of a layer, and of what follows it."""
        assert found.inputs is not None
        text = rewriter.text(found.inputs)
        for name, one in zip(names, found.every()):
            if one.training is None or one.made not in TWO_MODES:
                text = f"{name}({text})"
                continue
            rest = ", update=False" if call in rewriter.waiting and one.made == UPDATING else ""
            if call in self.told and one.made == UPDATING:
                rest = f", {UPDATE}={UPDATE}"
            training = rewriter.text(one.training) if one.training in rewriter.program.parents else ast.unparse(one.training)
            if isinstance(one.training, ast.Constant) or self._is_known(one.training, item, rewriter):
                text = f"{name}({text}, training={training}{rest})"
                continue
            # Keras asks a flag as a Python value
            other = text if one.made == "Dropout" else f"{name}({text}, training=False)"
            text = f"{self.program.tf}.cond({training}, lambda: {name}({text}, training=True{rest}), lambda: {other})"
        activation = found.every()[-1].activation or found.activation
        if activation is None:
            return text
        return f"{activation if isinstance(activation, str) else rewriter.text(activation)}({text})"

    def _is_known(self, flag: ast.expr, item: Item, rewriter: Rewriter) -> bool:
        """Whether a flag is a Python value where a layer is called."""
        value = self.evaluator.value(flag, item.before)
        return value.kind is Kind.PYTHON or flag in rewriter.constants or value.call in self.flags or is_open_flag(value.call)

    # --- functions

    def _instance(self, call: ast.Call, item: Item, rewriter: Rewriter, scope: Scope, prefix: str) -> str | None:
        assert isinstance(call.func, ast.Name)
        function = self.evaluator.functions[call.func.id]
        maker = self.maker(function, call, scope)
        names = [one.arg for one in function.args.args]
        values = dict(zip(names, call.args))
        for one in call.keywords:
            if one.arg is None:
                raise Refusal(call, f"`{function.name}` is called with a dictionary of arguments")
            values[one.arg] = one.value
        made = ", ".join(self._argument(name, values[name], names, maker.made_with, rewriter) for name in maker.made_with if name in values)
        used = [(name, values[name]) for name in maker.called_with if name in values]
        event = (*self.around, call)
        variables = self.evaluator.store.under(event)
        known = self._known(maker, call, variables, item)
        line = None
        if known is not None:
            name = known.name
            gone = [value for key, value in values.items() if key not in maker.called_with]
            impure = maker.impure or impure_call(self.program, self.evaluator.functions, gone)
            if impure is not None:
                raise called_again(self.program, impure)
        else:
            others = self._calls_of(call, event)
            is_only = all(self._same(variables, one) for one in others)
            base = function.name if is_only else self._base_of(call, item, maker)
            # the name of the function is free, as it becomes a class
            is_free = not self.around and base == function.name and all(prefix + base != one.name for one in maker.instances)
            name = prefix + (base if is_free else self.fresh(base))
            maker.instances.append(_Instance(name, item.function, frozenset(variables.values())))
            line = f"{name} = {maker.name}({made})"
            if maker.adds_losses:
                rewriter.regularizing.setdefault(item, []).append(name)
        self.names[event] = name

        def applied() -> str:
            given = [self._argument(key, value, maker.called_with, maker.called_with, rewriter) for key, value in used]
            return f"{name}({', '.join([*given, f'{UPDATE}=False'] if maker.told & rewriter.waiting else given)})"

        rewriter.replaced[call] = applied
        return line

    def _base_of(self, call: ast.Call, item: Item, maker: Maker) -> str:
        """Return a name for one of several objects: after what it computes, if that has a name of its own."""
        name = maker.node.name.lstrip("_")
        target = item.node.targets[0] if isinstance(item.node, ast.Assign) and item.node.value is call else None
        if sum(2 if taken_apart(self.program, event[-1]) is not None else 1 for event in maker.attributes) < _SEVERAL:
            return self._base(call, item, name)
        if isinstance(target, ast.Attribute):
            return f"{target.attr.lstrip('_')}_net"
        found = self._base(call, item, name)
        return f"{found.removesuffix('_layer')}_net" if found.endswith("_layer") and found != name else found

    def _calls_of(self, call: ast.Call, event: Event) -> list[dict[Event, Made]]:
        """Return the variables of each of the other calls of a function."""
        assert isinstance(call.func, ast.Name)
        size = len(event)
        others = {one[:size] for one in self.evaluator.store.events if len(one) > size and one[: size - 1] == event[:-1]} - {event}
        return [
            self.evaluator.store.under(one)
            for one in others
            if isinstance(one[-1], ast.Call) and isinstance(one[-1].func, ast.Name) and one[-1].func.id == call.func.id
        ]

    def _same(self, one: dict[Event, Made], other: dict[Event, Made]) -> bool:
        return bool(one) and set(one.values()) == set(other.values())

    def _known(self, maker: Maker, call: ast.Call, variables: dict[Event, Made], item: Item) -> _Instance | None:
        """Return the object that has the variables of a call of a function, if it is there.

        Raises:
            Refusal: Only some of the variables are those of another call.
        """
        name = maker.node.name
        made = frozenset(variables.values())
        pattern = {one: next(other for other in variables if variables[other] is variables[one]) for one in variables}
        if maker.pattern is None:
            maker.pattern = pattern
        elif maker.pattern != pattern:
            raise Refusal(call, f"`{name}` does not make the same variables here as elsewhere")
        for one in made:
            depth = len(self.around)
            first = one.event[depth] if len(one.event) > depth else None
            if not isinstance(first, ast.Call) or not isinstance(first.func, ast.Name) or first.func.id != name:
                raise Refusal(call, f"`{name}` shares variables with another part of the program")
        for instance in maker.instances:
            if instance.made & made:
                if instance.made != made:
                    raise Refusal(call, f"`{name}` shares only some of its variables with another call")
                if instance.owner is not item.function:
                    raise Refusal(call, f"`{name}` shares its variables with a call in another function")
                return instance
        return None

    def _argument(self, name: str, value: ast.expr, order: list[str], wanted: list[str], rewriter: Rewriter) -> str:
        text = rewriter.text(value)
        return text if isinstance(self.program.parents.get(value), ast.Call) else f"{name}={text}"

    def maker(self, function: ast.FunctionDef, call: ast.Call, scope: Scope) -> Maker:
        """Return the class that a function becomes."""
        if function not in self.makers:
            self.makers[function] = _Splitter(self, function, call, scope).split()
        return self.makers[function]


class _Splitter:
    """Splits a function into what makes and what computes."""

    def __init__(self, modules: Modules, function: ast.FunctionDef, call: ast.Call, scope: Scope) -> None:
        self.modules = modules
        self.program = modules.program
        self.function = function
        self.around = (*modules.around, call)
        arguments = function.args
        if arguments.vararg or arguments.kwarg or arguments.posonlyargs:
            raise Refusal(function, f"`{function.name}` makes variables, and its parameters are not plain ones")
        self.taken: set[ast.AST] = set()
        self.parameters = [one.arg for one in (*arguments.args, *arguments.kwonlyargs)]
        self.scope: Scope = dict(scope)
        for name in self.parameters:
            self.scope[name] = Binding(None, modules.evaluator.value(defaults(arguments).get(name), {}))
        positional = dict(zip(self.parameters, call.args))
        positional.update({str(one.arg): one.value for one in call.keywords})
        for name, node in positional.items():
            with modules.evaluator.followed(modules.around):
                value = modules.evaluator.value(node, scope)
            if value.call in modules.flags or is_open_flag(value.call):
                value = PYTHON
            self.scope[name] = Binding(None, Value(Kind.TENSOR) if value.kind in COMPUTED else value)
        for name in self.parameters:
            default = defaults(arguments).get(name)
            constant = modules.evaluator.constant(default, {}) if default is not None and name not in positional else None
            if constant is not None:
                self.scope[name] = Binding(None, Value(Kind.PYTHON, is_function=constant == (None,), constant=constant))

    def split(self) -> Maker:
        function, program = self.function, self.program
        maker = Maker(function, self.modules.fresh("".join(part.capitalize() for part in function.name.split("_"))))
        body = list(function.body)
        docstring = (
            body.pop(0)
            if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and isinstance(body[0].value.value, str)
            else None
        )
        if not isinstance(body[-1], ast.Return) and not (isinstance(body[-1], ast.With)):
            raise Refusal(function, f"`{function.name}` makes variables and does not end with what it returns")
        reader = Reader(program)
        reader.evaluator = Evaluator(program, self.modules.evaluator.functions, module=self.modules.evaluator.module)
        reader.evaluator.scoped = self.modules.evaluator.scoped
        reader.read_body(function, body, self.scope)
        tensors = {name for name in self.parameters if self.scope_of(name) in COMPUTED}
        rewriter = self.modules.rewriter.inside() if self.modules.rewriter is not None else Rewriter(program)
        items = [item for item in reader.unit.items if not rewriter.is_same(item.node)]
        items = [item for item in items if not is_only_start(program, item, [one.node for one in items if one is not item])]
        made_names: dict[str, str] = {}
        attribute_of: dict[tuple[Item, str], str] = {}
        creating: set[Item] = set()
        local: set[str] = set()

        def fresh(base: str) -> str:
            name = free_name(base, local)
            local.add(name)
            return name

        inner = Modules(program, self.modules.evaluator, fresh, self.around)
        inner.makers = self.modules.makers
        inner.flags, inner.averages, inner.fresh_class = self.modules.flags, self.modules.averages, self.modules.fresh_class
        inner.own_class, inner.variances = self.modules.own_class, self.modules.variances
        write_by_hand(program, reader.evaluator, fresh, rewriter)
        maker.told = inner.told = {node for item in items for node in walk(item.node) if node in inner.averages.interrupted}
        lines_of: dict[Item, list[str]] = {}
        for item in items:
            if item.value.kind is Kind.VARIABLE and item.role is Role.KEEP:
                creating.add(item)
                for name in item.binds:
                    number = sum(name in other.binds for other in creating)
                    made_names[name] = f"self.{name}"
                    attribute_of[item, name] = f"self.{name}" if number == 1 else f"self.{name}_{number}"
                for made in reader.evaluator.store.made:
                    if made.item is item and made.place is not None:
                        root = made.place.partition("[")[0]
                        kept = attribute_of.get((item, root))
                        if kept is not None:
                            maker.attributes[made.event] = kept.removeprefix("self.") + made.place[len(root) :]
                    elif made.item is item and isinstance(item.node, ast.Assign) and made.event[0] is item.node.value:
                        # a function that makes one variable, and returns it
                        (name,) = item.binds if len(item.binds) == 1 else ("",)
                        if (item, name) in attribute_of:
                            maker.attributes[made.event[:1]] = attribute_of[item, name].removeprefix("self.")
            elif item.role in (Role.BUILD, Role.KEEP):
                hoisted = inner.hoist(item, rewriter, item.before, "self.")
                if hoisted:
                    lines_of[item] = hoisted
        self.modules.own_class = inner.own_class
        maker.attributes.update({event[len(self.around) :]: name.removeprefix("self.") for event, name in inner.names.items()})
        # What is added to a collection is added once.
        creating |= {item for item in items if any(program.called(node) == "add_to_collection" for node in walk(item.node))}
        # What the making needs, backwards.
        needed = set(creating)
        # dimensions that the program tells are numbers
        skipped = rewriter.elsewhere | {node for one in program.dimensions for node in walk(one)}
        wanted = {name for item in creating for name in _loads(item.node, skipped)}
        for lines in lines_of.values():
            for line in lines:
                wanted |= _loads(ast.parse(line.strip()))
        for item in reversed(items):
            if (
                item.role is Role.KEEP
                and item.value.kind is not Kind.VARIABLE
                and item.binds & wanted
                and not isinstance(item.node, ast.Return)
            ):
                needed.add(item)
                wanted |= _loads(item.node, skipped)
        making = [item.node for item in items if item in needed or item in lines_of]
        maker.impure = impure_call(program, self.modules.evaluator.functions, making)
        maker.made_with = [name for name in self.parameters if name in wanted]
        blocked = [name for name in maker.made_with if name in tensors]
        if blocked:
            raise Refusal(function, f"`{function.name}` makes variables by its argument `{blocked[0]}`, which a run computes")
        self.taken = inner.taken
        used = self._used_in_calls(items, creating, needed)
        used |= {node.id for node in walk(function) if isinstance(node, ast.Name) and node in rewriter.elsewhere - rewriter.collections}
        shared = [name for name in maker.made_with if name in used]
        maker.called_with = [name for name in self.parameters if name in used and name not in maker.made_with]
        attributes = {name: f"self.{name}" for name in shared}
        out = maker.text
        out.append(f"class {maker.name}({program.tf}.Module):")
        if docstring is not None:
            out += ["    " + line for line in program.source(docstring).split("\n")]
            out.append("")
        out.append(f"    def __init__({', '.join(['self', *self._parameters(maker.made_with)])}):")
        out.append("        super().__init__()")
        out += [f"        self.{name} = {name}" for name in shared]
        made_names = {}
        for item in items:
            made_names.update({name: attribute_of[item, name] for name in item.binds if (item, name) in attribute_of})
            if item in needed:
                out += self._lines(item, rewriter, made_names, stores=item in creating)
            for line in lines_of.get(item, ()):
                out.append("        " + self._renamed(line, made_names))
        out.append("")
        told = [f"{UPDATE}=True"] if maker.told else []
        out.append(f"    def __call__({', '.join(['self', *self._parameters(maker.called_with), *told])}):")
        for item in items:
            attributes.update({name: attribute_of[item, name] for name in item.binds if (item, name) in attribute_of})
            if item in creating or item.role is Role.DROP:
                continue
            if item in needed and not any(name in used for name in item.binds):
                continue
            if isinstance(item.node, ast.Assign) and isinstance(item.node.value, ast.Dict) and item.binds and not item.binds & used:
                # the arguments of a normalizer, which are in the layers by now
                continue
            check_purity(program, reader.evaluator, item, rewriter.replaced)
            out += self._lines(item, rewriter, attributes, stores=False)
        losses = [f"{name}.losses" for names in rewriter.regularizing.values() for name in names]
        if losses and self.modules.evaluator.regularized:
            maker.adds_losses = True
            out += ["", "    @property", "    def losses(self):", f"        return {' + '.join(losses)}"]
        every = list(dict.fromkeys(name for event, name in inner.names.items() if name.startswith("self.")))
        with_weights = [name for event, name in inner.names.items() if self._has_weights(event)]
        is_listed = self.modules.evaluator.listed or any(one.is_layer and not one.trainable for one in self.modules.evaluator.store.made)
        if is_listed and with_weights and len(every) == len(inner.names):
            # a module knows the variables of modules, which layers are not
            owned = [(item, place) for (item, _), place in attribute_of.items()]
            if not owned or all(len(item.value.made or ()) == 1 for item, _ in owned):
                maker.lists_variables = True
                maker.lists_all = self._lists_all()
                for what in ("trainable_variables", *(["variables"] if maker.lists_all else [])):
                    listed = " + ".join(self._listed(what, owned, inner, with_weights))
                    out += ["", "    @property", f"    def {what}(self):", f"        return {listed}"]
        for name in shared:
            # what only went into sizes of variables is of no more use in a call
            if sum(len(re.findall(rf"\bself\.{name}\b", line)) for line in out) == 1:
                out.remove(f"        self.{name} = {name}")
        return maker

    def _lists_all(self) -> bool:
        """Whether the program lists variables that are not trained along with others, of those that the function makes."""
        own = [
            one
            for one in self.modules.evaluator.store.made
            if any(node is self.around[-1] for node in one.event[:-1]) or self._is_inside(one)
        ]
        still = {part for one in own for part in one.parts or (one,) if not part.trainable}
        return any(one in still for listed in self.modules.evaluator.listed.values() for one in listed)

    def _is_inside(self, made: Made) -> bool:
        """Whether something is made in the function."""
        return any(one is self.function for one in self.program.around(made.call))

    def _listed(self, what: str, owned: list[tuple[Item, str]], inner: Modules, with_weights: list[str]) -> list[str]:
        """Return the lists of variables that make up all of them, in the order in which they are made."""
        places = [(self.program.span(event[-1])[1], name) for event, name in inner.names.items() if name in with_weights]
        pieces = [(place, f"{name}.{what}") for place, name in dict(places).items()]
        for item, name in owned:
            call = item.value.call
            flag = next((one.value for one in call.keywords if one.arg == "trainable"), None) if call is not None else None
            if what == "variables" or flag is None or (isinstance(flag, ast.Constant) and flag.value):
                pieces.append((self.program.span(item.node)[1], f"[{name}]"))
            elif not isinstance(flag, ast.Constant):
                pieces.append((self.program.span(item.node)[1], f"[one for one in [{name}] if one.trainable]"))
        found: list[str] = []
        for _, text in sorted(pieces):
            # variables behind one another go into one list
            for end in ("]", "] if one.trainable]"):
                start = "[" if end == "]" else "[one for one in ["
                if found and found[-1].endswith(end) and text.endswith(end) and found[-1].startswith(start) and text.startswith(start):
                    if (" for " in found[-1]) == (" for " in text) == (end != "]"):
                        found[-1] = f"{found[-1][: -len(end)]}, {text[len(start) :]}"
                        text = ""
                        break
            if text:
                found.append(text)
        return found

    def scope_of(self, name: str) -> Kind:
        return self.scope[name].value.kind

    def _has_weights(self, event: Event) -> bool:
        """Whether what came about by a call in the function is a layer with variables."""
        layer = taken_apart(self.program, event[-1])
        return layer is not None and layer.made in WITH_WEIGHTS and layer.followed_by is None

    def _used_in_calls(self, items: list[Item], creating: set[Item], needed: set[Item]) -> set[str]:
        """Return the names that are used where the layers are called, rather than where they are made."""
        left = [item for item in items if item not in creating and item.role is not Role.DROP]
        while True:
            used = {name for item in left for name in self._used_in(item)}
            fewer = [item for item in left if item not in needed or item.binds & used]
            if len(fewer) == len(left):
                return used
            left = fewer

    def _used_in(self, item: Item) -> set[str]:
        """Return the names that a statement uses, but for what only tells how its layers are made."""
        calls = [(call, found) for call in walk(item.node) if (found := taken_apart(self.program, call)) is not None]
        skipped = {node for call, _ in calls for node in walk(call)} | self.taken
        kept = [
            one
            for _, found in calls
            for layer in found.every()
            for one in (layer.inputs if layer is found else None, layer.training)
            if one is not None
        ]
        names = _loads(item.node, skipped)
        for one in kept:
            inside = {node for call, _ in calls if call is not one and call in list(walk(one)) for node in walk(call)}
            names |= _loads(one, inside | self.taken)
        return names

    def _parameters(self, names: list[str]) -> list[str]:
        values = defaults(self.function.args)
        plain = [name for name in names if name not in values]
        return plain + [f"{name}={self.program.source(values[name])}" for name in names if name in values]

    def _lines(self, item: Item, rewriter: Rewriter, attributes: dict[str, str], *, stores: bool) -> list[str]:
        program = self.program
        edits = rewriter.edits(item.node)
        taken = [(low, high) for low, high, _ in edits]
        extra: list[tuple[int, int, str]] = []
        for node in walk_own(item.node):
            if isinstance(node, ast.Name) and node.id in attributes and (isinstance(node.ctx, ast.Load) or stores):
                low, high = program.span(node)
                if not any(a <= low and high <= b for a, b in taken):
                    extra.append((low, high, attributes[node.id]))
        first, last = program.first_line(item.node), item.node.end_lineno or item.node.lineno
        start, end = program.line_start(first), program.line_start(last + 1)
        text = program.data[start:end]
        for low, high, new in sorted([*edits, *extra], reverse=True):
            new = self._renamed(new, attributes) if (low, high) in taken else new
            text = text[: low - start] + new.encode() + text[high - start :]
        width = item.node.col_offset
        return [
            "        " + (line[width:] if not line[:width].strip() else line.lstrip()) if line.strip() else ""
            for line in text.decode().rstrip("\n").split("\n")
        ]

    def _renamed(self, text: str, attributes: dict[str, str]) -> str:
        if not attributes:
            return text
        first, _, rest = text.strip().partition("\n")
        width = min((len(line) - len(line.lstrip()) for line in rest.split("\n") if line.strip()), default=0)
        lines = [line.encode() for line in [first, *(line[width:] for line in rest.split("\n") if rest)]]
        lines = _without_kept(lines, attributes)
        edits = [(node.lineno - 1, node.col_offset, node.end_col_offset or 0, attributes[node.id]) for node in walk(ast.parse(b"\n".join(lines)))
                 if isinstance(node, ast.Name) and node.id in attributes]  # fmt: skip
        for index, low, high, new in sorted(edits, reverse=True):
            lines[index] = lines[index][:low] + new.encode() + lines[index][high:]
        return ("\n" + " " * width).join(line.decode() for line in lines)


def _without_kept(lines: list[bytes], attributes: Container[str]) -> list[bytes]:
    """Return lines whose lambdas keep no names that are attributes from here on, each of which is bound once."""
    for node in reversed(walk(ast.parse(b"\n".join(lines)))):
        if not isinstance(node, ast.Lambda) or not node.args.defaults or node.lineno != node.body.lineno:
            continue
        pairs = list(zip(node.args.args[-len(node.args.defaults) :], node.args.defaults))
        kept = [(one.arg, value) for one, value in pairs if not (isinstance(value, ast.Name) and value.id == one.arg in attributes)]
        if len(pairs) == len(node.args.args) and len(kept) < len(pairs):
            line = lines[node.lineno - 1]
            head = f"lambda {', '.join(f'{name}={ast.unparse(value)}' for name, value in kept)}".rstrip()
            lines[node.lineno - 1] = line[: node.col_offset] + f"{head}: ".encode() + line[node.body.col_offset :]
    return lines


def _loads(node: ast.AST, skipped: Container[ast.AST] = ()) -> set[str]:
    return {one.id for one in walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load) and one not in skipped}
