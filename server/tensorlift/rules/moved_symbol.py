"""Symbols that live outside of TensorFlow today."""

from tensorlift.rules.base import GUIDE, Example, Rule

RULE = Rule(
    code="TL108",
    slug="moved-symbol",
    title="The symbol lives in another package or in a companion module",
    summary=(
        "`tf.contrib` was not carried over to TensorFlow 2. Parts of it live on in other packages, such as tf-slim and TensorFlow "
        "Probability; the message says which one to install. For others, such as `HParams`, the CRF functions or the MNIST tutorial data, "
        "the fix writes a small module beside the file that behaves as TensorFlow 1.15 did."
    ),
    guide=f"{GUIDE}/upgrade",
    examples=(
        Example(
            "import tensorflow as tf\nnet = tf.contrib.layers.fully_connected(x, 10)\n",
            "import tf_slim as slim\nimport tensorflow as tf\nnet = slim.fully_connected(x, 10)\n",
        ),
        Example(
            "import tensorflow as tf\nsettings = tf.contrib.training.HParams(depth=3)\n",
            "from contrib_hparams import HParams\nimport tensorflow as tf\nsettings = HParams(depth=3)\n",
        ),
        Example(
            "import tensorflow as tf\nd = tf.contrib.distributions.Poisson(rate=2.0)\n",
            "import tensorflow_probability as tfp\nimport tensorflow as tf\nd = tfp.distributions.Poisson(rate=2.0)\n",
        ),
    ),
)
