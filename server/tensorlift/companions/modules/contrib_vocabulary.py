"""Texts as rows of word numbers for programs written for tf.contrib.learn.preprocessing.VocabularyProcessor, which TensorFlow 2 lacks.

    from contrib_vocabulary import VocabularyProcessor

    processor = VocabularyProcessor(max_document_length=20)
    x = np.array(list(processor.fit_transform(texts)))

Words have the numbers from 1 in the order in which they first occur; 0 stands for an unknown word and fills short rows up. Files that
were saved under TensorFlow 1 can be read.
"""

# tensorlift: skip-file
from __future__ import annotations

import collections
import itertools
import pickle
import re

import numpy as np

# Capitals, a word in front of a capital, or letters, digits, apostrophes and hyphens.
_WORD = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z][a-z]+(?=[A-Z])|['\w\-]+")


def tokenizer(iterator):
    """Yield the list of words of each text."""
    return map(_WORD.findall, iterator)


class CategoricalVocabulary:
    """Numbers for words.

    Args:
        unknown_token: What stands at 0.
        support_reverse: Keep what :meth:`reverse` needs.
    """

    def __init__(self, unknown_token="<UNK>", support_reverse=True):
        self._unknown_token = unknown_token
        self._support_reverse = support_reverse
        self._freeze = False
        self._freq = collections.defaultdict(int)
        self._clear()

    def _clear(self):
        self._mapping = {self._unknown_token: 0}
        if self._support_reverse:
            self._reverse_mapping = [self._unknown_token]

    def __len__(self):
        return len(self._mapping)

    def freeze(self, freeze=True):
        """Give no more numbers out, or do so again."""
        self._freeze = freeze

    def get(self, category):
        """Return the number of a word; a new one gets the next number, or 0 when the vocabulary is frozen."""
        number = self._mapping.get(category)
        if number is None:
            if self._freeze:
                return 0
            number = self._append(category)
        return number

    def _append(self, category):
        number = self._mapping[category] = len(self._mapping)
        if self._support_reverse:
            self._reverse_mapping.append(category)
        return number

    def add(self, category, count=1):
        """Count a word."""
        if self.get(category) > 0:
            self._freq[category] += count

    def trim(self, min_frequency, max_frequency=-1):
        """Keep the words counted more often than a number, the most frequent ones first, and less often than another, if it is positive."""
        ordered = sorted(self._freq.items(), key=lambda item: (-item[1], isinstance(item[0], str), item[0]))
        self._clear()
        for category, count in ordered:
            if count > min_frequency and not 0 < max_frequency <= count:
                self._append(category)
        # As many as are kept, but the most frequent ones.
        self._freq = dict(ordered[: len(self._mapping) - 1])

    def reverse(self, class_id):
        """Return the word of a number."""
        if not self._support_reverse:
            raise ValueError("This vocabulary wasn't initialized with support_reverse to support reverse() function.")
        return self._reverse_mapping[class_id]


class VocabularyProcessor:
    """Turns texts into rows of word numbers.

    Args:
        max_document_length: The length of the rows; longer texts are cut.
        min_frequency: Words that do not occur more often are unknown.
        vocabulary: A vocabulary that is known already.
        tokenizer_fn: What yields the words of each text, instead of :func:`tokenizer`.
    """

    def __init__(self, max_document_length, min_frequency=0, vocabulary=None, tokenizer_fn=None):
        self.max_document_length = max_document_length
        self.min_frequency = min_frequency
        self.vocabulary_ = vocabulary or CategoricalVocabulary()
        self._tokenizer = tokenizer_fn or tokenizer

    def fit(self, raw_documents, unused_y=None):
        """Learn the words of texts. Return this object."""
        for words in self._tokenizer(raw_documents):
            for word in words:
                self.vocabulary_.add(word)
        if self.min_frequency > 0:
            self.vocabulary_.trim(self.min_frequency)
        self.vocabulary_.freeze()
        return self

    def fit_transform(self, raw_documents, unused_y=None):
        """Learn the words of texts, and yield their rows."""
        return self.fit(raw_documents).transform(raw_documents)

    def transform(self, raw_documents):
        """Yield the row of each text."""
        for words in self._tokenizer(raw_documents):
            row = np.zeros(self.max_document_length, np.int64)
            numbers = [self.vocabulary_.get(word) for word in itertools.islice(words, self.max_document_length)]
            row[: len(numbers)] = numbers
            yield row

    def reverse(self, documents):
        """Yield the text of each row."""
        for row in documents:
            yield " ".join(self.vocabulary_.reverse(number) for number in row)

    def save(self, filename):
        """Write this object to a file."""
        with _gfile()(filename, "wb") as file:
            file.write(pickle.dumps(self))

    @classmethod
    def restore(cls, filename):
        """Return what was saved to a file. As with every pickle, it must be a file that you trust."""
        with _gfile()(filename, "rb") as file:
            return _Unpickler(file).load()


class _Unpickler(pickle.Unpickler):
    """Finds the classes here that were in TensorFlow 1."""

    def find_class(self, module, name):
        if module.startswith("tensorflow.contrib.learn.") and name in globals():
            return globals()[name]
        return super().find_class(module, name)


def _gfile():
    import tensorflow as tf

    return tf.io.gfile.GFile
