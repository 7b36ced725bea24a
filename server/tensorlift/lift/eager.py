"""Programs of TensorFlow 1 that compute at once: all that goes is the switch, and the optimizers become those of Keras."""

from __future__ import annotations

import ast

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.known import known
from tensorlift.lift.known.optimizers import made_optimizer
from tensorlift.lift.leftovers import check_leftovers
from tensorlift.lift.program import Program, Refusal, walk
from tensorlift.lift.text import Text

_SWITCHES = ("enable_eager_execution", "enable_v2_behavior")
_OTHERWISE = ("hard_sigmoid", "rmsprop", "nadam", "cosine_proximity", "cosinesimilarity", "cosine_similarity", "RMSprop", "Nadam")
"""What Keras 3 computes otherwise than TensorFlow 1.15 did; compared by running both."""
_SAME_FAMILIES = tuple(
    f"keras.{name}."
    for name in ("datasets", "utils", "preprocessing", "callbacks", "applications", "initializers", "regularizers", "constraints", "activations",
                 "losses", "metrics")
)  # fmt: skip
_SAME = frozenset(
    f"keras.{name}"
    for name in ("Model", "models.Model", "Input", "layers.Input", "layers.InputLayer", "layers.Layer", "layers.Lambda", "layers.Bidirectional",
                 "layers.TimeDistributed", "layers.Masking", "layers.GaussianDropout", "optimizers.SGD", "optimizers.Adam", "optimizers.Adagrad",
                 "optimizers.Adadelta", "optimizers.Adamax", "optimizers.Ftrl", "backend.clear_session", "backend.epsilon", "backend.floatx",
                 "backend.set_floatx", "backend.image_data_format")
)  # fmt: skip
_DRAWING = ("lstm", "gru", "simplernn", "dropout", "gaussiandropout", "gaussiannoise", "spatialdropout1d", "spatialdropout2d")
_STEPS = ("train.get_or_create_global_step", "train.create_global_step", "train.get_global_step")
_MARKS = ("function", "GradientTape")
_RUNNERS = ("estimator.", "contrib", "train.Monitored", "train.SingularMonitored", "train.Supervisor", "app.run")
_SESSIONS_OF_KERAS = tuple(
    f"keras.backend.{name}" for name in ("get_session", "set_session", "learning_phase", "set_learning_phase", "function", "gradients")
)
_OF_GRAPHS = ("Session", "InteractiveSession", "placeholder", "placeholder_with_default", "Graph")


def is_eager(program: Program) -> bool:
    """Whether a program of TensorFlow 1 computes at once, and builds no graph beside."""
    called = _called(program)
    return any(name in called for name in _SWITCHES) and not any(name in called for name in _OF_GRAPHS)


def is_done(program: Program) -> bool:
    """Whether a program is one of TensorFlow 2: it has tapes or functions, or asks tensors for values, and nothing makes a graph or a session."""
    marks = {program.symbol(node) for name in _MARKS for node in (*program.attributes.get(name, ()), *program.names.get(name, ()))}
    asks = any(isinstance(program.parents[node], ast.Call) for node in program.attributes.get("numpy", ()))
    if not asks and not any(name in marks for name in _MARKS) and not _has_models(program):
        return False
    return not any(name in (*_SWITCHES, *_OF_GRAPHS) or (name or "").startswith(_RUNNERS) for name in _called(program))


def _has_models(program: Program) -> bool:
    """Whether all that a program does is done by models of Keras, which are compiled and fitted."""
    called = {name or "" for name in _called(program)}
    works = all(
        any(isinstance(program.parents[node], ast.Call) for node in program.attributes.get(name, ())) for name in ("compile", "fit")
    )
    of_models = any(name.startswith(("keras.layers.", "keras.models.", "keras.Sequential", "keras.Model")) for name in called)
    runs = any(program.path(node) is None for name in ("run", "eval") for node in program.attributes.get(name, ()))
    return works and of_models and not runs and not any(name.startswith("train.") or name in _SESSIONS_OF_KERAS for name in called)


def _called(program: Program) -> set[str | None]:
    return {program.called(node) for node in program.each(ast.Call)}


def lift_eager(program: Program) -> tuple[str, int]:
    """Return such a program as one of TensorFlow 2, and the line of the file that switches eager execution on.

    Raises:
        Refusal: Something in it has no counterpart.
    """
    text, rewriter = Text(program), Rewriter(program)
    line = 1
    _check_keras(program)
    for node in walk(program.tree):
        if isinstance(node, ast.ImportFrom) and node.module is not None and node.module.startswith("contrib_"):
            name = node.names[0].asname or node.names[0].name
            uses = [one for one in program.each(ast.Name) if one.id == name]
            raise Refusal(uses[0] if uses else node, f"`{node.names[0].name}` of `tf.contrib` has no counterpart that is known here")
        if isinstance(node, ast.Call) and program.called(node) in _SWITCHES:
            statement = program.parents[node]
            if not isinstance(statement, ast.Expr):
                raise Refusal(node, "what switches eager execution on is part of an expression")
            text.remove(statement)
            line = statement.lineno
            rewriter.replaced[node] = lambda: "None"
        elif isinstance(node, ast.Call):
            _check(program, node)
            if isinstance(node.func, ast.Attribute) and node.func.attr == "apply_gradients":
                _apply(program, rewriter, node)
            elif isinstance(node.func, ast.Attribute) and node.func.attr in ("compute_gradients", "get_slot", "get_slot_names"):
                raise Refusal(node, f"an optimizer of Keras has no `{node.func.attr}`")
    _name_variables(program, rewriter)
    for one in program.tree.body:
        text.edits(rewriter.edits(one))
    if any(not is_there for is_there in rewriter.inserted.values()):
        raise Refusal(1, "a counter of steps is not a statement of its own")
    if rewriter.imports:
        text.insert(program.first_import.lineno, sorted(rewriter.imports))
    result = text.result()
    check_leftovers(program, ast.parse(result))
    return result, program.origin[line - 1]


def _name_variables(program: Program, rewriter: Rewriter) -> None:
    """Say which variables of a model are meant: those of Keras 3 have the state of random layers among them."""
    draws = [node for node in program.each((ast.Attribute, ast.Name)) if _has_seed(program, node)]
    if not draws and not any(_picks_rows(program, node) for node in walk(program.tree)):
        return
    for node in program.attributes.get("variables", ()):
        around = program.parents[node]
        if program.path(node) is not None or not isinstance(node.ctx, ast.Load) or (isinstance(around, ast.Call) and around.func is node):
            continue
        called = around.func if isinstance(around, ast.Call) else None
        is_derived = (isinstance(called, ast.Attribute) and called.attr == "gradient") or (
            isinstance(called, ast.Name) and called.id == "zip"
        )
        name = "trainable_variables" if is_derived else "weights"
        rewriter.replaced[node] = lambda node=node, name=name: f"{rewriter.text(node.value)}.{name}"  # type: ignore[misc]


def _has_seed(program: Program, node: ast.AST) -> bool:
    """Whether something is a layer that keeps what it draws from in a variable in Keras 3."""
    symbol = program.symbol(node) or ""
    return symbol.startswith(("keras.layers.", "layers.")) and symbol.rpartition(".")[2].lower().removeprefix("cudnn") in _DRAWING


def _check_keras(program: Program) -> None:
    """Refuse what does something else in Keras 3, or may do so: all that is not known to do the same.

    Raises:
        Refusal: There is something such.
    """
    _check_compiled(program)
    names = {program.symbol(node) or "" for node in program.each((ast.Attribute, ast.Name))}
    if any(name.endswith("layers.BatchNormalization") or name.startswith("keras.applications.") for name in names):
        frozen = [node for node in program.attributes.get("trainable", ()) if isinstance(node.ctx, ast.Store)]
        if frozen:
            raise Refusal(
                frozen[0], "batch normalization that is not trained takes its averages in TensorFlow 2, and took those of the batch"
            )
    for node in walk(program.tree):
        if isinstance(node, ast.Constant) and node.value in _OTHERWISE and not _is_recurrent(program, node):
            raise Refusal(node, f"`{node.value}` is something else in Keras 3")
        symbol = program.symbol(node) if isinstance(node, (ast.Attribute, ast.Name)) else None
        if symbol is None or not symbol.startswith("keras.") or isinstance(program.parents.get(node), ast.Attribute):
            continue
        is_same = symbol.startswith(_SAME_FAMILIES) or symbol in _SAME or known(symbol) is not known("keras.*")
        if symbol.rpartition(".")[2].lower() in _OTHERWISE or not is_same:
            raise Refusal(node, f"`{program.source(node)}` is not known to do the same in Keras 3")
        if symbol.startswith("keras.optimizers.") and symbol != "keras.optimizers.SGD":
            picks = [one for one in walk(program.tree) if _picks_rows(program, one)]
            if picks:
                raise Refusal(
                    picks[0], "rows of a table are picked here, whose gradients this optimizer treated otherwise than that of Keras"
                )


_NAMED_LOSSES = (
    "categorical_crossentropy",
    "sparse_categorical_crossentropy",
    "mse",
    "mean_squared_error",
    "mae",
    "mean_absolute_error",
    "hinge",
)
_OF_ONE = ("binary_crossentropy",)


def _check_compiled(program: Program) -> None:
    """Refuse accuracies that Keras 3 computes otherwise: it goes by the shapes of the labels, where TensorFlow 1 went by the loss.

    Source: ``tensorflow/python/keras/engine/training_utils.py`` of TensorFlow 1.15 and ``keras/src/trainers/compile_utils.py`` of Keras 3.

    Raises:
        Refusal: There may be one, or its old name is asked for.
    """
    for node in program.attributes.get("compile", ()):
        call = program.parents[node]
        if not isinstance(call, ast.Call) or call.func is not node or program.path(node) is not None:
            continue
        words = {one.arg: one.value for one in call.keywords}
        metrics = words.get("metrics", call.args[2] if len(call.args) > 2 else None)
        loss = words.get("loss", call.args[1] if len(call.args) > 1 else None)
        names = {one.value for one in walk(metrics) if isinstance(one, ast.Constant)} if metrics is not None else set()
        if not names & {"accuracy", "acc"}:
            continue
        last = loss.value if isinstance(loss, ast.Constant) else (program.symbol(loss) or "").rpartition(".")[2] if loss is not None else ""
        dense = [one for one in program.each(ast.Call) if program.called(one) == "keras.layers.Dense"]
        units = max(dense, key=program.span).args[:1] if dense else []
        is_one = bool(units) and isinstance(units[0], ast.Constant) and units[0].value == 1
        if last not in _NAMED_LOSSES and not (last in _OF_ONE and is_one):
            raise Refusal(metrics or call, "which accuracy is meant hangs on the loss in TensorFlow 1, and on the labels in Keras 3")
        asked = [one for one in program.each(ast.Constant) if one.value in ("acc", "val_acc")]
        if "accuracy" in names and asked:
            raise Refusal(asked[0], f"`{asked[0].value!s}` is called `{str(asked[0].value).replace('acc', 'accuracy')}` in Keras 3")


def _is_recurrent(program: Program, node: ast.Constant) -> bool:
    """Whether a text is the recurrent activation of a layer, which is written out."""
    around = program.parents[node]
    return isinstance(around, ast.keyword) and around.arg == "recurrent_activation"


def _check(program: Program, call: ast.Call) -> None:
    """Refuse what works otherwise, or not at all, with an optimizer of Keras.

    Raises:
        Refusal: It does.
    """
    entry = known(program.called(call) or "")
    if entry is not None and entry.once is not None and (program.called(call) or "").startswith("train."):
        raise Refusal(call, "a decayed learning rate is a function here, which is asked for in each step")
    optimizer = made_optimizer(program, call)
    if optimizer is None:
        return
    if optimizer.ones is not None:
        raise Refusal(call, "the means of squares of this optimizer start from ones, and which variables it changes cannot be told")
    rate = call.args[0] if call.args else next((one.value for one in call.keywords if one.arg == "learning_rate"), None)
    if optimizer.scales_late and not isinstance(rate, ast.Constant) and not _is_number(program, rate):
        raise Refusal(call, "the learning rate of this optimizer may change, which needs a rule of its own")
    picks = [node for node in walk(program.tree) if _picks_rows(program, node)]
    if picks and not optimizer.rows:
        raise Refusal(picks[0], "rows of a table are picked here, whose gradients this optimizer treated otherwise than that of Keras")
    statement = program.parents[call]
    name = statement.targets[0].id if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name) else None
    uses = [node for node in program.each(ast.Attribute) if node.attr in ("apply_gradients", "minimize") and program.path(node) is None]
    own = [one for one in uses if name is None or (isinstance(one.value, ast.Name) and one.value.id == name)]
    if len(own) > 1 or any(one.attr == "minimize" for one in own):
        raise Refusal(own[-1], "this optimizer is used in several places, or by its `minimize`, which that of Keras has not")


def _pairs(program: Program, rewriter: Rewriter, node: ast.expr) -> str:
    """Return gradients and variables, with whole gradients where rows of a table may be picked.

    Raises:
        Refusal: The gradients are not seen.
    """
    rewriter.replaced.pop(node, None)
    makers = [optimizer for one in walk(program.tree) if (optimizer := made_optimizer(program, one)) is not None]
    takes_rows = all(one.made == "SGD" and not one.scales_late for one in makers)
    if takes_rows or not any(_picks_rows(program, one) for one in walk(program.tree)):
        return rewriter.text(node)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id != "zip" or len(node.args) != 2:
        raise Refusal(node, "the gradients are not seen here, some of which are of rows of a table")
    gradients, variables = (rewriter.text(one) for one in node.args)
    return f"zip([{program.tf}.convert_to_tensor(gradient) for gradient in {gradients}], {variables})"


def _only_counts(program: Program) -> bool:
    """Whether nothing asks for the number of steps that is counted."""
    for node in walk(program.tree):
        if isinstance(node, ast.Call) and program.called(node) in _STEPS:
            around = program.parents[node]
            call = program.parents[around] if isinstance(around, ast.keyword) and around.arg == "global_step" else around
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or call.func.attr != "apply_gradients":
                return False
    return True


def _is_number(program: Program, node: ast.expr | None) -> bool:
    """Whether a name is bound once, to a number."""
    if not isinstance(node, ast.Name):
        return False
    bound = [one for one in program.each(ast.Name) if one.id == node.id and not isinstance(one.ctx, ast.Load)]
    statement = program.parents[bound[0]] if len(bound) == 1 else None
    return isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant)


def _picks_rows(program: Program, node: ast.AST) -> bool:
    symbol = (program.symbol(node) or "").lower() if isinstance(node, ast.Attribute) else ""
    return symbol.endswith(("embedding", "embedding_lookup", "gather", "gather_nd"))


def _apply(program: Program, rewriter: Rewriter, call: ast.Call) -> None:
    """Set what stands for an ``apply_gradients`` that counts steps beside."""
    counter = next((one.value for one in call.keywords if one.arg == "global_step"), call.args[1] if len(call.args) > 1 else None)
    if not call.args:
        return
    if counter is not None and program.called(counter) in _STEPS and _only_counts(program):
        rewriter.replaced[call] = lambda: f"{rewriter.text(call.func)}({_pairs(program, rewriter, call.args[0])})"
        return
    if counter is None:
        rewriter.replaced[call.args[0]] = lambda: _pairs(program, rewriter, call.args[0])
        return
    if not isinstance(counter, (ast.Name, ast.Attribute)) or not isinstance(program.parents[call], ast.Expr):
        raise Refusal(counter, "the counter of steps has no name of its own")
    indent = " " * program.parents[call].col_offset  # type: ignore[attr-defined]
    rewriter.replaced[call] = lambda: (
        f"{rewriter.text(call.func)}({_pairs(program, rewriter, call.args[0])})\n{indent}{rewriter.text(counter)}.assign_add(1)"
    )
