"""Reading and writing source files without changing anything but the text."""

from __future__ import annotations

import ast
import codecs
import contextlib
import io
import os
import re
import stat
import tempfile
import tokenize
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tensorlift.source.document import Document

# A file without this word has nothing to lift: every way to TensorFlow 1 begins with its name.
WORD = b"tensorflow"

_IMPORT = re.compile(r"^[ \t]*(?:import|from)[ \t]+(?:[\w. \t]+,[ \t]*)*tensorflow\b", re.MULTILINE)

# Lines shown around a change, and how far apart a text and its new one are searched for where they are equal again.
_CONTEXT = 3
_WINDOW = 400

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class UnreadableError(Exception):
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
            UnreadableError: When the encoding lacks a character of the text.
        """
        try:
            return self.mark + text.encode(self.encoding)
        except UnicodeEncodeError as error:
            raise UnreadableError(
                f"the result has {error.object[error.start]!r}, which its encoding {self.encoding} cannot write"
            ) from None


def read(path: str) -> bytes:
    """Return the bytes of a file.

    Raises:
        UnreadableError: When the system does not give them.
    """
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror}") from None


def concerns(data: bytes) -> bool:
    """Whether a file can have anything to do with TensorFlow, judged without decoding it."""
    return WORD in data or data.startswith(_UTF16)


def uses_tensorflow(text: str, *, program: bool = True) -> bool:
    """Whether a program imports TensorFlow, or a project file (``program=False``) names it."""
    return _IMPORT.search(text) is not None if program else WORD.decode() in text


def decode(data: bytes, *, notebook: bool = False) -> Source:
    """Return the text of a file: by its byte-order mark, its coding line (PEP 263), or else as UTF-8.

    Raises:
        UnreadableError: When the bytes are not text of that encoding, or not text at all.
    """
    if data.startswith(_UTF16):
        raise UnreadableError("is written in UTF-16, which Python does not read: save it as UTF-8")
    zero = data.find(b"\0")
    if zero >= 0:
        raise UnreadableError(f"is not text: it has a NUL byte at offset {zero}")
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    encoding = "utf-8"
    if not mark and not notebook:
        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        except SyntaxError as error:
            if "unknown encoding" in str(error):
                raise UnreadableError(f"names an encoding that does not exist ({error.msg})") from None
    body = data[len(mark) :]
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        hint = "" if notebook or encoding != "utf-8" else "; a coding line such as '# -*- coding: latin-1 -*-' tells another encoding"
        raise UnreadableError(f"is not valid {encoding}: byte 0x{error.object[error.start]:02x} on line {line}{hint}") from None
    except (LookupError, UnicodeError, ValueError):
        raise UnreadableError(f"names the encoding {encoding}, which is not an encoding of text") from None
    return Source(text, encoding, mark)


def decode_plain(data: bytes) -> Source:
    """Return the text of a file that is no Python: by its byte-order mark, or else as UTF-8.

    Raises:
        UnreadableError: When the bytes are not such text.
    """
    if not data.startswith(_UTF16):
        return decode(data)
    # PowerShell writes what "pip freeze" prints so, and pip reads it.
    encoding = "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    try:
        return Source(data[2:].decode(encoding), encoding, data[:2])
    except UnicodeDecodeError:
        raise UnreadableError("is not valid UTF-16") from None


def write(path: str, data: bytes) -> None:
    """Replace the content of a file, or make it, at once: a reader sees the old bytes or the new ones, never a part.

    A symbolic link stays one, its target is replaced. Mode and, where permitted, owner are kept.

    Raises:
        UnreadableError: When the file cannot be written; it is unchanged then.
    """
    target = os.path.realpath(path)
    temporary = None
    try:
        status = os.stat(target) if os.path.exists(target) else None
        if status is not None and not os.access(target, os.W_OK):
            raise UnreadableError("is write-protected")
        handle, temporary = tempfile.mkstemp(prefix=".tensorlift-", dir=os.path.dirname(target))
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if status is not None and hasattr(os, "chown"):
            with contextlib.suppress(OSError):
                os.chown(temporary, status.st_uid, status.st_gid)
        os.chmod(temporary, 0o666 & ~_umask() if status is None else stat.S_IMODE(status.st_mode))
        os.replace(temporary, target)
        temporary = None
    except OSError as error:
        raise UnreadableError(f"cannot be written: {error.strerror}") from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def create(path: str, data: bytes) -> bool:
    """Make a new file at once; one that is there is left alone.

    Returns:
        Whether the file is new.

    Raises:
        UnreadableError: When the file cannot be made.
    """
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=".tensorlift-", dir=os.path.dirname(os.path.abspath(path)))
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        try:
            os.link(temporary, path)  # unlike os.replace it never takes the place of a file
        except FileExistsError:
            return False
        except OSError:
            # The file system has no links.
            if os.path.lexists(path):
                return False
            os.replace(temporary, path)
            temporary = None
        return True
    except OSError as error:
        raise UnreadableError(f"needs {os.path.basename(path)} beside it, which cannot be written: {error.strerror}") from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def is_python3(text: str) -> bool:
    """Whether the running Python can parse the text; ``await`` outside of a function is allowed, as notebooks use it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<source>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def syntax_error(document: Document) -> int | None:
    """Return the offset of the first syntax error; None where Python 2, or the running Python, has none, and in what is no code."""
    if not document.has_error or is_python3(document.text):
        return None
    return document.first_error


def new_file_diff(path: str, text: str) -> bytes:
    """Return the difference between no file and a new one as ``patch`` reads it."""
    lines = io.BytesIO(text.encode()).readlines()
    parts = [b"--- /dev/null\n+++ " + os.fsencode(path) + b"\n", f"@@ -0,0 +{_range(0, len(lines))} @@\n".encode()]
    return b"".join([*parts, *(_line(b"+", line) for line in lines)])


def unified_diff(path: str, source: Source, text: str) -> bytes:
    """Return the difference between a file and its new text as ``patch`` reads it, in the encoding of the file."""
    name = os.fsencode(path)
    # Lines end at \n alone, as they do for patch.
    old = io.BytesIO(source.encode(source.text)).readlines()
    new = io.BytesIO(source.encode(text)).readlines()
    parts = [b"--- " + name + b"\n", b"+++ " + name + b"\n"]
    for hunk in _hunks(_changes(old, new)):
        first, last = hunk[0], hunk[-1]
        begin = max(0, first.old - _CONTEXT)
        end = min(len(old), last.old_end + _CONTEXT)
        new_begin = first.new - (first.old - begin)
        new_end = last.new_end + (end - last.old_end)
        parts.append(f"@@ -{_range(begin, end)} +{_range(new_begin, new_end)} @@\n".encode())
        position = begin
        for change in hunk:
            parts += [_line(b" ", line) for line in old[position : change.old]]
            parts += [_line(b"-", line) for line in old[change.old : change.old_end]]
            parts += [_line(b"+", line) for line in new[change.new : change.new_end]]
            position = change.old_end
        parts += [_line(b" ", line) for line in old[position:end]]
    return b"".join(parts)


class _Change(NamedTuple):
    """Lines of the old text and the lines that stand in their place."""

    old: int
    old_end: int
    new: int
    new_end: int


def _changes(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[_Change]:
    """Yield what differs, in time proportional to the text where the changes are small.

    ``difflib`` takes minutes for a file of 100,000 lines with a change in every tenth.
    """
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and old[i] == new[j]:
            i += 1
            j += 1
            continue
        i_end, j_end = _where_equal_again(old, new, i, j)
        yield _Change(i, i_end, j, j_end)
        i, j = i_end, j_end


def _where_equal_again(old: Sequence[bytes], new: Sequence[bytes], i: int, j: int) -> tuple[int, int]:
    for distance in range(1, _WINDOW):
        for skipped in range(distance + 1):
            a, b = i + distance - skipped, j + skipped
            # Two equal lines, since a single one, such as an empty line, is often equal by chance.
            if a <= len(old) and b <= len(new) and old[a : a + 2] == new[b : b + 2]:
                return a, b
    return len(old), len(new)


def _hunks(changes: Iterable[_Change]) -> Iterator[list[_Change]]:
    """Put changes together whose contexts touch."""
    hunk: list[_Change] = []
    for change in changes:
        if hunk and change.old - hunk[-1].old_end > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


def _range(begin: int, end: int) -> str:
    if end - begin == 1:
        return str(begin + 1)
    # An empty range is given by the line before it.
    return f"{begin + 1 if end > begin else begin},{end - begin}"


def _line(sign: bytes, line: bytes) -> bytes:
    return sign + line if line.endswith(b"\n") else sign + line + b"\n\\ No newline at end of file\n"
