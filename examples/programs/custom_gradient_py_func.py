"""Operations in NumPy through tf.py_func, with a gradient that is registered by name."""
import numpy as np
import tensorflow as tf


def spiky(x):
    r = x % 1
    return r.astype(np.float32) if r.ndim else r

def d_spiky(x):
    return np.where(x % 1 <= 0.5, 1., 0.).astype(np.float32)

def py_func(func, inp, Tout, stateful=True, name=None, grad=None):
    rnd_name = 'PyFuncGrad' + str(abs(hash(func)) % 100000)
    tf.RegisterGradient(rnd_name)(grad)
    g = tf.get_default_graph()
    with g.gradient_override_map({"PyFunc": rnd_name}):
        return tf.py_func(func, inp, Tout, stateful=stateful, name=name)

def spikygrad(op, grad):
    x = op.inputs[0]
    n_gr = tf.py_func(d_spiky, [x], tf.float32)
    return grad * n_gr

with tf.Session() as sess:
    x = tf.constant([0.2, 0.7, 1.2, 1.7])
    y = py_func(spiky, [x], tf.float32, name="spiky", grad=spikygrad)
    y.set_shape(x.get_shape())
    tf.global_variables_initializer().run()
    print(np.round(x.eval(), 3), np.round(y.eval(), 3), tf.gradients(y, [x])[0].eval())

    # straight-through rounding
    @tf.RegisterGradient("StraightThrough")
    def _straight(op, grad):
        return grad
    with tf.get_default_graph().gradient_override_map({"Round": "StraightThrough"}):
        r = tf.round(x)
    print(r.eval(), tf.gradients(tf.reduce_sum(r * 3.), x)[0].eval())
