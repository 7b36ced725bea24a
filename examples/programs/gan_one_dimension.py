"""Two networks against each other: the generator learns to draw parabolas."""
import tensorflow as tf
import numpy as np

tf.set_random_seed(1)
np.random.seed(1)

# Hyper Parameters
BATCH_SIZE = 64
LR_G = 0.0005
LR_D = 0.0005
N_IDEAS = 5
ART_COMPONENTS = 15
PAINT_POINTS = np.vstack([np.linspace(-1, 1, ART_COMPONENTS) for _ in range(BATCH_SIZE)])


def artist_works():
    a = np.random.uniform(1, 2, size=BATCH_SIZE)[:, np.newaxis]
    return a * np.power(PAINT_POINTS, 2) + (a-1)


with tf.variable_scope('Generator'):
    G_in = tf.placeholder(tf.float32, [None, N_IDEAS])
    G_l1 = tf.layers.dense(G_in, 64, tf.nn.relu)
    G_out = tf.layers.dense(G_l1, ART_COMPONENTS)

with tf.variable_scope('Discriminator'):
    real_art = tf.placeholder(tf.float32, [None, ART_COMPONENTS], name='real_in')
    D_l0 = tf.layers.dense(real_art, 64, tf.nn.relu, name='l')
    prob_artist0 = tf.layers.dense(D_l0, 1, tf.nn.sigmoid, name='out')
    # reuse layers for generator
    D_l1 = tf.layers.dense(G_out, 64, tf.nn.relu, name='l', reuse=True)
    prob_artist1 = tf.layers.dense(D_l1, 1, tf.nn.sigmoid, name='out', reuse=True)

D_loss = -tf.reduce_mean(tf.log(prob_artist0) + tf.log(1-prob_artist1))
G_loss = tf.reduce_mean(tf.log(1-prob_artist1))

train_D = tf.train.AdamOptimizer(LR_D).minimize(
    D_loss, var_list=tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope='Discriminator'))
train_G = tf.train.AdamOptimizer(LR_G).minimize(
    G_loss, var_list=tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope='Generator'))

sess = tf.Session()
sess.run(tf.global_variables_initializer())

for step in range(400):
    artist_paintings = artist_works()
    G_ideas = np.random.randn(BATCH_SIZE, N_IDEAS)
    G_paintings, pa0, Dl = sess.run([G_out, prob_artist0, D_loss, train_D, train_G],
                                    {G_in: G_ideas, real_art: artist_paintings})[:3]

print([v.name for v in tf.global_variables('Discriminator') if 'Adam' not in v.name])
print("finite", bool(np.isfinite(Dl)), "shape", G_paintings.shape)
