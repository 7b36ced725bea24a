"""RMSprop of Keras 3 has its epsilon in another place."""
import tensorflow as tf

tf.enable_eager_execution()

w = tf.Variable([1.0, 2.0])
optimizer = tf.keras.optimizers.RMSprop(0.1)  # refused: other numbers
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(w * [1e-5, 1.0])
    optimizer.apply_gradients(zip(tape.gradient(loss, [w]), [w]))
    print(w.numpy())
