"""The command line.

Exit codes: 0 nothing to report, 1 something to report or left over, 2 wrong use or an input that could not be read.
Findings, differences and rewritten standard input go to standard output, everything said about the run goes to standard error.
"""

from __future__ import annotations

# What is not needed for --help is imported where it is used: the command has to start at once.
import io
import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tensorlift import __version__
from tensorlift.model import Level
from tensorlift.settings import TARGETS

if TYPE_CHECKING:
    from tensorlift.project.configuration import Configuration
    from tensorlift.project.results import FileResult
    from tensorlift.project.runner import Mode
    from tensorlift.report.overview import Overview
    from tensorlift.rules import Rule

_Command = TypeVar("_Command", bound=Callable[..., Any])

STDIN = "-"
_STDIN_NAME = "<stdin>"
_PROGRESS_AFTER = 1.0

OK, FOUND, FAILED = 0, 1, 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tensorlift")
def main() -> None:
    """Lift TensorFlow 1.x programs to TensorFlow 2."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character must not cost the report.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _lift_options(command: _Command) -> _Command:
    """Add what the commands that read files have in common."""
    options = [
        click.argument("paths", metavar="PATH...", nargs=-1, required=True),
        click.option("--level", type=click.Choice([level.value for level in Level]), help="How far to lift (default: symbols)."),
        click.option("--target", type=click.Choice(TARGETS), help=f"The TensorFlow to run on (default: {TARGETS[-1]})."),
        click.option("--keras", type=click.Choice(["2", "3"]), help="The Keras to run on (default: the target's own)."),
        click.option("--select", multiple=True, metavar="CODE", help="Report these rules only: codes, their beginnings, names."),
        click.option("--ignore", multiple=True, metavar="CODE", help="Leave these rules out."),
        click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave these files out, as in a .gitignore."),
        click.option("--config", metavar="FILE", type=click.Path(exists=True, dir_okay=False), help="Read the settings from this file."),
        click.option("--stdin-filename", metavar="NAME", help="The name of what comes on standard input (-)."),
        click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="The number of processes (default: one for each processor)."),
        click.option("--quiet", "-q", is_flag=True, help="Leave out the summary and the progress."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@main.command(short_help="List what breaks or changes under TensorFlow 2.")
@_lift_options
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif", "github"]), default="text", help="How findings are written.")
@click.option("--statistics", is_flag=True, help="Count the findings by rule and symbol instead of listing them.")
def check(paths: tuple[str, ...], form: str, statistics: bool, quiet: bool, **options: Any) -> None:
    """List what breaks or silently changes under TensorFlow 2.

    PATH is a file, a folder or - for standard input.
    """
    from tensorlift.project.results import all_findings
    from tensorlift.project.runner import Mode

    results, status, _ = _run(paths, Mode(), quiet=quiet, **options)
    if statistics and form == "text":
        _print_text(_statistics(results))
    elif form == "text":
        from tensorlift.report import text

        _print_text(text.listing(results, color=_colored(sys.stdout)))
    elif form == "json":
        from tensorlift.report import json

        _print_text(json.render(results))
    elif form == "sarif":
        from tensorlift.report import sarif

        _print_text(sarif.render(results, _rules()))
    else:
        from tensorlift.report import github

        _print_text(github.render(results))
    if statistics and form != "text":
        _say(_statistics(results))
    if not quiet:
        from tensorlift.report.text import check_summary

        summary = check_summary(results)
        if form == "text":
            _print_text("\n" + summary if all_findings(results) else summary)
        else:
            _say(summary)
    sys.exit(status or (FOUND if all_findings(results) else OK))


@main.command(short_help="Rewrite files for TensorFlow 2.")
@_lift_options
@click.option("--review", is_flag=True, help="Apply the fixes too that have to be looked at.")
@click.option("--diff", is_flag=True, help="Print what would change and write nothing.")
def fix(paths: tuple[str, ...], review: bool, diff: bool, quiet: bool, **options: Any) -> None:
    """Rewrite files for TensorFlow 2, in place.

    PATH is a file, a folder or - for standard input, whose new text goes to standard output.
    """
    from tensorlift.project.results import all_findings, whole_diff
    from tensorlift.project.runner import Mode
    from tensorlift.report import text

    results, status, _ = _run(paths, Mode(fix=True, review=review, diff=diff, write=not diff), quiet=quiet, **options)
    if diff:
        _print_bytes(whole_diff(results))
    # What is left is the result in place; beside a difference or a rewritten text it would be in the way.
    say = _say if diff or STDIN in paths else _print_text
    if not diff:
        say(text.listing(results, color=_colored(sys.stderr if say is _say else sys.stdout)))
    if not quiet:
        summary = "\n".join(filter(None, [text.fix_summary(results, written=not diff), _to_install(results)]))
        say("\n" + summary if all_findings(results) and not diff else summary)
    left = all_findings(results) or (diff and any(result.changed for result in results))
    sys.exit(status or (FOUND if left else OK))


def _report_file(ending: str) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    def check_ending(context: click.Context, option: click.Parameter, path: str | None) -> str | None:
        # What follows an option is easily one of the files to read, which must not be written over.
        if path is not None and path != STDIN and not path.lower().endswith(ending):
            raise click.BadParameter(f"{path!r} does not end in {ending}. The paths to read stand before the option.")
        return path

    return check_ending


@main.command(short_help="Show how far a project is.")
@_lift_options
@click.option(
    "--html", metavar="FILE", callback=_report_file(".html"), help="Write the report as a page for a browser, which needs no network."
)
@click.option(
    "--json",
    metavar="[FILE]",
    is_flag=False,
    flag_value=STDIN,
    callback=_report_file(".json"),
    help="Write the report as JSON; without FILE to standard output.",
)
@click.option("--since", metavar="FILE", help="Show what has changed since an earlier report, which --json has written.")
@click.option("--source-url", metavar="URL", help="Have the page link to the files there, such as https://github.com/me/project/blob/main.")
def report(
    paths: tuple[str, ...], html: str | None, json: str | None, since: str | None, source_url: str | None, quiet: bool, **options: Any
) -> None:
    """Show how far a project is on the road of the migration guide.

    PATH is a file, a folder or - for standard input. Without --html and --json a summary is printed.
    """
    from tensorlift.project.runner import Mode
    from tensorlift.report.overview import overview

    earlier = _earlier(since) if since is not None else None
    root = _root(paths)
    results, status, configuration = _run(paths, Mode(), quiet=quiet, **options)
    made = overview(results, root=root, settings=configuration.settings(os.path.join(root, "any.py")))
    if earlier is not None:
        made = made.compared(earlier)
    written = []
    if html is not None:
        from tensorlift.report.html import page

        base = source_url if source_url is not None else _address(root, os.path.dirname(html))
        written.append((html, page(made, base=base.rstrip("/") + "/")))
    if json is not None:
        written.append((json, made.to_json()))
    for path, text in written:
        if path == STDIN:
            _print_text(text.rstrip("\n"))
            continue
        _write(path, text)
        if not quiet:
            _say(f"The report is in {click.format_filename(path)}.")
    if html is None and json is None:
        from tensorlift.report.summary import summary

        encoding = (sys.stdout.encoding or "ascii").lower()
        _print_text(summary(made, color=_colored(sys.stdout), ascii_only=not encoding.startswith("utf")))
    sys.exit(status)


@main.command(short_help="Explain a rule or a TensorFlow 1 symbol.")
@click.argument("name", metavar="CODE_OR_SYMBOL")
@click.option("--level", type=click.Choice([level.value for level in Level]), help="How far to lift (default: symbols).")
@click.option("--target", type=click.Choice(TARGETS), help=f"The TensorFlow to run on (default: {TARGETS[-1]}).")
@click.option("--keras", type=click.Choice(["2", "3"]), help="The Keras to run on (default: the target's own).")
def explain(name: str, **options: Any) -> None:
    """Explain a rule (TL101 or its name) or what became of a TensorFlow 1 symbol (tf.log)."""
    from tensorlift.explain import explain_symbol
    from tensorlift.report.page import near_symbols, rule_page
    from tensorlift.rules import did_you_mean, near_names
    from tensorlift.settings import parse_settings

    settings, problems = parse_settings({key: value for key, value in options.items() if value is not None})
    for problem in problems:
        _say(f"warning: {problem}")
    rule = next((rule for rule in _rules() if name.upper() == rule.code or name == rule.slug), None)
    page = rule_page(rule) if rule is not None else explain_symbol(name, settings)
    if page is None:
        near = near_symbols(name) or near_names(name)
        _say(f"error: {name!r} is neither a rule nor a symbol of TensorFlow 1.15.{did_you_mean(near)}")
        sys.exit(FAILED)
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(page))
    else:
        _print_text(page.rstrip("\n"))


@main.command(short_help="Run the language server.")
@click.option("--stdio", is_flag=True, help="Talk over standard input and output (the default).")
@click.option("--tcp", metavar="HOST:PORT", help="Listen on a port instead, for debugging.")
@click.option("--log-level", type=click.Choice(["error", "warning", "info", "debug"]), help="How much is logged (default: warning).")
@click.option("--log-file", metavar="FILE", type=click.Path(dir_okay=False), help="Log to this file instead of standard error.")
def server(stdio: bool, tcp: str | None, log_level: str | None, log_file: str | None) -> None:
    """Run the language server for an editor."""
    if tcp is not None:
        if stdio:
            raise click.UsageError("--stdio and --tcp exclude each other.")
        host, _, port = tcp.rpartition(":")
        if not host or not port.isdecimal() or int(port) > 65535:
            raise click.BadParameter(f"{tcp!r} is not HOST:PORT, such as 127.0.0.1:2087.", param_hint="--tcp")
    import gc

    gc.disable()  # a collection in the middle of so many imports costs a tenth of the start
    from tensorlift.lsp.server import main as serve

    try:
        serve(tcp, log_level, log_file)
    except OSError as error:
        _say(f"error: {error}")
        sys.exit(FAILED)


# --- a run


def _run(
    paths: Sequence[str],
    mode: Mode,
    *,
    quiet: bool,
    jobs: int | None,
    config: str | None,
    stdin_filename: str | None,
    **choices: Any,
) -> tuple[list[FileResult], int, Configuration]:
    """Read all inputs; return one result for each, the exit code (0 unless something could not be read), and where the settings came from."""
    import gc

    from tensorlift.project.configuration import Configuration
    from tensorlift.project.discovery import Discovery
    from tensorlift.project.results import FileResult, Problem
    from tensorlift.project.runner import Task, default_jobs, run

    gc.set_threshold(50_000, 20)  # syntax trees are many objects that stay; to look through them often costs a fifth of the time
    values = _values(choices)
    configuration = Configuration(values, config, lambda names: [f"{sentence} It is left out of account." for sentence in _unknown(names)])
    discovery = Discovery(configuration.excludes)
    sources = discovery.find([path for path in paths if path != STDIN])
    tasks = [Task(source.path, configuration.settings(source.path), source.named) for source in sources]
    results = [FileResult(path, problems=[Problem(path, message)]) for path, message in discovery.problems]
    if STDIN in paths:
        results.append(_process_stdin(stdin_filename, mode, configuration))
    for sentence in [*configuration.unreadable, *configuration.problems]:
        _say(f"warning: {sentence}")
    for folder in discovery.empty:
        _say(f"No Python files or notebooks in {click.format_filename(folder)}.")
    with _Progress(len(tasks), hidden=quiet) as progress:
        try:
            results += run(tasks, mode, jobs or default_jobs(), progress.advance)
        except KeyboardInterrupt:
            sys.exit(130)
    _report_problems(problem for result in results for problem in result.problems)
    failed = configuration.unreadable or any(result.problems for result in results)
    return results, FAILED if failed else OK, configuration


def _values(choices: dict[str, Any]) -> dict[str, Any]:
    """Return the settings that the command line chose; wrong ones end the run."""
    values: dict[str, Any] = {}
    for key, value in choices.items():
        if key in ("select", "ignore"):
            value = [part.strip() for entry in value for part in entry.split(",") if part.strip()]
            unknown = _unknown(value)
            if unknown:
                raise click.BadParameter(" ".join(unknown), param_hint=f"--{key}")
        elif key == "exclude":
            from tensorlift.project.discovery import is_pattern

            value = list(value)
            for pattern in value:
                if not is_pattern(pattern):
                    raise click.BadParameter(f"{pattern!r} is not a pattern of the .gitignore syntax.", param_hint="--exclude")
        if value:
            values[key] = value
    return values


def _process_stdin(name: str | None, mode: Mode, configuration: Configuration) -> FileResult:
    from dataclasses import replace

    from tensorlift.project.runner import Task, process_bytes

    data = sys.stdin.buffer.read()
    path = name or _STDIN_NAME
    mode = replace(mode, write=False, output=mode.write)
    result = process_bytes(Task(path, configuration.settings(path), named=True), mode, data)
    for module in result.creates if result.changed else ():
        _say(f"note: the new text imports {module}.py, which tensorlift fix writes beside a file that it changes in place.")
    if mode.output:
        # Whoever reads the output gets the text in any case, unchanged if it has to be.
        _print_bytes(data if result.output is None else result.output)
    return result


def _rules() -> Sequence[Rule]:
    from tensorlift.rules import all_rules

    return all_rules()


def _unknown(names: Sequence[str]) -> list[str]:
    """Return a sentence for each name that no rule has."""
    if not names:
        return []
    from tensorlift.rules import unknown_names

    return unknown_names(names)


def _to_install(results: Sequence[FileResult]) -> str:
    """Say what the code needs besides TensorFlow, unless project files say it."""
    from tensorlift.project.kinds import kind_of
    from tensorlift.project.needs import install_command

    if any(kind_of(result.path) for result in results):
        return ""
    command = install_command(need for result in results for need in result.needs)
    return f"The code needs more than TensorFlow: {command}" if command else ""


def _statistics(results: Sequence[FileResult]) -> str:
    from tensorlift.report.text import statistics

    return statistics(results, {rule.code: rule.title for rule in _rules()})


# --- a report


def _root(paths: Sequence[str]) -> str:
    """Return the folder that has all inputs in it."""
    if STDIN in paths:
        return os.getcwd()
    folders = [os.path.abspath(path if os.path.isdir(path) else os.path.dirname(path)) for path in paths]
    try:
        return os.path.commonpath(folders)
    except ValueError:  # on several drives
        return os.getcwd()


def _address(folder: str, origin: str) -> str:
    """Return how a page in the folder ``origin`` links to a folder."""
    from pathlib import Path
    from urllib.parse import quote

    try:
        return quote(os.path.relpath(folder, origin or os.curdir).replace(os.sep, "/"))
    except ValueError:  # on another drive
        return Path(folder).resolve().as_uri()


def _earlier(path: str) -> Overview | None:
    """Read an earlier report; None where there is none yet."""
    from tensorlift.project import files
    from tensorlift.report.overview import Overview, ReportError

    if not os.path.exists(path):
        _say(f"note: {click.format_filename(path)} is not there yet: the history begins with this run.")
        return None
    try:
        return Overview.from_json(files.read(path).decode())
    except UnicodeDecodeError:
        _say(f"error: {click.format_filename(path)} is not JSON: it is not valid UTF-8.")
    except (files.UnreadableError, ReportError) as error:
        _say(f"error: {click.format_filename(path)} {error}.")
    sys.exit(FAILED)


def _write(path: str, text: str) -> None:
    from tensorlift.project import files

    try:
        # A notebook may hold half a character, which the escape sequence of JSON can write.
        files.write(path, text.encode(errors="backslashreplace"))
    except files.UnreadableError as error:
        _say(f"error: {click.format_filename(path)} {error}.")
        sys.exit(FAILED)


# --- output


class _Progress:
    """A bar on standard error, on a terminal, and only where the run takes longer than a moment."""

    def __init__(self, total: int, *, hidden: bool) -> None:
        self._total = total
        self._hidden = hidden or not sys.stderr.isatty()
        self._begin = time.monotonic()
        self._done = 0
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def advance(self, number: int) -> None:
        """Note that ``number`` more files are done."""
        self._done += number
        if self._hidden or time.monotonic() - self._begin < _PROGRESS_AFTER:
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task("", total=self._total)
            self._bar.start()
        self._bar.update(self._task, completed=self._done)


def _colored(stream: Any) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR")


def _report_problems(problems: Any) -> None:
    from tensorlift.report.text import problem as line

    for problem in problems:
        _say(line(problem, color=_colored(sys.stderr)))


def _print_text(text: str) -> None:
    if text:
        click.echo(text)


def _print_bytes(data: bytes) -> None:
    stream = sys.stdout.buffer
    stream.write(data)
    stream.flush()


def _say(text: str) -> None:
    if text:
        click.echo(text, err=True)
