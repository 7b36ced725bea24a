"""Feature columns in a graph of one's own: input_layer and linear_model without an estimator."""
import numpy as np
import tensorflow as tf

features = {'age': tf.constant([[20.], [35.], [52.]]), 'city': tf.constant([['Rome'], ['Oslo'], ['Rome']]),
            'score': tf.constant([[1.], [0.5], [0.25]])}
age = tf.feature_column.numeric_column('age')
buckets = tf.feature_column.bucketized_column(age, boundaries=[30, 50])
city = tf.feature_column.categorical_column_with_vocabulary_list('city', ['Rome', 'Oslo', 'Lima'])
hashed = tf.feature_column.categorical_column_with_hash_bucket('city', hash_bucket_size=5)
crossed = tf.feature_column.crossed_column([buckets, 'city'], hash_bucket_size=10)
columns = [buckets, tf.feature_column.indicator_column(city), tf.feature_column.numeric_column('score'),
           tf.feature_column.embedding_column(hashed, dimension=2, initializer=tf.constant_initializer(0.5))]
net = tf.feature_column.input_layer(features, columns)
linear = tf.feature_column.linear_model(features, [city, crossed, age])
loss = tf.reduce_mean(tf.square(linear - tf.constant([[1.], [2.], [3.]])))
train = tf.train.FtrlOptimizer(0.05, l1_regularization_strength=0.001).minimize(loss)
with tf.Session() as sess:
    sess.run([tf.global_variables_initializer(), tf.tables_initializer()])
    print(sess.run(net))
    for _ in range(10):
        sess.run(train)
    print("loss %.4f" % sess.run(loss), np.round(sess.run(linear).ravel(), 3))
    print(sorted(v.name for v in tf.trainable_variables()))
