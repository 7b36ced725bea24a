"""The language server: pygls handlers and the pure functions that turn findings into protocol types.

Nothing outside of this package imports pygls or lsprotocol.
"""
