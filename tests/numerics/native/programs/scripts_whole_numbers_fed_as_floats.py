"""Numbers with a point are fed for integers: quotients, sums, entries of lists and what functions of Python give."""

import numpy as np
import tensorflow as tf

n = tf.placeholder(tf.int32, [], name="n")
ids = tf.placeholder(tf.int64, [None], name="ids")
twice = n * 2
shifted = ids + 1

with tf.Session() as sess:
    for half in [4, 6]:
        print(sess.run(twice, {n: half / 2}))
    sizes = [3.0, 5.0]
    for size in sizes:
        print(sess.run(twice, {n: size}), sess.run(twice, {n: max(size, 4.0)}))
    t = 0
    for _ in range(3):
        print(sess.run(twice, {n: t}))
        t += 0.5
    k = 8
    while k > 1:
        print(sess.run(twice, {n: k}))
        k /= 2
    row = [float(digit) for digit in "123"]
    print(sess.run(shifted, {ids: row}), sess.run(shifted, {ids: sorted(row)}))
    print(sess.run(shifted, {ids: np.arange(3) / 1}), sess.run(twice, {n: float("3")}))
