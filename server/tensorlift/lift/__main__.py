"""Lifts one program in a process of its own, for the language server: ``python -m tensorlift.lift``.

Standard input is a JSON object: ``text``, ``path``, ``cells`` (where those of a notebook begin), and ``settings`` as in a settings file. The
answer on standard output is one, too: ``edits`` (start, end, text), ``line`` and ``creates`` of the lifted program, or ``line`` and ``reason``
where something stands in the way; it is empty where there is nothing to lift.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from tensorlift.lift.native import NotAProgramError, Refusal, lift_document
from tensorlift.settings import parse_settings
from tensorlift.source.document import Document


def answer(job: dict[str, Any]) -> dict[str, Any]:
    """Return what becomes of a program."""
    settings, _ = parse_settings(job["settings"])
    document = Document(job["text"], job["path"])
    document.cells = tuple(job["cells"])
    try:
        lifted = lift_document(document, settings)
    except (NotAProgramError, SyntaxError):
        return {}
    except Refusal as refusal:
        return {"line": refusal.line, "reason": refusal.reason}
    return {"edits": [(edit.start, edit.end, edit.text) for edit in lifted.edits], "line": lifted.line, "creates": lifted.creates}


if __name__ == "__main__":
    print(json.dumps(answer(json.load(sys.stdin))))
