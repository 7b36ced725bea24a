r"""Convert a Python 2 program to Python 3.

The syntax is converted whole, as far as Python 3 refuses it. Of the library, what Python 3 no longer has under its name
and what means the same under another, and what changes its meaning without a word. What only the values at run time
decide is left: whether ``/`` drops the remainder (except in what ``range`` counts, where a fraction is an error), whether
a string is text or bytes, ``sort(cmp)``, comparisons of different types, an ``except E as e`` whose ``e`` is used behind
the clause. So a converted program needs a look.

The fixers of lib2to3 (its maintained copy, fissix) that are used:

==================== ========================================================================================
exec, ne, repr       syntax, converted exactly
apply, execfile,     gone from Python 3; an expression that does the same
input, has_key
getcwdu, renames     ``os.getcwd`` and ``sys.maxsize`` are what the gone names were
dict, map, filter,   return lists in Python 2: ``list(...)`` is put around those that are not only iterated over;
xrange, zip          ``iteritems``, ``xrange`` and their like get their new names
itertools,           ``izip``, ``imap`` and ``ifilter`` are now the built-in functions
itertools_imports
metaclass            Python 3 ignores the old spelling silently
isinstance           takes out doubles after ``(int, long)`` has become ``(int, int)``
==================== ========================================================================================

Converted here, because lib2to3's fixer goes wrong on code that is in use: print (``print ()``, needless double
parentheses, line ends before a trailing comma), raise (three values that raise a caught exception again), except
(targets that are more than a name), numliterals (``0777L``), paren (several targets), unicode (renames attributes and
keyword arguments, forgets ``\N``; ``u''`` may stay), tuple_params (loses comments; renames attributes in lambdas), next
(renames the attribute of linked lists), nonzero (takes seconds on large classes), imports (breaks what
``try: ... except ImportError`` decides), basestring, long, raw_input, standarderror (the program may have names of its
own), intern, reduce, reload (the import goes above the first line).

urllib (asks for bytes; only functions of the module are sent to where they are), and the module StringIO, which becomes
io.StringIO, or io.BytesIO where the program reads or writes images, archives or what it downloads.

Left out: idioms, set_literal, sorted, ws_comma (style); asserts, funcattrs, methodattrs, operator, types (attributes
whose owner is not known, or that may be the program's own); buffer (text or bytes has to be decided); future (harmless);
import (needs the other files); exitfunc, sys_exc, throw, xreadlines (rare).

A program that Python 3 parses but that has names of Python 2 is converted as far as the library goes; what ``print`` and
``input`` mean in it is left.
"""

from __future__ import annotations

import ast
import re
import warnings
from difflib import SequenceMatcher

from tensorlift.source.document import Document
from tensorlift.source.python2 import first_python2_name

_LINE_END = re.compile(r"\r\n|\r|\n")


class CannotConvertError(Exception):
    """The text cannot be converted; the message says why, as a sentence."""


def parse(text: str) -> ast.Module:
    """Parse Python 3.

    Raises:
        SyntaxError: It is not Python 3.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except (ValueError, RecursionError, MemoryError) as error:
            raise SyntaxError(str(error)) from error


def to_python3(text: str) -> str:
    """Convert a Python 2 program to Python 3.

    ``print (a, b)`` prints a tuple in Python 2 and keeps doing so, because a program that Python 3 cannot parse has
    never run on it; except where it imports ``print_function`` or uses ``print`` as only the function can be used.

    Args:
        text: The program; one that Python 3 can parse and that has no names of Python 2 is returned as it is, so converting twice
            changes nothing.

    Returns:
        A program that Python 3 can parse, with the line ends, comments and indentation of the old one.

    Raises:
        CannotConvertError: The text is neither Python 2 nor Python 3, or a part has no equivalent.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    source = text[len(mark) :]
    try:
        parse(source)
    except SyntaxError:
        has_syntax = True
    else:
        has_syntax = False
        if first_python2_name([chunk.root for chunk in Document(source).chunks]) is None:
            return text
    # imported here because it takes a while and few files need it
    from tensorlift.rewrite.python2_fixers import convert

    plain = _LINE_END.sub("\n", source)
    ending = "" if plain.endswith("\n") else "\n"
    try:
        result = convert(plain + ending, has_syntax)
        parse(result)
    except CannotConvertError:
        raise
    except SyntaxError as error:
        raise CannotConvertError(f"The converted file would not be Python 3: {error.msg} (its line {error.lineno}).") from error
    except Exception as error:  # the fixers are third-party code that walks through any program
        raise CannotConvertError(f"The file cannot be converted: {type(error).__name__}: {error}") from error
    if ending:
        result = result.removesuffix("\n")
    return mark + _with_line_ends(result, source)


def _with_line_ends(result: str, source: str) -> str:
    """Return a text whose lines end as those that they come from."""
    ends = _LINE_END.findall(source)
    if len(set(ends)) <= 1:
        return result.replace("\n", ends[0]) if ends else result
    old, new = _LINE_END.split(source), result.split("\n")
    ends.append("")
    parts: list[str] = []
    for tag, start, stop, new_start, new_stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "delete":
            continue
        for index in range(new_start, new_stop):
            line = min(start + index - new_start, stop - 1 if stop > start else stop)
            parts += (new[index], (ends[line] or ends[0]) if index < len(new) - 1 else "")
    return "".join(parts)
