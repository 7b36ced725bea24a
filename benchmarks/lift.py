"""Time the native lift beside level symbols, and beside tf_upgrade_v2 if it is there, in the same run. Nothing is asserted.

    python benchmarks/lift.py [--lines N ...] [--repeat N]

The modules are made up, of about as many lines as asked for: a script with one model after the other, a class with a long ``build`` and a
method for each thing that it runs, a ``main`` that trains one deep network, a flat script with a summary for each layer, one with many runs
of small parts, functions that build layers out of each other, and classes of which only the last one has to do with a graph.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tensorlift import engine
from tensorlift.model import Level
from tensorlift.settings import Settings
from tensorlift.source.document import Document

HEAD = "import numpy as np\nimport tensorflow as tf\n\n"

SCRIPT = """
# model {n}
x{n} = tf.placeholder(tf.float32, [None, 4])
t{n} = tf.placeholder(tf.float32, [None, 1])
w{n} = tf.Variable(tf.ones([4, 1]), name="w{n}")
b{n} = tf.Variable(tf.zeros([1]), name="b{n}")
h{n} = tf.matmul(x{n}, w{n}) + b{n}
y{n} = tf.nn.sigmoid(h{n})
loss{n} = tf.reduce_mean(tf.square(y{n} - t{n}))
error{n} = tf.reduce_mean(tf.to_float(tf.greater(tf.abs(y{n} - t{n}), 0.5)))
train{n} = tf.train.GradientDescentOptimizer(0.1).minimize(loss{n})

sess = tf.Session()
sess.run(tf.global_variables_initializer())
for step in range(10):
    sess.run(train{n}, feed_dict={{x{n}: np.ones([2, 4]), t{n}: np.ones([2, 1])}})
print(sess.run([loss{n}, error{n}], feed_dict={{x{n}: np.ones([2, 4]), t{n}: np.ones([2, 1])}}))
sess.close()
tf.reset_default_graph()
"""

LAYER = """{i}w{n} = tf.Variable(tf.ones([8, 8]), name="w{n}")
{i}b{n} = tf.Variable(tf.zeros([8]), name="b{n}")
{i}# layer {n}
{i}h{n} = tf.nn.relu(tf.matmul({before}, w{n}) + b{n})
"""

METHOD = """
    def value{n}(self, x):
        return self.sess.run(self.h{n}, feed_dict={{self.x: x}})
"""


def script(lines: int) -> str:
    """Return a script with one model after the other."""
    return HEAD + "".join(SCRIPT.format(n=n) for n in range(lines // SCRIPT.count("\n")))


def deep(lines: int) -> str:
    """Return a program whose ``main`` trains one deep network."""
    count = lines // LAYER.count("\n")
    body = "".join(LAYER.format(i="    ", n=n, before=f"h{n - 1}" if n else "x") for n in range(count))
    return (
        f"{HEAD}\ndef main():\n    x = tf.placeholder(tf.float32, [None, 8])\n{body}    loss = tf.reduce_mean(h{count - 1})\n"
        "    train = tf.train.AdamOptimizer(0.01).minimize(loss)\n    with tf.Session() as sess:\n"
        "        sess.run(tf.global_variables_initializer())\n        for step in range(10):\n"
        "            _, value = sess.run([train, loss], feed_dict={x: np.ones([2, 8])})\n            print(value)\n\n\n"
        'if __name__ == "__main__":\n    main()\n'
    )


def model(lines: int) -> str:
    """Return a class that builds a network and runs every tenth of its layers."""
    count = lines * 10 // (10 * LAYER.count("\n") + METHOD.count("\n"))
    body = "".join(LAYER.format(i="        ", n=n, before=f"h{n - 1}" if n else "self.x") for n in range(count))
    for n in reversed(range(count)):
        for name in (f"w{n}", f"b{n}", f"h{n}"):
            body = body.replace(f"{name} ", f"self.{name} ").replace(f"{name},", f"self.{name},").replace(f"{name})", f"self.{name})")
    methods = "".join(METHOD.format(n=n) for n in range(count - 1, -1, -10))
    return (
        f"{HEAD}\nclass Model:\n    def __init__(self):\n        self.x = tf.placeholder(tf.float32, [None, 8])\n{body}"
        "        self.sess = tf.Session()\n        self.sess.run(tf.global_variables_initializer())\n"
        f"{methods}\n\nmodel = Model()\nprint(model.value{count - 1}(np.ones([2, 8])))\n"
    )


FUNCTION = """

def layer{n}(x, size):
    # layer {n}
    w = tf.get_variable("w{n}", [8, 8], initializer=tf.ones_initializer())
    b = tf.get_variable("b{n}", [8], initializer=tf.zeros_initializer())
    return tf.nn.relu(tf.matmul(x, w) + b)
"""

CLASS = """

class Reader{n}:
    \"\"\"Reads part {n}.\"\"\"

    def __init__(self, path, size={n}):
        self.path = path
        self.size = size
        self.rows = []

    def read(self):
        with open(self.path) as file:
            for line in file:
                row = [float(part) for part in line.split(",")]
                if len(row) == self.size:
                    self.rows.append(row)
        return np.array(self.rows, dtype=np.float32)

    def batches(self, count):
        for start in range(0, len(self.rows), count):
            yield np.asarray(self.rows[start:start + count])
"""

SUMMARIES = """
w{n} = tf.Variable(tf.ones([8, 8]), name="w{n}")
h{n} = tf.tanh(tf.matmul({before}, w{n}))
tf.summary.scalar("mean{n}", tf.reduce_mean(h{n}))
"""

RUNS = """
w{n} = tf.Variable(tf.ones([8, 8]), name="w{n}")
b{n} = tf.Variable(tf.zeros([8]), name="b{n}")
# part {n}
h{n} = tf.matmul({before}, w{n}) + b{n}
m{n} = tf.reduce_mean(tf.square(h{n}))
s{n} = tf.reduce_max(tf.abs(h{n}))
"""

RUN = """    print(sess.run([m{n}, s{n}], feed_dict={{x: np.ones([2, 8])}}))
    value = sess.run(h{n}, feed_dict={{x: np.zeros([2, 8])}})
    assert value.shape == (2, 8)
"""


def summaries(lines: int) -> str:
    """Return a flat script that writes a summary for each of its layers."""
    count = lines // SUMMARIES.count("\n")
    body = "".join(SUMMARIES.format(n=n, before=f"h{n - 1}" if n else "x") for n in range(count))
    return (
        f"{HEAD}x = tf.placeholder(tf.float32, [None, 8])\n{body}\nloss = tf.reduce_mean(h{count - 1})\n"
        "train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)\nmerged = tf.summary.merge_all()\n\n"
        'sess = tf.Session()\nsess.run(tf.global_variables_initializer())\nwriter = tf.summary.FileWriter("logs")\n'
        "for step in range(10):\n    _, summary = sess.run([train, merged], feed_dict={x: np.ones([2, 8])})\n"
        "    writer.add_summary(summary, step)\n"
    )


def runs(lines: int) -> str:
    """Return a script that runs many parts of what it builds."""
    count = lines // (RUNS.count("\n") + RUN.count("\n"))
    body = "".join(RUNS.format(n=n, before=f"h{n - 1}" if n % 4 else "x") for n in range(count))
    return (
        f"{HEAD}x = tf.placeholder(tf.float32, [None, 8])\n{body}\nwith tf.Session() as sess:\n"
        f"    sess.run(tf.global_variables_initializer())\n{''.join(RUN.format(n=n) for n in range(count))}"
    )


def functions(lines: int) -> str:
    """Return a program of functions that are called inside of each other's calls."""
    count = lines // (FUNCTION.count("\n") + 1)
    calls = "".join(
        f"    x = {''.join(f'layer{n}(' for n in range(start, min(start + 5, count)))}x{', 8)' * (min(start + 5, count) - start)}\n"
        for start in range(0, count, 5)
    )
    return (
        f"{HEAD}{''.join(FUNCTION.format(n=n) for n in range(count))}\n\ndef network(x):\n{calls}    return x\n\n\n"
        "def main():\n    x = tf.placeholder(tf.float32, [None, 8])\n    loss = tf.reduce_mean(network(x))\n"
        "    train = tf.train.AdamOptimizer(0.01).minimize(loss)\n    with tf.Session() as sess:\n"
        "        sess.run(tf.global_variables_initializer())\n        for step in range(10):\n"
        "            _, value = sess.run([train, loss], feed_dict={x: np.ones([2, 8])})\n            print(value)\n\n\n"
        'if __name__ == "__main__":\n    main()\n'
    )


def classes(lines: int) -> str:
    """Return a module of classes that read data, and one model."""
    count = lines // CLASS.count("\n")
    own = model(60)[len(HEAD) :]
    return f"{HEAD}{''.join(CLASS.format(n=n) for n in range(count))}\n{own}"


SHAPES = (script, deep, model, summaries, runs, functions, classes)


def seconds(work: Callable[[], object], repeat: int) -> float:
    """Return the median time of some work."""
    times = []
    for _ in range(repeat):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, nargs="+", default=[300, 1000])
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    upgrade = shutil.which("tf_upgrade_v2", path=sysconfig.get_path("scripts"))
    print(f"{'module':24} {'symbols (s)':>12} {'native (s)':>12} {'tf_upgrade_v2 (s)':>18}  lifted")
    for lines in options.lines:
        for make in SHAPES:
            text = make(lines)
            symbols = seconds(lambda text=text: engine.fix(Document(text), Settings(), review=True), options.repeat)  # type: ignore[misc]
            settings = Settings(level=Level.NATIVE)
            result = engine.fix(Document(text), settings, review=True)
            native = seconds(lambda text=text, settings=settings: engine.fix(Document(text), settings, review=True), options.repeat)  # type: ignore[misc]
            other = f"{_upgrade(upgrade, text, options.repeat):18.2f}" if upgrade else f"{'not there':>18}"
            name = f"{make.__name__}, {text.count(chr(10))} lines"
            way = next((finding.message for finding in result.remaining if finding.code == "TL404"), "")
            print(f"{name:24} {symbols:12.2f} {native:12.2f} {other}  {way or 'yes'}", flush=True)


def _upgrade(command: str, text: str, repeat: int) -> float:
    """Return the time that tf_upgrade_v2 takes for a file, without that of its start."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "module.py"
        run = [command, "--infile", str(file), "--outfile", f"{file}.new"]
        times = []
        for content in ("import tensorflow as tf\n", text):
            file.write_text(content, encoding="utf-8")
            times.append(seconds(lambda: subprocess.run(run, cwd=folder, capture_output=True, check=False), repeat))
    return max(0.0, times[1] - times[0])


if __name__ == "__main__":
    main()
