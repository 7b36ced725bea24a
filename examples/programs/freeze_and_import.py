"""A graph whose variables become constants, written to a file, read again and imported."""
import os
import numpy as np
import tensorflow as tf
from tensorflow.python.framework import graph_util
from tensorflow.python.platform import gfile

with tf.Graph().as_default() as graph:
    x = tf.placeholder(tf.float32, [None, 3], name='input')
    v1 = tf.get_variable('v1', initializer=np.arange(6, dtype=np.float32).reshape(3, 2))
    v2 = tf.Variable([1.0, -1.0], name='v2')
    y = tf.nn.relu(tf.matmul(x, v1) + v2, name='output')
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        graph_def = tf.get_default_graph().as_graph_def()
        output_graph_def = graph_util.convert_variables_to_constants(sess, graph_def, ['output'])
        stripped = tf.graph_util.remove_training_nodes(output_graph_def)
        with tf.gfile.GFile("combined_model.pb", "wb") as f:
            f.write(stripped.SerializeToString())
        tf.train.write_graph(graph_def, '.', 'graph.pbtxt', as_text=True)

with tf.Graph().as_default():
    with tf.Session() as sess:
        with gfile.FastGFile("combined_model.pb", 'rb') as f:
            graph_def = tf.GraphDef()
            graph_def.ParseFromString(f.read())
        result, = tf.import_graph_def(graph_def, return_elements=["output:0"], name='imported')
        print(sess.run(result, {'imported/input:0': [[1., 2., 3.], [0., 0., 1.]]}))
        print([op.name for op in sess.graph.get_operations() if op.type in ('Placeholder', 'MatMul', 'Relu')])
print(os.path.getsize('graph.pbtxt') > 500, sorted(set(n.op for n in graph_def.node)))
