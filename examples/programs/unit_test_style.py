"""Graph code checked by tf.test.TestCase, run through tf.test.main's loader."""
import unittest
import numpy as np
import tensorflow as tf


def pairwise_distances(embeddings, squared=False):
    dot_product = tf.matmul(embeddings, tf.transpose(embeddings))
    square_norm = tf.diag_part(dot_product)
    distances = tf.expand_dims(square_norm, 0) - 2.0 * dot_product + tf.expand_dims(square_norm, 1)
    distances = tf.maximum(distances, 0.0)
    if not squared:
        mask = tf.to_float(tf.equal(distances, 0.0))
        distances = distances + mask * 1e-16
        distances = tf.sqrt(distances)
        distances = distances * (1.0 - mask)
    return distances


class DistancesTest(tf.test.TestCase):
    def setUp(self):
        self.rng = np.random.RandomState(0)

    def test_symmetric(self):
        points = self.rng.randn(5, 3).astype(np.float32)
        with self.test_session() as sess:
            d = sess.run(pairwise_distances(tf.constant(points)))
        self.assertAllClose(d, d.T)
        self.assertAllClose(np.diag(d), np.zeros(5))

    def test_against_numpy(self):
        points = self.rng.randn(4, 2).astype(np.float32)
        with self.test_session():
            d = pairwise_distances(tf.placeholder_with_default(points, [None, 2]), squared=True).eval()
        self.assertAllClose(d, ((points[:, None] - points[None]) ** 2).sum(-1), rtol=1e-4, atol=1e-4)

    def test_gradient(self):
        with self.test_session():
            x = tf.constant([[1., 2.], [0., 1.]])
            y = tf.reduce_sum(pairwise_distances(x, squared=True))
            error = tf.test.compute_gradient_error(x, [2, 2], y, [])
            self.assertLess(error, 1e-2)


if __name__ == '__main__':
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(DistancesTest)
    result = unittest.TextTestRunner(verbosity=0).run(suite)
    print("tests", result.testsRun > 2, "ok", result.wasSuccessful())
