"""A function that makes an optimizer with a decayed learning rate of its own, for each of two networks."""
import numpy as np
import tensorflow as tf

def optimizer(loss, var_list, initial_learning_rate=0.1):
    # decayed for each network on its own
    decay = 0.5
    batch = tf.Variable(0)
    learning_rate = tf.train.exponential_decay(initial_learning_rate, batch, 2, decay, staircase=True)
    optimizer = tf.train.GradientDescentOptimizer(learning_rate).minimize(loss, global_step=batch, var_list=var_list)
    return optimizer

def main():
    x = tf.placeholder(tf.float32, [None, 2])
    with tf.variable_scope('D'):
        w = tf.get_variable('w', [2, 1], initializer=tf.ones_initializer())
    with tf.variable_scope('G'):
        v = tf.get_variable('w', [2, 1], initializer=tf.zeros_initializer())
    loss_d = tf.reduce_mean(tf.square(tf.matmul(x, w) - 3.0))
    loss_g = tf.reduce_mean(tf.square(tf.matmul(x, v) + tf.reduce_sum(w)))
    d_params = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope='D')
    g_params = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope='G')
    opt_d = optimizer(loss_d, d_params)
    opt_g = optimizer(loss_g, g_params, initial_learning_rate=0.2 / 2)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for i in range(5):
            a = np.random.RandomState(i).rand(4, 2)
            d, _ = sess.run([loss_d, opt_d], {x: a})
            g, _ = sess.run([loss_g, opt_g], {x: a})
            print('%.6f %.6f' % (d, g))

if __name__ == '__main__':
    main()
