"""Reading and writing without changing anything but the text."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tensorlift.project import files
from tensorlift.project.files import Source, Unreadable


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
    with pytest.raises(Unreadable, match=cause):
        files.decode(data)


def test_a_notebook_is_utf8_whatever_a_cell_says() -> None:
    assert files.decode(b'"# coding: latin-1"\n', notebook=True).encoding == "utf-8"


def test_a_character_beyond_the_encoding_is_told() -> None:
    with pytest.raises(Unreadable, match="latin-1 cannot write"):
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
    with pytest.raises(Unreadable, match="cannot be written: No space left on device"):
        files.write(str(target), b"new")
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.py"]


def test_a_write_protected_file_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.py"
    target.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(Unreadable, match="write-protected"):
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
        b"--- a b.py\n+++ a b.py\n@@ -1,2 +1,2 @@\n \xe9 = 1\r\n-x = 1\n\\ No newline at end of file\n+x = 2\n\\ No newline at end of file\n"
    )
