"""A second set of variables follows the first one: its assignments are made in a loop and run one by one."""

import tensorflow as tf


def update_target_graph(variables, rate):
    count = len(variables)
    holder = []
    for index, variable in enumerate(variables[0 : count // 2]):
        mirror = variables[index + count // 2]
        holder.append(mirror.assign(variable.value() * rate + (1 - rate) * mirror.value()))
    return holder


def update_target(holder, session):
    for op in holder:
        session.run(op)


weights = tf.Variable([[1.0, -2.0]], name="weights")
bias = tf.Variable([0.5], name="bias")
target_weights = tf.Variable([[0.0, 0.0]], name="target_weights")
target_bias = tf.Variable([3.0], name="target_bias")
loss = tf.reduce_sum(tf.square(weights)) + tf.reduce_sum(tf.square(bias))
train = tf.train.GradientDescentOptimizer(0.1).minimize(loss, var_list=[weights, bias])
updates = update_target_graph([weights, bias, target_weights, target_bias], 0.25)

# a ring: each takes what the one before has become
ring = []
for here, there in [(bias, target_bias), (target_bias, bias)]:
    ring.append(tf.assign(here, there * 2.0))

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(3):
        sess.run(train)
        update_target(updates, sess)
        print(step, sess.run(target_weights), sess.run(target_bias))
    for op in ring:
        sess.run(op)
    print(sess.run([bias, target_bias]))
