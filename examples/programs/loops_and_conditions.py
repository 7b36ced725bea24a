"""while_loop, cond, case, TensorArray, scan, map_fn, Print and Assert in a graph."""
import sys
import tensorflow as tf

i = tf.constant(0)
a, b = tf.constant(0), tf.constant(1)
n, fib, _ = tf.while_loop(lambda i, a, b: tf.less(i, 10), lambda i, a, b: [tf.add(i, 1), b, a + b], [i, a, b])

x = tf.placeholder(tf.float32, [])
chosen = tf.cond(x > 0, lambda: x * 2, lambda: tf.negative(x))
cased = tf.case([(tf.less(x, -1), lambda: tf.constant(1)), (tf.greater(x, 1), lambda: tf.constant(2))],
                default=lambda: tf.constant(3), exclusive=True)
array = tf.TensorArray(tf.float32, size=3, dynamic_size=True, infer_shape=True)
_, array = tf.while_loop(lambda k, ta: k < 4, lambda k, ta: (k + 1, ta.write(k, tf.to_float(k) ** 2)), (0, array))
stacked = array.stack()
sums = tf.scan(lambda acc, v: acc + v, tf.range(1, 6))
squares = tf.map_fn(lambda v: v * v, tf.constant([1., 2., 3.]))
folded = tf.foldl(lambda acc, v: acc * v, tf.constant([1, 2, 3, 4]))
with tf.control_dependencies([tf.Assert(tf.greater(x, -10), [x])]):
    printed = tf.Print(x, [x, tf.shape(stacked)], message="x is ", summarize=3)
with tf.Session() as sess:
    print(sess.run([n, fib]))
    for value in (3., -4., 0.5):
        c, k = sess.run([chosen, cased], {x: value})
        print(c, k, sess.run(printed, {x: value}))
    print(sess.run(stacked).tolist(), sess.run(sums).tolist(), sess.run(squares).tolist(), sess.run(folded))
    try:
        sess.run(printed, {x: -20.})
    except tf.errors.InvalidArgumentError as e:
        print("assertion", 'assertion failed' in str(e))
