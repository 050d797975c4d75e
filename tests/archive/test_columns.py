"""Columns and the days in them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from sukien.archive.article import Columns
from sukien.archive.readers.columns import NoColumn, find_columns, iso_day


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["id", "published", "text"], {"text": "text", "id": "id", "date": "published"}),
        (["Mã bài", "Tiêu đề", "Nội dung", "Ngày đăng", "Tác giả"],
         {"text": "Nội dung", "id": "Mã bài", "date": "Ngày đăng", "title": "Tiêu đề", "author": "Tác giả"}),
        (["url", "headline", "articleBody", "datePublished"],
         {"text": "articleBody", "id": "url", "date": "datePublished", "title": "headline", "url": "url"}),
        (["content", "body", "text"], {"text": "text"}),
    ],
)  # fmt: skip
def test_columns_are_found_by_their_names(names: list[str], found: dict[str, str]) -> None:
    assert find_columns(names, Columns()) == found


def test_columns_that_are_named_are_taken() -> None:
    wanted = Columns(text="ghi_chu", id="so", date="luc")
    assert find_columns(["text", "ghi_chu", "so", "luc"], wanted) == {"text": "ghi_chu", "id": "so", "date": "luc"}


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (Columns(), "name it with --text; the columns are: a, b"),
        (Columns(text="c"), "no column 'c'; the columns are: a"),
    ],
)
def test_a_missing_column_is_told_with_those_there_are(wanted: Columns, message: str) -> None:
    with pytest.raises(NoColumn, match=message):
        find_columns(["a", "b"], wanted)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2023-04-01", "2023-04-01"),
        ("2023-4-1 07:30", "2023-04-01"),
        ("2023-04-01T23:30:00Z", "2023-04-01"),
        ("20230401", "2023-04-01"),
        ("20230401T073000Z", "2023-04-01"),
        ("1/4/2023", "2023-04-01"),
        ("Thứ Bảy, ngày 01-04-2023 07:30 (GMT+7)", "2023-04-01"),
        ("Sat, 01 Apr 2023 07:30:00 +0700", "2023-04-01"),
        (1680307200, "2023-04-01"),
        (1680307200000, "2023-04-01"),
        ("1680307200.5", "2023-04-01"),
        (date(2023, 4, 1), "2023-04-01"),
        (datetime(2023, 4, 1, 23, 59), "2023-04-01"),
        ("", None),
        ("  ", None),
        (None, None),
    ],
)
def test_days_are_read_as_people_and_machines_write_them(cell: object, day: str | None) -> None:
    assert iso_day(cell) == day


@pytest.mark.parametrize("cell", ["hôm qua", "31/2/2023", "13", True, "9" * 400, "0/0/2023", [1]])
def test_what_is_no_day_is_refused(cell: object) -> None:
    with pytest.raises(ValueError, match="is no date; write it as 2023-04-01"):
        iso_day(cell)
