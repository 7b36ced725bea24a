"""A classification of three classes by a network that TensorFlow 1 brought along, with dropout."""
import numpy as np
import tensorflow as tf

tf.logging.set_verbosity(tf.logging.ERROR)
rs = np.random.RandomState(2)
size = rs.rand(30).astype(np.float32)
kind = rs.randint(0, 3, 30)

columns = [tf.feature_column.numeric_column('size'), tf.feature_column.numeric_column('kind')]
features = {'size': size, 'kind': kind.astype(np.float32)}
classes_input_fn = tf.estimator.inputs.numpy_input_fn(features, kind, batch_size=10, num_epochs=None, shuffle=False)
classes_test_fn = tf.estimator.inputs.numpy_input_fn(features, kind, num_epochs=1, shuffle=False)
classifier = tf.estimator.DNNClassifier([8], columns, n_classes=3, optimizer=tf.train.AdamOptimizer(0.05), dropout=0.05)
classifier.train(classes_input_fn, steps=500)
scores = classifier.evaluate(classes_test_fn)
print(sorted(scores), scores['accuracy'] > 0.8)
for one in list(classifier.predict(classes_test_fn))[:2]:
    print(sorted(key for key in one if not key.startswith('all')), one['class_ids'].shape, one['probabilities'].shape, one['classes'].dtype)
    print('%.4f' % one['probabilities'].sum())
