"""The counted noun after a number: `32 lượt chi bộ`, `1,2km`, `chiếc xe đạp`.

Offsets count characters of the normalised view and are half-open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from sukien.entities.patterns import UPPER, read_data

_DATA: Final[dict[str, list[str]]] = read_data("units.toml")
_MEASURES: Final = frozenset(_DATA["measures"])
_NOUNS: Final = frozenset(_DATA["nouns"])
_HEADS: Final = frozenset(_DATA["heads"]) | frozenset(_DATA["head_only"])
_MODIFIERS: Final = (_NOUNS - frozenset(_DATA["head_only"])) | frozenset(_DATA["modifiers"])
_STOPS: Final = frozenset(_DATA["stops"])
_CLASSIFIERS: Final = frozenset(_DATA["classifiers"])
_RATIO_HEADS: Final = frozenset(_DATA["ratio_heads"])
_LONGEST_PHRASE: Final = 5  # syllables of the longest entry in the word lists

NOUNS: Final = _NOUNS | {"nam", "nữ"}
"""Counted nouns that may also stand before their number (`hộ sinh 19`, `nữ 06`)."""

ATTACHED: Final = frozenset(_DATA["attached"])
"""Abbreviations of units that may be written directly after the digits."""

WORD: Final = re.compile(r" ?(đ/c|km/h|m/s|mpn/g|[^\W\d_]+(?:-[^\W\d_]+)*[23²³]?)(?!\w)", re.I)
"""One syllable or abbreviation, after a space or without."""
NAMED_PLACE: Final = re.compile(
    rf"(?:(?i:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường)) {UPPER}|(?i:năm|khóa|nhiệm kỳ) [IVX\d]"
)
"""A unit of administration with its name, or a numbered term: it begins a name, it is not counted."""


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
    while len(words) < 10 and (found := WORD.match(text, at)):
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
        if more == 1 and text[spans[end][0] : spans[end][1]].istitle() and words[end] not in ("đảng", "đoàn", "hội"):
            break  # `tỉnh Đồng Tháp`
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
    """A head that no list knows: an abbreviation, or two words, since most Vietnamese words have two syllables."""
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
    if unit is None or not unit.known or NAMED_PLACE.match(text, unit.start):
        return False
    if unit.measure:
        return True
    words = text[unit.start : unit.end].lower().split()
    return words[0] in _RATIO_HEADS or any(" ".join(words[:n]) in _NOUNS for n in (2, 3, 4))
