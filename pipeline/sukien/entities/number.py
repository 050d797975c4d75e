"""NUMBER: numerals that count or measure, in digits or spelled out, with their normal form (SCHEMA.md, section 1).

Everything here reads the normalised view (`sukien.normalize`) as a plain `str`; offsets count its characters and are
half-open. Nothing raises, whatever the text.

>>> [(text[m.start:m.end], m.norm) for text in ["Có gần 1,5 triệu lượt khách, đạt 76,72%."] for m in find_number(text)]
... # doctest: +NORMALIZE_WHITESPACE
[('1,5 triệu', {'kind': 'count', 'value': 1500000, 'bound': '<', 'unit': 'lượt khách'}),
 ('76,72%', {'kind': 'percent', 'value': 76.72})]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from sukien.entities.match import Match, Norm
from sukien.entities.numerals import MILLION, SPELLED_STARTS, Numeral, read_amount, read_numeral
from sukien.entities.patterns import UPPER, any_of, read_data
from sukien.entities.units import ATTACHED, NAMED_PLACE, NOUNS, WORD, Unit, unit_at

_DATA: Final = read_data("number.toml")
_LABELS: Final = {name: frozenset(words) for name, words in _DATA["labels"].items()}
_BOUND_OF: Final[dict[str, str]] = {word: bound for bound, words in _DATA["bounds"].items() for word in words}

# ------------------------------------------------------------------------------------------------------ normal form

_BOUND: Final = re.compile(rf"(?:^|[\s(])({any_of(_BOUND_OF)})(?: (?:từ|là|đạt|đủ|có))? ?$")
_COMPARED: Final = re.compile(r"(?:cao|thấp|lớn|nhỏ|tốt|nặng|nhẹ|dài|ngắn|đông|trễ|sớm) hơn ?$")
_BEYOND: Final = re.compile(r"(?:không|chẳng)[^.;:\n]{0,24} quá ?$")
_AND_ABOVE: Final = re.compile(r"[^.,;:()\n]{0,30}? trở (lên|xuống)(?!\w)", re.I)
_ONWARD: Final = re.compile(r"(?:(?:^|[\s(])từ(?: đủ)?|đủ) ?$")
_ON_PLACES: Final = ("tuyến", "đoạn", "đảo", "địa bàn", "đường", "cả", "lĩnh vực", "mặt")
_NOUN_BEFORE: Final = re.compile(r"([^\W\d_]+(?: [^\W\d_]+){0,4}):? ?$")
_AGE: Final = re.compile(r"(?<!\d )(?<!\w)(tuổi)(?: từ| là| dưới| trên| bình quân| trung bình)? ?$", re.I)
_VOTES: Final = re.compile(r"((?:số )?phiếu(?: đồng ý| tán thành| bầu| thuận)?)(?: là| đạt)? ?$", re.I)
_TIMES: Final = re.compile(r"(?:gấp|bằng|tăng|giảm)(?: \w+){0,2} ?$", re.I)
_TIMES_AFTER: Final = re.compile(r" (?:so với|mức|lương)(?!\w)", re.I)
_HALF_UNIT: Final = re.compile(r" rưỡi(?!\w)", re.I)
_EACH: Final = re.compile(r" (?:các|những|số) (?=\w)", re.I)
_MONEY_NOT_COUNT: Final = ("tiền", "ông", "bà", "anh", "chị", "cô", "em", "tiền mặt", "nữa", "mỗi")


def number_norm(text: str, start: int, end: int) -> Norm:
    """The normal form of the NUMBER `text[start:end]` in its context, whatever found it.

    `kind`, then `value` (or `low` and `high`, or `value` and `total`), `bound` and `unit` where there are any.
    Never raises; a span without a figure gets its `kind` alone.

    >>> text = "bầu ít nhất 07/09 chi đoàn, mỗi suất từ 500 ngàn đến 1 triệu đồng"
    >>> number_norm(text, 12, 17)
    {'kind': 'ratio', 'value': 7, 'total': 9, 'bound': '>', 'unit': 'chi đoàn'}
    >>> number_norm(text, 40, 65)
    {'kind': 'range', 'low': 500000, 'high': 1000000}
    """
    start, end = max(0, start), min(end, len(text))
    found = _NUMERAL_STARTS.search(text, start, end) if start < end else None
    numeral = read_numeral(text, found.start(), end) if found else None
    return _norm(text, start, numeral._replace(end=end), unit_at(text, end)) if numeral else {"kind": "count"}


def _norm(text: str, start: int, numeral: Numeral, following: Unit | None) -> Norm:
    unit, counted = _unit(text, start, numeral, following)
    kind = _kind(text, start, numeral, counted, unit)
    value = numeral.value
    if kind == "measure" and value is not None and counted and _HALF_UNIT.match(text, counted.end):
        value += Decimal("0.5")  # 2 năm rưỡi
    norm: Norm = {"kind": kind}
    figures = {"value": value, "total": numeral.total, "low": numeral.low, "high": numeral.high}
    norm |= {key: _plain(figure) for key, figure in figures.items() if figure is not None}
    if bound := _bound(text, start, counted.end if counted else numeral.end, unit):
        norm["bound"] = bound
    if unit and (kind != "money" or numeral.tail not in ("", "đồng")):
        norm["unit"] = unit
    return norm


def _plain(figure: Decimal) -> int | float:
    return int(figure) if figure == figure.to_integral_value() else float(figure)


def _unit(text: str, start: int, numeral: Numeral, unit: Unit | None) -> tuple[str, Unit | None]:
    """The unit as written, and where it stands after the number (`None` where it stands before, or there is none)."""
    if numeral.tail == "m":
        return "m", None
    if numeral.tail not in ("", "%"):
        return ("" if numeral.tail == "đồng" else numeral.tail), None
    if numeral.tail == "%" and unit is None and (each := _EACH.match(text, numeral.end)):
        unit = unit_at(text, each.end() - 1)
    if unit and (unit.known or numeral.tail != "%"):
        return text[unit.start : unit.end], unit
    if numeral.tail == "%" or numeral.scale >= MILLION:
        return "", None
    before = _before(text, start)
    if found := _AGE.search(before) or _VOTES.search(before):
        return found[1], None
    return _noun_before(before), None


def _noun_before(before: str) -> str:
    """The noun that a number without one after it follows: `hộ sinh 19`, `Kiểm tra đảng viên: 112`."""
    found = _NOUN_BEFORE.search(before)
    words = found[1].split(" ") if found else []
    phrases = (" ".join(words[i:]) for i in range(len(words)))
    return next((phrase for phrase in phrases if phrase in NOUNS), "")


def _kind(text: str, start: int, numeral: Numeral, counted: Unit | None, unit: str) -> str:
    if numeral.is_range:
        return "range"
    if numeral.is_ratio:
        return "ratio"
    if numeral.tail == "%":
        return "percent"
    if numeral.tail not in ("", "m"):
        return "money"
    if numeral.scale >= MILLION and (counted is None or not counted.known or unit.lower().startswith(_MONEY_NOT_COUNT)):
        return "money"
    if numeral.tail == "m" or unit.lower() == "tuổi" or (counted is not None and counted.measure):
        return "measure"
    before = _before(text, start)
    if unit.lower() == "lần" and counted and (_TIMES.search(before) or _TIMES_AFTER.match(text, counted.end)):
        return "measure"
    return "measure" if not unit and before.rstrip().endswith("gấp") else "count"


def _before(text: str, start: int) -> str:
    """The end of the line before `start`, lower-cased: enough context for every rule."""
    return text[max(0, start - 40) : start].rpartition("\n")[2].lower()


def _bound(text: str, start: int, end: int, unit: str) -> str:
    before = _before(text, start)
    if (onward := _ONWARD.search(before)) and (above := _AND_ABOVE.match(text, end)):
        return ">" if above[1].lower() == "lên" else "<"
    if above := _AND_ABOVE.match(text, end):
        return ">" if above[1].lower() == "lên" else "<"
    if onward:
        before = before[: onward.start() + 1]
    if _COMPARED.search(before):
        return ""
    found = _BOUND.search(before)
    if found is None:
        return "<" if _BEYOND.search(before) else ""
    if found[1] == "trên" and unit.lower().startswith(_ON_PLACES):
        return ""
    return _BOUND_OF[found[1]]


# -------------------------------------------------------------------------------------------------------- the finder

_NUMERAL_STARTS: Final = re.compile(
    r"(?<![\w#@])(?<!\w[.+-])(?<!\d/)(?<!GMT \+)(?<!GMT \+ )\d"
    rf"|(?<![\w-]){any_of([*SPELLED_STARTS])}(?![\w-])",
    re.I,
)
_BLOB: Final = re.compile(r"\d+(?:[.,/:-]\d+)*\w*")
_GLUED: Final = re.compile(r"[.,/:-]\d")
_LETTERS: Final = re.compile(r"(?:đ/c|km/h|[^\W\d_]+[23²³]?)(?!\w)", re.I)
_NUMBERING: Final = re.compile(r"\d{1,2}(?:(?:, ?\d{1,2})* ?[.)/](?!\d)| - (?!\d))")
_CHAIN_BEFORE: Final = re.compile(r"\d ?- $")
_CHAIN_AFTER: Final = re.compile(r" - ?\d")
_SHORT_LABEL: Final = re.compile(r"(?:^|[\s(])(?:q|p|f|k|ql|đt|tl|đh|no)\. ?$")
_PLAIN: Final = re.compile(r"\d+(?: ?[-/,] ?\d+)?")
_COORDINATED: Final = re.compile(r"(?: \d{1,3}(?:,| và|,? ?-| đến))+ $")
_SENTENCE_START: Final = re.compile(r"(?:^|[.!?:;>*+•…\"'(/-])\s*$")
_ADDRESS: Final = re.compile(rf" {UPPER}(?!{UPPER})[^\W\d_]+ {UPPER}(?!{UPPER})")  # 302 Cầu Giấy
_ENDS_ITEM: Final = re.compile(r"[,;)]|\.(?:\s|$)")
_PLATE: Final = re.compile(r" ?[A-Z]{1,2}\d?[ .-]+\d{3}")  # 62 C. 043.48
_VERSION: Final = re.compile(r"\d+\.\d{1,2}")
_BADGE: Final = re.compile(r"(?:huy hiệu|kỷ niệm chương) $")
_YEARS: Final = re.compile(r" năm(?!\w)", re.I)
_CALENDAR_YEAR: Final = re.compile(r"(?:1[89]|20)\d\d")


def find_number(text: str, taken: Iterable[tuple[int, int]] = ()) -> list[Match]:
    """The NUMBERs of `text`, in order, none touching a span of `taken` (the DATEs and DOCREFs found before).

    >>> [m.norm["value"] for m in find_number("Bổ nhiệm 3 đồng chí ở Phường 2; hai mươi mốt em nhận quà.")]
    [3, 21]
    """
    return list(_find(text, sorted(taken)))


def _find(text: str, taken: list[tuple[int, int]]) -> Iterator[Match]:
    pos, next_taken = 0, 0
    while found := _NUMERAL_STARTS.search(text, pos):
        start = found.start()
        while next_taken < len(taken) and taken[next_taken][1] <= start:
            next_taken += 1
        limit = taken[next_taken][0] if next_taken < len(taken) else len(text)
        if limit <= start:
            pos = taken[next_taken][1]
            continue
        numeral = _read_in_chain(text, start, limit)
        unit = unit_at(text, numeral.end) if numeral else None
        if numeral and _is_number(text, start, numeral, unit):
            norm = _norm(text, start, numeral, unit)
            yield Match(start, numeral.end, norm, "number." + str(norm["kind"]))
            pos = numeral.end
        else:
            blob = _BLOB.match(text, start)
            pos = blob.end() if blob else found.end()


def _read_in_chain(text: str, start: int, limit: int) -> Numeral | None:
    """As `_read`, but `118 - 41 - 70 - 7` is a row of a table, four numbers."""
    numeral = read_numeral(text, start, limit)
    if numeral is None or not numeral.is_range or numeral.words:
        return numeral
    if not (_CHAIN_BEFORE.search(text, max(0, start - 4), start) or _CHAIN_AFTER.match(text, numeral.end)):
        return numeral
    first = read_amount(text, start, limit)
    return first and Numeral(first.end, first.value, scale=first.scale, tail=first.tail)


def _is_number(text: str, start: int, numeral: Numeral, unit: Unit | None) -> bool:
    """Whether the numeral counts or measures here: not a code, a name, an ordinal or the number of a list item."""
    before = _before(text, start)
    counted = unit is not None and unit.known
    if numeral.words:
        return _spelled_counts(text, start, numeral, before, unit)
    return (
        _stands_free(text, start, numeral, counted)
        and not _is_code(text, start, numeral, counted)
        and not (_PLAIN.fullmatch(text, start, numeral.end) and _is_labelled(text, numeral, before, unit))
        and not _is_in_name(text, start, numeral, before, counted)
        and not (_BADGE.search(before) and _YEARS.match(text, numeral.end))
    )


def _stands_free(text: str, start: int, numeral: Numeral, counted: bool) -> bool:
    """No letter or further digit is glued to it, but for abbreviations of units."""
    before = text[start - 1] if start else ""
    if before == "-" or (before == "/" and not counted):  # `R -33`, but `2 vụ/7 bị can`
        return False
    if numeral.tail or numeral.end >= len(text):
        return not text[numeral.end : numeral.end + 1].isalnum()
    if text[numeral.end].isalnum():
        glued = _LETTERS.match(text, numeral.end)
        return glued is not None and (glued[0].lower() in ATTACHED)
    return not _GLUED.match(text, numeral.end)


def _is_code(text: str, start: int, numeral: Numeral, counted: bool) -> bool:
    surface = text[start : numeral.end]
    if numeral.tail and numeral.value == 0:  # phiên chợ 0 đồng
        return numeral.tail == "đồng"
    line_start = start == 0 or text[start - 1] == "\n"
    if line_start and _NUMBERING.match(text, start):
        return True
    if surface == "24/7" or (_VERSION.fullmatch(surface) and not counted):  # công nghiệp 4.0
        return True
    if _PLATE.match(text, numeral.end):
        return True
    if not counted and _ADDRESS.match(text, numeral.end):
        return True
    if surface.isdecimal():
        if len(surface) > 8 or (surface[0] == "0" and len(surface) > 2):
            return True
        if not counted and _CALENDAR_YEAR.fullmatch(surface):
            return True
        if text.startswith(")", numeral.end) and len(surface) < 3:
            return text.rfind("(", max(0, start - 200), start) <= text.rfind(")", max(0, start - 200), start)
    return surface[0] == "0" and "." in surface and "," not in surface


def _is_labelled(text: str, numeral: Numeral, before: str, unit: Unit | None) -> bool:
    """Whether the word before makes the numeral a name or an ordinal: `Phường 2`, `lần thứ 5`, `lớp 6`, `ấp 1 và 2`."""
    if numeral.tail or numeral.scale > 1 or not before.endswith(" "):
        return False
    if _SHORT_LABEL.search(before):
        return True
    counted = unit is not None and unit.known and not NAMED_PLACE.match(text, unit.start)
    listed = _COORDINATED.sub(" ", before)
    if counted and len(listed) < len(before):  # `đối tượng 4, 46 vị chức sắc`
        return False
    before = listed
    words = [word.lstrip("(\"'*+•-") for word in before.rstrip(" ").split(" ")[-3:]]
    phrases = {" ".join(words[-n:]) for n in range(1, len(words) + 1)}
    if phrases & _LABELS["counting"]:
        return False
    if phrases & _LABELS["always"]:
        return True
    return not counted and bool(phrases & _LABELS["usually"])


def _is_in_name(text: str, start: int, numeral: Numeral, before: str, counted: bool) -> bool:
    """`Trường Tiểu học Sa Rài 1`, `APEC 2017`: a whole number right after a capitalised word inside a sentence."""
    surface = text[start : numeral.end]
    if counted or numeral.tail or numeral.scale > 1 or not surface.isdecimal() or not before.endswith(" "):
        return False
    line = text[start - len(before) : start]
    word = line.rstrip(" ").rpartition(" ")[2]
    name = word.lstrip("(")
    if line.isupper() and " " in line.strip() and len(surface) > 1:
        return False  # capitals say nothing in a headline
    if not name[:1].isupper() or not name[-1:].isalnum():
        return False
    if len(surface) in (2, 3) and (surface[0] == "0" or not name.isupper()) and _ENDS_ITEM.match(text, numeral.end):
        return False  # `Tày 302, Dao 148`: the number in a name has one figure as a rule
    if name.isupper() and (word != name or len(name) == 1):  # (SOM 1), C 50
        return True
    return not _SENTENCE_START.search(line[: len(line.rstrip(" ")) - len(word)])


def _spelled_counts(text: str, start: int, numeral: Numeral, before: str, unit: Unit | None) -> bool:
    """Whether a number word is a number here, not part of a name (`Võ Thị Sáu`) or another word (`ngã ba`)."""
    surface = text[start : numeral.end]
    word = surface.lower()
    counted = unit is not None and unit.known
    last = before.rstrip(" ").rpartition(" ")[2].lstrip("(\"'") if before.endswith(" ") else ""
    bounded = _BOUND.search(before) is not None
    if word in ("một", "trăm", "chục", "nghìn", "triệu"):
        return bounded and word != "một" and unit is not None
    if numeral.end < len(text) and text[numeral.end].isalnum():
        return False
    if last in _LABELS["not_spelled_after"] or (before.endswith('"') and not counted):  # "bốn tốt"
        return False
    if surface[0].isupper() and not (_SENTENCE_START.search(before) or surface.isupper()):
        return False
    if surface.isupper() and not counted:
        return False
    if numeral.words > 1 or numeral.is_range or numeral.is_ratio or numeral.tail:
        return True
    if word == "năm":
        months = unit is not None and text[unit.start : unit.end].lower() == "tháng"  # `năm tháng`: the years
        return counted and not months and last not in _LABELS["year_after"] and not last.isdecimal()
    following = WORD.match(text, numeral.end)
    if word == "ba" and following and following[1].lower() in _LABELS["not_ba_before"]:
        return False
    if (
        surface.istitle()
        and following
        and following[1].istitle()
        and not (counted and unit and unit.end > following.end())
    ):
        return False  # `Hai Bà Trưng`, `Năm Căn`
    return unit is not None or last in ("cả", "gấp", "trong", "còn", "thiếu", "được", "là")
