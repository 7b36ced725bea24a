"""The learning phase of Keras in feeds: where it is off, as it is by itself, the entry says nothing."""

from __future__ import annotations

import ast

from tensorlift.lift.program import Program


def without_learning_phase(program: Program) -> Program:
    """Return a program whose feeds do not turn off the learning phase, which is off anyway."""
    edits = []
    for node in program.each(ast.Dict):
        pairs = list(zip(node.keys, node.values))
        gone = [
            index
            for index, (key, value) in enumerate(pairs)
            if key is not None
            and program.called(key) == "keras.backend.learning_phase"
            and isinstance(value, ast.Constant)
            and value.value in (0, False)
        ]
        if len(gone) != 1:
            continue
        index = gone[0]
        key, value = pairs[index]
        assert key is not None
        start, end = program.span(key)[0], program.span(value)[1]
        if index:
            start = program.span(pairs[index - 1][1])[1]
        elif len(pairs) > 1:
            after = pairs[1][0] or pairs[1][1]
            end = program.span(after)[0]
        if b"#" not in program.data[start:end]:
            edits.append((start, end))
    if not edits:
        return program
    data = program.data
    for start, end in sorted(edits, reverse=True):
        kept = data[start:end].count(b"\n")
        data = data[:start] + b"\n" * kept + data[end:]
    return Program(data.decode(), program.origin)
