"""TensorFlow 1 programs whose calls change on the way to TensorFlow 2, each with an outcome to compare.

A case is code as a TensorFlow 1 user wrote it, after ``import numpy as np`` and ``import tensorflow as tf``, that leaves what it
computed in ``result``. It runs as it is with ``import tensorflow.compat.v1 as tf``, and converted with ``import tensorflow as tf``.
Eager execution is on; a case marked ``graph`` builds its own graph and session. Random operations have seeds, or only what does
not depend on the stream (type, shape, rounded mean and deviation) is kept.

The cases stand in one text for each topic: ``## id`` or ``## id [graph keras2]`` heads the code that follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """One program.

    Attributes:
        id: Its name in the test report.
        code: What follows the import lines.
        graph: It builds graphs and runs sessions of its own.
        keras2: It needs Keras 2, which ``TF_USE_LEGACY_KERAS=1`` selects.
    """

    id: str
    code: str
    graph: bool = False
    keras2: bool = False


_REDUCTIONS = r'''
## reduce_sum-positional
x = tf.constant([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
result = [tf.reduce_sum(x, 1, True), tf.reduce_sum(x, [0], False, 'total'), tf.reduce_sum(x, None, None, 'total', 1)]

## reduce_sum-keywords
x = tf.constant([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
result = [tf.reduce_sum(x, reduction_indices=[1], keep_dims=True), tf.reduce_sum(input_tensor=x, axis=0, keep_dims=False)]

## reduce_sum-six-positional
x = tf.constant([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
result = tf.reduce_sum(x, None, None, 'total', 1, True)

## reduce_mean
x = tf.constant([[1.0, 2.0, 3.0], [4.0, 5.0, 9.0]])
result = [tf.reduce_mean(x, 0, keep_dims=True), tf.reduce_mean(x, reduction_indices=1), tf.reduce_mean(x, 1, True, 'mean')]

## reduce_mean-six-positional
x = tf.constant([[1.0, 2.0, 3.0], [4.0, 5.0, 9.0]])
result = tf.reduce_mean(x, None, None, 'mean', [0], True)

## reduce_max
x = tf.constant([[1, 7, 3], [4, 5, 6]])
result = [tf.reduce_max(x, reduction_indices=[0], keep_dims=True), tf.reduce_max(x, 1, keep_dims=False)]

## reduce_min
x = tf.constant([[1, 7, 3], [4, 5, 6]])
result = [tf.reduce_min(x, reduction_indices=[0], keep_dims=True), tf.reduce_min(x, 1, False, 'low')]

## reduce_prod
x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
result = [tf.reduce_prod(x, reduction_indices=1), tf.reduce_prod(x, 0, keep_dims=True)]

## reduce_all
x = tf.constant([[True, False], [True, True]])
result = [tf.reduce_all(x, reduction_indices=1), tf.reduce_all(x, 0, keep_dims=True)]

## reduce_any
x = tf.constant([[True, False], [False, False]])
result = [tf.reduce_any(x, reduction_indices=1), tf.reduce_any(x, 0, keep_dims=True)]

## reduce_logsumexp
x = tf.constant([[0.5, 1.5], [2.5, -3.0]])
result = [tf.reduce_logsumexp(x, reduction_indices=1), tf.reduce_logsumexp(x, 0, keep_dims=True)]

## math.reduce_sum
x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
result = [tf.math.reduce_sum(x, keep_dims=True), tf.math.reduce_sum(x, reduction_indices=[1])]

## math.reduce_mean
x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
result = tf.math.reduce_mean(x, reduction_indices=0, keep_dims=True)

## math.reduce_max
result = tf.math.reduce_max(tf.constant([[1.0, 2.0], [3.0, 4.0]]), reduction_indices=0, keep_dims=True)

## math.reduce_min
result = tf.math.reduce_min(tf.constant([[1.0, 2.0], [3.0, 4.0]]), reduction_indices=0, keep_dims=True)

## math.reduce_logsumexp
result = tf.math.reduce_logsumexp(tf.constant([[1.0, 2.0], [3.0, 4.0]]), reduction_indices=0, keep_dims=True)

## argmax
x = tf.constant([[1.0, 9.0, 3.0], [4.0, 5.0, 6.0]])
result = [tf.argmax(x, dimension=1), tf.argmax(x, 1, 'best'), tf.argmax(x, 0, output_type=tf.int32), tf.argmax(x)]

## argmax-five-positional
x = tf.constant([[1.0, 9.0, 3.0], [4.0, 5.0, 6.0]])
result = [tf.argmax(x, 1, 'best', None, tf.int32), tf.argmax(x, None, None, 1)]

## argmin
x = tf.constant([[1.0, 9.0, 3.0], [4.0, 5.0, 6.0]])
result = [tf.argmin(x, dimension=1), tf.argmin(x, 0, 'least'), tf.argmin(x, 1, None, None, tf.int32)]

## arg_max
x = tf.constant([[1.0, 9.0, 3.0], [4.0, 5.0, 6.0]])
result = [tf.arg_max(x, 1), tf.arg_max(x, dimension=0), tf.arg_max(x, 1, tf.int32)]

## arg_min
x = tf.constant([[1.0, 9.0, 3.0], [4.0, 5.0, 6.0]])
result = [tf.arg_min(x, 1), tf.arg_min(x, dimension=0), tf.arg_min(x, 1, tf.int32, 'least')]

## math.argmax
result = tf.math.argmax(tf.constant([[1, 9, 3], [4, 5, 6]]), dimension=1, output_type=tf.int32)

## math.argmin
result = tf.math.argmin(tf.constant([[1, 9, 3], [4, 5, 6]]), 1, 'least', output_type=tf.int32)

## count_nonzero
x = tf.constant([[0, 1, 0], [2, 0, 3]])
result = [tf.count_nonzero(x), tf.count_nonzero(x, 1, True), tf.count_nonzero(input_tensor=x, reduction_indices=0, keep_dims=True)]

## count_nonzero-dtype
x = tf.constant([[0, 1, 0], [2, 0, 3]])
result = [tf.count_nonzero(x, 0, None, tf.int32), tf.count_nonzero(x, axis=1, keepdims=True, dtype=tf.int32, name='n')]

## math.count_nonzero
x = tf.constant([[0.0, 1.0], [2.0, 0.0]])
result = [tf.math.count_nonzero(input_tensor=x, axis=0), tf.math.count_nonzero(x, keep_dims=True)]

## norm
x = tf.constant([[3.0, 4.0], [6.0, 8.0]])
result = [tf.norm(x, axis=1, keep_dims=True), tf.norm(x, 1, 0), tf.norm(x, 'euclidean', 1, None, 'length', True), tf.norm(x)]

## linalg.norm
x = tf.constant([[3.0, 4.0], [6.0, 8.0]])
result = [tf.linalg.norm(x, ord=np.inf, axis=0, keep_dims=True), tf.linalg.norm(tensor=x, ord=2, axis=1, keep_dims=False)]

## nn.moments
x = tf.constant([[1.0, 2.0], [3.0, 8.0]])
result = [tf.nn.moments(x, [0], keep_dims=True), tf.nn.moments(x, [0, 1]), tf.nn.moments(x, axes=[1], keep_dims=False, name='m')]

## nn.moments-positional
x = tf.constant([[1.0, 2.0], [3.0, 8.0]])
result = [tf.nn.moments(x, [0], None, 'm'), tf.nn.moments(x, [0], None, 'm', True)]

## nn.weighted_moments
x = tf.constant([[1.0, 2.0], [3.0, 8.0]])
w = tf.constant([[1.0], [3.0]])
result = [tf.nn.weighted_moments(x, [0], w, keep_dims=True), tf.nn.weighted_moments(x, [0], w, 'm', True)]

## nn.sufficient_statistics
x = tf.constant([[1.0, 2.0], [3.0, 8.0]])
result = [tf.nn.sufficient_statistics(x, [0], keep_dims=True)[:3], tf.nn.sufficient_statistics(x, [0], 1.0, True, 's')]

## bincount
x = tf.constant([1, 1, 2, 5])
result = [tf.bincount(x), tf.bincount(x, None, 8, 10), tf.bincount(x, weights=tf.constant([0.5, 1.0, 2.0, 4.0])), tf.bincount(x, dtype=tf.int64)]

## math.bincount
x = tf.constant([1, 1, 2, 5])
result = [tf.math.bincount(x, minlength=7), tf.math.bincount(x, None, None, 3, tf.int64)]

## confusion_matrix
y, p = [0, 1, 2, 2], [0, 2, 2, 1]
result = [tf.confusion_matrix(y, p), tf.confusion_matrix(y, p, 4, tf.float32, 'cm', [1.0, 2.0, 3.0, 4.0])]

## math.confusion_matrix
y, p = [0, 1, 2, 2], [0, 2, 2, 1]
result = [tf.math.confusion_matrix(y, p, 3, tf.int64), tf.math.confusion_matrix(y, p, dtype=tf.float64, weights=[1.0, 2.0, 3.0, 4.0])]

## cumprod
result = [tf.cumprod([1.0, 2.0, 3.0], 0, True), tf.cumprod(x=tf.constant([1, 2, 3]), reverse=True)]

## accumulate_n
a = tf.constant([[1.0, 2.0], [3.0, 4.0]])
result = [tf.accumulate_n([a, a, a]), tf.accumulate_n([a, a], shape=[2, 2], tensor_dtype=tf.float32)]

## segment-sums
x, ids = tf.constant([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), tf.constant([0, 0, 1])
result = [tf.segment_sum(x, ids), tf.segment_mean(x, ids), tf.segment_prod(x, ids), tf.segment_max(x, ids), tf.segment_min(data=x, segment_ids=ids)]

## unsorted-segments
x, ids = tf.constant([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), tf.constant([1, 0, 1])
result = [
    tf.unsorted_segment_sum(x, ids, 2),
    tf.unsorted_segment_mean(x, ids, 2),
    tf.unsorted_segment_prod(x, ids, num_segments=3),
    tf.unsorted_segment_max(x, ids, 2),
    tf.unsorted_segment_min(x, segment_ids=ids, num_segments=2),
    tf.unsorted_segment_sqrt_n(x, ids, 2),
]

## sparse_segment_sum
x = tf.constant([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
result = [tf.sparse_segment_sum(x, [0, 2], [0, 1]), tf.sparse_segment_sum(x, [0, 2], [0, 2], 'sums', 4)]

## sparse_segment_mean
x = tf.constant([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
result = [tf.sparse_segment_mean(x, [0, 2], [0, 0]), tf.sparse_segment_mean(x, [0, 2], [0, 2], 'means', 4)]

## sparse_segment_sqrt_n
x = tf.constant([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
result = [tf.sparse_segment_sqrt_n(x, [0, 2], [0, 0]), tf.sparse_segment_sqrt_n(x, [0, 2], [0, 2], name='s', num_segments=4)]

## sparse.segment-positional-name
x = tf.constant([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
result = [
    tf.sparse.segment_sum(x, [0, 2], [0, 2], 'sums', 4),
    tf.sparse.segment_mean(x, [0, 2], [0, 2], 'means', 4),
    tf.sparse.segment_sqrt_n(x, [0, 2], [0, 2], 's'),
]
'''

_ARITHMETIC = r'''
## casts
x = tf.constant([1.5, -2.5, 3.0])
result = [tf.to_float(tf.constant([1, 2])), tf.to_double(x), tf.to_int32(x), tf.to_int64(x, name='whole'), tf.to_bfloat16(x)]

## casts-complex
x = tf.constant([1.5, -2.5])
result = [tf.to_complex64(x), tf.to_complex128(x, 'wide'), tf.to_float(x=x)]

## div
result = [tf.div(7, 2), tf.div(-7, 2), tf.div(tf.constant([7.0, -7.0]), 2.0), tf.div(x=9, y=tf.constant([2, 4]), name='q')]

## div_no_nan
result = tf.div_no_nan(tf.constant([1.0, 2.0]), tf.constant([0.0, 4.0]))

## floordiv
result = [tf.floordiv(tf.constant([-7, 7]), 2), tf.floordiv(tf.constant([-7.0, 7.0]), 2.0), tf.floor_div(tf.constant([-7, 7]), 2)]

## mod
result = [tf.mod(tf.constant([-7, 7]), 3), tf.floormod(tf.constant([-7.5]), 2.0)]

## logs
x = tf.constant([0.25, 1.0, 4.0])
result = [tf.log(x), tf.log1p(x, name='l'), tf.expm1(x), tf.log(tf.to_float([1, 2])), tf.log_sigmoid(x)]

## rounding
x = tf.constant([-1.5, 0.5, 2.5])
result = [tf.ceil(x), tf.rint(x), tf.reciprocal(x), tf.rsqrt(tf.constant([4.0])), tf.squared_difference(x, 1.0)]

## special-functions
x = tf.constant([0.25, 1.5, 4.0])
result = [tf.lgamma(x), tf.digamma(x), tf.erf(x), tf.erfc(x), tf.lbeta(x), tf.igamma(x, 2.0), tf.igammac(x, 2.0)]

## special-functions-two
x = tf.constant([0.25, 0.5, 0.75])
result = [tf.betainc(1.5, 2.0, x), tf.zeta(2.0 + x, 1.5), tf.polygamma(tf.constant([1.0, 1.0, 1.0]), x)]

## tests-of-numbers
x = tf.constant([0.0, np.nan, np.inf])
result = [tf.is_finite(x), tf.is_inf(x), tf.is_nan(x), tf.is_non_decreasing([1, 1, 2]), tf.is_strictly_increasing([1, 1, 2])]

## debugging-tests-of-numbers
x = tf.constant([0.0, np.nan, np.inf])
result = [tf.debugging.is_finite(x), tf.debugging.is_inf(x), tf.debugging.is_nan(x), tf.debugging.is_non_decreasing([1, 1, 2])]

## complex-parts
z = tf.complex([1.0, -2.0], [3.0, 4.0])
result = [tf.real(z), tf.imag(z), tf.conj(z), tf.angle(z)]

## logical_xor
result = tf.logical_xor([True, False], [True, True], 'either')

## scalar_mul
result = [tf.scalar_mul(3.0, tf.constant([1.0, 2.0])), tf.math.scalar_mul(2, tf.constant([3, 4]), 'twice')]

## clip_by_average_norm
result = tf.clip_by_average_norm(tf.constant([[3.0, 4.0], [6.0, 8.0]]), 1.0)

## global_norm
result = tf.global_norm([tf.constant([3.0]), tf.constant([4.0])], name='n')

## fft
x = tf.complex([1.0, 2.0, 3.0, 5.0], [0.0, 1.0, 0.0, -1.0])
result = [tf.fft(x), tf.ifft(x), tf.fft2d(tf.reshape(x, [2, 2])), tf.ifft2d(tf.reshape(x, [2, 2])), tf.fft3d(tf.reshape(x, [1, 2, 2])), tf.ifft3d(tf.reshape(x, [1, 2, 2]))]

## spectral
x = tf.constant([1.0, 2.0, 3.0, 5.0])
result = [tf.spectral.rfft(x, [4]), tf.spectral.irfft(tf.spectral.rfft(x), fft_length=[4]), tf.spectral.dct(x, 2), tf.spectral.idct(x, norm='ortho')]

## spectral-two
z = tf.complex([[1.0, 2.0], [3.0, 5.0]], [[0.0, 1.0], [0.0, -1.0]])
result = [tf.spectral.fft(z), tf.spectral.ifft(z), tf.spectral.fft2d(z), tf.spectral.ifft2d(z), tf.spectral.rfft2d(tf.real(z)), tf.spectral.irfft2d(z)]

## cross
result = tf.cross(tf.constant([1.0, 0.0, 0.0]), tf.constant([0.0, 1.0, 0.0]))

## nn.l2_normalize
x = tf.constant([[3.0, 4.0], [6.0, 8.0]])
result = [tf.nn.l2_normalize(x, dim=1), tf.nn.l2_normalize(x, 0), tf.nn.l2_normalize(x, None, 1e-12, 'unit', [0, 1])]

## linalg.l2_normalize
x = tf.constant([[3.0, 4.0], [6.0, 8.0]])
result = [tf.linalg.l2_normalize(x, dim=0), tf.math.l2_normalize(x, dim=[0, 1], epsilon=1e-6)]

## math.log_softmax
x = tf.constant([[1.0, 2.0], [3.0, 5.0]])
result = [tf.math.log_softmax(x, dim=0), tf.math.softmax(x, dim=0), tf.math.softmax(x, -1, 's')]

## sparse_matmul
a, b = tf.constant([[1.0, 0.0], [0.0, 2.0]]), tf.constant([[3.0, 4.0], [5.0, 6.0]])
result = [tf.sparse_matmul(a, b), tf.sparse_matmul(a, b, True, False, a_is_sparse=True)]

## math.in_top_k
result = tf.math.in_top_k(tf.constant([[0.1, 0.9], [0.8, 0.2]]), [1, 1], 1)

## quantize
x = tf.constant([-1.0, 0.0, 1.0, 2.0])
q = tf.quantize(x, -1.0, 2.0, tf.quint8)
result = [tf.dequantize(q[0], q[1], q[2]), q[1], q[2]]

## quantize_v2
q = tf.quantize_v2(tf.constant([-1.0, 0.0, 1.0, 2.0]), -1.0, 2.0, tf.quint8, 'MIN_FIRST', 'q')
result = [tf.dequantize(q[0], q[1], q[2], 'MIN_FIRST'), q[1], q[2]]

## fake_quant
x = tf.constant([-1.3, 0.2, 1.7])
result = [
    tf.fake_quant_with_min_max_args(x, -1.0, 1.0, 4),
    tf.fake_quant_with_min_max_vars(x, -1.0, 1.5, num_bits=3),
    tf.fake_quant_with_min_max_vars_per_channel(x, [-1.0, -1.0, -1.0], [1.0, 1.0, 2.0]),
    tf.fake_quant_with_min_max_args_gradient(tf.ones_like(x), x, -1.0, 1.0),
]
'''

_LINALG = r'''
## diagonals
x = tf.constant([1.0, 2.0])
m = tf.constant([[1.0, 2.0], [3.0, 4.0]])
result = [tf.diag(x), tf.diag_part(m), tf.matrix_diag(x), tf.matrix_diag_part(m), tf.matrix_set_diag(m, x), tf.trace(m)]

## matrix_diag-positional-name
x = tf.constant([1.0, 2.0])
result = [tf.matrix_diag(x, 'd'), tf.matrix_diag_part(tf.constant([[1.0, 2.0], [3.0, 4.0]]), 'd')]

## matrix_band_part
result = tf.matrix_band_part(tf.reshape(tf.range(9), [3, 3]), 0, num_upper=1)

## matrix-solvers
m = tf.constant([[4.0, 1.0], [1.0, 3.0]])
b = tf.constant([[1.0], [2.0]])
result = [tf.matrix_inverse(m, True), tf.matrix_determinant(m), tf.matrix_solve(m, b), tf.matrix_triangular_solve(m, b, True), tf.matrix_solve_ls(m, b, 0.5, fast=False)]

## cholesky
m = tf.constant([[4.0, 1.0], [1.0, 3.0]])
result = [tf.cholesky(m), tf.cholesky_solve(tf.cholesky(m), [[1.0], [2.0]])]

## matrix_transpose
z = tf.complex([[1.0, 2.0], [3.0, 4.0]], [[0.0, 1.0], [2.0, 3.0]])
result = [tf.matrix_transpose(z), tf.matrix_transpose(z, 'mt', True), tf.linalg.transpose(z, conjugate=True)]

## self_adjoint_eig
m = tf.constant([[2.0, 1.0], [1.0, 2.0]])
e, v = tf.self_adjoint_eig(m)
result = [e, tf.abs(v), tf.self_adjoint_eigvals(m)]

## svd
m = tf.constant([[2.0, 1.0], [1.0, 3.0]])
s, u, v = tf.svd(m)
result = [s, tf.abs(u), tf.abs(v), tf.svd(m, False, compute_uv=False)]

## qr
q, r = tf.qr(tf.constant([[2.0, 1.0], [1.0, 3.0]]), full_matrices=True)
result = [tf.abs(q), tf.abs(r)]
'''

_ARRAYS = r'''
## expand_dims
x = tf.constant([1, 2])
result = [tf.expand_dims(x, dim=0), tf.expand_dims(x, 1, 'wide'), tf.expand_dims(x, None, 'wide', -1)]

## squeeze
x = tf.constant([[[1], [2]]])
result = [tf.squeeze(x, squeeze_dims=[0]), tf.squeeze(x, [2]), tf.squeeze(x, None, 'thin', [0, 2]), tf.squeeze(x)]

## transpose
x = tf.constant([[1, 2], [3, 4]])
z = tf.complex([[1.0, 2.0], [3.0, 4.0]], [[0.0, 1.0], [2.0, 3.0]])
result = [tf.transpose(x, [1, 0], 'turned'), tf.transpose(z, None, 'turned', True), tf.transpose(a=z, conjugate=True)]

## pad
x = tf.constant([[1, 2]])
result = [tf.pad(x, [[1, 0], [0, 1]], 'CONSTANT', 'padded', 7), tf.pad(x, [[0, 0], [1, 1]], 'SYMMETRIC', 'padded')]

## gather
x = tf.constant([[1, 2, 3], [4, 5, 6]])
result = [tf.gather(x, [1, 0], None, 'rows'), tf.gather(x, [2, 0], None, 'columns', 1), tf.gather(x, [[2], [0]], None, None, 1, 1)]

## gather_nd
x = tf.constant([[1, 2, 3], [4, 5, 6]])
result = [tf.gather_nd(x, [[0, 1], [1, 2]], 'some'), tf.gather_nd(x, [[1], [0]], None, 1)]

## batch_gather
result = tf.batch_gather(tf.constant([[1, 2, 3], [4, 5, 6]]), [[2, 0], [1, 1]], 'rows')

## boolean_mask
x = tf.constant([[1, 2, 3], [4, 5, 6]])
result = [tf.boolean_mask(x, [True, False]), tf.boolean_mask(x, [True, False, True], 'masked', 1), tf.boolean_mask(x, [False, True], 'masked')]

## where-rows
c = tf.constant([True, False])
a, b = tf.constant([[1, 2], [3, 4]]), tf.constant([[5, 6], [7, 8]])
result = [tf.where(c, a, b), tf.where(c, x=a, y=b), tf.where(condition=c), tf.where(a > 2, a, b, name='larger')]

## where_v2
result = tf.where_v2(tf.constant([True, False]), tf.constant([[1, 2], [3, 4]]), 0)

## shape
x = tf.constant([[1, 2, 3]])
result = [tf.shape(x, 'dims'), tf.shape(x, 'dims', tf.int64), tf.shape(x, out_type=tf.int64), tf.shape(input=x)]

## size
x = tf.constant([[1, 2, 3]])
result = [tf.size(x, 'count'), tf.size(x, None, tf.int64), tf.size(x, name='count', out_type=tf.int64)]

## zeros_like
x = tf.constant([[1, 2, 3]])
result = [tf.zeros_like(tensor=x), tf.zeros_like(x, tf.float32, 'none', True), tf.zeros_like(x, optimize=False), tf.zeros_like(x, None, 'none', False)]

## ones_like
x = tf.constant([[1, 2, 3]])
result = [tf.ones_like(tensor=x), tf.ones_like(x, tf.float32, 'all', True), tf.ones_like(x, optimize=False)]

## space_to_batch
x = tf.reshape(tf.range(16), [1, 4, 4, 1])
result = [tf.space_to_batch(x, [[0, 0], [0, 0]], 2), tf.space_to_batch(x, paddings=[[0, 0], [2, 0]], block_size=2)]

## nn.space_to_batch
x = tf.reshape(tf.range(16), [1, 4, 4, 1])
result = [tf.nn.space_to_batch(x, [[0, 0], [0, 0]], 2, 'blocks'), tf.nn.space_to_batch(x, [[0, 0], [0, 0]], block_size=4)]

## batch_to_space
x = tf.reshape(tf.range(16), [4, 2, 2, 1])
result = [tf.batch_to_space(x, [[0, 0], [0, 0]], 2), tf.batch_to_space(x, crops=[[0, 1], [1, 0]], block_size=2)]

## batch_to_space_nd
x = tf.reshape(tf.range(16), [4, 2, 2, 1])
result = [tf.batch_to_space_nd(x, [2, 2], [[0, 0], [0, 0]]), tf.manip.batch_to_space_nd(x, [2, 2], [[0, 1], [0, 0]])]

## space_to_depth
x = tf.reshape(tf.range(16), [1, 4, 4, 1])
result = [tf.space_to_depth(x, 2), tf.space_to_depth(x, 2, 'deep', 'NHWC'), tf.nn.space_to_depth(x, 2, 'deep', 'NHWC')]

## depth_to_space
x = tf.reshape(tf.range(16), [1, 2, 2, 4])
result = [tf.depth_to_space(x, 2), tf.depth_to_space(x, 2, 'flat', 'NHWC'), tf.nn.depth_to_space(x, 2, 'flat', 'NHWC')]

## reverse_sequence
x = tf.constant([[1, 2, 3], [4, 5, 6]])
result = [tf.reverse_sequence(x, [2, 3], seq_dim=1, batch_dim=0), tf.reverse_sequence(x, [2, 1, 2], 0, 1), tf.reverse_sequence(x, [1, 2], None, None, 'r', 1, 0)]

## reverse_v2
result = tf.reverse_v2(tf.constant([[1, 2], [3, 4]]), [1])

## linspace
result = [tf.lin_space(0.0, 1.0, 5), tf.linspace(0.0, 1.0, 3, 'steps'), tf.lin_space(start=1.0, stop=2.0, num=2, name='steps')]

## invert_permutation
result = tf.invert_permutation(tf.constant([2, 0, 1]))

## extract_image_patches
x = tf.reshape(tf.range(16), [1, 4, 4, 1])
result = [tf.extract_image_patches(x, [1, 2, 2, 1], [1, 2, 2, 1], [1, 1, 1, 1], 'VALID'), tf.extract_image_patches(x, ksizes=[1, 3, 3, 1], strides=[1, 1, 1, 1], rates=[1, 1, 1, 1], padding='SAME')]

## image.extract_image_patches
x = tf.reshape(tf.range(16), [1, 4, 4, 1])
result = tf.image.extract_image_patches(x, ksizes=[1, 2, 2, 1], strides=[1, 1, 1, 1], rates=[1, 2, 2, 1], padding='VALID')

## setdiff1d
result = tf.setdiff1d([1, 2, 3, 4], [2, 4], tf.int64)

## tuple
result = tf.tuple([tf.constant(1), tf.constant([2.0])], 'both')

## constant
result = [tf.constant([1, 2], tf.int32, [2], 'c', True), tf.constant([[1.0]], verify_shape=True), tf.constant(7, shape=[2, 2], verify_shape=False)]

## convert_to_tensor
result = [tf.convert_to_tensor([1, 2], preferred_dtype=tf.float32), tf.convert_to_tensor([1, 2], tf.int64, 'c'), tf.convert_to_tensor([1, 2], None, 'c', tf.float64)]

## convert-or-indexed
result = [tf.convert_to_tensor_or_indexed_slices([1.0, 2.0], tf.float32), tf.convert_to_tensor_or_sparse_tensor([1, 2])]

## manip
x = tf.constant([[1, 2], [3, 4]])
result = [tf.manip.reshape(x, [4]), tf.manip.reverse(x, [0]), tf.manip.roll(x, 1, 0), tf.manip.tile(x, [1, 2]), tf.manip.gather_nd(x, [[0, 1]]), tf.manip.scatter_nd([[1]], [9], [3])]

## manip.space_to_batch_nd
result = tf.manip.space_to_batch_nd(tf.reshape(tf.range(16), [1, 4, 4, 1]), [2, 2], [[0, 0], [0, 0]])

## tensor_scatter
x = tf.constant([1, 2, 3])
result = [tf.tensor_scatter_add(x, [[1]], [10]), tf.tensor_scatter_sub(x, [[1]], [10]), tf.tensor_scatter_update(x, indices=[[0]], updates=[10])]

## dimensions
s = tf.TensorShape([2, 3])
result = [tf.dimension_value(s[0]), tf.dimension_at_index(s, 1).value, tf.Dimension(5).value]

## sets
a, b = tf.constant([[1, 2, 3]]), tf.constant([[2, 3, 4]])
result = [tf.sets.set_difference(a, b), tf.sets.set_intersection(a, b), tf.sets.set_union(a, b), tf.sets.set_size(tf.sets.set_union(a, b))]

## to_dense-old
result = [tf.sparse_to_dense([[0, 1], [1, 0]], [2, 3], [5, 6]), tf.sparse_to_dense([1, 3], [5], 1.0, default_value=-1.0, validate_indices=True)]
'''

_VARIABLES = r'''
## Variable-positional
v = tf.Variable([1.0, 2.0], False, None, True, None, 'v', None, tf.float64)
result = [v, v.trainable]

## Variable-keywords
v = tf.Variable(3, trainable=False, collections=[tf.GraphKeys.LOCAL_VARIABLES], validate_shape=True, name='v', dtype=tf.int64)
result = [v, v.trainable]

## get_variable
v = tf.get_variable('v', [2, 3], tf.float32, tf.zeros_initializer())
w = tf.get_variable('w', shape=[2], initializer=tf.constant_initializer([4.0, 5.0]), trainable=False)
result = [v, w, w.trainable]

## get_local_variable [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    v = tf.get_local_variable('v', [2], initializer=tf.ones_initializer())
    sess.run(tf.local_variables_initializer())
    result = [sess.run(v), v.trainable, len(tf.local_variables()), len(tf.global_variables())]

## assign
v = tf.Variable([1.0, 2.0])
a = tf.assign(v, [3.0, 4.0])
b = tf.assign_add(v, [1.0, 1.0], use_locking=True)
c = tf.assign_sub(ref=v, value=[0.5, 0.5])
result = v

## assign-returns [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    v = tf.Variable([1.0, 2.0])
    sess.run(tf.global_variables_initializer())
    result = [sess.run(tf.assign(v, [5.0, 6.0])), sess.run(tf.assign_add(v, [1.0, 1.0])), sess.run(tf.assign_sub(v, [2.0, 2.0]))]

## scatter-variables
v = tf.Variable([1.0, 2.0, 3.0, 4.0])
tf.scatter_update(v, [0], [10.0])
tf.scatter_add(v, [1], [10.0])
tf.scatter_sub(v, [2], [10.0])
tf.scatter_mul(v, [3], [10.0])
tf.scatter_div(v, [0], updates=[4.0])
tf.scatter_max(v, [1], [100.0])
tf.scatter_min(ref=v, indices=[2], updates=[-100.0])
result = v

## scatter_nd-variables
v = tf.Variable([1.0, 2.0, 3.0, 4.0])
tf.scatter_nd_update(v, [[0]], [10.0])
tf.scatter_nd_add(v, [[1]], [10.0], True)
tf.scatter_nd_sub(v, [[2]], updates=[10.0])
result = v

## batch_scatter_update
v = tf.Variable([[1, 2], [3, 4]])
tf.batch_scatter_update(v, [[0], [1]], [[9], [8]])
result = v

## initializers-of-variables [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    v = tf.Variable([1.0, 2.0], name='v')
    w = tf.Variable(5, trainable=False, name='w')
    before = sess.run(tf.report_uninitialized_variables())
    sess.run(tf.variables_initializer([v]))
    flags = [sess.run(tf.is_variable_initialized(v)), sess.run(tf.is_variable_initialized(w))]
    sess.run(tf.initialize_all_variables())
    result = [before, flags, sess.run([v, w]), [u.op.name for u in tf.trainable_variables()], len(tf.all_variables())]

## initialize_variables [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    v = tf.Variable([1.0, 2.0])
    w = tf.Variable(7, collections=[tf.GraphKeys.LOCAL_VARIABLES])
    sess.run([tf.initialize_variables([v]), tf.initialize_local_variables()])
    result = sess.run([v, w])

## initializers.variables [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    v = tf.Variable([1.0, 2.0])
    w = tf.Variable(7, collections=['local_variables'])
    sess.run([tf.initializers.variables([v]), tf.initializers.global_variables(), tf.initializers.local_variables(), tf.initializers.tables_initializer()])
    result = sess.run([v, w])

## variable_scope-reuse [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    with tf.variable_scope('a', initializer=tf.constant_initializer(2.0)):
        v = tf.get_variable('v', [2])
    with tf.variable_scope('a', reuse=True):
        w = tf.get_variable('v', [2])
        scope = tf.get_variable_scope().name
    with tf.variable_scope('a', reuse=tf.AUTO_REUSE), tf.name_scope('inner'):
        u = tf.get_variable('u', [1])
        n = (u + 1.0).op.name
    sess.run(tf.global_variables_initializer())
    result = [v is w, scope, u.op.name, n, sess.run(v + w)]

## variable_scope-default-name [graph]
with tf.Graph().as_default():
    with tf.variable_scope(None, 'block', [1.0]):
        a = tf.get_variable('v', [1])
    with tf.variable_scope(None, default_name='block'):
        b = tf.get_variable('v', [1])
    result = [a.op.name, b.op.name]

## op_scope [graph]
with tf.Graph().as_default():
    with tf.op_scope([1.0], None, 'ops'):
        a = tf.constant(1.0, name='c')
    with tf.variable_op_scope([1.0], 'vars'):
        b = tf.get_variable('v', [1])
    result = [a.op.name, b.op.name]

## partitioned-variables [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    v = tf.get_variable('v', [4, 2], initializer=tf.ones_initializer(), partitioner=tf.fixed_size_partitioner(2, 0))
    w = tf.get_variable('w', [4, 2], initializer=tf.zeros_initializer(), partitioner=tf.min_max_variable_partitioner(2, min_slice_size=4))
    u = tf.get_variable('u', [4, 2], initializer=tf.zeros_initializer(), partitioner=tf.variable_axis_size_partitioner(16))
    sess.run(tf.global_variables_initializer())
    result = [len(list(v)), len(list(w)), len(list(u)), sess.run(tf.convert_to_tensor(v))]

## make_template [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    def scale(x, by):
        return x * by * tf.get_variable('s', [], initializer=tf.constant_initializer(3.0))
    f = tf.make_template('scaled', scale, by=2.0)
    y = f(tf.constant(1.0)) + f(tf.constant(10.0))
    sess.run(tf.global_variables_initializer())
    result = [sess.run(y), [v.op.name for v in tf.global_variables()]]

## collections [graph]
with tf.Graph().as_default() as g:
    tf.add_to_collection('things', 1)
    tf.add_to_collections(['things', 'others'], 2)
    tf.get_collection_ref('others').append(3)
    result = [tf.get_collection('things'), tf.get_collection('others'), tf.get_default_graph() is g, tf.get_default_session() is None]

## count_up_to [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    v = tf.Variable(0, use_resource=False)
    n = tf.count_up_to(v, 5)
    sess.run(tf.global_variables_initializer())
    result = [sess.run(n), sess.run(n), sess.run(v)]

## model-variables [graph]
with tf.Graph().as_default():
    a = tf.get_variable('a', [1], collections=[tf.GraphKeys.MODEL_VARIABLES, tf.GraphKeys.GLOBAL_VARIABLES])
    b = tf.get_variable('b', [1], collections=[tf.GraphKeys.MOVING_AVERAGE_VARIABLES])
    result = [[v.op.name for v in f()] for f in (tf.model_variables, tf.moving_average_variables, tf.global_variables)] + [len(tf.model_variables('a'))]
'''
