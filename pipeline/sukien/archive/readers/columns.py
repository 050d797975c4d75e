"""Which columns of a table hold what, and what stands in them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from importlib.resources import files
from typing import Final
from unicodedata import normalize

from sukien.archive.article import Columns

_NAMES: Final[dict[str, list[str]]] = {
    field: names.split()
    for field, names in tomllib.loads(
        files("sukien.archive.readers").joinpath("data/columns.toml").read_text(encoding="utf-8")
    ).items()
}


class NoColumn(ValueError):
    """A column that is needed is not there; says which there are."""


def find_columns(names: Iterable[object], wanted: Columns) -> dict[str, str]:
    """The column for each of `text`, `id`, `date`, `title`, `author`, `url` that there is.

    Raises:
        NoColumn: there is none for the text, or one of `wanted` is missing.

    >>> find_columns(["ID", "Nội dung", "Ngày đăng"], Columns())
    {'text': 'Nội dung', 'id': 'ID', 'date': 'Ngày đăng'}
    """
    present = [name for name in names if isinstance(name, str)]
    plain: dict[str, str] = {}
    for name in present:
        plain.setdefault(_plain(name), name)
    found: dict[str, str] = {}
    for field, likely in _NAMES.items():
        named = getattr(wanted, field, None)
        if named is not None:
            if named not in present:
                raise NoColumn(f"there is no column {named!r}; the columns are: {_listed(present)}")
            found[field] = named
        elif present_as := next((plain[name] for name in likely if name in plain), None):
            found[field] = present_as
    if "text" not in found:
        raise NoColumn(f"no column looks like the text; name it with --text; the columns are: {_listed(present)}")
    return found


def _listed(names: list[str]) -> str:
    shown = ", ".join(name[:40] for name in names[:20])
    return (shown + (", …" if len(names) > 20 else "")) or "none"


def _plain(name: str) -> str:
    letters = normalize("NFD", name.strip().lower()).replace("đ", "d")
    return re.sub(r"[^a-z0-9]+", "_", re.sub("[\u0300-\u036f]", "", letters)).strip("_")


_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_VIETNAMESE: Final = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{6}Z?)?")
_EPOCH: Final = re.compile(r"\d{9,13}(?:\.\d+)?")


def iso_day(value: object) -> str | None:
    """The day that a cell names, as an ISO date; None for an empty cell.

    Understood are ISO dates and times, day/month/year with any words and times around them, seconds and milliseconds
    since 1970, and the dates of feeds and mails. The day is the one written; no time zone moves it.

    Raises:
        ValueError: the cell is not empty and names no day.

    >>> [iso_day(cell) for cell in ("2023-04-01T15:27:34+07:00", "Thứ bảy, 1/4/2023, 15:27 (GMT+7)", "", 1680307200)]
    ['2023-04-01', '2023-04-01', None, '2023-04-01']
    """
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    text = str(value).strip()
    if not text:
        return None
    try:
        return _day(text).isoformat()
    except (ValueError, OverflowError, IndexError, TypeError):
        shown = text if len(text) < 40 else f"{text[:40]}…"
        raise ValueError(f"{shown!r} in the date column is no date; write it as 2023-04-01") from None


def _day(text: str) -> date:
    if match := _ISO.match(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _VIETNAMESE.search(text):
        return date(int(match[3]), int(match[2]), int(match[1]))
    if match := _COMPACT.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if _EPOCH.fullmatch(text):
        seconds = float(text)
        return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC).date()
    return parsedate_to_datetime(text).date()


def cell_text(cells: Mapping[str, object], field: str) -> str | None:
    """The words in a cell, if there are any; several go on a line each."""
    value = cells.get(field)
    if isinstance(value, list):
        return ", ".join(str(part) for part in value if part) or None
    return (str(value).strip() or None) if value is not None else None
