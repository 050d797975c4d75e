"""Through files and what is packed in them, down to the single articles."""

from __future__ import annotations

import io
import re
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final, Literal, NamedTuple

import msgspec

from sukien.archive.article import Columns, Unread
from sukien.archive.readers.encodings import wide_encoding
from sukien.archive.readers.formats import HEAD, format_of, lies_beside, unpacked_name
from sukien.archive.readers.items import Item
from sukien.archive.readers.paths import File
from sukien.archive.readers.streams import (
    AsUtf8,
    Broken,
    Budget,
    Gunzip,
    Source,
    buffered,
    read_whole,
    reason_of,
    unzstd,
)
from sukien.archive.readers.tables import csv_items, json_items, jsonl_items, parquet_items
from sukien.archive.readers.warc import Record, page_records

_LEAST: Final = 256 << 20
_RATIO: Final = 200
"""Packed data may unpack to `_LEAST` bytes, or to `_RATIO` times its size if that is more; news packs 1 to 10."""

_DEEPEST: Final = 4
"""How many packings may be around one another: `.jsonl.gz` in a `.tar` in a `.zip` is three."""

_IN_MEMORY: Final = 64 << 20
"""How large a zip or Parquet file inside something packed may be, which must be held to be read."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How to read: the columns of tables, and how many bytes an article may have."""

    columns: Columns = Columns()
    max_bytes: int = 16 << 20


class _Piece(NamedTuple):
    """A file, or something packed in one, on its way to being read.

    `place` says where in `source` it stands (with a space behind it), `name` is what its format is told by.
    """

    source: str
    place: str
    name: str
    stream: io.BufferedReader
    budgets: tuple[Budget, ...]
    settings: Settings
    depth: int = 0
    file: BinaryIO | None = None
    resume: Callable[[], bool] | None = None

    def unread(self, reason: str, member: str = "") -> Unread:
        return Unread(source=self.source, place=f"{self.place}{member}".strip() or None, reason=reason)

    def inside(self, place: str, name: str, source: Source, *budgets: Budget) -> _Piece:
        """What is packed in this piece, to be read from `source`."""
        all_budgets = (*self.budgets, *budgets)
        stream = buffered(source, *all_budgets)
        return _Piece(self.source, place, name, stream, all_budgets, self.settings, self.depth + 1)

    def held(self) -> BinaryIO:
        """The piece as a file in which one can go back and forth; `Broken` if it is too large for that."""
        return self.file or io.BytesIO(read_whole_piece(self.stream))


def read_whole_piece(stream: io.BufferedReader) -> bytes:
    """A file that is packed in another, whole; `Broken` if it is too large for that."""
    data = stream.read(_IN_MEMORY + 1)
    if len(data) > _IN_MEMORY:
        raise Broken(f"larger than {_IN_MEMORY:,} bytes and packed in another file; unpack that one first")
    return data


def file_items(file: File, settings: Settings) -> Iterator[Item | Unread]:
    """All items of a file; what cannot be read is told of, in its place, and takes nothing else with it.

    Raises:
        MissingPartError: reading it needs a part of the library that is not installed.
    """
    try:
        with file.path.open("rb") as opened:
            size = file.path.stat().st_size
            budget = Budget(size, _LEAST, _RATIO)
            # What is not unpacked costs nothing: the budget is for what comes out of packings.
            piece = _Piece(file.source, "", file.path.name, buffered(opened), (budget,), settings, file=opened)
            yield from _items(piece)
    except (OSError, Broken) as error:
        yield Unread(source=file.source, reason=reason_of(error))


def _items(piece: _Piece) -> Iterator[Item | Unread]:
    if piece.depth > _DEEPEST:
        yield piece.unread(f"packed more than {_DEEPEST} times; not read")
        return
    try:
        head = piece.stream.peek(HEAD)[:HEAD]
    except Broken as error:
        yield piece.unread(str(error))
        return
    if not head:
        yield piece.unread("empty")
        return
    try:
        yield from _READERS.get(format_of(piece.name, head), _whole)(piece)
    except Broken as error:
        yield piece.unread(str(error))


def _gzip(piece: _Piece) -> Iterator[Item | Unread]:
    source = Gunzip(piece.stream)
    inside = piece.inside(piece.place, unpacked_name(piece.name), source)
    return _items(inside._replace(resume=source.resume))


def _zstd(piece: _Piece) -> Iterator[Item | Unread]:
    return _items(piece.inside(piece.place, unpacked_name(piece.name), unzstd(piece.stream)))


def _warc(piece: _Piece) -> Iterator[Item | Unread]:
    for found in page_records(piece.stream, piece.settings.max_bytes, piece.resume):
        member = f"record {found.number}"
        if isinstance(found, Record):
            place = f"{piece.place}{member}"
            yield Item(source=piece.source, kind="response", content=found.content, place=place)
        else:
            yield piece.unread(found.reason, member)


def _whole(piece: _Piece) -> Iterator[Item | Unread]:
    """A file that is one article."""
    content = read_whole(piece.stream, piece.settings.max_bytes)
    kind: Literal["page", "text"] = "page" if format_of(piece.name, content[:HEAD]) == "page" else "text"
    yield Item(source=piece.source, kind=kind, content=content, place=piece.place.strip() or None)


def _document(piece: _Piece) -> Iterator[Item | Unread]:
    yield piece.unread("a document of a kind that is not read; save it as text or as a web page")


def _jsonl(piece: _Piece) -> Iterator[Item | Unread]:
    settings = piece.settings
    return jsonl_items(_as_utf8(piece.stream), piece.source, piece.place, settings.columns, settings.max_bytes)


def _json(piece: _Piece) -> Iterator[Item | Unread]:
    settings = piece.settings
    return json_items(_as_utf8(piece.stream), piece.source, piece.place, settings.columns, settings.max_bytes)


def _csv(piece: _Piece) -> Iterator[Item | Unread]:
    settings = piece.settings
    return csv_items(_as_utf8(piece.stream), piece.source, piece.place, settings.columns, settings.max_bytes)


def _as_utf8(stream: io.BufferedReader) -> io.BufferedReader:
    """A stream of lines in which each byte below 128 is a letter of ASCII."""
    encoding = wide_encoding(stream.peek(HEAD)[:HEAD])
    return buffered(AsUtf8(stream, encoding)) if encoding else stream


def _parquet(piece: _Piece) -> Iterator[Item | Unread]:
    settings = piece.settings
    return parquet_items(piece.held(), piece.source, piece.place, settings.columns, settings.max_bytes)


_CLIMBS: Final = re.compile(r"[\\/]|[A-Za-z]:|(?:.*[\\/])?\.\.(?:[\\/]|\Z)", re.S)


def _refusal(name: str) -> str | None:
    """Why a member of an archive with this name is not read; None if it may be."""
    return "its path leads out of the archive; not read" if _CLIMBS.match(name) else None


def _passed_over(name: str) -> bool:
    return any(lies_beside(part) for part in name.split("/") if part not in ("", ".", ".."))


def _zip(piece: _Piece) -> Iterator[Item | Unread]:
    try:
        with zipfile.ZipFile(piece.held()) as archive:
            for info in archive.infolist():
                name = _printable(info.filename)
                if info.is_dir() or (_passed_over(name) and not _refusal(name)):
                    continue
                yield from _zip_member(piece, archive, info, name)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        yield piece.unread(f"damaged zip file: {reason_of(error)}; read up to here")


def _zip_member(piece: _Piece, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Iterator[Item | Unread]:
    reason = _refusal(name)
    if not reason and stat.S_ISLNK(info.external_attr >> 16):
        reason = "a link, not followed"
    if not reason and info.flag_bits & 1:
        reason = "locked with a password"
    if reason:
        yield piece.unread(reason, name)
        return
    try:
        with archive.open(info) as member:
            budget = Budget(info.compress_size, piece.settings.max_bytes, _RATIO)
            yield from _items(piece.inside(f"{piece.place}{name} ", name, member, budget))
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        yield piece.unread(f"damaged in the zip file: {reason_of(error)}", name)


def _printable(name: str) -> str:
    """A name that can be written down, whatever bytes it was made of."""
    return name.encode(errors="surrogateescape").decode(errors="replace")


class _Header(tarfile.TarInfo):
    """A header of a tar file that says when it is broken: `tarfile` takes a broken one for the end."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str | None, errors: str) -> _Header:
        try:
            header = super().frombuf(buf, encoding, errors)  # type: ignore[arg-type]
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]
            raise
        except tarfile.HeaderError:
            what = "its end is missing" if not buf else "a header is damaged"
            raise Broken(f"damaged tar file: {what}; read up to here") from None
        if not header.isfile() and header.type in _EXTENSIONS and header.size > 1 << 20:
            raise Broken("damaged tar file: a header of more than 1 MiB; read up to here")
        return header


_EXTENSIONS: Final = frozenset(
    [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK]
)


def _tar(piece: _Piece) -> Iterator[Item | Unread]:
    try:
        with tarfile.open(fileobj=piece.stream, mode="r|", tarinfo=_Header, errorlevel=2) as archive:
            while (info := archive.next()) is not None:
                # It keeps the headers of all it has seen, and nothing needs them.
                archive.members = []  # type: ignore[attr-defined]
                name = _printable(info.name)
                if info.isdir() or (_passed_over(name) and not _refusal(name)):
                    continue
                yield from _tar_member(piece, archive, info, name)
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        yield piece.unread(f"damaged tar file: {error}; read up to here")


def _tar_member(piece: _Piece, archive: tarfile.TarFile, info: tarfile.TarInfo, name: str) -> Iterator[Item | Unread]:
    reason = _refusal(name)
    if not reason and (not info.isreg() or info.issparse()):
        reason = "a link, not followed" if info.issym() or info.islnk() else "no plain file"
    member = None if reason else archive.extractfile(info)
    if member is None:
        yield piece.unread(reason or "no plain file", name)
        return
    yield from _items(piece.inside(f"{piece.place}{name} ", name, member))


_READERS: Final[dict[str, Callable[[_Piece], Iterator[Item | Unread]]]] = {
    "gzip": _gzip, "zstd": _zstd, "zip": _zip, "tar": _tar, "warc": _warc, "jsonl": _jsonl, "json": _json, "csv": _csv,
    "parquet": _parquet, "document": _document, "page": _whole, "text": _whole,
}  # fmt: skip
