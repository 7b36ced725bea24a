"""Run options, run metadata, a Chrome trace and the list of devices."""
import json
import tensorflow as tf
from tensorflow.python.client import device_lib, timeline
from tensorflow.python.ops import array_ops, math_ops
from tensorflow.python.framework import dtypes, ops

devices = [d.name for d in device_lib.list_local_devices() if d.device_type == 'CPU']
x = tf.random_normal([100, 100])
y = math_ops.matmul(x, array_ops.transpose(x))
z = ops.convert_to_tensor([1, 2], dtype=dtypes.float32)
run_options = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE)
run_metadata = tf.RunMetadata()
with tf.Session(config=tf.ConfigProto(graph_options=tf.GraphOptions(
        optimizer_options=tf.OptimizerOptions(opt_level=tf.OptimizerOptions.L0)))) as sess:
    sess.run(y, options=run_options, run_metadata=run_metadata)
    writer = tf.summary.FileWriter('profile', sess.graph)
    writer.add_run_metadata(run_metadata, 'step1')
    writer.close()
    tl = timeline.Timeline(run_metadata.step_stats)
    trace = json.loads(tl.generate_chrome_trace_format())
    print(devices, len(trace['traceEvents']) > 3, sess.run(z), tf.test.is_gpu_available())
print(tf.VERSION.split('.')[0] in ('1', '2'), tf.test.gpu_device_name() == '')
