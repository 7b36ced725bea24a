"""Where variables are kept in a lifted program: lists of them, variables that are got a second time, and their names."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.frames import Item, Unit
from tensorlift.lift.inline import into_caller
from tensorlift.lift.known.variables import first_value
from tensorlift.lift.modules import Modules
from tensorlift.lift.program import Instead, Program, Refusal, walk
from tensorlift.lift.renaming import with_attribute
from tensorlift.lift.scopes import Made
from tensorlift.lift.steps import PlannedRun

_LONG = 88


class Listings:
    """Writes variables by their places.

    Args:
        program: The program.
        unit: What was found in it.
        evaluator: Knows which variables there are.
        modules: Knows where those are that functions made.
        rewriter: Gets what is written in the place of calls.
    """

    def __init__(self, program: Program, unit: Unit, evaluator: Evaluator, modules: Modules, rewriter: Rewriter) -> None:
        self.program = program
        self.unit = unit
        self.evaluator = evaluator
        self.modules = modules
        self.rewriter = rewriter
        rewriter.listed = evaluator.listed
        rewriter.scoped = evaluator.scoped
        rewriter.named_in, rewriter.collected = evaluator.named_in, evaluator.collected
        rewriter.initializers = evaluator.initializers
        rewriter.listing = self.listing

    def write(self) -> None:
        """Note what takes the place of calls that get a variable a second time, and of lists that are chosen from others.

        Raises:
            Refusal: The names of variables are used, and are not known.
        """
        for event, made in self.evaluator.store.events.items():
            if len(event) == 1 and made.event != event and not made.is_layer and isinstance(event[0], ast.Call):
                call = event[0]
                self.rewriter.replaced[call] = lambda call=call, made=made: self.text(made, call)  # type: ignore[misc]
        for node in self.evaluator.listed:
            if isinstance(node, ast.ListComp):
                self.rewriter.replaced[node] = lambda node=node: self.listing(node)  # type: ignore[misc]
        self._names()

    def _names(self) -> None:
        """See that variables have their full names, where these are used when the program runs."""
        gone = {id(one) for node in self.evaluator.listed for one in walk(node)}
        used = [one for one in self.evaluator.named if id(one) not in gone and not self._is_path(one)]
        if not used:
            return
        for node in used:
            if isinstance(node.value, ast.Attribute) and node.value.attr == "op":
                owner = node.value.value
                self.rewriter.replaced[node] = lambda owner=owner: f"{self.rewriter.text(owner)}.name.split(':')[0]"  # type: ignore[misc]
        by_call: dict[ast.AST, set[Made]] = {}
        for event, made in self.evaluator.store.events.items():
            by_call.setdefault(event[-1], set()).add(made)
        for made in self.evaluator.store.made:
            if made.is_layer or made.is_many or not isinstance(made.name, str) or len(by_call[made.call]) > 1:
                raise Refusal(used[0], "the name of a variable is used, and would be another one")
            self.rewriter.names[made.call] = made.name

    def restarts(self, run: PlannedRun) -> list[str]:
        """Return the statements that give variables their first values again, for a run that does that for some of them."""
        leaves = run.fetched.leaves()
        site = run.site
        made = [one for leaf in leaves for one in leaf.value.made or ()]
        if not made or any(leaf.value.made is None for leaf in leaves):
            return []
        earlier = [one for one in self.unit.runs if one.function is site.function and one.statement.lineno < site.statement.lineno]
        if site.function is None and not earlier and not self._is_in_loop(site.statement):
            return []
        lines = []
        for one in made:
            call = one.call
            if not isinstance(call, ast.Call) or one.is_layer or len(one.event) > 1 or not self._is_constant(call):
                raise Refusal(site.call, "variables get their first values again, which cannot be told here")
            lines.append(f"{self.text(one, site.call)}.assign({first_value(self.rewriter, call)})")
        return lines

    def _is_constant(self, call: ast.Call) -> bool:
        """Whether what a variable begins with is the same whenever it is asked for."""
        names = {one.id for one in walk(call) if isinstance(one, ast.Name)} - set(self.program.imports)
        return not names and all(self.program.symbol(one.func) is not None for one in walk(call) if isinstance(one, ast.Call))

    def _is_in_loop(self, node: ast.AST) -> bool:
        while node in self.program.parents:
            node = self.program.parents[node]
            if isinstance(node, (ast.For, ast.While)):
                return True
        return False

    def _is_path(self, node: ast.Attribute) -> bool:
        """Whether a name is that of a layer's variable, and Keras has the same one but for the ending; it is written so."""
        operation = isinstance(node.value, ast.Attribute) and node.value.attr == "op"
        variable = node.value.value if isinstance(node.value, ast.Attribute) and operation else node.value
        around: ast.AST = node
        while not isinstance(around, (ast.ListComp, ast.GeneratorExp)):
            if around not in self.program.parents or isinstance(around, ast.stmt):
                return False
            around = self.program.parents[around]
        generator = around.generators[0]
        target = generator.target
        if not isinstance(variable, ast.Name) or not isinstance(target, ast.Name) or target.id != variable.id or len(around.generators) > 1:
            return False
        made = self.evaluator.listed.get(generator.iter)
        if not made or any(one.of is None or not self._has_own_name(one) for one in made):
            return False
        text = f"{variable.id}.path"
        self.rewriter.replaced[node] = lambda: text if operation else f"{text} + ':0'"
        return operation or isinstance(self.program.parents[node], (ast.Tuple, ast.List, ast.Call, ast.ListComp, ast.GeneratorExp))

    def _has_own_name(self, made: Made) -> bool:
        """Whether the program itself gives a layer its name, which is the whole name in front of that of the variable."""
        call = made.call
        words = [one.value for one in call.keywords if one.arg == "name"] if isinstance(call, ast.Call) else []
        own = words[0].value if words and isinstance(words[0], ast.Constant) else None
        return isinstance(own, str) and own.isidentifier() and made.name == f"{own}/{made.attribute}"

    def text(self, made: Made, node: ast.AST) -> str:
        """Return a variable as an expression for the place of a node.

        Raises:
            Refusal: It has no name that is seen there.
        """
        if made.of is not None:
            return f"{self.text(made.of, node)}.{made.attribute}"
        if made.in_object is not None:
            return self._in_object(*made.in_object, node)
        place = self.modules.place(made)
        reason = "a variable that is used here has no name of its own"
        if place is None:
            raise Refusal(node, reason)
        function = self.program.function_of(node)
        owner = made.item.function if made.item is not None else made.owner
        root = place.partition("[")[0]
        if owner is not None and owner.name == "__init__" and function is owner and root.isidentifier():
            other = with_attribute(self.program, owner, root)
            if other is not None:
                raise Instead(other)
        if owner is not None and (function is not owner or (owner.name == "__init__" and "." not in root)):
            raise Refusal(node, reason)
        bound = [item for item in self.unit.items if root in item.binds and item.function is owner]
        if len(bound) > 1 or any(item is not made.item for item in bound):
            raise Refusal(node, f"`{root}`, which is a variable that is used here, is something else by then")
        if made.item is not None and self.evaluator.may_be_missing(made.item.node, root.rpartition(".")[2], node):
            raise Refusal(node, f"a condition decides whether there is `{root}`, a variable that is used here")
        return place

    def holder(self, call: ast.AST) -> Item | None:
        """Return the statement that gives an object its only name; None if it has none, or several."""
        found = [one for one in self.unit.items if one.value.instance is not None and one.value.instance.made_by is call]
        return found[0] if len(found) == 1 and len(found[0].binds) == 1 and isinstance(found[0].node, ast.Assign) else None

    def _in_object(self, made: Made, call: ast.AST, node: ast.AST) -> str:
        """Return a variable of an object as an expression for the place of a node.

        Raises:
            Instead: It has a name there when a function takes the place of its call, or a local name becomes an attribute.
            Refusal: It has none.
        """
        reason = "a variable that is used here has no name of its own"
        holder = self.holder(call)
        owner = made.item.function if made.item is not None else None
        if holder is None or made.item is None or owner is None or owner.name != "__init__":
            raise Refusal(node, reason)
        (name,) = holder.binds
        function = self.program.function_of(node)
        stores: list[ast.Name] | list[ast.Attribute] = self.program.names.get(name, [])
        if "." in name:
            stores = self.program.attributes.get(name.rpartition(".")[2], [])
        bound = [one for one in stores if not isinstance(one.ctx, ast.Load)]
        if function is not holder.function and (holder.function is not None or "." in name):
            other = into_caller(self.program, function)
            if other is not None:
                raise Instead(other)
            raise Refusal(node, f"`{name}`, whose variables are used here, is not seen where that is")
        if len(bound) != 1 or self.evaluator.may_be_missing(holder.node, name.rpartition(".")[2], node):
            raise Refusal(node, f"`{name}`, whose variables are used here, is something else by then")
        place = self.modules.place(made)
        root = place.partition("[")[0] if place is not None else ""
        if root.isidentifier():
            other = with_attribute(self.program, owner, root)
            if other is not None:
                raise Instead(other)
        own = f"{owner.args.args[0].arg}."
        inside = [item for item in self.unit.items if root in item.binds and item.function is owner]
        if place is None or not place.startswith(own) or len(inside) > 1 or any(item is not made.item for item in inside):
            raise Refusal(node, reason)
        if self.evaluator.may_be_missing(made.item.node, root.rpartition(".")[2], node):
            raise Refusal(node, f"a condition decides whether there is `{root}`, a variable that is used here")
        return f"{name}.{place.removeprefix(own)}"

    def listing(self, node: ast.expr) -> str:
        """Return a list of variables.

        Raises:
            Refusal: One has no name that is seen there.
        """
        groups: list[str] = []
        is_free = self._is_order_free(node)
        made = self.evaluator.listed[node]
        if node in self.evaluator.unlike:
            raise Refusal(node, "other variables are listed here from call to call")
        made = made[: self._most(node)]
        index = 0
        while index < len(made):
            whole = self._whole(made[index:], node, is_free=is_free)
            if whole is not None:
                text, count = whole
                groups.append(f"*{text}")
                index += count
                continue
            if made[index].is_layer:
                raise Refusal(node, "the variables of layers are listed, and it cannot be told which they are")
            layer = made[index].of
            if layer is not None:
                trained = [one for one in layer.parts if one.trainable]
                if trained and made[index : index + len(trained)] == trained:
                    is_whole = len(layer.parts) > len(trained) and made[index : index + len(layer.parts)] == list(layer.parts)
                    groups.append(f"*{self.text(layer, node)}.{'variables' if is_whole else 'trainable_variables'}")
                    index += len(layer.parts if is_whole else trained)
                    continue
                if made[index : index + len(layer.parts)] == list(layer.parts):
                    groups.append(f"*{self.text(layer, node)}.variables")
                    index += len(layer.parts)
                    continue
            groups.append(self.text(made[index], node))
            index += 1
        if len(groups) == 1 and groups[0].startswith("*"):
            return groups[0][1:] if is_free else f"list({groups[0][1:]})"
        text = f"[{', '.join(groups)}]"
        if len(text) <= _LONG:
            return text
        indent = " " * self.program.statement_of(node).col_offset
        return "[\n" + "".join(f"{indent}    {one},\n" for one in groups) + f"{indent}]"

    def _most(self, node: ast.expr) -> int | None:
        """Return how many of a list are used, where it only stands beside shorter ones in ``zip``."""
        parent = self.program.parents.get(node)
        uses: list[ast.expr] = [node]
        if (
            isinstance(parent, ast.Assign)
            and len(parent.targets) == 1
            and isinstance(target := parent.targets[0], (ast.Name, ast.Attribute))
        ):
            uses = self._uses(target.id if isinstance(target, ast.Name) else target.attr)
        most = 0
        for one in uses:
            call = self.program.parents[one]
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id != "zip" or call.keywords:
                return None
            others = [self._count(other) for other in call.args if other is not one]
            if None in others or not others:
                return None
            most = max(most, min(count for count in others if count is not None))
        return most if uses else None

    def _count(self, node: ast.expr) -> int | None:
        """Return how many variables a list has, if it is one that is known."""
        if node in self.evaluator.listed:
            return len(self.evaluator.listed[node])
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None
        found = [
            len(made)
            for one, made in self.evaluator.listed.items()
            if isinstance(made_by := self.program.parents.get(one), ast.Assign)
            and len(made_by.targets) == 1
            and isinstance(target := made_by.targets[0], (ast.Name, ast.Attribute))
            and (target.id if isinstance(target, ast.Name) else target.attr) == name
        ]
        stores = [
            one
            for one in (*self.program.names.get(name or "", ()), *self.program.attributes.get(name or "", ()))
            if not isinstance(one.ctx, ast.Load)
        ]
        return found[0] if len(found) == 1 and len(stores) == 1 else None

    def _whole(self, made: list[Made], node: ast.expr, *, is_free: bool) -> tuple[str, int] | None:
        """Return the object whose trainable variables a list begins with, and how many these are."""
        first = made[0]
        if len(first.event) < 2:
            return None
        whole = [one for one in self.evaluator.store.made if one.event[:1] == first.event[:1]]
        if any(one.is_layer for one in whole):
            return self._of_layers(made, whole, node)
        own = [one for one in self.evaluator.store.made if one.event[:1] == first.event[:1] and one.trainable]
        if len(own) < 2 or made[: len(own)] != own:
            return None
        places = [self.modules.place(one) for one in own]
        owner = self.modules.names.get(first.event[:1])
        if owner is None or None in places:
            return None
        self.text(first, node)
        order = sorted((str(place) for place in places), key=lambda place: (place.count("."), place.split(".")))
        return (f"{owner}.trainable_variables", len(own)) if is_free or order == places else None

    def _of_layers(self, made: list[Made], wholes: list[Made], node: ast.expr) -> tuple[str, int] | None:
        """Return the object that has the variables that a list begins with, some of them in layers, and how many these are."""
        every = [part for whole in wholes for part in whole.parts or (whole,)]
        own = [part for part in every if part.trainable]
        call = made[0].event[0]
        function = self.evaluator.functions.get(call.func.id) if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else None
        maker = self.modules.makers.get(function) if function is not None else None
        if maker is None or not maker.lists_variables or any(len(one.event) != 2 or (one.is_layer and not one.parts) for one in wholes):
            return None
        if maker.lists_all and made[: len(every)] == every:
            own, name = every, "variables"
        elif own and made[: len(own)] == own:
            name = "trainable_variables"
        else:
            return None
        owner = self.modules.names.get(made[0].event[:1])
        if owner is None:
            return None
        self.text(made[0], node)
        return f"{owner}.{name}", len(own)

    def is_used_up(self, node: ast.stmt) -> bool:
        """Whether a statement binds a list from which others were chosen, and nothing else is done with it."""
        if not isinstance(node, ast.Assign) or node.value not in self.evaluator.listed or len(node.targets) != 1:
            return False
        target = node.targets[0]
        others = {
            id(part) for one in self.evaluator.listed if one is not node.value and isinstance(one, ast.ListComp) for part in walk(one)
        }
        uses = self._uses(target.id) if isinstance(target, ast.Name) else []
        return bool(uses) and all(id(one) in others for one in uses)

    def _uses(self, name: str) -> list[ast.expr]:
        return [
            one
            for one in self.program.each((ast.Name, ast.Attribute))
            if isinstance(one.ctx, ast.Load) and (one.id if isinstance(one, ast.Name) else one.attr) == name
        ]

    def _is_order_free(self, node: ast.expr) -> bool:
        """Whether a list is used only where its order does not matter: to train these variables, or to count them."""
        parent = self.program.parents.get(node)
        uses: Iterable[ast.expr] = [node]
        if (
            isinstance(parent, ast.Assign)
            and len(parent.targets) == 1
            and isinstance(target := parent.targets[0], (ast.Name, ast.Attribute))
        ):
            name = target.id if isinstance(target, ast.Name) else target.attr
            uses = self._uses(name)
        return all(self._trains_or_counts(one) for one in uses)

    def _trains_or_counts(self, node: ast.expr) -> bool:
        if any(node in walk(one) for one in self.evaluator.listed if one is not node):
            return True
        parent = self.program.parents.get(node)
        if isinstance(parent, ast.keyword):
            return parent.arg == "var_list"
        if not isinstance(parent, ast.Call) or node not in parent.args:
            return False
        name = parent.func.attr if isinstance(parent.func, ast.Attribute) else getattr(parent.func, "id", "")
        return name in ("minimize", "compute_gradients", "len")
