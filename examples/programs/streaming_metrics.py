"""tf.metrics with local variables that are reset, and tf.confusion_matrix."""
import numpy as np
import tensorflow as tf

labels = np.array([[1, 1, 1, 0], [1, 1, 1, 0], [1, 1, 1, 0], [1, 1, 1, 0]], dtype=np.uint8)
predictions = np.array([[1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0], [0, 1, 1, 1]], dtype=np.uint8)

tf.reset_default_graph()
tf_label = tf.placeholder(dtype=tf.int32, shape=[None])
tf_prediction = tf.placeholder(dtype=tf.int32, shape=[None])
with tf.name_scope("metrics"):
    tf_metric, tf_metric_update = tf.metrics.accuracy(tf_label, tf_prediction, name="my_metric")
    precision, precision_update = tf.metrics.precision(tf_label, tf_prediction)
    recall, recall_update = tf.contrib.metrics.streaming_recall(tf_prediction, tf_label)
    auc, auc_update = tf.metrics.auc(tf_label, tf.to_float(tf_prediction) * 0.8)
    error, error_update = tf.metrics.mean_absolute_error(tf_label, tf_prediction)
    iou, iou_update = tf.metrics.mean_iou(tf_label, tf_prediction, num_classes=2)
running_vars = tf.get_collection(tf.GraphKeys.LOCAL_VARIABLES, scope="metrics/my_metric")
running_vars_initializer = tf.variables_initializer(var_list=running_vars)
matrix = tf.confusion_matrix(tf_label, tf_prediction, num_classes=2)

with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    session.run(tf.local_variables_initializer())
    for i in range(4):
        session.run(running_vars_initializer)
        feed_dict = {tf_label: labels[i], tf_prediction: predictions[i]}
        session.run(tf_metric_update, feed_dict=feed_dict)
        print("batch {} score {:.4f}".format(i, session.run(tf_metric)))
        session.run([precision_update, recall_update, auc_update, error_update, iou_update], feed_dict=feed_dict)
    print("%.4f %.4f %.4f %.4f %.4f" % tuple(session.run([precision, recall, auc, error, iou])))
    print(session.run(matrix, {tf_label: labels.ravel(), tf_prediction: predictions.ravel()}).tolist())
