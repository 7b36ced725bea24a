"""What only Python 2 can parse, and what looks like it."""

from __future__ import annotations

import ast
import sysconfig
import warnings
from pathlib import Path

import pytest
from tree_sitter import Parser

from tensorlift.source.document import LANGUAGE, Document
from tensorlift.source.python2 import first_python2

PRINT, EXEC = "print without parentheses", "exec without parentheses"
STRING, NUMBER, OCTAL = "a string with the prefix ur", "a number that ends in L", "an octal number without 0o"
EXCEPT, RAISE, TUPLE, BACKTICKS = "except with a comma", "raise with commas", "a tuple as a parameter", "an expression in backticks"


def found(code: str) -> tuple[str, str] | None:
    """Return the text and the description of the first place."""
    data = code.encode()
    place = first_python2(Parser(LANGUAGE).parse(data).root_node)
    return (data[place[0] : place[1]].decode(), place[2]) if place is not None else None


@pytest.mark.parametrize(
    ("code", "text", "what"),
    [
        ("print x", "print", PRINT),
        ("print 'a'", "print", PRINT),
        ("print'a'", "print", PRINT),
        ("print `a`", "print", PRINT),
        ("print ur'a'", "print", PRINT),
        ("print {}", "print", PRINT),
        ("print ~x", "print", PRINT),
        ("print .5", "print", PRINT),
        ("print \\\n  x", "print", PRINT),
        ("print x,", "print", PRINT),
        ("print not x", "print", PRINT),
        ("print lambda: x", "print", PRINT),
        ("print tf.log(x), y", "print", PRINT),
        ("if x: print y", "print", PRINT),
        ("print(x); print x", "print", PRINT),
        ("é = 1; print x", "print", PRINT),
        ("print >>f, x\nprint x", "print", PRINT),
        ("exec code", "exec", EXEC),
        ("exec 'a'", "exec", EXEC),
        ("exec code in scope", "exec", EXEC),
        ("exec 'a' + b in scope", "exec", EXEC),
        ("exec open(f).read()", "exec", EXEC),
        ("exec self.code in scope", "exec", EXEC),
        ("def f():\n    exec compile(a, b, 'exec')", "exec", EXEC),
        ("x = `a, b`", "`a, b`", BACKTICKS),
        ("a <> b", "<>", "the operator <>"),
        ("x = 0777", "0777", OCTAL),
        ("x = 00123", "00123", OCTAL),
        ("x = 0777L", "0777L", NUMBER),
        ("x = 10L", "10L", NUMBER),
        ("x = 0xFFl", "0xFFl", NUMBER),
        ("x = ur'a'", "ur'", STRING),
        ('x = UR"""a"""', 'UR"""', STRING),
        ("def f(a, (b, c)): pass", "(b, c)", TUPLE),
        ("def f((b, c)=(1, 2)): pass", "(b, c)", TUPLE),
        ("def f(a,\n      (b, (c, d))): pass", "(b, (c, d))", TUPLE),
        ("class A:\n    def f(self, (b, c)): pass", "(b, c)", TUPLE),
        ("lambda (k, v): v", "(k, v)", TUPLE),
        ("lambda a, (k, v): v", "(k, v)", TUPLE),
        ("lambda(x): x", "(x)", TUPLE),
        ("try: pass\nexcept E, e: pass", "E, e", EXCEPT),
        ("try: pass\nexcept (A, B), e: pass", "(A, B), e", EXCEPT),
        ("try: pass\nexcept A, (x, y): pass", "A, (x, y)", EXCEPT),
        ("try: pass\nexcept OSError, ValueError: pass", None, None),
        ("try: pass\nexcept OSError, m.error: pass", None, None),
        ("raise E, m", "E, m", RAISE),
        ("raise E, m, t", "E, m, t", RAISE),
        ("def f(a=0777, b=(1)): print x", "0777", OCTAL),
    ],
)
def test_found(code: str, text: str | None, what: str | None) -> None:
    assert found(code) == ((text, what) if text is not None else None)


@pytest.mark.parametrize(
    "code",
    [
        *["print", "print(x)", "print (x)", "print (x), y", "print(x, file=f)", "print >>f, x", "print >> f", "print -1", "print [1], 2"],
        *["print *a", "print = 1", "print == x", "print, x", "print or x", "print not in x", "print is not x", "print if a else b"],
        *["x.print", "x.print()", "class A:\n    def print(self): pass", "def print(x): pass", "(print := 3)", "print: int = 3"],
        *["exec(code)", "exec (code)", "exec(code, scope)", "exec (code) in scope", "x.exec(y)", "exec = 1", "x = exec", "exec not in x"],
        *["x = 0, 00, 0_0, 0o777, 0xFF, 0b1, 0e1, 09.5, 01.5, 09j, 0777j", "xL = x10L", "x = all, 1if y else 2, 0xfor x", "x[1]", "x.e1L"],
        *["x = u'a', r'a', rb'a', f'a', bur", "x = f'{x:`}'", "x = '`a`', 'a <> b', '0777', 'print x'", "# print x, `a`, 10L, <>"],
        *['"""\nprint x\nraise E, m\nexcept E, e: `a`\n10L 0777 ur\'\' lambda (a, b): a\n"""', "f'''{x}\nprint x\n'''"],
        *["try: pass\nexcept (A, B): pass", "try: pass\nexcept (A, B) as e: pass", "try: pass\nexcept: pass", "try: pass\nexcept* A: pass"],
        *["raise E", "raise", "raise E(a, b)", "raise (E, m)", "raise E from e", "raise E('a, b')"],
        *["def f(a, b=(1, 2)): pass", "def f(a=g(1)): pass", "lambda a=(1, 2): a", "lambda: (a, b)", "f(lambda: 1, (a, b))"],
        *["match print:\n    case 1: pass", "match x:\n    case print: pass", "match (a, b):\n    case (a, b): pass", "type print = int"],
        *["async = 1", "async def f(): await x", "x = a < b > c", "x = a<-b, b>a"],
    ],
)
def test_not_found(code: str) -> None:
    assert found(code) is None


@pytest.mark.parametrize(
    "code",
    [
        'x = """\nprint x\n',
        "(\nprint x\n",
        "def f(:\n    pass\n)\n",
        'f("""`a`',
        'def f():\n    """\n    """Give `x` to `y`: z, `a`.\n    """\n',
    ],
)
def test_what_is_skipped_by_the_parser_is_not_looked_at(code: str) -> None:
    assert found(code) is None


def test_the_rest_of_a_broken_file_is() -> None:
    document = Document("x = (1 +\n\ndef f(a):\n    print a\n")
    assert [place[2] for chunk in document.chunks if (place := first_python2(chunk.root)) is not None] == [PRINT]


def test_offsets_are_those_of_the_tree() -> None:
    root = Parser(LANGUAGE).parse(b"# \xc3\xa9\nx = 1\ny = 10L\nprint x\n").root_node
    assert [first_python2(statement) for statement in root.children] == [None, None, (15, 18, NUMBER), (19, 24, PRINT)]


def test_the_standard_library_is_python3() -> None:
    folder = Path(sysconfig.get_paths()["stdlib"])
    paths = sorted([*folder.glob("*.py"), *folder.glob("asyncio/*.py"), *folder.glob("email/*.py")])
    assert len(paths) > 100
    for path in paths:
        code = path.read_text(encoding="utf-8")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(code)
        assert (path.name, found(code)) == (path.name, None)
