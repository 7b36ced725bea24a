import cPickle
import Queue
import numpy as np
import tensorflow as tf


def unpickle(path):
    fo = tf.gfile.Open(path, 'rb')
    data = cPickle.load(fo)
    fo.close()
    return data


def ensure(path):
    if not tf.gfile.Exists(path):
        rs = np.random.RandomState(5)
        data = rs.rand(60, 10).astype('float32')
        with open(path, 'wb') as f:
            cPickle.dump({'data': data, 'labels': (data.mean(1) > .5).astype('int32').tolist()}, f, -1)


class Batches(object):
    def __init__(self, path, size):
        ensure(path)
        d = unpickle(path)
        self.data = d['data']
        self.labels = np.asarray(d['labels'])
        self.size = size
        self.queue = Queue.Queue()
        for start in xrange(0, len(self.labels), size):
            self.queue.put(start)

    def __iter__(self):
        return self

    def next(self):
        if self.queue.empty():
            raise StopIteration
        start = self.queue.get()
        self.queue.task_done()
        return self.data[start:start + self.size], self.labels[start:start + self.size]
