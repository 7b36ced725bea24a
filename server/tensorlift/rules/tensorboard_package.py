"""Summaries that need the tensorboard package, which TensorFlow 2.21 does not bring any more."""

from __future__ import annotations

from collections.abc import Iterator

from tensorlift.model import Finding, Severity
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, FileContext, api_name
from tensorlift.source.names import Use

RULE = Rule(
    code="TL461",
    slug="tensorboard-package",
    title="TensorBoard has to be installed by itself",
    summary=(
        "TensorFlow 2.21 does not require the `tensorboard` package any more. Without it, `tf.summary.scalar` and its like of TensorFlow 2 and "
        "the Keras callback `TensorBoard` raise `TBNotInstalledError`; `tf.compat.v1.summary` works without. Reported once in a "
        "file, where it makes a writer or the callback."
    ),
    guide=f"{GUIDE}/tensorboard",
    examples=(
        Example("import tensorflow as tf\ncallback = tf.keras.callbacks.TensorBoard('logs')\n"),
        Example("import tensorflow as tf\ntf.compat.v1.summary.scalar('loss', loss)\n"),
    ),
)

_NAMES = frozenset({"tf.summary.create_file_writer", "tf.keras.callbacks.TensorBoard"})


@looks_for(names=("tf",))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding at the first name of a file that writes for TensorBoard."""
    if [int(part) for part in context.settings.target.split(".")] < [2, 21]:
        return
    for use in context.uses:
        if not _writes(use) or context.ask((b"summary", b"TensorBoard"), _first) != (context.chunk_index, use.reference.start):
            continue
        name = api_name(use.qualified)[0]
        count = len(use.attributes)
        end = use.reference.trailers[count - 1].end if count else use.reference.end
        what = name if name.startswith("tf.keras.") else "tf.summary"
        message = (
            f"TensorFlow {context.settings.target} does not bring the tensorboard package, which {what} needs: pip install tensorboard."
        )
        yield Finding(RULE.code, RULE.slug, Severity.INFORMATION, message, use.reference.start, end, name, RULE.guide)


def _writes(use: Use) -> bool:
    return api_name(use.qualified)[0] in _NAMES and not use.guarded and not use.ambiguous and use.reference.role != "base"


def _first(file: FileContext) -> tuple[int, int] | None:
    """Return chunk and place of the first use in a file that writes for TensorBoard."""
    for index in range(len(file.document.chunks)):
        for use in file.names.uses(index):
            if _writes(use):
                return index, use.reference.start
    return None
