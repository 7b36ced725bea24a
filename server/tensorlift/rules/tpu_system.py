"""TPUs: the system has to be initialized, and the strategy has another name."""

from __future__ import annotations

from collections.abc import Iterator

from tensorlift.model import Edit, Finding, Fix, Level, Safety, Severity
from tensorlift.rewrite.calls import CannotRewriteError
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, FileContext
from tensorlift.rules.place import Place
from tensorlift.source.facts import Call

RULE = Rule(
    code="TL460",
    slug="tpu-system",
    title="The TPU system is initialized by hand, and TPUStrategy is stable",
    summary=(
        "Where an Estimator connected to the TPU itself, TensorFlow 2 wants `tf.config.experimental_connect_to_cluster(resolver)` and "
        "`tf.tpu.experimental.initialize_tpu_system(resolver)` before `TPUStrategy` is made. At level `native`, "
        "`tf.distribute.experimental.TPUStrategy` is reported: its stable name is `tf.distribute.TPUStrategy`."
    ),
    guide=f"{GUIDE}/tpu_estimator",
    examples=(
        Example(
            "import tensorflow as tf\nresolver = tf.distribute.cluster_resolver.TPUClusterResolver('tpu')\n"
            "strategy = tf.distribute.TPUStrategy(resolver)\n",
        ),
        Example(
            "import tensorflow as tf\n\n@tf.function\ndef step(x):\n    ...\n\nstrategy = tf.distribute.experimental.TPUStrategy(resolver)\n",
            "import tensorflow as tf\n\n@tf.function\ndef step(x):\n    ...\n\nstrategy = tf.distribute.TPUStrategy(resolver)\n",
            level=Level.NATIVE,
        ),
        Example(
            "import tensorflow as tf\nresolver = tf.distribute.cluster_resolver.TPUClusterResolver('tpu')\n"
            "tf.config.experimental_connect_to_cluster(resolver)\ntf.tpu.experimental.initialize_tpu_system(resolver)\n"
            "strategy = tf.distribute.TPUStrategy(resolver)\n",
        ),
    ),
)

_STABLE = "tf.distribute.TPUStrategy"
_STRATEGIES = frozenset({_STABLE, "tf.distribute.experimental.TPUStrategy"})


@looks_for(names=_STRATEGIES)
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each TPU strategy of a file that initializes no TPU."""
    for use, name, api in context.named_uses:
        if name not in _STRATEGIES:
            continue
        place = Place(context, use, name, name.count(".") + 1)
        if place.call is None:
            continue
        if name != _STABLE and api == "tf" and context.era == "tf2" and context.settings.level is Level.NATIVE:
            yield _stable(place, name, place.call)
        if not context.ask((b"TPUClusterResolver", b"initialize", b"TPUEstimator"), _resolves_only):
            continue
        message = (
            "Nothing here initializes the TPU: call tf.config.experimental_connect_to_cluster(resolver) and "
            "tf.tpu.experimental.initialize_tpu_system(resolver) before the strategy is made."
        )
        yield Finding(RULE.code, RULE.slug, Severity.WARNING, message, place.start, place.end, name, RULE.guide)


def _stable(place: Place, name: str, call: Call) -> Finding:
    message = f"The stable name is {_STABLE}; it calls device_assignment experimental_device_assignment, and its run takes a tf.function."
    fixes: tuple[Fix, ...] = ()
    try:
        renamed = [
            Edit(one.start, one.name_end, "experimental_device_assignment") for one in call.arguments if one.name == "device_assignment"
        ]
        fixes = (Fix(f"Use {_STABLE}", Level.NATIVE, Safety.REVIEW, (*place.rename(_STABLE), *renamed)),)
    except CannotRewriteError:
        fixes = ()
    return Finding(RULE.code, RULE.slug, Severity.INFORMATION, message, place.start, place.end, name, RULE.guide, fixes)


def _resolves_only(file: FileContext) -> bool:
    """Whether a file asks for a TPU and does not initialize it."""
    texts = [chunk.data for chunk in file.document.chunks]
    return any(b"TPUClusterResolver" in text for text in texts) and not any(
        b"initialize_tpu_system" in text or b"initialize_system" in text or b"TPUEstimator" in text for text in texts
    )
