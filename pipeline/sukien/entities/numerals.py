"""Reading a numeral where it begins: digits, scale words, spelled-out numbers, ratios and ranges.

Nothing here asks whether the numeral counts something; that is `number`'s part. Offsets count characters of the
normalised view and are half-open.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

from sukien.entities.patterns import any_of, read_data
from sukien.entities.units import unit_at

_DATA: Final = read_data("number.toml")
_DIGIT_WORDS: Final[dict[str, int]] = _DATA["digits"]
_SCALES: Final[dict[str, int]] = _DATA["scales"]
_HOME: Final = frozenset(_DATA["currency"]["home"])
_LONGEST_NUMBER: Final = 24  # digits and marks; more is a code, not a quantity

MILLION: Final = 1_000_000

SPELLED_STARTS: Final = (frozenset(_DIGIT_WORDS) - {"mốt", "tư", "lăm", "nhăm"}) | {"mười", "trăm", "chục"}
"""The words that a spelled-out numeral may begin with."""

# ------------------------------------------------------------------------------------------------ reading an amount

_DIGITS: Final = re.compile(r"\d+(?:[.,]\d+)*")
_SPACED_GROUPS: Final = re.compile(r"\d{1,3}(?: \d{3}){1,5}(?![\d.,/]| \d{3}(?!\d))")
_DOT_GROUPS: Final = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_COMMA_GROUPS: Final = re.compile(r"\d{1,3}(?:,\d{3}){2,}")
_DECIMAL: Final = re.compile(r"\d+[.,]\d+")
# `triệu chứng`, `tỷ lệ` only begin like a scale
_SCALE: Final = re.compile(rf" ?({any_of(_SCALES.keys() - {'tr'})})(?!\w)(?! (?:chứng|tập|lệ|số)(?!\w))", re.I)
_ATTACHED_SCALE: Final = re.compile(r" ?(k|tr)(?![^\W\d_])(\d{1,3}(?!\d))?", re.I)  # 200k, 38tr, 1tr2
_HALF: Final = re.compile(r" rưỡi(?!\w)", re.I)
_PERCENT: Final = re.compile(r" ?%| phần trăm(?!\w)", re.I)
_CURRENCY: Final = re.compile(
    rf" ?(?:(?P<dong>đồng)(?!\w)(?! {any_of(_DATA['currency']['not_after_dong'])}(?!\w))"
    rf"|(?P<other>{any_of([*_DATA['currency']['foreign'], *(_HOME - {'đồng'})])})(?!\w)(?!/c(?!\w)))",
    re.I,
)
_METRES: Final = re.compile(r"(\d{1,3})m(?![23](?!\d))(\d{1,2})(?!\w)", re.I)  # 5m5, but 48m2 is an area

_SPELLED: Final = re.compile(
    rf"({any_of([*_DIGIT_WORDS, *(_SCALES.keys() - {'tr'}), 'mười', 'mươi', 'chục', 'linh', 'lẻ'])})(?!\w)", re.I
)
_ONES: Final = frozenset(_DIGIT_WORDS) - {"mốt", "tư", "lăm", "nhăm"}
_AFTER_TEN: Final = frozenset(_DIGIT_WORDS) - {"mốt", "năm"}  # `mười năm` is ten years
_AFTER_TENS: Final = frozenset(_DIGIT_WORDS) - {"một", "năm"}  # `hai mươi năm` is twenty years


class Amount(NamedTuple):
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


def _digits(text: str, pos: int, limit: int) -> Amount | None:
    if metres := _METRES.match(text, pos, limit):
        return Amount(Decimal(f"{metres[1]}.{metres[2]}"), metres.end(), tail="m")
    if spaced := _SPACED_GROUPS.match(text, pos, limit):
        return Amount(_value(spaced[0].replace(" ", ".")), spaced.end())
    found = _DIGITS.match(text, pos, limit)
    return Amount(_value(found[0]), found.end()) if found else None


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


def _spelled(text: str, pos: int, limit: int) -> Amount | None:
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
    return Amount(Decimal(total), ends[i - 1], scale, words=i) if i else None


def _scaled(text: str, first: Amount, limit: int, below: int = 10**18) -> Amount:
    """`first` with the scale words after it: `1,5 tỷ`, `1 triệu 200 nghìn`, `2 tỷ rưỡi`, `38tr`.

    A further figure counts only where its scale is smaller; `below` is the scale of the one before.
    """
    if first.value is None or first.tail:
        return first
    value, end, scale = first.value, first.end, first.scale
    if first.words == 0 and (short := _ATTACHED_SCALE.match(text, end, limit)):
        scale = 1000 if short[1].lower() == "k" else MILLION
        value = value * scale + (Decimal(f"0.{short[2]}") * scale if short[2] else 0)
        return Amount(value, short.end(), scale, "đồng" if scale == 1000 else "", first.words)
    while scale < 10**15 and (word := _SCALE.match(text, end, limit)):
        scale *= _SCALES[word[1].lower()]
        value, end = value * _SCALES[word[1].lower()], word.end()
    if scale > 1 and (half := _HALF.match(text, end, limit)):
        return Amount(value + Decimal(scale) / 2, half.end(), scale, words=first.words)
    if 1000 < scale < below and first.words == 0 and text.startswith(" ", end):
        rest = _digits(text, end + 1, limit)
        more = _scaled(text, rest, limit, scale) if rest else None
        if more and more.value is not None and 1 < more.scale < scale:
            return Amount(value + more.value, more.end, scale)
    return Amount(value, end, scale, words=first.words)


def read_amount(text: str, pos: int, limit: int) -> Amount | None:
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


class Numeral(NamedTuple):
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
        """`3 - 7`."""
        return self.low is not None

    @property
    def is_ratio(self) -> bool:
        """`245/245`, `ba phần tư`."""
        return self.total is not None


def read_numeral(text: str, pos: int, limit: int) -> Numeral | None:
    """The longest numeral that begins at `pos` and ends by `limit`."""
    first = read_amount(text, pos, limit)
    if first is None:
        return None
    one = Numeral(first.end, first.value, scale=first.scale, tail=first.tail, words=first.words)
    if first.value is None:
        return one
    return _ratio(text, first, limit) or _range(text, first, limit) or one


def _ratio(text: str, first: Amount, limit: int) -> Numeral | None:
    if first.tail or first.scale > 1:
        return None
    slash = _RATIO.match(text, first.end, limit) if first.words == 0 else _SHARE.match(text, first.end, limit)
    if not slash:
        return None
    if first.words and text[slash.end() : slash.end() + 2].lower() == "tư":
        return Numeral(slash.end() + 2, first.value, Decimal(4), words=first.words)
    second = _digits(text, slash.end(), limit) if first.words == 0 else _spelled(text, slash.end(), limit)
    if second is None or second.value is None or second.tail:
        return None
    return Numeral(second.end, first.value, second.value, words=first.words)


def _range(text: str, first: Amount, limit: int) -> Numeral | None:
    low = first.value
    join = _TO.match(text, first.end, limit)
    second = read_amount(text, join.end(), limit) if join else _neighbour(text, first, limit)
    if low is None or second is None or second.value is None or first.tail not in ("", second.tail):
        return None
    if bool(first.words) != bool(second.words) and second.scale == 1:
        return None
    if first.scale == 1 < second.scale and low * second.scale < second.value:  # 50 - 60 triệu đồng
        low *= second.scale
    if low >= second.value:
        return None
    return Numeral(second.end, low=low, high=second.value, scale=second.scale, tail=second.tail, words=first.words)


def _neighbour(text: str, first: Amount, limit: int) -> Amount | None:
    """The `hai` of `một, hai người`, `hai ba ngày`: the very next number, before something counted."""
    if first.words != 1 or first.scale > 1 or first.value is None or not (join := _OR.match(text, first.end, limit)):
        return None
    second = _spelled(text, join.end(), limit)
    if second is None or second.words != 1 or second.value != first.value + 1 or second.value > 9:
        return None
    if second.value == 5:  # `bốn năm`: four years
        return None
    return second if unit_at(text, second.end) else None
