"""Deep Q-learning in a script: a target network whose layers are not trained, and which is copied before anything else is run."""
import numpy as np
import tensorflow as tf

GAMMA = 0.9
STATES, ACTIONS = 3, 2
tf_s = tf.placeholder(tf.float32, [None, STATES])
tf_a = tf.placeholder(tf.int32, [None])
tf_r = tf.placeholder(tf.float32, [None])
tf_s_ = tf.placeholder(tf.float32, [None, STATES])

with tf.variable_scope('q'):        # evaluation network
    l_eval = tf.layers.dense(tf_s, 6, tf.nn.relu, kernel_initializer=tf.constant_initializer(np.linspace(-0.5, 0.9, 18).reshape(3, 6)))
    q = tf.layers.dense(l_eval, ACTIONS, kernel_initializer=tf.constant_initializer(np.linspace(-0.2, 0.7, 12).reshape(6, 2)))

with tf.variable_scope('q_next'):   # target network, not to train
    l_target = tf.layers.dense(tf_s_, 6, tf.nn.relu, kernel_initializer=tf.constant_initializer(0.7), trainable=False)
    q_next = tf.layers.dense(l_target, ACTIONS, kernel_initializer=tf.constant_initializer(0.8), trainable=False)

q_target = tf_r + GAMMA * tf.reduce_max(q_next, axis=1)
a_one_hot = tf.one_hot(tf_a, depth=ACTIONS, dtype=tf.float32)
q_wrt_a = tf.reduce_sum(q * a_one_hot, axis=1)      # q for current state
# the target network is part of the loss
loss = tf.reduce_mean(tf.squared_difference(q_target, q_wrt_a))
train_op = tf.train.AdamOptimizer(0.05).minimize(loss)

sess = tf.Session()
sess.run(tf.global_variables_initializer())
steps = 0


def learn(s, a, r, s_):
    global steps
    if steps % 3 == 0:
        t_params = tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, scope='q_next')
        e_params = tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, scope='q')
        sess.run([tf.assign(t, e) for t, e in zip(t_params, e_params)])
    steps += 1
    sess.run(train_op, {tf_s: s, tf_a: a, tf_r: r, tf_s_: s_})


rs = np.random.RandomState(1)
for i in range(7):
    learn(rs.rand(5, STATES), rs.randint(0, 2, 5), rs.rand(5), rs.rand(5, STATES))
    print(i, sess.run(q_next, {tf_s_: np.eye(STATES)}).ravel())
print(sess.run(q, {tf_s: np.eye(STATES)}))
