"""A function inside of another one runs what a name stands for, which is another tensor at its second call."""
import tensorflow as tf


def main():
    x = tf.placeholder(tf.float32, [])
    output = x * 2.0
    with tf.Session() as sess:
        def run(value):
            return sess.run(output, {x: value})

        print(run(1.0))
        output = output + 1.0
        print(run(1.0))  # refused: it is another tensor by now


main()
