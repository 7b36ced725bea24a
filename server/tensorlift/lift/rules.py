"""How an optimizer changes variables: the call of a Keras optimizer, or the rule itself where Keras has none like it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tensorlift.lift.frames import Item
from tensorlift.lift.known.optimizers import given, made_optimizer
from tensorlift.lift.program import Program, Refusal, walk

if TYPE_CHECKING:
    from tensorlift.lift.training import Training


class Rule:
    """Writes the change that one training operation makes.

    Args:
        training: Writes the function around it.
        train: The statement with the training operation.
        receiver: The optimizer, as written.
    """

    def __init__(self, training: Training, train: Item, receiver: ast.expr) -> None:
        self.training = training
        self.train = train
        self.receiver = receiver
        self.emitter = training.emitter
        self.tf = training.program.tf
        made = training.evaluator.value(receiver, train.before).call
        optimizer = made_optimizer(training.program, made)
        if made is None or optimizer is None:
            raise Refusal(train.node, "which optimizer this is cannot be told")
        self.made = made
        self.optimizer = optimizer

    @property
    def takes_rows(self) -> bool:
        """Whether the gradient of a few rows may stay one of rows."""
        return self.optimizer.made == "SGD" and not self.optimizer.scales_late

    def whole(self, gradients: str) -> str:
        """Return gradients for whole variables, where an optimizer would do something else with rows than TensorFlow 1 did.

        Raises:
            Refusal: It does something else with whole variables, too.
        """
        if self.takes_rows:
            return gradients
        if self.optimizer.rows:
            # It treated rows as it would have treated the whole, while that of Keras leaves the other rows alone.
            return f"[{self.tf}.convert_to_tensor(gradient) for gradient in {gradients}]"
        raise Refusal(self.train.node, "this optimizer left alone the rows of a table that a batch did not use, and that of Keras does not")

    def lines(self, pairs: str, gradients: str | None, chosen: str | None) -> list[str]:
        """Return the lines of the change.

        Args:
            pairs: The gradients and variables, as ``apply_gradients`` gets them.
            gradients: The gradients, where they stand on their own.
            chosen: The variables, where they are known.
        """
        if self.made in self.training.evaluator.by_hand:
            return self._by_hand(pairs, gradients, chosen)
        name = self.training.optimizer(self.receiver, self.train)
        lines = self._built(name, chosen)
        rate = self.training.evaluator.rates.get(self.made)
        if rate is not None:
            text = self._argument(rate)
            is_open = _has_no_shape(self.training.program, rate, set())
            lines.append(f"{name}.learning_rate.assign({f'{self.tf}.ensure_shape({text}, [])' if is_open else text})")
        return [*lines, f"{name}.apply_gradients({pairs})"]

    def _argument(self, node: ast.expr) -> str:
        """Return an argument of the optimizer as it stands in the function."""
        place = self.train
        if isinstance(self.receiver, ast.Name):
            binding = self.train.before.get(self.receiver.id)
            place = binding.item if binding is not None and binding.item is not None else place
        elif isinstance(self.receiver, ast.Attribute):
            owner = self.training.evaluator.value(self.receiver.value, self.train.before).instance
            binding = owner.frame.attributes.get(self.receiver.attr) if owner is not None else None
            place = binding.item if binding is not None and binding.item is not None else place
        return self.emitter.expression(node, place, self.training.step)

    # --- slots

    def _built(self, name: str, chosen: str | None) -> list[str]:
        """Make the slots of an optimizer where they cannot be made by its first step; return what the function needs for that."""
        users = self.training.users(self.made)
        if len(users) < 2 and self.optimizer.ones is None:
            return []
        first = self.made not in self.emitter.slots
        self.emitter.slots.setdefault(self.made, name)
        texts = [chosen] if len(users) < 2 else [user.variables_of(train) for train, user in users.items()]
        if len(users) > 1 and not all(one is not None and "(" not in one for one in texts):
            raise Refusal(self.train.node, "one optimizer minimizes several losses, and what it changes has no names that are seen here")
        variables = _union([one for one in texts if one is not None])
        ones = self._ones(name)
        if variables is None or "(" in variables or variables in self.training.local_names():
            if chosen is None:
                raise Refusal(self.train.node, "what this optimizer changes cannot be told")
            lines = [f"{name}.build({chosen})", *ones]
            return [f"if not {name}.built:", f"    with {self.tf}.init_scope():", *("        " + line for line in lines)]
        if first:
            last = max(users, key=lambda one: one.index)
            self._insert(last, [f"{name}.build({variables})", *ones])
        return []

    def _ones(self, name: str) -> list[str]:
        if self.optimizer.ones is None:
            return []
        return [
            "# The means of squares start from ones, as they did in TensorFlow 1.",
            f"for slot in {name}.variables:",
            f"    if slot.path.endswith('_{self.optimizer.ones}'):",
            f"        slot.assign({self.tf}.ones_like(slot))",
        ]

    def _insert(self, item: Item, lines: list[str]) -> None:
        indent = self.emitter.text.indent_of(item.node)
        self.emitter.text.insert(item.node.lineno, [indent + line for line in lines])

    # --- momentum by hand

    def _by_hand(self, pairs: str, gradients: str | None, chosen: str | None) -> list[str]:
        """Return the rule of momentum whose learning rate scales the step, while that of Keras goes into the velocity."""
        if chosen is None or "(" in chosen or len(self.training.users(self.made)) > 1:
            raise Refusal(
                self.train.node,
                "the learning rate of this optimizer changes, which needs a rule of its own, and what it changes has no names that are seen here",
            )
        values = {key: self._argument(node) for key, node in given(self.made, self.optimizer).items()}
        nesterov = values.pop("use_nesterov", "False")
        if nesterov not in ("True", "False") or set(values) != {"learning_rate", "momentum"}:
            raise Refusal(self.train.node, "an argument of the optimizer is not written out")
        rate, momentum = (_factor(values[key]) for key in ("learning_rate", "momentum"))
        owner = self.training.owner_prefix()
        if self.made not in self.emitter.slots:
            name = f"{owner}velocities" if owner else self.emitter.fresh("velocities")
            self.emitter.slots[self.made] = name
            self._insert(
                self.train, [f"{name} = [{self.tf}.Variable({self.tf}.zeros_like(variable), trainable=False) for variable in {chosen}]"]
            )
        slots = self.emitter.slots[self.made]
        if gradients is not None:
            head = f"for gradient, variable, velocity in zip({gradients}, {chosen}, {slots}):"
        else:
            head = f"for (gradient, variable), velocity in zip({pairs}, {slots}):"
        step = f"gradient + {momentum} * velocity" if nesterov == "True" else ""
        return [
            head,
            f"    velocity.assign({momentum} * velocity + gradient)",
            f"    variable.assign_sub({rate} * {f'({step})' if step else 'velocity'})",
        ]


def _union(texts: list[str]) -> str | None:
    """Return one list of the variables of several lists."""
    found = list(dict.fromkeys(texts))
    if len(found) < 2:
        return found[0] if found else None
    if all(one.startswith("[") for one in found):
        names = [name.strip() for one in found for name in one[1:-1].split(",") if name.strip()]
        return f"[{', '.join(dict.fromkeys(names))}]"
    return " + ".join(found)


def _factor(text: str) -> str:
    """Return an expression as it stands in a product."""
    node = ast.parse(text, mode="eval").body
    return text if isinstance(node, (ast.Name, ast.Attribute, ast.Constant, ast.Call, ast.Subscript)) else f"({text})"


def _has_no_shape(program: Program, node: ast.expr, seen: set[ast.AST]) -> bool:
    """Whether an expression may be made of a placeholder without a shape, so that Keras would not take it for a number."""
    for one in walk(node):
        if _is_open(program, one):
            return True
        stored: list[ast.Name] | list[ast.Attribute] = []
        if isinstance(one, ast.Name):
            stored = program.names.get(one.id, [])
            function = program.function_of(one)
            arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs] if function is not None else []
            if any(argument.arg == one.id for argument in arguments) and any(_is_open(program, call) for call in program.each(ast.Call)):
                return True
        elif isinstance(one, ast.Attribute):
            stored = program.attributes.get(one.attr, [])
        for place in stored:
            statement = program.parents[place]
            if isinstance(statement, ast.Assign) and place in statement.targets and statement not in seen:
                seen.add(statement)
                if _has_no_shape(program, statement.value, seen):
                    return True
    return False


def _is_open(program: Program, node: ast.AST) -> bool:
    """Whether something makes a placeholder without a shape."""
    if not isinstance(node, ast.Call) or program.called(node) not in ("placeholder", "placeholder_with_default"):
        return False
    shape = node.args[1] if len(node.args) > 1 else next((one.value for one in node.keywords if one.arg == "shape"), None)
    return shape is None or (isinstance(shape, ast.Constant) and shape.value is None)
