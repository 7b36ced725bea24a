"""The states of all layers come in one placeholder, or in one for each half, and what was there last is asked for."""
import numpy as np
import tensorflow as tf

num_layers, batch_size, state_size, steps = 2, 2, 3, 4

batchX = tf.placeholder(tf.float32, [batch_size, steps])
init_state = tf.placeholder(tf.float32, [num_layers, 2, batch_size, state_size])
state_per_layer_list = tf.unstack(init_state, axis=0)
rnn_tuple_state = tuple(
    [tf.nn.rnn_cell.LSTMStateTuple(state_per_layer_list[idx][0], state_per_layer_list[idx][1])
     for idx in range(num_layers)]
)

with tf.variable_scope('deep', initializer=tf.constant_initializer(0.2)):
    cell = tf.nn.rnn_cell.MultiRNNCell(
        [tf.nn.rnn_cell.LSTMCell(state_size, state_is_tuple=True) for _ in range(num_layers)], state_is_tuple=True)
    states_series, current_state = tf.nn.dynamic_rnn(cell, tf.expand_dims(batchX, -1), initial_state=rnn_tuple_state)

with tf.variable_scope('flat', initializer=tf.constant_initializer(0.1)):
    single = tf.nn.rnn_cell.BasicLSTMCell(state_size)
    c_in = tf.placeholder(tf.float32, (None, single.state_size[0]))
    h_in = tf.placeholder(tf.float32, (None, single.state_size.h))
    outputs, state = tf.nn.dynamic_rnn(single, tf.expand_dims(batchX, -1),
                                       initial_state=tf.nn.rnn_cell.LSTMStateTuple(c_in, h_in))

with tf.variable_scope('gates', initializer=tf.constant_initializer(0.3)):
    first, second = tf.nn.rnn_cell.GRUCell(2), tf.nn.rnn_cell.GRUCell(4)
    pair = tf.nn.rnn_cell.MultiRNNCell([first, second])
    starts = (tf.zeros([batch_size, 2]), tf.ones([batch_size, 4]))
    gated, ends = tf.nn.dynamic_rnn(pair, tf.expand_dims(batchX, -1), initial_state=starts)
print(single.state_size, cell.state_size[1].c, pair.state_size, cell.output_size)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    x = np.arange(8.0).reshape(2, 4) / 4
    current = np.zeros((num_layers, 2, batch_size, state_size))
    c, h = np.zeros((2, 3)), np.zeros((2, 3))
    for step in range(3):
        if 'last' not in globals():
            print('the first step')
        series, current = sess.run([states_series, current_state], feed_dict={batchX: x, init_state: current})
        last, (c, h) = sess.run([outputs, state], {batchX: x, c_in: c, h_in: h})
        print(step, series[0, -1], current[1].c[0], last[1, -1], c[0], h[1])
    out, (one, two) = sess.run([gated, ends], {batchX: x})
    print(out[0, -1], one[0], two[1])
