"""The normalised view of an article: what every later stage reads, with a map back to the text as given.

The view is Unicode NFC, with tone marks in the new style (`hòa`, `thúy`, `ủy`), plain spaces (never two in a row),
quotes and dashes, `"\\n"` as the only line end, and nothing invisible. Offsets are half-open and count characters
(code points).

>>> view = normalize("Uỷ\\u00a0ban xã “Hoà An”\\u200b – 2023")
>>> view.text
'Ủy ban xã "Hòa An" - 2023'
>>> view.to_original(10, 18), view.to_original(19, 20)
((10, 18), (20, 21))
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from unicodedata import category, is_normalized
from unicodedata import normalize as to_form

MARKS_KEPT: Final = 30
"""Combining marks kept on one letter (the limit of Unicode's stream-safe text); sorting endless ones is quadratic."""

CAPITALS: Final = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
"""The capital letters of Vietnamese as they stand in the view, for a character class."""

_SPACES: Final = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LINE_ENDS: Final = "\r\x0b\x0c\x85\u2028\u2029"
_DASHES: Final = "\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_DOUBLE_QUOTES: Final = "“”„‟«»″〝〞＂"
_SINGLE_QUOTES: Final = "‘’‚‛′＇"
# control characters that are no space or line end, soft hyphen, grapheme joiner, zero-width, direction marks, BOM
_INVISIBLE: Final = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
)

_SAME_LENGTH: Final = re.compile(
    f"(?P<space>[{_SPACES}])|(?P<dash>[{_DASHES}])|(?P<double>[{_DOUBLE_QUOTES}])|(?P<single>[{_SINGLE_QUOTES}])"
)
_PLAIN: Final = {"space": " ", "dash": "-", "double": '"', "single": "'"}
_CHANGING_LENGTH: Final = re.compile(f"\r\n|[{_LINE_ENDS}]|[{_INVISIBLE}]+(?: [ {_INVISIBLE}]*)?| [ {_INVISIBLE}]+")
"""Line ends, what is invisible, and spaces in a row."""

_NOT_ASCII: Final = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")
"""NFC never changes anything across the left side of an ASCII character, so these stretches can be taken one by one."""

_TONES: Final = ("aàáảãạ", "eèéẻẽẹ", "oòóỏõọ", "uùúủũụ", "yỳýỷỹỵ")
_TONE: Final = {letter: i for vowels in _TONES for cased in (vowels, vowels.upper()) for i, letter in enumerate(cased)}
_FAMILY: Final = {letter: cased for vowels in _TONES for cased in (vowels, vowels.upper()) for letter in cased}

# The pairs whose tone mark stands on the wrong letter. A mark that follows would make another letter of the second.
_MISPLACED_TONE: Final = re.compile(
    r"""(?:
      (?<![qQ])  (?: [oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ] | [uU][ỳýỷỹỵỲÝỶỸỴ] ) (?![^\W\d_])    # hoà, thuý: open syllable
    | (?<![qQ])  (?: [òóỏõọÒÓỎÕỌ][aeAE] | [ùúủũụÙÚỦŨỤ][yY] ) (?=[cimnoptuyCIMNOPTUY])   # tóan, hùynh: closed one
    | (?<=[qQ])  [ùúủũụÙÚỦŨỤ][aeyAEY]                                                    # qúy: u belongs to q
    )(?![\u0300-\u036f])""",
    re.VERBOSE,
)

_OPEN_SYLLABLE: Final = re.compile(r"(?<![qQ])(?:[òóỏõọÒÓỎÕỌ][aeAE]|[ùúủũụÙÚỦŨỤ][yY])(?![^\W\d_]|[\u0300-\u036f])")


@dataclass(frozen=True, slots=True)
class Shifts:
    """Where one step of normalisation changed the length of the text: parallel columns, one row a change.

    Row *i* says that `[from_starts[i], from_ends[i])` before the step became `[to_starts[i], to_ends[i])` after it.
    """

    from_starts: list[int] = field(default_factory=list)
    from_ends: list[int] = field(default_factory=list)
    to_starts: list[int] = field(default_factory=list)
    to_ends: list[int] = field(default_factory=list)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """A span after the step -> the span before it."""
        return _carry(start, end, self.to_starts, self.to_ends, self.from_starts, self.from_ends)

    def forth(self, start: int, end: int) -> tuple[int, int]:
        """A span before the step -> the span after it."""
        return _carry(start, end, self.from_starts, self.from_ends, self.to_starts, self.to_ends)


@dataclass(frozen=True, slots=True)
class View:
    """`text`, the normalised form of `original`; `steps` are the changes of length, in the order they were made."""

    text: str
    original: str
    steps: tuple[Shifts, ...] = ()

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """A span of `text` -> the span of `original` it was made from.

        Both are half-open. A non-empty span never becomes empty; an end inside something that was changed as a whole
        (a letter and its marks, `\\r\\n`) is moved outward to its edge; invisible characters at the ends stay outside.

        >>> normalize("xa\\u0303 A").to_original(1, 2)
        (1, 3)
        """
        for step in reversed(self.steps):
            start, end = step.back(start, end)
        return start, end

    def to_view(self, start: int, end: int) -> tuple[int, int]:
        """A span of `original` -> the span of `text` made from it (empty where only invisible characters stood).

        >>> normalize("xa\\u0303 A").to_view(1, 3)
        (1, 2)
        """
        for step in self.steps:
            start, end = step.forth(start, end)
        return start, end


def normalize(text: str) -> View:
    """Make the normalised view of `text`. Never fails; a text that is already normal gets a view without any map.

    >>> normalize("Bà Thuý, quý I, thuyền").text
    'Bà Thúy, quý I, thuyền'
    >>> normalize("hoàn toàn").steps
    ()
    """
    plain = _SAME_LENGTH.sub(_plain, text)
    steps: list[Shifts] = []
    if _CHANGING_LENGTH.search(plain):
        plain, shifts = _rewrite(plain, ((*m.span(), _shortest(m[0])) for m in _CHANGING_LENGTH.finditer(plain)))
        steps.append(shifts)
    if not is_normalized("NFC", plain):
        plain, shifts = _rewrite(plain, _composed_letters(plain))
        steps.append(shifts)
    return View(_MISPLACED_TONE.sub(_move_tone, plain), text, tuple(step for step in steps if step.to_starts))


def old_tones(text: str) -> str:
    """The text of a view with its tone marks in the old style, every character in its place.

    >>> old_tones("Ủy ban xã Hòa An, hoàn toàn")
    'Uỷ ban xã Hoà An, hoàn toàn'
    """
    return _OPEN_SYLLABLE.sub(_move_tone, text)


def _plain(match: re.Match[str]) -> str:
    return _PLAIN[match.lastgroup or ""]


def _shortest(stretch: str) -> str:
    if stretch == "\r\n" or stretch in _LINE_ENDS:
        return "\n"
    return " " if " " in stretch else ""


def _move_tone(match: re.Match[str]) -> str:
    """`oà` -> `òa`, `úy` -> `uý`: the two letters of the pair change tones."""
    first, second = match[0][0], match[0][1]
    return _FAMILY[first][_TONE[second]] + _FAMILY[second][_TONE[first]]


def _composed_letters(text: str) -> Iterator[tuple[int, int, str]]:
    """The letters of `text` that NFC changes, with their marks: (start, end, composed form)."""
    for stretch in _NOT_ASCII.finditer(text):
        if is_normalized("NFC", stretch[0]):
            continue
        for start, end in _letters(stretch[0], stretch.start()):
            kept = text[start : min(end, start + 1 + MARKS_KEPT)]
            composed = to_form("NFC", kept)
            if composed != text[start:end]:
                yield start, end, composed


def _letters(stretch: str, offset: int) -> Iterator[tuple[int, int]]:
    """Split into characters with all that may combine with them: marks, and the later parts of a Hangul syllable."""
    start = 0
    for i, character in enumerate(stretch):
        if i and category(character)[0] != "M" and not "\u1160" <= character <= "\u11ff":
            yield offset + start, offset + i
            start = i
    yield offset + start, offset + len(stretch)


def _rewrite(text: str, changes: Iterable[tuple[int, int, str]]) -> tuple[str, Shifts]:
    """Put each replacement in its place; the new text, and where its length changed."""
    pieces: list[str] = []
    shifts = Shifts()
    last = length = 0
    for start, end, replacement in changes:
        pieces += (text[last:start], replacement)
        length += start - last
        if len(replacement) != end - start:
            shifts.from_starts.append(start)
            shifts.from_ends.append(end)
            shifts.to_starts.append(length)
            shifts.to_ends.append(length + len(replacement))
        length += len(replacement)
        last = end
    pieces.append(text[last:])
    return "".join(pieces), shifts


def _carry(
    start: int, end: int, here_starts: list[int], here_ends: list[int], there_starts: list[int], there_ends: list[int]
) -> tuple[int, int]:
    """A span on one side of a list of changes -> the span on its other side."""
    row = bisect_right(here_starts, start) - 1
    if row < 0:
        first = start
    elif start < here_ends[row]:
        first = there_starts[row]
    else:
        first = there_ends[row] + start - here_ends[row]
    if end <= start:
        return first, first

    row = bisect_right(here_starts, end - 1) - 1
    if row < 0:
        return first, end
    if end - 1 < here_ends[row]:
        return first, there_ends[row]
    return first, there_ends[row] + end - here_ends[row]
