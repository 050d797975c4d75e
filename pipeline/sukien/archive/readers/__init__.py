"""Reading archives: files, folders and globs of whatever news is kept in, one article after another.

Plain text; saved web pages; tables in JSONL, CSV and Parquet; web archives (WARC); each also packed with gzip, zstd,
zip or tar. An archive is streamed: memory does not grow with it. Nothing in it is run or fetched, and nothing is
written. What cannot be read is told of, in its place, and takes nothing else with it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from sukien.archive.article import Article, Columns, Unread
from sukien.archive.readers.items import Item
from sukien.archive.readers.paths import find_files
from sukien.archive.readers.unpack import Settings, file_items

__all__ = ["Article", "Columns", "Item", "Settings", "Unread", "read", "read_items"]


def read(
    *paths: str | os.PathLike[str],
    text: str | None = None,
    id: str | None = None,
    date: str | None = None,
    max_bytes: int = 16 << 20,
) -> Iterator[Article | Unread]:
    """Every article that `paths` lead to, in order, and what could not be read, in its place.

    Args:
        paths: files, folders and globs (`tin/**/*.gz`).
        text: the column of tables that holds the text; found by itself when not given, like the next two.
        id: the column that holds the id.
        date: the column that holds the day of publication.
        max_bytes: how large an article may be, unpacked.

    Raises:
        MissingPartError: an archive needs a part of the library that is not installed; says how to install it.

    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp()) / "tin"
    >>> folder.mkdir()
    >>> _ = (folder / "bai.txt").write_text("Chi bộ kết nạp 2 đảng viên.", encoding="utf-8")
    >>> _ = (folder / "trong.txt").write_text("")
    >>> [(found.source, getattr(found, "text", None) or found.reason) for found in read(folder)]
    [('tin/bai.txt', 'Chi bộ kết nạp 2 đảng viên.'), ('tin/trong.txt', 'empty')]
    """
    settings = Settings(columns=Columns(text=text, id=id, date=date), max_bytes=max_bytes)
    for found in read_items(*paths, settings=settings):
        yield found.article() if isinstance(found, Item) else found


def read_items(*paths: str | os.PathLike[str], settings: Settings | None = None) -> Iterator[Item | Unread]:
    """Every article that `paths` lead to, in order, found but not yet read; `Item.article` reads it.

    Raises:
        MissingPartError: an archive needs a part of the library that is not installed; says how to install it.
    """
    chosen = settings or Settings()
    for found in find_files(paths):
        if isinstance(found, Unread):
            yield found
        else:
            yield from file_items(found, chosen)
