"""A SavedModel with signatures by SavedModelBuilder and by simple_save, loaded in a new graph."""
import shutil
import tensorflow as tf

for folder in ('export', 'export_simple'):
    shutil.rmtree(folder, ignore_errors=True)
with tf.Graph().as_default(), tf.Session() as sess:
    x = tf.placeholder(tf.float32, [None, 2], name='x')
    w = tf.Variable([[2.], [3.]])
    y = tf.matmul(x, w, name='y')
    sess.run(tf.global_variables_initializer())
    builder = tf.saved_model.builder.SavedModelBuilder('export')
    signature = tf.saved_model.signature_def_utils.build_signature_def(
        inputs={'x': tf.saved_model.utils.build_tensor_info(x)},
        outputs={'y': tf.saved_model.utils.build_tensor_info(y)},
        method_name=tf.saved_model.signature_constants.PREDICT_METHOD_NAME)
    builder.add_meta_graph_and_variables(
        sess, [tf.saved_model.tag_constants.SERVING],
        signature_def_map={tf.saved_model.signature_constants.DEFAULT_SERVING_SIGNATURE_DEF_KEY: signature},
        main_op=tf.tables_initializer())
    builder.save()
    tf.saved_model.simple_save(sess, 'export_simple', inputs={'x': x}, outputs={'y': y})

for folder in ('export', 'export_simple'):
    with tf.Session(graph=tf.Graph()) as sess:
        meta = tf.saved_model.loader.load(sess, [tf.saved_model.tag_constants.SERVING], folder)
        sig = meta.signature_def['serving_default']
        print(folder, sess.run(sig.outputs['y'].name, {sig.inputs['x'].name: [[1., 1.], [0., 2.]]}).ravel(), sig.method_name)
