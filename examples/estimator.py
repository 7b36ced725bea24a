"""A custom Estimator and a canned one on the same data (needs tf.estimator: TensorFlow 1.x, or 2 up to 2.15)."""
from __future__ import absolute_import
from __future__ import division
from __future__ import print_function

import shutil
import tempfile

import numpy as np
import tensorflow as tf

COLOURS = ['red', 'green', 'blue']


def make_data(n, seed):
  """Two measurements and a colour; the class depends on all of them."""
  rng = np.random.RandomState(seed)
  colour = rng.randint(len(COLOURS), size=n)
  length, width = rng.uniform(-1, 1, size=(2, n)).astype(np.float32)
  label = (length + width + (colour - 1) > 0).astype(np.int32)
  return {'length': length, 'width': width, 'colour': np.array(COLOURS)[colour]}, label


def train_input_fn(features, labels, batch_size):
  dataset = tf.data.Dataset.from_tensor_slices((dict(features), labels))
  dataset = dataset.shuffle(1000, seed=0).repeat().batch(batch_size)
  return dataset.make_one_shot_iterator().get_next()


def eval_input_fn(features, labels):
  return tf.estimator.inputs.numpy_input_fn(features, labels, batch_size=50, num_epochs=1, shuffle=False)


def feature_columns():
  colour = tf.feature_column.categorical_column_with_vocabulary_list('colour', COLOURS)
  return [
      tf.feature_column.numeric_column('length'),
      tf.feature_column.numeric_column('width'),
      tf.feature_column.indicator_column(colour),
  ]


def my_model(features, labels, mode, params):
  """DNN with dropout; serves all three modes."""
  training = mode == tf.estimator.ModeKeys.TRAIN
  net = tf.feature_column.input_layer(features, params['feature_columns'])
  for units in params['hidden_units']:
    net = tf.layers.dense(net, units=units, activation=tf.nn.relu)
    net = tf.layers.dropout(net, rate=params['dropout'], training=training)
  logits = tf.layers.dense(net, params['n_classes'], activation=None)

  predicted_classes = tf.argmax(logits, 1)
  if mode == tf.estimator.ModeKeys.PREDICT:
    predictions = {
        'class_ids': predicted_classes[:, tf.newaxis],
        'probabilities': tf.nn.softmax(logits),
    }
    return tf.estimator.EstimatorSpec(mode, predictions=predictions)

  loss = tf.losses.sparse_softmax_cross_entropy(labels=labels, logits=logits)
  accuracy = tf.metrics.accuracy(labels=labels, predictions=predicted_classes, name='acc_op')
  tf.summary.scalar('accuracy', accuracy[1])
  if mode == tf.estimator.ModeKeys.EVAL:
    return tf.estimator.EstimatorSpec(mode, loss=loss, eval_metric_ops={'accuracy': accuracy})

  optimizer = tf.train.AdagradOptimizer(learning_rate=0.2)
  train_op = optimizer.minimize(loss, global_step=tf.train.get_global_step())
  return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train_op)


def main(argv):
  del argv
  train_x, train_y = make_data(500, seed=0)
  test_x, test_y = make_data(200, seed=1)
  model_dir = tempfile.mkdtemp()
  try:
    run_config = tf.estimator.RunConfig(model_dir=model_dir + '/custom', tf_random_seed=1, log_step_count_steps=100)
    classifier = tf.estimator.Estimator(
        model_fn=my_model,
        config=run_config,
        params={'feature_columns': feature_columns(), 'hidden_units': [16, 8], 'dropout': 0.1, 'n_classes': 2})
    classifier.train(input_fn=lambda: train_input_fn(train_x, train_y, 32), steps=300)
    custom = classifier.evaluate(input_fn=eval_input_fn(test_x, test_y))

    canned_classifier = tf.estimator.LinearClassifier(
        feature_columns(), model_dir=model_dir + '/canned', optimizer=tf.train.FtrlOptimizer(0.3))
    train_spec = tf.estimator.TrainSpec(lambda: train_input_fn(train_x, train_y, 32), max_steps=300)
    eval_spec = tf.estimator.EvalSpec(eval_input_fn(test_x, test_y), steps=None)
    canned, _ = tf.estimator.train_and_evaluate(canned_classifier, train_spec, eval_spec)

    some = {key: value[:3] for key, value in test_x.items()}
    for prediction, label in zip(classifier.predict(eval_input_fn(some, test_y[:3])), test_y):
      class_id = prediction['class_ids'][0]
      print('Prediction is %d (%.1f%%), expected %d' % (class_id, 100 * prediction['probabilities'][class_id], label))
  finally:
    shutil.rmtree(model_dir)

  print('Test set accuracy: custom {accuracy:0.3f}'.format(**custom))
  print('Test set accuracy: canned {accuracy:0.3f}'.format(**canned))
  assert min(custom['accuracy'], canned['accuracy']) > 0.85


if __name__ == '__main__':
  tf.logging.set_verbosity(tf.logging.WARN)
  tf.app.run(main)
