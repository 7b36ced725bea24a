"""The functions that take derivatives or train: tapes around what is derived, and the step of an optimizer."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tensorlift.lift.derivatives import GRADIENTS, Derivation, derivations, is_list, levels
from tensorlift.lift.frames import Item, Role, needed
from tensorlift.lift.known.base import arguments
from tensorlift.lift.known.variables import chosen as listed_variables
from tensorlift.lift.known.variables import is_trainable
from tensorlift.lift.program import Refusal, parameter_names, stored_names, walk
from tensorlift.lift.rules import Rule
from tensorlift.lift.shared import loaded
from tensorlift.lift.values import Kind, Scope

if TYPE_CHECKING:
    from tensorlift.lift.emit import Emitter
    from tensorlift.lift.steps import Step


@dataclass(frozen=True)
class Change:
    """The lines of one optimizer's step.

    Attributes:
        gradients: Those that take the gradients.
        updates: Those that change the variables.
        counts: Those that count the step.
    """

    gradients: list[str]
    updates: list[str]
    counts: list[str]


class Training:
    """Writes the body of one such function.

    Args:
        emitter: Writes statements and expressions.
        step: The function.
    """

    def __init__(self, emitter: Emitter, step: Step) -> None:
        self.emitter = emitter
        self.step = step
        self.evaluator = emitter.evaluator
        self.program = emitter.program
        self.used: set[str] = set()
        """The names that the function has."""
        self.targets: dict[Derivation, str] = {}
        """What is derived, as it stands behind the tape."""
        self.watched: dict[Item, str] = {}
        """The line behind a statement that has a tape watch what it makes."""
        self.before: dict[Item, list[str]] = {}
        """The lines in front of statements."""

    def lines(self) -> list[str]:
        """Return the body.

        Raises:
            Refusal: The optimizer is used in a way that has no counterpart.
        """
        trains = self.step.trains
        found = derivations(self.program, self.evaluator, [*self.step.items, *trains])
        self.behind = frozenset(one for derivation in found for one in derivation.behind)
        written: set[Item] = set()
        changes: dict[Item, Change] = {}
        body: list[str] = []
        groups = _apart(found) if len(trains) > 1 and all(one.item in trains for one in found) else []
        if len(groups) > 1:
            for group in groups:
                body += self._taped(group, self._tape(1, 1), [], written)
                for one in group:
                    changes[one.item] = self._change(one.item, found)
                    body += changes[one.item].gradients
                    changes[one.item].gradients.clear()
        else:
            levels_of = levels(found)
            last = max(levels_of.values(), default=0)
            for one in found if len(trains) > 1 else ():
                if not any(one.item in other.behind for other in found):
                    levels_of[one] = last
            for number in range(1, last + 1):
                body = self._taped([one for one in found if levels_of[one] == number], self._tape(number, last), body, written)
        # What no derivative needs is computed behind the tape, but before the variables change.
        computed = self._computed(set(self.step.items) - written)
        if computed:
            body += self.emitter.body(computed, self.step)
            written.update(computed)
        taken = {train: loaded(train.node) for train in trains}
        for one in found:
            for train in trains:
                taken[train] |= loaded(one.targets) if one.item in needed([train]) else set()
        late: set[Item] = set()
        for item in self.step.items:
            if item in written or any(train in needed([item]) for train in trains):
                continue
            if item.needs & late or any(item.index > train.index and item.binds & taken[train] for train in trains):
                # what is trained by has another value from here on
                if len(trains) > 1 or any(one.value.reads for one in needed([item]) - written):
                    raise Refusal(item.node, "what is trained by is another value from here on, and more than that hangs on it")
                late.add(item)
                continue
            body += self._moved(item)
            written.add(item)
        for train in trains:
            changes.setdefault(train, self._change(train, found))
        body += self._changed(changes)
        for item in self.step.items:
            if item not in written:
                body += self._moved(item)
        return body

    def _computed(self, items: set[Item]) -> list[Item]:
        """Return all that an object computes for the function, if some statements are of that."""
        inside = self.step.part.step.items if self.step.part is not None else []
        return inside if items & set(inside) else []

    def _changed(self, changes: dict[Item, Change]) -> list[str]:
        """Return the steps of the optimizers: all gradients are taken before the first change, and steps are counted last."""
        if len(changes) == 1:
            ((train, change),) = changes.items()
            return self.emitter.guarded(train, self.step, [*self.before.get(train, []), *change.gradients, *change.updates, *change.counts])
        body = [line for change in changes.values() for line in change.gradients]
        for train in self.step.trains:
            body += self.emitter.guarded(train, self.step, [*self.before.get(train, []), *changes[train].updates])
        for train in self.step.trains:
            body += self.emitter.guarded(train, self.step, changes[train].counts) if changes[train].counts else []
        return body

    def _tape(self, number: int, last: int) -> str:
        """Return the name of a tape; the outermost one is the last."""
        return self._name("tape" if number == last else "inner_tape" if number == last - 1 else f"tape_{number}")

    def _name(self, name: str) -> str:
        """Return a name that nothing in the function has yet."""
        if not self.used:
            trains = self.step.trains
            items = [*self.step.items, *trains]
            self.used = {node.id for item in items for node in walk(item.node) if isinstance(node, ast.Name)}
            self.used |= {place.rpartition(".")[2] for item in self.step.items for place in item.binds}
            self.used |= {self.emitter.planner.parameter(call) for call in self.step.parameters}
            for train in trains:
                self.used -= {place for place in train.binds if not any(place in item.binds for item in self.step.items)}
        found, number = name, 2
        while found in self.used:
            found, number = f"{name}_{number}", number + 1
        return found

    def _taped(self, found: list[Derivation], tape: str, inner: list[str], written: set[Item]) -> list[str]:
        """Return a tape with what some derivatives need, and set what stands for them behind it."""
        behind = {item for one in found for item in one.behind}
        watched = {item: self._expression_of(source, one) for one in found for item, source in one.watched}
        placeholders = [self._expression_of(source, one) for one in found for item, source in one.watched if item is None]
        own = self._in_front([item for item in self.step.items if item in behind and item not in written], written)
        computed = self._computed(set(own))
        if watched.keys() & set(computed):
            raise Refusal(self.step.sites[0].call, "what is run derives by something that an object outside computes")
        own = [item for item in self.step.items if item in own or item in computed]
        lines = [f"{tape}.watch({text})" for text in dict.fromkeys(placeholders)] + inner
        self.watched.update({item: f"{tape}.watch({text})" for item, text in watched.items() if item is not None})
        lines += self._own(own)
        written.update(own)
        for one in found:
            text = self._expression_of(one.targets, one)
            if not isinstance(one.targets, (ast.Name, ast.Attribute)):
                if one.repeats and self._is_local(one):
                    raise Refusal(one.call, "what is derived is computed anew for each of several derivatives")
                name = self._name("loss" if one.item.role is Role.TRAIN else "total_loss" if "loss" in self._bound() else "loss")
                name = self._name("total_loss") if name != "loss" else name
                self.used.add(name)
                lines.append(f"{name} = {text}")
                text = name
            self.targets[one] = text
            self._replace(one, tape)
        is_kept = len(found) > 1 or any(one.repeats for one in found)
        opened = f"with {self.program.tf}.GradientTape({'persistent=True' if is_kept else ''}) as {tape}:"
        return [opened, *("    " + line if line else "" for line in lines or ["pass"])]

    def _is_local(self, one: Derivation) -> bool:
        """Whether what is derived has names that a comprehension or a loop around it binds."""
        bound = set()
        node: ast.AST = one.call
        while node is not one.item.node:
            node = self.program.parents[node]
            for generator in getattr(node, "generators", ()):
                bound |= stored_names(generator.target)
            if isinstance(node, ast.For):
                bound |= stored_names(node.target)
        return any(isinstance(child, ast.Name) and child.id in bound for child in walk(one.targets))

    def _bound(self) -> set[str]:
        return {place.rpartition(".")[2] for one in self.step.items for place in one.binds}

    def _in_front(self, items: list[Item], written: set[Item]) -> list[Item]:
        """Return statements with those that have to stand in between, as they use names that get other values there.

        Raises:
            Refusal: One of these takes derivatives, or waits for the training.
        """
        found = set(items)
        while True:
            more: set[Item] = set()
            for item in self.step.items:
                uses = item.binds | loaded(item.node)
                if item not in found | written and any(one.index > item.index and one.binds & uses for one in found):
                    more |= needed([item]) & set(self.step.items) - written
            if more <= found:
                return sorted(found, key=lambda one: one.index)
            for item in sorted(more - found, key=lambda one: one.index):
                is_late = any(train in needed([item]) for train in self.step.trains)
                if is_late or any(one in self.evaluator.derived for one in walk(item.node)):
                    raise Refusal(item.node, "a name in it has another value by the time that gradients are taken")
            found |= more

    def _own(self, items: list[Item]) -> list[str]:
        if self.step.part is None and any(item in self.watched for item in items):
            return [line for item in items for line in self._moved(item)]
        lines = []
        for item in items:
            lines += self.before.get(item, [])
        return lines + self.emitter.body(items, self.step)

    def _moved(self, item: Item) -> list[str]:
        lines = [*self.before.get(item, []), *self.emitter.moved(item, self.step)]
        return [*lines, self.watched[item]] if item in self.watched else lines

    def _replace(self, one: Derivation, tape: str) -> None:
        """Set what stands for a call of ``tf.gradients`` or ``compute_gradients``."""
        program, rewriter = self.program, self.emitter.rewriter
        target = self.targets[one]
        listed = self._all_trained(one)
        if listed is not None:
            rewriter.replaced[listed] = lambda: f"{tape}.watched_variables()"
        if one.item.role is Role.TRAIN and getattr(one.call.func, "attr", "") == "minimize":
            return
        if program.symbol(one.call.func) is None:
            chosen = self._chosen(one)
            if "(" in chosen or "*" in chosen:
                name = self._name("variables")
                self.used.add(name)
                self.before.setdefault(one.item, []).append(f"{name} = {chosen}")
                chosen = name
            apart = self._taken_apart(one.call)
            if apart is not None:
                rewriter.replaced[apart] = lambda: f"{tape}.gradient({target}, {chosen}), {chosen}"
            else:
                rewriter.replaced[one.call] = lambda: f"list(zip({tape}.gradient({target}, {chosen}), {chosen}))"
            return
        assert one.sources is not None
        given = arguments(one.call, GRADIENTS)
        sources = self._expression_of(one.sources, one)
        weights = f", output_gradients={self._expression_of(given['grad_ys'], one)}" if "grad_ys" in given else ""
        several = is_list(program, self.evaluator, one.sources, one.item)
        if several is None:
            sources = f"{program.tf}.nest.flatten({sources})"
        parent = program.parents[one.call]
        text = f"{tape}.gradient({target}, {sources}{weights})"
        if several is False and isinstance(parent, ast.Subscript) and isinstance(parent.slice, ast.Constant) and parent.slice.value == 0:
            rewriter.replaced[parent] = lambda: text
        else:
            rewriter.replaced[one.call] = lambda: text if several is not False else f"[{text}]"

    def _all_trained(self, one: Derivation) -> ast.expr | None:
        """Return the call behind a tape that lists all variables, where some are those of layers that have no names for them."""
        binding = one.item.before.get(one.sources.id) if isinstance(one.sources, ast.Name) else None
        item = binding.item if binding is not None else None
        call = item.node.value if item is not None and isinstance(item.node, ast.Assign) else None
        if not isinstance(call, ast.Call) or item not in self.step.items or self.program.called(call) != "trainable_variables" or call.args:
            return None
        made = self.evaluator.listed.get(call, [])
        every = [variable for variable in self.evaluator.store.made if variable.trainable]
        if any(variable.is_layer and not variable.trainable for variable in self.evaluator.store.made):
            return None
        is_behind = all(other.index < item.index for other in one.behind if other is not item)
        is_unnamed = self.step.part is not None or any(variable.is_layer and not variable.parts for variable in made)
        if not is_behind or not is_unnamed or len(self.targets) > 1:
            return None
        return call if all(variable in made or any(part in made for part in variable.parts) for variable in every) else None

    def _taken_apart(self, call: ast.Call) -> ast.Call | None:
        """Return the ``zip(*...)`` around a call, if its gradients and its variables get names of their own."""
        starred = self.program.parents[call]
        around = self.program.parents[starred] if isinstance(starred, ast.Starred) else None
        if not (isinstance(around, ast.Call) and isinstance(around.func, ast.Name) and around.func.id == "zip" and len(around.args) == 1):
            return None
        statement = self.program.parents[around]
        is_pair = isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Tuple) and len(statement.targets[0].elts) == 2
        return around if is_pair else None

    def _chosen(self, one: Derivation) -> str:
        """Return the variables that an optimizer changes, as an expression behind the tape."""
        if one.sources is not None:
            return self._expression_of(one.sources, one)
        if getattr(one.call.func, "attr", "") == "compute_gradients" and self._order_matters(one.call):
            # the order is that of the graph, and those that the loss does not depend on count, too
            every = listed_variables(self.evaluator, one.call, is_trainable, one.item.before)
            made = [variable for variable in every if variable.item is None or variable.item.index < one.item.index]
            self.evaluator.listed.setdefault(one.call, made)
            return self.emitter.listings.listing(one.call)
        inside = [item.node for item in self.step.items if item in one.behind]
        return self._variables(inside, one.targets, one.item)

    def _order_matters(self, call: ast.Call) -> bool:
        """Whether the program takes gradients out of a list by their places, or counts them."""
        lists: list[ast.AST] = [call]
        names: set[str] = set()
        while lists:
            node = lists.pop()
            parent = self.program.parents[node]
            if isinstance(parent, ast.Subscript) and parent.value is node:
                return True
            if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) and node in parent.args:
                if parent.func.id in ("len", "enumerate"):
                    return True
                lists += [parent] if parent.func.id in ("list", "tuple") else []
            elif isinstance(parent, ast.Starred) or (isinstance(parent, ast.comprehension) and parent.iter is node):
                lists.append(self.program.parents[parent])
            elif isinstance(parent, ast.Assign) and parent.value is node:
                bound = [one for target in parent.targets for one in (target.elts if isinstance(target, ast.Tuple) else [target])]
                new = {one.id if isinstance(one, ast.Name) else one.attr for one in bound if isinstance(one, (ast.Name, ast.Attribute))}
                for name in new - names:
                    uses = [*self.program.names.get(name, ()), *self.program.attributes.get(name, ())]
                    lists += [one for one in uses if isinstance(one.ctx, ast.Load)]
                names |= new
        return False

    def _change(self, train: Item, found: list[Derivation]) -> Change:
        """Return the step of the optimizer."""
        call = train.value.call
        if call is None or not isinstance(call.func, ast.Attribute) or call.func.attr not in ("minimize", "apply_gradients"):
            raise Refusal(train.node, "how this trains cannot be told")
        names = ("loss", "global_step", "var_list") if call.func.attr == "minimize" else ("grads_and_vars", "global_step", "name")
        given: dict[str, ast.expr] = dict(zip(names, call.args))
        given.update({str(one.arg): one.value for one in call.keywords})
        unknown = set(given) - {*names, "name", "gate_gradients", "aggregation_method", "colocate_gradients_with_ops"}
        if unknown or len(call.args) > len(names):
            raise Refusal(call, f"an option of `{call.func.attr}` is not lifted")
        if call.func.attr == "minimize":
            (one,) = (one for one in found if one.call is call)
            change = self._minimized(one, call.func.value)
        else:
            change = Change([], self._applied(train, given["grads_and_vars"], call.func.value, found), [])
        counter = given.get("global_step")
        if counter is not None and not (isinstance(counter, ast.Constant) and counter.value is None):
            change.counts.append(f"{self._expression(counter, train)}.assign_add(1)")
        return change

    def _minimized(self, one: Derivation, receiver: ast.expr) -> Change:
        body = []
        chosen = self._chosen(one)
        if "(" in chosen or "*" in chosen:
            name = self._name_of(one, "variables")
            body.append(f"{name} = {chosen}")
            chosen = name
        elif chosen.startswith("["):
            self.emitter.trained[one.item] = chosen
        rule = Rule(self, one.item, receiver)
        gradients = f"{self._tape(1, 1)}.gradient({self.targets[one]}, {chosen})"
        if self._has_rows([one]):
            gradients = rule.whole(gradients)
        is_named = bool(body)
        name = self._name_of(one, "gradients")
        body.append(f"{name} = {gradients}")
        return Change(body, rule.lines(f"zip({name}, {chosen})", name, self._chosen(one) if is_named else chosen), [])

    def _name_of(self, one: Derivation, name: str) -> str:
        """Return a name for what belongs to one of the optimizers: ``d_gradients`` for that of ``d_loss``."""
        if len(self.step.trains) > 1:
            target = self.targets[one].rpartition(".")[2]
            before, _, behind = target.partition("loss")
            if target.isidentifier() and "loss" in target and (before.endswith("_") or behind.startswith("_")):
                name = f"{before}{name}{behind}"
            name = self._name(name)
            self.used.add(name)
            return name
        return self._name(name)

    def _applied(self, train: Item, pairs: ast.expr, receiver: ast.expr, found: list[Derivation]) -> list[str]:
        text = self._expression(pairs, train)
        gradients, variables, chosen = self._pairs_of(train, pairs, found)
        if chosen is not None and chosen.startswith("[") and "(" not in chosen:
            self.emitter.trained[train] = chosen
        rule = Rule(self, train, receiver)
        if self._has_rows(found) and not rule.takes_rows:
            whole = rule.whole(gradients or text)
            if gradients is not None:
                text = f"zip({whole}, {variables})"
            else:
                text = f"[({self.program.tf}.convert_to_tensor(gradient), variable) for gradient, variable in {text}]"
            gradients = None
        return rule.lines(text, gradients, chosen)

    def _expression_of(self, node: ast.expr, one: Derivation) -> str:
        return self.emitter.expression(node, one.item, self.step)

    def _expression(self, node: ast.expr, train: Item) -> str:
        return self.emitter.expression(node, train, self.step)

    def optimizer(self, receiver: ast.expr, item: Item) -> str:
        """Return the optimizer of a statement that trains; one that is made where it is used gets a name in front of that."""
        if isinstance(receiver, (ast.Name, ast.Attribute)):
            return self._expression(receiver, item)
        emitter = self.emitter
        made = emitter.rewriter.text(receiver)
        owner = f"{item.function.args.args[0].arg}." if item.frame is not None and item.function is not None else ""
        name = emitter.made_optimizers.get(item)
        if name is None:
            bound = {place.rpartition(".")[2] for place in item.binds}
            if owner and item.frame is not None:
                taken = {key for key, one in item.frame.attributes.items() if one.item is not item} | set(emitter.made_optimizers.values())
                name = "optimizer" if "optimizer" not in taken else f"{next(iter(bound), 'train')}_optimizer"
            else:
                name = (
                    "optimizer"
                    if "optimizer" in bound and "optimizer" not in emitter.made_optimizers.values()
                    else emitter.fresh("optimizer")
                )
            emitter.made_optimizers[item] = name
            emitter.text.insert(item.node.lineno, [f"{emitter.text.indent_of(item.node)}{owner}{name} = {made}"])
        return owner + name

    def _has_rows(self, found: list[Derivation]) -> bool:
        """Whether what is derived may pick rows of a variable, whose gradient then has these rows only."""
        targets: list[ast.AST] = [one.targets for one in found]
        behind = {item for one in found for item in one.behind}
        items = [item for item in self.step.items if item in behind]
        names = {node.id for one in [*targets, *(item.node for item in items)] for node in walk(one) if isinstance(node, ast.Name)}
        functions = [function for name, function in self.evaluator.functions.items() if name in names]
        methods = [
            node
            for one in self.program.tree.body
            if isinstance(one, ast.ClassDef) and (self.step.frame is not None or self.step.part is not None)
            for node in [one]
        ]
        for one in [*targets, *(item.node for item in items), *functions, *methods]:
            for node in walk(one):
                symbol = (self.program.called(node) or "").lower()
                if "gather" in symbol or "embedding" in symbol or symbol in ("nn.nce_loss", "nn.sampled_softmax_loss"):
                    return True
        return False

    def users(self, made: ast.Call) -> dict[Item, Training]:
        """Return what writes the functions that train with an optimizer: one for each training operation."""
        found: dict[Item, Training] = {}
        for step in self.emitter.planner.steps.values():
            for train in step.trains:
                call = train.value.call
                if call is None or not isinstance(call.func, ast.Attribute):
                    continue
                if self.evaluator.value(call.func.value, train.before).call is made:
                    found.setdefault(train, Training(self.emitter, step))
        return found

    def variables_of(self, train: Item) -> str | None:
        """Return the variables that a training operation of the step changes, if they are known."""
        assert train.value.call is not None
        found = [one for one in derivations(self.program, self.evaluator, [*self.step.items, train]) if one.item in {*needed([train])}]
        pairs = train.value.call.args[0] if train.value.call.args else None
        return self._pairs_of(train, pairs, found)[2]

    def _pairs_of(self, train: Item, pairs: ast.expr | None, found: list[Derivation]) -> tuple[str | None, str | None, str | None]:
        """Return the gradients, the variables beside them and the variables that are changed, so far as they are known."""
        gradients = variables = None
        if isinstance(pairs, ast.Call) and isinstance(pairs.func, ast.Name) and pairs.func.id == "zip" and len(pairs.args) == 2:
            gradients, variables = (self._expression(one, train) for one in pairs.args)
        chosen = variables
        if chosen is None:
            behind = {train, *needed(self.evaluator.value(pairs, train.before).items)} if pairs is not None else needed([train])
            sources = {self._chosen(one) for one in found if one.item in behind}
            chosen = sources.pop() if len(sources) == 1 else None
        return gradients, variables, chosen

    def owner_prefix(self) -> str:
        """Return what stands in front of attributes of the object that is built, if one is."""
        owner = self._owner()
        return f"{owner}." if owner is not None else ""

    def _variables(self, nodes: list[ast.stmt], loss: ast.expr, taken: Item) -> str:
        """Return the variables that the loss depends on, as an expression behind the tape."""
        names: dict[str, int] = {}
        noted: set[ast.AST] = set()
        plain = True
        seen: set[str] = set()

        def note(text: str, value_call: ast.Call | None, node: ast.stmt | None, place: int) -> None:
            nonlocal plain
            if value_call is not None:
                noted.add(value_call)
            if value_call is None or not isinstance(node, ast.Assign) or node.value is not value_call:
                plain = False
                return
            flag = next((one.value for one in value_call.keywords if one.arg == "trainable"), None)
            if len(value_call.args) > 1 and self.program.called(value_call) == "Variable":
                plain = False
            elif flag is None or (isinstance(flag, ast.Constant) and flag.value):
                names[text] = place
            elif not isinstance(flag, ast.Constant):
                plain = False

        def collect(node: ast.AST, scope: Scope, local: set[str]) -> None:
            nonlocal plain
            for child in walk(node):
                if isinstance(child, ast.Attribute) and isinstance(child.value, ast.Name) and child.value.id in scope:
                    owner = scope[child.value.id].value.instance
                    binding = owner.frame.attributes.get(child.attr) if owner is not None else None
                    if binding is not None and binding.value.kind is Kind.VARIABLE:
                        plain = plain and binding.value.cell is None
                        note(
                            f"{child.value.id}.{child.attr}",
                            binding.value.call,
                            binding.item.node if binding.item else None,
                            binding.item.index if binding.item else 0,
                        )
                if not isinstance(child, ast.Name) or child.id in local:
                    continue
                function = self.evaluator.functions.get(child.id)
                if function is not None and child.id not in seen:
                    seen.add(child.id)
                    inner = parameter_names(function) | stored_names(ast.Module(function.body, []))
                    collect(ast.Module(function.body, []), scope, inner)
                bound = scope.get(child.id)
                if bound is not None and bound.value.kind is Kind.VARIABLE:
                    plain = plain and bound.value.cell is None
                    note(child.id, bound.value.call, bound.item.node if bound.item else None, bound.item.index if bound.item else 0)
                elif bound is not None and bound.value.kind is Kind.INSTANCE and child.id != self._owner():
                    plain = False

        items = [one for one in self.step.items if one.node in nodes]
        frozen = self._without_frozen(items, loss, taken)
        if frozen is not None:
            return frozen
        for item in items:
            collect(item.node, item.before, set())
        collect(loss, taken.before, set())
        if (
            self.step.part is not None
            or any(item.value.layers or item.value.variables for item in items)
            or not names
            or not plain
            or len(names) > 8
        ):
            return "tape.watched_variables()"
        read = {call for item in items for call in item.value.reads} | self.evaluator.value(loss, taken.before).reads
        if read - noted:
            return "tape.watched_variables()"
        listed = sorted(names, key=lambda name: names[name])
        return "[" + ", ".join(self._visible(name) for name in listed) + "]"

    def _without_frozen(self, items: list[Item], loss: ast.expr, taken: Item) -> str | None:
        """Return the list of what is trained, where the loss also depends on layers that are not: a tape watches the variables of these, too."""
        read = {call for item in items for call in item.value.reads} | self.evaluator.value(loss, taken.before).reads
        behind = [one for one in self.evaluator.store.made if one.mark in read]
        if all(one.trainable for one in behind if one.is_layer):
            return None
        made = [part for whole in behind for part in whole.parts or (whole,)]
        if any(one.trainable is None for one in made):
            raise Refusal(taken.node, "it cannot be told whether a layer is trained")
        self.evaluator.listed[loss] = [one for one in made if one.trainable]
        text = self.emitter.listings.listing(loss)
        del self.evaluator.listed[loss]
        return text

    def _owner(self) -> str | None:
        item = self.step.last
        return item.function.args.args[0].arg if item.frame is not None and item.function is not None else None

    def local_names(self) -> set[str]:
        """Return the names that statements of the function bind in it."""
        return {self.emitter.attributes.local(place, self.step) for item in self.step.items for place in item.binds}

    def _visible(self, name: str) -> str:
        return self.emitter.attributes.promoted(name, self.step) if self.step.frame is not None else name


def _apart(found: list[Derivation]) -> list[list[Derivation]]:
    """Return derivatives in groups that have nothing with variables in common, each of which has a tape of its own."""
    groups: list[list[Derivation]] = []
    for one in found:
        used = _used(one)
        same = [group for group in groups if any(used & _used(other) for other in group)]
        merged = [other for group in same for other in group] + [one]
        groups = [group for group in groups if group not in same] + [merged]
    return [group for group in groups if len(group) == 1] if all(len(group) == 1 for group in groups) else [found]


def _used(one: Derivation) -> frozenset[Item]:
    """Return the statements behind a derivative that depend on variables."""
    return frozenset(
        item for item in one.behind if any(other.value.reads or other.value.layers or other.value.variables for other in needed([item]))
    )
