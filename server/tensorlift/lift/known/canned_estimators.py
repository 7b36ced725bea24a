"""Estimators that come with a model: a class with the model and the methods, which is written into the program.

The defaults are those of TensorFlow 1.15: the loss of a batch is the sum of the losses of its examples, networks are trained by Adagrad, linear models
by Ftrl. What an evaluation gives has the same keys, in the same order.

Source: ``tensorflow_estimator/python/estimator/canned`` of TensorFlow 1.15 (``dnn.py``, ``linear.py``, ``head.py``).
"""

from __future__ import annotations

import ast
from textwrap import indent

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.known.base import Known, arguments
from tensorlift.lift.known.feature_columns import define_input_layer
from tensorlift.lift.program import Refusal
from tensorlift.lift.values import PYTHON, Scope, Value

CANNED = {
    "DNNClassifier": ("hidden_units", "feature_columns", "model_dir", "n_classes", "weight_column", "label_vocabulary", "optimizer", "activation_fn",
                      "dropout", "input_layer_partitioner", "config", "warm_start_from", "loss_reduction", "batch_norm"),
    "DNNRegressor": ("hidden_units", "feature_columns", "model_dir", "label_dimension", "weight_column", "optimizer", "activation_fn", "dropout",
                     "input_layer_partitioner", "config", "warm_start_from", "loss_reduction", "batch_norm"),
    "LinearClassifier": ("feature_columns", "model_dir", "n_classes", "weight_column", "label_vocabulary", "optimizer", "config", "partitioner",
                         "warm_start_from", "loss_reduction", "sparse_combiner"),
    "LinearRegressor": ("feature_columns", "model_dir", "label_dimension", "weight_column", "optimizer", "config", "partitioner", "warm_start_from",
                        "loss_reduction", "sparse_combiner"),
}  # fmt: skip
"""The parameters of these Estimators, in order."""
LIFTED = ("hidden_units", "feature_columns", "model_dir", "n_classes", "label_dimension", "optimizer", "activation_fn", "dropout", "config")
_STRINGS = {"Adagrad": "train.AdagradOptimizer", "Adam": "train.AdamOptimizer", "Ftrl": "train.FtrlOptimizer", "RMSProp": "train.RMSPropOptimizer",
            "SGD": "train.GradientDescentOptimizer"}  # fmt: skip
_DENSE = ("train.GradientDescentOptimizer", "train.AdamOptimizer", "train.AdagradOptimizer", "train.FtrlOptimizer")
"""The optimizers that did with some rows of a table what they did with the whole of it."""

_DNN = '''
class {name}({tf}.Module):
    """{docstring}"""

    def __init__(self, feature_columns, hidden_units, {head}optimizer{options}):
        super().__init__()
        self.feature_columns = feature_columns
        self.hidden_layers = [{tf}.keras.layers.Dense(units, activation={activation}) for units in hidden_units]
{dropout_layer}        self.output_layer = {tf}.keras.layers.Dense({units})
        self.optimizer = optimizer
        self.global_step = {tf}.Variable(0, trainable=False, dtype={tf}.int64, name='global_step')
{checkpoints}
    def compute_logits(self, features, training):
        net = input_layer(features, self.feature_columns)
        for layer in self.hidden_layers:
            net = layer(net)
{dropped}        return self.output_layer(net)
'''
_LINEAR = '''
class {name}({tf}.Module):
    """{docstring}"""

    def __init__(self, feature_columns, {head}optimizer{options}):
        super().__init__()
        self.feature_columns = dict(feature_columns)
        self.weights = {{
            name: {tf}.keras.layers.Dense({units}, use_bias=False, kernel_initializer='zeros') for name in sorted(self.feature_columns)
        }}
        self.bias = {tf}.Variable({tf}.zeros([{units}]))
        self.optimizer = optimizer
        self.global_step = {tf}.Variable(0, trainable=False, dtype={tf}.int64, name='global_step')
{checkpoints}
    def compute_logits(self, features, training):
        return {tf}.add_n([layer(self.feature_columns[name](features)) for name, layer in self.weights.items()]) + self.bias
'''
_VARIABLES = """
    def get_variables(self):
        variables = {{f'linear/linear_model/{{name}}/weights': layer.kernel for name, layer in self.weights.items()}}
        return {{'global_step': self.global_step, 'linear/linear_model/bias_weights': self.bias, **variables}}

    def get_variable_names(self):
        return sorted(self.get_variables())

    def get_variable_value(self, name):
        return self.get_variables()[name].numpy()
"""
_REST = """
    @{tf}.function
    def train_step(self, features, labels):
        with {tf}.GradientTape() as tape:
            loss = {tf}.reduce_sum(compute_losses(labels, self.compute_logits(features, training=True)))
        variables = tape.watched_variables()
        gradients = tape.gradient(loss, variables)
        self.optimizer.apply_gradients(zip(gradients, variables))
        self.global_step.assign_add(1)

    @{tf}.function
    def evaluate_step(self, features, labels):
        logits = self.compute_logits(features, training=False)
        return compute_losses(labels, logits), compute_predictions(logits)

    @{tf}.function
    def predict_step(self, features):
        return compute_predictions(self.compute_logits(features, training=False))

    def train(self, input_fn, steps=None, max_steps=None):
        if max_steps is not None:
            steps = max(max_steps - self.global_step.numpy(), 0)
        dataset = input_fn()
        if steps is not None:
            dataset = dataset.take(steps)
        for features, labels in dataset:
            self.train_step(features, labels)
{saved}        return self

    def evaluate(self, input_fn, steps=None):
        metrics = {{
{metrics}
        }}
        dataset = input_fn()
        if steps is not None:
            dataset = dataset.take(steps)
        for features, labels in dataset:
            losses, predictions = self.evaluate_step(features, labels)
{updates}
        results = {{key: metric.result().numpy() for key, metric in metrics.items()}}
{more}        results['global_step'] = self.global_step.numpy()
        return results

    def predict(self, input_fn):
        for batch in input_fn():
            predictions = self.predict_step(batch[0] if isinstance(batch, tuple) else batch)
            for values in zip(*(value.numpy() for value in predictions.values())):
                yield dict(zip(predictions, values))
"""
_HEADS = {
    "regression": """
def compute_losses(labels, logits):
    return {tf}.math.squared_difference({tf}.reshape({tf}.cast(labels, {tf}.float32), {tf}.shape(logits)), logits)


def compute_predictions(logits):
    return {{'predictions': logits}}
""",
    "two": """
def compute_losses(labels, logits):
    labels = {tf}.reshape({tf}.cast(labels, {tf}.float32), {tf}.shape(logits))
    return {tf}.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits)


def compute_predictions(logits):
    two_class_logits = {tf}.concat([{tf}.zeros_like(logits), logits], axis=1)
    class_ids = {tf}.argmax(two_class_logits, axis=1)[:, {tf}.newaxis]
    return {{
        'logits': logits,
        'logistic': {tf}.sigmoid(logits),
        'probabilities': {tf}.nn.softmax(two_class_logits),
        'class_ids': class_ids,
        'classes': {tf}.strings.as_string(class_ids),
    }}
""",
    "many": """
def compute_losses(labels, logits):
    return {tf}.nn.sparse_softmax_cross_entropy_with_logits(labels={tf}.reshape(labels, [-1]), logits=logits)


def compute_predictions(logits):
    class_ids = {tf}.argmax(logits, axis=1)[:, {tf}.newaxis]
    return {{
        'logits': logits,
        'probabilities': {tf}.nn.softmax(logits),
        'class_ids': class_ids,
        'classes': {tf}.strings.as_string(class_ids),
    }}
""",
}
_METRICS: dict[str, dict[str, tuple[str, str]]] = {
    "regression": {
        "average_loss": ("Mean()", "losses"),
        "label/mean": ("Mean()", "labels"),
        "loss": ("Mean()", "{tf}.reduce_sum(losses)"),
        "prediction/mean": ("Mean()", "predictions['predictions']"),
    },
    "two": {
        "accuracy": ("Accuracy()", "{tf}.reshape(labels, [-1, 1]), predictions['class_ids']"),
        "auc": ("AUC()", "{tf}.reshape(labels, [-1, 1]), predictions['logistic']"),
        "auc_precision_recall": ("AUC(curve='PR')", "{tf}.reshape(labels, [-1, 1]), predictions['logistic']"),
        "average_loss": ("Mean()", "losses"),
        "label/mean": ("Mean()", "labels"),
        "loss": ("Mean()", "{tf}.reduce_sum(losses)"),
        "precision": ("Precision()", "{tf}.reshape(labels, [-1, 1]), predictions['class_ids']"),
        "prediction/mean": ("Mean()", "predictions['logistic']"),
        "recall": ("Recall()", "{tf}.reshape(labels, [-1, 1]), predictions['class_ids']"),
    },
    "many": {
        "accuracy": ("Accuracy()", "{tf}.reshape(labels, [-1, 1]), predictions['class_ids']"),
        "average_loss": ("Mean()", "losses"),
        "loss": ("Mean()", "{tf}.reduce_sum(losses)"),
    },
}
"""The metrics of each kind of model, and what they are updated with."""
_BASELINE = """        results['accuracy_baseline'] = max(results['label/mean'], 1 - results['label/mean'])
        results = {key: results[key] for key in sorted(results)}
"""


def head_of(name: str, classes: ast.expr | None) -> str:
    """Return the kind of a model.

    Args:
        name: The class of the Estimator.
        classes: How many classes it tells apart, if that is given.

    Raises:
        Refusal: That is not written out.
    """
    if name.endswith("Regressor"):
        if classes is not None and not (isinstance(classes, ast.Constant) and classes.value == 1):
            raise Refusal(classes, "a model predicts more than one number")
        return "regression"
    if classes is None:
        return "two"
    if not isinstance(classes, ast.Constant) or not isinstance(classes.value, int):
        raise Refusal(classes, "how many classes a model tells apart is not written out as a number")
    return "two" if classes.value == 2 else "many"


def _value(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    optimizer = next((one.value for one in call.keywords if one.arg == "optimizer"), None)
    made = evaluator.value(optimizer, scope).call if optimizer is not None else None
    if made in evaluator.rates:
        raise Refusal(call, "the learning rate of a model changes from step to step")
    return PYTHON


def _entry(name: str) -> Known:
    def write(rewriter: Rewriter, call: ast.Call) -> str:
        program, tf = rewriter.program, rewriter.program.tf
        others = [node for node in program.each(ast.Call) if program.called(node) in KNOWN]
        given = arguments(call, CANNED[name])
        head = head_of(name, given.get("n_classes", given.get("label_dimension")))
        if any(program.called(one) != program.called(call) or len(one.keywords) != len(call.keywords) for one in others):
            raise Refusal(max(others, key=lambda one: one.lineno), "a second model is of another kind than the first one")
        order = ["feature_columns", "hidden_units", "n_classes", "optimizer", "dropout", "model_dir"]
        if head != "many":
            order.remove("n_classes")
        shown = [rewriter.text(given[key]) for key in order if key in given]
        if name.startswith("DNN"):
            define_input_layer(rewriter)
        rewriter.definitions.add(_HEADS[head].format(tf=tf).rstrip("\n") + "\n")
        activation = rewriter.text(given["activation_fn"]) if "activation_fn" in given else f"{tf}.nn.relu"
        attributes = {node.attr for node in program.each(ast.Attribute)}
        has_names = bool(attributes & {"get_variable_names", "get_variable_value"}) and name.startswith("Linear")
        rewriter.definitions.add(_class(name, head, tf, activation, "dropout" in given, "model_dir" in given, has_names))
        return f"{name}({', '.join(shown)})"

    return Known(_value, write, is_program=True)


def _class(name: str, head: str, tf: str, activation: str, has_dropout: bool, has_folder: bool, has_names: bool) -> str:
    metrics = _METRICS[head]
    values = {
        "name": name,
        "tf": tf,
        "docstring": "A linear model of feature columns." if name.startswith("Linear") else "A network of dense layers on feature columns.",
        "head": "n_classes, " if head == "many" else "",
        "units": "n_classes" if head == "many" else "1",
        "options": (", dropout" if has_dropout else "") + (", model_dir" if has_folder else ""),
        "activation": activation,
        "dropout_layer": f"        self.dropout = {tf}.keras.layers.Dropout(dropout)\n" if has_dropout else "",
        "dropped": "            net = self.dropout(net, training=training)\n" if has_dropout else "",
        "checkpoints": indent(
            f"self.checkpoints = {tf}.train.CheckpointManager({tf}.train.Checkpoint(model=self), model_dir, max_to_keep=5)\n"
            "self.checkpoints.restore_or_initialize()\n",
            "        ",
        )
        if has_folder
        else "",
        "saved": "        self.checkpoints.save(checkpoint_number=self.global_step.numpy())\n" if has_folder else "",
        "metrics": "\n".join(f"            {key!r}: {tf}.keras.metrics.{made}," for key, (made, _) in metrics.items()),
        "updates": "\n".join(f"            metrics[{key!r}].update_state({what.format(tf=tf)})" for key, (_, what) in metrics.items()),
        "more": _BASELINE if head == "two" else "",
    }
    parts = [_LINEAR if name.startswith("Linear") else _DNN, _REST, _VARIABLES if has_names else ""]
    return "".join(part.format(**values) for part in parts).rstrip("\n") + "\n"


def default_optimizer(tf: str, name: str, given: ast.expr | None, columns: str) -> str | None:
    """Return the optimizer that an Estimator has by default or by a name, as code for TensorFlow 1; None where it is given as an object."""
    rate = "0.05" if name.startswith("DNN") else f"min(0.2, len({columns}) ** -0.5)"
    if given is None:
        given = ast.Constant("Adagrad" if name.startswith("DNN") else "Ftrl")
    if not isinstance(given, ast.Constant):
        return None
    wanted = str(given.value) if isinstance(given.value, str) else ""
    if wanted not in _STRINGS:
        raise Refusal(given, "the optimizer of a model is not known")
    return f"{tf}.{_STRINGS[wanted]}({rate})"


def has_slots(symbol: str | None) -> bool:
    """Whether an optimizer makes variables beside those of the model, which have names, too."""
    return symbol != "train.GradientDescentOptimizer"


def treats_rows_as_the_whole(symbol: str | None) -> bool:
    """Whether an optimizer does with some rows of a table what it does with the whole."""
    return symbol in _DENSE


KNOWN = {f"estimator.canned.{name}": _entry(name) for name in CANNED}
