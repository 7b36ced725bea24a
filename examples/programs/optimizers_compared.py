"""Every TF1 optimizer and learning rate schedule on the same parabola."""
import tensorflow as tf

step = tf.Variable(0, trainable=False)
schedules = [
    tf.train.exponential_decay(0.1, step, 5, 0.5),
    tf.train.polynomial_decay(0.1, step, 20, 0.01, power=1.0),
    tf.train.inverse_time_decay(0.1, step, 5, 0.5),
    tf.train.natural_exp_decay(0.1, step, 10, 0.5),
    tf.train.piecewise_constant(step, [5, 10], [0.1, 0.05, 0.01]),
    tf.train.cosine_decay(0.1, step, 20),
]
optimizers = [
    ('sgd', tf.train.GradientDescentOptimizer(0.1)), ('momentum', tf.train.MomentumOptimizer(0.05, 0.9)),
    ('nesterov', tf.train.MomentumOptimizer(0.05, 0.9, use_nesterov=True)), ('adagrad', tf.train.AdagradOptimizer(0.5)),
    ('adadelta', tf.train.AdadeltaOptimizer(1.0, 0.9)), ('rmsprop', tf.train.RMSPropOptimizer(0.1, decay=0.9, momentum=0.1)),
    ('centered', tf.train.RMSPropOptimizer(0.1, centered=True)), ('adam', tf.train.AdamOptimizer(0.1)),
    ('ftrl', tf.train.FtrlOptimizer(0.3)), ('proximal', tf.train.ProximalGradientDescentOptimizer(0.1, l1_regularization_strength=0.01)),
    ('proximal adagrad', tf.train.ProximalAdagradOptimizer(0.3)),
]
variables, train_ops = [], []
for name, optimizer in optimizers:
    with tf.variable_scope(name.replace(' ', '_')):
        v = tf.get_variable('v', initializer=tf.constant([3.0, -2.0]))
    loss = tf.reduce_sum(tf.square(v - [1.0, 0.5]))
    grads = optimizer.compute_gradients(loss, [v])
    clipped = [(tf.clip_by_value(g, -5., 5.), var) for g, var in grads]
    train_ops.append(optimizer.apply_gradients(clipped))
    variables.append(v)
count = tf.assign_add(step, 1)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(15):
        sess.run(train_ops)
        sess.run(count)
    print("rates " + " ".join("%.5f" % r for r in sess.run(schedules)))
    for (name, optimizer), v in zip(optimizers, variables):
        print(name, "%.4f %.4f" % tuple(sess.run(v)), optimizer.get_slot_names())
