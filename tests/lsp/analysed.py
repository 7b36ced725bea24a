"""Analyses of texts, as the features get them."""

from __future__ import annotations

from tensorlift.engine import Checker
from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.notebooks import NotebookView
from tensorlift.lsp.views import TextView, View
from tensorlift.settings import Settings
from tensorlift.source.document import Document
from tensorlift.source.notebook import Cells, CellSource

URI = "file:///a.py"


def cell_uri(index: int) -> str:
    return f"vscode-notebook-cell:/a.ipynb#{index}"


def analysed(*texts: str, settings: Settings | None = None) -> Analysis:
    """Return the analysis of a file; of the cells of a notebook, if there are several texts."""
    view: View = TextView(URI, 1, Document(texts[0]), "utf-16")
    if len(texts) > 1:
        parts = [TextView(cell_uri(index), 1, Document(text), "utf-16") for index, text in enumerate(texts)]
        view = NotebookView("file:///a.ipynb", parts, Cells(enumerate(CellSource.read(text) for text in texts)))
    return Analysis(view, Checker(settings or Settings()))
