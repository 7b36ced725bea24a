"""At level native: what is left of TensorFlow 1, and what one writes instead."""

from __future__ import annotations

from collections.abc import Iterator

from tensorlift.model import Finding, Level, Severity
from tensorlift.native import native
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, api_name

RULE = Rule(
    code="TL403",
    slug="legacy-symbol",
    title="The symbol belongs to TensorFlow 1",
    summary=(
        "Reported at level `native` only. The symbol works on the target through `tf.compat.v1`, most of them in graphs only; the message "
        "says what one writes in TensorFlow 2, and the link leads to the page of the migration guide that tells how."
    ),
    guide=GUIDE,
    examples=(
        Example("import tensorflow as tf\n\nx = tf.compat.v1.placeholder(tf.float32)\n", level=Level.NATIVE),
        Example("import tensorflow as tf\n\nx = tf.constant(1)\n", level=Level.NATIVE),
    ),
)


@looks_for(names=("tf",))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each use of a symbol that only TensorFlow 1 knows, or that has a better counterpart in TensorFlow 2."""
    if context.settings.level is not Level.NATIVE:
        return
    for use, name, api in context.named_uses:
        symbol, _, parts = context.find(name)
        own = len(api_name(use.path)[0].split("."))
        if symbol is None or symbol.kind == "m" or parts < own or not symbol.in_v1:
            continue
        advice = native(symbol.name)
        if (symbol.in_v2 and (api != "v1" or not advice.text)) or symbol.same:
            continue
        if api != "v1" and not advice.text:
            continue  # the conversion of the symbol says it all
        taken = len(use.attributes) - (len(name.split(".")) - parts)
        end = use.reference.trailers[taken - 1].end if taken else use.reference.end
        message = f"{symbol.name} belongs to TensorFlow 1"
        if advice.text:
            instead = advice.text.replace("`", "")
            message += f": {instead[0].lower()}{instead[1:]}"
        elif symbol.moved is not None:
            message += f"; TensorFlow 2 calls it {symbol.moved}."
        else:
            message += "; TensorFlow 2 has it in tf.compat.v1 only."
        yield Finding(RULE.code, RULE.slug, Severity.INFORMATION, message, use.reference.start, end, symbol.name, advice.url)
