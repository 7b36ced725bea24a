"""Calls that look as if they restored something, and do not."""

from __future__ import annotations

from collections.abc import Iterator

from tensorlift.model import Finding, Severity
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, FileContext, api_name
from tensorlift.rules.regions import is_traced, runs_eagerly
from tensorlift.rules.values import Values

RULE = Rule(
    code="TL458",
    slug="checkpoint-restore",
    title="The call restores nothing",
    summary=(
        "`tf.train.load_checkpoint(path)` opens a reader and sets no variable; a statement that is nothing else does nothing. "
        "`tf.import_graph_def` where code runs eagerly adds operations to a graph that nothing runs: `tf.compat.v1.wrap_function` makes a "
        "function of it."
    ),
    guide=f"{GUIDE}/migrating_checkpoints",
    examples=(
        Example("import tensorflow as tf\ntf.train.load_checkpoint('out/model.ckpt-1')\n"),
        Example(
            "import tensorflow as tf\n\n@tf.function\ndef step(x):\n    ...\n\ngraph_def = tf.compat.v1.GraphDef()\n"
            "tf.import_graph_def(graph_def, name='')\n"
        ),
        Example("import tensorflow as tf\nreader = tf.train.load_checkpoint('out/model.ckpt-1')\n"),
    ),
)

_IMPORTS = frozenset({"tf.import_graph_def", "tf.graph_util.import_graph_def"})


@looks_for(names=("tf.train.load_checkpoint", *_IMPORTS))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each such call."""
    values: Values | None = None
    for use in context.uses:
        name, _ = api_name(use.qualified)
        if (name != "tf.train.load_checkpoint" and name not in _IMPORTS) or use.guarded or use.ambiguous:
            continue
        count = len(use.attributes)
        trailers = use.reference.trailers
        if len(trailers) <= count or trailers[count].call is None:
            continue
        start, end = use.reference.start, trailers[count - 1].end if count else use.reference.end
        if name in _IMPORTS:
            values = values or Values(context)
            node = context.root.descendant_for_byte_range(start, end)
            if (
                node is None
                or not runs_eagerly(context, values, node)
                or is_traced(values, node)
                or context.ask((b"wrap_function",), _wraps)
            ):
                continue
            message = (
                f"Where code runs eagerly, {name} adds operations to a graph that nothing runs. Call it in a function for "
                "tf.compat.v1.wrap_function, and take what you need with prune(feeds, fetches)."
            )
            yield Finding(RULE.code, RULE.slug, Severity.WARNING, message, start, end, name, f"{GUIDE}/saved_model")
        elif len(trailers) == count + 1 and use.reference.statement == (use.reference.start, trailers[count].end):
            message = "This only opens a reader and restores nothing; restore of a tf.train.Checkpoint sets variables."
            yield Finding(RULE.code, RULE.slug, Severity.WARNING, message, start, end, name, RULE.guide)


def _wraps(file: FileContext) -> bool:
    return any(b"wrap_function" in chunk.data for chunk in file.document.chunks)
