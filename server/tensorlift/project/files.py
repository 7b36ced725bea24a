"""Reading and writing source files without changing anything but the text."""

from __future__ import annotations

import ast
import codecs
import contextlib
import difflib
import io
import os
import stat
import tempfile
import tokenize
import warnings
from dataclasses import dataclass

# A file without this word has nothing to lift: every way to TensorFlow 1 begins with its name.
WORD = b"tensorflow"

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Unreadable(Exception):
    """A file that cannot be read, decoded or written; the message says why, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file and how it is written as bytes.

    Attributes:
        text: The text with its own line ends, without a byte-order mark.
        encoding: The name of its encoding.
        mark: The byte-order mark, mostly empty.
    """

    text: str
    encoding: str = "utf-8"
    mark: bytes = b""

    def encode(self, text: str) -> bytes:
        """Return another text as bytes of the same kind.

        Raises:
            Unreadable: When the encoding lacks a character of the text.
        """
        try:
            return self.mark + text.encode(self.encoding)
        except UnicodeEncodeError as error:
            raise Unreadable(f"the result has {error.object[error.start]!r}, which its encoding {self.encoding} cannot write") from None


def read(path: str) -> bytes:
    """Return the bytes of a file.

    Raises:
        Unreadable: When the system does not give them.
    """
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}") from None


def concerns(data: bytes) -> bool:
    """Whether a file can have anything to do with TensorFlow, judged without decoding it."""
    return WORD in data or data.startswith(_UTF16)


def decode(data: bytes, *, notebook: bool = False) -> Source:
    """Return the text of a file: by its byte-order mark, its coding line (PEP 263), or else as UTF-8.

    Raises:
        Unreadable: When the bytes are not text of that encoding, or not text at all.
    """
    if data.startswith(_UTF16):
        raise Unreadable("is written in UTF-16, which Python does not read: save it as UTF-8")
    zero = data.find(b"\0")
    if zero >= 0:
        raise Unreadable(f"is not text: it has a NUL byte at offset {zero}")
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    encoding = "utf-8"
    if not mark and not notebook:
        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        except SyntaxError as error:
            if "unknown encoding" in str(error):
                raise Unreadable(f"names an encoding that does not exist ({error.msg})") from None
    body = data[len(mark) :]
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        hint = "" if notebook or encoding != "utf-8" else "; a coding line such as '# -*- coding: latin-1 -*-' tells another encoding"
        raise Unreadable(f"is not valid {encoding}: byte 0x{error.object[error.start]:02x} on line {line}{hint}") from None
    except (LookupError, UnicodeError, ValueError):
        raise Unreadable(f"names the encoding {encoding}, which is not an encoding of text") from None
    return Source(text, encoding, mark)


def write(path: str, data: bytes) -> None:
    """Replace the content of a file at once: a reader sees the old bytes or the new ones, never a part.

    A symbolic link stays one, its target is replaced. Mode and, where permitted, owner are kept.

    Raises:
        Unreadable: When the file cannot be written; it is unchanged then.
    """
    target = os.path.realpath(path)
    temporary = None
    try:
        if not os.access(target, os.W_OK):
            raise Unreadable("is write-protected")
        status = os.stat(target)
        handle, temporary = tempfile.mkstemp(prefix=".tensorlift-", dir=os.path.dirname(target))
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if hasattr(os, "chown"):
            with contextlib.suppress(OSError):
                os.chown(temporary, status.st_uid, status.st_gid)
        os.chmod(temporary, stat.S_IMODE(status.st_mode))
        os.replace(temporary, target)
        temporary = None
    except OSError as error:
        raise Unreadable(f"cannot be written: {error.strerror}") from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def is_python3(text: str) -> bool:
    """Whether the running Python can parse the text; ``await`` outside of a function is allowed, as notebooks use it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<source>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def unified_diff(path: str, source: Source, text: str) -> bytes:
    """Return the difference between a file and its new text as ``patch`` reads it, in the encoding of the file."""
    name = os.fsencode(path)
    # Lines end at \n alone, as they do for patch.
    old = io.BytesIO(source.encode(source.text)).readlines()
    new = io.BytesIO(source.encode(text)).readlines()
    parts: list[bytes] = []
    for line in difflib.diff_bytes(difflib.unified_diff, old, new, name, name, lineterm=b"\n"):
        parts.append(line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n")
    return b"".join(parts)
