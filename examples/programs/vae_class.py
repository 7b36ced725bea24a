"""A variational autoencoder as a class with its own session."""
import numpy as np
import tensorflow as tf

np.random.seed(0)
tf.set_random_seed(0)


def xavier_init(fan_in, fan_out, constant=1):
    """ Xavier initialization of network weights"""
    low = -constant*np.sqrt(6.0/(fan_in + fan_out))
    high = constant*np.sqrt(6.0/(fan_in + fan_out))
    return tf.random_uniform((fan_in, fan_out),
                             minval=low, maxval=high,
                             dtype=tf.float32)


class VariationalAutoencoder(object):
    def __init__(self, network_architecture, transfer_fct=tf.nn.softplus,
                 learning_rate=0.001, batch_size=50):
        self.network_architecture = network_architecture
        self.transfer_fct = transfer_fct
        self.learning_rate = learning_rate
        self.batch_size = batch_size
        self.x = tf.placeholder(tf.float32, [None, network_architecture["n_input"]])
        self._create_network()
        self._create_loss_optimizer()
        init = tf.global_variables_initializer()
        self.sess = tf.InteractiveSession()
        self.sess.run(init)

    def _create_network(self):
        w = self._initialize_weights(**self.network_architecture)
        self.z_mean, self.z_log_sigma_sq = self._recognition_network(w["recog"])
        n_z = self.network_architecture["n_z"]
        eps = tf.random_normal((self.batch_size, n_z), 0, 1, dtype=tf.float32)
        self.z = tf.add(self.z_mean, tf.multiply(tf.sqrt(tf.exp(self.z_log_sigma_sq)), eps))
        self.x_reconstr_mean = self._generator_network(w["gener"])

    def _initialize_weights(self, n_hidden, n_input, n_z):
        all_weights = dict()
        all_weights['recog'] = {
            'h1': tf.Variable(xavier_init(n_input, n_hidden)), 'b1': tf.Variable(tf.zeros([n_hidden], dtype=tf.float32)),
            'out_mean': tf.Variable(xavier_init(n_hidden, n_z)), 'b_mean': tf.Variable(tf.zeros([n_z], dtype=tf.float32)),
            'out_log_sigma': tf.Variable(xavier_init(n_hidden, n_z)), 'b_log_sigma': tf.Variable(tf.zeros([n_z]))}
        all_weights['gener'] = {
            'h1': tf.Variable(xavier_init(n_z, n_hidden)), 'b1': tf.Variable(tf.zeros([n_hidden], dtype=tf.float32)),
            'out_mean': tf.Variable(xavier_init(n_hidden, n_input)), 'b_mean': tf.Variable(tf.zeros([n_input]))}
        return all_weights

    def _recognition_network(self, w):
        layer_1 = self.transfer_fct(tf.add(tf.matmul(self.x, w['h1']), w['b1']))
        z_mean = tf.add(tf.matmul(layer_1, w['out_mean']), w['b_mean'])
        z_log_sigma_sq = tf.add(tf.matmul(layer_1, w['out_log_sigma']), w['b_log_sigma'])
        return (z_mean, z_log_sigma_sq)

    def _generator_network(self, w):
        layer_1 = self.transfer_fct(tf.add(tf.matmul(self.z, w['h1']), w['b1']))
        return tf.nn.sigmoid(tf.add(tf.matmul(layer_1, w['out_mean']), w['b_mean']))

    def _create_loss_optimizer(self):
        reconstr_loss = -tf.reduce_sum(self.x * tf.log(1e-10 + self.x_reconstr_mean)
                           + (1-self.x) * tf.log(1e-5 + 1 - self.x_reconstr_mean), 1)
        latent_loss = -0.5 * tf.reduce_sum(1 + self.z_log_sigma_sq
                                           - tf.square(self.z_mean)
                                           - tf.exp(self.z_log_sigma_sq), 1)
        self.cost = tf.reduce_mean(reconstr_loss + latent_loss)
        self.optimizer = tf.train.AdamOptimizer(learning_rate=self.learning_rate).minimize(self.cost)

    def partial_fit(self, X):
        opt, cost = self.sess.run((self.optimizer, self.cost), feed_dict={self.x: X})
        return cost

    def transform(self, X):
        return self.sess.run(self.z_mean, feed_dict={self.x: X})

    def generate(self, z_mu=None):
        if z_mu is None:
            z_mu = np.random.normal(size=(self.batch_size, self.network_architecture["n_z"]))
        return self.sess.run(self.x_reconstr_mean, feed_dict={self.z: z_mu})


patterns = (np.random.rand(5, 40) > 0.5).astype(np.float32)
samples = patterns[np.random.randint(5, size=1000)]
vae = VariationalAutoencoder(dict(n_hidden=32, n_input=40, n_z=2), learning_rate=0.005)
costs = []
for epoch in range(10):
    for i in range(0, 1000, 50):
        costs.append(vae.partial_fit(samples[i:i + 50]))
print("latent", vae.transform(samples[:50]).shape, "generated", vae.generate().shape)
print("cost fell", bool(np.mean(costs[-10:]) < np.mean(costs[:3]) * 0.9))
