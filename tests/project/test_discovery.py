"""Which files a run reads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tensorlift.project.discovery import Discovery, Patterns


def make(root: Path, *names: str, text: str = "") -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def found(*paths: str, discovery: Discovery | None = None) -> list[str]:
    return [source.path.replace(os.sep, "/") for source in (discovery or Discovery()).find(paths)]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_folders_are_walked_in_order(here: Path) -> None:
    make(here, "b.py", "a.ipynb", "c.txt", "sub/d.py", "sub/deep/e.py")
    assert found(".") == ["a.ipynb", "b.py", "sub/d.py", "sub/deep/e.py"]
    assert found("sub") == ["sub/d.py", "sub/deep/e.py"]
    assert found(str(here / "sub")) == [str(here / "sub/d.py"), str(here / "sub/deep/e.py")]


def test_a_named_file_is_always_taken(here: Path) -> None:
    make(here, "script", ".gitignore", "venv/x.py")
    assert found("script", "venv/x.py") == ["script", "venv/x.py"]
    assert [source.named for source in Discovery().find(["script", "."])] == [True]


def test_no_file_comes_twice(here: Path) -> None:
    make(here, "a.py", "sub/b.py")
    (here / "link.py").symlink_to("a.py")
    assert found("a.py", "./a.py", ".", "sub", str(here / "sub/b.py")) == [str(here / "sub/b.py"), "a.py"]


def test_what_is_never_source_is_skipped(here: Path) -> None:
    make(here, "a.py", ".git/b.py", ".venv/c.py", "node_modules/d.py", "__pycache__/e.py", ".tox/f.py", ".ipynb_checkpoints/g.ipynb")
    make(here, "myenv/pyvenv.cfg", "myenv/lib/h.py", "build/i.py")
    assert found(".") == ["a.py", "build/i.py"]
    assert found(".venv", "myenv") == [".venv/c.py", "myenv/lib/h.py"]


def test_a_folder_with_the_name_of_a_file(here: Path) -> None:
    make(here, "x.py/y.py")
    assert found(".") == ["x.py/y.py"]
    assert found("x.py") == ["x.py/y.py"]


def test_symbolic_links_cannot_trap_the_walk(here: Path) -> None:
    make(here, "a/b.py")
    (here / "a/loop").symlink_to(here, target_is_directory=True)
    (here / "a/self.py").symlink_to("self.py")
    (here / "a/gone.py").symlink_to("nowhere.py")
    discovery = Discovery()
    assert found(".", discovery=discovery) == ["a/b.py"]
    assert found("a/loop/a", discovery=discovery) == ["a/loop/a/b.py"]
    assert discovery.problems == []


def test_gitignore_files_nest(here: Path) -> None:
    make(here, "a.py", "gen.py", "out/b.py", "sub/gen.py", "sub/keep.py", "sub/c.py", "sub/d_tmp.py")
    (here / ".gitignore").write_text("gen.py\n/out/\n*_tmp.py\nkeep.py\n")
    (here / "sub/.gitignore").write_text("!keep.py\n/c.py\n")
    assert found(".") == ["a.py", "sub/keep.py"]


def test_gitignore_files_above_count_up_to_the_repository(here: Path) -> None:
    make(here, "repo/.git/HEAD", "repo/src/a.py", "repo/src/gen.py", "repo/out/b.py")
    (here / ".gitignore").write_text("a.py\n")
    (here / "repo/.gitignore").write_text("gen.py\n/out\n")
    assert found("repo/src") == ["repo/src/a.py"]
    # who names an ignored folder wants it
    assert found("repo/out") == ["repo/out/b.py"]


def test_a_broken_gitignore_line_is_no_reason_to_stop(here: Path) -> None:
    make(here, "a.py", "b.py")
    (here / ".gitignore").write_bytes(b"!\n\xff\nb.py\n")
    assert found(".") == ["a.py"]


def test_excludes(here: Path) -> None:
    make(here, "a.py", "tests/b.py", "sub/tests/c.py", "sub/d.py")
    assert found(".", discovery=Discovery(lambda folder: Patterns.of(str(here), ["tests/"]))) == ["a.py", "sub/d.py"]
    assert found(".", discovery=Discovery(lambda folder: Patterns.of(str(here), ["/tests/"]))) == ["a.py", "sub/d.py", "sub/tests/c.py"]
    elsewhere = Patterns.of(str(here / "elsewhere"), ["/tests/"])
    assert found(".", discovery=Discovery(lambda folder: elsewhere)) == ["a.py", "sub/d.py", "sub/tests/c.py"]


def test_problems(here: Path) -> None:
    make(here, "empty/readme.txt", "a.py")
    (here / "gone.py").symlink_to("nowhere.py")
    discovery = Discovery()
    assert found("missing.py", "empty", "a.py", "gone.py", discovery=discovery) == ["a.py"]
    assert discovery.problems == [("missing.py", "does not exist"), ("gone.py", "is a symbolic link to nothing")]
    assert discovery.empty == ["empty"]


def test_a_folder_that_cannot_be_listed(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(here, "a.py", "closed/b.py")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    discovery = Discovery()
    assert found(".", discovery=discovery) == ["a.py"]
    assert discovery.problems == [(os.path.join(".", "closed"), "cannot be listed: Permission denied")]
