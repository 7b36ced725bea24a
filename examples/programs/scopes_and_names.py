"""Names under name_scope and variable_scope, with Variable and get_variable, reused."""
from __future__ import print_function
import tensorflow as tf

tf.set_random_seed(1)

with tf.name_scope("a_name_scope"):
    initializer = tf.constant_initializer(value=1)
    var1 = tf.get_variable(name='var1', shape=[1], dtype=tf.float32, initializer=initializer)
    var2 = tf.Variable(name='var2', initial_value=[2], dtype=tf.float32)
    var21 = tf.Variable(name='var2', initial_value=[2.1], dtype=tf.float32)

with tf.variable_scope("a_variable_scope") as scope:
    initializer = tf.constant_initializer(value=3)
    var3 = tf.get_variable(name='var3', shape=[1], dtype=tf.float32, initializer=initializer)
    var4 = tf.Variable(name='var4', initial_value=[4], dtype=tf.float32)
    var4_reuse = tf.Variable(name='var4', initial_value=[4], dtype=tf.float32)
    scope.reuse_variables()
    var3_reuse = tf.get_variable(name='var3',)

with tf.variable_scope("outer"):
    with tf.variable_scope("inner", reuse=tf.AUTO_REUSE, initializer=tf.zeros_initializer()) as inner:
        v = tf.get_variable("v", [2])
        w = tf.get_variable("v", [2])
        op = tf.add(v, 1, name="sum")
    print(inner.name, inner.original_name_scope, v is w)
with tf.variable_scope(inner, reuse=True):
    print(tf.get_variable("v").name, op.name)
counted = tf.make_template('layer', lambda x: x + tf.get_variable('b', [1], initializer=tf.ones_initializer()))
one, two = counted(tf.zeros([1])), counted(tf.ones([1]))

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for var in (var1, var2, var21, var3, var4, var4_reuse, var3_reuse):
        print(var.name, sess.run(var))
    print(sess.run(one), sess.run(two), [v.name for v in tf.trainable_variables(scope='layer')])
try:
    with tf.variable_scope("a_variable_scope"):
        tf.get_variable('var3', [1])
except ValueError as e:
    print('already exists' in str(e))
