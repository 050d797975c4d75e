"""DATE: dates, periods and terms of office, with their ISO 8601 / TIMEX3 value (SCHEMA.md, section 1).

Everything here reads the normalised view (`sukien.normalize`) as a plain `str`; offsets count its characters and are
half-open. A date without a year, or one like `hôm qua`, is resolved against the day of publication; without that
day, or where nothing says what is meant, there is no `value`. Nothing raises, whatever the text.

>>> from datetime import date
>>> text = "Sáng 18-10, tổng kết nhiệm kỳ 2020 - 2025 và 6 tháng đầu năm."
>>> [(text[m.start:m.end], m.norm.get("value")) for m in find_date(text, date(2023, 11, 1))]
[('Sáng 18-10', '2023-10-18'), ('nhiệm kỳ 2020 - 2025', '2020/2025'), ('6 tháng đầu năm', '2023-H1')]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from sukien.entities.date_value import CONTEXT, NUMBER_WORDS, context_before, date_norm, ends_with, filled
from sukien.entities.match import Match
from sukien.entities.patterns import any_of, lowered, read_data
from sukien.entities.units import counts_at

__all__ = ["date_at", "date_norm", "find_date"]

_DATA: Final = read_data("date.toml")
_RULES: Final[dict[str, str]] = _DATA["rules"]
# Where a date may begin, searched in the lowered text: many times faster than trying every rule at every place.
_TRIGGER: Final = re.compile(rf"(?<!\w)(?<!\d[./:-])(?:\d|{any_of(_DATA['first_words'])}(?!\w))")
_RULE: Final = re.compile(
    "(?:" + "|".join(f"(?P<{name}>{filled(pattern)})" for name, pattern in _RULES.items()) + r")(?!\w)(?!/\w)",
    re.I,
)


def find_date(text: str, published: date | None = None, taken: Iterable[tuple[int, int]] = ()) -> list[Match]:
    """The DATEs of `text`, in order, none touching a span of `taken` (the DOCREFs found before).

    >>> text = "Nghỉ từ 1/4, trực 24/24 giờ; kiểm tra 5/9 chi bộ cuối năm 2022."
    >>> [text[m.start:m.end] for m in find_date(text)]
    ['1/4', 'năm 2022']
    """
    found: list[Match] = []
    spans = sorted(taken)
    next_taken = 0
    lower, pos = lowered(text), 0
    while trigger := _TRIGGER.search(lower, pos):
        pos = trigger.end()
        match = _RULE.match(text, trigger.start())
        if match is None:
            continue
        rule = match.lastgroup or ""
        while next_taken < len(spans) and spans[next_taken][1] <= match.start():
            next_taken += 1
        if next_taken < len(spans) and spans[next_taken][0] < match.end():
            continue
        if (check := _CHECKS.get(rule)) and not check(text, match):
            continue
        start, end = match.span()
        pos = end
        found.append(Match(start, end, date_norm(text, start, end, published, found), f"date.{rule}"))
    return found


def date_at(text: str, pos: int, published: date | None = None) -> Match | None:
    """The DATE that begins exactly at `pos`, if there is one.

    >>> date_at("số 11 ngày 19/5/2021", 6).norm["value"]
    '2021-05-19'
    """
    match = _RULE.match(text, pos)
    if match is None or ((check := _CHECKS.get(match.lastgroup or "")) and not check(text, match)):
        return None
    start, end = match.span()
    return Match(start, end, date_norm(text, start, end, published), f"date.{match.lastgroup}")


_BEFORE_DAYS: Final = ends_with(CONTEXT["before_days"])
_NOT_BEFORE_DAYS: Final = ends_with(CONTEXT["not_before_days"])
_BEFORE_YEAR: Final = ends_with(CONTEXT["before_year"])
_BEFORE_CLOCK: Final = ends_with(CONTEXT["before_clock"])
_BEFORE_HOURS: Final = ends_with(CONTEXT["before_hours"])
_VAGUE: Final = ends_with(CONTEXT["vague"])
_EVERY: Final = ends_with(CONTEXT["every"])
_CLAUSE_AFTER: Final = re.compile(rf" {any_of(CONTEXT['clause_after'])}(?!\w)", re.I)
_COUNT_BEFORE: Final = re.compile(rf"(?:\d|(?:^|\s){any_of(NUMBER_WORDS.keys() - {'năm'})}) ?$")
_CLOSED: Final = re.compile(r"\s*(?:[,.;:)\n…-]|$)")
_AT_EDGE: Final = re.compile(r"(?:^|[.!?:;\n]) ?$")
_REGULARLY: Final = re.compile(r" (?:hằng|hàng|mỗi)(?!\w)", re.I)
_YEAR_EDGE: Final = re.compile(r"(?:(?:vào|hồi|đến|từ|trước) (?:đầu|cuối|giữa)|(?<!tháng )(?<!\w)trong) $")
_NOT_A_YEAR: Final = re.compile(r" (?:học|mới|nào|tháng|năm|đầu|cuối|thứ|tuổi|sinh|chuẩn|\d)", re.I)


def _counted_before(text: str, match: re.Match[str]) -> bool:
    """Whether a number stands right before: `10 năm nay`, `hai tháng 3 ngày`."""
    return _COUNT_BEFORE.search(context_before(text, match.start())) is not None


def _days_meant(text: str, match: re.Match[str]) -> bool:
    """A bare `15/3` or `15-3`: in brackets of its own or after a word that says so, unless it counts something."""
    start, end = match.span()
    if "năm" not in match[0].lower() and (counts_at(text, end) or text.startswith("%", end)):
        return False
    if not re.search(r"[/-]", match[0]):
        return False
    if start and text[start - 1] == "(" and text.startswith(")", end):
        last = text[max(0, start - 30) : start - 1].rstrip(" ").rpartition(" ")[2]
        return len(re.findall(r"\d+", match[0])) > 2 or not last[:1].isupper()  # not `Ô Lâm (5/9)`
    before = context_before(text, start)
    if _BEFORE_DAYS.search(before):
        return True
    # `trong ngày bầu cử 6-11.`
    last = text[start - len(before) : start].rstrip(" ").rpartition(" ")[2]
    ends = "-" in match[0] and " " not in match[0] and _CLOSED.match(text, end) is not None
    return ends and last.isalpha() and last.islower() and not _NOT_BEFORE_DAYS.search(before)


def _year_meant(text: str, match: re.Match[str]) -> bool:
    """A bare `2016` or `2011-2014`."""
    start, end = match.span()
    if counts_at(text, end):
        return False
    years = [int(year) for year in re.findall(r"\d{4}", match[0])]
    before = context_before(text, start)
    if len(years) == 2:
        return years[0] < years[1] < years[0] + 100
    if not 1800 <= years[0] < 2100:
        return False
    if _BEFORE_YEAR.search(before) or (before.endswith("(") and text.startswith(")", end)):
        return True
    last = text[start - len(before) : start].rstrip(" ").rpartition(" ")[2]
    return last.isalpha() and last.islower() and before.endswith(" ") and _CLOSED.match(text, end) is not None


def _clock_meant(text: str, match: re.Match[str]) -> bool:
    """A bare `12h30` always; `8 giờ`, `8:30` and `8h` only where no duration or score is meant."""
    before = context_before(text, match.start())
    surface = match[0].lower()
    if re.search(r"giờ \d\d$", surface):
        return True
    if "giờ" in surface or ":" in surface or surface == "24h":
        return _BEFORE_CLOCK.search(before) is not None
    return bool(re.search(r"h ?\d", surface)) or not _BEFORE_HOURS.search(before)


def _day_number_meant(text: str, match: re.Match[str]) -> bool:
    return not (counts_at(text, match.end()) or _REGULARLY.match(text, match.end()) or _counted_before(text, match))


def _month_meant(text: str, match: re.Match[str]) -> bool:
    """Not the `tháng 3` of `2 tháng 3 ngày`, nor of `Cách mạng Tháng Tám`."""
    if _COUNT_BEFORE.search(text, max(0, match.start() - 10), match.start()):  # small letters: not `Đỗ Mười`
        return False
    if _EVERY.search(context_before(text, match.start())):  # `mỗi tháng một tuần`
        return False
    return not (
        match[0].startswith("Tháng")
        and match[0][6:7].isupper()
        and not _AT_EDGE.search(context_before(text, match.start()))
    )


def _definite(text: str, match: re.Match[str]) -> bool:
    """`năm trước`, but not `những năm trước`, `10 năm nay`, `một năm sau khi`."""
    if _VAGUE.search(context_before(text, match.start())) or _counted_before(text, match):
        return False
    return match[0].lower().endswith(("nay", "này")) or not _CLAUSE_AFTER.match(text, match.end())


def _term_meant(text: str, match: re.Match[str]) -> bool:
    return any(map(str.isdecimal, match[0])) or not _VAGUE.search(context_before(text, match.start()))


def _quarter_meant(text: str, match: re.Match[str]) -> bool:
    """Not the `Quý 2` of the ship `Phú Quý 2`."""
    word = text[max(0, match.start() - 20) : match.start()].rstrip(" ").rpartition(" ")[2]
    return not (match[0].istitle() or match[0][0].isupper()) or not (word[:1].isupper() and word[-1:].islower())


def _year_word_meant(text: str, match: re.Match[str]) -> bool:
    """`năm` alone: `Trong năm, …`, `vào cuối năm`."""
    before = context_before(text, match.start())
    if _NOT_A_YEAR.match(text, match.end()):
        return False
    if len(match[0]) > 3:  # `cả năm`
        return not before.endswith(("trong ", "suốt "))
    return _YEAR_EDGE.search(before) is not None


def _part_meant(text: str, match: re.Match[str]) -> bool:
    """`Buổi sáng, …`, `vào buổi chiều`, not `học buổi tối`."""
    return text.startswith(",", match.end()) or context_before(text, match.start()).endswith("vào ")


_CHECKS: Final[dict[str, Callable[[str, re.Match[str]], bool]]] = {
    "bare_days": _days_meant,
    "bare_year": _year_meant,
    "clock": _clock_meant,
    "day_number": _day_number_meant,
    "month": _month_meant,
    "relative": _definite,
    "ago": _definite,
    "term": _term_meant,
    "quarter": _quarter_meant,
    "part_alone": _part_meant,
    "year_alone": _year_word_meant,
}
