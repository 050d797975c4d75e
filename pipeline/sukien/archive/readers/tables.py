"""Articles in tables: JSONL, CSV and Parquet, a row at a time."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import date
from typing import BinaryIO, Final

import msgspec

from sukien.archive.article import Columns, Unread
from sukien.archive.readers.columns import NoColumn, find_columns
from sukien.archive.readers.items import Item, Row
from sukien.archive.readers.streams import Broken, numbered_full_lines, numbered_lines, read_whole
from sukien.errors import MissingPartError

_UTF8_MARK: Final = b"\xef\xbb\xbf"
_ROWS_AT_ONCE: Final = 64


def jsonl_items(
    stream: io.BufferedReader, source: str, place: str, columns: Columns, limit: int
) -> Iterator[Item | Unread]:
    """An item for each line that is not empty; `place` is where the table stands in `source`."""
    number = 0
    try:
        for number, line in numbered_full_lines(stream, limit):
            where = f"{place}line {number}"
            if line is None:
                yield Unread(source=source, place=where, reason=_too_long("the line", limit))
            elif content := line.removeprefix(_UTF8_MARK).strip():
                yield Item(source=source, kind="json", content=content, place=where, columns=columns)
    except Broken as error:
        yield Unread(source=source, place=f"{place}line {number + 1}", reason=f"{error}; read up to here")
    else:
        if not number:
            yield Unread(source=source, place=place.strip() or None, reason="empty")


def json_items(
    stream: io.BufferedReader, source: str, place: str, columns: Columns, limit: int
) -> Iterator[Item | Unread]:
    """An item for each article of a JSON file: one, a list of them, or one a line."""
    first = stream.peek()
    line, ended, _ = first.partition(b"\n")
    if ended and _is_object(line):
        yield from jsonl_items(stream, source, place, columns, limit)
        return
    content = read_whole(stream, limit)
    try:
        found = msgspec.json.decode(content, type=list[msgspec.Raw] | msgspec.Raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        found = msgspec.Raw(content)  # as an item it says what is wrong with it
    if isinstance(found, list):
        for number, article in enumerate(found, 1):
            yield Item(
                source=source, kind="json", content=bytes(article), place=f"{place}item {number}", columns=columns
            )
    else:
        yield Item(source=source, kind="json", content=content, place=place.strip() or None, columns=columns)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(msgspec.json.decode(line.removeprefix(_UTF8_MARK)), dict)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False


def _too_long(what: str, limit: int) -> str:
    return f"{what} is larger than {limit:,} bytes, the most that is read of one article (max_bytes)"


def csv_items(
    stream: io.BufferedReader, source: str, place: str, columns: Columns, limit: int
) -> Iterator[Item | Unread]:
    """An item for each row of a table with a line of column names on top, between `,`, `;`, tabs or `|`.

    A broken row is told of, and reading goes on in the line after the one it began in.
    """
    lines = _Lines(stream, limit)
    # One limit for the process, far below what an article may have.
    csv.field_size_limit(max(csv.field_size_limit(), limit))
    try:
        head = next(lines)
        rows = csv.reader(lines, delimiter=_delimiter(head), strict=True)
        lines.put_back([head])
        header = [_decoded_name(name) for name in next(rows)]
        places = {field: header.index(name) for field, name in find_columns(header, columns).items()}
    except StopIteration:
        yield Unread(source=source, place=place.strip() or None, reason="empty")
        return
    except (csv.Error, NoColumn, Broken) as error:
        yield Unread(source=source, place=f"{place}line 1", reason=str(error))
        return
    while True:
        where = f"{place}line {lines.begin_row()}"
        try:
            cells = next(rows)
            if cells:
                yield _csv_item(cells, places, len(header), source, where, columns)
        except StopIteration:
            return
        except Broken as error:
            yield Unread(source=source, place=where, reason=f"{error}; read up to here")
            return
        except (csv.Error, _LongRow) as error:
            yield Unread(source=source, place=where, reason=f"broken row: {error}")
            lines.put_back(lines.row[1:])


def _csv_item(
    cells: list[str], places: dict[str, int], width: int, source: str, place: str, columns: Columns
) -> Item | Unread:
    if len(cells) != width:
        reason = f"broken row: it has {len(cells)} columns, the first line has {width}"
        return Unread(source=source, place=place, reason=reason)
    row = Row(**{field: cells[i].encode("latin-1") for field, i in places.items()})
    return Item(source=source, kind="row", content=row, place=place, columns=columns)


class _LongRow(Exception):
    """A row that is larger than an article may be."""


class _Lines(Iterator[str]):
    """The lines of a table, a character for each byte: what encoding a cell is in is found out later.

    `row` holds the lines since the row began; lines that were put back come first.
    """

    def __init__(self, stream: io.BufferedReader, limit: int) -> None:
        self._lines = numbered_lines(stream, limit)
        self._limit = limit
        self._waiting: deque[str] = deque()
        self._number = 0
        self._size = 0
        self.row: list[str] = []

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._read()
        self._number += 1
        self.row.append(line)
        self._size += len(line)
        if self._size > self._limit:
            raise _LongRow(_too_long("it", self._limit))
        return line

    def _read(self) -> str:
        number, line = next(self._lines)
        if line is None:
            self._number += 1
            self.row.append("")
            raise _LongRow(_too_long("its line", self._limit))
        return (line.removeprefix(_UTF8_MARK) if number == 1 else line).decode("latin-1")

    def begin_row(self) -> int:
        """Start a row; the number of its first line (from 1)."""
        self.row = []
        self._size = 0
        return self._number + 1

    def put_back(self, lines: Sequence[str]) -> None:
        """Let `lines`, the last ones read, come again."""
        self._waiting.extendleft(reversed(lines))
        self._number -= len(lines)


def _delimiter(head: str) -> str:
    """What stands between the columns of a first line."""
    return max(",;\t|", key=head.count)


def _decoded_name(name: str) -> str:
    return name.encode("latin-1").decode(errors="replace").strip()


def parquet_items(file: BinaryIO, source: str, place: str, columns: Columns, limit: int) -> Iterator[Item | Unread]:
    """An item for each row.

    Raises:
        MissingPartError: the part of the library that reads Parquet is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise MissingPartError("Parquet files", "archive") from None
    number = 0
    try:
        # Without buffering ahead the memory does not grow with the row groups.
        table = parquet.ParquetFile(file, pre_buffer=False, buffer_size=1 << 20)
        names = find_columns(table.schema_arrow.names, columns)
        for batch in table.iter_batches(_ROWS_AT_ONCE, columns=sorted(set(names.values())), use_threads=False):
            for cells in batch.to_pylist():
                number += 1
                where = f"{place}row {number}"
                yield _parquet_item({f: cells[name] for f, name in names.items()}, source, where, columns, limit)
    except NoColumn as error:
        yield Unread(source=source, place=place.strip() or None, reason=str(error))
    except (pyarrow.ArrowException, OSError, ValueError, Broken) as error:
        yield Unread(
            source=source, place=f"{place}row {number + 1}", reason=f"damaged Parquet: {error}; read up to here"
        )


def _parquet_item(cells: dict[str, object], source: str, place: str, columns: Columns, limit: int) -> Item | Unread:
    text, ident = cells["text"], cells.get("id")
    if text is not None and not isinstance(text, str | bytes):
        return Unread(source=source, place=place, reason=f"the text column holds {type(text).__name__}, no text")
    if text is not None and len(text) > limit:
        return Unread(source=source, place=place, reason=_too_long("it", limit))
    rest = {field: _simple(cells.get(field)) for field in ("date", "title", "author", "url")}
    row = Row(text=text, id=ident if isinstance(ident, str | bytes | int | None) else str(ident), **rest)
    return Item(source=source, kind="row", content=row, place=place, columns=columns)


def _simple(cell: object) -> object:
    """A cell as something that can be written down and read again."""
    return cell if isinstance(cell, str | bytes | int | float | list | date | None) else str(cell)
