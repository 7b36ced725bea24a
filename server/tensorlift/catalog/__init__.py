"""What became of every TensorFlow 1 symbol: generated data with hand-written rows, and the questions rules ask of it."""

from tensorlift.catalog.loader import Catalog, Parameter, Row, Symbol, load, parse_signature

__all__ = ["Catalog", "Parameter", "Row", "Symbol", "load", "parse_signature"]
