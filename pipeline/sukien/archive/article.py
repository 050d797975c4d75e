"""What the readers give: articles, and what could not be read."""

from __future__ import annotations

import msgspec


class Article(msgspec.Struct, kw_only=True, frozen=True, omit_defaults=True):
    """One article of an archive.

    `source` is the file it stands in, named from the folder that was given; `place` says where in that file. The
    `id` is the article's own where it has one, else made of `source` and `place`. `published` is an ISO date.
    """

    id: str
    text: str
    source: str
    place: str | None = None
    published: str | None = None
    title: str | None = None
    author: str | None = None
    url: str | None = None
    encoding: str = "utf-8"


class Unread(msgspec.Struct, kw_only=True, frozen=True, omit_defaults=True):
    """Something in an archive that gave no article: the file, the place in it, the reason, its id if it has one."""

    source: str
    reason: str
    place: str | None = None
    id: str | None = None


class Columns(msgspec.Struct, kw_only=True, frozen=True, omit_defaults=True):
    """The names of the columns of a table that hold the text, the id and the date; None: found by themselves."""

    text: str | None = None
    id: str | None = None
    date: str | None = None
