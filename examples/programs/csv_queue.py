"""A CSV file through TextLineReader, decode_csv and tf.train.batch."""
from __future__ import print_function
import tensorflow as tf

with open("heart.csv", "w") as f:
    f.write("pressure,age,famhist,label\n")
    for i in range(12):
        f.write("%.1f,%d,%s,%d\n" % (100 + i, 40 + i, "Present" if i % 3 else "Absent", i % 2))

filename_queue = tf.train.string_input_producer(["heart.csv"], shuffle=False)
reader = tf.TextLineReader(skip_header_lines=1) # skip the first line in the file
key, value = reader.read(filename_queue)

record_defaults = [[1.0], [0], [''], [0]]
pressure, age, famhist, label = tf.decode_csv(value, record_defaults=record_defaults)
present = tf.to_int32(tf.equal(famhist, 'Present'))
features = tf.stack([pressure, tf.to_float(age), tf.to_float(present)])
feature_batch, label_batch = tf.train.batch([features, label], batch_size=4, capacity=20)

sess = tf.Session()
coord = tf.train.Coordinator()
threads = tf.train.start_queue_runners(sess=sess, coord=coord)
for i in range(3):
    data_batch, labels = sess.run([feature_batch, label_batch])
    print(data_batch.sum(axis=0), labels)
coord.request_stop()
coord.join(threads)
sess.close()
