"""What ``slim_on_tf2`` has: the names of tf_slim 1.1.0 that are those of TensorFlow 1.15 with the same parameters."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# Of tf.contrib.layers; tf.contrib.slim has them, too.
_LAYERS = """
    GDN OPTIMIZER_CLS_NAMES OPTIMIZER_SUMMARIES RevBlock apply_regularization avg_pool2d avg_pool3d batch_norm bias_add bow_encoder
    conv1d conv2d conv2d_in_plane conv2d_transpose conv3d conv3d_transpose convolution convolution1d convolution2d
    convolution2d_in_plane convolution2d_transpose convolution3d convolution3d_transpose dense_to_sparse dropout elu embed_sequence
    embedding_lookup_unique flatten fully_connected gdn group_norm images_to_sequence instance_norm l1_l2_regularizer l1_regularizer
    l2_regularizer layer_norm legacy_fully_connected legacy_linear legacy_relu linear max_pool2d max_pool3d maxout one_hot_encoding
    optimize_loss recompute_grad relu relu6 repeat rev_block safe_embedding_lookup_sparse scale_gradient separable_conv2d
    separable_convolution2d sequence_to_images softmax spatial_softmax stack sum_regularizer summarize_activation summarize_activations
    summarize_collection summarize_tensor summarize_tensors unit_norm variance_scaling_initializer xavier_initializer
    xavier_initializer_conv2d
"""
# Of tf.contrib.framework; tf.contrib.slim has them, too.
_FRAMEWORK = """
    VariableDeviceChooser add_arg_scope add_model_variable arg_scope arg_scoped_arguments assert_global_step assert_or_get_global_step
    assign_from_checkpoint assign_from_checkpoint_fn assign_from_values assign_from_values_fn create_global_step current_arg_scope
    filter_variables get_global_step get_local_variables get_model_variables get_or_create_global_step get_trainable_variables
    get_unique_variable get_variable_full_name get_variables get_variables_by_name get_variables_by_suffix get_variables_to_restore
    global_variable has_arg_scope local_variable model_variable variable
"""
# Of tf.contrib.slim only.
_SLIM = """
    adaptive_clipping_fn arg_scope_func_key bucketize data_decoder data_decoder.DataDecoder data_provider data_provider.DataProvider
    dataset dataset.Dataset dataset_data_provider dataset_data_provider.DatasetDataProvider evaluation evaluation.checkpoints_iterator
    evaluation.evaluate_once evaluation.evaluation_loop evaluation.wait_for_new_checkpoint learning learning.add_gradients_summaries
    learning.clip_gradient_norms learning.create_train_op learning.multiply_gradients learning.train learning.train_step model_analyzer
    model_analyzer.analyze_ops model_analyzer.analyze_vars model_analyzer.tensor_description nets nets.alexnet nets.alexnet.alexnet_v2
    nets.alexnet.alexnet_v2_arg_scope nets.alexnet.trunc_normal nets.inception nets.inception.inception_v1
    nets.inception.inception_v1_arg_scope nets.inception.inception_v1_base nets.inception.inception_v2
    nets.inception.inception_v2_arg_scope nets.inception.inception_v2_base nets.inception.inception_v3
    nets.inception.inception_v3_arg_scope nets.inception.inception_v3_base nets.overfeat nets.overfeat.overfeat
    nets.overfeat.overfeat_arg_scope nets.overfeat.trunc_normal nets.resnet_utils nets.resnet_utils.Block nets.resnet_utils.conv2d_same
    nets.resnet_utils.resnet_arg_scope nets.resnet_utils.stack_blocks_dense nets.resnet_utils.subsample nets.resnet_v1
    nets.resnet_v1.bottleneck nets.resnet_v1.resnet_arg_scope nets.resnet_v1.resnet_v1 nets.resnet_v1.resnet_v1_101
    nets.resnet_v1.resnet_v1_152 nets.resnet_v1.resnet_v1_200 nets.resnet_v1.resnet_v1_50 nets.resnet_v1.resnet_v1_block nets.resnet_v2
    nets.resnet_v2.bottleneck nets.resnet_v2.resnet_arg_scope nets.resnet_v2.resnet_v2 nets.resnet_v2.resnet_v2_101
    nets.resnet_v2.resnet_v2_152 nets.resnet_v2.resnet_v2_200 nets.resnet_v2.resnet_v2_50 nets.resnet_v2.resnet_v2_block nets.vgg
    nets.vgg.vgg_16 nets.vgg.vgg_19 nets.vgg.vgg_a nets.vgg.vgg_arg_scope nets.vgg.vgg_d nets.vgg.vgg_e parallel_reader
    parallel_reader.ParallelReader parallel_reader.get_data_files parallel_reader.parallel_read parallel_reader.single_pass_read pool
    prefetch_queue prefetch_queue.prefetch_queue queues queues.NestedQueueRunnerError queues.QueueRunners summaries
    summaries.add_histogram_summaries summaries.add_histogram_summary summaries.add_image_summaries summaries.add_image_summary
    summaries.add_scalar_summaries summaries.add_scalar_summary summaries.add_zero_fraction_summaries
    summaries.add_zero_fraction_summary summarize_biases summarize_variables summarize_weights tfexample_decoder
    tfexample_decoder.BackupHandler tfexample_decoder.BoundingBox tfexample_decoder.Image tfexample_decoder.ItemHandler
    tfexample_decoder.ItemHandlerCallback tfexample_decoder.LookupTensor tfexample_decoder.SparseTensor
    tfexample_decoder.TFExampleDecoder tfexample_decoder.Tensor
"""
# Of tf.contrib.losses, and of tf.contrib.slim.losses.
_LOSSES = """
    absolute_difference add_loss compute_weighted_loss cosine_distance get_losses get_regularization_losses get_total_loss hinge_loss
    log_loss mean_pairwise_squared_error mean_squared_error metric_learning metric_learning.cluster_loss
    metric_learning.contrastive_loss metric_learning.lifted_struct_loss metric_learning.npairs_loss
    metric_learning.npairs_loss_multilabel metric_learning.triplet_semihard_loss sigmoid_cross_entropy softmax_cross_entropy
    sparse_softmax_cross_entropy
"""
# Of tf.contrib.metrics, and of tf.contrib.slim.metrics.
_METRICS = """
    accuracy aggregate_metric_map aggregate_metrics auc_using_histogram auc_with_confidence_intervals cohen_kappa count f1_score
    precision_at_recall precision_recall_at_equal_thresholds recall_at_precision sparse_recall_at_top_k streaming_accuracy streaming_auc
    streaming_concat streaming_covariance streaming_curve_points streaming_dynamic_auc streaming_false_negative_rate
    streaming_false_negative_rate_at_thresholds streaming_false_negatives streaming_false_negatives_at_thresholds
    streaming_false_positive_rate streaming_false_positive_rate_at_thresholds streaming_false_positives
    streaming_false_positives_at_thresholds streaming_mean streaming_mean_absolute_error streaming_mean_cosine_distance
    streaming_mean_iou streaming_mean_relative_error streaming_mean_squared_error streaming_mean_tensor streaming_pearson_correlation
    streaming_percentage_less streaming_precision streaming_precision_at_thresholds streaming_recall streaming_recall_at_k
    streaming_recall_at_thresholds streaming_root_mean_squared_error streaming_sensitivity_at_specificity
    streaming_sparse_average_precision_at_k streaming_sparse_average_precision_at_top_k streaming_sparse_precision_at_k
    streaming_sparse_precision_at_top_k streaming_sparse_recall_at_k streaming_specificity_at_sensitivity streaming_true_negatives
    streaming_true_negatives_at_thresholds streaming_true_positives streaming_true_positives_at_thresholds
"""
# Of tf.contrib.training.
_TRAINING = """
    add_gradients_summaries clip_gradient_norms clip_gradient_norms_fn create_train_op multiply_gradients train
"""
_SUMMARIES = "summarize_activation summarize_activations summarize_collection summarize_tensor summarize_tensors"


def _symbols() -> dict[str, str]:
    found = {
        "tf.contrib.slim": "",
        "tf.contrib.layers": "",
        "tf.contrib.framework": "",
        "tf.contrib.slim.losses": "losses",
        "tf.contrib.losses": "losses",
        "tf.contrib.slim.metrics": "metrics",
        "tf.contrib.metrics": "metrics",
    }
    for homes, prefix, names in (
        ("layers slim", "", _LAYERS),
        ("framework slim", "", _FRAMEWORK),
        ("slim", "", _SLIM),
        ("losses slim.losses", "losses.", _LOSSES),
        ("metrics slim.metrics", "metrics.", _METRICS),
        ("training", "training.", _TRAINING),
        ("layers.summaries", "", _SUMMARIES),
    ):
        for home in homes.split():
            found.update({f"tf.contrib.{home}.{name}": prefix + name for name in names.split()})
    # The files that the public modules are made of are imported by their paths, too.
    for name, place in list(found.items()):
        if name.startswith(("tf.contrib.slim.nets", "tf.contrib.slim.learning", "tf.contrib.slim.evaluation")):
            found[name.replace("tf.contrib.slim.", "tf.contrib.slim.python.slim.")] = place
    return found


SYMBOLS: Mapping[str, str] = MappingProxyType(_symbols())
