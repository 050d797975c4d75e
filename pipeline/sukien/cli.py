"""The `sukien` command.

Exit codes: 0 done, 1 some articles failed, 2 wrong use. Heavy parts of the library are imported by the commands
that need them, so that `--help` and a mistyped option answer at once.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from sukien.errors import ArticleError, SukienError
from sukien.view import printable

if TYPE_CHECKING:
    from sukien.archive.runner import Failure
    from sukien.document import Document

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_STDIN: Final = Path("-")

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


corpus_app = typer.Typer(rich_markup_mode=None, help="Care for the annotated corpus.", no_args_is_help=True)
app.add_typer(corpus_app, name="corpus")


class Format(StrEnum):
    """How `sukien extract` prints a document."""

    TABLE = "table"
    JSON = "json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line (`sys.argv` unless `arguments` are given) and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        # Without standalone mode, typer.Exit(code) comes back as the code and a mistake as an exception.
        return app(arguments, prog_name="sukien", standalone_mode=False) or 0
    except typer.TyperException as error:
        return _wrong_use(f"{error.format_message()} (sukien --help shows the use)")
    except SukienError as error:
        return _wrong_use(str(error))
    except OSError as error:
        return _wrong_use(f"{error.filename}: {error.strerror}" if error.filename else str(error))


@app.callback(invoke_without_command=True)
def _sukien(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Read Vietnamese provincial news and print who did what, to how many, when and where.

    \b
    Examples:
      sukien extract article.txt --published 2023-04-01
      sukien run archive.jsonl --out events.jsonl
    """
    if version:
        typer.echo(f"sukien {_version()}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(2)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("sukien")
    except PackageNotFoundError:
        return "(run from its source, not installed)"


def _iso_day(text: str | None) -> str | None:
    """Check a date given on the command line."""
    try:
        # date.fromisoformat alone also takes forms such as 20230401 and 2023-W13-6.
        if text is None or (_DAY.fullmatch(text) and date.fromisoformat(text)):
            return text
    except ValueError:
        pass
    raise typer.BadParameter(f"{text!r} is not a date; write year-month-day, such as 2023-04-01")


@app.command()
def extract(
    file: Annotated[Path, typer.Argument(help="The article, plain text in UTF-8; - reads standard input.")],
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", callback=_iso_day, help="Day of publication; else taken from the article."),
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="A table to read, or one line of JSON.")] = Format.TABLE,
    min_score: Annotated[
        float | None,
        typer.Option(min=0, max=1, metavar="X", help="Leave out what the model is less sure of than X, 0 to 1."),
    ] = None,
) -> None:
    """Print the events and entities of one article.

    \b
    Examples:
      sukien extract article.txt --published 2023-04-01
      sukien extract - --format json --min-score 0.5 < article.txt
    """
    import sukien

    try:
        text = _read_text(file)
        document = sukien.extract(text, published=published, id=_ident(file))
    except ArticleError as error:
        _complain(str(error))
        raise typer.Exit(1) from error
    if min_score is not None:
        document = document.at_least(min_score)
    if output is Format.JSON:
        typer.echo(document.to_json())
    else:
        _show(document)


@app.command()
def run(
    archive: Annotated[Path, typer.Argument(help='JSONL, one {"id", "text", "published"?} a line.')],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write the documents, one a line.")],
) -> None:
    """Extract every article of an archive.

    The output has one document a line, in the same order, with the same ids, and appears when all are done. An
    article that cannot be read is told on standard error and stands in the output as {"id", "error"}; it takes
    no other with it.

    \b
    Example:
      sukien run archive.jsonl --out events.jsonl
    """
    from sukien.archive import runner

    summary = runner.run(archive, out, lambda failure: _complain(_place(archive, failure)))
    _complain(f"{summary.articles} articles, {summary.failed} failed: {out}")
    raise typer.Exit(1 if summary.failed else 0)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Annotated articles: a folder of .ann files, one of them, or JSONL.")],
    predicted: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Documents to score (JSONL); else the library reads the gold texts now."),
    ] = None,
    texts: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The texts of the real articles (sukien corpus fetch).")
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="Print every single error too, in its line.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Score what the library finds in annotated articles.

    Prints precision, recall and F1 in percent and the counts (right, found, annotated), by label, event type and
    role; then how well the scores are calibrated, what was taken for what, and the F1 of each register.

    \b
    Examples:
      sukien evaluate corpus/test
      sukien evaluate corpus/test --predicted events.jsonl --errors
    """
    import msgspec

    from sukien.training.corpus import read_corpus, registers
    from sukien.training.evaluate import evaluate as compare
    from sukien.training.evaluate import evaluate_by_group

    documents = read_corpus(gold, texts)
    failed: list[str] = []
    found = list(_stored(predicted, failed) if predicted else _extracted(documents, failed))
    for failure in failed:
        _complain(failure)
    report = compare(documents, found)
    groups = evaluate_by_group(documents, found, registers(gold))
    if as_json:
        figures = report.to_dict()
        shown = {"rows": figures, "errors": [error._asdict() for error in report.errors]} if errors else figures
        typer.echo(msgspec.json.encode(shown).decode())
    else:
        typer.echo(str(report))
        for register, group in groups.items():
            typer.echo(f"{f'register {register}':32} {group.summary()}")
        for error in report.errors if errors else ():
            typer.echo(str(error))
    raise typer.Exit(1 if failed else 0)


@app.command()
def train(
    corpus: Annotated[Path, typer.Argument(help="The annotated corpus.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder for the model.")],
    texts: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The texts of the real articles (sukien corpus fetch).")
    ] = None,
) -> None:
    """Make the model from the annotated corpus.

    The same corpus gives the same model, byte for byte. Without --texts only the written articles are learned from.

    \b
    Example:
      sukien train corpus --out models --texts vietnews
    """
    if not corpus.is_dir():
        raise SukienError(f"{corpus}: no such folder; name the folder of the annotated corpus")
    from sukien.training import train as training

    training.train(corpus, out, texts)


@corpus_app.command()
def fetch(texts: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that does not exist yet.")]) -> None:
    """Get the texts of the corpus's real articles, which are not ours to ship; needs git and a network.

    \b
    Example:
      sukien corpus fetch vietnews
    """
    from sukien.training.standoff import fetch as copy

    copy(texts)


@corpus_app.command()
def check(
    corpus: Annotated[Path, typer.Argument(help="The annotated corpus.")],
    texts: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The texts of the real articles (sukien corpus fetch).")
    ] = None,
) -> None:
    """Check that every article can be read and that no near-duplicates lie in two parts of the corpus.

    \b
    Example:
      sukien corpus check corpus --texts vietnews
    """
    from sukien.training.corpus import PARTS, read_corpus
    from sukien.training.duplicates import across

    parts = {part: read_corpus(corpus / part, texts) for part in PARTS}
    found = across(parts)
    for pair in found:
        _complain(f"{pair.first} and {pair.second} are near-duplicates ({pair.shared:.0%} shared) in two parts")
    typer.echo(", ".join(f"{part}: {len(documents)} articles" for part, documents in parts.items()))
    raise typer.Exit(1 if found else 0)


@corpus_app.command()
def agreement(
    corpus: Annotated[Path, typer.Argument(help="The annotated corpus.")],
    texts: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The texts of the real articles (sukien corpus fetch).")
    ] = None,
) -> None:
    """Compare the second, blind annotation of some articles (CORPUS/second) with the first.

    \b
    Example:
      sukien corpus agreement corpus --texts vietnews
    """
    from sukien.training.corpus import PARTS, SECOND, is_real, read_corpus
    from sukien.training.evaluate import evaluate as compare

    second = read_corpus(corpus / SECOND, texts)
    idents = {document.id for document in second}
    first = [d for part in PARTS for d in read_corpus(corpus / part, texts) if d.id in idents]
    for name, pick in (("written", lambda d: not is_real(d)), ("real", is_real)):
        documents = [document for document in first if pick(document)]
        if documents:
            typer.echo(f"{len(documents)} {name} articles: {compare(documents, second).summary()}")
    typer.echo(str(compare(first, second)))


@corpus_app.command()
def describe(
    corpus: Annotated[Path, typer.Argument(help="The annotated corpus.")],
    texts: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The texts of the real articles (sukien corpus fetch).")
    ] = None,
) -> None:
    """Print in how many articles each construction is found, as the table of corpus/README.md.

    \b
    Example:
      sukien corpus describe corpus --texts vietnews
    """
    from sukien.training.constructions import count_constructions
    from sukien.training.corpus import PARTS, is_real, read_corpus

    documents = [document for part in PARTS for document in read_corpus(corpus / part, texts)]
    written = count_constructions(document for document in documents if not is_real(document))
    real = count_constructions(document for document in documents if is_real(document))
    typer.echo("| construction | written | real |\n|---|---|---|")
    for name in written:
        typer.echo(f"| {name} | {written[name]} | {real[name]} |")


@corpus_app.command()
def classes(
    news: Annotated[Path, typer.Argument(metavar="NEWS", help="A folder of segmented news (*.txt.seg).")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The table to write.")],
) -> None:
    """Make the table of word classes that the models are trained with, from raw news.

    \b
    Example:
      sukien corpus classes vietnews/data/train_tokenized --out corpus/word_classes.tsv
    """
    from sukien.training.word_classes import make_word_classes

    make_word_classes(news, out)


def _read_text(file: Path) -> str:
    """The article as it is, its line ends untouched; a byte order mark is dropped."""
    if file == _STDIN:
        name, content = "standard input", sys.stdin.buffer.read()
    elif file.is_dir():
        raise SukienError(f"{file}: this is a folder; name one article, or use sukien run for many")
    elif not file.exists():
        raise SukienError(f"{file}: no such file")
    else:
        name, content = str(file), file.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = content[error.start]
        raise ArticleError(f"{name}: byte {error.start} (0x{byte:02x}) is not UTF-8; save it as UTF-8") from error


def _ident(file: Path) -> str | None:
    """The file's name as the id of its article; a name that is no Unicode text is made into some."""
    return None if file == _STDIN else file.stem.encode(errors="replace").decode()


def _extracted(documents: Sequence[Document], failed: list[str]) -> Iterator[Document]:
    """What the library finds in the texts of `documents`; the reasons of failures go into `failed`."""
    import sukien

    for document in documents:
        try:
            yield sukien.extract(document.text, published=document.published, id=document.id)
        except ArticleError as error:
            failed.append(_named(document.id, str(error)))


def _stored(path: Path, failed: list[str]) -> Iterator[Document]:
    """The documents that `sukien run` wrote to `path`; its error records go into `failed`."""
    from sukien.archive.runner import Failure, read_run

    for result in read_run(path):
        if isinstance(result, Failure):
            failed.append(_place(path, result))
        else:
            yield result


def _show(document: Document) -> None:
    from rich.console import Console

    from sukien.view.table import show

    # Outside a terminal nothing may be folded to a width: a line is a row.
    show(document, Console(highlight=False, width=None if sys.stdout.isatty() else 100_000))


def _place(path: Path, failure: Failure) -> str:
    return f"{path}:{failure.line}: {_named(failure.id, failure.reason)}"


def _named(ident: str | None, reason: str) -> str:
    """The reason with the id of its article before it, where it does not begin with it already."""
    return reason if not ident or reason.startswith(f"{ident}: ") else f"{ident}: {reason}"


def _complain(message: str) -> None:
    typer.echo(f"sukien: {printable(message)}", err=True)


def _wrong_use(message: str) -> int:
    _complain(message)
    return 2


if __name__ == "__main__":
    sys.exit(main())
