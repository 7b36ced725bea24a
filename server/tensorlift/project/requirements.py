"""Where project files say which packages to install: requirements files, setup.py, setup.cfg, pyproject.toml, conda environments, Dockerfiles.

Everything is read by place, so that an edit touches the requirement alone. What cannot be read is left out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tree_sitter import Node

from tensorlift.project.kinds import Kind, kind_of
from tensorlift.project.packages import FLAVOURS, normal
from tensorlift.source.document import Document

_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_ONE = r"(?:===|==|~=|!=|<=|>=|<|>)\s*[A-Za-z0-9.*+!_-]+"
_REQUIREMENT = re.compile(
    rf"(?P<name>{_NAME})(?P<extras>\s*\[[^\]]*\])?(?P<space>[ \t]*)(?P<open>\(\s*)?(?P<versions>{_ONE}(?:[ \t]*,[ \t]*{_ONE})*)?(?P<close>\s*\))?"
)
_MARKER = re.compile(r"\s*;\s*(?P<marker>[^#\r\n]*[^#\s])")
_INCLUDE = re.compile(r"(?:^|\s)(?:-r|--requirement)[= \t]*(?P<file>[^\s\"',;&|\\]+)", re.MULTILINE)


@dataclass(slots=True)
class Requirement:
    """One package that a file asks for. All places are byte offsets.

    Attributes:
        name: The package, in its normal form.
        versions: The versions that it allows, as in a requirements file; empty for any.
        start: Where the name begins.
        end: The end of the name, its extras and versions.
        written: What replaces them, with ``{name}`` and ``{versions}`` for the new ones.
        pinned: Whether it names one version.
        marker: Its environment marker.
        extras: Its extras.
        add_at: Where another requirement can be added behind it; None where it cannot.
        added: What is written there, with ``{name}`` and ``{versions}``.
        removal: The place to cut out to remove it; None where that is not known.
        problem: Why it is not changed automatically; the end of a sentence.
        quote: What has to be put around versions with ``<`` and ``>``, since a shell reads them.
        conda: Whether conda installs it, not pip.
        keyed: Whether its name is the key of a table, as Poetry writes it.
    """

    name: str
    versions: str
    start: int
    end: int
    written: str = "{name}{versions}"
    pinned: bool = False
    marker: str = ""
    extras: str = ""
    add_at: int | None = None
    added: str = ""
    removal: tuple[int, int] | None = None
    problem: str = ""
    quote: str = ""
    conda: bool = False
    keyed: bool = False


@dataclass(frozen=True, slots=True)
class PythonVersion:
    """The Python that a file asks for.

    Attributes:
        versions: The versions that it allows.
        start: Where they begin.
        end: The end of them.
        written: What replaces them, with ``{versions}`` for a range and ``{version}`` for one version.
        strict: Whether all of these versions must be ones that TensorFlow runs on, as Poetry wants it.
    """

    versions: str
    start: int
    end: int
    written: str = "{versions}"
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Image:
    """The TensorFlow image that a Dockerfile begins with; ``start`` and ``end`` are those of its tag."""

    tag: str
    start: int
    end: int


@dataclass(slots=True)
class ProjectFile:
    """What a project file asks for.

    Attributes:
        path: The file.
        kind: How it is written.
        text: Its bytes, each as one character.
        requirements: The packages, in the order of the text.
        pythons: The versions of Python.
        images: The TensorFlow images.
        includes: The requirements files that it includes.
        included: The packages that these ask for.
        pip: Where a line can be added to the pip section of a conda environment, and its indentation; None if there is no such section.
    """

    path: str
    kind: Kind
    text: str = ""
    requirements: list[Requirement] = field(default_factory=list)
    pythons: list[PythonVersion] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    includes: list[str] = field(default_factory=list)
    included: frozenset[str] = frozenset()
    pip: tuple[int, str] | None = None

    @property
    def names(self) -> frozenset[str]:
        """The packages that it and the files that it includes ask for."""
        return self.included.union(requirement.name for requirement in self.requirements)

    @property
    def asks_for_tensorflow(self) -> bool:
        """Whether TensorFlow is to be installed."""
        return bool(self.images) or not FLAVOURS.isdisjoint(self.names)

    @property
    def is_constraints(self) -> bool:
        """Whether it only says which versions to take of what others ask for."""
        return self.kind is Kind.PIP and "constraint" in os.path.basename(self.path).lower()


def read(document: Document) -> ProjectFile:
    """Read a project file.

    Args:
        document: Its text; the path says how it is written.

    Raises:
        ValueError: It is no project file.
    """
    kind = kind_of(document.path)
    if kind is None or document.path is None:
        raise ValueError(f"{document.path} is no project file")
    # One character for each byte: every offset is a byte offset.
    text = document.data.decode("latin-1")
    file = ProjectFile(document.path, kind, text)
    if kind is Kind.SETUP:
        _read_setup(document, file)
    else:
        {Kind.PIP: _read_pip, Kind.CFG: _read_cfg, Kind.TOML: _read_toml, Kind.CONDA: _read_conda, Kind.DOCKER: _read_docker}[kind](
            text, file
        )
    file.included = frozenset(_included(file))
    file.requirements.sort(key=lambda requirement: requirement.start)
    return file


def _included(file: ProjectFile) -> Iterator[str]:
    """Yield the packages of the requirements files that a file includes, as far as they can be read."""
    pending = [(file.path, name) for name in file.includes]
    seen: set[str] = set()
    while pending:
        path, name = pending.pop()
        path = os.path.normpath(os.path.join(os.path.dirname(path), name))
        if file.kind is Kind.DOCKER and not os.path.isfile(path):
            path = os.path.join(os.path.dirname(file.path), os.path.basename(name))  # it is copied into the image
        if path in seen or kind_of(path) is not Kind.PIP:
            continue
        seen.add(path)
        try:
            with open(path, encoding="latin-1") as stream:
                text = stream.read()
        except OSError:
            continue
        other = ProjectFile(path, Kind.PIP)
        _read_pip(text, other)
        yield from (requirement.name for requirement in other.requirements)
        pending += [(path, include) for include in other.includes]


def _requirement(text: str, start: int, end: int) -> Requirement | None:
    """Read a requirement that begins at an offset; None where something else stands there, such as a URL."""
    match = _REQUIREMENT.match(text, start, end)
    if match is None or bool(match["open"]) != bool(match["close"]) or (match["open"] and not match["versions"]):
        return None
    stop = match.end() if match["versions"] else match.end("extras") if match["extras"] else match.end("name")
    marker = _MARKER.match(text, stop, end)
    rest = text[marker.end() if marker else stop : end].lstrip()
    if rest and not rest.startswith(("#", "--")):
        return None
    versions = re.sub(r"\s", "", match["versions"] or "")
    extras = re.sub(r"\s", "", match["extras"] or "")
    space = match["space"] if match["versions"] else ""
    written = "{name}" + space + (f"{match['open']}{{versions}}{match['close']}" if match["open"] else "{versions}")
    return Requirement(
        normal(match["name"]),
        versions,
        start,
        stop,
        written,
        versions.startswith("==") and "," not in versions,
        re.sub(r"\\\r?\n", " ", marker["marker"]).strip() if marker else "",
        extras,
    )


# --- requirements files


def _read_pip(text: str, file: ProjectFile) -> None:
    for match in re.finditer(r"(?:[^\\\r\n]|\\(?:\r\n|[\s\S])?)*(?:\r\n|\n|\r|\Z)", text):
        line, start = match[0], match.start()
        if not line:
            continue
        body = line.rstrip("\r\n")
        begin = start + len(line) - len(line.lstrip(" \t"))
        stripped = body.strip()
        if not stripped or stripped.startswith("#"):
            continue
        if stripped.startswith("-"):
            file.includes += [include["file"] for include in _INCLUDE.finditer(re.sub(r"(?:^|\s)#.*", "", body))]
            continue
        content = re.sub(r"(^|\s)#.*", lambda comment: comment[1], body.replace("\\\n", "  ").replace("\\\r\n", "   "))
        found = _requirement(text[:start] + content, begin, start + len(content.rstrip()))
        if found is None:
            continue
        if "--hash" in content:
            found.problem = "its hashes would not fit any more: make them anew, for instance with pip-compile"
        else:
            _add_line(text, found, start, match.end(), text[start:begin] + "{name}{versions}")
        found.removal = (start, match.end())
        file.requirements.append(found)


def _add_line(text: str, found: Requirement, start: int, end: int, line: str) -> None:
    """Let another line be added behind the one from ``start`` to ``end``."""
    last = text[start:end]
    line_end = "\r\n" if last.endswith("\r\n") else last[-1] if last[-1:] in ("\r", "\n") else ""
    found.add_at = end
    if line_end:
        found.added = line + line_end
    else:
        found.added = ("\r\n" if "\r\n" in text else "\n") + line


# --- setup.py

_LISTS = ("list", "tuple", "set")
_ALONE = ("argument_list", "assignment", "conditional_expression", "expression_list", "keyword_argument", "pair")
_NO_REQUIREMENTS = re.compile(r"keywords|classifiers|packages|py_modules|authors?|platforms", re.IGNORECASE)
_REQUIRES = re.compile(r".*(?:requir|depend|install|extras).*", re.IGNORECASE)


def _read_setup(document: Document, file: ProjectFile) -> None:
    text = document.data.decode("latin-1")
    for chunk, shift in zip(document.chunks, document.chunk_starts):
        for node in _strings(chunk.root):
            _read_string(text, node, shift, file)


def _strings(root: Node) -> Iterator[Node]:
    pending = [root]
    while pending:
        node = pending.pop()
        if node.type == "string":
            yield node
        else:
            pending.extend(reversed(node.children))


def _read_string(text: str, node: Node, shift: int, file: ProjectFile) -> None:
    """Read a string of setup.py: a requirement in a list or by its versions, one on each line, or a range of Python."""
    parts = [child for child in node.children if child.type == "string_content"]
    opening = node.children[0]
    if len(parts) != 1 or parts[0].children or b"f" in (opening.text or b"").lower() or node.parent is None:
        return
    start, end = shift + parts[0].start_byte, shift + parts[0].end_byte
    parent = node.parent
    name = _assigned_to(node)
    if parent.type == "keyword_argument" and name == "python_requires":
        file.pythons.append(PythonVersion(text[start:end].strip(), start, end))
        return
    if _NO_REQUIREMENTS.fullmatch(name):
        return
    quote = (opening.text or b"").decode("latin-1").lstrip("rRuUbB")
    if len(quote) == 3:
        if _REQUIRES.fullmatch(name):
            _read_pip_lines(text, start, end, file)
        return
    found = _requirement(text, start + len(text[start:end]) - len(text[start:end].lstrip()), end)
    in_list = parent.type in _LISTS
    if found is None or not (in_list or (found.versions and parent.type in _ALONE)):
        return
    if in_list:
        begin, stop = shift + node.start_byte, shift + node.end_byte
        _add_element(text, found, begin, stop, quote)
    file.requirements.append(found)


def _assigned_to(node: Node) -> str:
    """Return the name of the variable or argument that a value belongs to; empty if there is none."""
    current: Node | None = node
    while current is not None and current.type not in ("assignment", "keyword_argument", "argument_list", "module"):
        current = current.parent
    if current is None:
        return ""
    target = current.child_by_field_name("left" if current.type == "assignment" else "name")
    return (target.text or b"").decode("latin-1") if target is not None else ""


def _read_pip_lines(text: str, start: int, end: int, file: ProjectFile) -> None:
    for match in re.finditer(r"[^\r\n]+", text[start:end]):
        line = match[0]
        begin = start + match.start() + len(line) - len(line.lstrip())
        found = _requirement(text, begin, start + match.start() + len(line.rstrip()))
        if found is not None:
            file.requirements.append(found)


def _add_element(text: str, found: Requirement, begin: int, end: int, quote: str) -> None:
    """Let an element be added behind a string in a list, and the string be removed."""
    line = max(text.rfind("\n", 0, begin), text.rfind("\r", 0, begin)) + 1
    indent = text[line:begin]
    element = f"{quote}{{name}}{{versions}}{quote}"
    rest = re.compile(r"(?P<comma>\s*,)?(?P<space>[ \t]*)(?P<comment>#[^\r\n]*)?(?P<line>\r\n|\n|\r)?").match(text, end)
    assert rest is not None
    if indent.strip() or not rest["line"]:
        found.add_at, found.added = end, f", {element}"
    else:
        # On lines of its own; a comment stays beside its requirement.
        found.add_at, found.added = rest.end() if rest["comma"] else line, f"{indent}{element},{rest['line']}"
    if rest["comma"]:
        alone = not indent.strip() and rest["line"] and not rest["comment"]
        found.removal = (line, rest.end()) if alone else (begin, rest.end("space"))


# --- setup.cfg

_CFG_KEY = re.compile(r"(?P<key>[A-Za-z0-9_.-]+)[ \t]*[=:][ \t]*(?P<value>.*)")


def _read_cfg(text: str, file: ProjectFile) -> None:
    section = key = ""
    for match in re.finditer(r"[^\r\n]*(?:\r\n|\n|\r|\Z)", text):
        line, start = match[0], match.start()
        body = line.rstrip("\r\n")
        if not body.strip() or body.lstrip().startswith(("#", ";")):
            continue
        if body.startswith("["):
            section, key = body.strip().strip("[]").strip(), ""
            continue
        found = _CFG_KEY.match(body) if not body[0].isspace() else None
        if found is not None:
            key, begin = found["key"], start + found.start("value")
        else:
            begin = start + len(body) - len(body.lstrip())
        stop = start + len(body.rstrip())
        if section == "options" and key == "python_requires" and begin < stop:
            file.pythons.append(PythonVersion(text[begin:stop], begin, stop))
        lists = (
            key in ("install_requires", "tests_require", "setup_requires") if section == "options" else section == "options.extras_require"
        )
        requirement = _requirement(text, begin, stop) if lists and begin < stop else None
        if requirement is not None:
            if found is None:
                _add_line(text, requirement, start, match.end(), text[start:begin] + "{name}{versions}")
                requirement.removal = (start, match.end())
            file.requirements.append(requirement)


# --- pyproject.toml, Pipfile

_TOML_TOKEN = re.compile(
    r"(?P<comment>#[^\r\n]*)|(?P<long>\"\"\"[\s\S]*?\"\"\"|'''[\s\S]*?''')|(?P<string>\"(?:[^\"\\\r\n]|\\.)*\"|'[^'\r\n]*')"
    r"|(?P<open>[\[{])|(?P<close>[\]}])|(?P<line>\r\n|\n|\r)|(?P<sign>[=,])|(?P<bare>[A-Za-z0-9_.+:-]+)|\s|."
)
_PEP621 = re.compile(
    r"project\.optional-dependencies\.[^.]+|project\.dependencies|dependency-groups\.[^.]+"
    r"|tool\.(?:uv|pdm)\.dev-dependencies(?:\.[^.]+)?|tool\.hatch\.envs\.[^.]+\.(?:extra-)?dependencies"
)
_POETRY = re.compile(
    r"tool\.poetry\.(?:group\.[^.]+\.)?(?:dev-)?dependencies\.(?P<name>[^.]+)(?:\.version)?|(?:dev-)?packages\.(?P<pipenv>[^.]+)(?:\.version)?"
)


def _read_toml(text: str, file: ProjectFile) -> None:
    for path, start, end, depth in _toml_strings(text):
        value = text[start:end]
        quote = text[start - 1]
        if path == "project.requires-python":
            file.pythons.append(PythonVersion(value, start, end))
        elif path == "requires.python_version":
            file.pythons.append(PythonVersion(f"=={value}.*", start, end, "{version}"))
        elif depth and _PEP621.fullmatch(path):
            found = _requirement(text, start, end)
            if found is not None:
                _add_element(text, found, start - 1, end + 1, quote)
                file.requirements.append(found)
        elif not depth and (match := _POETRY.fullmatch(path)):
            name = (match["name"] or match["pipenv"]).strip("\"'")
            versions = poetry_range(value) if match["name"] else value.replace("*", "") if value == "*" else value
            if versions is None:
                continue
            if name == "python":
                file.pythons.append(PythonVersion(versions, start, end, strict=True))
                continue
            file.requirements.append(_poetry(text, normal(name), versions, start, end))


def _poetry(text: str, name: str, versions: str, start: int, end: int) -> Requirement:
    """Return the requirement whose versions are a string of TOML, alone or in a table."""
    value, quote = text[start:end], text[start - 1]
    bare = re.fullmatch(r"\d[\w.]*", value) is not None
    found = Requirement(name, versions.replace(" ", ""), start, end, "{version}" if bare else "{versions}", keyed=True)
    found.pinned = bare or value.startswith("==")
    line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    key = re.compile(r"([\w.-]+)([ \t]*=[ \t]*)[\"']").fullmatch(text, line, start)
    stop = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)").match(text, start)
    if key is not None and stop is not None:
        found.start, found.end = line, end + 1
        found.written = f"{{name}}{key[2]}{quote}{found.written}{quote}"
        _add_line(text, found, line, stop.end(), f"{{name}} = {quote}{{versions}}{quote}")
        found.removal = (line, stop.end())
    return found


def _toml_strings(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Yield the strings of a TOML file: the dotted key, the place without the quotes, and how deep it is in lists."""
    table: list[str] = []
    key: list[str] = []
    inline: list[list[str]] = []
    brackets: list[str] = []
    at_value = False
    header = False
    for token in _TOML_TOKEN.finditer(text):
        kind, value = token.lastgroup, token[0]
        if kind == "line" and not brackets:
            key, at_value, header = [], False, False
        elif header:
            if kind in ("bare", "string"):
                table += value.strip("\"'").split(".") if kind == "bare" else [value.strip("\"'")]
                table = [part for part in table if part]
        elif kind == "open" and value == "[" and not at_value:
            header, table = True, []
        elif kind == "open":
            brackets.append(value)
            if value == "{":
                inline.append(key)
                at_value, key = False, []
        elif kind == "close" and brackets:
            if brackets.pop() == "{":
                key = inline.pop()
                at_value = True
        elif kind == "sign" and value == "=":
            at_value = True
        elif kind == "sign" and brackets and brackets[-1] == "{":
            key, at_value = [], False
        elif kind in ("bare", "string") and not at_value:
            key = [*key, *(value.split(".") if kind == "bare" else [value[1:-1].replace(".", "-")])]
            key = [part for part in key if part]
        elif kind == "string":
            path = ".".join([*table, *(part for keys in inline for part in keys), *key])
            yield path, token.start() + 1, token.end() - 1, brackets.count("[")


def poetry_range(text: str) -> str | None:
    """Return what a version of Poetry means in the words of pip; None if it is not understood."""
    parts = []
    for part in text.split(","):
        part = part.strip()
        match = re.fullmatch(r"(\^|~)?\s*(\d+(?:\.\d+)*)", part)
        if part == "*":
            continue
        if match is None:
            if not re.fullmatch(_ONE, part):
                return None
            parts.append(re.sub(r"\s", "", part))
            continue
        numbers = [int(number) for number in match[2].split(".")]
        if match[1] is None:
            parts.append(f"=={match[2]}")
            continue
        if match[1] == "~":
            last = min(1, len(numbers) - 1)
        else:
            last = next((index for index, number in enumerate(numbers) if number), len(numbers) - 1)
        upper = [*numbers[:last], numbers[last] + 1]
        parts += [f">={match[2]}", f"<{'.'.join(map(str, upper))}"]
    return ",".join(parts)


# --- conda environments

_CONDA_ITEM = re.compile(r"(?P<indent>[ \t]*)-[ \t]+(?P<quote>[\"']?)(?P<item>[^\"'#\r\n]*?)(?P=quote)[ \t]*(?:#.*)?")
_CONDA = re.compile(rf"(?:[\w./-]+::)?(?P<name>{_NAME})[ \t]*(?P<versions>(?:[=<>!~]=?=?[ \t]*[0-9][\w.*+!,<>=|-]*)?)")


def _read_conda(text: str, file: ProjectFile) -> None:
    inside = False
    pip: int | None = None
    for match in re.finditer(r"[^\r\n]*(?:\r\n|\n|\r|\Z)", text):
        line, start = match[0], match.start()
        body = line.rstrip("\r\n")
        if not body.strip() or body.lstrip().startswith("#"):
            continue
        if not body[0].isspace() and not body.startswith("-"):
            inside, pip = body.startswith("dependencies:"), None
            continue
        item = _CONDA_ITEM.fullmatch(body) if inside else None
        if item is None:
            continue
        indent = len(item["indent"])
        if pip is not None and indent <= pip:
            pip = None
        begin, stop = start + item.start("item"), start + item.end("item")
        if item["item"].rstrip(" \t") in ("pip:",):
            pip = indent
            continue
        if pip is not None:
            if item["item"].startswith("-"):
                file.includes += [include["file"] for include in _INCLUDE.finditer(item["item"])]
                continue
            found = _requirement(text, begin, stop)
            if found is not None:
                _add_line(text, found, start, match.end(), text[start:begin] + "{name}{versions}" + item["quote"])
                found.removal = (start, match.end())
                file.requirements.append(found)
            if line.endswith(("\r", "\n")):
                file.pip = match.end(), item["indent"]
            continue
        conda = _CONDA.fullmatch(item["item"])
        if conda is None:
            continue
        name, written = normal(conda["name"]), conda["versions"].replace(" ", "")
        versions = _conda_range(written)
        if name == "python":
            place = start + item.start("item") + conda.start("versions"), start + item.start("item") + conda.end("versions")
            if versions:
                file.pythons.append(PythonVersion(versions, *place, "={version}" if written.startswith("=") else "{versions}"))
            continue
        begin += conda.start("name")
        found = Requirement(name, versions, begin, stop - len(item["item"]) + len(item["item"].rstrip()), conda=True)
        found.pinned = written.startswith("=")
        found.removal = (start, match.end())
        file.requirements.append(found)


def _conda_range(text: str) -> str:
    """Return what a version of conda means in the words of pip; what is not understood allows any."""
    if "|" in text:
        return ""
    match = re.fullmatch(r"(==?)([0-9][\w.]*?)(\.?\*)?(=[\w.*]+)?", text)
    if match is not None:
        # One sign means any version that begins so.
        return f"=={match[2]}" if match[1] == "==" and not match[3] else f"=={match[2]}.*"
    return text if re.fullmatch(rf"{_ONE}(?:,{_ONE})*", text) else ""


# --- Dockerfiles

_FROM = re.compile(r"^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)?(?P<image>[^\s:@]+)(?::(?P<tag>[^\s@]+))?", re.IGNORECASE | re.MULTILINE)
_PIP_INSTALL = re.compile(r"\bpip(?:[0-9.]*)(?:\"?\s*,\s*\"|[ \t]+)install\b|\bconda(?:\"?\s*,\s*\"|[ \t]+)install\b")
_LINE = re.compile(r"(?<!\\)(?:\r\n|\n|\r)")
_COMMAND_END = re.compile(r"&&|\|\||;|\||(?<!\\)(?:\r\n|\n|\r)")
_WORD = re.compile(r"(?P<quote>[\"']?)(?P<word>[^\s\"'\\,()]+(?:,[^\s\"'\\,()]+)*)(?P=quote)")


def _read_docker(text: str, file: ProjectFile) -> None:
    for match in _FROM.finditer(text):
        image, tag = match["image"].lower(), match["tag"]
        if tag is None:
            continue
        place = match.start("tag"), match.end("tag")
        if re.fullmatch(r"(?:docker\.io/|gcr\.io/)?tensorflow/tensorflow", image):
            file.images.append(Image(tag, *place))
        version = re.match(r"(\d+(?:\.\d+)*)(-.*)?$", tag)
        if re.fullmatch(r"(?:docker\.io/)?(?:library/)?python", image) and version is not None and "." in version[1]:
            suffix = "-slim" if "-slim" in tag else "-alpine" if "-alpine" in tag else ""
            file.pythons.append(PythonVersion(f"=={'.'.join(version[1].split('.')[:2])}.*", *place, f"{{version}}{suffix}"))
    comments = re.compile(r"^[ \t]*#[^\r\n]*(?:\r\n|\n|\r)?", re.MULTILINE)
    blank = comments.sub(lambda comment: " " * len(comment[0]), text)
    for command in _PIP_INSTALL.finditer(blank):
        stop = _COMMAND_END.search(blank, command.end())
        end = stop.start() if stop is not None else len(blank)
        begin = max((line.end() for line in _LINE.finditer(blank, 0, command.start())), default=0)
        file.includes += [include["file"] for include in _INCLUDE.finditer(blank[command.end() : end])]
        if command[0].startswith("conda"):
            continue
        previous = ""
        for word in _WORD.finditer(blank, command.end(), end):
            value, option, previous = word["word"], previous, word["word"]
            if value.startswith("-") or option in (
                "-r",
                "--requirement",
                "-c",
                "--constraint",
                "-i",
                "--index-url",
                "-f",
                "--find-links",
                "-e",
                "-t",
            ):
                continue
            found = _requirement(blank, word.start("word"), word.end("word"))
            if found is None:
                continue
            before = blank[begin : word.start()]
            found.add_at = word.end()
            if word["quote"]:
                is_list = blank.startswith('"', command.end())
                found.added = ("," if is_list else "") + f" {word['quote']}{{name}}{{versions}}{word['quote']}"
            else:
                found.quote = "'" if before.count('"') % 2 else '"'
                found.added = " {name}{versions}"
            file.requirements.append(found)
