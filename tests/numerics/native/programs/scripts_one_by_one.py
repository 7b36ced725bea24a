"""Lists and dictionaries of tensors and operations that a script runs one by one."""

import numpy as np
import tensorflow as tf

const = tf.constant(10)
table = tf.fill((2, 3), 4)
noise = tf.random_uniform((4, 4), minval=0, maxval=1)
x = tf.placeholder(tf.float32, [None])
total = tf.reduce_sum(x)
parts = {"sum": total, "mean": tf.reduce_mean(x)}
powers = []
for power in range(3):
    powers.append(x**power)

count = tf.Variable(0)
other = tf.Variable(100)
increase = count.assign_add(2)
copy = other.assign_add(count)

sess = tf.InteractiveSession()
sess.run(tf.global_variables_initializer())

# constants, and what is drawn
for op in [const, table]:
    print(sess.run(op))
    print("--")
for index, op in enumerate([const, noise]):
    value = sess.run(op)
    print(index, value.shape, np.all((value >= 0) & (value <= 10)))

# what is fed stays the same
data = np.array([1.0, 2.0, 3.0])
for name, tensor in parts.items():
    # each with its name
    print(name, sess.run(tensor, feed_dict={x: data}))
for power in powers:
    print(power.eval({x: data}))
print([sess.run(power, {x: data})[2] for power in powers])
values = [sess.run(power, {x: data[:2]}) for power in powers]
print(len(values), values[2])
for word, power in zip(["one", "x", "x squared"], powers):
    result = sess.run(power, {x: data})
    print(word, result)

# each turn has its own data
first, second = x + 1, x * 10
for tensor in [first, second]:
    data = data + 1
    print(sess.run(tensor, {x: data}))

# each sees what the one before has done
for op in [increase, copy, increase]:
    sess.run(op)
    print(sess.run([count, other]))
for op in (copy, increase):
    print(sess.run(op))
