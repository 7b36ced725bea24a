"""The functions that train: the step of an optimizer, with a tape around what the loss depends on."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tensorlift.lift.frames import Item, Role
from tensorlift.lift.program import Refusal, stored_names
from tensorlift.lift.slices import needed
from tensorlift.lift.values import Kind, Scope

if TYPE_CHECKING:
    from tensorlift.lift.emit import Emitter
    from tensorlift.lift.steps import Step


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

    def lines(self) -> list[str]:
        """Return the body.

        Raises:
            Refusal: The optimizer is used in a way that has no counterpart.
        """
        item = self.step.train
        assert item is not None
        call = item.value.call
        if call is None or not isinstance(call.func, ast.Attribute) or call.func.attr != "minimize":
            raise Refusal(item.node, "`apply_gradients` is not lifted yet")
        arguments: dict[str, ast.expr] = dict(zip(("loss", "global_step", "var_list"), call.args))
        arguments.update({str(one.arg): one.value for one in call.keywords})
        if set(arguments) - {"loss", "global_step", "var_list", "name"}:
            raise Refusal(call, "an option of `minimize` is not lifted")
        loss = arguments["loss"]
        value = self.evaluator.value(loss, item.before)
        behind = needed(value.items)
        inside = [one for one in self.step.items if one in behind and one.role is Role.BUILD]
        # What the loss does not need is computed behind the tape, but before the variables change.
        rest = [one for one in self.step.items if one not in inside]
        text = self._expression(loss)
        lines = self.emitter.body(inside, self.step)
        if not isinstance(loss, (ast.Name, ast.Attribute)):
            name = "loss" if "loss" not in {place for one in self.step.items for place in one.binds} else "total_loss"
            lines.append(f"{name} = {text}")
            text = name
        body = [f"with {self.program.tf}.GradientTape() as tape:", *("    " + line if line else "" for line in lines)]
        for one in rest:
            body += self.emitter.moved(one, self.step)
        optimizer = self._optimizer(call.func.value)
        variables = arguments.get("var_list")
        if variables is not None and isinstance(variables, ast.Constant) and variables.value is None:
            variables = None
        chosen = self._expression(variables) if variables is not None else self._variables([one.node for one in inside], loss)
        if chosen.startswith("[") and "(" not in chosen:
            self.emitter.trained[item] = chosen
        if "(" in chosen:
            body.append(f"variables = {chosen}")
            chosen = "variables"
        body += self._rate(call.func.value, optimizer)
        gradients = f"tape.gradient({text}, {chosen})"
        if self._has_rows(loss, inside):
            gradients = self._whole(call.func.value, gradients)
        body.append(f"gradients = {gradients}")
        body.append(f"{optimizer}.apply_gradients(zip(gradients, {chosen}))")
        counter = arguments.get("global_step")
        if counter is not None and not (isinstance(counter, ast.Constant) and counter.value is None):
            body.append(f"{self._expression(counter)}.assign_add(1)")
        return body

    def _expression(self, node: ast.expr) -> str:
        assert self.step.train is not None
        return self.emitter.expression(node, self.step.train, self.step)

    def _optimizer(self, receiver: ast.expr) -> str:
        """Return the optimizer; one that is made where it is used gets a name in front of that."""
        item = self.step.train
        assert item is not None
        if isinstance(receiver, (ast.Name, ast.Attribute)):
            return self._expression(receiver)
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

    def _has_rows(self, loss: ast.expr, items: list[Item]) -> bool:
        """Whether the loss may pick rows of a variable, whose gradient then has these rows only."""
        names = {node.id for one in [loss, *(item.node for item in items)] for node in ast.walk(one) if isinstance(node, ast.Name)}
        functions = [function for name, function in self.evaluator.functions.items() if name in names]
        methods = [
            node for one in self.program.tree.body if isinstance(one, ast.ClassDef) and self.step.frame is not None for node in [one]
        ]
        for one in [loss, *(item.node for item in items), *functions, *methods]:
            for node in ast.walk(one):
                symbol = self.program.called(node) or ""
                if "gather" in symbol or "embedding" in symbol or symbol in ("nn.nce_loss", "nn.sampled_softmax_loss"):
                    return True
        return False

    def _whole(self, receiver: ast.expr, gradients: str) -> str:
        """Return gradients for whole variables, where an optimizer would do something else with rows than TensorFlow 1 did."""
        train = self.step.train
        assert train is not None
        made = self.evaluator.value(receiver, train.before).call
        symbol = self.program.called(made)
        if symbol == "train.GradientDescentOptimizer":
            return gradients
        if symbol in ("train.AdamOptimizer", "train.AdagradOptimizer"):
            # Both treated rows as they would have treated the whole, while those of Keras leave the other rows alone.
            return f"[{self.program.tf}.convert_to_tensor(gradient) for gradient in {gradients}]"
        raise Refusal(train.node, "this optimizer left alone the rows of a table that a batch did not use, and that of Keras does not")

    def _rate(self, receiver: ast.expr, optimizer: str) -> list[str]:
        """Return the line that sets a learning rate that changes from run to run."""
        train = self.step.train
        assert train is not None
        made = self.evaluator.value(receiver, train.before)
        rate = self.evaluator.rates.get(made.call) if made.call is not None else None
        if rate is None:
            return []
        binding = train.before.get(receiver.id) if isinstance(receiver, ast.Name) else None
        place = binding.item if binding is not None and binding.item is not None else train
        return [f"{optimizer}.learning_rate.assign({self.emitter.expression(rate, place, self.step)})"]

    def _variables(self, nodes: list[ast.stmt], loss: ast.expr) -> str:
        """Return the variables that the loss depends on, as an expression behind the tape."""
        names: dict[str, int] = {}
        plain = True
        seen: set[str] = set()
        train = self.step.train
        assert train is not None

        def note(text: str, value_call: ast.Call | None, node: ast.stmt | None, place: int) -> None:
            nonlocal plain
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
            for child in ast.walk(node):
                if isinstance(child, ast.Attribute) and isinstance(child.value, ast.Name) and child.value.id in scope:
                    owner = scope[child.value.id].value.instance
                    binding = owner.frame.attributes.get(child.attr) if owner is not None else None
                    if binding is not None and binding.value.kind is Kind.VARIABLE:
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
                    inner = {one.arg for one in ast.walk(function.args) if isinstance(one, ast.arg)} | stored_names(
                        ast.Module(function.body, [])
                    )
                    collect(ast.Module(function.body, []), scope, inner)
                bound = scope.get(child.id)
                if bound is not None and bound.value.kind is Kind.VARIABLE:
                    note(child.id, bound.value.call, bound.item.node if bound.item else None, bound.item.index if bound.item else 0)
                elif bound is not None and bound.value.kind is Kind.INSTANCE and child.id != self._owner():
                    plain = False

        items = [one for one in self.step.items if one.node in nodes]
        for item in items:
            collect(item.node, item.before, set())
        collect(loss, train.before, set())
        if any(item.value.layers or item.value.variables for item in items) or not names or not plain or len(names) > 8:
            return "tape.watched_variables()"
        listed = sorted(names, key=lambda name: names[name])
        return "[" + ", ".join(self._visible(name) for name in listed) + "]"

    def _owner(self) -> str | None:
        item = self.step.train
        return item.function.args.args[0].arg if item is not None and item.frame is not None and item.function is not None else None

    def _visible(self, name: str) -> str:
        return self.emitter.attributes.promoted(name, self.step) if self.step.frame is not None else name
