"""Savers: what they save, under which names, and where.

A saver of TensorFlow 1 saves variables under their names in the graph, at the path that it gets. Its counterpart is a ``tf.train.Checkpoint``, which saves
objects under the names that it is given for them: with ``write`` and ``read`` at a path as it is, or by way of a ``CheckpointManager``, which adds the step
to the path, tells the newest checkpoint and deletes old ones as a saver does.
Source: https://www.tensorflow.org/guide/migrate/migrating_checkpoints and the code of both in TensorFlow 1.15 and 2.21.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tensorlift.lift.anew import Anew
from tensorlift.lift.evaluate import MethodCall, Saved, runs_something
from tensorlift.lift.frames import ClassFrame, Function, Item, Role, RunSite
from tensorlift.lift.known.base import arguments
from tensorlift.lift.known.optimizers import given, made_optimizer
from tensorlift.lift.known.savers import SAVE, SAVER, is_all
from tensorlift.lift.program import Refusal, walk
from tensorlift.lift.scopes import Made
from tensorlift.lift.values import Kind, Scope

if TYPE_CHECKING:
    from tensorlift.lift.emit import Emitter

_WIDTH = 100
_OTHER_FILES = re.compile(r"(^|/)checkpoint$|\.meta$|\.data-00000-of-00001$")
"""Files of a checkpoint that are not there, or not called so, without a Saver."""
_LOOKED_UP = ("train.latest_checkpoint", "train.get_checkpoint_state")


class Saving:
    """Writes what takes the place of savers.

    Args:
        emitter: Writes statements and expressions.
    """

    def __init__(self, emitter: Emitter) -> None:
        self.emitter = emitter
        self.program = emitter.program
        self.evaluator = emitter.evaluator
        self._marks: dict[str, ast.Call] = {}
        """What stands in the place of savers until it is known what there is to be saved."""
        self.anew = Anew(emitter)
        self._ready: set[str] = set()
        """The optimizers whose variables are made in front of the first step."""
        self._rebuilt: dict[ast.Call, tuple[ast.Call, dict[Made, Made]]] = {}
        """The savers that restore what another one saves in a graph of its own, each with that one and its variables of the same names."""
        self._managers: dict[tuple[ast.Call, str], str] = {}
        """The names of managers, by the saver and the path."""
        self._calls = [
            (call, made) for call, made in self.evaluator.methods.items() if made.maker in self.evaluator.savers and _name(call) is not None
        ]
        self._saves = [(call, made) for call, made in self._calls if _name(call) == "save"]
        self._restores = [(call, made) for call, made in self._calls if _name(call) == "restore"]

    def choose_rules(self) -> None:
        """Find the optimizers whose state has another learning rate in it than that with which training goes on.

        The velocity of Keras is made of steps, that of TensorFlow 1 of gradients, so that a new rate acts on the whole of it.
        """
        makers = {self.optimizer_of(item) for _, item in self.evaluator.trains}
        for _, made in self._restores:
            if not is_all(self.evaluator, self._list_of(made.maker)):
                continue
            for item in self.evaluator.savers[made.maker].trains:
                maker = self.optimizer_of(item)
                optimizer = made_optimizer(self.program, maker)
                if maker is None or optimizer is None or not optimizer.scales_late:
                    continue
                rate = given(maker, optimizer).get("learning_rate")
                if rate is not None and (len(makers) > 1 or not self._is_constant(rate, item)):
                    self.evaluator.by_hand.add(maker)

    def check_not_restored(self, site: RunSite) -> None:
        """Check that nothing was restored where variables are initialized for the first time.

        Raises:
            Refusal: Something was, and is lost.
        """
        for call, _ in self._restores:
            if self._function(call) is site.function and call.lineno < site.call.lineno and not self._are_exclusive(call, site.call):
                raise Refusal(site.call, "variables are initialized after they were restored")

    def _are_exclusive(self, one: ast.AST, other: ast.AST) -> bool:
        """Whether a condition decides which of two calls is made, or the one is made because the other one failed."""
        above = [one]
        while above[-1] in self.program.parents:
            above.append(self.program.parents[above[-1]])
        node = other
        while node in self.program.parents:
            child, node = node, self.program.parents[node]
            if node in above:
                before = above[above.index(node) - 1]
                blocks = [*_blocks(node), *(handler.body for handler in getattr(node, "handlers", ())), getattr(node, "handlers", [])]
                return isinstance(node, (ast.If, ast.Try)) and not any(child in block and before in block for block in blocks)
        return False

    def built(self, optimizers: list[tuple[Item, str]]) -> tuple[list[str], list[str]]:
        """Return the lines that make the variables of optimizers, which else are made in the first step; and those of which it is not known what they train."""
        names = [name for _, name in optimizers]
        found = [
            (name, self._of_owner(self.emitter.trained[item], item, name))
            for item, name in optimizers
            if item in self.emitter.trained and names.count(name) == 1 and self.optimizer_of(item) not in self.evaluator.by_hand
        ]
        lines = [f"{name}.build({listed})" for name, listed in found if name not in self._ready]
        self._ready.update(name for name, _ in found)
        known = {name for name, _ in found}
        return lines, [name for item, name in optimizers if name not in known and self.optimizer_of(item) not in self.evaluator.by_hand]

    def _of_owner(self, text: str, item: Item, name: str) -> str:
        """Return variables that a method lists as they are called where the object has another name: that of the optimizer tells which."""
        method = item.function
        if item.frame is None or method is None or not method.args.args or "." not in name:
            return text
        return re.sub(rf"\b{re.escape(method.args.args[0].arg)}\.", f"{name.rpartition('.')[0]}.", text)

    def is_restored(self, site: RunSite) -> bool:
        """Whether all variables get their values from a checkpoint as soon as a run has initialized them."""
        block = next((one for one in _blocks(self.program.parents[site.statement]) if site.statement in one), [])
        return self._restores_first(block[block.index(site.statement) + 1 :] if site.statement in block else [], 0)

    def _restores_first(self, block: list[ast.stmt], depth: int) -> bool:
        """Whether statements restore all variables before they run anything, themselves or in a function that they call."""
        runs = {run.statement for run in self.emitter.unit.runs}
        for statement in block:
            for call, made in self._restores:
                if isinstance(statement, ast.Expr) and statement.value is call and is_all(self.evaluator, self._list_of(made.maker)):
                    return True
            function = self._called_by(statement)
            if function is not None and depth < 3 and self._restores_first(function.body, depth + 1):
                return True
            if function is not None and runs_something(self.program, function):
                return False
            if any(node in runs for node in walk(statement)) or not isinstance(statement, (ast.Expr, ast.Assign)):
                return False
        return False

    def _called_by(self, statement: ast.stmt) -> ast.FunctionDef | None:
        """Return the function of the module, or the method of the class around, whose call is all that a statement is."""
        call = statement.value if isinstance(statement, ast.Expr) else None
        if not isinstance(call, ast.Call):
            return None
        if isinstance(call.func, ast.Name):
            return self.evaluator.functions.get(call.func.id)
        method = self.program.function_of(statement)
        owner = self.program.parents.get(method) if method is not None else None
        if not isinstance(call.func, ast.Attribute) or not isinstance(owner, ast.ClassDef) or method is None or not method.args.args:
            return None
        if not isinstance(call.func.value, ast.Name) or call.func.value.id != method.args.args[0].arg:
            return None
        name = call.func.attr
        is_base = any(isinstance(base, ast.Name) and base.id == owner.name for one in self.evaluator.classes.values() for base in one.bases)
        return next((one for one in owner.body if isinstance(one, ast.FunctionDef) and one.name == name), None) if not is_base else None

    # --- calls, before the statements are written

    def prepare(self) -> None:
        """Say how the calls of savers read.

        Raises:
            Refusal: One has no counterpart.
        """
        self._check_names()
        for number, call in enumerate(self.evaluator.savers):
            mark = f"__saver_{number}__"
            self._marks[mark] = call
            self.emitter.rewriter.replaced[call] = lambda mark=mark: mark  # type: ignore[misc]
        for call, made in self._saves:
            self._save(call, made)
        for call, _ in self._restores:
            self._check_handlers(call)

    def _save(self, call: ast.Call, made: MethodCall) -> None:
        values = arguments(call, SAVE)
        assert isinstance(call.func, ast.Attribute)
        receiver, path, step = call.func.value, values.get("save_path"), values.get("global_step")
        if path is None:
            raise Refusal(call, "it cannot be told where is saved")
        for node in walk(self.program.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _OTHER_FILES.search(node.value):
                around = self.program.parents[node]
                while isinstance(around, ast.BinOp):
                    around = self.program.parents[around]
                if isinstance(around, ast.Call) and self.program.source(around.func) == "os.path.dirname":
                    # Only the folder is meant.
                    continue
                raise Refusal(node, f"`{node.value}` is a file that a Saver writes, and a checkpoint of TensorFlow 2 has other ones")
        if step is None or (isinstance(step, ast.Constant) and step.value is None):
            if any(self.program.called(node) in _LOOKED_UP for node in walk(self.program.tree)):
                raise Refusal(call, "the newest checkpoint is asked for, and one without a step is not noted anywhere")
            self.emitter.rewriter.replaced[call] = lambda: f"{self._text(receiver)}.write({self._text(path)})"
            return
        manager = self._manager(call, receiver, path, made)
        self.emitter.rewriter.replaced[call] = lambda: f"{manager}.save(checkpoint_number={self._text(step)})"

    def _text(self, node: ast.expr) -> str:
        return self.emitter.rewriter.text(node)

    # --- managers

    def _manager(self, call: ast.Call, receiver: ast.expr, path: ast.expr, made: MethodCall) -> str:
        """Return what manages the checkpoints at a path; it is made behind the saver, or else where it is used."""
        directory, name = self._split(path)
        options = arguments(made.maker, SAVER)
        kept = options.get("max_to_keep")
        keeps_all = isinstance(kept, ast.Constant) and not kept.value
        shown = [f"max_to_keep={'5' if kept is None else 'None' if keeps_all else self._text(kept)}"]
        if "keep_checkpoint_every_n_hours" in options:
            shown.append(f"keep_checkpoint_every_n_hours={self._text(options['keep_checkpoint_every_n_hours'])}")
        shown.append(f"checkpoint_name={name}")

        def line(target: str, saver: str) -> list[str]:
            return _call(f"{target} = {self.program.tf}.train.CheckpointManager", [saver, directory, *shown])

        statement = self.program.statement_of(made.maker)
        target = statement.targets[0] if isinstance(statement, ast.Assign) and statement.value is made.maker else None
        saved = self.evaluator.savers[made.maker]
        is_seen = (
            self._function(call) is self._function(made.maker) or self._function(made.maker) is None or isinstance(target, ast.Attribute)
        )
        if (
            target is not None
            and isinstance(target, (ast.Name, ast.Attribute))
            and is_seen
            and self._is_same(path, saved.scope, made.scope)
        ):
            key = (made.maker, self.program.source(path))
            prefix = f"{self.program.source(target.value)}." if isinstance(target, ast.Attribute) else ""
            if key not in self._managers:
                self._managers[key] = self.emitter.fresh("manager")
                lines = line(prefix + self._managers[key], self.program.source(target))
                self.insert(statement, lines, behind=True)
            owner = f"{self.program.source(receiver.value)}." if isinstance(receiver, ast.Attribute) and prefix else ""
            return owner + self._managers[key]
        place = self.program.statement_of(call)
        manager = self.emitter.fresh("manager")
        self.insert(place, line(manager, self._text(receiver)))
        return manager

    def _split(self, path: ast.expr) -> tuple[str, str]:
        """Return the directory and the name of a path."""
        if isinstance(path, ast.Constant) and isinstance(path.value, str):
            directory, _, name = path.value.rpartition("/")
            return repr(directory or ("/" if path.value.startswith("/") else "")), repr(name)
        if isinstance(path, ast.Call) and self.program.source(path.func) == "os.path.join" and len(path.args) == 2 and not path.keywords:
            last = path.args[1]
            if isinstance(last, ast.Constant) and isinstance(last.value, str) and "/" not in last.value:
                return self._text(path.args[0]), self._text(last)
        if (
            isinstance(path, ast.BinOp)
            and isinstance(path.op, ast.Add)
            and isinstance(path.right, ast.Constant)
            and isinstance(path.right.value, str)
            and path.right.value.startswith("/")
            and path.right.value.count("/") == 1
        ):
            return self._text(path.left), repr(path.right.value[1:])
        if not any(
            isinstance(node, ast.Import) and any(one.name == "os" and not one.asname for one in node.names)
            for node in self.program.tree.body
        ):
            self.emitter.rewriter.require("import os")
        text = self._text(path)
        return f"os.path.dirname({text})", f"os.path.basename({text})"

    def _is_same(self, node: ast.expr, before: Scope, later: Scope) -> bool:
        """Whether an expression gives the same in two places."""
        names = {one.id for one in walk(node) if isinstance(one, ast.Name)}
        attributes = {one.attr for one in walk(node) if isinstance(one, ast.Attribute)}
        stored = {one.attr for one in self.program.each(ast.Attribute) if not isinstance(one.ctx, ast.Load)}
        calls = [one for one in walk(node) if isinstance(one, ast.Call) and not self.program.source(one.func).startswith("os.path.")]
        return not calls and not attributes & stored and all(before.get(name) is later.get(name) and name in before for name in names)

    def insert(self, statement: ast.stmt, lines: list[str], *, behind: bool = False) -> None:
        """Insert lines in front of a statement, or behind it."""
        text = self.emitter.text
        text.own(statement)
        place = (statement.end_lineno or statement.lineno) + 1 if behind else self.program.first_line(statement)
        text.insert(place, [text.indent_of(statement) + line for line in lines])

    # --- checks

    def _check_handlers(self, call: ast.Call) -> None:
        """What is raised if there is no checkpoint is another error now."""
        node: ast.AST = call
        while node in self.program.parents:
            child, node = node, self.program.parents[node]
            if isinstance(node, ast.Try) and child in node.body:
                for handler in node.handlers:
                    named = self.program.source(handler.type) if handler.type is not None else "Exception"
                    if named not in ("Exception", "BaseException"):
                        raise Refusal(
                            call, f"`except {named}` waits for what is raised if there is no checkpoint, which is another error now"
                        )

    def _check_names(self) -> None:
        """What one saver saves and another one restores has to have the same names in both."""
        saving = {made.maker for _, made in self._saves}
        restoring = {made.maker for _, made in self._restores}
        for one in saving:
            for other in restoring - {one}:
                if not self._same_names(one, other):
                    raise Refusal(other, "it restores what another saver saves, and which variables are the same in both cannot be told")

    def _same_names(self, one: ast.Call, other: ast.Call) -> bool:
        lists = [self._list_of(call) for call in (one, other)]
        if all(isinstance(node, ast.Dict) for node in lists):
            return True
        if any(isinstance(node, ast.Dict) for node in lists):
            return False
        saved = [self.evaluator.savers[call].variables for call in (one, other)]
        if all(is_all(self.evaluator, node) for node in lists) and self._is_rebuilt(one, other):
            return True
        if all(two in saved[0] or two in saved[1] for two in (*saved[0], *saved[1])) and (
            set(saved[0]) <= set(saved[1]) or set(saved[1]) <= set(saved[0])
        ):
            # Both are of the same graph: a variable has one name.
            return all(node is None or is_all(self.evaluator, node) or _is_plain(node) for node in lists)
        if not all(is_all(self.evaluator, node) for node in lists):
            return False
        names = [{two.place: two.name if isinstance(two.name, str) else None for two in variables} for variables in saved]
        return names[0] == names[1] and None not in names[0] and None not in names[0].values()

    def _is_rebuilt(self, one: ast.Call, other: ast.Call) -> bool:
        """Whether the second of two savers restores what the first one saves in another graph, by the names of the variables there.

        Its own names for them are then those of the first one.
        """
        first, second = self.evaluator.savers[one], self.evaluator.savers[other]
        names, others = self._names(first), self._names(second)
        if None in names.values() or None in others.values() or not set(others.values()) <= set(names.values()):
            return False
        by_name = {name: made for made, name in names.items()}
        same = {made: by_name[name] for made, name in others.items()}
        if any(not self._are_alike(*pair) for pair in same.items()):
            return False
        trains = [item for item in second.trains if not self._is_stateless(item)]
        if trains:
            listed = [[name for made, name in of.items() if made.trainable] for of in (names, others)]
            every = (*first.trains, *second.trains)
            makers = {ast.dump(maker) if (maker := self.optimizer_of(item)) is not None else "" for item in every}
            if len(first.trains) != 1 or len(second.trains) != 1 or len(makers) > 1 or "" in makers:
                return False
            if listed[0] != listed[1] or any(self._lists_variables(item) for item in every):
                return False
        self._rebuilt[other] = (one, same)
        return True

    def _is_stateless(self, item: Item) -> bool:
        """Whether an optimizer keeps nothing from step to step."""
        maker = self.optimizer_of(item)
        optimizer = made_optimizer(self.program, maker)
        if maker is None or optimizer is None or maker in self.evaluator.scheduled:
            return False
        return optimizer.made == "SGD" and not optimizer.scales_late

    def _lists_variables(self, item: Item) -> bool:
        """Whether a statement that trains says itself what it trains, or may do so."""
        call = item.value.call
        if call is None or not isinstance(call.func, ast.Attribute) or call.func.attr != "minimize":
            return True
        return len(call.args) > 2 or any(one.arg in ("var_list", None) for one in call.keywords)

    def _are_alike(self, made: Made, other: Made) -> bool:
        """Whether the variables of two statements have the same names below their own."""
        if made.is_layer is not other.is_layer:
            return False
        return not made.is_layer or self.program.called(made.call) == self.program.called(other.call)

    def _names(self, saved: Saved) -> dict[Made, str | None]:
        """Return the names that a graph gives its variables; None for one that cannot be told."""
        found: dict[Made, str | None] = {}
        counted: dict[str, int] = {}
        for made in saved.variables:
            name = made.name if made.written is None else made.written
            if made.is_many or not isinstance(name, str):
                found[made] = None
                continue
            number = counted[name.lower()] = counted.get(name.lower(), -1) + 1
            is_taken = made.written is not None and self.evaluator.names.may_be_taken(self.program, name)
            if number:
                is_taken = is_taken or any(two.written is None for two in saved.variables if str(two.name).lower() == name.lower())
            found[made] = None if is_taken else f"{name}_{number}" if number else name
        if len(set(found.values())) < len(found):
            return dict.fromkeys(found)
        return found

    def _list_of(self, call: ast.Call) -> ast.expr | None:
        return arguments(call, SAVER).get("var_list")

    # --- what is saved, when all that there is has its name

    def finish(self) -> None:
        """Insert the lines around savers that name optimizers.

        Raises:
            Refusal: What a saver saves has no name.
        """
        for call in self._marks.values():
            if any(made.maker is call for _, made in self._saves) and is_all(self.evaluator, self._list_of(call)):
                built, _ = self.built(self.optimizers(call, self.evaluator.savers[call]))
                if built:
                    self.insert(self.program.statement_of(call), built)
        self.anew.write()
        for call, made in self._restores:
            if is_all(self.evaluator, self._list_of(made.maker)):
                self._keep_rates(call, made)

    def _keep_rates(self, call: ast.Call, made: MethodCall) -> None:
        """A checkpoint of an optimizer has its learning rate in it, which TensorFlow 1 did not save."""
        makers = {self.optimizer_of(item) for _, item in self.evaluator.trains}
        for item, name in self.optimizers(call, self.evaluator.savers[made.maker]):
            maker = self.optimizer_of(item)
            if maker is None or maker in self.evaluator.rates or maker in self.evaluator.by_hand:
                continue
            rate = maker.args[0] if maker.args else next((one.value for one in maker.keywords if one.arg == "learning_rate"), None)
            if rate is None or (self._is_constant(rate, item) and len(makers) == 1):
                continue
            saved = self.evaluator.savers[made.maker]
            if isinstance(rate, ast.Constant) or self._is_same(rate, saved.scope, made.scope):
                text = self._text(rate)
            else:
                text = self.emitter.fresh("learning_rate")
                self.insert(self.program.statement_of(call), [f"{text} = {name}.learning_rate.numpy()"])
            self.insert(self.program.statement_of(call), [f"{name}.learning_rate = {text}"], behind=True)

    def _is_constant(self, rate: ast.expr, item: Item) -> bool:
        """Whether a learning rate is the same wherever the program goes on from a checkpoint."""
        return isinstance(rate, ast.Constant) or self.evaluator.constant(rate, item.before) is not None

    def optimizer_of(self, item: Item) -> ast.Call | None:
        """Return the call that made the optimizer of a statement that trains."""
        call = item.value.call
        if call is None or not isinstance(call.func, ast.Attribute):
            return None
        return self.evaluator.value(call.func.value, item.before).call

    def filled(self, text: str) -> str:
        """Return the lifted program with the savers in it.

        Raises:
            Refusal: What a saver saves has no name.
        """
        for mark, call in self._marks.items():
            while mark in text:
                start = text.index(mark)
                line = text[text.rfind("\n", 0, start) + 1 : start]
                indent = " " * (len(line) - len(line.lstrip()))
                new = _call(f"{self.program.tf}.train.Checkpoint", self._contents(call), used=len(line))
                text = text[:start] + f"\n{indent}".join(new) + text[start + len(mark) :]
        return text

    def _contents(self, call: ast.Call) -> list[str]:
        node = self._list_of(call)
        if not is_all(self.evaluator, node):
            assert node is not None
            return self._listed(call, node)
        saved = self.evaluator.savers[call]
        return self._as_there(call, saved) if call in self._rebuilt else self.named(call, saved)

    def _as_there(self, call: ast.Call, saved: Saved) -> list[str]:
        """Return the variables and optimizers of a saver under the names that the one in the other graph has for them."""
        there, same = self._rebuilt[call]
        before = self.evaluator.savers[there]
        keys: dict[Made | Item, str] = {}
        for entry, text in self._texts(there, before):
            keys[entry] = _key_of(text)
        found: dict[str, str] = {}
        for entry, text in self._texts(call, saved):
            twin = same[entry] if isinstance(entry, Made) else None if self._is_stateless(entry) else before.trains[0]
            if isinstance(entry, Made) or twin is not None:
                key = keys.get(twin) if twin is not None else None
                if key is None or key in found:
                    raise Refusal(call, "it restores what another saver saves, and which variables are the same in both cannot be told")
                found[key] = text
        return [f"{key}={text}" for key, text in found.items()]

    def _texts(self, call: ast.Call, saved: Saved) -> list[tuple[Made | Item, str]]:
        """Return the variables and the statements that train, with what a saver may call each and its optimizer.

        Raises:
            Refusal: A statement makes several.
        """
        found: list[tuple[Made | Item, str]] = []
        for made in saved.variables:
            texts = list(dict.fromkeys(self.names_of(call, made, saved)))
            if len(texts) > 1:
                raise Refusal(call, "it restores what another saver saves, and which variables are the same in both cannot be told")
            found += [(made, text) for text in texts]
        return [*found, *self.optimizers(call, saved)]

    def named(self, call: ast.Call, saved: Saved) -> list[str]:
        """Return variables and optimizers as arguments with names.

        Args:
            call: Where they are named.
            saved: What they are.

        Raises:
            Refusal: One has no name there, or two have the same.
        """
        named: dict[str, str] = {}
        texts = []
        for made in saved.variables:
            for text in self.names_of(call, made, saved):
                if made.item is not None and self.evaluator.may_be_missing(made.item.node, text.rpartition(".")[2], call):
                    raise Refusal(call, f"a condition decides whether there is `{text}`, which is saved here")
                texts.append(text)
        texts += [name for _, name in self.optimizers(call, saved)]
        for text in dict.fromkeys(texts):
            key = _key_of(text)
            if key in named or not key.isidentifier():
                raise Refusal(call, f"two of the variables that are saved here are called `{key}`")
            named[key] = text
        if not named:
            raise Refusal(call, "no variables are known that are saved here")
        return [f"{key}={text}" for key, text in named.items()]

    def _listed(self, call: ast.Call, node: ast.expr) -> list[str]:
        """Return what is saved of variables that are listed."""
        if isinstance(node, ast.Dict) and all(isinstance(key, ast.Constant) and isinstance(key.value, str) for key in node.keys):
            keys = [str(key.value) for key in node.keys if isinstance(key, ast.Constant)]
            if all(key.isidentifier() for key in keys):
                return [f"{key}={self._text(value)}" for key, value in zip(keys, node.values)]
        if isinstance(node, ast.Dict) or self._is_dictionary(call, node):
            return [f"**{self._text(node)}"]
        if _is_plain(node):
            assert isinstance(node, (ast.List, ast.Tuple))
            names = [self._text(one) for one in node.elts]
            keys = [name.rpartition(".")[2].lstrip("_") for name in names]
            if len(set(keys)) == len(keys):
                return [f"{key}={name}" for key, name in zip(keys, names)]
        return [f"variables={self._text(node)}"]

    def _is_dictionary(self, call: ast.Call, node: ast.expr) -> bool:
        made = self.evaluator.value(node, self.evaluator.savers[call].scope).made_of
        return made is not None and isinstance(made[0], ast.Dict)

    def names_of(self, call: ast.Call, made: Made, saved: Saved) -> Iterator[str]:
        """Return what a saver may call what a statement has made."""
        item = made.item
        assert item is not None
        once = self.emitter.made_once.get(item)
        if once is not None:
            for name in once:
                yield self.seen(call, saved.scope, name.rpartition(".")[2], item, is_attribute="." in name)
            return
        if item.role is Role.BUILD and not any(item in step.items for step in self.emitter.planner.steps.values()):
            return
        frame = item.frame
        attributes = (
            [name for name, one in frame.attributes.items() if one.item is item and one.value.kind is Kind.VARIABLE] if frame else []
        )
        if attributes:
            yield self.seen(call, saved.scope, attributes[0], item, is_attribute=True)
            return
        scope = saved.scope
        names = [name for name, one in scope.items() if one.item is item and one.value.kind is Kind.VARIABLE]
        if not names and sum(one.call is made.call for one in saved.variables) == 1:
            names = [name for name, one in scope.items() if one.value.kind is Kind.VARIABLE and made.call in one.value.reads]
        if not names and made.place is not None and made.place.isidentifier() and item.role is Role.KEEP:
            names = [made.place]
        if not names:
            raise Refusal(call, "a variable that is saved here has no name that is seen here")
        yield self.seen(call, saved.scope, names[0], item, is_attribute=False)

    def optimizers(self, call: ast.Call, saved: Saved) -> list[tuple[Item, str]]:
        """Return the optimizers that have variables of their own, as they are called where a call stands."""
        found: list[tuple[Item, str]] = []
        for item in saved.trains:
            train = item.value.call
            if train is None or not isinstance(train.func, ast.Attribute):
                raise Refusal(call, "what trains the variables that are saved here cannot be told")
            receiver, maker = train.func.value, self.optimizer_of(item)
            if maker in self.evaluator.by_hand:
                if maker not in self.emitter.slots:
                    continue
                name, is_attribute = self.emitter.slots[maker].rpartition(".")[2], item.frame is not None
            elif item in self.emitter.made_optimizers:
                name, is_attribute = self.emitter.made_optimizers[item], item.frame is not None
            elif isinstance(receiver, ast.Name):
                name, is_attribute = receiver.id, False
            elif isinstance(receiver, ast.Attribute) and isinstance(receiver.value, ast.Name) and item.frame is not None:
                name, is_attribute = receiver.attr, True
            elif not any(item in step.trains for step in self.emitter.planner.steps.values()):
                continue
            else:
                raise Refusal(call, "the optimizer whose variables are saved here has no name that is seen here")
            text = self.seen(call, self._scope(call, saved), name, item, is_attribute=is_attribute)
            if all(text != other for _, other in found):
                found.append((item, text))
        return found

    def seen(self, call: ast.Call, scope: Scope, name: str, item: Item, *, is_attribute: bool) -> str:
        """Return what a name that a statement binds, or an attribute, is called where a call stands."""
        function = self._function(call)
        if item.frame is not None:
            inside = function is not None and self.program.parents[function] in (item.frame.node, *item.frame.bases)
            if inside and function is not None and function is item.function and not is_attribute:
                return self.emitter.attributes.kept(item.frame, name) or name
            owner = function.args.args[0].arg if inside and function is not None else self._owner(call, scope, item.frame)
            if not is_attribute and self.emitter.attributes.kept(item.frame, name) is None:
                raise Refusal(call, f"`{name}` is made in a method that does not show it here")
            return f"{owner}.{name}"
        if item.function is not None and item.function is not function:
            raise Refusal(call, f"`{name}` is made in a function that does not show it here")
        return name

    def _scope(self, call: ast.Call, saved: Saved) -> Scope:
        made = self.evaluator.methods.get(call)
        return made.scope if made is not None else saved.scope

    def _owner(self, call: ast.Call, scope: Scope, frame: ClassFrame) -> str:
        """Return the name of the only object of a class."""
        names = [name for name, one in scope.items() if one.value.instance is not None and one.value.instance.frame is frame]
        if len(names) != 1:
            raise Refusal(call, "the object that is saved, restored or set to zero here has no name that is seen here")
        return names[0]

    # --- places

    def _function(self, node: ast.AST) -> Function:
        while node in self.program.parents:
            node = self.program.parents[node]
            if isinstance(node, ast.FunctionDef):
                return node
        return None


def _name(call: ast.Call) -> str | None:
    return call.func.attr if isinstance(call.func, ast.Attribute) else None


def _key_of(text: str) -> str:
    """Return the name under which a checkpoint has what is called so."""
    return text.rpartition(".")[2].lstrip("_")


def _is_plain(node: ast.expr | None) -> bool:
    return isinstance(node, (ast.List, ast.Tuple)) and all(isinstance(one, (ast.Name, ast.Attribute)) for one in node.elts)


def _blocks(node: ast.AST) -> list[list[ast.stmt]]:
    return [block for name in ("body", "orelse", "finalbody") if isinstance(block := getattr(node, name, None), list)]


def _call(function: str, arguments: list[str], used: int = 0) -> list[str]:
    """Return a call as lines."""
    line = f"{function}({', '.join(arguments)})"
    if used + len(line) <= _WIDTH:
        return [line]
    return [f"{function}(", *(f"    {one}," for one in arguments), ")"]
