"""Summaries that need the tensorboard package, which TensorFlow 2.21 does not bring any more."""

from __future__ import annotations

from collections.abc import Iterator

from tensorlift.model import Finding, Severity
from tensorlift.rules.base import GUIDE, Example, Rule
from tensorlift.rules.context import Context, FileContext, api_name
from tensorlift.source.names import Use

RULE = Rule(
    code="TL461",
    slug="tensorboard-package",
    title="TensorBoard has to be installed by itself",
    summary=(
        "TensorFlow 2.21 does not require the `tensorboard` package any more. Without it, `tf.summary.scalar` and its like of TensorFlow 2 and "
        "the Keras callback `TensorBoard` raise `TBNotInstalledError`; `tf.compat.v1.summary` works without. Reported once in a file."
    ),
    guide=f"{GUIDE}/tensorboard",
    examples=(
        Example("import tensorflow as tf\ncallback = tf.keras.callbacks.TensorBoard('logs')\n"),
        Example("import tensorflow as tf\ntf.compat.v1.summary.scalar('loss', loss)\n"),
    ),
)

_NAMES = frozenset(
    {*(f"tf.summary.{name}" for name in ("scalar", "histogram", "image", "audio", "text")), "tf.keras.callbacks.TensorBoard"}
)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding at the first name of a file that needs the package."""
    if [int(part) for part in context.settings.target.split(".")] < [2, 21]:
        return
    for use in context.uses:
        name = api_name(use.qualified)[0]
        if not _needs_package(use, context.is_eager) or context.ask((b"summary", b"TensorBoard"), _first) != (
            context.chunk_index,
            use.reference.start,
        ):
            continue
        count = len(use.attributes)
        end = use.reference.trailers[count - 1].end if count else use.reference.end
        message = (
            f"TensorFlow {context.settings.target} does not bring the tensorboard package, which {name} needs: pip install tensorboard."
        )
        yield Finding(RULE.code, RULE.slug, Severity.INFORMATION, message, use.reference.start, end, name, RULE.guide)


def _needs_package(use: Use, is_eager: bool) -> bool:
    name, api = api_name(use.qualified)
    if name not in _NAMES or use.guarded or use.ambiguous or use.reference.role == "base":
        return False
    return name.startswith("tf.keras.") or (api != "v1" and is_eager)


def _first(file: FileContext) -> tuple[int, int] | None:
    """Return chunk and place of the first use in a file that needs the package."""
    for index in range(len(file.document.chunks)):
        for use in file.names.uses(index):
            if _needs_package(use, file.is_eager):
                return index, use.reference.start
    return None
