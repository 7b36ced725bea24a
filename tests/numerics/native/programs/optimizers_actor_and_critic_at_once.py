"""An actor and a critic take their steps in one run: the actor reads what the critic says, but takes no gradients through it."""

import numpy as np
import tensorflow as tf

rng = np.random.RandomState(3)


def dense(x, n_in, n_out, name):
    with tf.variable_scope(name):
        w = tf.get_variable('w', initializer=rng.normal(0, 0.3, [n_in, n_out]).astype(np.float32))
        b = tf.get_variable('b', [n_out], initializer=tf.zeros_initializer())
        return tf.matmul(x, w) + b


state = tf.placeholder(tf.float32, [None, 4], name='state')
action = tf.placeholder(tf.int32, [None], name='action')
ret = tf.placeholder(tf.float32, [None], name='ret')

with tf.variable_scope('actor'):
    probabilities = tf.nn.softmax(dense(tf.tanh(dense(state, 4, 6, 'hidden')), 6, 3, 'out'))
with tf.variable_scope('critic'):
    value = tf.squeeze(dense(tf.tanh(dense(state, 4, 5, 'hidden')), 5, 1, 'out'), axis=1)

advantage = ret - value
critic_loss = tf.reduce_mean(tf.square(advantage))
chosen = tf.log(tf.reduce_sum(probabilities * tf.one_hot(action, 3), axis=1))
actor_loss = -tf.reduce_mean(chosen * tf.stop_gradient(advantage))

actor_vars = tf.trainable_variables('actor')
critic_vars = tf.trainable_variables('critic')
train_actor = tf.train.AdamOptimizer(0.01).minimize(actor_loss, var_list=actor_vars)
train_critic = tf.train.AdamOptimizer(0.02).minimize(critic_loss, var_list=critic_vars)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(5):
        feed = {state: rng.rand(8, 4), action: rng.randint(0, 3, 8), ret: rng.rand(8)}
        _, _, a, c = sess.run([train_actor, train_critic, actor_loss, critic_loss], feed_dict=feed)
        print('%d %.6f %.6f' % (i, a, c))
    print(sess.run(probabilities, {state: np.ones([1, 4])}), sess.run(value, {state: np.ones([1, 4])}))
