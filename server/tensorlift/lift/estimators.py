"""Estimators: a model function becomes a class that builds the graph once, with a method for each thing an Estimator does.

An Estimator builds its graph anew in each call, with ``mode`` telling what for, and keeps the variables in a folder from call to call. The class
written here builds it once: what only one mode does is fetched by one method only, and what differs between training and the rest is asked of
``training``. The class still has a session, so that all that can be lifted in a program can be lifted in a model function.

Source: ``tensorflow_estimator/python/estimator/estimator.py`` of TensorFlow 1.15, and the guide's page on migrating from Estimators to Keras.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from tensorlift.lift.input_functions import Edit, Elements, InputFunctions
from tensorlift.lift.known.base import arguments
from tensorlift.lift.known.canned_estimators import CANNED, LIFTED, default_optimizer, has_slots, treats_rows_as_the_whole
from tensorlift.lift.model_functions import written_out
from tensorlift.lift.program import Program, Refusal, SharedLine, children, free_name, stored_names, walk
from tensorlift.lift.streaming import Streaming, streaming

TRAIN, EVAL, PREDICT = "train", "eval", "infer"
_ALL = frozenset({TRAIN, EVAL, PREDICT})
_MODES = {"estimator.ModeKeys.TRAIN": TRAIN, "estimator.ModeKeys.EVAL": EVAL, "estimator.ModeKeys.PREDICT": PREDICT}
_MAKER = ("model_fn", "model_dir", "config", "params", "warm_start_from")
_SPEC = ("mode", "predictions", "loss", "train_op", "eval_metric_ops", "export_outputs", "training_chief_hooks", "training_hooks", "scaffold",
         "evaluation_hooks", "prediction_hooks")  # fmt: skip
_CONFIG = ("model_dir", "tf_random_seed", "save_summary_steps", "save_checkpoints_steps", "save_checkpoints_secs", "session_config",
           "keep_checkpoint_max", "keep_checkpoint_every_n_hours", "log_step_count_steps")  # fmt: skip
_METHODS = ("train", "evaluate", "predict", "get_variable_value")
_STEPS = ("train.get_global_step", "train.get_or_create_global_step", "train.create_global_step")
_TAKEN = frozenset(
    {*_METHODS, "session", "features", "labels", "global_step", "checkpoints", "name", "variables", "submodules", "summaries", "writer"}
)
_NAMED = {"dense": "dense", "conv1d": "conv1d", "conv2d": "conv2d", "conv3d": "conv3d", "batch_normalization": "batch_normalization"}
"""How ``tf.layers`` names layers by itself."""
_WEIGHTS = ("kernel", "bias", "gamma", "beta", "moving_mean", "moving_variance")
_DRAWN = re.compile(r"(np\.|numpy\.)?random\.(?!RandomState$|default_rng$|Random$)\w+")
_SUMMARIES = ("summary.scalar", "summary.histogram", "summary.image", "summary.text", "summary.audio", "summary.merge_all")
_HOOKS = ("train.LoggingTensorHook", "estimator.LoggingTensorHook")


_CANNED = {f"estimator.{name}": names for name, names in CANNED.items()}
_MADE = ("estimator.Estimator", *_CANNED)


def without_estimators(program: Program) -> Program:
    """Return a program with classes in the place of its Estimators and their model functions.

    Raises:
        Refusal: They do something that has no counterpart.
        SharedLine: Several statements stand on a line that has to change.
    """
    made = [node for node in program.each(ast.Call) if program.called(node) in _MADE]
    if not made:
        return program
    program = written_out(program, _origins)
    made = [node for node in program.each(ast.Call) if program.called(node) in _MADE]
    text = _Rewrite(program, made).text()
    return Program(text, _origins(program, text))


def _origins(program: Program, text: str) -> list[int]:
    old = [line.strip() for line in program.text.splitlines()]
    new = [line.strip() for line in text.splitlines()]
    found = [1] * (len(new) + 1)
    for _, low, high, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for line in range(start, end):
            found[line] = program.origin[min(max(min(low + line - start, high - 1), low), len(program.origin) - 1)]
    return found


@dataclass(eq=False)
class _Use:
    """A call of a method of an Estimator."""

    call: ast.Call
    method: str
    arguments: dict[str, ast.expr]


@dataclass
class _Class:
    """What is known about the class that a model function becomes.

    Attributes:
        name: Its name.
        uses: How its objects are used.
        has_params: It is made with parameters.
        keeps: It keeps its variables in a folder.
        elements: What the data sets consist of that it gets, by method.
        named: The names that calls of layers get, so that their variables are found.
        named_variables: It comes with a model whose variables are found by the names that they had.
        has_slots: Its optimizer makes variables, too.
        summary_steps: How many steps there are from one summary to the next; None for none.
    """

    name: str
    uses: list[_Use] = field(default_factory=list)
    has_params: bool = False
    keeps: bool = False
    elements: dict[str, Elements] = field(default_factory=dict)
    named: dict[ast.Call, str] = field(default_factory=dict)
    named_variables: bool = False
    has_slots: bool = False
    summary_steps: str | None = "100"


class _Rewrite:
    """Rewrites a program."""

    def __init__(self, program: Program, made: list[ast.Call]) -> None:
        self.program = program
        self.made = sorted(made, key=program.span)
        self.edits: set[Edit] = set()
        self.inputs = InputFunctions(program)
        self.functions = {node.name: node for node in program.tree.body if isinstance(node, ast.FunctionDef)}
        self.classes: dict[ast.FunctionDef, _Class] = {}
        self.canned: dict[str, _Class] = {}
        self.statements: dict[ast.AST, list[str]] = {}

    def text(self) -> str:
        """Return the program."""
        names: dict[str, _Class] = {}
        for call in self.made:
            self._maker(call, names)
        inside = {node for function in self.classes for node in walk(function)}
        for node in walk(self.program.tree):
            if isinstance(node, ast.Call) and (self.program.called(node) or "").startswith("summary.") and node not in inside:
                raise Refusal(node, "an Estimator writes summaries beside its checkpoints")
        self.inputs.rewrite_makers()
        self._uses(names)
        self._train_and_evaluate(names)
        for function, one in self.classes.items():
            body = _ModelFunction(self.program, function, one).lines()
            start = self.program.line_start(function.lineno)
            end = self.program.line_start((function.end_lineno or 0) + 1)
            self.edits = {edit for edit in self.edits if not start <= edit[0] < end}
            self.edits.add((start, end, "\n".join(body) + "\n"))
        self._imports()
        every = self.edits | self.inputs.edits
        data = self.program.data
        for low, high, new in sorted(every, reverse=True):
            # What is written anew as a whole has the edits of its parts in it.
            if not any(start <= low and high <= end and (start, end) != (low, high) for start, end, _ in every):
                data = data[:low] + new.encode() + data[high:]
        return data.decode()

    # --- Estimators

    def _maker(self, call: ast.Call, names: dict[str, _Class]) -> None:
        if self.program.called(call) in _CANNED:
            self._canned(call, names)
            return
        given = arguments(call, _MAKER)
        if "warm_start_from" in given:
            raise Refusal(call, "a model starts from the variables of another one")
        node = given.get("model_fn")
        function = self.functions.get(node.id) if isinstance(node, ast.Name) else None
        if function is None:
            raise Refusal(call, "the model function of an Estimator is not a function of this file that is given by its name")
        uses = [one for one in self.program.each(ast.Name) if one.id == function.name]
        if any(not any(use in walk(one) for one in self.made) for use in uses):
            raise Refusal(function, f"`{function.name}` is used otherwise than by an Estimator")
        config = self._config(given.get("config"))
        folder = given.get("model_dir", config.get("model_dir"))
        keeps = folder is not None and not self._is_temporary(folder) and not _is_none(folder)
        known = self.classes.get(function)
        if known is None:
            known = self.classes[function] = _Class(self._class_name(function.name))
            known.has_params, known.keeps = "params" in given, keeps
            if (steps := config.get("save_summary_steps")) is not None:
                known.summary_steps = None if isinstance(steps, ast.Constant) and not steps.value else self.program.source(steps)
        if known.keeps != keeps or known.has_params != ("params" in given):
            raise Refusal(call, f"the Estimators of `{function.name}` are made with different arguments")
        shown = []
        if "params" in given:
            shown.append(self.program.source(given["params"]))
        if keeps and folder is not None:
            shown.append(self._folder(folder))
        self.edits.add((*self.program.span(call), f"{known.name}({', '.join(shown)})"))
        self._bind(call, known, names)

    def _canned(self, call: ast.Call, names: dict[str, _Class]) -> None:
        """Give an Estimator that comes with a model all that its class needs, by name."""
        symbol = str(self.program.called(call))
        name = symbol.rpartition(".")[2]
        given = arguments(call, _CANNED[symbol])
        for key, value in given.items():
            if key not in LIFTED and not _is_none(value):
                raise Refusal(value, f"`{key}` of `{self.program.source(call.func)}` is not lifted")
        given = {key: value for key, value in given.items() if not _is_none(value)}
        config = self._config(given.pop("config", None))
        folder = given.pop("model_dir", config.get("model_dir"))
        columns = self.program.source(given["feature_columns"])
        optimizer = (
            default_optimizer(self.program.tf, name, given.pop("optimizer", None), columns)
            if not isinstance(given.get("optimizer"), (ast.Name, ast.Attribute, ast.Call))
            else None
        )
        if optimizer is None:
            if "optimizer" not in given:
                raise Refusal(call, "the optimizer of a model is made by a function")
            self._check_rows(name, given["optimizer"])
        shown = [f"{key}={self.program.source(value)}" for key, value in given.items()]
        shown += [f"optimizer={optimizer}"] if optimizer is not None else []
        if folder is not None and not self._is_temporary(folder) and not _is_none(folder):
            shown.append(f"model_dir={self._folder(folder)}")
        self.edits.add((*self.program.span(call), f"{self.program.tf}.estimator.canned.{name}({', '.join(shown)})"))
        known = self.canned.setdefault(symbol, _Class(name))
        known.named_variables = name.startswith("Linear")
        known.has_slots = known.has_slots or optimizer is not None or has_slots(self.program.called(given["optimizer"]))
        self._bind(call, known, names)

    def _check_rows(self, name: str, optimizer: ast.expr) -> None:
        """Linear models of words are trained row by row, which not every optimizer does as it trains a whole table."""
        calls = list(self.program.each(ast.Call))
        if name.startswith("DNN") or not any("feature_column.categorical" in (self.program.called(one) or "") for one in calls):
            return
        if not treats_rows_as_the_whole(self.program.called(optimizer)):
            raise Refusal(optimizer, "this optimizer leaves the weights of words alone that a batch does not have")

    def _bind(self, call: ast.Call, known: _Class, names: dict[str, _Class]) -> None:
        """Note the name of an Estimator."""
        statement = self.program.parents[call]
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            names[self.program.source(statement.targets[0])] = known
        elif isinstance(statement, ast.Return):
            self._factory(statement, known, names)
        else:
            raise Refusal(call, "an Estimator is not bound to a name")

    def _factory(self, statement: ast.Return, known: _Class, names: dict[str, _Class]) -> None:
        function: ast.AST = statement
        while function in self.program.parents and not isinstance(function, ast.FunctionDef):
            function = self.program.parents[function]
        for node in walk(self.program.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == getattr(function, "name", None):
                parent = self.program.parents[node]
                if not isinstance(parent, ast.Assign) or len(parent.targets) != 1:
                    raise Refusal(node, "an Estimator is not bound to a name")
                names[self.program.source(parent.targets[0])] = known

    def _folder(self, node: ast.expr) -> str:
        """Return the folder of an Estimator, which may be known when the program runs only; None stood for one that is made then.

        Raises:
            Refusal: It may be None.
        """
        if self._may_be_none(node):
            raise Refusal(node, f"`{self.program.source(node)}` may be `None`, which stood for a temporary folder")
        return self.program.source(node)

    def _may_be_none(self, node: ast.expr, depth: int = 0) -> bool:
        if isinstance(node, (ast.Constant, ast.JoinedStr, ast.BinOp)):
            return _is_none(node)
        if isinstance(node, ast.Call):
            return isinstance(node.func, ast.Attribute) and node.func.attr == "get"
        if isinstance(node, ast.BoolOp):
            return self._may_be_none(node.values[-1], depth)
        if isinstance(node, ast.IfExp):
            return self._may_be_none(node.body, depth) or self._may_be_none(node.orelse, depth)
        if isinstance(node, ast.Attribute):
            return any(self._says_none(one, node.attr) for one in self.program.each(ast.Call))
        if not isinstance(node, ast.Name) or depth > 4:
            return True
        given: list[ast.expr] = []
        for one in walk(self.program.tree):
            if isinstance(one, ast.Assign) and _binds(one, node.id):
                given.append(one.value)
            if isinstance(one, ast.FunctionDef):
                names = [part.arg for part in one.args.args]
                if node.id not in names:
                    continue
                place = names.index(node.id)
                first = len(names) - len(one.args.defaults)
                given += [one.args.defaults[place - first]] if place >= first else []
                for call in walk(self.program.tree):
                    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == one.name:
                        given += [*call.args[place : place + 1], *(part.value for part in call.keywords if part.arg == node.id)]
        return not given or any(self._may_be_none(one, depth + 1) for one in given)

    def _says_none(self, call: ast.Call, name: str) -> bool:
        """Whether a call describes an option of the command line that is None if it is not given."""
        first = call.args[0] if call.args else None
        if not isinstance(first, ast.Constant) or not isinstance(first.value, str) or not isinstance(call.func, ast.Attribute):
            return False
        default = next((one.value for one in call.keywords if one.arg == "default"), None)
        is_required = any(one.arg == "required" for one in call.keywords)
        if call.func.attr == "add_argument" and any(
            isinstance(one, ast.Constant) and str(one.value).lstrip("-").replace("-", "_") == name for one in call.args
        ):
            return not is_required and first.value.startswith("-") and (default is None or _is_none(default))
        if call.func.attr in ("DEFINE_string", "DEFINE_enum") and first.value == name:
            default = default or (call.args[1] if len(call.args) > 1 else None)
            return default is None or _is_none(default)
        return False

    def _is_temporary(self, node: ast.expr) -> bool:
        """Whether a folder is made where it is given, so that nothing is in it and nobody else knows it."""
        if isinstance(node, ast.Call) and self.program.source(node.func) in ("os.path.join", "join") and node.args:
            return self._is_temporary(node.args[0])
        return isinstance(node, ast.Call) and self.program.source(node.func) in ("tempfile.mkdtemp", "mkdtemp")

    def _config(self, node: ast.expr | None) -> dict[str, ast.expr]:
        """Return the arguments of the configuration that an Estimator gets; the statement that makes it goes."""
        if node is None or _is_none(node):
            return {}
        if isinstance(node, ast.Name):
            found = [one for one in self.program.each(ast.Assign) if _binds(one, node.id)]
            uses = [one for one in self.program.each(ast.Name) if one.id == node.id]
            if len(found) != 1 or len(uses) != 2:
                raise Refusal(node, f"`{node.id}` is used otherwise than as the configuration of one Estimator")
            self._remove(found[0])
            node = found[0].value
        if not isinstance(node, ast.Call) or self.program.called(node) != "estimator.RunConfig":
            raise Refusal(node, "what an Estimator is configured with is not a `tf.estimator.RunConfig`")
        return arguments(node, _CONFIG)

    def _class_name(self, name: str) -> str:
        for ending in ("_fn", "_function"):
            name = name.removesuffix(ending)
        base = "".join(part[:1].upper() + part[1:] for part in name.split("_")) or "Model"
        used = {node.id for node in self.program.each(ast.Name)}
        used |= {node.name for node in self.program.each((ast.FunctionDef, ast.ClassDef))}
        used |= {one.name for one in self.classes.values()}
        return free_name(base, used, "")

    def _remove(self, statement: ast.stmt) -> None:
        for line in (statement.lineno, statement.end_lineno or 0):
            inside = [one for one in self.program.each(ast.stmt) if line in (one.lineno, one.end_lineno) and one is not statement]
            if any(not isinstance(one, (ast.FunctionDef, ast.ClassDef, ast.If, ast.With, ast.For, ast.Try)) for one in inside):
                raise SharedLine(line)
        self.edits.add((self.program.line_start(statement.lineno), self.program.line_start((statement.end_lineno or 0) + 1), ""))

    # --- how they are used

    def _uses(self, names: dict[str, _Class]) -> None:
        is_one = len(self.classes) + len(self.canned) == 1
        self._handed_on(names)
        for node in walk(self.program.tree):
            if not isinstance(node, (ast.Name, ast.Attribute)) or not isinstance(node.ctx, ast.Load):
                continue
            known = names.get(self.program.source(node))
            if known is None:
                continue
            parent = self.program.parents[node]
            call = self.program.parents.get(parent)
            if isinstance(parent, ast.Attribute) and isinstance(call, ast.Call) and call.func is parent:
                self._use(call, parent.attr, known)
            elif isinstance(parent, ast.Attribute):
                raise Refusal(parent, f"`{self.program.source(parent)}` of an Estimator has no counterpart")
            elif self.program.called(call if isinstance(parent, ast.keyword) else parent) == "estimator.train_and_evaluate":
                continue
            elif not (isinstance(parent, (ast.Call, ast.keyword, ast.Return)) and is_one):
                raise Refusal(node, "an Estimator is handed on in a way that is not followed")

    def _handed_on(self, names: dict[str, _Class]) -> None:
        """Follow Estimators into the functions that get them."""
        for _ in range(3):
            for call in walk(self.program.tree):
                if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in self.functions):
                    continue
                function = self.functions[call.func.id]
                given = dict(zip((one.arg for one in function.args.args), call.args))
                given.update({str(one.arg): one.value for one in call.keywords})
                for name, value in given.items():
                    if self.program.source(value) in names:
                        names[name] = names[self.program.source(value)]

    def _use(self, call: ast.Call, method: str, known: _Class) -> None:
        source = self.program.source
        assert isinstance(call.func, ast.Attribute)
        if method == "train":
            given = arguments(call, ("input_fn", "hooks", "steps", "max_steps", "saving_listeners"))
            self._stopped(call, given)
            self._hooks(given.get("hooks"))
            if "saving_listeners" in given and not _is_none(given["saving_listeners"]):
                raise Refusal(given["saving_listeners"], "a listener to checkpoints is not lifted")
        elif method == "evaluate":
            given = arguments(call, ("input_fn", "steps", "hooks", "checkpoint_path", "name"))
            self._hooks(given.get("hooks"))
            if "checkpoint_path" in given and not _is_none(given["checkpoint_path"]):
                raise Refusal(given["checkpoint_path"], "which checkpoint is evaluated is told by its path")
        elif method == "predict":
            given = arguments(call, ("input_fn", "predict_keys", "hooks", "checkpoint_path", "yield_single_examples"))
            for name in ("predict_keys", "hooks", "checkpoint_path", "yield_single_examples"):
                if name in given and not _is_none(given[name]):
                    raise Refusal(given[name], f"`{name}` of a prediction is not lifted")
        elif method in ("get_variable_value", "get_variable_names") and known.named_variables:
            if method == "get_variable_names" and known.has_slots:
                raise Refusal(call, "the names of the variables are those of the optimizer, too")
            return
        elif method == "get_variable_value" and known not in self.canned.values():
            given = arguments(call, ("name",))
            variable = given.get("name")
            if not isinstance(variable, ast.Constant) or not isinstance(variable.value, str):
                raise Refusal(call, "the name of a variable is not written out")
            known.uses.append(_Use(call, method, given))
            owner = source(call.func.value)
            layer, _, weight = variable.value.rpartition("/")
            if layer:
                place = self._layer(call, layer, weight, known)
                self.edits.add((*self.program.span(call), f"{owner}.{place}.numpy()"))
            else:
                self.edits.add((*self.program.span(call), f"{owner}.session.run({owner}.{weight})"))
            return
        else:
            raise Refusal(call, f"`{source(call.func)}` of an Estimator has no counterpart")
        if "input_fn" not in given:
            raise Refusal(call, "an Estimator gets no input function")
        found = self.inputs.elements(given["input_fn"])
        known.elements[method] = known.elements[method] | found if method in known.elements else found
        known.uses.append(_Use(call, method, given))
        order = {"train": ("input_fn", "steps", "max_steps"), "evaluate": ("input_fn", "steps"), "predict": ("input_fn",)}[method]
        text = self._call(source(call.func), order, given, [one.arg for one in call.keywords])
        if text is not None:
            self.edits.add((self.program.span(call.func)[0], self.program.span(call)[1], text))

    def _layer(self, call: ast.Call, layer: str, weight: str, known: _Class) -> str:
        """Return the attribute that keeps a variable of a layer, by the layer's name in the graph."""
        function = next(one for one, other in self.classes.items() if other is known)
        found: dict[str, ast.Call] = {}
        for node in sorted((one for one in walk(function) if isinstance(one, ast.Call)), key=self.program.span):
            symbol = self.program.called(node) or ""
            if not symbol.startswith("layers.") or symbol.rpartition(".")[2] not in _NAMED:
                continue
            names = [one.value for one in node.keywords if one.arg == "name"]
            if any(not isinstance(one, ast.Constant) for one in names):
                raise Refusal(node, "the name of a layer whose variables are asked for is not written out")
            base = str(names[0].value) if names and isinstance(names[0], ast.Constant) else _NAMED[symbol.rpartition(".")[2]]
            name, number = base, 1
            while name in found and not names:
                name, number = f"{base}_{number}", number + 1
            found[name] = node
        if layer not in found or weight not in _WEIGHTS or not layer.isidentifier() or self._is_elsewhere(function):
            raise Refusal(call, f"the variable `{layer}/{weight}` is asked for by its name")
        if not any(one.arg == "name" for one in found[layer].keywords):
            known.named[found[layer]] = layer
        bound = {node.id for node in self.program.each(ast.Name)}
        return f"{layer}_layer.{weight}" if layer in bound else f"{layer}.{weight}"

    def _is_elsewhere(self, function: ast.FunctionDef) -> bool:
        """Whether layers are made in loops, scopes or functions that a model function calls, so that their names are not known here."""
        inside = set(walk(function))
        for node in walk(self.program.tree):
            if isinstance(node, ast.Call) and (self.program.called(node) or "").startswith("layers.") and node not in inside:
                return True
        blocks = [node for node in inside if isinstance(node, (ast.For, ast.While, ast.With))]
        return any((self.program.called(node) or "").startswith("layers.") for one in blocks for node in walk(one))

    def _hooks(self, node: ast.expr | None) -> None:
        """Let hooks go that only log; the statements that made them go, too."""
        if node is None or _is_none(node):
            return
        if not isinstance(node, (ast.List, ast.Tuple)):
            raise Refusal(node, "which hooks are run with each step is not written out")
        for one in node.elts:
            made, statement = one, None
            if isinstance(one, ast.Name):
                found = [each for each in self.program.each(ast.Assign) if _binds(each, one.id)]
                statement = found[0] if len(found) == 1 else None
                made = statement.value if statement is not None else one
            if self.program.called(made) not in _HOOKS:
                raise Refusal(one, "a hook that is run with each step is not lifted")
            if statement is not None:
                self._remove_with_data(statement)

    def _remove_with_data(self, statement: ast.Assign) -> None:
        """Remove a statement, and the literals that only it uses."""
        self._remove(statement)
        for name in {one.id for one in walk(statement.value) if isinstance(one, ast.Name)}:
            uses = [one for one in self.program.each(ast.Name) if one.id == name]
            made = [one for one in self.program.each(ast.Assign) if _binds(one, name)]
            if len(uses) == 2 and len(made) == 1 and isinstance(made[0].value, (ast.Dict, ast.List, ast.Constant)):
                if not any(isinstance(one, ast.Call) for one in walk(made[0].value)):
                    self._remove(made[0])

    def _call(self, called: str, order: Sequence[str], given: dict[str, ast.expr], named: Iterable[str | None]) -> str | None:
        """Return a call with the arguments that are left; None where it may stay as it is."""
        extra = [name for name in given if name not in order]
        if not extra and ("steps" in named or "steps" not in given):
            return None
        shown = [
            f"{name}={self._edited(given[name])}" if name in named or name != "input_fn" else self._edited(given[name])
            for name in order
            if name in given
        ]
        return f"{called}({', '.join(shown)})"

    def _edited(self, node: ast.expr) -> str:
        """Return an expression with the edits of input functions made."""
        start, end = self.program.span(node)
        text = self.program.data[start:end]
        for low, high, new in sorted(self.inputs.edits, reverse=True):
            if start <= low and high <= end:
                text = text[: low - start] + new.encode() + text[high - start :]
        return text.decode()

    def _stopped(self, call: ast.Call, given: dict[str, ast.expr]) -> None:
        """Take a hook that stops at a step as the number of steps."""
        hooks = given.get("hooks")
        if not isinstance(hooks, ast.List) or len(hooks.elts) != 1 or "steps" in given or "max_steps" in given:
            return
        hook = hooks.elts[0]
        if isinstance(hook, ast.Call) and self.program.called(hook) in ("train.StopAtStepHook", "estimator.StopAtStepHook"):
            limits = arguments(hook, ("num_steps", "last_step"))
            del given["hooks"]
            for theirs, ours in (("num_steps", "steps"), ("last_step", "max_steps")):
                if theirs in limits:
                    given[ours] = limits[theirs]

    # --- train_and_evaluate

    def _train_and_evaluate(self, names: dict[str, _Class]) -> None:
        for call in [node for node in walk(self.program.tree) if self.program.called(node) == "estimator.train_and_evaluate"]:
            assert isinstance(call, ast.Call)
            given = arguments(call, ("estimator", "train_spec", "eval_spec"))
            known = names.get(self.program.source(given["estimator"]))
            if known is None:
                raise Refusal(call, "it is not known which Estimator is trained and evaluated here")
            training = self._spec(given["train_spec"], "estimator.TrainSpec", ("input_fn", "max_steps", "hooks"))
            evaluation = self._spec(
                given["eval_spec"],
                "estimator.EvalSpec",
                ("input_fn", "steps", "name", "hooks", "exporters", "start_delay_secs", "throttle_secs"),
            )
            for spec in (training, evaluation):
                for name in ("hooks", "exporters"):
                    if name in spec and not _is_none(spec[name]) and not _is_empty(spec[name]):
                        raise Refusal(spec[name], f"`{name}` of training and evaluation is not lifted")
            for method, spec in (("train", training), ("evaluate", evaluation)):
                found = self.inputs.elements(spec["input_fn"])
                known.elements[method] = known.elements[method] | found if method in known.elements else found
                known.uses.append(_Use(call, method, {name: spec[name] for name in ("input_fn", "steps", "max_steps") if name in spec}))
            owner = self.program.source(given["estimator"])
            limit = f", max_steps={self._edited(training['max_steps'])}" if "max_steps" in training else ""
            steps = f", steps={self._edited(evaluation['steps'])}" if "steps" in evaluation else ", steps=100"
            if steps == ", steps=None":
                steps = ""
            first = f"{owner}.train({self._edited(training['input_fn'])}{limit})"
            second = f"{owner}.evaluate({self._edited(evaluation['input_fn'])}{steps})"
            self._write_both(call, first, second)

    def _write_both(self, call: ast.Call, first: str, second: str) -> None:
        statement = self.program.parents[call]
        indent = "\n" + " " * getattr(statement, "col_offset", 0)
        if isinstance(statement, ast.Expr):
            self.edits.add((*self.program.span(statement), f"{first}{indent}{second}"))
            return
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            raise Refusal(call, "the result of training and evaluation is used in a way that is not lifted")
        target = statement.targets[0]
        if isinstance(target, ast.Tuple) and len(target.elts) == 2:
            metrics, exported = (self.program.source(one) for one in target.elts)
            names = [node.id for node in self.program.each(ast.Name) if isinstance(node.ctx, ast.Load)]
            rest = f"{indent}{exported} = []" if exported in names else ""
            self.edits.add((*self.program.span(statement), f"{first}{indent}{metrics} = {second}{rest}"))
        else:
            self.edits.add((*self.program.span(statement), f"{first}{indent}{self.program.source(target)} = {second}, []"))

    def _spec(self, node: ast.expr, symbol: str, names: tuple[str, ...]) -> dict[str, ast.expr]:
        """Return the arguments of a specification; the statement that makes it goes."""
        if isinstance(node, ast.Name):
            found = [one for one in self.program.each(ast.Assign) if _binds(one, node.id)]
            uses = [one for one in self.program.each(ast.Name) if one.id == node.id]
            if len(found) != 1 or len(uses) != 2:
                raise Refusal(node, f"`{node.id}` is used otherwise than in one `train_and_evaluate`")
            self._remove(found[0])
            node = found[0].value
        if not isinstance(node, ast.Call) or self.program.called(node) != symbol:
            raise Refusal(node, "what is trained or evaluated is not told by a `TrainSpec` and an `EvalSpec` that are written out")
        given = arguments(node, names)
        if "input_fn" not in given:
            raise Refusal(node, "an Estimator gets no input function")
        return given

    # --- imports

    def _imports(self) -> None:
        """Remove imports of what is no longer there."""
        gone = [(low, high) for low, high, _ in self.edits | self.inputs.edits]
        for node in self.program.tree.body:
            if not isinstance(node, ast.ImportFrom) or node.level or node.module not in ("tensorflow", "tensorflow.estimator"):
                continue
            names = [one.asname or one.name for one in node.names if node.module != "tensorflow" or one.name == "estimator"]
            uses = [one for one in self.program.each(ast.Name) if one.id in names]
            spans = [self.program.span(one) for one in uses]
            if len(names) == len(node.names) and all(any(low <= start and end <= high for low, high in gone) for start, end in spans):
                self._remove(node)


# --- model functions


@dataclass(eq=False)
class _Leaf:
    """A statement of a model function, and the modes in which it is executed.

    Attributes:
        node: The statement.
        modes: The modes.
        binds: The names that it binds.
        loads: The names that it reads.
        keeps_test: It is a condition that stays, as it asks whether the model is trained.
    """

    node: ast.stmt
    modes: frozenset[str]
    binds: set[str]
    loads: set[str]
    keeps_test: bool = False


@dataclass(eq=False)
class _Spec:
    """What the model function returns in some modes: where, and behind how many statements."""

    call: ast.Call
    line: int
    place: int
    arguments: dict[str, ast.expr]


class _ModelFunction:
    """Writes the class."""

    def __init__(self, program: Program, function: ast.FunctionDef, known: _Class) -> None:
        self.program = program
        self.function = function
        self.known = known
        self.leaves: list[_Leaf] = []
        self.specs: dict[str, _Spec] = {}
        self.flags: dict[str, frozenset[str]] = {}
        self.dropped: set[ast.stmt] = set()
        self.metrics: dict[str, Streaming] = {}
        self.renamed: dict[str, str] = {}
        self.pending: dict[str, dict[str, _Spec]] = {}
        """The specifications that names stand for, by mode."""
        self.nones: dict[str, int] = {}
        """How often names are bound to None, so that they are bound in each mode."""
        self.uses_training = False
        self.summarizes = False
        """Summaries are written while it is trained."""
        args = function.args
        names = [one.arg for one in (*args.posonlyargs, *args.args, *args.kwonlyargs)]
        if (
            not names
            or names[0] != "features"
            or set(names) - {"features", "labels", "mode", "params", "config"}
            or args.vararg
            or args.kwarg
        ):
            raise Refusal(function, f"`{function.name}` has other parameters than `features`, `labels`, `mode`, `params` and `config`")
        if function.decorator_list:
            raise Refusal(function, f"`{function.name}` has a decorator")
        self.parameters = names
        self._training = "training"

    # --- reading

    def lines(self) -> list[str]:
        """Return the class, as lines."""
        body = list(self.function.body)
        self._check_names()
        left = self._walk(body, _ALL)
        if left & self._wanted_modes():
            raise Refusal(self.function, f"`{self.function.name}` does not return an `EstimatorSpec` in each mode")
        for mode in self._wanted_modes():
            if mode not in self.specs:
                raise Refusal(self.function, f"`{self.function.name}` returns no `EstimatorSpec` for a mode that is used")
            self._check_mode(mode)
        for use in self.known.uses:
            if use.method == "get_variable_value":
                self._variable(use)
        return self._written()

    def _variable(self, use: _Use) -> None:
        """Keep a variable that is asked for by its name as an attribute."""
        name = use.arguments["name"]
        assert isinstance(name, ast.Constant)
        wanted = str(name.value)
        if "/" in wanted:
            return
        for leaf in self.leaves:
            value = leaf.node.value if isinstance(leaf.node, ast.Assign) else None
            if not isinstance(value, ast.Call) or self.program.called(value) not in ("get_variable", "Variable"):
                continue
            given = [*value.args[:1], *(one.value for one in value.keywords if one.arg == "name")]
            if any(isinstance(one, ast.Constant) and one.value == name.value for one in given) and len(leaf.binds) == 1:
                (place,) = leaf.binds
                if self._is_plain(place):
                    self.renamed[place] = str(name.value)
                    return
        if name.value != "global_step":
            raise Refusal(use.call, f"the variable `{wanted}` is asked for by its name")

    def _wanted_modes(self) -> frozenset[str]:
        names = {"train": TRAIN, "evaluate": EVAL, "predict": PREDICT}
        return frozenset(names[use.method] for use in self.known.uses if use.method in names)

    def _check_names(self) -> None:
        for node in walk(self.function):
            if isinstance(node, ast.Name) and node.id in ("self", "config"):
                raise Refusal(node, f"`{node.id}` of a model function is not lifted")
            if isinstance(node, ast.Name) and node.id == "mode" and not isinstance(node.ctx, ast.Load):
                raise Refusal(node, "`mode` is bound again")
            if isinstance(node, (ast.Global, ast.Nonlocal, ast.Yield, ast.YieldFrom)):
                raise Refusal(node, f"`{self.function.name}` has something in it that is not followed")
        for node in walk(self.function):
            if isinstance(node, ast.Call) and _DRAWN.fullmatch(self.program.source(node.func)):
                raise Refusal(node, "a model function draws numbers in Python each time that a graph is built")
        for one in walk(self.function):
            if isinstance(one, ast.Assign) and len(one.targets) == 1 and isinstance(one.targets[0], ast.Name):
                name = one.targets[0].id
                modes = self._modes_of(one.value)
                if modes is not None and self._times_bound(name) == 1:
                    self.flags[name] = modes
                    self.dropped.add(one)
                    if modes == {TRAIN}:
                        self._training = name

    def _times_bound(self, name: str) -> int:
        return sum(isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load) for node in walk(self.function))

    def _mode(self, node: ast.expr) -> str | None:
        if isinstance(node, ast.Constant) and node.value in _ALL:
            return str(node.value)
        return _MODES.get(self.program.symbol(node) or "")

    def _modes_of(self, node: ast.expr) -> frozenset[str] | None:
        """Return the modes in which a condition holds; None if it does not hang on the mode alone."""
        if isinstance(node, ast.Name) and node.id in self.flags and isinstance(node.ctx, ast.Load):
            return self.flags[node.id]
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self._modes_of(node.operand)
            return None if inner is None else _ALL - inner
        if isinstance(node, ast.BoolOp):
            found = [self._modes_of(one) for one in node.values]
            known = [one for one in found if one is not None]
            if len(known) < len(found):
                return None
            result = known[0]
            for one in known[1:]:
                result = result & one if isinstance(node.op, ast.And) else result | one
            return result
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            left, operator, right = node.left, node.ops[0], node.comparators[0]
            if isinstance(left, ast.Name) and left.id == "labels" and _is_none(right) and "labels" in self.parameters:
                return (
                    frozenset({PREDICT}) if isinstance(operator, ast.Is) else _ALL - {PREDICT} if isinstance(operator, ast.IsNot) else None
                )
            if not isinstance(left, ast.Name) or left.id != "mode":
                left, right = right, left
            if not isinstance(left, ast.Name) or left.id != "mode":
                return None
            if isinstance(operator, (ast.In, ast.NotIn)) and isinstance(right, (ast.List, ast.Tuple, ast.Set)):
                modes = [self._mode(one) for one in right.elts]
                if None in modes:
                    return None
                chosen = frozenset(str(one) for one in modes)
                return chosen if isinstance(operator, ast.In) else _ALL - chosen
            mode = self._mode(right)
            if mode is not None and isinstance(operator, (ast.Eq, ast.NotEq, ast.Is, ast.IsNot)):
                return frozenset({mode}) if isinstance(operator, (ast.Eq, ast.Is)) else _ALL - {mode}
        return None

    def _walk(self, body: list[ast.stmt], active: frozenset[str]) -> frozenset[str]:
        """Take in statements that are executed in some modes; return those in which what stands behind is executed."""
        for index, one in enumerate(body):
            if index and body[index - 1].end_lineno == one.lineno:
                raise SharedLine(one.lineno)
            if not active:
                break
            if one in self.dropped:
                continue
            if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant):
                self.dropped.add(one)
            elif isinstance(one, ast.If) and (modes := self._modes_of(one.test)) is not None:
                if one.body[0].lineno == one.lineno:
                    raise SharedLine(one.lineno)
                active = self._condition(one, modes, active)
            elif isinstance(one, ast.Return):
                self._return(one, active)
                return frozenset()
            elif isinstance(one, ast.Assert) and self._modes_of(one.test) is not None:
                if active - (self._modes_of(one.test) or frozenset()):
                    raise Refusal(one, "a model function fails in a mode")
                self.dropped.add(one)
            elif isinstance(one, ast.Raise):
                self.dropped.add(one)
                return frozenset()
            else:
                self._leaf(one, active)
        return active

    def _condition(self, one: ast.If, modes: frozenset[str], active: frozenset[str]) -> frozenset[str]:
        if self._stays(one, modes & active, active):
            self._leaf(one, active, keeps_test=True)
            return active
        then = self._walk(one.body, active & modes)
        otherwise = self._walk(one.orelse, active - modes)
        return then | otherwise

    def _stays(self, one: ast.If, modes: frozenset[str], active: frozenset[str]) -> bool:
        """Whether a condition binds anew what is bound already, in training only or everywhere else."""
        if modes not in ({TRAIN}, active - {TRAIN}) or TRAIN not in active or active == {TRAIN}:
            return False
        inside = [node for part in (*one.body, *one.orelse) for node in walk(part)]
        if any(isinstance(node, (ast.Return, ast.Raise)) for node in inside):
            return False
        if any(isinstance(node, ast.Attribute) and node.attr in ("minimize", "apply_gradients", "EstimatorSpec") for node in inside):
            return False
        before = {name for leaf in self.leaves for name in leaf.binds} | {"features", "labels"}
        first = {name for part in one.body for name in stored_names(part)}
        second = {name for part in one.orelse for name in stored_names(part)}
        return bool((first | second) & before or first & second)

    def _leaf(self, one: ast.stmt, active: frozenset[str], *, keeps_test: bool = False) -> None:
        for node in walk(one):
            if isinstance(node, ast.Return) and not self._is_inside_function(node, one):
                raise Refusal(node, "a model function returns from within a block")
        value = one.value if isinstance(one, (ast.Assign, ast.Expr)) else None
        symbol = (self.program.called(value) if isinstance(value, ast.Call) else None) or ""
        if isinstance(one, ast.Assign) and isinstance(value, ast.Call) and symbol == "estimator.EstimatorSpec":
            for name in stored_names(one):
                self.pending.setdefault(name, {}).update(dict.fromkeys(active, self._spec(value, one)))
            self.dropped.add(one)
            return
        if symbol.startswith("metrics.") and isinstance(one, ast.Assign) and isinstance(value, ast.Call):
            if len(one.targets) != 1 or not isinstance(one.targets[0], ast.Name):
                raise Refusal(one, "a metric and its update are bound to different names")
            self.metrics[one.targets[0].id] = streaming(self.program, value, one)
            self.dropped.add(one)
            return
        if isinstance(one, ast.Assign) and isinstance(value, ast.Dict) and any(self._is_metric(part) for part in value.values):
            self.dropped.add(one)
            return
        if symbol in _STEPS and isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name):
            self.renamed[one.targets[0].id] = "global_step"
            self.dropped.add(one)
            if self._times_bound(one.targets[0].id) > 1:
                raise Refusal(one, f"`{one.targets[0].id}` is bound again")
            return
        if symbol in _HOOKS:
            self.dropped.add(one)
            return
        if any((self.program.called(node) or "").startswith("summary.") for node in walk(one)):
            if not isinstance(one, ast.Expr) or symbol not in _SUMMARIES:
                raise Refusal(one, "a summary of a model function is used in a way that is not followed")
            if not self.known.keeps or TRAIN not in active or self.known.summary_steps is None or symbol == "summary.merge_all":
                # Nobody knows the folder that it is written to, or it is not written.
                self.dropped.add(one)
                return
            self.summarizes = True
        if isinstance(one, ast.Expr) and isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "print":
            raise Refusal(one, "a model function prints each time that a graph is built")
        if isinstance(one, ast.Assign) and self._binds_none(one):
            self.dropped.add(one)
            for name in stored_names(one):
                self.nones[name] = self.nones.get(name, 0) + 1
            return
        loads = {node.id for node in walk(one) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
        binds = stored_names(one)
        for node in walk(one):
            base: ast.AST | None = None
            if isinstance(node, (ast.Subscript, ast.Attribute)) and not isinstance(node.ctx, ast.Load):
                base = node.value
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr in ("append", "extend", "insert", "update", "setdefault", "pop", "add"):
                    base = node.func.value
            while isinstance(base, (ast.Subscript, ast.Attribute)):
                base = base.value
            if isinstance(base, ast.Name):
                binds.add(base.id)
        self.leaves.append(_Leaf(one, active, binds, loads, keeps_test))

    def _binds_none(self, one: ast.Assign) -> bool:
        """Whether a statement binds names to nothing that other statements bind to something."""
        values = one.value.elts if isinstance(one.value, ast.Tuple) else [one.value]
        return all(_is_none(value) for value in values) and all(self._times_bound(name) > 1 for name in stored_names(one))

    def _is_metric(self, node: ast.expr) -> bool:
        return (self.program.called(node) or "").startswith("metrics.") or (isinstance(node, ast.Name) and node.id in self.metrics)

    def _is_inside_function(self, node: ast.AST, top: ast.AST) -> bool:
        while node is not top:
            node = self.program.parents[node]
            if isinstance(node, (ast.FunctionDef, ast.Lambda)):
                return True
        return False

    def _return(self, one: ast.Return, active: frozenset[str]) -> None:
        value = one.value
        if isinstance(value, ast.Name):
            specs = self.pending.get(value.id, {})
            if active - set(specs):
                raise Refusal(one, f"`{self.function.name}` returns something else than an `EstimatorSpec`")
            self.specs.update({mode: specs[mode] for mode in active})
            return
        if not isinstance(value, ast.Call) or self.program.called(value) != "estimator.EstimatorSpec":
            raise Refusal(one, f"`{self.function.name}` returns something else than an `EstimatorSpec`")
        self.specs.update(dict.fromkeys(active, self._spec(value, one)))

    def _spec(self, value: ast.Call, statement: ast.stmt) -> _Spec:
        given = arguments(value, _SPEC)
        for name in ("training_chief_hooks", "training_hooks", "evaluation_hooks", "prediction_hooks"):
            if name in given and not _is_none(given[name]) and not _is_empty(given[name]):
                self._check_hooks(given[name])
        if "scaffold" in given and not _is_none(given["scaffold"]):
            raise Refusal(given["scaffold"], "the scaffold of a model function is not lifted")
        return _Spec(value, statement.lineno, len(self.leaves), given)

    def _check_hooks(self, node: ast.expr) -> None:
        for one in node.elts if isinstance(node, (ast.List, ast.Tuple)) else [node]:
            made: ast.expr = one
            if isinstance(one, ast.Name):
                found = [
                    each.value
                    for each in walk(self.function)
                    if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name) and each.targets[0].id == one.id
                ]
                made = found[0] if len(found) == 1 else one
            if self.program.called(made) not in _HOOKS:
                raise Refusal(one, "a hook that is run with each step is not lifted")

    # --- checks

    def _fields(self, mode: str) -> list[ast.expr]:
        """Return what is needed of a specification in a mode."""
        spec = self.specs[mode]
        names = {TRAIN: ("train_op",), EVAL: ("loss",), PREDICT: ("predictions",)}[mode]
        found = []
        for name in names:
            node = spec.arguments.get(name)
            node = self._chosen(node, mode) if node is not None else None
            if node is None or _is_none(node):
                raise Refusal(spec.call, f"an `EstimatorSpec` has no `{name}`")
            found.append(node)
        if mode == EVAL:
            found += [value for one in self._eval_metrics().values() for value in one.arguments.values()]
        return found

    def _chosen(self, node: ast.expr, mode: str) -> ast.expr:
        """Return which of two expressions counts in a mode."""
        while isinstance(node, ast.IfExp) and (modes := self._modes_of(node.test)) is not None:
            node = node.body if mode in modes else node.orelse
        return node

    def _eval_metrics(self) -> dict[str, Streaming]:
        """Return the metrics of an evaluation by their keys."""
        node = self.specs[EVAL].arguments.get("eval_metric_ops")
        if node is None or _is_none(node):
            return {}
        node = self._chosen(node, EVAL)
        if isinstance(node, ast.Name):
            found = [
                one.value
                for one in walk(self.function)
                if isinstance(one, ast.Assign)
                and isinstance(one.targets[0], ast.Name)
                and one.targets[0].id == node.id
                and not _is_none(one.value)
            ]
            if len(found) != 1:
                raise Refusal(node, f"which metrics `{node.id}` has cannot be told")
            node = found[0]
        if not isinstance(node, ast.Dict):
            raise Refusal(node, "the metrics of an evaluation are not written out")
        result = {}
        for key, value in zip(node.keys, node.values):
            if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
                raise Refusal(node, "the metrics of an evaluation are not written out")
            if isinstance(value, ast.Name) and value.id in self.metrics:
                result[key.value] = self.metrics[value.id]
            elif isinstance(value, ast.Call) and (self.program.called(value) or "").startswith("metrics."):
                result[key.value] = streaming(self.program, value, None)
            else:
                raise Refusal(value, f"`{self.program.source(value)}` is not a metric that is known here")
        return result

    def _check_mode(self, mode: str) -> None:
        """What a mode needs must be bound by statements of that mode, when all statements are executed."""
        spec = self.specs[mode]
        wanted = {node.id for one in self._fields(mode) for node in walk(one) if isinstance(node, ast.Name)}
        self._check_bound(wanted, spec.place, mode, set())

    def _check_bound(self, names: Iterable[str], place: int, mode: str, seen: set[tuple[str, int]]) -> None:
        for name in names:
            if (name, place) in seen:
                continue
            seen.add((name, place))
            if name == "labels" and mode == PREDICT and "labels" in self.parameters:
                raise Refusal(self.specs[mode].call, "what is predicted hangs on the labels")
            for index in range(place - 1, -1, -1):
                leaf = self.leaves[index]
                if name not in leaf.binds:
                    continue
                if mode not in leaf.modes:
                    raise Refusal(leaf.node, f"`{name}` is one thing or another, as the mode decides")
                self._check_bound(leaf.loads, index, mode, seen)
                if isinstance(leaf.node, (ast.Assign, ast.FunctionDef)) and name in stored_names(leaf.node):
                    break
            else:
                if name in self.nones:
                    raise Refusal(self.specs[mode].call, f"`{name}` is None in a mode that needs it")

    # --- writing

    def _written(self) -> list[str]:
        wanted = self._wanted_modes()
        fetched: dict[str, str] = {}
        added: dict[str, tuple[ast.expr, int]] = {}
        for mode, name in ((PREDICT, "predictions"), (TRAIN, "train_op"), (EVAL, "loss")):
            if mode in wanted:
                spec = self.specs[mode]
                node = self._chosen(spec.arguments[name], mode)
                if mode == TRAIN:
                    self._check_counter(node, spec)
                fetched[name] = self._keep(node, name, spec, added)
        results: list[tuple[str, str]] = []
        updates: dict[str, list[str]] = {}
        metrics = self._eval_metrics() if EVAL in wanted else {}
        for key, metric in sorted(metrics.items()):
            updates[key] = [
                f"{prefix}{self._metric_argument(value, f'{key}_{name}', results, added)}{suffix}"
                for name, value, prefix, suffix in metric.shown(self.program)
            ]
        lines = [f"class {self.known.name}{f'({self.program.tf}.Module)' if self.known.keeps else ''}:"]
        lines += self._docstring()
        lines += self._constructor(added)
        if TRAIN in wanted:
            lines += self._train(fetched["train_op"])
        if EVAL in wanted:
            lines += self._evaluate(fetched["loss"], metrics, results, updates)
        if PREDICT in wanted:
            lines += self._predict(fetched["predictions"])
        return lines

    def _keep(self, node: ast.expr, name: str, spec: _Spec, added: dict[str, tuple[ast.expr, int]]) -> str:
        """Return the attribute that keeps what is fetched."""
        if isinstance(node, ast.Name) and node.id in self.renamed and self.renamed[node.id] != "global_step":
            return self.renamed[node.id]
        if isinstance(node, ast.Name) and self._is_plain(node.id):
            self.renamed[node.id] = name if node.id in _TAKEN else node.id
            return self.renamed[node.id]
        attribute, number = name, 2
        while attribute in added or attribute in self.renamed.values() or attribute in _TAKEN:
            attribute, number = f"{name}_{number}", number + 1
        added[attribute] = node, spec.line
        return attribute

    def _is_plain(self, name: str) -> bool:
        """Whether a name is bound once, by an assignment of its own."""
        found = [leaf for leaf in self.leaves if name in leaf.binds]
        if len(found) != 1 or self._times_bound(name) != 1 + self.nones.get(name, 0) or name in self.parameters:
            return False
        return not any(
            isinstance(node, ast.arg) and node.arg == name and node not in walk(self.function.args) for node in walk(self.function)
        )

    def _metric_argument(self, node: ast.expr, name: str, results: list[tuple[str, str]], added: dict[str, tuple[ast.expr, int]]) -> str:
        """Return how an argument of a metric reads in the loop over batches."""
        free = {one.id for one in walk(node) if isinstance(one, ast.Name)} - set(self.program.imports)
        local = {one for leaf in self.leaves for one in leaf.binds}
        if free <= {"labels", "features"} and not free & local and "labels" in self.parameters:
            return self._source(node)
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and isinstance(node.slice, ast.Constant):
            # an entry of a dictionary that is written out: what stands there, if that has a name
            entry = self._entry(node)
            if isinstance(entry, ast.Name):
                node = entry
        attribute = self._keep(node, name, self.specs[EVAL], added)
        if (attribute, attribute) not in results:
            results.append((attribute, attribute))
        return attribute

    def _entry(self, node: ast.Subscript) -> ast.expr:
        assert isinstance(node.value, ast.Name)
        assert isinstance(node.slice, ast.Constant)
        found = [leaf for leaf in self.leaves if node.value.id in leaf.binds]
        made = found[0].node.value if len(found) == 1 and isinstance(found[0].node, ast.Assign) else None
        if isinstance(made, ast.Dict):
            for key, value in zip(made.keys, made.values):
                if isinstance(key, ast.Constant) and key.value == node.slice.value:
                    return value
        return node

    def _check_counter(self, node: ast.expr, spec: _Spec) -> None:
        """The step is counted up by one in each step."""
        counted = 0
        for one in walk(self.function):
            if not isinstance(one, ast.Call):
                continue
            if isinstance(one.func, ast.Attribute) and one.func.attr in ("minimize", "apply_gradients"):
                given = dict(zip(("loss", "global_step") if one.func.attr == "minimize" else ("grads_and_vars", "global_step"), one.args))
                given.update({str(each.arg): each.value for each in one.keywords})
                counted += "global_step" in given and not _is_none(given["global_step"])
            elif self._is_count(one):
                counted += 1
        if counted != 1:
            raise Refusal(spec.call, "what is trained does not count its steps once")

    def _is_step(self, node: ast.expr) -> bool:
        return self.program.called(node) in _STEPS or (isinstance(node, ast.Name) and self.renamed.get(node.id) == "global_step")

    def _is_count(self, node: ast.AST) -> bool:
        if not isinstance(node, ast.Call) or not node.args:
            return False
        if self.program.called(node) == "assign_add" and len(node.args) == 2:
            return self._is_step(node.args[0]) and isinstance(node.args[1], ast.Constant) and node.args[1].value == 1
        if isinstance(node.func, ast.Attribute) and node.func.attr == "assign_add":
            return self._is_step(node.func.value) and isinstance(node.args[0], ast.Constant) and node.args[0].value == 1
        return False

    # --- text

    def _edits(self, top: ast.AST, leaf: _Leaf | None) -> list[Edit]:
        """Return the edits of a statement or an expression of the model function."""
        found: list[Edit] = []
        hidden = {
            arg.arg
            for one in walk(top)
            if isinstance(one, (ast.Lambda, ast.FunctionDef))
            for arg in walk(one.args)
            if isinstance(arg, ast.arg)
        }

        def visit(node: ast.AST) -> None:
            span = self.program.span
            if isinstance(node, ast.expr) and (modes := self._modes_of(node)) is not None:
                found.append((*span(node), self._flag(node, modes, leaf.modes if leaf is not None else _ALL)))
                return
            if isinstance(node, ast.Name) and node.id == "mode":
                raise Refusal(node, "`mode` is used otherwise than in a comparison")
            if isinstance(node, ast.Call) and self.program.called(node) in _STEPS:
                found.append((*span(node), "self.global_step"))
                return
            if isinstance(node, ast.Call) and self.program.called(node) == "group" and len(node.args) == 2:
                counts = [one for one in node.args if self._is_count(one)]
                rest = [one for one in node.args if not self._is_count(one)]
                if len(counts) == len(rest) == 1 and isinstance(rest[0], ast.Call) and getattr(rest[0].func, "attr", "") == "minimize":
                    # The step is counted behind what is trained, as an optimizer does itself.
                    given = [self._source(one, leaf) for one in rest[0].args]
                    given += [f"{one.arg}={self._source(one.value, leaf)}" for one in rest[0].keywords]
                    found.append((*span(node), f"{self._source(rest[0].func, leaf)}({', '.join(given)}, global_step=self.global_step)"))
                    return
            if isinstance(node, ast.Name) and node.id in self.renamed and node.id not in hidden:
                found.append((*span(node), f"self.{self.renamed[node.id]}"))
                return
            if isinstance(node, ast.Name) and node.id in self.metrics:
                raise Refusal(node, f"the metric `{node.id}` is used otherwise than in an evaluation")
            if isinstance(node, ast.Call) and node in self.known.named:
                end = self.program.span(node)[1] - 1
                trailing = self.program.data[: end + 1].decode()[:-1].rstrip().endswith((",", "("))
                found.append((end, end, f"{'' if trailing else ', '}name={self.known.named[node]!r}"))
            for child in children(node):
                visit(child)

        visit(top)
        return found

    def _flag(self, node: ast.expr, modes: frozenset[str], active: frozenset[str]) -> str:
        here = modes & active
        if here == active or not here:
            return str(bool(here))
        if here == {TRAIN}:
            self.uses_training = True
            return f"self.{self._training}"
        if active - here == {TRAIN}:
            self.uses_training = True
            return f"not self.{self._training}"
        raise Refusal(node, "what a model computes differs between an evaluation and a prediction")

    def _source(self, node: ast.expr, leaf: _Leaf | None = None) -> str:
        start, end = self.program.span(node)
        text = self.program.data[start:end]
        for low, high, new in sorted(self._edits(node, leaf), reverse=True):
            text = text[: low - start] + new.encode() + text[high - start :]
        return text.decode()

    def _docstring(self) -> list[str]:
        first = self.function.body[0]
        if ast.get_docstring(self.function) is None:
            return []
        start, last = first.lineno, first.end_lineno or first.lineno
        lines = [line.decode().rstrip("\n") for line in self.program.lines[start - 1 : last]]
        return ["    " + lines[0].strip(), *("    " + line.strip() if line.strip() else "" for line in lines[1:]), ""]

    def _constructor(self, added: dict[str, tuple[ast.expr, int]]) -> list[str]:
        body: list[str] = []
        first = self.function.body[0]
        has_docstring = ast.get_docstring(self.function) is not None
        previous = (
            (first.end_lineno or 0) + 1
            if has_docstring
            else min([first.lineno, *(line for line in range(self.function.lineno, first.lineno) if line in self.program.comments)])
        )
        pieces = [(leaf.node.lineno, (leaf.node.end_lineno or 0) + 1, self._copied(leaf)) for leaf in self.leaves]
        pieces += [(line, line, [f"self.{name} = {self._source(node)}"]) for name, (node, line) in added.items()]
        for start, end, lines in sorted(pieces, key=lambda one: one[0]):
            body += self._between(previous, start) + lines
            previous = max(previous, end)
        behind = self._between(previous, (self.function.end_lineno or 0) + 1)
        parameters = ["self"]
        if "params" in self.parameters:
            parameters.append("params" if self.known.has_params else "params=None")
        elif self.known.has_params:
            raise Refusal(self.function, f"`{self.function.name}` gets parameters and has none")
        if self.known.keeps:
            parameters.append("model_dir")
        tf = self.program.tf
        lines = [f"    def __init__({', '.join(parameters)}):"]
        if self.known.keeps:
            lines.append("        super().__init__()")
        # Each Estimator has a graph of its own, in which names are free.
        built = [f"self.session = {tf}.Session()", f"self.global_step = {tf}.estimator.global_step()"]
        for name in ["features"] + (["labels"] if "labels" in self.parameters else []):
            built += [f"{name} = {tf}.placeholder(None)", f"self.{name} = {name}"]
        if self.uses_training:
            built.append(f"self.{self._training} = {tf}.placeholder(None, [])")
        lines.append(f"        with {tf}.Graph().as_default():")
        if self.summarizes:
            body.append(f"self.summaries = {tf}.summary.merge_all()")
        lines += ["            " + line if line else "" for line in [*built, *body]]
        if self.summarizes:
            lines.append(f"        self.writer = {tf}.summary.FileWriter(model_dir)")
        if self.known.keeps:
            lines += [
                f"        self.checkpoints = {tf}.estimator.checkpoints(self, model_dir)",
                "        self.checkpoints.restore_or_initialize()",
            ]
        if any(behind):
            # what was said about the specification is about what follows
            lines += ["", *("    " + line for line in behind if line)]
        return lines

    def _between(self, start: int, end: int) -> list[str]:
        """Return the comments and empty lines between two statements, without those of statements that go."""
        gone = {line for one in self.dropped for line in range(one.lineno, (one.end_lineno or 0) + 1)}
        found: list[str] = []
        for line in range(start, end):
            if line in gone:
                continue
            if line in self.program.comments:
                found.append(self.program.comments[line][1])
            elif not self.program.lines[line - 1].strip():
                found.append("")
        return found

    def _copied(self, leaf: _Leaf) -> list[str]:
        node = leaf.node
        first, last = node.lineno, node.end_lineno or node.lineno
        if any(begin < line <= finish for begin, finish in self.program.strings for line in range(first, last + 1)):
            raise Refusal(node, "a string of a model function goes over several lines")
        start, end = self.program.line_start(first), self.program.line_start(last + 1)
        text = self.program.data[start:end]
        for low, high, new in sorted(self._edits(node, leaf), reverse=True):
            text = text[: low - start] + new.encode() + text[high - start :]
        width = node.col_offset
        return [line[width:] if not line[:width].strip() else line.lstrip() for line in text.decode().rstrip("\n").split("\n")]

    # --- methods

    def _takes_steps(self, method: str, name: str) -> bool:
        return any(use.method == method and name in use.arguments for use in self.known.uses)

    def _feed(self, names: Iterable[str]) -> str:
        return "{" + ", ".join(f"self.{name}: {name}" for name in names) + "}"

    def _asks_for_labels(self) -> bool:
        """Whether the model function asks whether there are labels."""
        return any(
            isinstance(node, ast.Compare) and isinstance(node.left, ast.Name) and node.left.id == "labels" and _is_none(node.comparators[0])
            for node in walk(self.function)
        )

    def _batch(self, method: str, *, labels: bool) -> list[str]:
        """Return the head of the loop over batches."""
        elements = self.known.elements.get(method, Elements.UNKNOWN)
        if labels and (elements is Elements.SINGLE or (elements is Elements.UNKNOWN and self._asks_for_labels())):
            raise Refusal(self.function, f"`{self.function.name}` uses labels, and it is not known that each input function gives some")
        lines, dataset = [], "input_fn()"
        if method != "predict" and (self._takes_steps(method, "steps") or self._takes_steps(method, "max_steps")):
            lines = ["        dataset = input_fn()", "        if steps is not None:", "            dataset = dataset.take(steps)"]
            dataset = "dataset"
        if labels:
            return [*lines, f"        for features, labels in {dataset}:"]
        if elements is Elements.SINGLE:
            return [*lines, f"        for features in {dataset}:"]
        if elements is Elements.PAIR:
            return [*lines, f"        for features, _ in {dataset}:"]
        return [*lines, f"        for batch in {dataset}:", "            features = batch[0] if isinstance(batch, tuple) else batch"]

    def _has_labels(self) -> bool:
        return any(isinstance(node, ast.Name) and node.id == "labels" and isinstance(node.ctx, ast.Load) for node in walk(self.function))

    def _train(self, train_op: str) -> list[str]:
        has_limit = self._takes_steps("train", "max_steps")
        parameters = ["self", "input_fn", *(["steps=None"] if has_limit or self._takes_steps("train", "steps") else [])]
        parameters += ["max_steps=None"] if has_limit else []
        lines = ["", f"    def train({', '.join(parameters)}):"]
        if has_limit:
            lines += [
                "        if max_steps is not None:",
                "            steps = max(max_steps - self.session.run(self.global_step), 0)",
            ]
        labels = self._has_labels()
        feed = [*(["features", "labels"] if labels else ["features"]), *([self._training] if self.uses_training else [])]
        values = self._feed(feed).replace(f"self.{self._training}: {self._training}", f"self.{self._training}: True")
        batch = self._batch("train", labels=labels)
        if self.summarizes:
            head = next(index for index, line in enumerate(batch) if line.lstrip().startswith("for "))
            names, _, dataset = batch[head].strip().removeprefix("for ").removesuffix(":").partition(" in ")
            batch[head] = f"        for index, {f'({names})' if ',' in names else names} in enumerate({dataset}):"
        lines += batch
        if self.summarizes:
            lines += [
                f"            _, summaries = self.session.run([self.{train_op}, self.summaries], {values})",
                f"            if index % {self.known.summary_steps} == 0:",
                "                self.writer.add_summary(summaries, self.session.run(self.global_step))",
                "        self.writer.flush()",
            ]
        else:
            lines += [f"            self.session.run(self.{train_op}, {values}, step='train_step')"]
        if self.known.keeps:
            lines += ["        self.checkpoints.save(checkpoint_number=self.session.run(self.global_step))"]
        return [*lines, "        return self"]

    def _evaluate(
        self, loss: str, metrics: dict[str, Streaming], results: list[tuple[str, str]], updates: dict[str, list[str]]
    ) -> list[str]:
        tf = self.program.tf
        parameters = ["self", "input_fn", *(["steps=None"] if self._takes_steps("evaluate", "steps") else [])]
        lines = ["", f"    def evaluate({', '.join(parameters)}):", "        metrics = {"]
        made = {key: metric.made(tf) for key, metric in metrics.items()}
        made["loss"] = f"{tf}.estimator.metrics.Mean()"
        for key, text in sorted(made.items()):
            if key in metrics and metrics[key].statement is not None:
                lines += ["            " + line for line in self._comments_above(metrics[key].statement)]
            lines.append(f"            {key!r}: {text},")
        lines.append("        }")
        labels = self._has_labels()
        feed = [*(["features", "labels"] if labels else ["features"]), *([self._training] if self.uses_training else [])]
        values = self._feed(feed).replace(f"self.{self._training}: {self._training}", f"self.{self._training}: False")
        names = [loss, *(name for name, _ in results if name != loss)]
        fetches = ", ".join(f"self.{name}" for name in names)
        lines += self._batch("evaluate", labels=labels)
        target = ", ".join(names)
        what = f"[{fetches}]" if len(names) > 1 else fetches
        lines.append(f"            {target} = self.session.run({what}, {values}, step='evaluate_step')")
        for key in sorted(made):
            lines.append(f"            metrics[{key!r}].update_state({', '.join(updates.get(key, [loss]))})")
        lines += [
            "        results = {key: metric.result().numpy() for key, metric in metrics.items()}",
            "        results['global_step'] = self.session.run(self.global_step)",
            "        return results",
        ]
        return lines

    def _comments_above(self, statement: ast.stmt | None) -> list[str]:
        del statement
        return []

    def _predict(self, predictions: str) -> list[str]:
        lines = ["", "    def predict(self, input_fn):"]
        lines += self._batch("predict", labels=False)
        feed = ["features", *([self._training] if self.uses_training else [])]
        values = self._feed(feed).replace(f"self.{self._training}: {self._training}", f"self.{self._training}: False")
        call = f"self.session.run(self.{predictions}, {values}, step='predict_step')"
        if self._is_dictionary(self._chosen(self.specs[PREDICT].arguments["predictions"], PREDICT)):
            return [
                *lines,
                f"            predictions = {call}",
                "            for values in zip(*(value.numpy() for value in predictions.values())):",
                "                yield dict(zip(predictions, values))",
            ]
        return [*lines, f"            predictions = {call}", "            yield from predictions.numpy()"]

    def _is_dictionary(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Dict) or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict"):
            return True
        if isinstance(node, ast.Name):
            found = [
                leaf.node.value
                for leaf in self.leaves
                if isinstance(leaf.node, ast.Assign)
                and node.id in {one.id for one in leaf.node.targets if isinstance(one, ast.Name)}
                and PREDICT in leaf.modes
            ]
            if not found:
                raise Refusal(node, f"what `{node.id}` is cannot be told")
            return self._is_dictionary(found[-1])
        return False


def _binds(statement: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in statement.targets)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_empty(node: ast.expr) -> bool:
    return isinstance(node, (ast.List, ast.Tuple)) and not node.elts
