"""Reading and writing without changing anything but the text."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tensorlift.project import files
from tensorlift.project.files import Source, UnreadableError


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (b"x = 1\r\n", "utf-8", "x = 1\r\n"),
        ("é\n".encode(), "utf-8", "é\n"),
        (b"\xef\xbb\xbfx\n", "utf-8", "x\n"),
        (b"\xef\xbb\xbf# coding: utf8\n", "utf-8", "# coding: utf8\n"),
        (b"# -*- coding: latin-1 -*-\n\xe9\n", "iso-8859-1", "# -*- coding: latin-1 -*-\n\xe9\n"),
        (
            b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n\x80",
            "cp1252",
            "#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n\u20ac",
        ),
        (b"", "utf-8", ""),
    ],
)
def test_text_is_decoded_and_encoded_again(data: bytes, encoding: str, text: str) -> None:
    source = files.decode(data)
    assert (source.text, source.encoding) == (text, encoding)
    assert source.encode(source.text) == data


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"x = 1\n\xe9\n", "is not valid utf-8: byte 0xe9 on line 2"),
        (b"# caf\xe9\n", "byte 0xe9 on line 1"),
        (b"# coding: nonsense\n", "unknown encoding: nonsense"),
        (b"# coding: rot13\n", "names the encoding rot13, which is not an encoding of text"),
        (b"# coding: ascii\n\xe9", "is not valid ascii"),
        (b"x = 1\n\0", "is not text: it has a NUL byte at offset 6"),
        ("x = 1".encode("utf-16"), "is written in UTF-16"),
    ],
)
def test_what_cannot_be_decoded_is_told(data: bytes, cause: str) -> None:
    with pytest.raises(UnreadableError, match=cause):
        files.decode(data)


def test_a_notebook_is_utf8_whatever_a_cell_says() -> None:
    assert files.decode(b'"# coding: latin-1"\n', notebook=True).encoding == "utf-8"


def test_a_character_beyond_the_encoding_is_told() -> None:
    with pytest.raises(UnreadableError, match="latin-1 cannot write"):
        Source("", "latin-1").encode("\u20ac")


def test_writing_keeps_mode_and_links(tmp_path: Path) -> None:
    target = tmp_path / "real" / "a.py"
    target.parent.mkdir()
    target.write_bytes(b"old")
    target.chmod(0o754)
    link = tmp_path / "link.py"
    link.symlink_to(target)
    files.write(str(link), b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o754
    assert os.listdir(target.parent) == ["a.py"]


def test_a_failed_write_leaves_the_old_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.py"
    target.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(UnreadableError, match="cannot be written: No space left on device"):
        files.write(str(target), b"new")
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.py"]


def test_a_write_protected_file_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.py"
    target.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(UnreadableError, match="write-protected"):
        files.write(str(target), b"new")
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("text", "valid"),
    [("x = 1", True), ("await f()", True), ("x = '\\d'", True), ("print 1", False), ("x = (", False), ("\0", False), ("(" * 2000, False)],
)
def test_python3_is_recognised(text: str, valid: bool) -> None:
    assert files.is_python3(text) is valid


def test_a_difference_keeps_bytes() -> None:
    source = Source("\xe9 = 1\r\nx = 1", "latin-1")
    diff = files.unified_diff("a b.py", source, "\xe9 = 1\r\nx = 2")
    assert diff == (
        b"--- a b.py\n+++ a b.py\n@@ -1,2 +1,2 @@\n \xe9 = 1\r\n"
        b"-x = 1\n\\ No newline at end of file\n+x = 2\n\\ No newline at end of file\n"
    )


def patched(old: bytes, diff: bytes) -> bytes:
    """Apply a difference, strictly: context and removed lines have to be where the hunks say."""
    lines = old.splitlines(keepends=True)
    result: list[bytes] = []
    position = 0
    hunks = re.split(rb"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n", diff, flags=re.MULTILINE)[1:]
    for start, size, new_start, new_size, body in zip(*[iter(hunks)] * 5, strict=True):
        entries = [
            (line[:1], line[1:].removesuffix(b"\n") if cut else line[1:])
            for line, cut in re.findall(rb"([-+ ].*\n)(\\ No newline.*\n)?", body)
        ]
        begin = int(start) - (size != b"0")
        result += lines[position:begin]
        position = begin
        assert len(result) == int(new_start) - (new_size != b"0")
        for sign, line in entries:
            if sign != b"+":
                assert lines[position] == line
                position += 1
            if sign != b"-":
                result.append(line)
        assert sum(sign != b"+" for sign, _ in entries) == int(size or 1)
        assert sum(sign != b"-" for sign, _ in entries) == int(new_size or 1)
    return b"".join(result + lines[position:])


texts = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n", "d\n", "e\n"]), max_size=40).map("".join)


@given(texts, texts, st.sampled_from(["", "x", "y"]), st.sampled_from(["", "x", "y"]))
def test_a_difference_leads_to_the_new_text(old: str, new: str, old_end: str, new_end: str) -> None:
    old, new = old + old_end, new + new_end
    diff = files.unified_diff("a.py", Source(old), new)
    assert patched(old.encode(), diff) == new.encode()


def test_a_long_text_with_many_changes_is_compared_at_once() -> None:
    old = "".join(f"x{n} = tf.log(y{n})\n" if n % 10 == 0 else f"a = {n % 7}\n" for n in range(20_000))
    new = old.replace("tf.log", "tf.math.log") + "\n" * 1000
    diff = files.unified_diff("a.py", Source(old), new)
    assert diff.count(b"\n-x") == 2000
    assert patched(old.encode(), diff) == new.encode()
