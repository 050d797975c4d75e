"""The value of a DATE as ISO 8601 / TIMEX3 writes it, from its words and what stands around it.

A date without a year, or one like `hôm qua`, is resolved against the day of publication; where nothing says what is
meant there is no value. Offsets count characters of the normalised view and are half-open.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from sukien.entities.match import Match, Norm
from sukien.entities.patterns import any_of, read_data

_DATA: Final = read_data("date.toml")


def filled(pattern: str) -> str:
    """`pattern` with each `<name>` replaced by the piece of that name."""
    return re.sub(r"(?<!P)<(\w+)>", lambda name: filled(_PIECES[name[1]]), pattern)


_MONTH_WORDS: Final[dict[str, int]] = _DATA["months"]
NUMBER_WORDS: Final[dict[str, int]] = _DATA["numbers"]
_DAY_OFFSETS: Final[dict[str, int]] = _DATA["days"]
_STEPS: Final[dict[str, int]] = _DATA["steps"]
_SEASONS: Final[dict[str, str]] = _DATA["seasons"]
_PIECES: Final[dict[str, str]] = dict(_DATA["pieces"]) | {
    "month_word": any_of(_MONTH_WORDS),
    "number_word": any_of(NUMBER_WORDS),
    "day_word": any_of(_DAY_OFFSETS),
}
CONTEXT: Final[dict[str, list[str]]] = _DATA["context"]
"""The words around a date that decide what it is."""


def ends_with(words: Iterable[str]) -> re.Pattern[str]:
    """Matches a context that ends in one of `words`."""
    return re.compile(rf"(?:^|[^\w]){any_of(words)} ?$")


def context_before(text: str, start: int) -> str:
    """The end of the line before `start`, lower-cased."""
    return text[max(0, start - 40) : start].rpartition("\n")[2].lower()


_NOT_THE_DAY: Final = ends_with(CONTEXT["not_the_day"])
_AFTER_SYMBOL: Final = re.compile(r"(?:[/-]\S+|số \d+),? ?$")
_CLOCK: Final = re.compile(filled("<clock>"), re.I)
_CLOCK_FIGURES: Final = re.compile(r"(\d{1,2})\s?(?:giờ|[hg:])\s?(\d{1,2}|rưỡi)?(?::(\d\d))?", re.I)
_POINT: Final = re.compile(
    filled(
        r"(?P<dmy>(?P<d1>\d{1,2})(?: ?/ ?|[.-])(?P<m1>\d{1,2})(?: ?/ ?|[.-])(?P<y1>\d{4}))"
        r"|(?:(?P<d2>\d{1,2}) )?tháng (?:(?P<m2>\d{1,2})(?!\d)|(?P<word><month_word>)(?!\w))"
        r"(?:(?: ?[/.-] ?|,? năm )(?P<y2>\d{4}))?"
        r"|(?P<m3>\d{1,2})[/.-](?P<y3>\d{4})"
        r"|(?P<d4>\d{1,2})[/.-](?P<m4>\d{1,2})(?!\d)(?: năm (?P<y4>\d{4}))?"
        r"|(?P<y5>\d{4})(?!\d)"
        r"|(?P<d6>\d{1,2})(?!\d)"
    ),
    re.I,
)
_LUNAR: Final = re.compile(r"(?:mùng|mồng|giêng|chạp|âm lịch|tết)(?!\w)", re.I)
_ROMAN_VALUES: Final = {"i": 1, "v": 5, "x": 10}
_FORWARD_BEFORE: Final = re.compile(
    rf"(?:{any_of(CONTEXT['forward_before'])}(?!\w)[^.;\n]*|trước (?:ngày |tháng |hạn )?)$"
)
_FORWARD_AFTER: Final = re.compile(rf" {any_of(CONTEXT['forward_after'])}(?!\w)", re.I)
_SOON: Final = 62  # days: `ngày 30/4` in an article of early April is the one to come
_PERIOD: Final = re.compile(r"(\d{4})(?P<part>-[HQ]\d)$|(\d{4})-01/\d{4}(?P<month>-\d\d)$")
_LONGEST: Final = 200  # characters of a span that can be a date
_LATER: Final = 240  # days: a day still to come, unless it has just gone by


class _Point(NamedTuple):
    """A calendar point as written: any of day, month and year may be missing."""

    day: int | None = None
    month: int | None = None
    year: int | None = None


class _Setting(NamedTuple):
    """What a value may depend on besides the words of the date."""

    published: date | None
    earlier: Sequence[Match]
    text: str
    start: int
    end: int

    def forward(self) -> bool:
        """Whether the words around say that the day is still to come."""
        before = self.text[max(0, self.start - 60) : self.start].rpartition("\n")[2].lower()
        return bool(_FORWARD_BEFORE.search(before) or _FORWARD_AFTER.match(self.text, self.end))

    def year(self, words: str) -> int | None:
        """The year that `năm nay`, `năm ngoái`, `năm đó` … in `words` means."""
        if re.search(r"năm (?:đó|ấy)|cùng năm", words):
            return next((int(value[:4]) for value in _values(reversed(self.earlier)) if value[:4].isdecimal()), None)
        found = re.search(r"năm (nay|này|mới|ngoái|trước|rồi|qua|vừa qua|tới|sau)(?!\w)|(sang năm)", words)
        if not found:
            return None
        told = self.year_of_sentence() if found[1] in ("trước", "sau") else None
        if told is None and not self.published:
            return None
        if found[1] in ("qua", "vừa qua") and self.published:
            return self._year_gone_by(self.published)
        year = told if told is not None or not self.published else self.published.year
        return year + (1 if found[2] else _STEPS[found[1]]) if year is not None else None

    @staticmethod
    def _year_gone_by(published: date) -> int | None:
        """`năm qua`: the year before in spring, this one in autumn; in summer nobody knows which."""
        if published.month < 4:
            return published.year - 1
        return published.year if published.month > 9 else None

    def year_of_sentence(self) -> int | None:
        """The year that the last date before in the same sentence names."""
        if not self.earlier:
            return None
        last = self.earlier[-1]
        same_sentence = not re.search(r"[.;\n]", self.text[last.end : self.start])
        if not same_sentence or not re.search(r"\d{4}", self.text[last.start : last.end]):
            return None
        return next((int(value[:4]) for value in _values([last]) if value[:4].isdecimal()), None)


def _values(matches: Iterable[Match]) -> Iterator[str]:
    return (str(match.norm["value"]) for match in matches if "value" in match.norm)


def date_norm(text: str, start: int, end: int, published: date | None = None, earlier: Sequence[Match] = ()) -> Norm:
    """The normal form of the DATE `text[start:end]`, whatever found it: `{"value": …}`, or `{}` if nothing resolves it.

    `published` is the day of publication; `earlier` are the DATEs of the text before this one, which `năm đó` and
    `cùng ngày` look back to. Never raises.

    >>> date_norm("Chiều qua", 0, 9, date(2023, 1, 1)), date_norm("hôm qua", 0, 7)
    ({'value': '2022-12-31'}, {})
    >>> date_norm("quý I/2023", 0, 10), date_norm("14 giờ 15 phút ngày 17/10/2019", 0, 30)
    ({'value': '2023-Q1'}, {'value': '2019-10-17T14:15'})
    """
    start = max(0, start)
    if end - start > _LONGEST:
        return {}
    words = " ".join(text[start:end].lower().split())
    if published and not 1 < published.year < 9999:  # nothing can be before or after it
        published = None
    value = _value(words, _Setting(published, earlier, text, start, end))
    return {"value": value} if value else {}


def _value(words: str, setting: _Setting) -> str | None:
    for form in _FORMS:
        if found := form.pattern.search(words):
            return form.read(found, words, setting)
    if _LUNAR.search(words):
        return year[1] if (year := re.fullmatch(r"tết [^\d]*(\d{4})", words)) else None
    return _calendar(words, setting)


def _pair(low: str | None, high: str | None) -> str | None:
    return f"{low}/{high}" if low and high else None


def _count(word: str) -> int:
    return int(word) if word.isdecimal() else NUMBER_WORDS.get(word, 0)


def _roman(word: str) -> int:
    if word.isdecimal():
        return int(word)
    values = [_ROMAN_VALUES[letter] for letter in word]
    return sum(-v if any(later > v for later in values[i + 1 : i + 2]) else v for i, v in enumerate(values))


def _month_of(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def _shift_month(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _quarters(found: re.Match[str], words: str, setting: _Setting) -> str | None:
    if found["step"]:
        if not setting.published:
            return None
        day = _shift_month(setting.published, 3 * _STEPS[found["step"]])
        return f"{day.year}-Q{(day.month + 2) // 3}"
    year = int(found["year"]) if found["year"] else setting.year(words)
    first, last = _roman(found["first"]), _roman(found["last"]) if found["last"] else 0
    if not 1 <= first <= 4 or last > 4:
        return None
    if year is None and setting.published:  # `quý IV` in an article of January is the one before
        year = setting.published.year - (first == 4 and setting.published.month < 4 and not setting.forward())
    if year is None:
        return None
    return _pair(f"{year}-Q{first}", f"{year}-Q{last}") if last else f"{year}-Q{first}"


def _part_of_year(found: re.Match[str], words: str, setting: _Setting) -> str | None:
    """`6 tháng đầu năm`, `9 tháng năm 2022`, `nửa cuối năm`."""
    if "học" in words:
        return None
    year = int(found["year"]) if found["year"] else setting.year(words)
    if year is None and not re.search(r"năm (?:nay|ngoái|trước)", words) and setting.published:
        year = setting.published.year
    count = 6 if words.startswith("nửa") else _count(found["count"] or "")
    return _months(year, count, last="cuối" in words) if year is not None else None


def _months(year: int, count: int, last: bool = False) -> str | None:
    """The first or last so many months of a year."""
    if not 1 <= count <= 12:
        return None
    if count == 6:
        return f"{year}-H{2 if last else 1}"
    if count == 3:
        return f"{year}-Q{4 if last else 1}"
    return f"{year}-{13 - count:02d}/{year}-12" if last else f"{year}-01/{year}-{count:02d}"


def _first_months(found: re.Match[str], words: str, setting: _Setting) -> str | None:
    """`9 tháng` told as a date: of the year of publication, if they are over."""
    published, count = setting.published, _count(found["count"])
    return _months(published.year, count) if published and count <= published.month else None


def _to_date(found: re.Match[str], words: str, setting: _Setting) -> str | None:
    """`từ đầu năm đến nay`, `tháng 6/2012 đến nay`."""
    published = setting.published
    if not published or "học" in words or "nhiệm kỳ" in words:
        return None
    now = _month_of(published)
    points = _points(words)
    if not points:
        return _pair(f"{published.year}-01", now) if "năm" in words else None
    point = _resolve(points[0], setting, words)
    if point.year is None:
        return None
    if point.month and point.year:
        return _pair(f"{point.year:04d}-{point.month:02d}", now)
    return _pair(f"{point.year}-01", now) if "đầu năm" in words else _pair(f"{point.year}", f"{published.year}")


def _same_period(found: re.Match[str], words: str, setting: _Setting) -> str | None:
    """`cùng kỳ năm 2017`: of the half-year or quarter told last, else of the whole year."""
    period = next((p for p in (_PERIOD.search(v) for v in _values(reversed(setting.earlier[-4:]))) if p), None)
    year = int(found["year"]) if found["year"] else setting.year(words)
    if words == "cùng kỳ" and period:
        year = int(period[0][:4]) - 1
    if year is None or not period:
        return f"{year}" if year else None
    return f"{year}{period['part']}" if period["part"] else _pair(f"{year}-01", f"{year}{period['month']}")


def _years(found: re.Match[str], words: str, setting: _Setting) -> str | None:
    """Terms, stages, school years and lists of years: the first and the last year written."""
    years = re.findall(r"(?<!\d)\d{4}(?!\d)", words)
    return (f"{years[0]}/{years[-1]}" if years[-1] != years[0] else years[0]) if years else None


def _school_year(found: re.Match[str], words: str, setting: _Setting) -> str | None:
    if not setting.published:
        return None
    first = setting.published.year - (setting.published.month < 8) + _STEPS[found["step"]]
    return f"{first}/{first + 1}"


def _century(found: re.Match[str], words: str, setting: _Setting) -> str | None:
    low, high = _roman(found["low"]), _roman(found["high"]) if found["high"] else 0
    if not low:
        return None
    return f"{low - 1:02d}/{high - 1:02d}" if high else f"{low - 1:02d}"


def _season(found: re.Match[str], words: str, setting: _Setting) -> str | None:
    year = int(found["year"]) if found["year"] else setting.year(words)
    if year is None and found["this"] and setting.published:
        year = setting.published.year
    return f"{year}-{_SEASONS[found['season']]}" if year else None


def _day_word(found: re.Match[str], words: str, setting: _Setting) -> str | None:
    """`hôm qua`, `sáng nay 21/8`, `18 giờ hôm qua đến 6 giờ sáng nay`."""
    named = [found_day[0] for found_day in _DAY_WORD.finditer(words)]
    written = _points(_CLOCK.sub(" ", words))
    if written:
        resolved = _resolve(written[0], setting, words)
        days = [_iso(resolved)]
    elif setting.published:
        days = [(setting.published + timedelta(_DAY_OFFSETS[word])).isoformat() for word in named]
    else:
        return None
    return _with_clocks(days, _clocks(words))


def _same_day(found: re.Match[str], words: str, setting: _Setting) -> str | None:
    for match in reversed(setting.earlier):
        value = str(match.norm.get("value", ""))
        if re.match(r"\d{4}-\d\d-\d\d", value) and not _is_other_day(setting.text, match.start):
            if setting.published and value[:10] > setting.published.isoformat():
                continue
            if match.rule == "date.day_clock" and match.start < 200 and setting.published:
                continue  # the date line of the page
            return _with_clocks([value[:10]], _clocks(words))
    return None


def _is_other_day(text: str, start: int) -> bool:
    """Whether the date at `start` is a limit, a birth or the date of a document, not the day of what is told."""
    return bool(
        _NOT_THE_DAY.search(context_before(text, start)) or _AFTER_SYMBOL.search(text, max(0, start - 20), start)
    )


def _relative(found: re.Match[str], words: str, setting: _Setting) -> str | None:
    """`năm ngoái`, `tháng sau`, `tuần trước`, `năm đó`."""
    if found["unit"] == "năm" or words == "sang năm":
        year = setting.year(words)
        return str(year) if year else None
    if not setting.published:
        return None
    step = _STEPS[found["step"]]
    if found["unit"] == "tháng":
        return _month_of(_shift_month(setting.published, step))
    week = (setting.published + timedelta(weeks=step)).isocalendar()
    return f"{week.year}-W{week.week:02d}"


def _that_day(found: re.Match[str], words: str, setting: _Setting) -> str | None:
    """`hôm ấy`, `hôm sau`: the day told last, or the one after it; which day `hôm trước` is nobody can say."""
    told = next((v[:10] for v in _values(reversed(setting.earlier)) if re.match(r"\d{4}-\d\d-\d\d(?:T|$)", v)), None)
    if told is None or found["which"] == "trước" or told.startswith("9999"):
        return None
    return (date.fromisoformat(told) + timedelta(found["which"] == "sau")).isoformat()


def _this_year(found: re.Match[str], words: str, setting: _Setting) -> str | None:
    """`trong năm`: the year told last, else the year of publication (early in a year, the one before)."""
    told = next((v for v in _values(reversed(setting.earlier)) if re.fullmatch(r"\d{4}", v)), None)
    if told or not setting.published:
        return told
    return str(setting.published.year - (setting.published.month < 5))


def _ago(found: re.Match[str], words: str, setting: _Setting) -> str | None:
    """`hai ngày trước`, `8 tháng qua`; years and half months are too vague for a value."""
    published, count = setting.published, _count(found["count"])
    if not published or not count or found["after"].endswith("đó") or "sau" in found["after"]:
        return _year_after(found, setting)
    if found["unit"] in ("ngày", "hôm") and found["after"] == "trước":
        return (published - timedelta(count)).isoformat()
    if found["unit"] == "tháng" and found["after"] == "qua" and count <= 12:
        if count == published.month:  # told at the end of the month
            return _months(published.year, count)
        low, high = _shift_month(published, -count), _shift_month(published, -1)
        whole_half = count == 6 and low.month in (1, 7)
        return f"{low.year}-H{1 if low.month == 1 else 2}" if whole_half else _pair(_month_of(low), _month_of(high))
    return None


def _year_after(found: re.Match[str], setting: _Setting) -> str | None:
    """`một năm sau`: the year after the one told last."""
    if found["unit"] != "năm" or not found["after"].startswith("sau"):
        return None
    last = next(_values(reversed(setting.earlier)), "")
    return str(int(last) + _count(found["count"])) if re.fullmatch(r"\d{4}", last) else None


class _Form(NamedTuple):
    """A way of writing a date: how it is recognised (anywhere in the lower-cased words) and read."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], str, _Setting], str | None]


_STEP: Final = any_of(_STEPS)
_ROMAN: Final = r"[ivx]+(?!\w)|\d{1,2}(?!\d)"
_DAY_WORD: Final = re.compile(rf"(?<!\w){any_of(_DAY_OFFSETS)}(?!\w)")
_FORMS: Final = [
    _Form(re.compile(pattern), read)
    for pattern, read in (
        (r"(?:đến|tới) nay$", _to_date),
        (r"^cùng kỳ(?:.*?(?:(?P<year>\d{4})|ngoái|trước))?$", _same_period),
        (
            rf"^quý (?:(?P<step>{_STEP})$|(?P<first>{_ROMAN})"
            r"(?:(?:, | và | ?- ?| đến )(?P<last>[ivx]+(?!\w)|[1-4](?!\d)))?.*?(?P<year>\d{4})?$)",
            _quarters,
        ),
        (
            r"^(?:(?P<count>\w+) tháng (?:đầu|cuối)?(?: ?của)? ?năm|nửa (?:đầu|cuối) năm)[^\d]*(?P<year>\d{4})?",
            _part_of_year,
        ),
        (r"^(?P<count>\w+) tháng$", _first_months),
        (rf"^năm học(?: mới)? (?P<step>{_STEP})$", _school_year),
        (r"^(?:nhiệm kỳ|giai đoạn|thời kỳ|niên khóa|năm học)", _years),
        (r"^(?:các )?năm \d{4}|^\d{4}(?: ?- ?| đến )\d{4}$", _years),
        (rf"^thế kỷ (?:thứ )?(?P<low>{_ROMAN})(?:(?: ?- ?| đến )(?P<high>{_ROMAN}))?", _century),
        (r"^(?:mùa )?(?P<season>xuân|hè|thu|đông) (?:năm )?(?:(?P<year>\d{4})|(?P<this>nay|này)|ngoái)$", _season),
        (_DAY_WORD.pattern, _day_word),
        (r"cùng ngày$", _same_day),
        (r"^(?:ngày )?hôm (?P<which>sau|trước|ấy|đó)$", _that_day),
        (r"^(?:cả |trong )?năm$", _this_year),
        (rf"^(?:(?P<unit>năm|tháng|tuần) (?:(?P<step>{_STEP})|đó|ấy)|sang năm)$", _relative),
        (r"^(?P<count>\w+) (?P<unit>ngày|hôm|tuần|tháng|năm) (?P<after>(?:qua|trước|sau|tới)(?: đó)?)$", _ago),
        (r"^(?:nửa|thập)", lambda found, words, setting: None),
    )
]


_DAY_LEAD: Final = re.compile(r"(?<!\w)(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|khuya)(?!\w)")


def _clocks(words: str) -> list[str]:
    """The clock times written in `words`, as ISO writes them."""
    return [_clock(found[0]) for found in _CLOCK.finditer(words)]


def _clock(surface: str) -> str:
    figures = _CLOCK_FIGURES.match(surface)
    if figures is None:
        return ""
    hours = int(figures[1])
    if surface.endswith(("ch", "pm")) and hours < 12:
        hours += 12
    minutes = "30" if figures[2] == "rưỡi" else figures[2] or "00"
    seconds = f":{figures[3]}" if figures[3] else ""
    return f"{hours:02d}:{int(minutes):02d}{seconds}"


def _with_clocks(days: list[str | None], clocks: list[str]) -> str | None:
    """Days and clock times, joined: one of each, a day with an interval of hours, or an interval of moments."""
    if not days or days[0] is None or days[-1] is None:
        return None
    first, last = days[0], days[-1]
    if clocks:
        first, last = f"{first}T{clocks[0]}", f"{last}T{clocks[-1]}"
    return first if first == last else f"{first}/{last}"


def _points(words: str) -> list[_Point]:
    points = []
    for found in _POINT.finditer(words):
        group = found.groupdict()
        day = group["d1"] or group["d2"] or group["d4"] or group["d6"]
        month = group["m1"] or group["m2"] or group["m3"] or group["m4"]
        year = group["y1"] or group["y2"] or group["y3"] or group["y4"] or group["y5"]
        numbered = int(month) if month else _MONTH_WORDS.get(group["word"] or "")
        points.append(_Point(int(day) if day else None, numbered, int(year) if year else None))
    return points


def _calendar(words: str, setting: _Setting) -> str | None:
    """Dates written in figures, one or several, with clock times or without."""
    clocks = _clocks(words)
    points = _points(_CLOCK.sub(" ", words))
    if not points or any(point.month == 0 for point in points):
        return None
    if all(point.month is point.year is None for point in points) and not _DAY_LEAD.search(words):
        return None
    if re.search(r"tháng (?:này|trước|tới|sau)$", words):
        points = [point._replace(**_month_meant_by(words, setting)) for point in points]
    last = _resolve(points[-1], setting, words)
    first = _resolve(_borrow(points[0], points[-1], last), setting, words) if len(points) > 1 else last
    if len(points) > 1 and points[-1].year is None and points[0].year is not None:  # 23/12/2015 đến ngày 2/2
        first = points[0]
        earlier = (last.month or 0) < (first.month or 0)
        last = points[-1]._replace(year=points[0].year + earlier)
    return _with_clocks([_iso(first), _iso(last)], clocks)


def _month_meant_by(words: str, setting: _Setting) -> dict[str, int | None]:
    if not setting.published:
        return {}
    day = _shift_month(setting.published, _STEPS[words.rpartition(" ")[2]])
    return {"month": day.month, "year": day.year}


def _borrow(first: _Point, written: _Point, last: _Point) -> _Point:
    """`first` with the month and year that only the last point of the row has: `14 - 15/3/2023`."""
    if first.year is not None:
        return first
    month = first.month if first.month is not None else last.month
    if last.year is None or (first.month is None and first.day is None):
        return _Point(first.day, month, last.year)
    before = (month or 0) > (last.month or 0)  # 28/12 - 3/1/2023
    return _Point(first.day, month, last.year - before)


def _resolve(point: _Point, setting: _Setting, words: str) -> _Point:
    """`point` with the year (and month) that is meant: by the words, else the nearest to publication that fits."""
    if point.year is not None:
        return point
    if (year := setting.year(words)) is not None:
        return point._replace(year=year)
    published = setting.published
    if published is None or re.search(r"năm |cùng năm", words):
        return point
    if point.month is None:
        return _resolve_day(point, published, setting.forward())
    past = published.year - ((point.month, point.day or 1) > (published.month, published.day if point.day else 31))
    coming = _day(point._replace(year=past + 1, day=point.day or 1))
    near = _LATER if setting.forward() else _SOON
    return point._replace(year=past + (coming is not None and (coming - published).days <= near))


def _resolve_day(point: _Point, published: date, forward: bool) -> _Point:
    if point.day is None:
        return point
    later, gone = point.day > published.day, point.day < published.day
    month = _shift_month(published, int(forward and gone) - int(later and not forward))
    return _Point(point.day, month.month, month.year)


def _day(point: _Point) -> date | None:
    """The day `point` means, or `None` where the calendar has no such day."""
    if not (point.year and point.month and point.day) or not 1 <= point.month <= 12:
        return None
    return (
        date(point.year, point.month, point.day)
        if point.day <= calendar.monthrange(point.year, point.month)[1]
        else None
    )


def _iso(point: _Point) -> str | None:
    if point.year is None:
        return None
    if point.month is None:
        return None if point.day else f"{point.year:04d}"
    if not 1 <= point.month <= 12:
        return None
    if point.day is None:
        return f"{point.year:04d}-{point.month:02d}"
    day = _day(point)
    return day.isoformat() if day else None
