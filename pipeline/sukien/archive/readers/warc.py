"""The records of a web archive, one after another, and on behind a broken one."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from sukien.archive.readers.streams import BLOCK, Broken

_HEADER: Final = 1 << 16
_GIVE_UP: Final = 1000
"""After how many broken records the rest of a file is left."""


class Record(NamedTuple):
    """A record with its header, and which one of the file it is (from 1)."""

    number: int
    content: bytes


class BrokenRecord(NamedTuple):
    """A record that cannot be read, which one of the file, and why."""

    number: int
    reason: str


def page_records(
    stream: io.BufferedReader, limit: int, resume: Callable[[], bool] | None = None
) -> Iterator[Record | BrokenRecord]:
    """The records that hold a web page or plain text that a server gave with status 200, and the broken ones.

    Requests, redirections, pictures and the like are passed over. `resume` moves the packed stream on to where a
    record begins after it broke; False: there is none.
    """
    reader = _Reader(stream)
    number = broken = 0
    while broken < _GIVE_UP:
        found: Record | BrokenRecord | None
        try:
            line = reader.next_start()
            if line is None:
                return
            number += 1
            found = _next_record(reader, line, number, limit)
        except Broken as error:
            found = BrokenRecord(number or 1, str(error))
            reader.drop()
            if resume is None or not resume():
                yield found
                return
        if found:
            yield found
            broken += isinstance(found, BrokenRecord)
    yield BrokenRecord(number, f"{_GIVE_UP} records before this one are broken; the rest of the file is not read")


# A damaged record may end without a line end, the next one then begins within its last line.
_START: Final = re.compile(rb"WARC/\d\.\d{1,2}[ \t]*\r?\n\Z")


class _Reader:
    """Lines and bytes of a stream, some of which may be put back."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._front = io.BytesIO()

    def readline(self, limit: int) -> bytes:
        line = self._front.readline(limit)
        if line.endswith(b"\n") or len(line) == limit:
            return line
        return line + self._stream.readline(limit - len(line))

    def read(self, size: int) -> bytes:
        data = self._front.read(size)
        return data if len(data) == size else data + self._stream.read(size - len(data))

    def put_back(self, data: bytes) -> None:
        self._front = io.BytesIO(data + self._front.read())

    def drop(self) -> None:
        self._front = io.BytesIO()

    def next_start(self) -> bytes | None:
        """The line that a record begins with; None at the end."""
        while line := self.readline(BLOCK):
            if found := _START.search(line):
                return found[0]
        return None


_LENGTH: Final = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.I | re.M)
_TYPE: Final = re.compile(rb"^warc-type:[ \t]*([a-z]+)[ \t]*\r?$", re.I | re.M)
_MEDIA: Final = re.compile(rb"^content-type:[ \t]*([^;\s]+)", re.I | re.M)
_STATUS: Final = re.compile(rb"HTTP/\d(?:\.\d)? 200\b")
_PAGES: Final = frozenset([b"text/html", b"application/xhtml+xml", b"text/plain"])
_NEXT: Final = re.compile(rb"\n\r?\n(?=WARC/\d)")


def _next_record(reader: _Reader, line: bytes, number: int, limit: int) -> Record | BrokenRecord | None:
    """The record that begins with `line`; None if it holds no page."""
    header = _header(reader, line)
    length = _LENGTH.search(header)
    kind = _TYPE.search(header)
    if not length or not kind:
        missing = "WARC-Type" if length else "Content-Length that is a number"
        return BrokenRecord(number, f"broken WARC record: its header has no {missing}")
    size = int(length[1])
    body = reader.read(min(size, limit))
    left = size - len(body)
    while len(body) == limit and left > 0 and (data := reader.read(min(left, BLOCK))):
        left -= len(data)
    holds_page = _holds_page(kind[1].lower(), header, body)
    fits = left == 0 and _ends_here(reader)
    if not fits and (found := _NEXT.search(body)):
        # The length is wrong, and what it covers holds the next record.
        reader.put_back(body[found.end() :])
    if not fits:
        reason = "it is cut off" if left else "its length does not fit"
        return BrokenRecord(number, f"broken WARC record: {reason}")
    if not holds_page:
        return None
    if size > limit:
        return BrokenRecord(number, f"larger than {limit:,} bytes, the most that is read of one article (max_bytes)")
    return Record(number, header + b"\r\n" + body + b"\r\n\r\n")


def _header(reader: _Reader, line: bytes) -> bytes:
    """The lines of a header without the empty one that ends it; it may be broken."""
    lines = [line]
    size = len(line)
    while size < _HEADER and (line := reader.readline(_HEADER)).strip():
        if found := _START.search(line):
            reader.put_back(found[0])
            break
        lines.append(line)
        size += len(line)
    return b"".join(lines)


def _ends_here(reader: _Reader) -> bool:
    """Whether a record may end where the reader stands: at empty lines, at the end, or before another record."""
    line = reader.readline(BLOCK)
    if not line.strip():
        return True
    reader.put_back(line)
    return line.startswith(b"WARC/")


def _holds_page(kind: bytes, header: bytes, body: bytes) -> bool:
    if kind in (b"resource", b"conversion"):
        media = _MEDIA.search(header)
        return media is not None and media[1].lower() in _PAGES
    if kind != b"response":
        return False
    answer, _, page = body[:_HEADER].partition(b"\r\n\r\n")
    if not _STATUS.match(answer):
        return False
    media = _MEDIA.search(answer)
    return media[1].lower() in _PAGES if media else page.lstrip()[:1] == b"<"
