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


_REDUCTIONS = r"""
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

## math.reduce_prod
x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
result = tf.math.reduce_prod(x, reduction_indices=0, keep_dims=True)

## math.reduce_logical
x = tf.constant([[True, False], [True, True]])
result = [tf.math.reduce_all(x, reduction_indices=0, keep_dims=True), tf.math.reduce_any(x, 1, True, 'any')]

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
result = [
    tf.bincount(x),
    tf.bincount(x, None, 8, 10),
    tf.bincount(x, weights=tf.constant([0.5, 1.0, 2.0, 4.0])),
    tf.bincount(x, dtype=tf.int64),
]

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
result = [
    tf.segment_sum(x, ids),
    tf.segment_mean(x, ids),
    tf.segment_prod(x, ids),
    tf.segment_max(x, ids),
    tf.segment_min(data=x, segment_ids=ids),
]

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
"""

_ARITHMETIC = r"""
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
result = [
    tf.fft(x),
    tf.ifft(x),
    tf.fft2d(tf.reshape(x, [2, 2])),
    tf.ifft2d(tf.reshape(x, [2, 2])),
    tf.fft3d(tf.reshape(x, [1, 2, 2])),
    tf.ifft3d(tf.reshape(x, [1, 2, 2])),
]

## spectral
x = tf.constant([1.0, 2.0, 3.0, 5.0])
result = [
    tf.spectral.rfft(x, [4]),
    tf.spectral.irfft(tf.spectral.rfft(x), fft_length=[4]),
    tf.spectral.dct(x, 2),
    tf.spectral.idct(x, norm='ortho'),
]

## spectral-two
z = tf.complex([[1.0, 2.0], [3.0, 5.0]], [[0.0, 1.0], [0.0, -1.0]])
result = [
    tf.spectral.fft(z),
    tf.spectral.ifft(z),
    tf.spectral.fft2d(z),
    tf.spectral.ifft2d(z),
    tf.spectral.rfft2d(tf.real(z)),
    tf.spectral.irfft2d(z),
]

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
"""

_LINALG = r"""
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
result = [
    tf.matrix_inverse(m, True),
    tf.matrix_determinant(m),
    tf.matrix_solve(m, b),
    tf.matrix_triangular_solve(m, b, True),
    tf.matrix_solve_ls(m, b, 0.5, fast=False),
]

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
"""

_ARRAYS = r"""
## expand_dims
x = tf.constant([1, 2])
result = [tf.expand_dims(x, dim=0), tf.expand_dims(x, 1, 'wide'), tf.expand_dims(x, None, 'wide', -1)]

## squeeze
x = tf.constant([[[1], [2]]])
result = [tf.squeeze(x, squeeze_dims=[0]), tf.squeeze(x, [2]), tf.squeeze(x, None, 'thin', [0, 2]), tf.squeeze(x)]

## transpose
x = tf.constant([[1, 2], [3, 4]])
z = tf.complex([[1.0, 2.0], [3.0, 4.0]], [[0.0, 1.0], [2.0, 3.0]])
result = [
    tf.transpose(x, [1, 0], 'turned'),
    tf.transpose(z, [1, 0], 'turned'),
    tf.transpose(z, None, 'turned', True),
    tf.transpose(a=z, conjugate=True),
]

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
result = [
    tf.boolean_mask(x, [True, False]),
    tf.boolean_mask(x, [True, False, True], 'masked', 1),
    tf.boolean_mask(x, [False, True], 'masked'),
]

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
result = [
    tf.zeros_like(tensor=x),
    tf.zeros_like(x, tf.float32, 'none', True),
    tf.zeros_like(x, optimize=False),
    tf.zeros_like(x, None, 'none', False),
]

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
result = [
    tf.reverse_sequence(x, [2, 3], seq_dim=1, batch_dim=0),
    tf.reverse_sequence(x, [2, 1, 2], 0, 1),
    tf.reverse_sequence(x, [1, 2], None, None, 'r', 1, 0),
]

## reverse_v2
result = tf.reverse_v2(tf.constant([[1, 2], [3, 4]]), [1])

## linspace
result = [tf.lin_space(0.0, 1.0, 5), tf.linspace(0.0, 1.0, 3, 'steps'), tf.lin_space(start=1.0, stop=2.0, num=2, name='steps')]

## invert_permutation
result = tf.invert_permutation(tf.constant([2, 0, 1]))

## extract_image_patches
x = tf.reshape(tf.range(16), [1, 4, 4, 1])
result = [
    tf.extract_image_patches(x, [1, 2, 2, 1], [1, 2, 2, 1], [1, 1, 1, 1], 'VALID'),
    tf.extract_image_patches(x, ksizes=[1, 3, 3, 1], strides=[1, 1, 1, 1], rates=[1, 1, 1, 1], padding='SAME'),
]

## image.extract_image_patches
x = tf.reshape(tf.range(16), [1, 4, 4, 1])
result = tf.image.extract_image_patches(x, ksizes=[1, 2, 2, 1], strides=[1, 1, 1, 1], rates=[1, 2, 2, 1], padding='VALID')

## setdiff1d
result = tf.setdiff1d([1, 2, 3, 4], [2, 4], tf.int64)

## tuple
result = tf.tuple([tf.constant(1), tf.constant([2.0])], 'both')

## constant
result = [
    tf.constant([1, 2], tf.int32, [2], 'c', True),
    tf.constant([[1.0]], verify_shape=True),
    tf.constant(7, shape=[2, 2], verify_shape=False),
]

## convert_to_tensor
result = [
    tf.convert_to_tensor([1, 2], preferred_dtype=tf.float32),
    tf.convert_to_tensor([1, 2], tf.int64, 'c'),
    tf.convert_to_tensor([1, 2], None, 'c', tf.float64),
]

## convert-or-indexed
result = [tf.convert_to_tensor_or_indexed_slices([1.0, 2.0], tf.float32), tf.convert_to_tensor_or_sparse_tensor([1, 2])]

## manip
x = tf.constant([[1, 2], [3, 4]])
result = [
    tf.manip.reshape(x, [4]),
    tf.manip.reverse(x, [0]),
    tf.manip.roll(x, 1, 0),
    tf.manip.tile(x, [1, 2]),
    tf.manip.gather_nd(x, [[0, 1]]),
    tf.manip.scatter_nd([[1]], [9], [3]),
]

## manip.space_to_batch_nd
result = tf.manip.space_to_batch_nd(tf.reshape(tf.range(16), [1, 4, 4, 1]), [2, 2], [[0, 0], [0, 0]])

## tensor_scatter
x = tf.constant([1, 2, 3])
result = [
    tf.tensor_scatter_add(x, [[1]], [10]),
    tf.tensor_scatter_sub(x, [[1]], [10]),
    tf.tensor_scatter_update(x, indices=[[0]], updates=[10]),
]

## dimensions
s = tf.TensorShape([2, 3])
result = [tf.dimension_value(s[0]), tf.dimension_at_index(s, 1).value, tf.Dimension(5).value]

## sets
a, b = tf.constant([[1, 2, 3]]), tf.constant([[2, 3, 4]])
result = [tf.sets.set_difference(a, b), tf.sets.set_intersection(a, b), tf.sets.set_union(a, b), tf.sets.set_size(tf.sets.set_union(a, b))]

## to_dense-old
result = [
    tf.sparse_to_dense([[0, 1], [1, 0]], [2, 3], [5, 6]),
    tf.sparse_to_dense([1, 3], [5], 1.0, default_value=-1.0, validate_indices=True),
]
"""

_LATE_ARGUMENTS = r"""
## late-argmin
x = tf.constant([[1.0, 9.0, 3.0], [4.0, 5.0, 6.0]])
result = [tf.argmin(x, None, None, 1), tf.argmin(x, axis=None, dimension=1, output_type=tf.int32)]

## late-reduce_max-explicit-none
x = tf.constant([[1, 7, 3], [4, 5, 6]])
result = [tf.reduce_max(x, axis=None, reduction_indices=[1]), tf.reduce_max(x, axis=1, keepdims=None, keep_dims=True)]

## late-reduce_sum-star
x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
arguments = [x, 1]
result = [tf.reduce_sum(*arguments, keep_dims=True), tf.reduce_sum(x, **{'axis': 0})]

## late-count_nonzero
x = tf.constant([[0, 1, 0], [2, 0, 3]])
result = tf.count_nonzero(x, None, None, tf.int32, 'n', [1], True)

## late-linalg.norm
x = tf.constant([[3.0, 4.0], [6.0, 8.0]])
result = tf.linalg.norm(x, 1, 0, None, 'length', True)

## late-log_softmax
x = tf.constant([[1.0, 2.0], [3.0, 5.0]])
result = [tf.nn.log_softmax(x, None, 's', 0), tf.nn.log_softmax(x, axis=None, dim=0)]

## late-string_split
result = [tf.string_split(['a-b', 'c--d'], None, False, '-'), tf.string_split(['a b'], None, True)]

## late-reduce_join
s = tf.constant([['a', 'b'], ['c', 'd']])
result = [tf.reduce_join(s, None, None, '+', 'j', [1]), tf.strings.reduce_join(s, None, None, '+', 'j', [0], True)]

## late-sparse_reduce_sum
a = tf.SparseTensor([[0, 0], [1, 2]], [1, 2], [2, 3])
result = [tf.sparse_reduce_sum(a, None, None, 1, True), tf.sparse.reduce_max(a, None, None, [1], True)]

## late-cond
x = tf.constant(3)
result = tf.cond(x > 2, None, None, True, 'choice', lambda: x + 1, lambda: x - 1)

## late-crop_and_resize
x = tf.reshape(tf.range(32.0), [2, 4, 4, 1])
result = tf.image.crop_and_resize(x, [[0.0, 0.0, 0.5, 0.5]], None, [2, 2], 'bilinear', 0, 'crop', [1])

## late-decode_raw
result = tf.decode_raw(None, tf.uint8, True, 'raw', tf.constant([b'ab']))

## late-string_to_number
result = [tf.string_to_number(None, tf.int32, 'n', tf.constant(['12'])), tf.string_to_hash_bucket(None, 7, None, tf.constant(['a']))]

## late-moments
x = tf.constant([[1.0, 2.0], [3.0, 8.0]])
result = [tf.nn.moments(x, [0], None, 'm', None, True), tf.nn.sufficient_statistics(x, [0], None, None, 's', True)[:3]]

## late-conv2d
x = tf.reshape(tf.range(32.0), [1, 4, 4, 2])
w = tf.reshape(tf.range(16.0), [2, 2, 2, 2]) / 10.0
result = tf.nn.conv2d(x, None, [1, 1, 1, 1], 'SAME', True, 'NHWC', [1, 1, 1, 1], 'conv', w)

## late-dropout
tf.set_random_seed(7)
a = tf.nn.dropout(tf.ones([2, 50]), None, None, 3, 'd', 0.25)
tf.set_random_seed(7)
b = tf.nn.dropout(tf.ones([2, 50]), keep_prob=None, rate=0.25, seed=3)
result = [a, b]

## late-pools
x = tf.reshape(tf.range(16.0), [1, 4, 4, 1])
result = [tf.nn.max_pool(None, [1, 2, 2, 1], [1, 2, 2, 1], 'SAME', 'NHWC', 'p', x), tf.nn.avg_pool(None, 2, 2, 'VALID', input=x)]

## layout-of-calls
x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
total = tf.reduce_sum(
    x,  # the values
    reduction_indices=[
        1
    ],  # rows
    keep_dims=True,
)
nested = tf.nn.dropout(tf.expand_dims(tf.to_float(tf.argmax(x, dimension=1)),
                                      dim=0),
                       keep_prob=1.0)
joined = tf.reduce_mean(tf.squeeze(total, squeeze_dims=[1]), \
                        keep_dims=True); text = f"{float(tf.log(tf.constant(1.0)))}"
result = [total, nested, joined, text, (lambda v: tf.reduce_max(v, keep_dims=True))(x), [tf.to_int32(v) for v in (1.0, 2.0)]]

## names-of-their-own
reduce_sum = sum
log = tf.log
def argmax(x, dimension):
    return x + dimension
class tensors:
    argmax = staticmethod(argmax)
result = [reduce_sum([1, 2]), argmax(1, dimension=2), tensors.argmax(1, dimension=3), log(tf.constant(1.0))]
"""

_VARIABLES = r"""
## Variable-positional
v = tf.Variable([1.0, 2.0], False)
w = tf.Variable([1.0, 2.0], True, name='w', dtype=tf.float64, collections=None, use_resource=True)
result = [v, v.trainable, w, w.trainable]

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
    sess.run([tf.initializers.variables([v]), tf.initializers.tables_initializer()])
    sess.run([tf.initializers.global_variables(), tf.initializers.local_variables()])
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
    result = (
        [[v.op.name for v in f()] for f in (tf.model_variables, tf.moving_average_variables, tf.global_variables)]
        + [len(tf.model_variables('a'))]
    )
"""

_CONTROL = r"""
## cond
p = tf.constant(True)
result = [
    tf.cond(p, fn1=lambda: tf.constant(1), fn2=lambda: tf.constant(2)),
    tf.cond(p, lambda: [tf.constant(1)], lambda: [tf.constant(2)], True),
]

## cond-strict
a = tf.constant([1.0, 2.0])
result = tf.cond(a[0] > 1.0, true_fn=lambda: a * 2.0, false_fn=lambda: a * 3.0, strict=False, name='choice')

## cond-one-element-list [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    a = tf.constant([1.0, 2.0])
    result = sess.run(tf.cond(a[0] > 1.0, lambda: [a * 2.0], lambda: [a * 3.0]))

## case
x = tf.constant(3)
result = [
    tf.case([(x > 5, lambda: tf.constant('big')), (x > 2, lambda: tf.constant('middle'))], default=lambda: tf.constant('small')),
    tf.case([(x > 5, lambda: tf.constant('big'))], lambda: tf.constant('small'), True, False, 'size'),
]

## case-one-element-list [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    x = tf.constant(3)
    result = sess.run(tf.case([(x > 5, lambda: [x + 1])], lambda: [x - 1], False, False, 'pick'))

## while_loop-one-variable
result = tf.while_loop(lambda i: i < 10, lambda i: i + 3, [tf.constant(0)])

## while_loop-several
result = tf.while_loop(lambda i, s: i < 4, lambda i, s: (i + 1, s + i), (tf.constant(0), tf.constant(10)), back_prop=False)

## while_loop-positional [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    loop = tf.while_loop(lambda i: i < 100, lambda i: i + 1, [tf.constant(0)], None, 10, True, False, 'count', 7)
    pair = tf.while_loop(lambda i, j: i < 3, lambda i, j: [i + 1, j * 2], [0, 1], name='pair', maximum_iterations=2)
    single = tf.while_loop(lambda i: i < 3, lambda i: [i + 1], [0], return_same_structure=True)
    result = [sess.run(loop), sess.run(pair), sess.run(single)]

## while_loop-graph-one-variable [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    total = tf.while_loop(lambda v: tf.reduce_sum(v) < 10.0, lambda v: v * 2.0, [tf.constant([1.0, 2.0])])
    result = sess.run(total + 1.0)

## map_fn
x = tf.constant([1.0, 2.0, 3.0])
result = [
    tf.map_fn(lambda v: v * 2.0, x),
    tf.map_fn(lambda v: tf.to_int32(v), x, tf.int32),
    tf.map_fn(lambda v: v > 1.5, x, dtype=tf.bool, back_prop=False),
]

## foldl
x = tf.constant([1.0, 2.0, 4.0])
result = [tf.foldl(lambda a, v: a - v, x), tf.foldl(lambda a, v: a * v, x, 10.0, 5, False)]

## foldr
x = tf.constant([1.0, 2.0, 4.0])
result = [tf.foldr(lambda a, v: a - v, x), tf.foldr(lambda a, v: a * v, x, initializer=10.0, back_prop=False)]

## scan
x = tf.constant([1.0, 2.0, 4.0])
result = [tf.scan(lambda a, v: a + v, x), tf.scan(lambda a, v: a - v, x, 10.0, 10, False, False, True, True)]

## py_func
def double(x):
    return (x * 2).astype(np.float32)
result = [
    tf.py_func(double, [tf.constant([1.0, 2.0])], tf.float32),
    tf.py_func(double, [tf.constant([1.0])], [tf.float32], stateful=False, name='d'),
]

## py_func-graph [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    y = tf.py_func(lambda a, b: (a + b, a - b), [tf.constant([1.0, 2.0]), 1.0], [tf.float32, tf.float32])
    result = sess.run(y)

## Print
x = tf.constant([1.0, 2.0])
result = tf.Print(x, [x, tf.shape(x)], 'x: ', 1, summarize=3) * 2.0

## gradients [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    x = tf.constant([1.0, 2.0])
    y = x * x
    result = sess.run([
        tf.gradients(y, x)[0],
        tf.gradients(y, [x], [tf.constant([3.0, 4.0])], 'g', True)[0],
        tf.gradients(ys=y, xs=[x], colocate_gradients_with_ops=True, aggregation_method=2)[0],
        tf.gradients(y * x, [x], None, 'g', False, False, None, [y])[0],
    ])

## hessians [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    x = tf.constant([1.0, 2.0])
    result = sess.run([tf.hessians(tf.reduce_sum(x * x * x), x)[0], tf.hessians(tf.reduce_sum(x * x), [x], 'h', True)[0]])

## name_scope [graph]
with tf.Graph().as_default():
    names = []
    with tf.name_scope('a') as scope:
        names.append(tf.constant(1.0, name='c').op.name)
        names.append(scope)
    with tf.name_scope(None, 'b', [1.0]):
        names.append(tf.constant(1.0, name='c').op.name)
    with tf.name_scope(None, default_name='b', values=[1.0]):
        names.append(tf.constant(1.0, name='c').op.name)
    with tf.name_scope('d', 'unused', [1.0]):
        names.append(tf.constant(1.0, name='c').op.name)
    result = names

## name_scope-argument [graph]
with tf.Graph().as_default():
    def twice(x, name=None):
        with tf.name_scope(name, 'twice', [x]):
            return tf.multiply(x, 2.0, name='y').op.name
    result = [twice(1.0), twice(1.0), twice(1.0, 'again')]

## device [graph]
with tf.Graph().as_default():
    with tf.device('/cpu:0'):
        a = tf.constant(1.0)
    with tf.device(lambda op: '/cpu:1' if op.type == 'Const' else '/cpu:2'):
        b = tf.constant(2.0)
        c = tf.identity(a)
    with tf.device(device_name_or_function='/cpu:3'):
        d = tf.identity(a)
    result = [a.device, b.device, c.device, d.device]

## DeviceSpec
d = tf.DeviceSpec(job='worker', task=1, device_type='CPU', device_index=0)
d.merge_from(tf.DeviceSpec(replica=2, device_index=3))
result = d.to_string()

## colocate_with [graph]
with tf.Graph().as_default():
    a = tf.constant(1.0, name='a')
    with tf.colocate_with(a.op):
        b = tf.identity(a, name='b')
    with tf.container('box'):
        v = tf.Variable(1.0, use_resource=True)
    result = [[name.decode() for name in b.op.colocation_groups()], v.handle.op.get_attr('container').decode()]

## placeholders [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    x = tf.placeholder(tf.float32, [None, 2], 'x')
    y = tf.placeholder_with_default([[1.0, 1.0]], [None, 2], name='y')
    s = tf.sparse_placeholder(tf.float32, shape=[2, 2])
    total = tf.reduce_sum(x + y, 1, keep_dims=True) + tf.sparse_tensor_dense_matmul(s, [[1.0], [2.0]])
    result = sess.run(total, {x: [[1.0, 2.0], [3.0, 4.0]], s: tf.SparseTensorValue([[0, 1]], [5.0], [2, 2])})

## sessions [graph]
config = tf.ConfigProto(gpu_options=tf.GPUOptions(allow_growth=True), allow_soft_placement=True)
with tf.Graph().as_default():
    with tf.Session(config=config) as sess:
        metadata = tf.RunMetadata()
        x = sess.run(tf.constant(3) * 2, options=tf.RunOptions(trace_level=tf.RunOptions.NO_TRACE), run_metadata=metadata)
    sess = tf.InteractiveSession()
    y = (tf.constant(4.0) / 2.0).eval()
    sess.close()
    result = [x, y, config.allow_soft_placement]

## session-handles [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    h = sess.run(tf.get_session_handle(tf.constant([1.0, 2.0])))
    p, t = tf.get_session_tensor(h.handle, tf.float32)
    q, d = tf.delete_session_tensor(h.handle)
    a = sess.run(t * 2.0, {p: h.handle})
    sess.run(d, {q: h.handle})
    result = a

## graph-utilities [graph]
with tf.Graph().as_default() as g, tf.Session() as sess:
    v = tf.Variable([1.0, 2.0], name='v')
    y = tf.multiply(v, 2.0, name='y')
    tf.identity(y, name='unused')
    sess.run(tf.global_variables_initializer())
    definition = tf.graph_util.convert_variables_to_constants(sess, g.as_graph_def(), ['y'])
    small = tf.graph_util.extract_sub_graph(definition, ['y'])
    small = tf.graph_util.remove_training_nodes(small)
with tf.Graph().as_default(), tf.Session() as sess:
    copy = tf.GraphDef()
    copy.ParseFromString(small.SerializeToString())
    y, = tf.import_graph_def(copy, return_elements=['y:0'], name='')
    result = [sess.run(y), len(small.node) < len(definition.node) + 1]

## reset_default_graph [graph]
tf.reset_default_graph()
with tf.get_default_graph().as_default(), tf.Session() as sess:
    result = [sess.run(tf.constant(2) + 1), len(tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES))]

## accumulators [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    a = tf.ConditionalAccumulator(tf.float32, [2], reduction_type='SUM')
    s = tf.SparseConditionalAccumulator(tf.float32, shape=[4, 1])
    sess.run([a.apply_grad([1.0, 2.0]), s.apply_grad([1], [[5.0]], grad_shape=[4, 1])])
    sess.run(a.apply_grad([1.0, 2.0]))
    result = [sess.run(a.take_grad(2)), sess.run(s.take_indexed_slices_grad(1)).values]

## queues [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    q = tf.FIFOQueue(4, tf.int32, [])
    p = tf.PaddingFIFOQueue(4, [tf.int32], shapes=[[None]])
    o = tf.PriorityQueue(4, tf.string, [[]])
    r = tf.RandomShuffleQueue(4, 0, tf.int32, shapes=[[]], seed=1)
    sess.run([q.enqueue_many([[1, 2, 3]]), p.enqueue_many([[[1, 2], [3, 4]]]), o.enqueue_many([[2, 1], ['b', 'a']]), r.enqueue([5])])
    result = [sess.run(q.dequeue_many(2)), sess.run(p.dequeue()), sess.run(o.dequeue()), sess.run(r.dequeue()), sess.run(q.size())]

## wrap_function
f = tf.wrap_function(lambda x: tf.to_float(x) * 2.0, [tf.TensorSpec([2], tf.int32)])
result = f(tf.constant([1, 2]))
"""

_ASSERTS = r"""
## assert-comparisons
x = tf.constant([1, 2])
for check in (
    lambda: tf.assert_equal(x, [1, 3], data=['left', x], summarize=2, message='equal'),
    lambda: tf.assert_greater(x, 1, message='greater'),
    lambda: tf.assert_less(x, 2, [x], 3, 'less', 'check'),
    lambda: tf.assert_none_equal(x, [3, 2], message='none'),
    lambda: tf.assert_greater_equal(x, 2),
    lambda: tf.assert_less_equal(x, 1, data=[x]),
):
    try:
        check()
    except tf.errors.InvalidArgumentError:
        x = x * 2
result = x

## assert-comparisons-hold
x = tf.constant([1.0, 2.0])
tf.assert_equal(x, [1.0, 2.0], [x], 3, 'equal', 'check')
tf.assert_greater(x, 0.5, data=[x])
tf.assert_less(x, 3.0, summarize=3, message='less')
tf.assert_near(x, x + 1e-8, 1e-3, 1e-3, [x], 3, 'near')
result = x

## assert-signs
x = tf.constant([1.0, 0.0])
n = 0
for check in (tf.assert_positive, tf.assert_negative, tf.assert_non_negative, tf.assert_non_positive):
    try:
        check(x, data=[x], message='signs')
    except tf.errors.InvalidArgumentError:
        n += 1
result = n

## assert-signs-positional
x = tf.constant([1.0, 2.0])
tf.assert_positive(x, [x], 2, 'signs', 'check')
tf.assert_non_negative(x, ['x', x])
tf.assert_negative(-x, summarize=2)
tf.assert_non_positive(-x, data=[x], name='check')
result = x

## assert-ranks
x = tf.constant([[1.0, 2.0]])
tf.assert_rank(x, 2, data=[x], summarize=2, message='rank')
tf.assert_rank_at_least(x, 1, [x], 2, 'rank')
tf.assert_rank_in(x, [1, 2], data=[x])
tf.assert_scalar(tf.constant(1), 'one', 'scalar')
tf.assert_integer(tf.constant([1]), 'integer', name='check')
tf.assert_type(x, tf.float32, message='type')
try:
    tf.assert_rank(x, 3, [x])
except ValueError:
    x = x + 1.0
result = x

## debugging-comparisons
x = tf.constant([1.0, 2.0])
tf.debugging.assert_equal(x, [1.0, 2.0], [x], 3, 'equal', 'check')
tf.debugging.assert_greater(x, 0.5, data=[x])
tf.debugging.assert_greater_equal(x, 1.0, data=[x], summarize=3)
tf.debugging.assert_less(x, 3.0, [x])
tf.debugging.assert_less_equal(x, 2.0, data=[x], message='at most')
tf.debugging.assert_near(x, x, data=[x])
tf.debugging.assert_none_equal(x, [2.0, 1.0], [x], 3, 'none')
result = x

## debugging-signs
x = tf.constant([1.0, 2.0])
tf.debugging.assert_positive(x, data=[x])
tf.debugging.assert_negative(-x, [x], 3, 'negative')
tf.debugging.assert_non_negative(x, data=[x], summarize=3)
tf.debugging.assert_non_positive(-x, data=[x], message='not positive')
result = x

## debugging-ranks
x = tf.constant([[1.0, 2.0]])
tf.debugging.assert_rank(x, 2, data=[x])
tf.debugging.assert_rank_at_least(x, 1, [x], 3, 'at least')
tf.debugging.assert_rank_in(x, [1, 2], data=[x], summarize=2)
tf.debugging.assert_integer(tf.constant([1]), 'integer')
tf.debugging.assert_type(x, tf.float32, 'type')
tf.debugging.assert_scalar(tf.constant(1), 'one')
tf.debugging.assert_shapes([(x, (1, 2))], data=[x])
result = x

## debugging.assert_all_finite
x = tf.constant([1.0, 2.0])
result = [
    tf.debugging.assert_all_finite(x, 'finite'),
    tf.debugging.assert_all_finite(t=x, msg='finite', name='check'),
    tf.verify_tensor_all_finite(x, 'finite'),
    tf.verify_tensor_all_finite(t=x, msg='finite'),
]

## assert-in-graph [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    x = tf.placeholder(tf.float32, [None])
    with tf.control_dependencies([tf.assert_positive(x, data=[x]), tf.assert_less(x, 10.0, message='large')]):
        y = tf.identity(x * 2.0)
    try:
        sess.run(y, {x: [-1.0]})
        failed = False
    except tf.errors.InvalidArgumentError:
        failed = True
    result = [sess.run(y, {x: [1.0, 2.0]}), failed]

## checks-renamed
x = tf.constant([1.0, 2.0])
tf.assert_proper_iterable([1, 2])
result = [tf.check_numerics(x, 'bad'), tf.assert_same_float_dtype([x], tf.float32), tf.is_numeric_tensor(x)]
"""

_STRINGS = r"""
## string_split
s = tf.constant(['a b  c', 'd'])
result = [
    tf.string_split(s),
    tf.string_split(s, skip_empty=False),
    tf.string_split(['a-b', 'c'], '-'),
    tf.string_split(['a-b'], delimiter='-'),
]

## string_split-source
result = [tf.string_split(source=['a,b;c', ''], delimiter=',;'), tf.string_split(['ab', 'c'], '')]

## strings.split
s = tf.constant(['a b  c', 'd'])
result = [
    tf.strings.split(s),
    tf.strings.split(source=s),
    tf.strings.split(s, ' ', 1),
    tf.strings.split(s, sep=' ', result_type='SparseTensor'),
]

## strings.split-ragged
s = tf.constant(['a b  c', 'd'])
result = [tf.strings.split(s, result_type='RaggedTensor'), tf.strings.split(input=s, sep='b', result_type='RaggedTensor')]

## substr
s = tf.constant(['hello', 'wörld'])
result = [
    tf.substr(s, 1, 3),
    tf.substr(input=s, pos=0, len=2),
    tf.substr(s, 1, 3, 'part', 'UTF8_CHAR'),
    tf.substr(s, [0, 1], [1, 2], name='part'),
]

## strings.substr
s = tf.constant(['hello', 'wörld'])
result = [tf.strings.substr(s, 1, 3, 'part'), tf.strings.substr(s, 1, 3, 'part', 'UTF8_CHAR'), tf.strings.substr(s, 1, 3, unit='UTF8_CHAR')]

## strings.length
s = tf.constant(['hello', 'wörld'])
result = [tf.strings.length(s, 'n'), tf.strings.length(s, 'n', 'UTF8_CHAR'), tf.strings.length(input=s, unit='UTF8_CHAR')]

## reduce_join
s = tf.constant([['a', 'b'], ['c', 'd']])
result = [
    tf.reduce_join(s, 0),
    tf.reduce_join(s, reduction_indices=[1], keep_dims=True, separator='-'),
    tf.reduce_join(s, [0, 1], None, '+'),
    tf.reduce_join(s),
    tf.reduce_join(s, 1, True),
]

## strings.reduce_join
s = tf.constant([['a', 'b'], ['c', 'd']])
result = [
    tf.strings.reduce_join(s, reduction_indices=[1]),
    tf.strings.reduce_join(s, 1, True, ','),
    tf.strings.reduce_join(s, axis=0, keep_dims=True),
]

## string-renames
s = tf.constant([' ab ', 'cd'])
result = [
    tf.string_join([s, s], separator='_'),
    tf.string_strip(s),
    tf.regex_replace(s, 'a', 'x', False),
    tf.encode_base64(s, True),
    tf.decode_base64(tf.encode_base64(s)),
]

## string_to_number
s = tf.constant(['1', '25'])
result = [tf.string_to_number(s), tf.string_to_number(string_tensor=s, out_type=tf.int32), tf.string_to_number(s, tf.int64, 'n')]

## strings.to_number
s = tf.constant(['1', '25'])
result = [
    tf.strings.to_number(string_tensor=s),
    tf.strings.to_number(s, tf.float64),
    tf.strings.to_number(string_tensor=s, out_type=tf.int64, name='n'),
]

## string_to_hash_bucket
s = tf.constant(['a', 'b', 'c'])
result = [tf.string_to_hash_bucket(s, 100), tf.string_to_hash_bucket(string_tensor=s, num_buckets=7), tf.string_to_hash_bucket(s, 100, 'h')]

## strings.to_hash_bucket
s = tf.constant(['a', 'b', 'c'])
result = [tf.strings.to_hash_bucket(string_tensor=s, num_buckets=7), tf.strings.to_hash_bucket(s, 9, 'h')]

## string_to_hash_bucket_fast
s = tf.constant(['a', 'b', 'c'])
result = [tf.string_to_hash_bucket_fast(s, 100, name='h'), tf.string_to_hash_bucket_strong(input=s, num_buckets=100, key=[1, 2])]

## dtypes.as_string
result = [tf.dtypes.as_string(tf.constant([1.25, 2.5]), 1), tf.as_string(tf.constant([1, 2]), width=3, fill='0')]

## decode_raw
b = tf.constant([b'\x01\x00\x02\x00', b'\x00\x01\x00\x02'])
result = [
    tf.decode_raw(b, tf.uint8),
    tf.decode_raw(bytes=b, out_type=tf.int16),
    tf.decode_raw(b, tf.int16, False),
    tf.decode_raw(b, tf.int32, True, 'n'),
]

## io.decode_raw
b = tf.constant([b'\x01\x00\x02\x00'])
result = [
    tf.io.decode_raw(bytes=b, out_type=tf.int16),
    tf.io.decode_raw(b, tf.int16, False, 'n'),
    tf.io.decode_raw(input_bytes=b, out_type=tf.uint8),
]

## decode_csv
s = tf.constant(['1,x,2.5', '3,,NA'])
result = [
    tf.decode_csv(s, [[0], ['none'], [0.0]], na_value='NA'),
    tf.decode_csv(s, [[0], ['none'], [0.0]], ',', True, 'csv', 'NA'),
    tf.decode_csv(s, [[0], ['q']], select_cols=[0, 1]),
]

## io.decode_csv
s = tf.constant(['1;x;2.5', '3;;NA'])
result = [tf.io.decode_csv(s, [[0], ['none'], [0.0]], ';', True, 'csv', 'NA'), tf.io.decode_csv(s, [[0.0]], ';', False, None, '', [0])]

## decode_compressed
import zlib
result = tf.decode_compressed(bytes=tf.constant([zlib.compress(b'hello')]), compression_type='ZLIB')
"""

_SPARSE = r"""
## sparse_add
a = tf.SparseTensor([[0, 0], [1, 2]], [1.0, 2.0], [2, 3])
b = tf.SparseTensor([[0, 0], [1, 1]], [-1.0, 0.05], [2, 3])
result = [tf.sparse_add(a, b), tf.sparse_add(a, b, thresh=0.1), tf.sparse_add(a, b, 0.1), tf.sparse_add(a, tf.ones([2, 3]))]

## sparse.add
a = tf.SparseTensor([[0, 0], [1, 2]], [1.0, 2.0], [2, 3])
b = tf.SparseTensor([[0, 0], [1, 1]], [-1.0, 0.05], [2, 3])
result = [tf.sparse.add(a, b, thresh=0.1), tf.sparse.add(a, b)]

## sparse_concat
a = tf.SparseTensor([[0, 0], [1, 2]], [1, 2], [2, 3])
b = tf.SparseTensor([[0, 1]], [3], [2, 2])
result = [
    tf.sparse_concat(1, [a, b]),
    tf.sparse_concat(axis=0, sp_inputs=[a, b], expand_nonconcat_dim=True),
    tf.sparse_concat(concat_dim=1, axis=None, sp_inputs=[a, b]),
]

## sparse_concat-positional
a = tf.SparseTensor([[0, 0], [1, 2]], [1, 2], [2, 3])
b = tf.SparseTensor([[0, 1]], [3], [2, 2])
result = [
    tf.sparse_concat(0, [a, b], 'both', True),
    tf.sparse.concat(0, [a, b], 'both', True),
    tf.sparse.concat(0, [a, b], expand_nonconcat_dim=True),
]

## sparse_split
a = tf.SparseTensor([[0, 0], [1, 2], [1, 3]], [1, 2, 3], [2, 4])
result = tf.sparse_split(sp_input=a, num_split=2, axis=1)

## sparse.split
a = tf.SparseTensor([[0, 0], [1, 2], [1, 3]], [1, 2, 3], [2, 4])
result = [tf.sparse.split(sp_input=a, num_split=2, axis=0), tf.sparse_split(axis=1, num_split=4, sp_input=a, name='parts')]

## sparse_reduce_sum
a = tf.SparseTensor([[0, 0], [1, 2]], [1, 2], [2, 3])
result = [
    tf.sparse_reduce_sum(a),
    tf.sparse_reduce_sum(a, 1, True),
    tf.sparse_reduce_sum(a, reduction_axes=0),
    tf.sparse_reduce_sum(a, axis=1, keep_dims=True),
]

## sparse_reduce_max
a = tf.SparseTensor([[0, 0], [0, 1], [1, 2]], [1, 5, 2], [2, 3])
result = [tf.sparse_reduce_max(a, 1), tf.sparse_reduce_max(a, reduction_axes=[0], keep_dims=True), tf.sparse_reduce_max(a, [0, 1])]

## sparse.reduce
a = tf.SparseTensor([[0, 0], [0, 1], [1, 2]], [1, 5, 2], [2, 3])
result = [
    tf.sparse.reduce_sum(a, reduction_axes=1),
    tf.sparse.reduce_sum(a, 1, keep_dims=True),
    tf.sparse.reduce_max(a, reduction_axes=1, keep_dims=True),
    tf.sparse.reduce_max(a, 0),
]

## sparse_reduce_sparse
a = tf.SparseTensor([[0, 0], [0, 1], [1, 2]], [1, 5, 2], [2, 3])
result = [
    tf.sparse_reduce_sum_sparse(a, 1),
    tf.sparse_reduce_max_sparse(a, reduction_axes=1, keep_dims=True),
    tf.sparse.reduce_sum_sparse(a, 1),
    tf.sparse.reduce_max_sparse(a, axis=1),
]

## sparse_merge
ids = tf.SparseTensor([[0, 0], [1, 0]], tf.constant([2, 3], tf.int64), [2, 1])
values = tf.SparseTensor([[0, 0], [1, 0]], [0.5, 1.5], [2, 1])
result = [
    tf.sparse_merge(ids, values, 5),
    tf.sparse_merge(sp_ids=ids, sp_values=values, vocab_size=5, already_sorted=True),
    tf.sparse.merge(ids, values, 4),
]

## sparse-renames
a = tf.SparseTensor([[0, 0], [1, 2]], [1.0, 2.0], [2, 3])
b = tf.SparseTensor([[0, 0], [1, 1]], [-1.0, 0.5], [2, 3])
result = [
    tf.sparse_tensor_to_dense(a, -1.0),
    tf.sparse_tensor_dense_matmul(a, tf.ones([3, 1])),
    tf.sparse_transpose(a, [1, 0]),
    tf.sparse_reshape(a, [3, 2]),
    tf.sparse_slice(a, [0, 0], size=[1, 3]),
    tf.sparse_maximum(a, b),
    tf.sparse_minimum(sp_a=a, sp_b=b),
    tf.sparse_softmax(a),
]

## sparse-renames-two
a = tf.SparseTensor([[1, 2], [0, 0]], [1.0, 2.0], [3, 3])
result = [
    tf.sparse_reorder(a),
    tf.sparse_retain(a, [True, False]),
    tf.sparse_reset_shape(a, new_shape=[4, 4]),
    tf.sparse_fill_empty_rows(tf.sparse_reorder(a), 7.0),
    tf.sparse_to_indicator(tf.SparseTensor([[0, 0], [1, 0]], tf.constant([2, 1], tf.int64), [2, 1]), 4),
    tf.sparse_mask(tf.IndexedSlices(tf.constant([[1.0], [2.0]]), tf.constant([3, 5])), [3]),
    tf.sparse.matmul(a, tf.ones([3, 1])),
]

## serialize_sparse
a = tf.SparseTensor([[0, 0], [1, 2]], [1.0, 2.0], [2, 3])
m = tf.serialize_many_sparse(a, 'many')
result = [tf.serialize_sparse(a, 'one'), m, tf.deserialize_many_sparse(m, tf.float32, rank=2), tf.serialize_sparse(a, None, tf.string)]

## io.serialize_sparse
a = tf.SparseTensor([[0, 0], [1, 2]], [1.0, 2.0], [2, 3])
result = [tf.io.serialize_sparse(a, 'one'), tf.io.serialize_sparse(a, None, tf.string), tf.io.serialize_many_sparse(a, 'many', tf.string)]
"""

_PARSING = r"""
## parse_example
x = tf.train.Feature(float_list=tf.train.FloatList(value=[1.0, 2.0]))
e = tf.train.Example(features=tf.train.Features(feature={'x': x})).SerializeToString()
spec = {'x': tf.FixedLenFeature([2], tf.float32), 'y': tf.VarLenFeature(tf.int64)}
result = [
    tf.parse_example([e, e], spec),
    tf.parse_example([e], spec, 'parsed', ['first']),
    tf.parse_example(serialized=[e], features=spec, example_names=['first']),
]

## parse_single_example
x = tf.train.Feature(int64_list=tf.train.Int64List(value=[3]))
e = tf.train.Example(features=tf.train.Features(feature={'x': x})).SerializeToString()
spec = {'x': tf.FixedLenFeature([], tf.int64), 'z': tf.FixedLenFeature([1], tf.string, default_value='none')}
result = [
    tf.parse_single_example(e, spec),
    tf.parse_single_example(e, spec, 'parsed', 'first'),
    tf.parse_single_example(serialized=e, features=spec, name='parsed'),
]

## io.parse_example
x = tf.train.Feature(int64_list=tf.train.Int64List(value=[3, 4]))
e = tf.train.Example(features=tf.train.Features(feature={'x': x})).SerializeToString()
spec = {'x': tf.FixedLenSequenceFeature([], tf.int64, allow_missing=True)}
result = [
    tf.io.parse_example([e], spec, 'parsed'),
    tf.io.parse_example([e], spec, 'parsed', ['first']),
    tf.io.parse_single_example(e, {'x': tf.io.FixedLenFeature([2], tf.int64)}, 'parsed', 'first'),
]

## parse_single_sequence_example
feature = tf.train.Feature(int64_list=tf.train.Int64List(value=[3]))
lists = tf.train.FeatureLists(feature_list={'s': tf.train.FeatureList(feature=[feature, feature])})
e = tf.train.SequenceExample(context=tf.train.Features(feature={'c': feature}), feature_lists=lists).SerializeToString()
context, sequence = {'c': tf.FixedLenFeature([], tf.int64)}, {'s': tf.FixedLenSequenceFeature([], tf.int64)}
result = tf.parse_single_sequence_example(e, context, sequence_features=sequence, example_name='first')

## SparseFeature
i = tf.train.Feature(int64_list=tf.train.Int64List(value=[1, 3]))
v = tf.train.Feature(float_list=tf.train.FloatList(value=[0.5, 1.5]))
e = tf.train.Example(features=tf.train.Features(feature={'i': i, 'v': v})).SerializeToString()
result = tf.parse_single_example(e, {'s': tf.SparseFeature('i', 'v', tf.float32, 5)})

## parse_tensor
s = tf.serialize_tensor(tf.constant([1.0, 2.0]), name='s')
result = [s, tf.parse_tensor(s, tf.float32, 'p')]

## decode_json_example
s = tf.decode_json_example('{"features": {"feature": {"x": {"int64List": {"value": ["7"]}}}}}')
result = tf.parse_single_example(s, {'x': tf.FixedLenFeature([], tf.int64)})
"""

_NETWORKS = r"""
## nn.dropout-keep_prob
x = tf.ones([4, 50])
tf.set_random_seed(7)
a = tf.nn.dropout(x, keep_prob=0.75, seed=3)
tf.set_random_seed(7)
b = tf.nn.dropout(x, 0.75, None, 3)
result = [a, b, tf.nn.dropout(x, 1.0), tf.nn.dropout(x, keep_prob=1)]

## nn.dropout-expression
x = tf.ones([2, 100])
keep = 0.4
tf.set_random_seed(7)
a = tf.nn.dropout(x, keep + 0.2, noise_shape=[2, 1], seed=3)
tf.set_random_seed(7)
b = tf.nn.dropout(x, keep_prob=keep if keep else 1.0, seed=3, name='d')
result = [a, b]

## nn.dropout-rate
tf.set_random_seed(7)
result = tf.nn.dropout(tf.ones([2, 100]), rate=0.25, seed=3)

## nn.dropout-tensor [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    tf.set_random_seed(7)
    keep = tf.placeholder_with_default(1.0, [])
    y = tf.nn.dropout(tf.ones([2, 50]), keep, seed=3)
    result = [sess.run(y), sess.run(y, {keep: 0.5})]

## nn.conv2d
x = tf.reshape(tf.range(32.0), [1, 4, 4, 2])
w = tf.reshape(tf.range(16.0), [2, 2, 2, 2]) / 10.0
result = [
    tf.nn.conv2d(x, filter=w, strides=[1, 2, 2, 1], padding='VALID'),
    tf.nn.conv2d(x, w, [1, 1, 1, 1], 'SAME', True, 'NHWC', [1, 1, 1, 1], 'conv'),
    tf.nn.conv2d(x, w, [1, 1, 1, 1], 'VALID', use_cudnn_on_gpu=False, dilations=[1, 2, 2, 1]),
    tf.nn.conv2d(input=x, filter=w, strides=[1, 1, 1, 1], padding='SAME', use_cudnn_on_gpu=True, data_format='NHWC'),
]

## nn.conv2d-positional-cudnn
x = tf.reshape(tf.range(32.0), [1, 4, 4, 2])
w = tf.reshape(tf.range(16.0), [2, 2, 2, 2]) / 10.0
result = [tf.nn.conv2d(x, w, [1, 1, 1, 1], 'SAME', False), tf.nn.conv2d(x, w, [1, 2, 2, 1], 'SAME', name='conv')]

## nn.conv1d
x = tf.reshape(tf.range(16.0), [1, 8, 2])
w = tf.reshape(tf.range(12.0), [3, 2, 2]) / 10.0
result = [
    tf.nn.conv1d(value=x, filters=w, stride=2, padding='SAME'),
    tf.nn.conv1d(x, w, 1, 'VALID', True, 'NWC', 'conv'),
    tf.nn.conv1d(x, w, 1, 'SAME', use_cudnn_on_gpu=True, data_format='NHWC'),
]

## nn.conv3d
x = tf.reshape(tf.range(27.0), [1, 3, 3, 3, 1])
w = tf.reshape(tf.range(8.0), [2, 2, 2, 1, 1])
result = [tf.nn.conv3d(x, filter=w, strides=[1] * 5, padding='VALID'), tf.nn.conv3d(x, w, [1] * 5, 'SAME', 'NDHWC', [1] * 5, 'conv')]

## nn.conv2d_transpose
x = tf.reshape(tf.range(4.0), [1, 2, 2, 1])
w = tf.reshape(tf.range(4.0), [2, 2, 1, 1])
result = [
    tf.nn.conv2d_transpose(value=x, filter=w, output_shape=[1, 4, 4, 1], strides=[1, 2, 2, 1]),
    tf.nn.conv2d_transpose(x, w, [1, 4, 4, 1], [1, 2, 2, 1], 'SAME', 'NHWC', 'up'),
    tf.nn.conv2d_transpose(x, w, output_shape=[1, 3, 3, 1], strides=[1, 1, 1, 1], padding='VALID'),
]

## nn.conv3d_transpose
x = tf.reshape(tf.range(8.0), [1, 2, 2, 2, 1])
w = tf.reshape(tf.range(8.0), [2, 2, 2, 1, 1])
result = [
    tf.nn.conv3d_transpose(value=x, filter=w, output_shape=[1, 4, 4, 4, 1], strides=[1, 2, 2, 2, 1]),
    tf.nn.conv3d_transpose(x, w, [1, 4, 4, 4, 1], [1, 2, 2, 2, 1], 'SAME', 'NDHWC', 'up'),
]

## nn.convolution
x = tf.reshape(tf.range(25.0), [1, 5, 5, 1])
w = tf.reshape(tf.range(4.0), [2, 2, 1, 1])
result = [
    tf.nn.convolution(x, w, 'VALID'),
    tf.nn.convolution(x, filter=w, padding='SAME', dilation_rate=[2, 2]),
    tf.nn.convolution(x, w, 'VALID', [2, 2]),
    tf.nn.convolution(x, w, 'SAME', None, [1, 2], 'conv', 'NHWC'),
]

## nn.depthwise_conv2d
x = tf.reshape(tf.range(50.0), [1, 5, 5, 2])
w = tf.reshape(tf.range(8.0), [2, 2, 2, 1])
result = [
    tf.nn.depthwise_conv2d(x, w, [1, 1, 1, 1], 'VALID', rate=[2, 2]),
    tf.nn.depthwise_conv2d(x, w, [1, 1, 1, 1], 'SAME', [1, 1], 'deep', 'NHWC'),
    tf.nn.depthwise_conv2d(x, filter=w, strides=[1, 2, 2, 1], padding='SAME', name='deep'),
]

## nn.depthwise_conv2d_native
x = tf.reshape(tf.range(50.0), [1, 5, 5, 2])
w = tf.reshape(tf.range(8.0), [2, 2, 2, 1])
result = [
    tf.nn.depthwise_conv2d_native(x, w, [1, 1, 1, 1], 'VALID'),
    tf.nn.depthwise_conv2d_native(x, filter=w, strides=[1, 2, 2, 1], padding='SAME', data_format='NHWC', dilations=[1, 1, 1, 1]),
]

## nn.depthwise_conv2d_native-gradients
x = tf.reshape(tf.range(50.0), [1, 5, 5, 2])
w = tf.reshape(tf.range(8.0), [2, 2, 2, 1])
g = tf.ones([1, 5, 5, 2])
result = [
    tf.nn.depthwise_conv2d_native_backprop_input([1, 5, 5, 2], w, g, [1, 1, 1, 1], 'SAME'),
    tf.nn.depthwise_conv2d_native_backprop_filter(x, [2, 2, 2, 1], g, [1, 1, 1, 1], padding='SAME'),
]

## nn.separable_conv2d
x = tf.reshape(tf.range(50.0), [1, 5, 5, 2])
d = tf.reshape(tf.range(8.0), [2, 2, 2, 1])
p = tf.reshape(tf.range(6.0), [1, 1, 2, 3])
result = [
    tf.nn.separable_conv2d(x, d, p, [1, 1, 1, 1], 'VALID', rate=[2, 2]),
    tf.nn.separable_conv2d(x, d, p, [1, 1, 1, 1], 'SAME', [1, 1], 'sep', 'NHWC'),
]

## nn.conv-gradients
x = tf.reshape(tf.range(16.0), [1, 4, 4, 1])
w = tf.reshape(tf.range(4.0), [2, 2, 1, 1])
g = tf.ones([1, 4, 4, 1])
result = [
    tf.nn.conv2d_backprop_input([1, 4, 4, 1], w, g, [1, 1, 1, 1], 'SAME', True),
    tf.nn.conv2d_backprop_input(input_sizes=[1, 4, 4, 1], filter=w, out_backprop=g, strides=[1, 1, 1, 1], padding='SAME'),
    tf.nn.conv2d_backprop_filter(x, [2, 2, 1, 1], g, [1, 1, 1, 1], 'SAME', use_cudnn_on_gpu=True),
]

## nn.conv3d_backprop_filter
x = tf.reshape(tf.range(8.0), [1, 2, 2, 2, 1])
g = tf.ones([1, 2, 2, 2, 1])
result = [
    tf.nn.conv3d_backprop_filter(x, [2, 2, 2, 1, 1], g, [1] * 5, 'SAME'),
    tf.nn.conv3d_backprop_filter_v2(x, [2, 2, 2, 1, 1], g, strides=[1] * 5, padding='SAME'),
]

## nn.dilation2d
x = tf.reshape(tf.range(16.0), [1, 4, 4, 1])
w = tf.constant([[[0.5], [1.0]], [[1.5], [0.0]]])
result = [
    tf.nn.dilation2d(x, filter=w, strides=[1, 1, 1, 1], rates=[1, 1, 1, 1], padding='VALID'),
    tf.nn.dilation2d(x, w, [1, 2, 2, 1], [1, 1, 1, 1], 'SAME', 'dil'),
]

## nn.erosion2d
x = tf.reshape(tf.range(16.0), [1, 4, 4, 1])
w = tf.constant([[[0.5], [1.0]], [[1.5], [0.0]]])
result = [
    tf.nn.erosion2d(value=x, kernel=w, strides=[1, 1, 1, 1], rates=[1, 2, 2, 1], padding='VALID'),
    tf.nn.erosion2d(x, w, [1, 2, 2, 1], [1, 1, 1, 1], 'SAME', 'ero'),
]

## nn.max_pool
x = tf.reshape(tf.range(16.0), [1, 4, 4, 1])
result = [
    tf.nn.max_pool(value=x, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding='VALID'),
    tf.nn.max_pool(x, [1, 3, 3, 1], [1, 1, 1, 1], 'SAME', 'NHWC', 'pooled'),
]

## nn.avg_pool
x = tf.reshape(tf.range(16.0), [1, 4, 4, 1])
result = [
    tf.nn.avg_pool(value=x, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding='VALID'),
    tf.nn.avg_pool(x, [1, 3, 3, 1], [1, 1, 1, 1], 'SAME', name='pooled'),
]

## nn.pool-versions
x = tf.reshape(tf.range(16.0), [1, 4, 4, 1])
result = [
    tf.nn.avg_pool2d(value=x, ksize=2, strides=2, padding='SAME'),
    tf.nn.avg_pool_v2(x, 2, 2, 'SAME'),
    tf.nn.max_pool_v2(input=x, ksize=2, strides=1, padding='VALID'),
]

## nn.max_pool_with_argmax
x = tf.reshape(tf.range(16.0), [1, 4, 4, 1])
result = [
    tf.nn.max_pool_with_argmax(x, [1, 2, 2, 1], [1, 2, 2, 1], 'SAME'),
    tf.nn.max_pool_with_argmax(x, [1, 2, 2, 1], [1, 2, 2, 1], padding='VALID', Targmax=tf.int32),
    tf.nn.max_pool_with_argmax(x, [1, 2, 2, 1], [1, 2, 2, 1], 'SAME', 'NHWC', tf.int32, 'pooled'),
]

## nn.fractional_max_pool
x = tf.reshape(tf.range(36.0), [1, 6, 6, 1])
result = [
    tf.nn.fractional_max_pool(x, [1.0, 1.5, 1.5, 1.0], False, True, True, 3, 4),
    tf.nn.fractional_max_pool(x, [1.0, 1.5, 1.5, 1.0], pseudo_random=True, deterministic=True, seed=3, seed2=4),
]

## nn.fractional_avg_pool
x = tf.reshape(tf.range(36.0), [1, 6, 6, 1])
result = [
    tf.nn.fractional_avg_pool(x, [1.0, 1.5, 1.5, 1.0], False, False, True, 3, 4, 'pooled'),
    tf.nn.fractional_avg_pool(value=x, pooling_ratio=[1.0, 1.5, 1.5, 1.0], overlapping=True, deterministic=True, seed=3, seed2=4),
]

## nn.fractional-random-shapes
x = tf.reshape(tf.range(36.0), [1, 6, 6, 1])
a = tf.nn.fractional_max_pool(x, [1.0, 1.5, 1.5, 1.0])
b = tf.nn.fractional_avg_pool(x, [1.0, 1.5, 1.5, 1.0], deterministic=False, seed=0, seed2=0)
result = [tf.shape(a[0]), tf.shape(b[0]), a[1][-1], b[2][-1]]

## nn.pool
x = tf.reshape(tf.range(25.0), [1, 5, 5, 1])
result = [
    tf.nn.pool(x, [2, 2], 'MAX', 'VALID'),
    tf.nn.pool(x, [2, 2], 'AVG', padding='VALID', dilation_rate=[2, 2]),
    tf.nn.pool(x, [2, 2], 'MAX', 'SAME', None, [2, 2], 'pooled', 'NHWC'),
]

## nn.batch_norm_with_global_normalization
x = tf.reshape(tf.range(8.0), [1, 2, 2, 2])
m, v, b, g = tf.constant([1.0, 2.0]), tf.constant([4.0, 9.0]), tf.constant([0.1, 0.2]), tf.constant([2.0, 3.0])
result = [
    tf.nn.batch_norm_with_global_normalization(t=x, m=m, v=v, beta=b, gamma=g, variance_epsilon=0.01, scale_after_normalization=True),
    tf.nn.batch_norm_with_global_normalization(x, m, v, b, g, 0.01, False, 'bn'),
]

## nn.fused_batch_norm
x = tf.reshape(tf.range(8.0), [1, 2, 2, 2])
result = [
    tf.nn.fused_batch_norm(x, [1.0, 2.0], [0.0, 0.5])[:3],
    tf.nn.fused_batch_norm(x, [1.0, 2.0], [0.0, 0.5], [3.0, 4.0], [1.0, 2.0], 0.01, 'NHWC', False)[0],
]

## nn.softmax
x = tf.constant([[1.0, 2.0], [3.0, 5.0]])
result = [
    tf.nn.softmax(x, dim=0),
    tf.nn.softmax(x, -1, 's'),
    tf.nn.softmax(x, None, 's', 0),
    tf.nn.log_softmax(x, dim=0),
    tf.nn.log_softmax(x, name='s'),
]

## nn.crelu
x = tf.constant([[-1.0, 2.0]])
result = [tf.nn.crelu(x), tf.nn.crelu(x, 'both'), tf.nn.crelu(x, 'both', 0), tf.nn.crelu(x, axis=0)]

## nn.layers-of-old
x, w, b = tf.constant([[1.0, -2.0]]), tf.constant([[1.0, 2.0], [3.0, -4.0]]), tf.constant([0.5, 0.5])
result = [tf.nn.xw_plus_b(x, w, b), tf.nn.relu_layer(x, weights=w, biases=b, name='r')]

## nn.embedding_lookup-parts
a, b = tf.constant([[0.0], [1.0]]), tf.constant([[2.0], [3.0]])
result = [
    tf.nn.embedding_lookup([a, b], [0, 1, 2, 3]),
    tf.nn.embedding_lookup([a, b], [0, 1, 2, 3], 'div'),
    tf.nn.embedding_lookup([a, b], [0, 3], partition_strategy='mod'),
]

## nn.embedding_lookup
t = tf.constant([[3.0, 4.0], [6.0, 8.0], [0.1, 0.2]])
result = [
    tf.nn.embedding_lookup(t, [2, 0]),
    tf.nn.embedding_lookup(params=t, ids=[[1], [2]], name='e'),
    tf.nn.embedding_lookup(t, [1], 'mod', 'e', True, 2.0),
    tf.nn.embedding_lookup(t, [0], max_norm=1.0),
]

## nn.embedding_lookup_sparse
t = [tf.constant([[1.0, 2.0], [3.0, 4.0]]), tf.constant([[5.0, 6.0], [7.0, 8.0]])]
ids = tf.SparseTensor([[0, 0], [0, 1], [1, 0]], tf.constant([1, 2, 3], tf.int64), [2, 2])
weights = tf.SparseTensor([[0, 0], [0, 1], [1, 0]], [1.0, 3.0, 2.0], [2, 2])
result = [
    tf.nn.embedding_lookup_sparse(t, ids, weights),
    tf.nn.embedding_lookup_sparse(t, ids, None, 'div', 'e', 'sum'),
    tf.nn.embedding_lookup_sparse(t, ids, sp_weights=weights, partition_strategy='mod', combiner='sqrtn'),
    tf.nn.embedding_lookup_sparse(t[0], tf.SparseTensor([[0, 0]], tf.constant([1], tf.int64), [1, 1]), None, combiner='mean'),
]

## nn.safe_embedding_lookup_sparse
t = [tf.constant([[1.0, 2.0], [3.0, 4.0]]), tf.constant([[5.0, 6.0], [7.0, 8.0]])]
ids = tf.SparseTensor([[0, 0], [2, 0]], tf.constant([1, 3], tf.int64), [3, 2])
result = [tf.nn.safe_embedding_lookup_sparse(t, ids), tf.nn.safe_embedding_lookup_sparse(t, ids, None, 'sum', 0, 'e', 'mod')]

## nn.ctc_loss
x = tf.nn.softmax(tf.reshape(tf.range(24.0), [4, 2, 3]) % 5.0)
y = tf.SparseTensor([[0, 0], [0, 1], [1, 0]], tf.constant([0, 1, 1]), [2, 2])
n = tf.constant([4, 3])
result = [
    tf.nn.ctc_loss(y, x, n),
    tf.nn.ctc_loss(labels=y, inputs=x, sequence_length=n, preprocess_collapse_repeated=True),
    tf.nn.ctc_loss(y, tf.transpose(x, [1, 0, 2]), n, False, True, False, False),
]

## nn.ctc_beam_search_decoder
x = tf.math.log(tf.constant([[[0.1, 0.6, 0.3]], [[0.2, 0.5, 0.3]], [[0.3, 0.3, 0.4]], [[0.1, 0.8, 0.1]]]))
decoded, scores = tf.nn.ctc_beam_search_decoder(x, [4], beam_width=4)
result = [
    decoded,
    scores,
    tf.nn.ctc_beam_search_decoder(x, [4], 4, 2, False),
    tf.nn.ctc_beam_search_decoder(inputs=x, sequence_length=[4], merge_repeated=True),
]

## nn.in_top_k
result = [
    tf.nn.in_top_k(tf.constant([[0.1, 0.9], [0.8, 0.2]]), [1, 1], 1),
    tf.nn.in_top_k(predictions=tf.constant([[0.1, 0.9]]), targets=[1], k=1, name='t'),
]

## nn.sampled_softmax_loss
w, b = tf.reshape(tf.range(10.0), [5, 2]) / 10.0, tf.zeros([5])
x, y = tf.constant([[1.0, 2.0]]), tf.constant([[3]], tf.int64)
s = (tf.constant([0, 1], tf.int64), tf.constant([[0.3]]), tf.constant([0.2, 0.2]))
result = [
    tf.nn.sampled_softmax_loss(w, b, y, x, 2, 5, sampled_values=s),
    tf.nn.sampled_softmax_loss([w[:3], w[3:]], b, y, x, 2, 5, 1, s, True, 'div'),
    tf.nn.sampled_softmax_loss([w[::2], w[1::2]], b, y, x, 2, 5, sampled_values=s, partition_strategy='mod', name='loss'),
    tf.nn.sampled_softmax_loss([w[::2], w[1::2]], biases=b, labels=y, inputs=x, num_sampled=2, num_classes=5, sampled_values=s),
]

## nn.nce_loss
w, b = tf.reshape(tf.range(10.0), [5, 2]) / 10.0, tf.zeros([5])
x, y = tf.constant([[1.0, 2.0]]), tf.constant([[3]], tf.int64)
s = (tf.constant([0, 1], tf.int64), tf.constant([[0.3]]), tf.constant([0.2, 0.2]))
result = [
    tf.nn.nce_loss(w, b, y, x, 2, 5, sampled_values=s),
    tf.nn.nce_loss([w[:3], w[3:]], b, y, x, 2, 5, 1, s, False, 'div', 'loss'),
    tf.nn.nce_loss([w[::2], w[1::2]], b, y, x, 2, 5, sampled_values=s),
]

## nn.samplers
y = tf.constant([[3]], tf.int64)
a = tf.nn.uniform_candidate_sampler(y, 1, 4, True, 4, seed=1)
b = tf.nn.log_uniform_candidate_sampler(true_classes=y, num_true=1, num_sampled=4, unique=True, range_max=4)
result = [tf.sort(a[0]), tf.sort(b[0]), b[1]]

## nn.softmax_cross_entropy_with_logits
y, z = tf.constant([[0.25, 0.75], [1.0, 0.0]]), tf.constant([[1.0, 2.0], [3.0, 5.0]])
with tf.GradientTape() as tape:
    tape.watch([y, z])
    loss = tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=z)
gradients = tape.gradient(loss, [y, z])
result = [loss, gradients[0] is None, gradients[1], tf.nn.softmax_cross_entropy_with_logits(logits=z, labels=y, dim=0)]

## nn.softmax_cross_entropy_with_logits-graph [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    y, z = tf.constant([[0.25, 0.75], [1.0, 0.0]]), tf.constant([[1.0, 2.0], [3.0, 5.0]])
    loss = tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=z)
    gradients = tf.gradients(loss, [y, z])
    result = [sess.run(loss), gradients[0] is None, sess.run(gradients[1])]

## nn.softmax_cross_entropy_with_logits_v2
y, z = tf.constant([[0.25, 0.75], [1.0, 0.0]]), tf.constant([[1.0, 2.0], [3.0, 5.0]])
with tf.GradientTape() as tape:
    tape.watch([y, z])
    loss = tf.nn.softmax_cross_entropy_with_logits_v2(labels=y, logits=z)
result = [
    loss,
    tape.gradient(loss, [y, z]),
    tf.nn.softmax_cross_entropy_with_logits_v2(y, z, dim=0),
    tf.nn.softmax_cross_entropy_with_logits_v2(y, z, 0, 's'),
]

## nn.sparse_softmax_cross_entropy_with_logits
z = tf.constant([[1.0, 2.0], [3.0, 5.0]])
result = tf.nn.sparse_softmax_cross_entropy_with_logits(logits=z, labels=[0, 1], name='s')

## nn.sigmoid_cross_entropy_with_logits
y, z = tf.constant([[0.25, 0.75]]), tf.constant([[1.0, -2.0]])
result = tf.nn.sigmoid_cross_entropy_with_logits(logits=z, labels=y)

## nn.weighted_cross_entropy_with_logits
y, z = tf.constant([[0.25, 0.75]]), tf.constant([[1.0, -2.0]])
result = [
    tf.nn.weighted_cross_entropy_with_logits(targets=y, logits=z, pos_weight=2.0),
    tf.nn.weighted_cross_entropy_with_logits(y, z, 0.5, 'w'),
]

## nn.quantized
image = tf.quantize(tf.reshape(tf.range(16.0), [1, 4, 4, 1]), 0.0, 15.0, tf.quint8)
pooled = tf.nn.quantized_max_pool(image[0], image[1], image[2], [1, 2, 2, 1], [1, 2, 2, 1], 'VALID')
mean = tf.nn.quantized_avg_pool(image[0], image[1], image[2], ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding='VALID')
result = [tf.dequantize(*pooled), tf.dequantize(*mean)]
"""

_IMAGES = r"""
## image.resize_images
x = tf.reshape(tf.range(16.0), [1, 4, 4, 1])
result = [
    tf.image.resize_images(x, [6, 6]),
    tf.image.resize_images(x, [3, 5], 1),
    tf.image.resize_images(x, [6, 6], tf.image.ResizeMethod.BICUBIC, True),
    tf.image.resize_images(images=x, size=(2, 2), method=tf.image.ResizeMethod.AREA),
    tf.image.resize_images(x, [8, 6], align_corners=True, preserve_aspect_ratio=True),
]

## image.resize_images-bytes
x = tf.cast(tf.reshape(tf.range(16), [4, 4, 1]), tf.uint8)
result = [tf.image.resize_images(x, [4, 4]), tf.image.resize_images(x, [2, 2], method=1)]

## image.resize
x = tf.reshape(tf.range(16.0), [1, 4, 4, 1])
result = [
    tf.image.resize(x, [6, 6]),
    tf.image.resize(x, [3, 5], method=1),
    tf.image.resize(x, [6, 5], 0, True),
    tf.image.resize(x, [5, 5], method=tf.image.ResizeMethod.BICUBIC),
]

## image.resize_bilinear
x = tf.reshape(tf.range(16.0), [1, 4, 4, 1])
result = [
    tf.image.resize_bilinear(x, [6, 6]),
    tf.image.resize_bilinear(x, [7, 7], True),
    tf.image.resize_bilinear(images=x, size=[3, 3], half_pixel_centers=True),
]

## image.resize_bicubic
x = tf.reshape(tf.range(16.0), [1, 4, 4, 1])
result = [tf.image.resize_bicubic(x, [6, 6]), tf.image.resize_bicubic(x, [7, 7], align_corners=True, name='big')]

## image.resize_area
x = tf.reshape(tf.range(16.0), [1, 4, 4, 1])
result = [tf.image.resize_area(x, [2, 2]), tf.image.resize_area(x, [3, 3], True)]

## image.resize_nearest_neighbor
x = tf.reshape(tf.range(16.0), [1, 4, 4, 1])
result = [tf.image.resize_nearest_neighbor(x, [3, 3]), tf.image.resize_nearest_neighbor(x, [5, 5], align_corners=True)]

## image.resize_image_with_pad
x = tf.reshape(tf.range(12.0), [1, 3, 4, 1])
result = [
    tf.image.resize_image_with_pad(x, 6, 6),
    tf.image.resize_image_with_pad(image=x, target_height=5, target_width=7, method=1, align_corners=True),
]

## image.resize_image_with_crop_or_pad
x = tf.reshape(tf.range(16.0), [1, 4, 4, 1])
result = [tf.image.resize_image_with_crop_or_pad(x, 2, 6), tf.image.resize_image_with_crop_or_pad(image=x, target_height=5, target_width=3)]

## image.crop_and_resize
x = tf.reshape(tf.range(32.0), [2, 4, 4, 1])
result = [
    tf.image.crop_and_resize(x, [[0.0, 0.0, 0.5, 0.5]], box_ind=[1], crop_size=[3, 3]),
    tf.image.crop_and_resize(x, [[0.2, 0.0, 1.2, 0.5]], [0], [2, 2], 'nearest', -1.0, 'crop'),
    tf.image.crop_and_resize(image=x, boxes=[[0.0, 0.0, 1.0, 1.0]], box_ind=[0], crop_size=[2, 2], extrapolation_value=0),
]

## image.draw_bounding_boxes
x = tf.zeros([1, 4, 4, 3])
b = tf.constant([[[0.0, 0.0, 0.7, 0.7]]])
result = [
    tf.image.draw_bounding_boxes(x, b),
    tf.image.draw_bounding_boxes(x, b, 'boxes'),
    tf.image.draw_bounding_boxes(x, b, 'boxes', [[0.5, 0.5, 0.5]]),
    tf.image.draw_bounding_boxes(images=x, boxes=b, colors=[[0.1, 0.2, 0.3]]),
]

## image.extract_glimpse
x = tf.reshape(tf.range(36.0), [1, 6, 6, 1])
result = [
    tf.image.extract_glimpse(x, [2, 2], [[0.0, 0.0]]),
    tf.image.extract_glimpse(x, [2, 2], [[1.0, 2.0]], False, False),
    tf.image.extract_glimpse(x, [3, 3], [[0.25, -0.25]], True, True, True, 'glimpse'),
    tf.image.extract_glimpse(x, size=[3, 2], offsets=[[0.0, 0.0]], uniform_noise=False),
]

## image.extract_glimpse-noise
x = tf.reshape(tf.range(36.0), [1, 6, 6, 1])
a = tf.image.extract_glimpse(x, [4, 4], [[0.9, 0.9]], uniform_noise=True)
b = tf.image.extract_glimpse(x, [4, 4], [[0.9, 0.9]], True, True, False)
result = [tf.shape(a), tf.shape(b), a[0, 0, 0], b[0, 0, 0]]

## image.sample_distorted_bounding_box
box = tf.constant([[[0.1, 0.1, 0.9, 0.9]]])
tf.set_random_seed(3)
begin, size, out = tf.image.sample_distorted_bounding_box([20, 20, 3], box, 5, 6, 0.5, [0.8, 1.2], [0.3, 0.9], 50, True, 'crop')
tf.set_random_seed(3)
other = tf.image.sample_distorted_bounding_box(image_size=[20, 20, 3], bounding_boxes=box, seed=5, min_object_covered=0.5)
result = [tf.shape(begin), size.dtype, tf.shape(out), size[2], tf.shape(other[2])]

## image.transpose_image
x = tf.reshape(tf.range(6.0), [2, 3, 1])
result = tf.image.transpose_image(x, name='t')

## image.crops
x = tf.reshape(tf.range(48.0), [4, 4, 3])
tf.set_random_seed(3)
a = tf.random_crop(x, [2, 2, 3], seed=4)
tf.set_random_seed(3)
b = tf.random_crop(value=x, size=[2, 2, 3], seed=4, name='c')
result = [a, b]
"""

_RANDOM = r"""
## set_random_seed
tf.set_random_seed(11)
a = tf.random_uniform([3])
tf.random.set_random_seed(11)
b = tf.random_uniform([3])
result = [a, b, tf.get_seed(5)[1], tf.random.get_seed(6)[1]]

## random_normal
tf.set_random_seed(1)
a = tf.random_normal([2, 3], 1.0, 2.0, tf.float64, 3)
tf.set_random_seed(1)
b = tf.random_normal(shape=[2, 3], mean=1.0, stddev=2.0, dtype=tf.float64, seed=3, name='n')
result = [a, b]

## random_uniform
tf.set_random_seed(1)
a = tf.random_uniform([4], 0, 10, tf.int32, 3)
tf.set_random_seed(1)
b = tf.random_uniform([4], minval=-1.0, maxval=1.0, seed=3)
result = [a, b]

## truncated_normal
tf.set_random_seed(1)
a = tf.truncated_normal([5], 1.0, 2.0, seed=3)
tf.set_random_seed(1)
b = tf.truncated_normal([5], mean=1.0, stddev=2.0, dtype=tf.float32, seed=3)
result = [a, b]

## random_shuffle
tf.set_random_seed(1)
result = tf.random_shuffle(tf.range(10), 3)

## random_gamma
tf.set_random_seed(1)
a = tf.random_gamma([3], 2.0, 3.0, tf.float32, 5)
tf.set_random_seed(1)
b = tf.random_gamma(shape=[2], alpha=[0.5, 1.5], seed=5)
result = [a, b]

## random_poisson
tf.set_random_seed(1)
a = tf.random_poisson(4.0, [5], tf.float32, 3)
tf.set_random_seed(1)
b = tf.random_poisson([2.0, 8.0], [3], seed=3)
tf.set_random_seed(1)
c = tf.random_poisson(lam=4.0, shape=[5], dtype=tf.int64, seed=3)
result = [a, b, c]

## random.poisson
tf.set_random_seed(1)
a = tf.random.poisson([2.0, 8.0], [3], seed=3)
tf.set_random_seed(1)
b = tf.random.poisson(lam=[2.0, 8.0], shape=[3], seed=3)
result = [a, b]

## multinomial
logits = tf.log([[0.1, 0.2, 0.7], [0.5, 0.25, 0.25]])
tf.set_random_seed(1)
a = tf.multinomial(logits, 6, 3)
tf.set_random_seed(1)
b = tf.multinomial(logits, num_samples=6, seed=3, name='m', output_dtype=tf.int32)
tf.set_random_seed(1)
c = tf.random.multinomial(logits, 6, 3, 'm', tf.int32)
result = [a, b, c]

## stateless_multinomial
result = tf.random.stateless_multinomial(tf.log([[0.1, 0.2, 0.7]]), 8, [1, 2], tf.int32)

## random-in-graph [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    tf.set_random_seed(42)
    x = tf.random_normal([3], seed=1)
    y = tf.random_uniform([3], 5.0, 6.0)
    result = [sess.run(x), sess.run([x, y])]
"""

_INITIALIZERS = r"""
## random_normal_initializer
def stats(x):
    return [x.dtype, tf.shape(x), round(float(tf.reduce_mean(x)), 1), round(float(tf.math.reduce_std(x)), 1)]
result = (
    stats(tf.random_normal_initializer()([200, 200]))
    + stats(tf.random_normal_initializer(2.0, 3.0, 1)([200, 200]))
    + stats(tf.random_normal_initializer(seed=4)([200, 200]))
)

## random_normal_initializer-dtype
x = tf.random_normal_initializer(stddev=0.5, dtype=tf.float64)([200, 200])
y = tf.initializers.random_normal(dtype=tf.float64)([200, 200])
result = [x.dtype, round(float(tf.math.reduce_std(x)), 1), y.dtype, round(float(tf.math.reduce_std(y)), 1)]

## random_uniform_initializer
def stats(x):
    return [x.dtype, tf.shape(x), round(float(tf.reduce_min(x)), 1), round(float(tf.reduce_max(x)), 1)]
result = (
    stats(tf.random_uniform_initializer()([100, 100]))
    + stats(tf.random_uniform_initializer(-1.0, 2.0)([100, 100]))
    + stats(tf.random_uniform_initializer(-1.0, maxval=1.0, seed=3)([100, 100]))
)

## random_uniform_initializer-integers
x = tf.random_uniform_initializer(0, 4, dtype=tf.int32)([1000])
result = [x.dtype, tf.reduce_min(x), tf.reduce_max(x)]

## truncated_normal_initializer
def stats(x):
    return [x.dtype, round(float(tf.reduce_mean(x)), 1), round(float(tf.math.reduce_std(x)), 1), round(float(tf.reduce_max(tf.abs(x))), 0)]
result = stats(tf.truncated_normal_initializer()([300, 300])) + stats(tf.truncated_normal_initializer(1.0, 2.0, 5, tf.float64)([300, 300]))

## zeros_initializer
result = [
    tf.zeros_initializer()([2]),
    tf.zeros_initializer(tf.int32)([2]),
    tf.zeros_initializer(dtype=tf.float64)([2]),
    tf.initializers.zeros()([1]),
    tf.initializers.zeros(tf.int64)([1]),
]

## ones_initializer
result = [
    tf.ones_initializer()([2]),
    tf.ones_initializer(tf.int32)([2]),
    tf.ones_initializer(dtype=tf.float64)([2]),
    tf.initializers.ones(dtype=tf.int64)([1]),
]

## constant_initializer
result = [
    tf.constant_initializer(3.0)([2]),
    tf.constant_initializer([1, 2, 3, 4], tf.int32)([2, 2]),
    tf.constant_initializer([[1.0, 2.0]], verify_shape=True)([1, 2]),
    tf.constant_initializer(value=7, dtype=tf.float64)([1]),
    tf.constant_initializer(7)([2]),
    tf.constant_initializer()([2]),
    tf.initializers.constant(2.5, tf.float64)([2]),
]

## identity-and-orthogonal
x = tf.orthogonal_initializer(2.0, 1)([3, 3])
y = tf.initializers.orthogonal(dtype=tf.float64)([4, 2])
result = [
    tf.initializers.identity(2.0)([2, 2]),
    tf.initializers.identity(dtype=tf.float64)([2, 3]),
    tf.round(tf.matmul(x, x, transpose_a=True)),
    tf.round(tf.matmul(y, y, transpose_a=True)),
]

## glorot_uniform_initializer
def stats(x):
    return [x.dtype, tf.shape(x), round(float(tf.reduce_max(tf.abs(x))), 2), round(float(tf.math.reduce_std(x)), 2)]
result = (
    stats(tf.glorot_uniform_initializer()([100, 200]))
    + stats(tf.glorot_uniform_initializer(3, tf.float64)([100, 200]))
    + stats(tf.initializers.glorot_uniform(seed=2)([100, 200]))
)

## glorot_normal_initializer
def stats(x):
    return [x.dtype, tf.shape(x), round(float(tf.math.reduce_std(x)), 2)]
result = (
    stats(tf.glorot_normal_initializer()([100, 200]))
    + stats(tf.glorot_normal_initializer(dtype=tf.float64)([100, 200]))
    + stats(tf.initializers.glorot_normal(1)([100, 200]))
)

## variance_scaling_initializer
def stats(x):
    return [x.dtype, round(float(tf.reduce_max(tf.abs(x))), 1), round(float(tf.math.reduce_std(x)), 2)]
result = (
    stats(tf.variance_scaling_initializer()([100, 200]))
    + stats(tf.variance_scaling_initializer(2.0, 'fan_avg', 'uniform', 3, tf.float64)([100, 200]))
    + stats(tf.initializers.variance_scaling(mode='fan_out', distribution='normal', dtype=tf.float32)([100, 200]))
)

## uniform_unit_scaling_initializer
def stats(x):
    return [x.dtype, round(float(tf.reduce_max(tf.abs(x))), 2), round(float(tf.math.reduce_std(x)), 2)]
result = (
    stats(tf.uniform_unit_scaling_initializer()([100, 200]))
    + stats(tf.uniform_unit_scaling_initializer(factor=1.43)([100, 200]))
    + stats(tf.initializers.uniform_unit_scaling(2.0, 1)([100, 200]))
)

## initializers.he-and-lecun
def stats(x):
    return [x.dtype, round(float(tf.math.reduce_std(x)), 2)]
result = (
    stats(tf.initializers.he_normal()([100, 200]))
    + stats(tf.initializers.he_uniform(3)([100, 200]))
    + stats(tf.initializers.lecun_normal(seed=3)([100, 200]))
    + stats(tf.initializers.lecun_uniform()([100, 200]))
)

## initializers.random
def stats(x):
    return [x.dtype, round(float(tf.reduce_mean(x)), 1), round(float(tf.math.reduce_std(x)), 1)]
result = (
    stats(tf.initializers.random_normal()([200, 200]))
    + stats(tf.initializers.random_uniform()([200, 200]))
    + stats(tf.initializers.truncated_normal()([200, 200]))
    + stats(tf.initializers.random_uniform(-2.0, 2.0)([200, 200]))
)

## initializers-in-get_variable [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    a = tf.get_variable('a', [2, 3], initializer=tf.random_normal_initializer(seed=1))
    b = tf.get_variable('b', [50, 50], initializer=tf.truncated_normal_initializer(stddev=0.5))
    c = tf.get_variable('c', [2], dtype=tf.int32, initializer=tf.zeros_initializer)
    d = tf.get_variable('d', initializer=tf.constant([1.0, 2.0]))
    e = tf.get_variable('e', [2, 2], initializer=tf.constant_initializer([1.0, 2.0, 3.0, 4.0], dtype=tf.float32))
    sess.run(tf.global_variables_initializer())
    values = sess.run([a, b, c, d, e])
    result = [values[0].shape, bool(0.4 < values[1].std() < 0.48), values[2], values[3], values[4]]
"""

_LOSSES = r"""
## losses.mean_squared_error
y, p = tf.constant([[1.0, 2.0], [3.0, 4.0]]), tf.constant([[1.5, 2.0], [2.0, 6.0]])
result = [
    tf.losses.mean_squared_error(y, p),
    tf.losses.mean_squared_error(labels=y, predictions=p, weights=[[1.0], [0.0]]),
    tf.losses.mean_squared_error(y, p, 2.0, reduction=tf.losses.Reduction.SUM),
]

## losses.mean_squared_error-reductions
y, p = tf.constant([[1.0, 2.0], [3.0, 4.0]]), tf.constant([[1.5, 2.0], [2.0, 6.0]])
R = tf.losses.Reduction
kinds = [R.NONE, R.SUM, R.MEAN, R.SUM_OVER_BATCH_SIZE, R.SUM_OVER_NONZERO_WEIGHTS, R.SUM_BY_NONZERO_WEIGHTS]
result = [tf.losses.mean_squared_error(y, p, [[2.0], [0.0]], reduction=kind) for kind in kinds]

## losses.absolute_difference
y, p = tf.constant([[1.0, 2.0], [3.0, 4.0]]), tf.constant([[1.5, 2.0], [2.0, 6.0]])
result = [tf.losses.absolute_difference(y, p), tf.losses.absolute_difference(y, p, [[1.0], [0.0]], 'scope')]

## losses.huber_loss
y, p = tf.constant([[1.0, 2.0], [3.0, 4.0]]), tf.constant([[1.5, 2.0], [2.0, 6.0]])
result = [tf.losses.huber_loss(y, p), tf.losses.huber_loss(y, p, 1.0, 0.5), tf.losses.huber_loss(labels=y, predictions=p, delta=2.0)]

## losses.hinge_loss
y, p = tf.constant([[0.0, 1.0]]), tf.constant([[0.5, -2.0]])
result = [tf.losses.hinge_loss(y, p), tf.losses.hinge_loss(labels=y, logits=p, weights=[[1.0, 0.0]])]

## losses.log_loss
y, p = tf.constant([[0.0, 1.0]]), tf.constant([[0.0, 0.75]])
result = [tf.losses.log_loss(y, p), tf.losses.log_loss(y, p, 1.0, 1e-3)]

## losses.cosine_distance
y, p = tf.constant([[0.6, 0.8]]), tf.constant([[1.0, 0.5]])
result = [
    tf.losses.cosine_distance(y, p, 1),
    tf.losses.cosine_distance(y, p, dim=1),
    tf.losses.cosine_distance(labels=y, predictions=p, axis=0, weights=0.5),
]

## losses.sigmoid_cross_entropy
y, z = tf.constant([[0.0, 1.0]]), tf.constant([[0.5, -2.0]])
result = [
    tf.losses.sigmoid_cross_entropy(y, z),
    tf.losses.sigmoid_cross_entropy(multi_class_labels=y, logits=z, label_smoothing=0.2),
    tf.losses.sigmoid_cross_entropy(y, z, [[1.0, 0.0]]),
]

## losses.softmax_cross_entropy
y, z = tf.constant([[0.0, 1.0], [1.0, 0.0]]), tf.constant([[0.5, -2.0], [1.0, 3.0]])
with tf.GradientTape() as tape:
    tape.watch([y, z])
    loss = tf.losses.softmax_cross_entropy(onehot_labels=y, logits=z, label_smoothing=0.1)
gradients = tape.gradient(loss, [y, z])
result = [loss, gradients[0] is None, gradients[1], tf.losses.softmax_cross_entropy(y, z, [1.0, 0.0])]

## losses.sparse_softmax_cross_entropy
z = tf.constant([[0.5, -2.0], [1.0, 3.0]])
result = [
    tf.losses.sparse_softmax_cross_entropy([1, 0], z),
    tf.losses.sparse_softmax_cross_entropy(labels=[[1], [0]], logits=z, weights=[0.0, 2.0]),
]

## losses.mean_pairwise_squared_error
y, p = tf.constant([[1.0, 2.0, 4.0]]), tf.constant([[1.5, 2.0, 2.0]])
result = [tf.losses.mean_pairwise_squared_error(y, p), tf.losses.mean_pairwise_squared_error(labels=y, predictions=p, weights=0.5)]

## losses.compute_weighted_loss
x = tf.constant([1.0, 2.0, 4.0])
result = [
    tf.losses.compute_weighted_loss(x, [1.0, 0.0, 1.0]),
    tf.losses.compute_weighted_loss(x, weights=2.0, reduction=tf.losses.Reduction.NONE),
]

## losses-collection [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    tf.losses.mean_squared_error([1.0, 2.0], [2.0, 4.0])
    tf.losses.add_loss(tf.constant(3.0))
    v = tf.get_variable('v', [2], initializer=tf.ones_initializer(), regularizer=lambda x: 0.5 * tf.reduce_sum(x))
    sess.run(tf.global_variables_initializer())
    result = sess.run([
        tf.losses.get_total_loss(),
        tf.losses.get_total_loss(add_regularization_losses=False),
        tf.losses.get_regularization_loss(),
        tf.losses.get_regularization_losses()[0],
        tf.add_n(tf.losses.get_losses()),
    ])

## no_regularizer [graph]
with tf.Graph().as_default():
    with tf.variable_scope('s', regularizer=lambda x: tf.reduce_sum(x)):
        tf.get_variable('a', [1])
        tf.get_variable('b', [1], regularizer=tf.no_regularizer)
    result = len(tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES))
"""

# Each metric of TensorFlow 1 gives a value and an update operation and keeps its state in local variables: the same few lines
# around every call.
_METRIC = r"""
with tf.Graph().as_default(), tf.Session() as sess:
    y, p = tf.constant([0, 1, 1, 0, 1, 1]), tf.constant([0.1, 0.9, 0.4, 0.6, 0.75, 0.0])
    k, z = tf.constant([[1], [0], [2]], tf.int64), tf.constant([[0.1, 0.7, 0.2], [0.3, 0.4, 0.5], [0.2, 0.2, 0.6]])
    w = tf.constant([1.0, 2.0, 0.0, 1.0, 1.0, 0.5])
    value, update = {call}
    sess.run(tf.local_variables_initializer())
    for _ in range(2):
        sess.run(update)
    result = sess.run(value)
"""

_METRICS = {
    "accuracy": "tf.metrics.accuracy(labels=y, predictions=tf.to_int32(p > 0.5), weights=w)",
    "accuracy-positional": "tf.metrics.accuracy(y, tf.round(p), None, ['metrics'], ['updates'], 'acc')",
    "auc": "tf.metrics.auc(y, p, w, 100, curve='PR', summation_method='careful_interpolation')",
    "auc-roc": "tf.metrics.auc(labels=y, predictions=p)",
    "average_precision_at_k": "tf.metrics.average_precision_at_k(k, z, 2)",
    "false_negatives": "tf.metrics.false_negatives(y, p > 0.5, weights=w)",
    "false_negatives_at_thresholds": "tf.metrics.false_negatives_at_thresholds(y, p, [0.3, 0.5])",
    "false_positives": "tf.metrics.false_positives(labels=y, predictions=p > 0.5)",
    "false_positives_at_thresholds": "tf.metrics.false_positives_at_thresholds(y, p, thresholds=[0.3, 0.5])",
    "mean": "tf.metrics.mean(p, w)",
    "mean_absolute_error": "tf.metrics.mean_absolute_error(tf.to_float(y), p, weights=w)",
    "mean_cosine_distance": "tf.metrics.mean_cosine_distance(tf.to_float(y), p, dim=0)",
    "mean_iou": "tf.metrics.mean_iou(y, tf.to_int32(p > 0.5), 2)",
    "mean_per_class_accuracy": "tf.metrics.mean_per_class_accuracy(y, tf.to_int32(p > 0.5), num_classes=2)",
    "mean_relative_error": "tf.metrics.mean_relative_error(p, p * 1.5, tf.ones_like(p))",
    "mean_squared_error": "tf.metrics.mean_squared_error(tf.to_float(y), p, w)",
    "mean_tensor": "tf.metrics.mean_tensor(p, weights=w)",
    "percentage_below": "tf.metrics.percentage_below(p, 0.5)",
    "precision": "tf.metrics.precision(y, p > 0.5)",
    "precision-floats": "tf.metrics.precision(labels=y, predictions=p)",
    "precision_at_k": "tf.metrics.precision_at_k(k, z, 2, class_id=1)",
    "precision_at_thresholds": "tf.metrics.precision_at_thresholds(y, p, [0.3, 0.5])",
    "precision_at_top_k": "tf.metrics.precision_at_top_k(k, tf.constant([[1], [1], [2]], tf.int64), 1)",
    "recall": "tf.metrics.recall(y, p > 0.5, weights=w)",
    "recall_at_k": "tf.metrics.recall_at_k(k, z, 1)",
    "recall_at_thresholds": "tf.metrics.recall_at_thresholds(y, p, [0.3, 0.5])",
    "recall_at_top_k": "tf.metrics.recall_at_top_k(k, tf.constant([[1], [1], [2]], tf.int64), k=1)",
    "root_mean_squared_error": "tf.metrics.root_mean_squared_error(tf.to_float(y), p)",
    "sensitivity_at_specificity": "tf.metrics.sensitivity_at_specificity(y, p, 0.5, num_thresholds=50)",
    "sparse_average_precision_at_k": "tf.metrics.sparse_average_precision_at_k(k, z, 2)",
    "sparse_precision_at_k": "tf.metrics.sparse_precision_at_k(k, z, 1)",
    "specificity_at_sensitivity": "tf.metrics.specificity_at_sensitivity(y, p, sensitivity=0.5)",
    "true_negatives": "tf.metrics.true_negatives(y, p > 0.5)",
    "true_negatives_at_thresholds": "tf.metrics.true_negatives_at_thresholds(y, p, [0.3, 0.5])",
    "true_positives": "tf.metrics.true_positives(y, p > 0.5, w)",
    "true_positives_at_thresholds": "tf.metrics.true_positives_at_thresholds(y, p, [0.3, 0.5])",
}

# Two steps on two variables with each optimizer.
_OPTIMIZER = r"""
with tf.Graph().as_default(), tf.Session() as sess:
    v = tf.Variable([1.0, -2.0], name='v')
    step = tf.train.get_or_create_global_step()
    loss = tf.reduce_sum(tf.square(v - [0.5, 0.25]))
    optimizer = {call}
    train = optimizer.minimize(loss, global_step=step)
    sess.run(tf.global_variables_initializer())
    for _ in range(2):
        sess.run(train)
    result = sess.run([v, step])
"""

_OPTIMIZERS = {
    "AdadeltaOptimizer": "tf.train.AdadeltaOptimizer(0.5, rho=0.9)",
    "AdagradOptimizer": "tf.train.AdagradOptimizer(0.1, initial_accumulator_value=0.2)",
    "AdagradDAOptimizer": "tf.train.AdagradDAOptimizer(0.1, step, l1_regularization_strength=0.01)",
    "AdamOptimizer": "tf.train.AdamOptimizer(0.1, beta1=0.8, beta2=0.99, epsilon=1e-3)",
    "AdamOptimizer-defaults": "tf.train.AdamOptimizer()",
    "FtrlOptimizer": "tf.train.FtrlOptimizer(0.1, l1_regularization_strength=0.01, l2_regularization_strength=0.01)",
    "GradientDescentOptimizer": "tf.train.GradientDescentOptimizer(learning_rate=0.1, use_locking=True)",
    "MomentumOptimizer": "tf.train.MomentumOptimizer(0.1, 0.9, use_nesterov=True)",
    "ProximalAdagradOptimizer": "tf.train.ProximalAdagradOptimizer(0.1, l2_regularization_strength=0.01)",
    "ProximalGradientDescentOptimizer": "tf.train.ProximalGradientDescentOptimizer(0.1, 0.01)",
    "RMSPropOptimizer": "tf.train.RMSPropOptimizer(0.1, decay=0.8, momentum=0.5, centered=True)",
}

_TRAINING = r"""
## train.exponential_decay
result = (
    [tf.train.exponential_decay(0.1, s, 2, 0.5)() for s in (0, 1, 5)]
    + [tf.train.exponential_decay(0.1, 5, decay_steps=2, decay_rate=0.5, staircase=True)()]
)

## train.natural_exp_decay
result = [
    tf.train.natural_exp_decay(0.1, 3, 2, 0.5)(),
    tf.train.natural_exp_decay(0.1, global_step=3, decay_steps=2, decay_rate=0.5, staircase=True)(),
]

## train.inverse_time_decay
result = [tf.train.inverse_time_decay(0.1, 3, 2, 0.5)(), tf.train.inverse_time_decay(0.1, 3, 2, 0.5, True, 'd')()]

## train.polynomial_decay
result = [
    tf.train.polynomial_decay(0.1, 3, 10)(),
    tf.train.polynomial_decay(0.1, 13, 10, 0.01, 2.0, True)(),
    tf.train.polynomial_decay(0.1, 13, 10, end_learning_rate=0.01, power=0.5)(),
]

## train.cosine_decay
result = [
    tf.train.cosine_decay(0.1, 3, 10)(),
    tf.train.cosine_decay(0.1, 3, 10, alpha=0.2)(),
    tf.train.cosine_decay_restarts(0.1, 7, 4, 1.5, 0.9, 0.1)(),
]

## train.linear_cosine_decay
result = [tf.train.linear_cosine_decay(0.1, 3, 10)(), tf.train.linear_cosine_decay(0.1, 3, 10, num_periods=0.3, alpha=0.1, beta=0.01)()]

## train.noisy_linear_cosine_decay
x = tf.train.noisy_linear_cosine_decay(0.1, 3, 10, initial_variance=0.01)()
result = [x.dtype, tf.shape(x)]

## train.piecewise_constant
result = (
    [tf.train.piecewise_constant(s, [2, 4], [1.0, 0.5, 0.1])() for s in (1, 2, 3, 5)]
    + [tf.train.piecewise_constant_decay(tf.constant(3), boundaries=[2, 4], values=[1.0, 0.5, 0.1])()]
)

## train.decay-in-graph [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    step = tf.train.create_global_step()
    rate = tf.train.exponential_decay(0.1, step, 2, 0.5, staircase=True)
    sess.run(tf.global_variables_initializer())
    before = tf.train.global_step(sess, tf.train.get_global_step())
    sess.run(tf.assign_add(step, 3))
    tf.train.assert_global_step(step)
    result = [before, sess.run(rate), sess.run(step)]

## train.minimize-colocate [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    v = tf.Variable([1.0, -2.0])
    optimizer = tf.train.GradientDescentOptimizer(0.1)
    pairs = optimizer.compute_gradients(tf.reduce_sum(v * v), [v], colocate_gradients_with_ops=True)
    clipped, norm = tf.clip_by_global_norm([g for g, _ in pairs], 1.0)
    train = optimizer.apply_gradients(zip(clipped, [v]))
    sess.run(tf.global_variables_initializer())
    n = sess.run(norm)
    sess.run(train)
    result = [n, sess.run(v)]

## train.minimize-eager
v = tf.Variable([1.0, -2.0])
tf.train.GradientDescentOptimizer(0.1).minimize(lambda: tf.reduce_sum(v * v), var_list=[v])
tf.train.MomentumOptimizer(0.1, 0.9).minimize(lambda: tf.reduce_sum(v * v), None, [v])
result = v

## train.Saver [graph]
import os
import tempfile
path = os.path.join(tempfile.mkdtemp(), 'model')
with tf.Graph().as_default(), tf.Session() as sess:
    v = tf.Variable([1.0, 2.0], name='v')
    saver = tf.train.Saver([v], max_to_keep=1)
    sess.run(tf.global_variables_initializer())
    saver.save(sess, path, global_step=3)
    sess.run(v.assign([0.0, 0.0]))
    saver.restore(sess, path + '-3')
    restored = sess.run(v)
reader = tf.train.NewCheckpointReader(path + '-3')
found = [tf.train.checkpoint_exists(path + '-3'), len(tf.train.get_checkpoint_mtimes([path + '-3']))]
with tf.Graph().as_default(), tf.Session() as sess:
    tf.train.import_meta_graph(path + '-3.meta').restore(sess, tf.train.latest_checkpoint(os.path.dirname(path)))
    again = sess.run(tf.global_variables()[0])
with tf.Graph().as_default(), tf.Session() as sess:
    w = tf.get_variable('w', [2])
    tf.train.init_from_checkpoint(path + '-3', {'v': w})
    sess.run(tf.global_variables_initializer())
    started = sess.run(w)
read = reader.get_tensor('v')
tf.train.remove_checkpoint(path + '-3')
result = [restored, read, found, again, started, tf.train.checkpoint_exists(path + '-3')]

## train.checkpoint-state [graph]
import os
import tempfile
folder = tempfile.mkdtemp()
tf.train.update_checkpoint_state(folder, os.path.join(folder, 'm-1'), all_model_checkpoint_paths=[os.path.join(folder, 'm-1')])
state = tf.train.get_checkpoint_state(folder)
made = tf.train.generate_checkpoint_state_proto(folder, os.path.join(folder, 'm-2'))
result = [os.path.basename(state.model_checkpoint_path), made.model_checkpoint_path.split('/')[-1]]

## train.export_meta_graph [graph]
with tf.Graph().as_default():
    v = tf.Variable([1.0, 2.0], name='v')
    y = tf.multiply(v, 3.0, name='y')
    meta = tf.train.export_meta_graph()
with tf.Graph().as_default(), tf.Session() as sess:
    tf.train.import_meta_graph(meta)
    sess.run(tf.global_variables_initializer())
    result = [sess.run('y:0'), isinstance(meta, tf.MetaGraphDef)]

## train.write_graph [graph]
import os
import tempfile
folder = tempfile.mkdtemp()
with tf.Graph().as_default() as g:
    tf.constant(1.0, name='c')
    tf.train.write_graph(g, folder, 'a.pb', False)
    tf.train.write_graph(graph_or_graph_def=g.as_graph_def(), logdir=folder, name='b.pb', as_text=False)
result = []
for name in ('a.pb', 'b.pb'):
    with tf.gfile.FastGFile(os.path.join(folder, name), 'rb') as f:
        definition = tf.GraphDef.FromString(f.read())
    result.append([node.name for node in definition.node])

## train.MonitoredTrainingSession [graph]
with tf.Graph().as_default():
    step = tf.train.get_or_create_global_step()
    v = tf.Variable(1.0)
    train = tf.train.GradientDescentOptimizer(0.1).minimize(v * v, global_step=step)
    hooks = [tf.train.StopAtStepHook(last_step=3), tf.train.NanTensorHook(v * 1.0)]
    n = 0
    with tf.train.MonitoredTrainingSession(hooks=hooks) as sess:
        while not sess.should_stop():
            sess.run(train)
            n += 1
    result = n

## train.SessionRunHook [graph]
class Counter(tf.train.SessionRunHook):
    def begin(self):
        self.seen = []
    def before_run(self, run_context):
        return tf.train.SessionRunArgs(tf.get_default_graph().get_tensor_by_name('y:0'))
    def after_run(self, run_context, run_values):
        self.seen.append(run_values.results)
with tf.Graph().as_default():
    y = tf.add(1.0, 2.0, name='y')
    counter = Counter()
    with tf.train.SingularMonitoredSession([counter]) as sess:
        sess.run(y)
        sess.run(y)
    with tf.train.MonitoredSession(session_creator=tf.train.ChiefSessionCreator(tf.train.Scaffold()), hooks=None) as sess:
        z = sess.run(y)
    result = [counter.seen, z]

## train.Supervisor [graph]
with tf.Graph().as_default():
    v = tf.Variable(2.0)
    supervisor = tf.train.Supervisor(logdir=None, save_model_secs=0, summary_op=None)
    with supervisor.managed_session() as sess:
        result = sess.run(v)

## train.input-queues [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    i = tf.train.range_input_producer(4, num_epochs=1, shuffle=False).dequeue()
    a, b = tf.train.batch([i, i * 10], batch_size=2)
    sess.run(tf.local_variables_initializer())
    coord = tf.train.Coordinator()
    threads = tf.train.start_queue_runners(sess=sess, coord=coord)
    result = [sess.run([a, b]), sess.run([a, b])]
    coord.request_stop()
    coord.join(threads)

## train.input-producers [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    s = tf.train.string_input_producer(['a', 'b'], shuffle=False, num_epochs=2).dequeue()
    x, y = tf.train.slice_input_producer([[1, 2, 3], [4, 5, 6]], shuffle=False)
    e = tf.train.input_producer([[1.0], [2.0]], shuffle=False).dequeue()
    l = tf.train.limit_epochs(tf.constant(5), num_epochs=3)
    sess.run(tf.local_variables_initializer())
    coord = tf.train.Coordinator()
    threads = tf.train.queue_runner.start_queue_runners(sess, coord)
    result = [sess.run(s), sess.run(s), sess.run([x, y]), sess.run(e), sess.run(l)]
    coord.request_stop()
    coord.join(threads)

## train.shuffle_batch [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    i = tf.train.range_input_producer(6, num_epochs=1, shuffle=False).dequeue()
    a = tf.train.shuffle_batch([i], 3, 10, 0, seed=1, allow_smaller_final_batch=True)
    sess.run(tf.local_variables_initializer())
    coord = tf.train.Coordinator()
    threads = tf.train.start_queue_runners(sess, coord)
    result = sorted(sess.run(a).tolist() + sess.run(a).tolist())
    coord.request_stop()
    coord.join(threads)

## train.QueueRunner [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    q = tf.FIFOQueue(10, [tf.float32], [[]])
    runner = tf.train.QueueRunner(q, [q.enqueue([3.0])])
    tf.train.add_queue_runner(runner)
    coord = tf.train.Coordinator()
    threads = tf.train.start_queue_runners(sess, coord)
    result = sess.run(q.dequeue_many(3))
    coord.request_stop()
    sess.run(q.close(True))
    coord.join(threads)

## train.replica_device_setter [graph]
with tf.Graph().as_default():
    with tf.device(tf.train.replica_device_setter(ps_tasks=2, worker_device='/job:worker/task:7')):
        v = tf.Variable(1.0, use_resource=False)
        w = tf.Variable(1.0, use_resource=False)
        c = tf.constant(1.0)
    result = [v.device, w.device, c.device]
"""

_FILES = r"""
## gfile
import os
import tempfile
folder = tempfile.mkdtemp()
tf.gfile.MakeDirs(os.path.join(folder, 'a/b'))
tf.gfile.MkDir(os.path.join(folder, 'c'))
with tf.gfile.GFile(os.path.join(folder, 'x.txt'), 'w') as f:
    f.write('one\ntwo\n')
with tf.gfile.Open(os.path.join(folder, 'y.txt'), mode='w') as f:
    f.write('three')
tf.gfile.Copy(os.path.join(folder, 'x.txt'), os.path.join(folder, 'z.txt'), True)
tf.gfile.Copy(oldpath=os.path.join(folder, 'x.txt'), newpath=os.path.join(folder, 'z.txt'), overwrite=True)
tf.gfile.Rename(os.path.join(folder, 'y.txt'), os.path.join(folder, 'w.txt'), overwrite=True)
listed = sorted(tf.gfile.ListDirectory(folder))
with tf.gfile.FastGFile(os.path.join(folder, 'z.txt'), 'r') as f:
    text = f.read()
tf.gfile.Remove(os.path.join(folder, 'z.txt'))
size = tf.gfile.Stat(os.path.join(folder, 'x.txt')).length
names = sorted(os.path.basename(p) for p in tf.gfile.Glob(os.path.join(folder, '*.txt')))
flags = [tf.gfile.Exists(os.path.join(folder, 'z.txt')), tf.gfile.IsDirectory(os.path.join(folder, 'a'))]
tf.gfile.DeleteRecursively(os.path.join(folder, 'a'))
result = [listed, text, size, names, flags, tf.gfile.Exists(filename=os.path.join(folder, 'a'))]

## gfile-keywords
import os
import tempfile
folder = tempfile.mkdtemp()
tf.gfile.MakeDirs(dirname=os.path.join(folder, 'a'))
with tf.gfile.GFile(name=os.path.join(folder, 'a', 'x.txt'), mode='w') as f:
    f.write('1')
walked = [[os.path.basename(top), folders, files] for top, folders, files in tf.gfile.Walk(top=folder, in_order=True)][1:]
names = [os.path.basename(p) for p in tf.gfile.Glob(filename=os.path.join(folder, 'a', '*'))]
tf.gfile.Rename(oldname=os.path.join(folder, 'a', 'x.txt'), newname=os.path.join(folder, 'a', 'y.txt'))
listed = tf.gfile.ListDirectory(dirname=os.path.join(folder, 'a'))
tf.gfile.Remove(filename=os.path.join(folder, 'a', 'y.txt'))
flags = [tf.gfile.IsDirectory(dirname=folder), tf.gfile.Exists(filename=os.path.join(folder, 'a', 'y.txt'))]
tf.gfile.DeleteRecursively(dirname=folder)
result = [walked, names, listed, flags, tf.gfile.Exists(folder)]

## read_file
import os
import tempfile
path = os.path.join(tempfile.mkdtemp(), 'x.txt')
tf.write_file(path, 'hello')
found = tf.matching_files(os.path.join(os.path.dirname(path), '*.txt'))
result = [tf.read_file(path), tf.read_file(filename=path, name='r'), tf.shape(found)]

## python_io.TFRecordWriter
import os
import tempfile
path = os.path.join(tempfile.mkdtemp(), 'x.tfrecord')
with tf.python_io.TFRecordWriter(path) as writer:
    for record in (b'one', b'two'):
        writer.write(record)
result = [list(tf.python_io.tf_record_iterator(path)), list(tf.io.tf_record_iterator(path=path))]

## python_io.TFRecordOptions
import os
import tempfile
path = os.path.join(tempfile.mkdtemp(), 'x.tfrecord')
options = tf.python_io.TFRecordOptions(tf.python_io.TFRecordCompressionType.GZIP)
writer = tf.python_io.TFRecordWriter(path, options=options)
writer.write(b'zipped')
writer.close()
result = [list(tf.python_io.tf_record_iterator(path, options)), [r for r in tf.data.TFRecordDataset(path, 'GZIP')]]

## io.TFRecordOptions
import os
import tempfile
path = os.path.join(tempfile.mkdtemp(), 'x.tfrecord')
options = tf.io.TFRecordOptions(compression_type=tf.io.TFRecordCompressionType.ZLIB, compression_level=9)
with tf.io.TFRecordWriter(path, options) as writer:
    writer.write(b'zipped')
result = list(tf.io.tf_record_iterator(path, options=options))

## summary.FileWriter [graph]
import os
import tempfile
folder = tempfile.mkdtemp()
with tf.Graph().as_default(), tf.Session() as sess:
    tf.summary.scalar('loss', tf.constant(0.5))
    tf.summary.histogram('weights', tf.constant([1.0, 2.0]))
    merged = tf.summary.merge_all()
    writer = tf.summary.FileWriter(folder, sess.graph)
    for step in range(2):
        writer.add_summary(sess.run(merged), step)
    writer.add_summary(tf.Summary(value=[tf.Summary.Value(tag='own', simple_value=2.5)]), global_step=5)
    writer.close()
events = [e for e in tf.train.summary_iterator(os.path.join(folder, os.listdir(folder)[0])) if e.HasField('summary')]
result = [[e.step, [v.tag for v in e.summary.value]] for e in events]

## summary-protos [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    a = tf.summary.scalar('a', 2.0, collections=['mine'], family='f')
    b = tf.summary.text('b', tf.constant('words'))
    c = tf.summary.image('c', tf.zeros([1, 2, 2, 1]), max_outputs=1)
    d = tf.summary.audio('d', tf.zeros([1, 8, 1]), 8.0)
    e = tf.summary.tensor_summary('e', tf.constant([1, 2]))
    merged = tf.summary.merge([a, b, c, d, e])
    summary = tf.Summary.FromString(sess.run(merged))
    result = [[v.tag for v in summary.value], summary.value[0].simple_value, len(tf.get_collection('mine'))]

## saved_model.simple_save [graph]
import os
import tempfile
folder = os.path.join(tempfile.mkdtemp(), 'model')
with tf.Graph().as_default(), tf.Session() as sess:
    x = tf.placeholder(tf.float32, [None], 'x')
    y = tf.identity(x * tf.Variable(3.0), 'y')
    sess.run(tf.global_variables_initializer())
    tf.saved_model.simple_save(sess, folder, inputs={'x': x}, outputs={'y': y})
with tf.Graph().as_default(), tf.Session() as sess:
    meta = tf.saved_model.loader.load(sess, [tf.saved_model.tag_constants.SERVING], folder)
    key = tf.saved_model.signature_constants.DEFAULT_SERVING_SIGNATURE_DEF_KEY
    result = [
        sess.run('y:0', {'x:0': [1.0, 2.0]}),
        sorted(meta.signature_def[key].inputs),
        tf.saved_model.maybe_saved_model_directory(folder),
    ]

## saved_model.builder [graph]
import os
import tempfile
folder = os.path.join(tempfile.mkdtemp(), 'model')
with tf.Graph().as_default(), tf.Session() as sess:
    x = tf.placeholder(tf.float32, [None], 'x')
    y = tf.identity(x * tf.Variable(2.0), 'y')
    sess.run(tf.global_variables_initializer())
    builder = tf.saved_model.builder.SavedModelBuilder(folder)
    signature = tf.saved_model.signature_def_utils.build_signature_def(
        inputs={'x': tf.saved_model.utils.build_tensor_info(x)},
        outputs={'y': tf.saved_model.utils.build_tensor_info(y)},
        method_name=tf.saved_model.signature_constants.PREDICT_METHOD_NAME,
    )
    other = tf.saved_model.signature_def_utils.predict_signature_def({'x': x}, {'y': y})
    tags = [tf.saved_model.tag_constants.SERVING]
    builder.add_meta_graph_and_variables(sess, tags, signature_def_map={'double': signature, 'other': other})
    builder.save()
with tf.Graph().as_default(), tf.Session() as sess:
    meta = tf.saved_model.load(sess, ['serve'], folder)
    result = [sess.run('y:0', {'x:0': [1.0, 2.0]}), sorted(meta.signature_def), meta.signature_def['double'] == meta.signature_def['other']]

## readers [graph]
import os
import tempfile
path = os.path.join(tempfile.mkdtemp(), 'x.txt')
with open(path, 'w') as f:
    f.write('head\none\ntwo\n')
with tf.Graph().as_default(), tf.Session() as sess:
    def opened():
        q = tf.FIFOQueue(2, tf.string, [])
        sess.run(q.enqueue([path]))
        return q
    line = tf.TextLineReader(skip_header_lines=1).read(opened())[1]
    whole = tf.WholeFileReader().read(opened())[1]
    fixed = tf.FixedLengthRecordReader(4, header_bytes=1).read(opened())[1]
    same = tf.IdentityReader().read(opened())[1]
    result = [sess.run(line), sess.run(line), sess.run(whole), sess.run(fixed), sess.run(same).decode().endswith('x.txt')]

## TFRecordReader [graph]
import os
import tempfile
path = os.path.join(tempfile.mkdtemp(), 'x.tfrecord')
options = tf.python_io.TFRecordOptions(tf.python_io.TFRecordCompressionType.ZLIB)
with tf.python_io.TFRecordWriter(path, options) as writer:
    writer.write(b'one')
with tf.Graph().as_default(), tf.Session() as sess:
    q = tf.FIFOQueue(2, tf.string, [])
    sess.run(q.enqueue([path]))
    result = sess.run(tf.TFRecordReader(options=options).read(q)[1])
"""

_DATA = r"""
## data.make_one_shot_iterator
d = tf.data.Dataset.range(3)
i = tf.data.make_one_shot_iterator(d)
result = [i.get_next(), i.get_next(), tf.data.get_output_types(d), tf.data.get_output_shapes(d)]

## Dataset.make_one_shot_iterator [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    d = tf.data.Dataset.from_tensor_slices([1, 2, 3]).map(lambda x: x * 2)
    x = d.make_one_shot_iterator().get_next()
    result = [sess.run(x), sess.run(x)]

## Dataset.make_initializable_iterator [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    d = tf.data.Dataset.range(5).batch(2)
    i = d.make_initializable_iterator()
    j = tf.data.make_initializable_iterator(d.repeat(1))
    x, y = i.get_next(), j.get_next()
    sess.run([i.initializer, j.initializer])
    result = [sess.run(x), sess.run(x), sess.run(y)]

## data.Iterator.from_structure [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    a, b = tf.data.Dataset.range(2), tf.data.Dataset.range(10, 12)
    i = tf.data.Iterator.from_structure(tf.data.get_output_types(a), tf.data.get_output_shapes(a))
    x = i.get_next()
    start_a, start_b = i.make_initializer(a), i.make_initializer(b)
    sess.run(start_a)
    first = sess.run(x)
    sess.run(start_b)
    result = [first, sess.run(x)]

## data.files
import os
import tempfile
path = os.path.join(tempfile.mkdtemp(), 'x.txt')
with open(path, 'w') as f:
    f.write('abcd\nefgh\n')
result = [
    list(tf.data.TextLineDataset(path)),
    list(tf.data.FixedLengthRecordDataset([path], 5)),
    list(tf.data.TextLineDataset([path], buffer_size=100).skip(1)),
]

## data.experimental
a, b = tf.data.Dataset.range(3), tf.data.Dataset.range(10, 13)
c = tf.data.experimental.choose_from_datasets([a, b], tf.data.Dataset.from_tensor_slices(tf.constant([0, 1, 0], tf.int64)))
s = tf.data.experimental.sample_from_datasets([a, b], weights=[1.0, 0.0], seed=1)
m = a.apply(tf.data.experimental.map_and_batch(lambda x: x + 1, 2))
result = [list(c), list(s.take(2)), list(m), list(tf.data.experimental.Counter(1, 2).take(3)), tf.data.experimental.cardinality(a)]

## data.get_output_classes
d = tf.data.Dataset.from_tensor_slices({'x': [[1.0, 2.0]], 'y': [1]})
result = [tf.data.get_output_types(d), tf.data.get_output_shapes(d), tf.data.get_output_classes(d)['x'] is tf.Tensor]

## Dataset-attributes
d = tf.data.Dataset.from_tensors(([1.0, 2.0], 3))
result = [d.output_types, d.output_shapes, [c is tf.Tensor for c in d.output_classes]]

## lookup-tables [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    table = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(['a', 'b'], tf.constant([1, 2], tf.int64)), -1)
    words = tf.lookup.StaticVocabularyTable(tf.lookup.KeyValueTensorInitializer(['a', 'b'], tf.constant([0, 1], tf.int64)), 1)
    y = [table.lookup(tf.constant(['b', 'z'])), words.lookup(tf.constant(['b', 'z']))]
    sess.run(tf.tables_initializer())
    sess.run(tf.initialize_all_tables())
    result = sess.run(y)
"""

_MISCELLANY = r"""
## distributions.Normal
d = tf.distributions.Normal(loc=1.0, scale=2.0)
e = tf.distributions.Normal(0.0, 1.0)
result = [d.log_prob(0.5), d.cdf(0.5), d.mean(), d.stddev(), d.entropy(), tf.distributions.kl_divergence(d, e)]

## distributions.discrete
b = tf.distributions.Bernoulli(probs=[0.25, 0.75])
c = tf.distributions.Categorical(logits=[0.0, 1.0, 2.0])
m = tf.distributions.Multinomial(total_count=4.0, probs=[0.25, 0.75])
d = tf.distributions.DirichletMultinomial(4.0, [1.0, 2.0])
result = [b.prob([1, 0]), c.prob(2), c.entropy(), m.mean(), m.prob([1.0, 3.0]), d.mean()]

## distributions.continuous
result = [
    tf.distributions.Beta(2.0, 3.0).prob(0.25),
    tf.distributions.Dirichlet([1.0, 2.0]).mean(),
    tf.distributions.Exponential(rate=2.0).cdf(0.5),
    tf.distributions.Gamma(concentration=2.0, rate=3.0).mean(),
    tf.distributions.Laplace(0.0, 2.0).log_prob(1.0),
    tf.distributions.StudentT(df=3.0, loc=0.0, scale=1.0).prob(0.5),
    tf.distributions.Uniform(low=1.0, high=3.0).prob(2.0),
]

## logging
tf.logging.set_verbosity(tf.logging.ERROR)
tf.logging.info('not %s', 'shown')
tf.logging.warn('not shown')
tf.logging.debug('not shown')
tf.logging.log(tf.logging.INFO, 'not shown')
tf.logging.log_first_n(tf.logging.INFO, 'not shown', 1)
level = tf.logging.get_verbosity()
result = [level == tf.logging.ERROR, tf.logging.DEBUG < tf.logging.INFO < tf.logging.WARN < tf.logging.ERROR < tf.logging.FATAL]

## app.flags
flags = tf.app.flags
flags.DEFINE_integer('numerics_steps', 3, 'Steps.')
flags.DEFINE_string('numerics_name', 'x', 'Name.')
FLAGS = flags.FLAGS
FLAGS(['program', '--numerics_steps=5'])
result = [FLAGS.numerics_steps, FLAGS.numerics_name]

## flags
tf.flags.DEFINE_float('numerics_rate', 0.5, 'Rate.')
tf.flags.DEFINE_bool('numerics_on', False, 'On.')
tf.flags.FLAGS(['program', '--numerics_on'])
result = [tf.flags.FLAGS.numerics_rate, tf.flags.FLAGS.numerics_on]

## app.run
seen = []
def main(argv):
    seen.append(len(argv))
try:
    tf.app.run(main=main, argv=['program'])
except SystemExit as stop:
    seen.append(stop.code)
result = seen

## versions
result = [
    tf.VERSION == tf.__version__,
    tf.GRAPH_DEF_VERSION > 20,
    isinstance(tf.GIT_VERSION, str),
    isinstance(tf.COMPILER_VERSION, str),
    tf.QUANTIZED_DTYPES == tf.dtypes.QUANTIZED_DTYPES,
]

## protos
s = tf.Summary(value=[tf.Summary.Value(tag='a', simple_value=1.5)])
e = tf.Event(step=3, summary=s)
h = tf.HistogramProto(min=1.0, num=2.0)
n = tf.NodeDef(name='n', op='Const')
a = tf.AttrValue(i=4)
result = [
    s.value[0].simple_value,
    e.step,
    h.num,
    n.op,
    a.i,
    tf.OptimizerOptions(opt_level=-1).opt_level,
    tf.GraphOptions(timeline_step=2).timeline_step,
]

## GraphKeys
result = [tf.GraphKeys.TRAINABLE_VARIABLES, tf.GraphKeys.UPDATE_OPS, tf.GraphKeys.SUMMARIES]

## errors
codes = [tf.errors.error_code_from_exception_type(tf.errors.NotFoundError)]
codes.append(tf.errors.exception_type_from_error_code(tf.errors.INTERNAL) is tf.errors.InternalError)
try:
    tf.cholesky([[-1.0]])
    failed = False
except tf.OpError:
    failed = True
result = codes + [failed]

## behaviour-switches
result = [tf.executing_eagerly(), tf.resource_variables_enabled(), tf.control_flow_v2_enabled()]

## ragged
r = tf.ragged.constant_value([[1, 2], [3]], dtype=np.int32, row_splits_dtype='int64')
result = [r, tf.ragged.constant([[1], [2, 3]])]

## ragged.placeholder [graph]
with tf.Graph().as_default(), tf.Session() as sess:
    p = tf.ragged.placeholder(tf.int32, ragged_rank=1)
    total = tf.reduce_sum(p, axis=1)
    result = sess.run(total, {p: tf.ragged.RaggedTensorValue(np.array([1, 2, 3], np.int32), np.array([0, 2, 3], np.int64))})

## feature_column.vocabulary_file
import os
import tempfile
path = os.path.join(tempfile.mkdtemp(), 'words.txt')
with open(path, 'w') as f:
    f.write('a\nb\nc\n')
c = tf.feature_column.categorical_column_with_vocabulary_file('w', path, 3, 0, 1)
d = tf.feature_column.categorical_column_with_vocabulary_file(key='w', vocabulary_file=path, num_oov_buckets=2)
result = [c.vocabulary_size, c.num_oov_buckets, c.default_value, c.dtype, d.vocabulary_size, d.num_oov_buckets, d.default_value]

## test-helpers
import os
result = [os.path.isdir(tf.test.get_temp_dir()), tf.test.is_built_with_cuda(), tf.test.compute_gradient_error is not None]

## reduction-names [graph]
with tf.Graph().as_default() as g:
    x = tf.placeholder(tf.float32, [None, 3], name='x')
    tf.reduce_mean(x, 1, True, 'mean')
    tf.argmax(x, 1, 'best')
    tf.shape(x, 'dims')
    tf.transpose(x, [1, 0], 'turned')
    tf.nn.softmax(x, -1, 'soft')
    tf.to_float(tf.constant(1), 'single')
    names = [op.name for op in g.get_operations()]
    result = [name for name in ('mean', 'best', 'dims', 'turned', 'soft') if name in names]
"""

_KERAS2 = r"""
## layers.dense [graph keras2]
with tf.Graph().as_default(), tf.Session() as sess:
    x = tf.constant([[1.0, -2.0]])
    a = tf.layers.dense(x, 3, tf.nn.relu, kernel_initializer=tf.ones_initializer(), bias_initializer=tf.constant_initializer(0.5))
    b = tf.layers.dense(inputs=x, units=2, activation=None, use_bias=False, kernel_initializer=tf.constant_initializer(2.0), name='d')
    c = tf.layers.Dense(1, kernel_initializer=tf.ones_initializer())(x)
    sess.run(tf.global_variables_initializer())
    result = [sess.run([a, b, c]), [v.op.name for v in tf.trainable_variables()]]

## layers.convolutions [graph keras2]
with tf.Graph().as_default(), tf.Session() as sess:
    x = tf.reshape(tf.range(32.0), [1, 4, 4, 2])
    one = tf.ones_initializer()
    y = [
        tf.layers.conv2d(x, 2, 3, padding='same', kernel_initializer=one),
        tf.layers.conv2d_transpose(x, 1, [2, 2], strides=(2, 2), kernel_initializer=one),
        tf.layers.separable_conv2d(x, 2, 2, depthwise_initializer=one, pointwise_initializer=one),
        tf.layers.conv1d(x[0], 2, 3, activation=tf.nn.relu, kernel_initializer=one),
        tf.layers.conv3d(x[:, :, :, :, None], 1, 2, kernel_initializer=one),
    ]
    sess.run(tf.global_variables_initializer())
    result = sess.run(y)

## layers.pooling [graph keras2]
with tf.Graph().as_default(), tf.Session() as sess:
    x = tf.reshape(tf.range(32.0), [1, 4, 4, 2])
    result = sess.run([
        tf.layers.max_pooling2d(x, 2, 2),
        tf.layers.average_pooling2d(x, pool_size=[2, 2], strides=2, padding='valid'),
        tf.layers.max_pooling1d(x[0], 2, 2),
        tf.layers.average_pooling1d(x[0], 2, 2),
        tf.layers.flatten(x),
        tf.layers.dropout(x, 0.5),
    ])

## layers.batch_normalization [graph keras2]
with tf.Graph().as_default(), tf.Session() as sess:
    x = tf.constant([[1.0, 2.0], [3.0, 8.0]])
    y = tf.layers.batch_normalization(x, momentum=0.5, training=True)
    updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
    sess.run(tf.global_variables_initializer())
    z = sess.run(y)
    sess.run(updates)
    result = [z, len(updates), sess.run(tf.global_variables()[2])]

## nn.rnn_cell.LSTMCell [graph keras2]
with tf.Graph().as_default(), tf.Session() as sess:
    x = tf.reshape(tf.range(12.0), [2, 3, 2]) / 10.0
    with tf.variable_scope('r', initializer=tf.constant_initializer(0.1)):
        cell = tf.nn.rnn_cell.LSTMCell(3, forget_bias=0.5)
        y, state = tf.nn.dynamic_rnn(cell, x, sequence_length=[3, 2], dtype=tf.float32)
    sess.run(tf.global_variables_initializer())
    result = [sess.run([y, state.c, state.h]), [v.op.name for v in tf.trainable_variables()]]

## nn.rnn_cell.MultiRNNCell [graph keras2]
with tf.Graph().as_default(), tf.Session() as sess:
    x = tf.reshape(tf.range(12.0), [2, 3, 2]) / 10.0
    with tf.variable_scope('r', initializer=tf.constant_initializer(0.1)):
        cells = [tf.nn.rnn_cell.BasicLSTMCell(2), tf.nn.rnn_cell.GRUCell(2), tf.nn.rnn_cell.BasicRNNCell(2)]
        cell = tf.nn.rnn_cell.MultiRNNCell(cells)
        y, _ = tf.nn.dynamic_rnn(cell, x, initial_state=cell.zero_state(2, tf.float32))
    sess.run(tf.global_variables_initializer())
    result = sess.run(y)

## nn.rnn_cell.DropoutWrapper [graph keras2]
with tf.Graph().as_default(), tf.Session() as sess:
    x = tf.reshape(tf.range(12.0), [2, 3, 2]) / 10.0
    with tf.variable_scope('r', initializer=tf.constant_initializer(0.1)):
        cell = tf.nn.rnn_cell.DropoutWrapper(tf.nn.rnn_cell.GRUCell(2), input_keep_prob=1.0, output_keep_prob=0.5, seed=3)
        y, _ = tf.nn.dynamic_rnn(tf.nn.rnn_cell.ResidualWrapper(tf.nn.rnn_cell.GRUCell(2)), x, dtype=tf.float32)
        z, _ = tf.nn.static_rnn(cell, tf.unstack(x, axis=1), dtype=tf.float32, scope='static')
    sess.run(tf.global_variables_initializer())
    result = [sess.run(y), sess.run(z)[0].shape]

## nn.bidirectional_dynamic_rnn [graph keras2]
with tf.Graph().as_default(), tf.Session() as sess:
    x = tf.reshape(tf.range(12.0), [2, 3, 2]) / 10.0
    with tf.variable_scope('r', initializer=tf.constant_initializer(0.1)):
        (f, b), _ = tf.nn.bidirectional_dynamic_rnn(tf.nn.rnn_cell.GRUCell(2), tf.nn.rnn_cell.GRUCell(2), x, [3, 2], dtype=tf.float32)
        forward, backward = tf.nn.rnn_cell.BasicRNNCell(2), tf.nn.rnn_cell.BasicRNNCell(2)
        s = tf.nn.static_bidirectional_rnn(forward, backward, tf.unstack(x, axis=1), dtype=tf.float32, scope='s')
    sess.run(tf.global_variables_initializer())
    result = sess.run([f, b, s[0]])

## feature_column.input_layer [graph keras2]
with tf.Graph().as_default(), tf.Session() as sess:
    features = {'x': tf.constant([[1.0], [2.0]]), 'w': tf.constant([['a'], ['b']])}
    words = tf.feature_column.categorical_column_with_vocabulary_list('w', ['a', 'b'])
    columns = [tf.feature_column.numeric_column('x'), tf.feature_column.indicator_column(words)]
    y = tf.feature_column.input_layer(features, columns)
    z = tf.feature_column.linear_model(features, columns, units=2)
    sess.run([tf.global_variables_initializer(), tf.tables_initializer()])
    result = sess.run([y, z])

## keras.initializers [keras2]
x = tf.keras.initializers.RandomNormal()([200, 200])
y = tf.keras.initializers.Constant(2.0)([2])
result = [round(float(tf.math.reduce_std(x)), 2), y]
"""


def _parse(text: str) -> list[Case]:
    """The cases of one text."""
    parts = re.split(r"^## (\S+)(?: \[([a-z0-9 ]+)\])?\n", text, flags=re.MULTILINE)
    if parts[0].strip():
        raise ValueError(f"code before the first heading: {parts[0].strip()[:40]!r}")
    cases = []
    for name, flags, code in zip(parts[1::3], parts[2::3], parts[3::3]):
        words = (flags or "").split()
        if not set(words) <= {"graph", "keras2"}:
            raise ValueError(f"{name}: the flags are graph and keras2, not {flags}")
        cases.append(Case(name, code.strip() + "\n", "graph" in words, "keras2" in words))
    return cases


CASES: list[Case] = [
    case
    for text in (
        _REDUCTIONS,
        _ARITHMETIC,
        _LINALG,
        _ARRAYS,
        _LATE_ARGUMENTS,
        _VARIABLES,
        _CONTROL,
        _ASSERTS,
        _STRINGS,
        _SPARSE,
        _PARSING,
        _NETWORKS,
        _IMAGES,
        _RANDOM,
        _INITIALIZERS,
        _LOSSES,
        _TRAINING,
        _FILES,
        _DATA,
        _MISCELLANY,
        _KERAS2,
    )
    for case in _parse(text)
]
CASES += [Case(f"metrics.{name}", _METRIC.replace("{call}", call).lstrip(), graph=True) for name, call in _METRICS.items()]
CASES += [Case(f"train.{name}", _OPTIMIZER.replace("{call}", call).lstrip(), graph=True) for name, call in _OPTIMIZERS.items()]
