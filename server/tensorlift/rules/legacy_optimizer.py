"""The old and the new optimizers of Keras 2, by names that Keras 3 does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, api_name, make_finding
from tensorlift.rules.place import Place

RULE = Rule(
    code="TL437",
    slug="legacy-optimizer",
    title="Keras 3 has one kind of optimizers",
    summary=(
        "Keras 2 had two generations of optimizers. With Keras 3 `tf.keras.optimizers.legacy.Adam()` raises `ImportError`, although the name "
        "exists, and `tf.keras.optimizers.experimental` is gone. The optimizer of the same name in `tf.keras.optimizers` computes the same "
        "and has other methods: no `minimize`, no slots."
    ),
    guide=f"{GUIDE}/metrics_optimizers",
    examples=(
        Example(
            "import tensorflow as tf\nopt = tf.keras.optimizers.legacy.Adagrad(0.05)\n",
            "import tensorflow as tf\nopt = tf.keras.optimizers.Adagrad(0.05)\n",
        ),
        Example("import tensorflow as tf\nopt = tf.keras.optimizers.Adagrad(0.05)\n"),
    ),
)

_NAME = re.compile(r"tf\.(keras\.)?optimizers\.(legacy|experimental)\.([A-Z]\w*)")
_THERE = frozenset({"SGD", "RMSprop", "Adam", "AdamW", "Adadelta", "Adagrad", "Adamax", "Nadam", "Ftrl", "Optimizer"})


@looks_for(names=("tf.keras.optimizers", "tf.optimizers"))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each use of such an optimizer, and for its import by name."""
    if context.settings.keras_version != 3:
        return
    for use in context.uses:
        name, _api = api_name(use.qualified)
        match = _NAME.fullmatch(name)
        if match is None or use.guarded or use.ambiguous or match[3] not in _THERE or api_name(use.path)[0] == name:
            continue
        if match[2] == "legacy" and use.reference.role != "base" and context.only_compared(use):
            continue  # the name exists, only making one fails
        place = Place(context, use, name, len(name.split(".")))
        # What stands between optimizers and the class is left out.
        tail = context.slice(place.start, place.end)
        found = re.search(rf"\.\s*{match[2]}(?=\s*\.\s*{match[3]}$)", tail)
        fix = None
        if found is not None and "#" not in tail:
            start = place.start + len(tail[: found.start()].encode())
            edit = Edit(start, start + len(found[0].encode()), "")
            fix = (f"Use tf.keras.optimizers.{match[3]}", Safety.REVIEW, (edit,))
        yield make_finding(RULE, Severity.ERROR, _message(name, match), place.start, place.end, name, fix)
    for one in context.imports:
        name, _api = api_name(one.path)
        match = _NAME.fullmatch(name)
        if match is None or one.guarded or match[3] not in _THERE:
            continue
        imported = one.imported
        text = context.slice(*imported.statement)
        found = re.match(rf"from\s+[\w.]+(\.{match[2]})\s+import\s+(\w+)(\s+as\s+\w+)?$", text)
        fix = None
        if found is not None:
            start = imported.statement[0] + len(text[: found.start(1)].encode())
            edit = Edit(start, start + len(found[1].encode()), "")
            fix = (f"Import tf.keras.optimizers.{match[3]}", Safety.REVIEW, (edit,))
        yield make_finding(RULE, Severity.ERROR, _message(name, match), imported.start, imported.name_end, name, fix)


def _message(name: str, match: re.Match[str]) -> str:
    what = "raises ImportError" if match[2] == "legacy" else "is gone"
    return f"{name} {what} with Keras 3; tf.keras.optimizers.{match[3]} computes the same and has other methods."
