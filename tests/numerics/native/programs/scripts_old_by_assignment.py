"""A network of a script that gives TensorFlow 1 a name of its own."""
import numpy as np
import tensorflow

tf = tensorflow.compat.v1  # the old interface
tf.disable_v2_behavior()

# the names that NVIDIA's cards need
from tensorflow.compat.v1 import ConfigProto, InteractiveSession

config = ConfigProto()
config.gpu_options.allow_growth = True

rng = np.random.RandomState(0)
data = rng.randn(20, 3).astype(np.float32)
target = (data.sum(axis=1, keepdims=True) > 0).astype(np.float32)

x = tf.placeholder(tf.float32, [None, 3], name='x')
y = tf.placeholder(tf.float32, [None, 1], name='y')
w = tf.Variable(tensorflow.constant([[0.1], [0.2], [-0.1]]))
b = tf.get_variable('b', [1], initializer=tf.zeros_initializer())
logits = tf.matmul(x, w) + b
loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=logits))
train_op = tf.train.GradientDescentOptimizer(0.5).minimize(loss)

sess = InteractiveSession(config=config)
sess.run(tf.global_variables_initializer())
for step in range(5):
    _, value = sess.run([train_op, loss], {x: data, y: target})
    print(step, value)
print(w.eval().ravel(), b.eval())
sess.close()
