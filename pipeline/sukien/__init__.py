"""sukien reads Vietnamese provincial news and says what happened.

>>> import sukien
>>> document = sukien.extract("Năm 2022, Đảng ủy xã Tân Phú kết nạp 12 đảng viên.")
>>> [(event.type, document.entity(event.fillers("quantity")[0].entity).text) for event in document.events]
[('ADMISSION', '12')]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from sukien.archive.article import Article, Unread
from sukien.document import Argument, Check, Document, Entity, Event, Trigger
from sukien.errors import AnnotationError, ArticleError, MissingPartError, ModelError, SukienError

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from spacy.language import Language

__version__ = "0.1.0"

__all__ = [
    "AnnotationError", "Argument", "Article", "ArticleError", "Check", "Document", "Entity", "Event",
    "MissingPartError", "ModelError", "SukienError", "Trigger", "Unread", "extract", "extract_all", "load", "read",
]  # fmt: skip


def extract(text: str, *, published: str | date | None = None, id: str | None = None) -> Document:
    """What happened, by one article.

    Args:
        text: the article as it is, with its line ends.
        published: the day of publication (ISO, `2023-04-01`); read from the article when not given. Without one,
            `sáng nay` and `ngày 5/4` get no value.
        id: the id of the document; made from the text when not given.

    Returns:
        The entities and events, with offsets into `text`.

    Raises:
        ArticleError: `published` is no date, or `text` holds a lone surrogate.
        ModelError: the model is missing or damaged.
    """
    from sukien.pipeline import extractor

    return extractor()(text, published, id)


def extract_all(articles: Iterable[tuple[str, str | date | None, str | None]]) -> Iterator[Document]:
    """The documents of many articles, in order, one after another; `articles` are (text, published, id).

    Raises:
        ArticleError: as `extract`, for the first article that cannot be read.
    """
    from sukien.pipeline import extractor

    run = extractor()
    for text, published, ident in articles:
        yield run(text, published, ident)


def load(path: Path | None = None) -> Language:
    """The pipeline as a spaCy `Language`, each stage a component of it; `path` is a folder of `Language.to_disk`.

    Raises:
        ModelError: the model is missing or damaged.

    >>> nlp = load()
    >>> doc = nlp("Sáng 5/4/2023, bà Lê Thị Na, Chủ tịch UBND xã Tân Phú, trao 20 suất quà.")
    >>> [(span.text, span.label_) for span in doc.ents][:2]
    [('Sáng 5/4/2023', 'DATE'), ('Lê Thị Na', 'PERSON')]
    >>> [event.type for event in doc._.events]
    ['DONATION']
    """
    from sukien.language import load_language

    return load_language(path)


def read(
    *paths: str | os.PathLike[str],
    text: str | None = None,
    id: str | None = None,
    date: str | None = None,
    max_bytes: int = 16 << 20,
) -> Iterator[Article | Unread]:
    """Every article of an archive, in order, and in its place whatever could not be read.

    Args:
        paths: files, folders and globs, mixed: plain text, saved web pages, JSONL, CSV, Parquet and WARC, each also
            packed with gzip, zstd, zip or tar; text in UTF-8, UTF-16, TCVN3, VNI, VISCII or windows-1258.
        text: the column of tables that holds the text; found by itself when not given, like the next two.
        id: the column that holds the id.
        date: the column that holds the day of publication.
        max_bytes: how large an article may be, unpacked.

    Raises:
        MissingPartError: an archive needs a part of the library that is not installed; says how to install it.
    """
    from sukien.archive.readers import read

    return read(*paths, text=text, id=id, date=date, max_bytes=max_bytes)
