"""A regression by a network that TensorFlow 1 brought along."""
import numpy as np
import tensorflow as tf

tf.logging.set_verbosity(tf.logging.ERROR)
rs = np.random.RandomState(2)
size = rs.rand(30).astype(np.float32)
kind = rs.randint(0, 3, 30)
price = 2 * size + kind

columns = [tf.feature_column.numeric_column('size'), tf.feature_column.numeric_column('kind')]
features = {'size': size, 'kind': kind.astype(np.float32)}
train_input_fn = tf.estimator.inputs.numpy_input_fn(features, price, batch_size=10, num_epochs=None, shuffle=False)
test_input_fn = tf.estimator.inputs.numpy_input_fn(features, price, num_epochs=1, shuffle=False)
regressor = tf.estimator.DNNRegressor(feature_columns=columns, hidden_units=[6, 6], optimizer=tf.train.AdamOptimizer(0.05))
regressor.train(train_input_fn, steps=400)
scores = regressor.evaluate(test_input_fn)
print(sorted(scores), scores['global_step'])
print('fits', scores['average_loss'] < 0.2, abs(scores['loss'] / scores['average_loss'] - 30) < 1e-3)
print('mean of labels %.4f' % scores['label/mean'])
first = next(regressor.predict(test_input_fn))
print(sorted(first), first['predictions'].shape, abs(first['predictions'][0] - price[0]) < 1.5)
