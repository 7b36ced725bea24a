import os
import collections
from six.moves import cPickle
import numpy as np


class TextLoader():
    def __init__(self, data_dir, batch_size, seq_length):
        self.data_dir = data_dir
        self.batch_size = batch_size
        self.seq_length = seq_length
        if not os.path.exists(data_dir):
            os.makedirs(data_dir)
        input_file = os.path.join(data_dir, "input.txt")
        if not os.path.exists(input_file):
            with open(input_file, "w") as f:
                f.write("to be or not to be that is the question " * 40)
        self.preprocess(input_file, os.path.join(data_dir, "vocab.pkl"))
        self.create_batches()
        self.reset_batch_pointer()

    def preprocess(self, input_file, vocab_file):
        with open(input_file, "r") as f:
            data = f.read()
        counter = collections.Counter(data)
        count_pairs = sorted(counter.items(), key=lambda x: (-x[1], x[0]))
        self.chars, _ = zip(*count_pairs)
        self.vocab_size = len(self.chars)
        self.vocab = dict(zip(self.chars, range(len(self.chars))))
        with open(vocab_file, 'wb') as f:
            cPickle.dump(self.chars, f)
        self.tensor = np.array(list(map(self.vocab.get, data)))

    def create_batches(self):
        self.num_batches = int(self.tensor.size / (self.batch_size * self.seq_length))
        self.tensor = self.tensor[:self.num_batches * self.batch_size * self.seq_length]
        ydata = np.copy(self.tensor)
        ydata[:-1] = self.tensor[1:]
        ydata[-1] = self.tensor[0]
        self.x_batches = np.split(self.tensor.reshape(self.batch_size, -1), self.num_batches, 1)
        self.y_batches = np.split(ydata.reshape(self.batch_size, -1), self.num_batches, 1)

    def next_batch(self):
        x, y = self.x_batches[self.pointer], self.y_batches[self.pointer]
        self.pointer += 1
        return x, y

    def reset_batch_pointer(self):
        self.pointer = 0
