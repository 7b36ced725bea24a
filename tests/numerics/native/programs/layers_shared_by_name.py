"""Two critics' layers are made once by name and used again by name."""
import numpy as np
import tensorflow as tf

np.random.seed(1)
ideas = tf.placeholder(tf.float32, [None, 3])
with tf.variable_scope('Generator'):
    G_l1 = tf.layers.dense(ideas, 8, tf.nn.relu, kernel_initializer=tf.constant_initializer(np.linspace(-0.5, 0.5, 24)))
    G_out = tf.layers.dense(G_l1, 4, kernel_initializer=tf.constant_initializer(np.linspace(-0.4, 0.6, 32)))

with tf.variable_scope('Discriminator'):
    real_art = tf.placeholder(tf.float32, [None, 4], name='real_in')
    D_l0 = tf.layers.dense(real_art, 6, tf.nn.relu, name='l', kernel_initializer=tf.constant_initializer(np.linspace(-0.3, 0.5, 24)))
    prob0 = tf.layers.dense(D_l0, 1, tf.nn.sigmoid, name='out', kernel_initializer=tf.constant_initializer(np.linspace(-0.5, 0.5, 6)))
    # the same layers for what the generator draws
    D_l1 = tf.layers.dense(G_out, 6, tf.nn.relu, name='l', reuse=True)
    prob1 = tf.layers.dense(D_l1, 1, tf.nn.sigmoid, name='out', reuse=True)

D_loss = -tf.reduce_mean(tf.log(prob0) + tf.log(1 - prob1))
G_loss = tf.reduce_mean(tf.log(1 - prob1))
train_D = tf.train.AdamOptimizer(0.01).minimize(
    D_loss, var_list=tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope='Discriminator'))
train_G = tf.train.AdamOptimizer(0.01).minimize(
    G_loss, var_list=tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope='Generator'))

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(20):
        art = np.random.rand(5, 4)
        noise = np.random.randn(5, 3)
        _, d = sess.run([train_D, D_loss], {ideas: noise, real_art: art})
        _, g = sess.run([train_G, G_loss], {ideas: noise})
        if step % 5 == 0:
            print(step, round(float(d), 5), round(float(g), 5))
    print(np.round(sess.run(prob1, {ideas: noise})[:, 0], 5))
    print(len(tf.trainable_variables()))
