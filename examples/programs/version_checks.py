"""Version comparisons, warnings switched off, CUDA variables, and names imported from tensorflow one by one."""
import os
import warnings
os.environ['TF_CPP_MIN_LOG_LEVEL'] = '2'
os.environ["CUDA_VISIBLE_DEVICES"] = ""
warnings.filterwarnings("ignore")
import tensorflow as tf
from tensorflow import flags, placeholder, Session, global_variables_initializer as init_all
from tensorflow.python.platform import tf_logging as logging
from tensorflow.python.framework.ops import Tensor
tf.logging.set_verbosity(tf.logging.ERROR)

assert int(tf.__version__.split('.')[0]) >= 1, "This program needs TensorFlow 1.0 or newer"
flags.DEFINE_string('name', 'x', 'A name.')
if tf.__version__ < '1.0':
    raise SystemExit('too old')
if not tf.test.is_built_with_cuda():
    logging.debug('no CUDA')

x = placeholder(tf.float32, shape=[], name=flags.FLAGS.name)
v = tf.Variable(3.0, trainable=False)
double = x * v if isinstance(x, Tensor) and isinstance(x, tf.Tensor) else None
assign = v.assign(v + 1)
plus = v.assign_add(2.0)
with Session() as sess:
    sess.run(init_all())
    sess.run(assign)
    sess.run(plus)
    print(x.op.name, sess.run(double, {'x:0': 2.0}), v.dtype.base_dtype.name, tf.float32.as_numpy_dtype.__name__)
    print(sess.graph is tf.get_default_graph(), double.graph is sess.graph, len(sess.graph.get_operations()) > 8, double.consumers() == [])
