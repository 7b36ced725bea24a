"""The migration report as one HTML page that needs nothing else: no network, no file beside it.

What the page looks like and does is in the folder ``web``: its text, its style sheet, and scripts that run one after the other in one function.
The content security policy allows these and nothing else, so a message or a path cannot bring in anything.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import asdict
from functools import cache
from html import escape
from importlib import resources
from typing import Any

from tensorlift.report.overview import Overview, ReportFile
from tensorlift.steps import STEPS

_SCRIPTS = (
    *("data.js", "dom.js", "charts.js", "treemap.js", "places.js"),
    *("head.js", "progress.js", "filters.js", "road.js", "map.js", "ranking.js", "empty.js", "page.js"),
)
_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")


def page(overview: Overview, *, nonce: str | None = None, csp_source: str | None = None, base: str = "") -> str:
    """Return the page.

    Args:
        overview: What it shows.
        nonce: Allows the style sheet and the script in an editor's webview; without it the policy names their hashes.
        csp_source: Where the webview takes the editor's own style sheets from.
        base: What stands before the paths of files to make addresses of them, where they have no ``uri``; empty or with ``/`` at its end.
    """
    style, script = _read("page.css"), _script()
    attribute = f' nonce="{escape(nonce)}"' if nonce else ""
    return _filled(
        _read("page.html"),
        {
            "policy": escape(_policy(style, script, nonce, csp_source)),
            "title": escape(f"{overview.name}: migration report"),
            "nonce": attribute,
            "style": style,
            "data": _embedded(_data(overview, base)),
            "script": script,
        },
    )


@cache
def _read(name: str) -> str:
    return (resources.files("tensorlift.report") / "web" / name).read_text(encoding="utf-8")


@cache
def _script() -> str:
    parts = "\n".join(_read(name) for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


def _filled(template: str, values: dict[str, str]) -> str:
    # In one pass: what is put in is not looked at again.
    return _PLACEHOLDER.sub(lambda match: values[match[1]], template)


def _policy(style: str, script: str, nonce: str | None, csp_source: str | None) -> str:
    def allowed(text: str) -> str:
        return f"'nonce-{nonce}'" if nonce else f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    styles = " ".join(filter(None, [allowed(style), csp_source]))
    return f"default-src 'none'; style-src {styles}; script-src {allowed(script)}; base-uri 'none'; form-action 'none'"


def _embedded(data: object) -> str:
    """Return data as JSON that no HTML parser takes for the end of its element."""
    return json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")


# --- the data of the page: lists instead of objects, and each text once, since 20,000 findings are not rare


class _Texts:
    """Numbers texts in the order of their first use."""

    def __init__(self) -> None:
        self._numbers: dict[str | None, int] = {}

    def number(self, text: str | None) -> int:
        """Return the number of a text."""
        return self._numbers.setdefault(text, len(self._numbers))

    @property
    def all(self) -> list[str | None]:
        """The texts by their numbers."""
        return list(self._numbers)


def _data(overview: Overview, base: str) -> dict[str, Any]:
    texts = _Texts()
    files = [_file(file, texts) for file in overview.files]
    run = overview.run
    return {
        "tensorlift": overview.version,
        "name": overview.name,
        "date": run.date,
        "level": run.level,
        "target": run.target,
        "keras": run.keras,
        "read": overview.read,
        "base": base,
        "steps": [asdict(step) for step in STEPS],
        "history": [asdict(run) for run in overview.history],
        "files": files,
        "texts": texts.all,
    }


def _file(file: ReportFile, texts: _Texts) -> list[Any]:
    findings = [
        [
            finding.line,
            finding.column,
            finding.character,
            finding.cell,
            *(texts.number(text) for text in (finding.code, finding.slug, finding.severity, finding.safety, finding.step)),
            texts.number(finding.symbol),
            texts.number(finding.message),
        ]
        for finding in file.findings
    ]
    return [file.path, file.lines, file.problem, file.uri, findings]
