"""Emacs with Eglot, from the opening of a file to the end of the server, with the snippets of docs/editors.md."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from .player import EMOJI, EMOJI_LIFTED, EXAMPLES, HERE, LIFTED, PROGRAM, Player, program, snippets


@pytest.fixture
def emacs(tmp_path: Path) -> Player:
    path = program("emacs", "apt-get install emacs-nox elpa-eglot")
    return Player(tmp_path, "el", snippets("Emacs", "elisp"), lambda init: [path, "--batch", "-l", str(init), "-l", str(HERE / "eglot.el")])


def test_findings(emacs: Player) -> None:
    emacs.write("a.py", PROGRAM)
    report = emacs.play("""
        (visit "a.py")
        (report 'findings (wait-findings 2))
        (go-to "log")
        (let (hover)
          (eglot-hover-eldoc-function (lambda (text &rest _) (setq hover text)))
          (report 'hover (substring-no-properties (wait-for "the hover" (lambda () hover)))))
    """)
    assert report["findings"] == [["TL101", "tf.log"], ["TL103", "tf.ConfigProto"]]
    assert "tf.math.log" in report["hover"]
    assert emacs.servers == 1


def test_typing(emacs: Player) -> None:
    emacs.write("a.py", "import tensorflow as tf\n\nx = tf.log(1.0)\n")
    report = emacs.play("""
        (visit "a.py")
        (wait-findings 1)
        (goto-line 2)
        (insert "y = tf.ConfigProto(")
        (report 'broken (wait-findings 2))
        (insert ")\nz = tf.ceil(1.5)\n")
        (report 'whole (wait-findings 3))
        (go-to "y =")
        (kill-line 1)
        (report 'less (wait-findings 2))
        (report 'buffer (buffer))
    """)
    assert report["broken"] == [["TL103", "tf.ConfigProto"], ["TL101", "tf.log"]]
    assert report["whole"] == [["TL103", "tf.ConfigProto"], ["TL101", "tf.ceil"], ["TL101", "tf.log"]]
    assert report["less"] == [["TL101", "tf.ceil"], ["TL101", "tf.log"]]
    assert report["buffer"] == "import tensorflow as tf\nz = tf.ceil(1.5)\n\nx = tf.log(1.0)\n"


def test_preferred_fix(emacs: Player) -> None:
    emacs.write("a.py", PROGRAM)
    report = emacs.play("""
        (visit "a.py")
        (wait-findings 2)
        (go-to "log")
        (command 'eglot-code-actions)
        (report 'left (wait-findings 1))
        (report 'buffer (buffer))
        (let ((before-save-hook nil))
          (save-buffer))
    """)
    assert report["left"] == [["TL103", "tf.ConfigProto"]]
    assert report["buffer"] == emacs.read("a.py") == PROGRAM.replace("tf.log", "tf.math.log")


def test_fix_all(emacs: Player) -> None:
    emacs.write("a.py", PROGRAM)
    report = emacs.play("""
        (visit "a.py")
        (wait-findings 2)
        (command 'tensorlift-fix-all)
        (report 'buffer (buffer))
        (wait-findings 0)
        (report 'again (condition-case problem
                           (progn (command 'tensorlift-fix-all) "nothing said")
                         (error (error-message-string problem))))
    """)
    assert report["buffer"] == LIFTED
    assert "source.fixAll.tensorlift" in report["again"]
    assert emacs.read("a.py") == PROGRAM


def test_fix_on_save(emacs: Player) -> None:
    emacs.write("a.py", PROGRAM)
    report = emacs.play("""
        (visit "a.py")
        (buffer-enable-undo)
        (wait-findings 2)
        (type "z = tf.ceil(1.5)\n")
        (undo-boundary)
        (command 'save-buffer)
        (report 'buffer (buffer))
        (report 'modified (if (buffer-modified-p) "yes" "no"))
        (wait-findings 0)
        (type "\n")
        (delete-char -1)
        (command 'save-buffer)
        (report 'same (buffer))
    """)
    assert emacs.read("a.py") == report["buffer"] == report["same"] == LIFTED + "z = tf.math.ceil(1.5)\n"
    assert report["modified"] == "no"


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_emoji_and_line_ends(emacs: Player, end: str) -> None:
    emacs.write("a.py", EMOJI.replace("\n", end))
    report = emacs.play("""
        (visit "a.py")
        (report 'findings (wait-findings 4))
        (go-to "tf.ceil")
        (command 'eglot-code-actions)
        (report 'fixed (buffer))
        (go-to "tf.log")
        (insert "'🤖', ")
        (report 'typed (wait-findings 3))
        (type "y = '🦉', tf.ceil(1.5)\n")
        (command 'save-buffer)
        (report 'buffer (buffer))
        (wait-findings 0)
    """)
    assert report["findings"] == [["TL106", "log"], ["TL106", "ConfigProto"], ["TL101", "tf.log"], ["TL101", "tf.ceil"]]
    assert report["fixed"] == EMOJI.replace("tf.ceil", "tf.math.ceil")
    assert report["typed"] == [["TL106", "log"], ["TL106", "ConfigProto"], ["TL101", "tf.log"]]
    assert report["buffer"] == EMOJI_LIFTED
    assert emacs.read("a.py") == EMOJI_LIFTED.replace("\n", end)


def test_two_files(emacs: Player) -> None:
    emacs.write("a.py", "import tensorflow as tf\nx = tf.log(1.0)\n")
    emacs.write("b.py", "import tensorflow as tf\ny = tf.ConfigProto()\nz = tf.ceil(1.5)\n")
    report = emacs.play("""
        (visit "a.py")
        (report 'a (wait-findings 1))
        (visit "b.py")
        (report 'b (wait-findings 2))
        (type "v = tf.ceil(1.5)\n")
        (visit "a.py")
        (type "w = tf.log(2.0)\n")
        (save-some-buffers t)
        (wait-findings 0)
        (visit "b.py")
        (wait-findings 0)
    """)
    assert report == {"a": [["TL101", "tf.log"]], "b": [["TL103", "tf.ConfigProto"], ["TL101", "tf.ceil"]]}
    assert emacs.read("a.py") == "import tensorflow as tf\nx = tf.math.log(1.0)\nw = tf.math.log(2.0)\n"
    assert emacs.read("b.py") == "import tensorflow as tf\ny = tf.compat.v1.ConfigProto()\nz = tf.math.ceil(1.5)\nv = tf.math.ceil(1.5)\n"
    assert emacs.servers == 1


def test_same_as_the_command_line(emacs: Player, lifted: dict[str, str]) -> None:
    for name in lifted:
        shutil.copy(EXAMPLES / name, emacs.project)
    emacs.play("""
        (dolist (name (directory-files "." nil "\\\\.py$"))
          (visit name)
          (set-buffer-modified-p t)
          (command 'save-buffer))
    """)
    for name, text in lifted.items():
        assert emacs.read(name) == text, name


def test_settings(emacs: Player) -> None:
    emacs.write("tensorlift.toml", 'ignore = ["TL103"]\n')
    emacs.write("a.py", PROGRAM + "z = tf.layers.dense(x, 3)\n")
    report = emacs.play(
        """
        (defun change (settings)
          (setq-default eglot-workspace-configuration (list :tensorlift settings))
          (command 'eglot-signal-didChangeConfiguration))
        (visit "a.py")
        (report 'configured (wait-findings 3))
        (change '(:target "2.15" :ignore []))
        (report 'changed (wait-findings 4))
        (change '(:ignore ["TL101" "TL104"]))
        (report 'ignored (wait-findings 2))
        (change nil)
        (report 'project (wait-findings 3))
        """,
        setup="""(setq-default eglot-workspace-configuration '(:tensorlift (:ignore ["TL101"])))""",
    )
    assert report == {
        "configured": [["TL401", "import tensorflow as tf"], ["TL103", "tf.ConfigProto"], ["TL104", "tf.layers.dense"]],
        "changed": [["TL401", "import tensorflow as tf"], ["TL101", "tf.log"], ["TL103", "tf.ConfigProto"], ["TL103", "tf.layers.dense"]],
        "ignored": [["TL401", "import tensorflow as tf"], ["TL103", "tf.ConfigProto"]],
        "project": [["TL401", "import tensorflow as tf"], ["TL101", "tf.log"], ["TL104", "tf.layers.dense"]],
    }


def test_wrong_setting(emacs: Player) -> None:
    emacs.write("a.py", PROGRAM)
    report = emacs.play(
        """
        (visit "a.py")
        (defun messages () (with-current-buffer (messages-buffer) (buffer)))
        (report 'findings (wait-findings 2))
        (wait-for "a message" (lambda () (string-match-p "cannot be used" (messages))))
        (report 'messages (messages))
        """,
        setup="""(setq-default eglot-workspace-configuration '(:tensorlift (:target "9.9")))""",
    )
    assert report["messages"].count("target = '9.9' cannot be used") == 1
    assert len(report["findings"]) == 2


def test_restart(emacs: Player) -> None:
    emacs.write("a.py", PROGRAM)
    report = emacs.play("""
        (visit "a.py")
        (wait-findings 2)
        (setq-default eglot-workspace-configuration '(:tensorlift (:ignore ["TL103"])))
        (command 'eglot-reconnect)
        (report 'findings (wait-findings 1))
        (set-buffer-modified-p t)
        (command 'save-buffer)
        (wait-findings 0)
    """)
    assert report["findings"] == [["TL101", "tf.log"]]
    assert emacs.read("a.py") == PROGRAM.replace("tf.log", "tf.math.log")
    assert emacs.servers == 2


def test_end(emacs: Player) -> None:
    emacs.write("a.py", PROGRAM)
    report = emacs.play("""
        (visit "a.py")
        (wait-findings 2)
        (let* ((server (eglot-current-server))
               (errors (jsonrpc-stderr-buffer server)))
          (eglot-shutdown server nil nil t)
          (report 'running (if (jsonrpc-running-p server) "yes" "no"))
          (report 'errors (with-current-buffer errors (buffer))))
        (report 'findings (findings))
        (type "z = tf.ceil(1.5)\n")
        (command 'save-buffer)
    """)
    assert (report["running"], report["findings"]) == ("no", [])
    assert re.fullmatch(r"\s*(Process .* finished)?\s*", report["errors"])
    assert emacs.read("a.py") == PROGRAM + "z = tf.ceil(1.5)\n"


def test_emacs_is_killed(emacs: Player) -> None:
    emacs.write("a.py", PROGRAM)
    emacs.play('(visit "a.py") (wait-findings 2) (signal-process (emacs-pid) 9)', killed=True)
    assert emacs.servers == 1
