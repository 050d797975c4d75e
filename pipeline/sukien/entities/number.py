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
import tomllib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from importlib.resources import files
from typing import Any, Final, NamedTuple

from sukien.entities.match import Match

_DATA: Final[dict[str, Any]] = tomllib.loads(
    (files("sukien.entities") / "data" / "number.toml").read_text(encoding="utf-8")
)


def _any_of(words: Iterable[str]) -> str:
    """The words as one regex group, longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True)) + ")"


UPPER: Final = "[" + "".join(c for c in map(chr, (*range(0x41, 0x250), *range(0x1E00, 0x1F00))) if c.isupper()) + "]"
"""A capital Latin letter, for regexes: `re` has no class for it."""

_DIGIT_WORDS: Final[dict[str, int]] = _DATA["digits"]
_SCALES: Final[dict[str, int]] = _DATA["scales"]
_UNIT: Final[dict[str, list[str]]] = _DATA["unit"]
_MEASURES: Final = frozenset(_UNIT["measures"])
_NOUNS: Final = frozenset(_UNIT["nouns"])
_HEADS: Final = frozenset(_UNIT["heads"]) | frozenset(_UNIT["head_only"])
_MODIFIERS: Final = (_NOUNS - frozenset(_UNIT["head_only"])) | frozenset(_UNIT["modifiers"])
_STOPS: Final = frozenset(_UNIT["stops"])
_CLASSIFIERS: Final = frozenset(_UNIT["classifiers"])
_ATTACHED: Final = frozenset(_UNIT["attached"])
_RATIO_HEADS: Final = frozenset(_UNIT["ratio_heads"])
_HOME: Final = frozenset(_DATA["currency"]["home"])
_LABELS: Final = {name: frozenset(words) for name, words in _DATA["labels"].items()}
_BOUND_OF: Final = {word: bound for bound, words in _DATA["bounds"].items() for word in words}

_LONGEST_PHRASE: Final = 5  # syllables of the longest entry in the word lists above
_LONGEST_NUMBER: Final = 24  # digits and marks; more is a code, not a quantity
_MILLION: Final = 1_000_000

# ------------------------------------------------------------------------------------------------ reading an amount

_DIGITS: Final = re.compile(r"\d+(?:[.,]\d+)*")
_SPACED_GROUPS: Final = re.compile(r"\d{1,3}(?: \d{3})+(?![\d.,/])")
_DOT_GROUPS: Final = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_COMMA_GROUPS: Final = re.compile(r"\d{1,3}(?:,\d{3}){2,}")
_DECIMAL: Final = re.compile(r"\d+[.,]\d+")
# `triệu chứng`, `tỷ lệ` only begin like a scale
_SCALE: Final = re.compile(rf" ?({_any_of(_SCALES.keys() - {'tr'})})(?!\w)(?! (?:chứng|tập|lệ|số)(?!\w))", re.I)
_ATTACHED_SCALE: Final = re.compile(r" ?(k|tr)(?![^\W\d_])(\d{1,3}(?!\d))?", re.I)  # 200k, 38tr, 1tr2
_HALF: Final = re.compile(r" rưỡi(?!\w)", re.I)
_PERCENT: Final = re.compile(r" ?%| phần trăm(?!\w)", re.I)
_CURRENCY: Final = re.compile(
    rf" ?(?:(?P<dong>đồng)(?!\w)(?! {_any_of(_DATA['currency']['not_after_dong'])}(?!\w))"
    rf"|(?P<other>{_any_of([*_DATA['currency']['foreign'], *(_HOME - {'đồng'})])})(?!\w)(?!/c(?!\w)))",
    re.I,
)
_METRES: Final = re.compile(r"(\d{1,3})m(?![23](?!\d))(\d{1,2})(?!\w)", re.I)  # 5m5, but 48m2 is an area

_SPELLED: Final = re.compile(
    rf"({_any_of([*_DIGIT_WORDS, *(_SCALES.keys() - {'tr'}), 'mười', 'mươi', 'chục', 'linh', 'lẻ'])})(?!\w)", re.I
)
_ONES: Final = frozenset(_DIGIT_WORDS) - {"mốt", "tư", "lăm", "nhăm"}  # words that may begin a numeral
_AFTER_TEN: Final = frozenset(_DIGIT_WORDS) - {"mốt", "năm"}  # `mười năm` is ten years
_AFTER_TENS: Final = frozenset(_DIGIT_WORDS) - {"một", "năm"}  # `hai mươi năm` is twenty years


class _Amount(NamedTuple):
    """One figure: its value with scale words counted in, and what follows it."""

    value: Decimal | None  # None: it looks like a figure, but is none (`1,1.104`)
    end: int
    scale: int = 1
    tail: str = ""  # "%", "đồng", "m" for `5m5`, or a foreign currency as written
    words: int = 0  # how many words it was spelled out in; 0 for digits


def _value(digits: str) -> Decimal | None:
    """What digits with marks mean: a dot groups thousands, a comma begins the decimals; `1.2` is decimal too."""
    if len(digits) > _LONGEST_NUMBER:
        return None
    if digits.isdecimal():
        return Decimal(int(digits))
    if _DOT_GROUPS.fullmatch(digits):
        return Decimal(digits.replace(".", "").replace(",", "."))
    if _COMMA_GROUPS.fullmatch(digits):
        return Decimal(digits.replace(",", ""))
    return Decimal(digits.replace(",", ".")) if _DECIMAL.fullmatch(digits) else None


def _digits(text: str, pos: int, limit: int) -> _Amount | None:
    if metres := _METRES.match(text, pos, limit):
        return _Amount(Decimal(f"{metres[1]}.{metres[2]}"), metres.end(), tail="m")
    if spaced := _SPACED_GROUPS.match(text, pos, limit):
        return _Amount(_value(spaced[0].replace(" ", ".")), spaced.end())
    found = _DIGITS.match(text, pos, limit)
    return _Amount(_value(found[0]), found.end()) if found else None


def _words(text: str, pos: int, limit: int) -> tuple[list[str], list[int]]:
    """The run of number words at `pos`, lower-cased, and where each ends; nobody says more than a dozen."""
    words: list[str] = []
    ends: list[int] = []
    while len(words) < 16 and (found := _SPELLED.match(text, pos, limit)):
        words.append(found[1].lower())
        ends.append(found.end())
        if not text.startswith(" ", found.end()):
            break
        pos = found.end() + 1
    return words, ends


def _below_hundred(words: list[str], i: int) -> tuple[int, int]:
    """(value, index after it) of the longest numeral below a hundred at word `i`; (0, i) if there is none."""
    following = words[i + 1] if i + 1 < len(words) else ""
    if words[i] == "mười":
        return (10 + _DIGIT_WORDS[following], i + 2) if following in _AFTER_TEN else (10, i + 1)
    if words[i] not in _ONES:
        return 0, i
    digit = _DIGIT_WORDS[words[i]]
    if following == "chục":
        return digit * 10, i + 2
    if following != "mươi":
        return digit, i + 1
    last = words[i + 2] if i + 2 < len(words) else ""
    return (digit * 10 + _DIGIT_WORDS[last], i + 3) if last in _AFTER_TENS else (digit * 10, i + 2)


def _below_thousand(words: list[str], i: int) -> tuple[int, int]:
    if words[i] in ("trăm", "chục"):
        return (100 if words[i] == "trăm" else 10), i + 1
    value, after = _below_hundred(words, i)
    if not 0 < value < 10 or after >= len(words) or words[after] != "trăm":
        return value, after
    hundreds, after = value * 100, after + 1
    if after + 1 < len(words) and words[after] in ("linh", "lẻ") and words[after + 1] in _DIGIT_WORDS:
        return hundreds + _DIGIT_WORDS[words[after + 1]], after + 2
    if after < len(words):
        tens, end = _below_hundred(words, after)
        if tens >= 10:  # `ba trăm năm` is three hundred years
            return hundreds + tens, end
    return hundreds, after


def _spelled(text: str, pos: int, limit: int) -> _Amount | None:
    """`hai`, `mười lăm`, `hai triệu năm trăm nghìn`; the longest run of words that makes one number."""
    words, ends = _words(text, pos, limit)
    total, i, last_scale, scale = 0, 0, 10**12, 1
    while i < len(words):
        group, after = _below_thousand(words, i)
        if not group:
            break
        group_scale = 1
        while after < len(words) and words[after] in _SCALES and words[after] != "trăm":
            group_scale *= _SCALES[words[after]]
            after += 1
        if group_scale >= last_scale or (i and group < 10 and group_scale == 1):
            break
        total, i, last_scale, scale = total + group * group_scale, after, group_scale, max(scale, group_scale)
        if group_scale == 1:
            break
    return _Amount(Decimal(total), ends[i - 1], scale, words=i) if i else None


def _scaled(text: str, first: _Amount, limit: int) -> _Amount:
    """`first` with the scale words after it: `1,5 tỷ`, `1 triệu 200 nghìn`, `2 tỷ rưỡi`, `38tr`."""
    if first.value is None or first.tail:
        return first
    value, end, scale = first.value, first.end, first.scale
    if first.words == 0 and (short := _ATTACHED_SCALE.match(text, end, limit)):
        scale = 1000 if short[1].lower() == "k" else _MILLION
        value = value * scale + (Decimal(f"0.{short[2]}") * scale if short[2] else 0)
        return _Amount(value, short.end(), scale, "đồng" if scale == 1000 else "", first.words)
    while scale < 10**15 and (word := _SCALE.match(text, end, limit)):
        scale *= _SCALES[word[1].lower()]
        value, end = value * _SCALES[word[1].lower()], word.end()
    if scale > 1 and (half := _HALF.match(text, end, limit)):
        return _Amount(value + Decimal(scale) / 2, half.end(), scale, words=first.words)
    if scale > 1000 and first.words == 0 and text.startswith(" ", end):
        rest = _digits(text, end + 1, limit)
        more = _scaled(text, rest, limit) if rest else None
        if more and more.value is not None and 1 < more.scale < scale:
            return _Amount(value + more.value, more.end, scale)
    return _Amount(value, end, scale, words=first.words)


def _amount(text: str, pos: int, limit: int) -> _Amount | None:
    """The figure that begins at `pos`, with its scale words and its percent sign or currency."""
    first = _digits(text, pos, limit) or _spelled(text, pos, limit)
    if first is None:
        return None
    found = _scaled(text, first, limit)
    if found.tail == "m":
        return found
    if percent := _PERCENT.match(text, found.end, limit):
        return found._replace(end=percent.end(), tail="%")
    if (money := _CURRENCY.match(text, found.end, limit)) and (found.words == 0 or found.scale > 1 or money["other"]):
        word = money["dong"] or money["other"]
        return found._replace(end=money.end(), tail="đồng" if word.lower() in _HOME else word)
    return found


# ----------------------------------------------------------------------------------- reading a numeral of any shape

_RATIO: Final = re.compile(r" ?/ ?(?=\d)")
_SHARE: Final = re.compile(r" phần (?=\w)", re.I)  # ba phần tư
_TO: Final = re.compile(r"(?: ?- ?| (?:đến|tới) )(?:(?:trên|hơn) )?(?=\w)", re.I)
_OR: Final = re.compile(r", ?| ")  # một, hai người


class _Numeral(NamedTuple):
    """A whole numeral: one figure, a ratio (`total`) or a range (`low` and `high`)."""

    end: int
    value: Decimal | None = None
    total: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    scale: int = 1
    tail: str = ""
    words: int = 0

    @property
    def is_range(self) -> bool:
        return self.low is not None

    @property
    def is_ratio(self) -> bool:
        return self.total is not None


def _read(text: str, pos: int, limit: int) -> _Numeral | None:
    """The longest numeral that begins at `pos` and ends by `limit`."""
    first = _amount(text, pos, limit)
    if first is None:
        return None
    one = _Numeral(first.end, first.value, scale=first.scale, tail=first.tail, words=first.words)
    if first.value is None:
        return one
    return _ratio(text, first, limit) or _range(text, first, limit) or one


def _ratio(text: str, first: _Amount, limit: int) -> _Numeral | None:
    if first.tail or first.scale > 1:
        return None
    slash = _RATIO.match(text, first.end, limit) if first.words == 0 else _SHARE.match(text, first.end, limit)
    if not slash:
        return None
    if first.words and text[slash.end() : slash.end() + 2].lower() == "tư":
        return _Numeral(slash.end() + 2, first.value, Decimal(4), words=first.words)
    second = _digits(text, slash.end(), limit) if first.words == 0 else _spelled(text, slash.end(), limit)
    if second is None or second.value is None or second.tail:
        return None
    return _Numeral(second.end, first.value, second.value, words=first.words)


def _range(text: str, first: _Amount, limit: int) -> _Numeral | None:
    low = first.value
    join = _TO.match(text, first.end, limit)
    second = _amount(text, join.end(), limit) if join else _neighbour(text, first, limit)
    if low is None or second is None or second.value is None or first.tail not in ("", second.tail):
        return None
    if bool(first.words) != bool(second.words) and second.scale == 1:
        return None
    if first.scale == 1 < second.scale and low * second.scale < second.value:  # 50 - 60 triệu đồng
        low *= second.scale
    if low >= second.value:
        return None
    return _Numeral(second.end, low=low, high=second.value, scale=second.scale, tail=second.tail, words=first.words)


def _neighbour(text: str, first: _Amount, limit: int) -> _Amount | None:
    """The `hai` of `một, hai người`, `hai ba ngày`: the very next number, before something counted."""
    if first.words != 1 or first.scale > 1 or first.value is None or not (join := _OR.match(text, first.end, limit)):
        return None
    second = _spelled(text, join.end(), limit)
    if second is None or second.words != 1 or second.value != first.value + 1 or second.value > 9:
        return None
    if second.value == 5:  # `bốn năm`: four years
        return None
    return second if unit_at(text, second.end) else None


# ------------------------------------------------------------------------------------------------- what it counts

_WORD: Final = re.compile(r" ?(đ/c|km/h|m/s|mpn/g|[^\W\d_]+(?:-[^\W\d_]+)*[23²³]?)(?!\w)", re.I)


class Unit(NamedTuple):
    """The counted noun after a number: where it stands, and whether the word lists know its head."""

    start: int
    end: int
    known: bool
    measure: bool


def _phrase(words: list[str], i: int, lists: Iterable[frozenset[str]]) -> int:
    """How many words from `i` on make the longest phrase that one of `lists` holds."""
    for n in range(min(_LONGEST_PHRASE, len(words) - i), 0, -1):
        phrase = " ".join(words[i : i + n])
        if any(phrase in entries for entries in lists):
            return n
    return 0


def unit_at(text: str, pos: int) -> Unit | None:
    """The counted noun that begins at `pos` (or one space after it), with its noun modifiers; `None` if none does.

    >>> text = "Có 32 lượt chi bộ tổ chức học tập"
    >>> unit = unit_at(text, 5); text[unit.start:unit.end]
    'lượt chi bộ'
    """
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    at = pos
    while len(words) < 10 and (found := _WORD.match(text, at)):
        words.append(found[1].lower())
        spans.append(found.span(1))
        at = found.end()
    if not words:
        return None
    n = _phrase(words, 0, (_MEASURES, _NOUNS, _HEADS))
    if n == 1 and _is_name(text, spans):
        return None
    if n and " ".join(words[:n]) in _MEASURES:
        return Unit(spans[0][0], spans[n - 1][1], known=True, measure=True)
    if not n:
        return _unknown_unit(text, words, spans)
    end = n + _own_word(text, words, spans, n)
    while end < len(words) and (more := _phrase(words, end, (_MODIFIERS,))):
        end += more
    return Unit(spans[0][0], spans[end - 1][1], known=True, measure=False)


def _own_word(text: str, words: list[str], spans: list[tuple[int, int]], n: int) -> int:
    """1 where a word that no list knows belongs to the head: `chiếc cặp`, `người Tày`."""
    if n >= len(words) or n > 1 or words[n] in _STOPS or _phrase(words, n, (_MODIFIERS,)):
        return 0
    capital = text[spans[n][0]].isupper()
    return int((words[0] in _CLASSIFIERS and not capital) or (words[0] == "người" and capital))


def _is_name(text: str, spans: list[tuple[int, int]]) -> bool:
    """`302 Cầu Giấy`: two capitalised words make a name, though the first may be a noun (not in a headline)."""
    words = [text[start:end] for start, end in spans[:2]]
    return len(words) == 2 and all(word[0].isupper() and not word.isupper() for word in words)


def _unknown_unit(text: str, words: list[str], spans: list[tuple[int, int]]) -> Unit | None:
    """A head that no list knows: an abbreviation, or one word and the next (most Vietnamese words have two syllables)."""
    first = text[spans[0][0] : spans[0][1]]
    if first.isupper() and 2 <= len(first) <= 6:
        return Unit(*spans[0], known=False, measure=False)
    if words[0] in _STOPS or not first.islower():
        return None
    two = len(words) > 1 and words[1] not in _STOPS and text[spans[1][0]].islower()
    return Unit(spans[0][0], spans[1][1] if two else spans[0][1], known=False, measure=False)


def counts_at(text: str, pos: int) -> bool:
    """Whether something counted begins at `pos`, so that `07/09` before it is a ratio and no date.

    >>> counts_at("07/09 chi đoàn", 5), counts_at("07/09 tại huyện", 5)
    (True, False)
    """
    unit = unit_at(text, pos)
    if unit is None or not unit.known or _NAMED_PLACE.match(text, unit.start):
        return False
    words = text[unit.start : unit.end].lower().split()
    return any(
        " ".join(words[:n]) in entries for n, entries in ((1, _RATIO_HEADS), (2, _NOUNS), (3, _NOUNS), (4, _NOUNS))
    )


# ------------------------------------------------------------------------------------------------------ normal form

_BOUND: Final = re.compile(rf"(?:^|[\s(])({_any_of(_BOUND_OF)})(?: (?:từ|là|đạt|đủ|có))? ?$")
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


def number_norm(text: str, start: int, end: int) -> dict[str, int | float | str]:
    """The normal form of the NUMBER `text[start:end]` in its context, whatever found it.

    `kind`, then `value` (or `low` and `high`, or `value` and `total`), `bound` and `unit` where there are any.
    Never raises; a span without a figure gets its `kind` alone.

    >>> text = "bầu ít nhất 07/09 chi đoàn, mỗi suất từ 500 ngàn đến 1 triệu đồng"
    >>> number_norm(text, 12, 17)
    {'kind': 'ratio', 'value': 7, 'total': 9, 'bound': '>', 'unit': 'chi đoàn'}
    >>> number_norm(text, 41, 65)
    {'kind': 'range', 'low': 500000, 'high': 1000000}
    """
    start, end = max(0, start), min(end, len(text))
    found = _NUMERAL_STARTS.search(text, start, end) if start < end else None
    numeral = _read(text, found.start(), end) if found else None
    return _norm(text, start, numeral._replace(end=end)) if numeral else {"kind": "count"}


def _norm(text: str, start: int, numeral: _Numeral) -> dict[str, int | float | str]:
    unit, counted = _unit(text, start, numeral)
    kind = _kind(text, start, numeral, counted, unit)
    value = numeral.value
    if kind == "measure" and value is not None and counted and _HALF_UNIT.match(text, counted.end):
        value += Decimal("0.5")  # 2 năm rưỡi
    norm: dict[str, int | float | str] = {"kind": kind}
    figures = {"value": value, "total": numeral.total, "low": numeral.low, "high": numeral.high}
    norm |= {key: _plain(figure) for key, figure in figures.items() if figure is not None}
    if bound := _bound(text, start, counted.end if counted else numeral.end, unit):
        norm["bound"] = bound
    if unit and (kind != "money" or numeral.tail not in ("", "đồng")):
        norm["unit"] = unit
    return norm


def _plain(figure: Decimal) -> int | float:
    return int(figure) if figure == figure.to_integral_value() else float(figure)


def _unit(text: str, start: int, numeral: _Numeral) -> tuple[str, Unit | None]:
    """The unit as written, and where it stands after the number (`None` where it stands before, or there is none)."""
    if numeral.tail == "m":
        return "m", None
    if numeral.tail not in ("", "%"):
        return ("" if numeral.tail == "đồng" else numeral.tail), None
    after = numeral.end
    if numeral.tail == "%" and (each := _EACH.match(text, after)) and not unit_at(text, after):
        after = each.end() - 1
    unit = unit_at(text, after)
    if unit and (unit.known or numeral.tail != "%"):
        return text[unit.start : unit.end], unit
    if numeral.tail == "%" or numeral.scale >= _MILLION:
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
    return next((phrase for phrase in phrases if phrase in _NOUNS or phrase in ("nam", "nữ")), "")


def _kind(text: str, start: int, numeral: _Numeral, counted: Unit | None, unit: str) -> str:
    if numeral.is_range:
        return "range"
    if numeral.is_ratio:
        return "ratio"
    if numeral.tail == "%":
        return "percent"
    if numeral.tail not in ("", "m"):
        return "money"
    if numeral.scale >= _MILLION and (
        counted is None or not counted.known or unit.lower().startswith(_MONEY_NOT_COUNT)
    ):
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
    rf"(?<![\w#@])(?<!\w[./+-])(?<!GMT \+)(?<!GMT \+ )\d|(?<![\w-]){_any_of([*_ONES, 'mười', 'trăm', 'chục'])}(?![\w-])",
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
_NAMED_PLACE: Final = re.compile(
    rf"(?:(?i:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường)) {UPPER}|(?i:năm|khóa|nhiệm kỳ) [IVX\d]"
)
_SENTENCE_START: Final = re.compile(r"(?:^|[.!?:;>*+•…\"'(/-])\s*$")
_ADDRESS: Final = re.compile(rf" {UPPER}(?!{UPPER})[^\W\d_]+ {UPPER}(?!{UPPER})")  # 302 Cầu Giấy
_ENDS_ITEM: Final = re.compile(r"[,;)]|\.(?:\s|$)")
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
        if numeral and (numeral.words or text[start].isdecimal()) and _is_number(text, start, numeral):
            norm = _norm(text, start, numeral)
            yield Match(start, numeral.end, norm, "number." + str(norm["kind"]))
            pos = numeral.end
        else:
            blob = _BLOB.match(text, start)
            pos = blob.end() if blob else found.end()


def _read_in_chain(text: str, start: int, limit: int) -> _Numeral | None:
    """As `_read`, but `118 - 41 - 70 - 7` is a row of a table, four numbers."""
    numeral = _read(text, start, limit)
    if numeral and numeral.is_range and not numeral.words:
        if _CHAIN_BEFORE.search(text, max(0, start - 4), start) or _CHAIN_AFTER.match(text, numeral.end):
            first = _amount(text, start, limit)
            return first and _Numeral(first.end, first.value, scale=first.scale, tail=first.tail)
    return numeral


def _is_number(text: str, start: int, numeral: _Numeral) -> bool:
    """Whether the numeral counts or measures here: not a code, a name, an ordinal or the number of a list item."""
    before = _before(text, start)
    unit = unit_at(text, numeral.end)
    counted = unit is not None and unit.known
    if numeral.words:
        return _spelled_counts(text, start, numeral, before, unit)
    return (
        _stands_free(text, start, numeral)
        and not _is_code(text, start, numeral, counted)
        and not (_PLAIN.fullmatch(text, start, numeral.end) and _is_labelled(text, numeral, before, unit))
        and not _is_in_name(text, start, numeral, before, counted)
        and not (_BADGE.search(before) and _YEARS.match(text, numeral.end))
    )


def _stands_free(text: str, start: int, numeral: _Numeral) -> bool:
    """No letter or further digit is glued to it, but for abbreviations of units."""
    if text.startswith("-", start - 1) and start > 0:
        return False  # `R -33`, `MiG -31`
    if numeral.tail or numeral.end >= len(text):
        return not text[numeral.end : numeral.end + 1].isalnum()
    if text[numeral.end].isalnum():
        glued = _LETTERS.match(text, numeral.end)
        return glued is not None and (glued[0].lower() in _ATTACHED)
    return not _GLUED.match(text, numeral.end)


def _is_code(text: str, start: int, numeral: _Numeral, counted: bool) -> bool:
    surface = text[start : numeral.end]
    if numeral.tail and numeral.value == 0:  # phiên chợ 0 đồng
        return numeral.tail == "đồng"
    line_start = start == 0 or text[start - 1] == "\n"
    if line_start and _NUMBERING.match(text, start):
        return True
    if surface == "24/7" or (_VERSION.fullmatch(surface) and not counted):  # công nghiệp 4.0
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


def _is_labelled(text: str, numeral: _Numeral, before: str, unit: Unit | None) -> bool:
    """Whether the word before makes the numeral a name or an ordinal: `Phường 2`, `lần thứ 5`, `lớp 6`, `ấp 1 và 2`."""
    if numeral.tail or numeral.scale > 1 or not before.endswith(" "):
        return False
    if _SHORT_LABEL.search(before):
        return True
    counted = unit is not None and unit.known and not _NAMED_PLACE.match(text, unit.start)
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


def _is_in_name(text: str, start: int, numeral: _Numeral, before: str, counted: bool) -> bool:
    """`Trường Tiểu học Sa Rài 1`, `APEC 2017`: a small whole number right after a capitalised word inside a sentence."""
    surface = text[start : numeral.end]
    if counted or numeral.tail or numeral.scale > 1 or not surface.isdecimal() or not before.endswith(" "):
        return False
    line = text[start - len(before) : start]
    word = line.rstrip(" ").rpartition(" ")[2]
    name = word.lstrip("(")
    if not name[:1].isupper() or not name[-1:].isalnum():
        return False
    if len(surface) in (2, 3) and (surface[0] == "0" or not name.isupper()) and _ENDS_ITEM.match(text, numeral.end):
        return False  # `Tày 302, Dao 148`: the number in a name has one figure as a rule
    if word != name and name.isupper():  # (SOM 1)
        return True
    return not _SENTENCE_START.search(line[: len(line.rstrip(" ")) - len(word)])


def _spelled_counts(text: str, start: int, numeral: _Numeral, before: str, unit: Unit | None) -> bool:
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
    following = _WORD.match(text, numeral.end)
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
