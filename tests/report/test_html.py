"""The page of the migration report: whole in itself, and closed to what messages and paths may hold."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
from datetime import datetime, timezone
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tensorlift.report import html
from tensorlift.report.overview import Overview, ReportFile, ReportFinding, summarized
from tensorlift.settings import Settings
from tensorlift.steps import STEPS

EVIL = "</script><script>alert(1)</script><!-- <style> & \" ' {{script}} \\u2028\u2028"
DATE = datetime(2026, 3, 1, tzinfo=timezone.utc)


def finding(line: int = 3, message: str = "It is gone.", **more: Any) -> ReportFinding:
    return ReportFinding(line, 5, line, 9, "TL101", "renamed-symbol", "error", "safe", "symbols", "tf.log", message, **more)


def report(*files: ReportFile, name: str = "project") -> Overview:
    return summarized(files, name=name, read=9, settings=Settings(), date=DATE)


class Parsed(HTMLParser):
    """What a browser finds in the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.content: dict[str, list[str]] = {}
        self._open = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in ("script", "style", "title"):
            self._open = tag
            self.content.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.content[self._open][-1] += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def policy(self) -> str:
        (meta,) = [attributes for attributes in self.named("meta") if attributes.get("http-equiv") == "Content-Security-Policy"]
        return meta["content"] or ""

    @property
    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(self.content["script"][0])
        return data


def test_one_file_with_everything_in_it() -> None:
    text = html.page(report(ReportFile("a.py", 3, True, (finding(),))))
    parsed = Parsed(text)
    assert text.startswith("<!DOCTYPE html>\n")
    assert parsed.content["title"] == ["project: migration report"]
    assert [attributes.get("type") for attributes in parsed.named("script")] == ["application/json", None]
    assert len(parsed.named("style")) == 1
    assert not {tag for tag, _ in parsed.elements} & {"link", "img", "iframe", "object", "embed", "base", "form"}
    for _, attributes in parsed.elements:
        assert not [name for name in attributes if name == "style" or name.startswith("on") or name in ("src", "href", "action")]


def test_the_policy_allows_these_by_their_hash() -> None:
    parsed = Parsed(html.page(report()))

    def digest(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    style, script = digest(parsed.content["style"][0]), digest(parsed.content["script"][1])
    assert parsed.policy == f"default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'"
    assert [tag for tag, _ in parsed.elements].index("meta") < [tag for tag, _ in parsed.elements].index("style")
    assert html.page(report()) == html.page(report())


def test_the_policy_allows_these_by_a_nonce() -> None:
    parsed = Parsed(html.page(report(), nonce='a+/="<', csp_source="vscode-webview://x"))
    nonce = "'nonce-a+/=\"<'"
    assert parsed.policy.startswith(f"default-src 'none'; style-src {nonce} vscode-webview://x; script-src {nonce};")
    for attributes in [*parsed.named("style"), parsed.named("script")[1]]:
        assert attributes["nonce"] == 'a+/="<'
    assert "unsafe" not in parsed.policy


def test_nothing_breaks_out() -> None:
    hostile = report(ReportFile(f"a/{EVIL}.py", 3, True, (finding(message=EVIL),), problem=EVIL), name=EVIL)
    text = html.page(hostile, base=EVIL)
    parsed = Parsed(text)
    plain = Parsed(html.page(report(ReportFile("a/b.py", 3, True, (finding(),)))))
    assert [tag for tag, _ in parsed.elements] == [tag for tag, _ in plain.elements]
    assert parsed.content["script"][1] == plain.content["script"][1]
    assert "<" not in parsed.content["script"][0]
    path, _, problem, _, findings = parsed.data["files"][0]
    assert (parsed.data["name"], path, problem, parsed.data["base"]) == (EVIL, f"a/{EVIL}.py", EVIL, EVIL)
    assert parsed.data["texts"][findings[0][-1]] == EVIL


def test_data() -> None:
    one = ReportFile("a.py", 30, True, (finding(), finding(7, character=4)), uri="file:///p/a.py")
    data = Parsed(html.page(report(one, ReportFile("n.ipynb", 5, True, (finding(1, cell=2),))), base="../p/")).data
    assert (data["level"], data["target"], data["keras"], data["read"], data["base"]) == ("symbols", "2.21", 3, 9, "../p/")
    assert [step["id"] for step in data["steps"]] == [step.id for step in STEPS]
    assert data["history"][0]["steps"]["symbols"] == [3, 0, 0]
    path, lines, problem, uri, findings = data["files"][0]
    assert (path, lines, problem, uri) == ("a.py", 30, None, "file:///p/a.py")
    assert [row[:4] for row in findings] == [[3, 5, None, None], [7, 5, 4, None]]
    assert data["files"][1][4][0][:4] == [1, 5, None, 2]
    words = ["TL101", "renamed-symbol", "error", "safe", "symbols", "tf.log", "It is gone."]
    assert [data["texts"][number] for number in findings[1][4:]] == words
    # each text once, however often it is used
    assert sorted(data["texts"]) == sorted(words)


def test_many_findings_stay_small() -> None:
    files = [ReportFile(f"folder/file_{number}.py", 500, True, tuple(finding(line) for line in range(1, 201))) for number in range(100)]
    assert len(html.page(report(*files))) < 1_500_000


def test_the_script_writes_no_markup_and_asks_no_network() -> None:
    script = Parsed(html.page(report())).content["script"][1]
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|fetch\(|XMLHttpRequest|WebSocket|import\(|\"style\""
    )
    assert re.findall(forbidden, script) == []
    # name spaces of drawings are no addresses
    assert set(re.findall(r"https?://[^\s\"'`]+", script)) <= {"http://www.w3.org/2000/svg"}
    style = Parsed(html.page(report())).content["style"][0]
    assert re.findall(r"url\(|@import", style) == []


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")
def test_the_script_is_valid(tmp_path: Path) -> None:
    script = tmp_path / "page.js"
    script.write_text(Parsed(html.page(report())).content["script"][1], encoding="utf-8")
    done = subprocess.run(["node", "--check", str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
