"""Words to numbers and back with tf.contrib.lookup and string operations."""
import tensorflow as tf
from tensorflow.contrib import lookup
from tensorflow.python.ops import lookup_ops

with open('vocab.txt', 'w') as f:
    f.write('\n'.join(['<unk>', 'the', 'cat', 'sat', 'on', 'mat']) + '\n')

table = lookup.index_table_from_file('vocab.txt', num_oov_buckets=0, default_value=0)
small = lookup.index_table_from_tensor(mapping=tf.constant(["emerson", "lake", "palmer"]), num_oov_buckets=1, default_value=-1)
reverse = tf.contrib.lookup.index_to_string_table_from_file('vocab.txt', default_value='<unk>')
other = lookup_ops.index_table_from_file('vocab.txt', default_value=0)
hash_table = tf.contrib.lookup.HashTable(
    tf.contrib.lookup.KeyValueTensorInitializer(['a', 'b'], tf.constant([10, 20], tf.int64)), -1)
mutable = tf.contrib.lookup.MutableHashTable(tf.string, tf.int64, -1)
insert = mutable.insert(tf.constant(['x']), tf.constant([7], tf.int64))

words = tf.string_split(['the cat sat on the dog'], delimiter=' ').values
ids = table.lookup(words)
joined = tf.reduce_join(reverse.lookup(ids), 0, separator=' ')
buckets = tf.string_to_hash_bucket_fast(words, 100)
dense = tf.sparse_tensor_to_dense(tf.string_split(['a b c', 'd']), default_value='')
with tf.Session() as sess:
    sess.run(tf.tables_initializer())
    sess.run(insert)
    print(sess.run(ids), sess.run(small.lookup(tf.constant(['lake', 'king']))), sess.run(other.lookup(tf.constant(['mat']))))
    print(sess.run(joined).decode(), sess.run(hash_table.lookup(tf.constant(['b', 'z']))), sess.run(mutable.lookup(tf.constant(['x', 'y']))))
    print(sess.run(buckets).tolist(), [w.decode() for w in sess.run(dense).ravel()], sess.run(table.size()))
