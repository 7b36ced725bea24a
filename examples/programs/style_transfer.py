"""Style transfer: the pixels of an image are trained so that Gram matrices of a fixed network agree."""
import numpy as np
import tensorflow as tf

CONTENT_WEIGHT = 1.0
STYLE_WEIGHT = 20.0
rng = np.random.RandomState(0)
FILTERS = {'conv1_1': rng.randn(3, 3, 3, 6).astype(np.float32) * 0.3,
           'conv2_1': rng.randn(3, 3, 6, 8).astype(np.float32) * 0.2}


class Network(object):
    def __init__(self, input_img):
        self.input_img = input_img
        self.mean_pixels = np.array([123.68, 116.779, 103.939]).reshape((1, 1, 1, 3)) / 255.

    def conv2d_relu(self, prev_layer, layer_name):
        with tf.variable_scope(layer_name) as scope:
            W = tf.constant(FILTERS[layer_name], name='weights')
            conv2d = tf.nn.conv2d(prev_layer, filter=W, strides=[1, 1, 1, 1], padding='SAME')
            out = tf.nn.relu(conv2d)
        setattr(self, layer_name, out)

    def avgpool(self, prev_layer, layer_name):
        with tf.variable_scope(layer_name):
            out = tf.nn.avg_pool(prev_layer, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding='SAME')
        setattr(self, layer_name, out)

    def load(self):
        self.conv2d_relu(self.input_img, 'conv1_1')
        self.avgpool(self.conv1_1, 'avgpool1')
        self.conv2d_relu(self.avgpool1, 'conv2_1')


def gram_matrix(F, N, M):
    F = tf.reshape(F, (M, N))
    return tf.matmul(tf.transpose(F), F)


def single_style_loss(a, g):
    N = a.shape[3]
    M = a.shape[1] * a.shape[2]
    A = gram_matrix(a, N, M)
    G = gram_matrix(g, N, M)
    return tf.reduce_sum((G - A) ** 2 / ((2 * N * M) ** 2))


content = rng.rand(1, 12, 12, 3).astype(np.float32)
style = np.tile(np.linspace(0, 1, 12, dtype=np.float32).reshape(1, 12, 1, 1), (1, 1, 12, 3))
with tf.variable_scope('input'):
    input_img = tf.get_variable('in_img', shape=([1, 12, 12, 3]), dtype=tf.float32, initializer=tf.zeros_initializer())
vgg = Network(input_img)
vgg.load()

with tf.Session() as sess:
    sess.run(input_img.assign(content))
    gen_content = sess.run(vgg.conv2_1)
    content_loss = tf.reduce_sum((vgg.conv2_1 - gen_content) ** 2) / (4. * gen_content.size)
    sess.run(input_img.assign(style))
    layers = ['conv1_1', 'conv2_1']
    style_maps = sess.run([getattr(vgg, layer) for layer in layers])
    style_loss = sum([w * single_style_loss(a, getattr(vgg, layer)) for w, a, layer in zip([0.5, 1.5], style_maps, layers)])
    total_loss = CONTENT_WEIGHT * content_loss + STYLE_WEIGHT * style_loss
    gstep = tf.Variable(0, dtype=tf.int32, trainable=False, name='global_step')
    opt = tf.train.AdamOptimizer(0.05).minimize(total_loss, global_step=gstep)
    sess.run(tf.global_variables_initializer())
    sess.run(input_img.assign(0.5 * content + 0.25))
    before = sess.run(total_loss)
    for index in range(25):
        sess.run(opt)
    gen_image, after = sess.run([input_img, total_loss])
    gen_image = np.clip(gen_image[0], 0, 1)
    print("loss %.5f -> %.5f" % (before, after), "step", gstep.eval(), "picture", gen_image.shape)
