import numpy as np
import re


def clean_str(string):
    string = re.sub(r"[^A-Za-z0-9(),!?\'\`]", " ", string)
    string = re.sub(r"\s{2,}", " ", string)
    return string.strip().lower()


def load_data_and_labels(n=200):
    rng = np.random.RandomState(2)
    good = "a great and moving film , wonderful cast !".split()
    bad = "a dull and boring film , terrible script .".split()
    x_text = [" ".join(rng.permutation(good)) for _ in range(n)] + [" ".join(rng.permutation(bad)) for _ in range(n)]
    x_text = [clean_str(sent) for sent in x_text]
    positive_labels = [[0, 1] for _ in range(n)]
    negative_labels = [[1, 0] for _ in range(n)]
    y = np.concatenate([positive_labels, negative_labels], 0)
    return [x_text, y]


def batch_iter(data, batch_size, num_epochs, shuffle=True):
    data = list(data)
    data_size = len(data)
    num_batches_per_epoch = int((len(data)-1)/batch_size) + 1
    for epoch in range(num_epochs):
        order = np.random.permutation(np.arange(data_size)) if shuffle else range(data_size)
        shuffled_data = [data[i] for i in order]
        for batch_num in range(num_batches_per_epoch):
            start_index = batch_num * batch_size
            end_index = min((batch_num + 1) * batch_size, data_size)
            yield shuffled_data[start_index:end_index]
