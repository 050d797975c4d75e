"""Run the library over a JSONL archive: one article a line in, one document a line out, in the same order.

A bad line or article never takes another with it: its place in the output holds `{"id": …, "error": …}`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

import sukien
from sukien.document import Document
from sukien.errors import ArticleError, ModelError, SukienError

_UTF8_MARK = b"\xef\xbb\xbf"


class Article(msgspec.Struct):
    """One line of the input; other keys are ignored. `published` is an ISO date (`2023-04-01`)."""

    id: str | int
    text: str
    published: str | None = None


class Failure(NamedTuple):
    """An article that gave no document: its line (from 1), its id where it could be read, the reason."""

    line: int
    id: str | None
    reason: str


class Summary(NamedTuple):
    """How many articles a run read, and how many of them failed."""

    articles: int
    failed: int


class _Record(msgspec.Struct):
    """What tells an error record from a document."""

    id: str | None = None
    error: str | None = None


def run(source: Path, out: Path, report: Callable[[Failure], None]) -> Summary:
    """Extract every article of `source` into `out`; `out` appears, whole, only when all are done.

    Args:
        source: JSONL, UTF-8, one `{"id", "text", "published"?}` a line; empty lines are passed over.
        out: JSONL, one document (or error record) for each article, in the same order, with the same ids.
        report: called with each failure as it happens.

    Raises:
        SukienError: `source` cannot be read, `out` cannot be written, or no article can be read at all
            because there is no model.
    """
    if out.exists() and source.exists() and out.samefile(source):
        raise SukienError(f"{out}: this is the archive itself; name another file for the output")
    if out.is_dir() or not out.parent.is_dir():
        raise SukienError(f"{out}: cannot be written; name a file in a folder that exists")
    articles = failed = 0
    aside = out.with_name(f"{out.name}.part")
    try:
        with aside.open("wb") as sink:
            for number, line in numbered_lines(source):
                result, failure = _extract(number, line)
                sink.write(result + b"\n")
                articles += 1
                if failure:
                    failed += 1
                    report(failure)
        aside.replace(out)
    finally:
        aside.unlink(missing_ok=True)
    return Summary(articles, failed)


def read_run(path: Path) -> Iterator[Document | Failure]:
    """Read what `run` wrote: a `Document` or a `Failure` for each article, in order.

    Raises:
        ArticleError: a line is neither; the message names file and line.
    """
    for number, line in numbered_lines(path):
        try:
            record = msgspec.json.decode(line, type=_Record)
            yield Failure(number, record.id, record.error) if record.error else Document.from_json(line)
        except (ArticleError, msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ArticleError(
                f"{path}:{number}: {error}; each line is one document, as `sukien run` writes it"
            ) from error


def numbered_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Every line of a JSONL file that is not empty, with its number (from 1); a byte order mark is dropped.

    Raises:
        SukienError: the file cannot be read.
    """
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                content = (line.removeprefix(_UTF8_MARK) if number == 1 else line).strip()
                if content:
                    yield number, content
    except OSError as error:
        raise SukienError(f"{path}: {error.strerror}; name a JSONL file that can be read") from error


def _extract(number: int, line: bytes) -> tuple[bytes, Failure | None]:
    """One line of output for one line of input, and the failure if there was one."""
    try:
        article = _read(line)
        document = sukien.extract(article.text, published=article.published or None, id=str(article.id))
        return document.to_json().encode(), None
    except ModelError:
        raise  # no article can be read without a model: say so once, not for each
    except SukienError as error:
        reason = str(error)
    except Exception as error:  # whatever goes wrong in one article must not take the others with it
        reason = f"unexpected {type(error).__name__}: {error}"
    failure = Failure(number, _ident(line), reason)
    return json.dumps({"id": failure.id, "error": reason}, ensure_ascii=False).encode(errors="replace"), failure


def _read(line: bytes) -> Article:
    try:
        return msgspec.json.decode(line, type=Article)
    except UnicodeDecodeError as error:
        raise ArticleError(f"not UTF-8: {error.reason}; save the archive as UTF-8") from error
    except msgspec.ValidationError as error:
        raise ArticleError(f'{error}; a line is {{"id": …, "text": …, "published": …}}') from error
    except (msgspec.DecodeError, RecursionError) as error:
        if _has_lone_surrogate(line):
            raise ArticleError("a lone surrogate (half a character, such as \\ud800) is no text; mend it") from error
        raise ArticleError(f"not JSON: {error}") from error


def _has_lone_surrogate(line: bytes) -> bool:
    try:
        json.dumps(json.loads(line), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    except (ValueError, RecursionError):
        return False
    return False


def _ident(line: bytes) -> str | None:
    """The id of a line that is no good article, where it can still be read."""
    try:
        found = json.loads(line)
        ident = found.get("id") if isinstance(found, dict) else None
        return str(ident).encode().decode() if isinstance(ident, str | int) else None
    except (ValueError, RecursionError):
        return None
