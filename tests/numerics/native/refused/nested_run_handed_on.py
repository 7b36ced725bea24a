"""A function inside of another one runs the session, and goes to a function that calls it."""
import tensorflow as tf


def main():
    x = tf.placeholder(tf.float32, [])
    doubled = x * 2.0
    with tf.Session() as sess:
        def run(value):
            return sess.run(doubled, {x: value})  # refused: it is handed on

        print(list(map(run, [1.0, 2.0])))


main()
