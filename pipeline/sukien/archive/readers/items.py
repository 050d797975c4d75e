"""An item is an article as it lies in an archive: found, but not yet read.

Finding items is quick and goes through an archive from front to back. Making an article of an item (guessing its
encoding, finding the main text of a page) is most of the work, needs nothing but the item, and so can be done in
another process: items can be pickled.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from sukien.archive.article import Article, Columns, Unread
from sukien.archive.readers.columns import NoColumn, cell_text, find_columns, iso_day
from sukien.archive.readers.encodings import UnknownEncoding, decode, repaired
from sukien.archive.readers.pages import PageError, page_of_response, read_page


class Row(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The cells of one row that matter; text as bytes is in an encoding that is not known yet."""

    text: str | bytes | None = None
    id: str | bytes | int | None = None
    date: object = None
    title: object = None
    author: object = None
    url: object = None


class Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One article as it lies in an archive.

    `source` and `place` name it, no two items alike. `content` is a plain text, a saved page, a line of JSON, the
    response of a server as a WARC record, or a row of a table.
    """

    source: str
    kind: Literal["text", "page", "json", "response", "row"]
    content: bytes | Row
    place: str | None = None
    columns: Columns = Columns()

    def article(self) -> Article | Unread:
        """The article, or why there is none.

        Raises:
            MissingPartError: reading it needs a part of the library that is not installed.
        """
        ident: str | None = None
        try:
            if isinstance(self.content, Row):
                ident = _ident(self.content.id)
                return self._of_row(self.content, ident)
            match self.kind:
                case "page":
                    return self._of_page(self.content)
                case "response":
                    return self._of_response(self.content)
                case "json":
                    row = _row_of_json(self.content, self.columns)
                    ident = _ident(row.id)
                    return self._of_row(row, ident)
                case _:
                    text, encoding = decode(self.content)
                    return self._article(text, encoding=encoding)
        except (UnknownEncoding, NoColumn, PageError, _NoArticle) as error:
            return Unread(source=self.source, place=self.place, reason=str(error), id=ident)
        except ValueError as error:
            return Unread(source=self.source, place=self.place, reason=str(error), id=ident)

    def _of_page(self, content: bytes, url: str | None = None, ident: str | None = None) -> Article:
        html, encoding = decode(content)
        page = read_page(html, url)
        return self._article(
            page.text, encoding=encoding, ident=ident, published=page.published, title=page.title, author=page.author,
            url=url or page.url,
        )  # fmt: skip

    def _of_response(self, content: bytes) -> Article:
        response = page_of_response(content)
        if response.is_page:
            return self._of_page(response.body, response.url, response.id)
        text, encoding = decode(response.body)
        return self._article(text, encoding=encoding, ident=response.id, url=response.url)

    def _of_row(self, row: Row, ident: str | None) -> Article:
        if row.text is None:
            raise _NoArticle("the row has no text")
        text, encoding = decode(row.text) if isinstance(row.text, bytes) else repaired(row.text)
        cells = {field: _decoded(getattr(row, field)) for field in ("date", "title", "author", "url")}
        return self._article(
            text, encoding=encoding, ident=ident, published=iso_day(cells["date"]), title=cell_text(cells, "title"),
            author=cell_text(cells, "author"), url=cell_text(cells, "url"),
        )  # fmt: skip

    def _article(
        self,
        text: str,
        *,
        encoding: str,
        ident: str | None = None,
        published: str | None = None,
        title: str | None = None,
        author: str | None = None,
        url: str | None = None,
    ) -> Article:
        if not text.strip():
            raise _NoArticle("empty")
        return Article(
            id=ident or name_of(self.source, self.place), text=text, source=self.source, place=self.place,
            published=published, title=title, author=author, url=url, encoding=encoding,
        )  # fmt: skip


class _NoArticle(ValueError):
    """What lies there holds no article."""


def name_of(source: str, place: str | None) -> str:
    """One name for a file and a place in it.

    >>> name_of("tin/thang-4.zip", "bai.jsonl line 3")
    'tin/thang-4.zip bai.jsonl line 3'
    """
    return f"{source} {place}" if place else source


def _ident(value: object) -> str | None:
    if isinstance(value, bytes):
        value = decode(value).text
    return str(value).strip() or None if value is not None else None


def _decoded(value: object) -> object:
    return decode(value).text if isinstance(value, bytes) else value


def _row_of_json(line: bytes, columns: Columns) -> Row:
    found = _json_object(line)
    names = find_columns(found, columns)
    cells = {field: found.get(name) for field, name in names.items()}
    text, ident = cells["text"], cells.get("id")
    if text is not None and not isinstance(text, str):
        raise _NoArticle(f"{names['text']!r} holds no text but {type(text).__name__}")
    if isinstance(ident, bool) or not isinstance(ident, str | int | None):
        raise _NoArticle(f"{names['id']!r} holds neither text nor a number; it cannot be an id")
    rest = {field: cells.get(field) for field in ("date", "title", "author", "url")}
    return Row(text=text, id=ident, **rest)


def _json_object(line: bytes) -> dict[str, object]:
    try:
        try:
            found = msgspec.json.decode(line)
        except UnicodeDecodeError:
            found = msgspec.json.decode(decode(line).text)
    except RecursionError:
        raise _NoArticle("not JSON that can be read: nested too deep") from None
    except msgspec.DecodeError as error:
        raise _NoArticle(f"not JSON: {error}; each line is one object") from None
    if not isinstance(found, dict):
        raise _NoArticle('not a JSON object; each line is one, such as {"id": "1", "text": "…"}')
    return found
