import numpy as np
import tensorflow as tf


class DQN:
    def __init__(self, session, input_size, output_size, name='main'):
        self.session = session
        self.input_size = input_size
        self.output_size = output_size
        self.net_name = name
        self._build_network()

    def _build_network(self, h_size=4, l_rate=0.1):
        with tf.variable_scope(self.net_name):
            self._X = tf.placeholder(tf.float32, [None, self.input_size], name='input_x')
            W1 = tf.get_variable('W1', shape=[self.input_size, h_size], initializer=tf.constant_initializer(0.1))
            layer1 = tf.nn.tanh(tf.matmul(self._X, W1))
            W2 = tf.get_variable('W2', shape=[h_size, self.output_size], initializer=tf.constant_initializer(0.2))
            self._Qpred = tf.matmul(layer1, W2)
        self._Y = tf.placeholder(shape=[None, self.output_size], dtype=tf.float32)
        self._loss = tf.reduce_mean(tf.square(self._Y - self._Qpred))
        self._train = tf.train.GradientDescentOptimizer(learning_rate=l_rate).minimize(self._loss)

    def predict(self, state):
        x = np.reshape(state, [-1, self.input_size])
        return self.session.run(self._Qpred, feed_dict={self._X: x})

    def update(self, x_stack, y_stack):
        return self.session.run([self._loss, self._train], feed_dict={self._X: x_stack, self._Y: y_stack})


def get_copy_var_ops(*, dest_scope_name='target', src_scope_name='main'):
    # Copy variables src_scope to dest_scope
    op_holder = []
    src_vars = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope=src_scope_name)
    dest_vars = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope=dest_scope_name)
    for src_var, dest_var in zip(src_vars, dest_vars):
        op_holder.append(dest_var.assign(src_var.value()))
    return op_holder


def main():
    rng = np.random.RandomState(0)
    with tf.Session() as sess:
        mainDQN = DQN(sess, 3, 2, name='main')
        targetDQN = DQN(sess, 3, 2, name='target')
        tf.global_variables_initializer().run()
        copy_ops = get_copy_var_ops(dest_scope_name='target', src_scope_name='main')
        sess.run(copy_ops)
        for step in range(6):
            x = rng.rand(5, 3)
            loss, _ = mainDQN.update(x, 1 + targetDQN.predict(x))
            if step % 2 == 1:
                sess.run(copy_ops)
            print('%.5f %.5f' % (loss, targetDQN.predict(x).sum()))


if __name__ == '__main__':
    main()
