"""What :mod:`tensorlift.rewrite.python2` does to the tree that fissix reads; imported only when a file is converted."""

from __future__ import annotations

import ast
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from fissix.pgen2 import driver, parse, pgen, token, tokenize

from tensorlift.rewrite import python2
from tensorlift.rewrite.python2 import CannotConvertError

# Reading the grammar takes 15 ms; fissix would write it to the user's cache folder, which may not be writable.
driver.load_grammar = pgen.generate_grammar

from fissix import pygram, pytree  # noqa: E402
from fissix.fixer_util import ArgList, Attr, Call, Comma, Name, Number, Subscript, parenthesize  # noqa: E402
from fissix.refactor import RefactoringTool  # noqa: E402

# Nodes and leaves of fissix, which has no types.
_Tree = Any

_SYMBOLS = pygram.python_symbols
_SYNTAX_FIXERS = ("exec", "ne", "repr")
# Fixers that look for a name by itself; where the program binds it, they do not apply.
_NAME_FIXERS = ("apply", "execfile", "filter", "input", "itertools", "map", "xrange", "zip")
_LIBRARY_FIXERS = ("getcwdu", "itertools_imports", "metaclass", "renames")
_DICT_METHODS = frozenset(f"{kind}{name}" for kind in ("iter", "view") for name in ("keys", "values", "items"))
_ITERTOOLS = frozenset({"ifilter", "ifilterfalse", "imap", "izip", "izip_longest"})
_BUILTINS = {
    "StandardError": "Exception",
    "basestring": "str",
    "file": "open",
    "long": "int",
    "raw_input": "input",
    "unichr": "chr",
    "unicode": "str",
    "xrange": "range",
}
_MOVED = {"reduce": "functools", "reload": "importlib", "intern": "sys"}
# Modules that have another name and are otherwise the same.
_MODULES = {
    "BaseHTTPServer": "http.server",
    "ConfigParser": "configparser",
    "Cookie": "http.cookies",
    "HTMLParser": "html.parser",
    "Queue": "queue",
    "SimpleHTTPServer": "http.server",
    "SocketServer": "socketserver",
    "Tkinter": "tkinter",
    "__builtin__": "builtins",
    "cPickle": "pickle",
    "commands": "subprocess",
    "cookielib": "http.cookiejar",
    "copy_reg": "copyreg",
    "htmlentitydefs": "html.entities",
    "httplib": "http.client",
    "thread": "_thread",
    "tkFileDialog": "tkinter.filedialog",
    "tkMessageBox": "tkinter.messagebox",
    "urllib2": "urllib.request",
    "urlparse": "urllib.parse",
    "xmlrpclib": "xmlrpc.client",
}
_TEXT_FILES = ("StringIO", "cStringIO")
_URLLIB = {
    "pathname2url": "request",
    "quote": "parse",
    "quote_plus": "parse",
    "unquote": "parse",
    "unquote_plus": "parse",
    "url2pathname": "request",
    "urlcleanup": "request",
    "urlencode": "parse",
    "urlopen": "request",
    "urlretrieve": "request",
}
# Where one of these is used, what a program keeps in a StringIO is bytes.
_BYTES = re.compile(
    r"\.(?:savefig|toimage|imsave|imread)\(|\bImage\.open\(|\b(?:zipfile|gzip|tarfile)\b|\bnp\.(?:savez?|load)\(|encoded_image"
    r"|\.save\(\w+,\s*(?:format\s*=\s*)?['\"](?:png|jpe?g)|StringIO\([^)\n]*(?:\bread\b|\burlopen\b|b64decode|\bcontent\b|decompress)",
    re.IGNORECASE,
)
_ENCODING = re.compile(r"^(?:reload\(sys\)|sys\.setdefaultencoding\([^()\n]*\))[ \t]*;?[ \t]*(?:\n|\Z)", re.MULTILINE)
_OCTAL = re.compile(r"0+[1-7][0-7]*")
_FUTURE = re.compile(r"^from[ \t]+__future__[ \t]+import\b([ \t]*\([^)]*\)|[^\n]*)", re.MULTILINE)


def convert(source: str, has_syntax: bool = True) -> str:
    r"""Convert a program whose lines end in ``\n``.

    Args:
        source: The program.
        has_syntax: Whether it has syntax of Python 2; else only what it uses of the library is converted.

    Raises:
        CannotConvertError: It is not Python 2, a part has no equivalent, or a comment has no place in the result.
        SyntaxError: The result is not Python 3.
    """
    # Text is text in Python 3 whatever its encoding.
    text = _ENCODING.sub("", source)
    text = _with_python3_syntax(text) if has_syntax else text
    try:
        module = python2.parse(text)
    except TabError:
        text = _with_python3_syntax(_without_tabs(source))
        module = python2.parse(text)
    result = _with_imports(_with_python3_library(text, module, has_syntax))
    lost = _comments(source) - _comments(result)
    if lost:
        raise CannotConvertError(f"A comment would be lost: {min(lost)}")
    return result


def _comments(source: str) -> Counter[str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return Counter(text.strip() for kind, text, *_ in tokens if kind == tokenize.COMMENT)


def _parse(source: str, grammar: Any) -> _Tree:
    return driver.Driver(grammar, convert=pytree.convert).parse_string(source)


def _future(source: str) -> set[str]:
    """Return what a program imports from ``__future__``."""
    return {name for names in _FUTURE.findall(source) for name in re.findall(r"\w+", names)}


def _refactor(tree: _Tree, fixers: Iterable[str], adapt: Callable[[Any], None] | None = None) -> None:
    tool = RefactoringTool([f"fissix.fixes.fix_{name}" for name in fixers])
    if adapt is not None:
        for fixer in (*tool.pre_order, *tool.post_order):
            adapt(fixer)
    tool.refactor_tree(tree, "")


def _without_tabs(source: str) -> str:
    """Return a program with the tabs of its indentation, which Python 2 takes for up to eight columns, as spaces."""
    inside: set[int] = set()
    for _, _, (first, _), (last, _), _ in tokenize.generate_tokens(io.StringIO(source).readline):
        inside.update(range(first, last))
    lines = source.split("\n")
    for index, line in enumerate(lines):
        if index not in inside:
            code = line.lstrip(" \t")
            lines[index] = line[: len(line) - len(code)].expandtabs(8) + code
    return "\n".join(lines)


# ---- syntax


def _with_python3_syntax(source: str) -> str:
    features = _future(source)
    grammars = [pygram.python_grammar, pygram.python_grammar_no_print_statement]
    if "print_function" in features:
        grammars.reverse()
    tree = problem = None
    for grammar in grammars:
        try:
            tree = _parse(source, grammar)
            break
        except (parse.ParseError, tokenize.TokenError, IndentationError) as error:
            problem = problem or error
    if tree is None:
        raise CannotConvertError(f"The file is neither Python 2 nor Python 3{_line(problem)}.") from problem
    used = {leaf.value for leaf in tree.leaves() if leaf.type == token.NAME}
    for node in list(tree.post_order()):
        if node.type == _SYMBOLS.print_stmt:
            _convert_print(node)
        elif node.type == token.NAME and node.value == "print" and grammar is pygram.python_grammar:
            if node.parent.type == _SYMBOLS.simple_stmt:
                node.replace(Call(Name("print"), [], prefix=node.prefix))
        elif node.type == _SYMBOLS.raise_stmt:
            _convert_raise(node)
        elif node.type == _SYMBOLS.except_clause:
            _convert_except(node, used)
        elif node.type == _SYMBOLS.funcdef:
            _convert_function(node, used)
        elif node.type == _SYMBOLS.lambdef:
            _convert_lambda(node, used)
        elif node.type == _SYMBOLS.comp_for and node.children[3].type == _SYMBOLS.testlist_safe:
            values = node.children[3]
            prefix, values.prefix = values.prefix, ""
            values.replace(parenthesize(values.clone()))
            node.children[3].prefix = prefix
        elif node.type == token.NUMBER:
            _convert_number(node)
        elif node.type == token.STRING:
            _convert_string(node, "unicode_literals" in features)
    _refactor(tree, _SYNTAX_FIXERS)
    return str(tree)


def _line(error: Exception | None) -> str:
    if isinstance(error, parse.ParseError):
        return f" (line {error.context[1][0]})"
    if isinstance(error, tokenize.TokenError):
        return f" (line {error.args[1][0]})"
    return f" (line {error.lineno})" if isinstance(error, IndentationError) else ""


def _parts(nodes: Iterable[_Tree]) -> list[_Tree]:
    return [node for node in nodes if node.type != token.COMMA]


def _inner(node: _Tree) -> _Tree | None:
    """Return what stands between the parentheses of an expression; None if there are none, or nothing in them."""
    if node.type == _SYMBOLS.atom and node.children[0].value == "(" and len(node.children) == 3:
        return node.children[1]
    return None


def _convert_print(node: _Tree) -> None:
    children = node.children[1:]
    file = None
    if children[0].type == token.RIGHTSHIFT:
        file = children[1]
        children = children[3:]
    comma = bool(children) and children[-1].type == token.COMMA
    values = _parts(children)
    if len(children) == 1 and file is None:
        inner = _inner(values[0])
        if inner is not None and inner.type not in (_SYMBOLS.testlist_gexp, _SYMBOLS.yield_expr) and str(inner).strip() != "yield":
            return  # print (x): the parentheses become those of the call
    keywords = []
    if len(values) > 1 and all(_breaks_off(value) for value in values[:-1]):
        keywords.append(("sep", Name("''")))
    if comma:
        keywords.append(("end", Name("''" if _breaks_off(values[-1]) else "' '")))
    if file is not None:
        keywords.append(("file", file))
    arguments = []
    for value in values:
        value.remove()
        arguments += [value, Comma()]
    for name, value in keywords:
        value.remove()
        value.prefix = ""
        arguments += [pytree.Node(_SYMBOLS.argument, [Name(name, prefix=" "), pytree.Leaf(token.EQUAL, "="), value]), Comma()]
    if arguments:
        arguments[0].prefix = ""
    node.replace(Call(Name("print"), arguments[:-1], prefix=node.prefix))


def _breaks_off(node: _Tree) -> bool:
    """Whether what is printed ends in a line end or a tab, behind which Python 2 prints no space."""
    if node.type == _SYMBOLS.term and node.children[1].value == "%":
        node = node.children[0]
    while (inner := _inner(node)) is not None:
        node = inner
    if node.type == _SYMBOLS.atom and node.children[-1].type == token.STRING:
        node = node.children[-1]
    if node.type != token.STRING:
        return False
    try:
        text = ast.literal_eval(node.value)
    except (SyntaxError, ValueError):
        return False
    return text[-1:].isspace() and text[-1:] not in (" ", b" ")


def _convert_raise(node: _Tree) -> None:
    values = _parts(node.children[1:])
    if not any(child.type == token.COMMA for child in node.children):
        return
    kind, value, trace = values[0], values[1], values[2] if len(values) > 2 else None
    same = str(value).strip().startswith(f"{str(kind).strip()}(")  # raise type(e), type(e)(message), trace
    for part in values:
        part.remove()
        part.prefix = ""
    kind = kind if _is_primary(kind) else parenthesize(kind)
    is_class = _is_class(kind)
    inner = _inner(value)
    if str(value) == "None":
        raised = Call(kind) if is_class else kind
    elif trace is not None and not is_class and (same or value.type == token.NAME or _is_path(value)):
        raised = value  # what sys.exc_info() gave is raised again
    elif str(value) == "()":
        raised = Call(kind)
    elif inner is None or any(child.type == _SYMBOLS.comp_for for child in inner.children):
        raised = Call(kind, [value])
    else:
        inner.remove()
        raised = Call(kind, [inner])
    if trace is not None:
        raised = pytree.Node(_SYMBOLS.power, [*Attr(raised, Name("with_traceback")), ArgList([trace])])
    raised.prefix = " "
    node.replace(pytree.Node(_SYMBOLS.raise_stmt, [Name("raise"), raised], prefix=node.prefix))


def _is_primary(node: _Tree) -> bool:
    return node.type in (token.NAME, _SYMBOLS.power, _SYMBOLS.atom)


def _is_path(node: _Tree) -> bool:
    """Whether an expression is an attribute or an element, such as ``info[1]``."""
    last = node.children[-1] if node.type == _SYMBOLS.power else node
    return bool(last.type == _SYMBOLS.trailer and last.children[0].value != "(")


def _is_class(node: _Tree) -> bool:
    """Whether an expression looks like the name of an exception class."""
    name = str(node).strip().rpartition(".")[2]
    return name.isidentifier() and (name[0].isupper() or name.lower().endswith(("error", "exception")))


def _convert_number(leaf: _Tree) -> None:
    digits = leaf.value.rstrip("lL")
    if _OCTAL.fullmatch(digits):
        digits = f"0o{digits.lstrip('0')}"
    leaf.value = digits


def _convert_string(leaf: _Tree, unicode_literals: bool) -> None:
    """Write a string literal so that Python 3 reads the same characters."""
    prefix = re.match(r"[a-zA-Z]*", leaf.value)[0]  # type: ignore[index]  # it matches always
    body = leaf.value[len(prefix) :]
    kinds = prefix.lower()
    if "b" in kinds:
        return
    is_unicode = "u" in kinds or unicode_literals
    if "r" not in kinds:
        if not is_unicode:
            body = re.sub(r"\\(.)", lambda match: "\\" * (match[1] in "uUN") + match[0], body, flags=re.DOTALL)
    elif is_unicode:
        prefix = re.sub("[uU]", "", prefix)
        # Python 2 reads \u0041 even in raw text.
        if any(len(match[1]) % 2 for match in re.finditer(r"(\\+)(?:u[\da-fA-F]{4}|U[\da-fA-F]{8})", body)):
            prefix = ""
            body = re.sub(r"(\\+)(u[\da-fA-F]{4}|U[\da-fA-F]{8}|['\"])?", _escaped, body)
    leaf.value = prefix + body


def _escaped(match: re.Match[str]) -> str:
    """Return backslashes of a raw text, and the escape or the quote behind them, as they stand in a text that is not raw."""
    slashes, rest = len(match[1]), match[2] or ""
    count = 2 * slashes
    if rest and slashes % 2:
        count += 1 if rest in "'\"" else -1
    return "\\" * count + rest


def _convert_except(node: _Tree, used: set[str]) -> None:
    if len(node.children) != 4 or node.children[2].type != token.COMMA:
        return
    comma, target = node.children[2:]
    comma.replace(Name("as", prefix=" "))
    if target.type == token.NAME:
        target.prefix = target.prefix or " "
        return
    name = _unused("error", used)
    values = f"{name}.args" if target.type == _SYMBOLS.atom else name
    _insert(node.next_sibling.next_sibling, f"{str(target).strip()} = {values}")
    target.replace(Name(name, prefix=" "))


def _convert_function(node: _Tree, used: set[str]) -> None:
    """``def f((a, b)):`` becomes ``def f(a_b):``, and the first statement ``(a, b) = a_b``."""
    parameters = node.children[2].children[1]
    statements = []
    for parameter in [parameters] if parameters.type == _SYMBOLS.tfpdef else list(parameters.children):
        if parameter.type == _SYMBOLS.tfpdef:
            places = dict(_places(parameter, ()))
            name = "_".join(places)
            if any(places.values()):
                name = _unused(name, used)
                statements.append(f"{str(parameter).strip()} = {name}")
            parameter.replace(Name(name, prefix=parameter.prefix))
    if statements:
        _insert(node.children[-1], "; ".join(statements))


def _insert(body: _Tree, statement: str) -> None:
    """Put a statement at the beginning of a body, behind the docstring."""
    new = Name(statement)
    if body.type != _SYMBOLS.suite:
        new.prefix = body.prefix
        body.insert_child(0, new)
        body.insert_child(1, pytree.Leaf(token.SEMI, ";"))
        return
    indentation, first = body.children[1], body.children[2]
    line = pytree.Node(_SYMBOLS.simple_stmt, [new, pytree.Leaf(token.NEWLINE, "\n")])
    if body.parent.type == _SYMBOLS.funcdef and _first(first).type == token.STRING:
        new.prefix = indentation.value
        body.insert_child(3, line)
    else:
        first.prefix = indentation.value + first.prefix
        body.insert_child(2, line)


def _unused(name: str, used: set[str]) -> str:
    while name in used:
        name += "_"
    return name


def _convert_lambda(node: _Tree, used: set[str]) -> None:
    """``lambda (k, v), n: v + n`` becomes ``lambda k_v, n: k_v[1] + n``."""
    parameters = node.children[1]
    for parameter in [parameters] if parameters.type == _SYMBOLS.vfpdef else list(parameters.children):
        if parameter.type != _SYMBOLS.vfpdef:
            continue
        places = dict(_places(parameter, ()))
        name = "_".join(places)
        if any(places.values()):
            name = _unused(name, used)
        for leaf in list(node.children[-1].leaves()):
            path = places.get(leaf.value) if leaf.type == token.NAME and _is_reference(leaf) else None
            if path:
                if _is_rebound(leaf, node):
                    raise CannotConvertError(f"A parameter of a lambda in parentheses is bound again in it (line {leaf.get_lineno()}).")
                new = pytree.Node(_SYMBOLS.power, [Name(name), *(Subscript(Number(str(index))) for index in path)])
                new.prefix = leaf.prefix
                leaf.replace(new)
        parameter.replace(Name(name, prefix=parameter.prefix or (" " if parameter is parameters else "")))


def _places(parameter: _Tree, path: tuple[int, ...]) -> Iterable[tuple[str, tuple[int, ...]]]:
    """Yield the names of a parameter in parentheses and the indices that lead to them."""
    if parameter.type == token.NAME:
        yield parameter.value, path
    elif parameter.type in (_SYMBOLS.tfpdef, _SYMBOLS.vfpdef):
        yield from _places(parameter.children[1], path)
    else:
        for index, part in enumerate(_parts(parameter.children)):
            yield from _places(part, (*path, index))


def _is_reference(leaf: _Tree) -> bool:
    """Whether a name is used: no attribute, no keyword of an argument, not defined or assigned to here."""
    parent = leaf.parent
    if parent.type == _SYMBOLS.trailer and parent.children[0].type == token.DOT:
        return False
    if parent.type in (_SYMBOLS.funcdef, _SYMBOLS.classdef) and parent.children[1] is leaf:
        return False
    if parent.type == _SYMBOLS.expr_stmt and parent.children[-1] is not leaf:
        return False
    return not (parent.type == _SYMBOLS.argument and parent.children[0] is leaf and parent.children[1].type == token.EQUAL)


def _is_rebound(leaf: _Tree, outer: _Tree) -> bool:
    """Whether a lambda or a comprehension between a name and the lambda around binds the name."""
    node = leaf.parent
    while node is not outer:
        targets = [node.children[1]] if node.type == _SYMBOLS.lambdef else []
        targets += [part.children[1] for part in node.pre_order() if part.type == _SYMBOLS.comp_for]
        if any(other.value == leaf.value for target in targets for other in target.leaves()):
            return True
        node = node.parent
    return False


# ---- library


class _Names(ast.NodeVisitor):
    """The names that a program binds, so that they do not stand for the built-in ones."""

    def __init__(self, module: ast.Module) -> None:
        self.methods: set[str] = set()
        self._module: set[str] = set()
        self._functions: list[tuple[int, int, set[str]]] = []
        self._scope = self._module
        self.visit(module)

    def hides(self, name: str, line: int) -> bool:
        """Whether a name stands for something of the program on a line."""
        return name in self._module or any(first <= line <= last and name in names for first, last, names in self._functions)

    def forget(self, name: str) -> None:
        """Take a name for the built-in one from now on."""
        for names in (self._module, *(names for _, _, names in self._functions)):
            names.discard(name)

    def _enter(self, node: ast.AST, names: set[str]) -> None:
        outer, self._scope = self._scope, names
        self.generic_visit(node)
        self._scope = outer

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._scope.add(node.name)
        self._enter_function(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._enter_function(node)

    def _enter_function(self, node: ast.FunctionDef | ast.Lambda) -> None:
        names: set[str] = set()
        self._functions.append((node.lineno, node.end_lineno or node.lineno, names))
        self._enter(node, names)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._scope.add(node.name)
        # Only a.name reaches the names of a class body.
        self._enter(node, set())
        self.methods.update(part.name for part in node.body if isinstance(part, ast.FunctionDef))

    def visit_Name(self, node: ast.Name) -> None:
        if not isinstance(node.ctx, ast.Load):
            self._scope.add(node.id)

    def visit_arg(self, node: ast.arg) -> None:
        self._scope.add(node.arg)

    def visit_alias(self, node: ast.alias) -> None:
        self._scope.add(node.asname or node.name.partition(".")[0])

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self._scope.add(node.name or "")
        self.generic_visit(node)

    def visit_Global(self, node: ast.Global) -> None:
        self._module.update(node.names)


def _with_python3_library(text: str, module: ast.Module, has_syntax: bool) -> str:
    names = _Names(module)
    tree = _parse(text, pygram.python_grammar_no_print_and_exec_statement)
    if "division" not in _future(text):
        for leaf in tree.leaves():
            if leaf.type == token.NAME and leaf.value in ("range", "xrange") and not names.hides(leaf.value, leaf.get_lineno()):
                _convert_divisions(leaf.next_sibling)
    names.forget("itertools")
    for leaf in tree.leaves():
        if leaf.value in _ITERTOOLS and _imported_from(leaf) == "itertools" and not _is_tried(leaf):
            names.forget(leaf.value)
    wanted = [*_NAME_FIXERS, *_LIBRARY_FIXERS]
    if not has_syntax and "raw_input" not in text:
        wanted.remove("input")
    if not names.methods & _DICT_METHODS:
        wanted.append("dict")
    if "has_key" not in names.methods:
        wanted.append("has_key")

    def adapt(fixer: Any) -> None:
        match, name = fixer.match, type(fixer).__module__.rpartition("fix_")[2]
        if name in _NAME_FIXERS:
            fixer.match = lambda node: not names.hides(_first(node).value, node.get_lineno()) and match(node)
        elif name == "itertools_imports":
            fixer.match = lambda node: not _is_tried(node) and match(node)

    _refactor(tree, wanted, adapt)
    if not _own_next(module):
        _convert_next(tree)
    _convert_urllib(tree)
    modules = {**_MODULES, **dict.fromkeys(_TEXT_FILES, "io")}
    kind = "BytesIO" if _BYTES.search(text) else "StringIO"
    for leaf in list(tree.leaves()):
        if leaf.type == token.NAME and leaf.value in _BUILTINS and _is_reference(leaf) and not names.hides(leaf.value, leaf.get_lineno()):
            if leaf.value != "file" or str(leaf.next_sibling).startswith("("):
                leaf.value = _BUILTINS[leaf.value]
        elif leaf.type == token.NAME and leaf.value in modules:
            _convert_import(leaf, modules[leaf.value], kind)
        elif leaf.type == token.NAME and leaf.value == "__nonzero__":
            leaf.value = "__bool__"
    _refactor(tree, ["isinstance"])
    return str(tree)


def _convert_divisions(node: _Tree | None) -> None:
    """Write the divisions in what ``range`` counts with ``//``: a fraction would be an error in Python 2 as well."""
    if node is None:
        return
    if node.type == _SYMBOLS.term:
        for child in node.children:
            if child.type == token.SLASH:
                child.replace(pytree.Leaf(token.DOUBLESLASH, "//", prefix=child.prefix))
    if node.type in (_SYMBOLS.trailer, _SYMBOLS.arglist, _SYMBOLS.term, _SYMBOLS.arith_expr, _SYMBOLS.factor) or _inner(node) is not None:
        for child in node.children:
            _convert_divisions(child)


def _first(node: _Tree) -> _Tree:
    return next(iter(node.leaves()))


def _imported_from(leaf: _Tree) -> str:
    """Return the module that an import statement around a name imports from; empty if there is none."""
    node = leaf.parent
    while node is not None and node.type in (_SYMBOLS.import_as_name, _SYMBOLS.import_as_names):
        node = node.parent
    return str(node.children[1]).strip() if node is not None and node.type == _SYMBOLS.import_from else ""


def _is_tried(node: _Tree) -> bool:
    """Whether a node stands in a ``try`` statement, which says what to do where an import fails."""
    while node is not None:
        if node.type == _SYMBOLS.try_stmt:
            return True
        node = node.parent
    return False


def _convert_import(leaf: _Tree, new: str, kind: str) -> None:
    """Import a module under its new name; the program goes on to use the old one.

    Args:
        leaf: The name of the module, or any other name that is the same.
        new: The name of the module in Python 3.
        kind: What stands for StringIO, of ``io``.
    """
    parent, old = leaf.parent, leaf.value
    if parent.type in (_SYMBOLS.import_name, _SYMBOLS.dotted_as_names):
        if not _is_tried(leaf):
            leaf.value = f"{new} as {old}"
            if old in _TEXT_FILES:
                _rename_files(leaf, old, kind)
    elif parent.type == _SYMBOLS.dotted_as_name and parent.children[0] is leaf:
        if not _is_tried(leaf):
            leaf.value = new
            if old in _TEXT_FILES:
                _rename_files(leaf, parent.children[2].value, kind)
    elif parent.type == _SYMBOLS.import_from and parent.children[1] is leaf and not _is_tried(leaf):
        leaf.value = new
        if old in _TEXT_FILES and kind != "StringIO":
            for name in parent.children[3:]:
                for part in [name] if name.type == token.NAME else list(name.leaves()):
                    if part.value == "StringIO" and part.parent.type != _SYMBOLS.import_as_name:
                        part.value = f"{kind} as StringIO"
                    elif part.value == "StringIO" and part.parent.children[0] is part:
                        part.value = kind


def _rename_files(leaf: _Tree, bound: str, kind: str) -> None:
    """Write what ``io`` has for StringIO wherever a module is asked for it."""
    root = leaf
    while root.parent is not None:
        root = root.parent
    for other in list(root.leaves()):
        trailer = other.next_sibling
        if other.value == bound and trailer is not None and str(trailer) == ".StringIO":
            trailer.children[1].value = kind


def _convert_urllib(tree: _Tree) -> None:
    """Send the functions of ``urllib`` to its submodules, where ``import urllib`` brings it."""
    imports = [
        leaf
        for leaf in tree.leaves()
        if leaf.value == "urllib" and leaf.parent.type in (_SYMBOLS.import_name, _SYMBOLS.dotted_as_names) and not _is_tried(leaf)
    ]
    for leaf in tree.leaves():
        if leaf.value == "urllib" and leaf.parent.type == _SYMBOLS.import_from and leaf.parent.children[1] is leaf and not _is_tried(leaf):
            homes = {_URLLIB.get(part.value) for part in leaf.parent.children[3].leaves() if part.type == token.NAME}
            if len(homes) == 1 and None not in homes:
                leaf.value = f"urllib.{homes.pop()}"
    needed: set[str] = set()
    for leaf in list(tree.leaves()) if imports else []:
        trailer = leaf.next_sibling
        if leaf.value == "urllib" and trailer is not None and trailer.type == _SYMBOLS.trailer and trailer.children[0].value == ".":
            home = _URLLIB.get(trailer.children[1].value)
            if home is not None:
                needed.add(home)
                trailer.children[1].value = f"{home}.{trailer.children[1].value}"
    if needed:
        for leaf in imports:
            leaf.value = ", ".join(f"urllib.{home}" for home in sorted(needed))


def _own_next(module: ast.Module) -> bool:
    """Whether the program has a class whose method ``next`` is not that of an iterator."""
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef):
            methods = {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
            if "next" in methods and "__iter__" not in methods:
                return True
    return False


def _convert_next(tree: _Tree) -> None:
    """``a.next()`` becomes ``next(a)``, and the method ``next`` of iterators ``__next__``."""
    for leaf in [leaf for leaf in tree.leaves() if leaf.type == token.NAME and leaf.value == "next"]:
        trailer = leaf.parent
        if trailer.type == _SYMBOLS.funcdef and _is_method(trailer):
            leaf.value = "__next__"
        elif trailer.type == _SYMBOLS.trailer and str(trailer.next_sibling) == "()" and trailer.parent.type == _SYMBOLS.power:
            power = trailer.parent
            index = power.children.index(trailer)
            head, tail = power.children[:index], power.children[index + 2 :]
            for part in (*head, *tail):
                part.remove()
            inner = head[0] if len(head) == 1 else pytree.Node(_SYMBOLS.power, head)
            prefix, inner.prefix = inner.prefix, ""
            power.replace(pytree.Node(_SYMBOLS.power, [Name("next", prefix=prefix), ArgList([inner]), *tail]))


def _is_method(function: _Tree) -> bool:
    node = function.parent
    while node.type in (_SYMBOLS.suite, _SYMBOLS.decorated):
        node = node.parent
    return bool(node.type == _SYMBOLS.classdef)


def _with_imports(text: str) -> str:
    """Import what was built in, and is in a module now."""
    module = python2.parse(text)
    names = _Names(module)
    used = {node.id for node in ast.walk(module) if isinstance(node, ast.Name) and not names.hides(node.id, node.lineno)}
    missing = [f"from {_MOVED[name]} import {name}\n" for name in sorted(used & _MOVED.keys())]
    if not missing:
        return text
    previous = 0
    for statement in module.body:
        first: int = min([statement.lineno, *(one.lineno for one in getattr(statement, "decorator_list", ()))])
        is_text = previous == 0 and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        is_future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
        if first > previous and not is_text and not is_future:
            lines = text.split("\n")
            return "\n".join(lines[: first - 1]) + "\n" * (first > 1) + "".join(missing) + "\n".join(lines[first - 1 :])
        previous = statement.end_lineno or statement.lineno
    raise CannotConvertError("There is no line above which an import can stand.")
