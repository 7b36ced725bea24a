"""The steps of the migration guide, and which of them a finding belongs to: what a person does about it decides.

https://www.tensorflow.org/guide/migrate has five steps; before them stands what Python and its packages ask for.
"""

from __future__ import annotations

from dataclasses import dataclass

from tensorlift.rules.base import GUIDE


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the road to TensorFlow 2.

    Attributes:
        id: Its stable name in data.
        number: Its number in the guide; None for what comes before the guide.
        title: A few words, as a heading.
        summary: One sentence: what is done in it.
        url: The page that tells how.
    """

    id: str
    number: int | None
    title: str
    summary: str
    url: str


STEPS = (
    Step(
        "python",
        None,
        "Get ready",
        "Python 3, the packages that the target needs, and names that NumPy has dropped.",
        "https://www.tensorflow.org/install/pip",
    ),
    Step(
        "symbols",
        1,
        "Convert symbols",
        "Names and arguments that TensorFlow 2 has changed, or keeps in tf.compat.v1 only.",
        f"{GUIDE}/upgrade",
    ),
    Step(
        "contrib",
        2,
        "Remove tf.contrib",
        "What tf.contrib held is in core TensorFlow, in packages such as tf-slim, or gone.",
        f"{GUIDE}#remove_usage_of_tfcontrib",
    ),
    Step(
        "forward",
        3,
        "Forward passes",
        "Models that run eagerly: layers, variables, shapes and control flow without a graph.",
        f"{GUIDE}/model_mapping",
    ),
    Step(
        "training",
        4,
        "Training and saving",
        "Training loops, optimizers, input pipelines, summaries and checkpoints of TensorFlow 2.",
        f"{GUIDE}#upgrade_training_evaluation_and_importexport_code",
    ),
    Step(
        "native",
        5,
        "Idiomatic TensorFlow 2",
        "Optional: what works through tf.compat.v1, written as one writes it today.",
        f"{GUIDE}/tf1_vs_tf2",
    ),
)
"""The steps in their order."""

_CODES = {
    # Python, its packages, NumPy
    "python": ("TL109", "TL301", "TL302", "TL461", "TL501", "TL502", "TL503"),
    # another name, other arguments, a switch at the top of the file
    "symbols": (
        *("TL101", "TL102", "TL103", "TL104", "TL105", "TL106", "TL107", "TL108"),
        *("TL202", "TL203", "TL401", "TL402", "TL423"),
    ),
    "contrib": ("TL204",),
    # what fails or computes something else once the code runs eagerly, or once Keras 3 builds the layers
    "forward": (
        *("TL211", "TL212", "TL213", "TL214", "TL215", "TL216", "TL218", "TL220"),
        *("TL411", "TL412", "TL413", "TL414", "TL415", "TL416", "TL417", "TL418", "TL419", "TL420", "TL421"),
        *("TL432", "TL433", "TL440", "TL454"),
    ),
    # what a program does around its model: input, optimizers, metrics, devices, files
    "training": (
        *("TL201", "TL422", "TL431", "TL434", "TL435", "TL436", "TL437", "TL438", "TL439"),
        *("TL451", "TL452", "TL453", "TL455", "TL456", "TL457", "TL458", "TL459", "TL460"),
    ),
    "native": ("TL403", "TL404"),
}
_STEP_OF_CODE = {code: step for step, codes in _CODES.items() for code in codes}

# Rules about names in general: what a person does about a name depends on the part of TensorFlow that it is from.
_NAMES = frozenset({"TL101", "TL102", "TL103", "TL104", "TL105", "TL106", "TL107", "TL108"})
_CONTRIB = "tf.contrib"
# A name that is gone without a counterpart means writing that part of the program anew.
_GONE = "TL104"
_STEP_OF_GONE = (
    ("tf.layers", "forward"),
    ("tf.nn", "forward"),
    ("tf.keras", "forward"),
    ("tf.estimator", "training"),
    ("tf.train", "training"),
    ("tf.data", "training"),
    ("tf.summary", "training"),
    ("tf.feature_column", "training"),
)


def step_of(code: str, symbol: str | None) -> str:
    """Return the id of the step that a finding belongs to.

    Args:
        code: The rule's code.
        symbol: The TensorFlow 1 symbol that the finding is about, if it is about one.
    """
    if symbol is not None and code in _NAMES:
        if _is_below(symbol, _CONTRIB):
            return "contrib"
        if code == _GONE:
            for family, step in _STEP_OF_GONE:
                if _is_below(symbol, family):
                    return step
    return _STEP_OF_CODE[code]


def _is_below(symbol: str, module: str) -> bool:
    return symbol == module or symbol.startswith(module + ".")
