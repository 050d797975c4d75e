"""The main text of saved web pages, and the pages in the responses that a web archive keeps."""

from __future__ import annotations

import io
import logging
import zlib
from typing import Final, NamedTuple

import msgspec

from sukien.archive.readers.streams import BLOCK, Broken, Source, buffered, unzstd
from sukien.errors import MissingPartError

_MOST: Final = 16 << 20
"""How many bytes a response may unpack to."""

_EARLIEST, _LATEST = "1995-01-01", "2099-12-31"
"""The days that a page may be from; fixed, since what is read must not depend on the clock."""


class PageError(ValueError):
    """A page, or the response that it is in, that no article can be read from; says why."""


class Page(NamedTuple):
    """What a page says: its headline and main text, the day, who wrote it, where it stands."""

    text: str
    title: str | None
    author: str | None
    published: str | None
    url: str | None


class _Extract(msgspec.Struct):
    """The part of what trafilatura gives that is used."""

    text: str | None = None
    title: str | None = None
    author: str | None = None
    date: str | None = None
    source: str | None = None


def read_page(html: str, url: str | None = None) -> Page:
    """The article of a saved page. Nothing in the page is followed, fetched or run.

    Raises:
        PageError: there is no main text.
        MissingPartError: the part of the library that reads pages is not installed.
    """
    try:
        import trafilatura
    except ImportError:
        raise MissingPartError("saved web pages", "archive") from None
    # It writes of every odd page to its log; what matters is told in the error.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    days = {"original_date": True, "extensive_search": False, "min_date": _EARLIEST, "max_date": _LATEST}
    try:
        found = trafilatura.extract(
            html, url=url, output_format="json", with_metadata=True, include_comments=False,
            date_extraction_params=days,
        )  # fmt: skip
    except Exception as error:  # the page decides what goes wrong in the parser
        raise PageError(f"the page cannot be parsed: {type(error).__name__} {error}".strip()) from error
    page = msgspec.json.decode(found, type=_Extract) if found else _Extract()
    text = (page.text or "").strip()
    if not text:
        raise PageError("no main text found in the page")
    title = (page.title or "").strip() or None
    return Page(_with_headline(text, title), title, page.author or None, page.date or None, page.source or None)


def _with_headline(text: str, title: str | None) -> str:
    """The text with its headline on top, where it does not stand there yet."""
    if title is None or " ".join(title.split()) in " ".join(text[: 3 * len(title) + 400].split()):
        return text
    return f"{title}\n\n{text}"


class Response(NamedTuple):
    """What a server answered: the body as it was meant, whether it is a web page, and the names of the record."""

    body: bytes
    is_page: bool
    url: str | None
    id: str | None


def page_of_response(record: bytes) -> Response:
    """The body of a WARC record that holds a page or plain text.

    Raises:
        PageError: the record or the answer in it is damaged.
        MissingPartError: the part of the library that reads web archives is not installed.
    """
    try:
        from fastwarc.warc import WarcRecord
    except ImportError:
        raise MissingPartError("web archives", "archive") from None
    try:
        try:
            warc = WarcRecord.from_bytes(record)
            if warc.is_http:
                warc.parse_http(auto_decode="transfer")
        except OSError:
            # Some crawlers undo the chunks of an answer and keep the header that tells of them.
            warc = WarcRecord.from_bytes(record)
            if warc.is_http:
                warc.parse_http()
        body = warc.reader.read(_MOST + 1)
        kind = (warc.http_content_type if warc.is_http else warc.headers.get("Content-Type")) or ""
        packing = (warc.http_headers.get("Content-Encoding") or "") if warc.is_http else ""
        url, ident = warc.headers.get("WARC-Target-URI"), warc.record_id
    except (OSError, ValueError) as error:
        raise PageError(f"broken WARC record: {error}") from None
    is_page = not kind.startswith("text/plain")
    return Response(_plain(body, packing), is_page, _bare(url), _bare(ident))


def _bare(name: str | None) -> str | None:
    return (name.strip().removeprefix("<").removesuffix(">") or None) if name else None


def _plain(body: bytes, packing: str) -> bytes:
    """The body of an answer, unpacked."""
    for name in reversed([part.strip().lower() for part in packing.split(",")]):
        # A body that looks like a page is one: crawlers also keep the header when they have unpacked the body.
        if name in ("", "identity") or body.lstrip()[:1] == b"<":
            continue
        body = _unpacked(body, name)
    if len(body) > _MOST:
        raise PageError(f"larger than {_MOST:,} bytes, the most that is read of a response")
    return body


def _unpacked(body: bytes, packing: str) -> bytes:
    try:
        if packing in ("gzip", "x-gzip"):
            return _inflated(body, 31)
        if packing == "deflate":
            return _inflated(body, 15 if body[:1] == b"\x78" else -15)
        source: Source
        if packing == "br":
            from fastwarc.stream_io import BrotliReader

            source = BrotliReader(io.BytesIO(body))
        elif packing == "zstd":
            source = unzstd(buffered(io.BytesIO(body)))
        else:
            raise PageError(f"the response is packed as {packing!r}, which is not known")
        return _read_up_to(source, _MOST + 1)
    except (zlib.error, OSError, Broken) as error:
        raise PageError(f"the response is packed as {packing} and damaged ({error})") from None


def _inflated(body: bytes, window: int) -> bytes:
    inflater = zlib.decompressobj(window)
    out = inflater.decompress(body, _MOST + 1)
    if not inflater.eof and len(out) <= _MOST:
        raise Broken("it is cut off")
    return out


def _read_up_to(source: Source, limit: int) -> bytes:
    out = bytearray()
    while len(out) < limit and (data := source.read(BLOCK)):
        out += data
    return bytes(out)
