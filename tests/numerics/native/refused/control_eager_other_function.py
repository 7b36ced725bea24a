"""What is derived is the first function, and its name stands for another one later."""
import tensorflow as tf

tf.enable_eager_execution()
tfe = tf.contrib.eager

w = tfe.Variable(3.0)


def cost(x):
    return w * x


grad = tfe.implicit_gradients(cost)  # refused: `cost` is bound again
cost = cost(2.0)
print(cost.numpy(), [g.numpy() for g, _ in grad(5.0)])
