"""What each line of an article is, where its sentences begin and end, and the day it was published.

All offsets are half-open and point into the text of the normalised view (`sukien.normalize.View.text`).

>>> from sukien.normalize import normalize
>>> lines = ["TP SA ĐÉC", "Trao quà Tết", "Cập nhật ngày: 01/02/2024 09:15:00", "ĐTO - Sáng 31/1, Thành ủy …"]
>>> layout = lay_out(normalize("\\n\\n".join(lines)))
>>> [block.kind for block in layout.blocks], layout.published
(['kicker', 'headline', 'dateline', 'body'], datetime.datetime(2024, 2, 1, 9, 15))
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.resources import files
from typing import Final, Literal

from sukien.normalize import CAPITALS, View

Kind = Literal["kicker", "headline", "dateline", "body", "item", "caption", "byline", "meta"]

_WORDS: Final = tomllib.loads(files("sukien").joinpath("layout.toml").read_text(encoding="utf-8"))


def _words(name: str) -> frozenset[str]:
    return frozenset(_WORDS["sentences"][name].split())


def _phrases(name: str) -> str:
    """The phrases of a list as one alternation, the longest first, spaces as any space."""
    phrases = sorted(filter(None, _WORDS["lines"][name].split("\n")), key=len, reverse=True)
    return "|".join(re.escape(phrase) for phrase in phrases)


_BEFORE_PERSON: Final = _words("before_person")
_BEFORE_PLACE: Final = _words("before_place")
_BEFORE_NUMBER: Final = _words("before_number")
_SHORT_PLACES: Final = _words("short_places")
_BEFORE_ORDINAL: Final = _words("before_ordinal")
_STARTERS: Final = _words("starters")
_STARTER_PAIRS: Final = frozenset(tuple(pair.split("_")) for pair in _words("starter_pairs"))

ABBREVIATIONS: Final = _BEFORE_PERSON | _BEFORE_PLACE
"""What is written with a stop that ends no sentence: `ThS`, `TP`, `Q` (without the stop)."""

_LONGEST_HEADLINE: Final = 220
_LONGEST_KICKER: Final = 60
_LONGEST_CAPTION: Final = 300
_LONGEST_BYLINE: Final = 90
_LONGEST_DATELINE: Final = 160

_LINE: Final = re.compile(r"[^\n]+")
_PICTOGRAMS: Final = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_FINAL_STOP: Final = re.compile(rf"""[.!?…:;]["')\]{_PICTOGRAMS}\s]*\Z""")
_FULL_STOP: Final = re.compile(r"""\.["')\]]*\Z""")
_MARKER: Final = re.compile(r"(?:[-+*•·●▪■◆►▶✓✔→>]|\d{1,3}[.)/](?!\d)|[a-zđ]\)|[IVX]{1,5}[.)/])\s?(?=\S)")
_PICTOGRAM: Final = re.compile(rf"[{_PICTOGRAMS}]")
_META: Final = re.compile(rf"(?:{_phrases('furniture')})|#\w+(?:\s+#\w+)*\Z", re.IGNORECASE)
_CAPTION: Final = re.compile(rf"(?:{_phrases('caption')})\s*:", re.IGNORECASE)
_CREDIT: Final = re.compile(r"(?:\b[Ảả]nh|\bẢNH)(?: minh h[oọ]a)?\s*(?::|- ?)\s*[^\n.]{1,40}\.?\Z")

_BYLINE_LEAD: Final = re.compile(
    rf"(?i:{_phrases('byline')})\s*:\s*\S|Theo\s[{CAPITALS}]\S*(?:\s[^\s,.]+){{0,3}}\Z|Ghi chép của\s"
)
_BYLINE_OPENING: Final = re.compile(r"[\s.(*-]*")
_NAME: Final = rf"(?:(?!(?:Ông|Bà|Chị|Cụ|Đồng|ÔNG|BÀ|Ảnh|ẢNH)\b)[{CAPITALS}][\w.']*)"
_NAMES: Final = rf"{_NAME}(?:\s{{1,3}}{_NAME}){{0,6}}(?:\s?[-,&/]\s?{_NAME}(?:\s{_NAME}){{0,4}}){{0,3}}"
_BYLINE: Final = re.compile(
    _NAMES
    + r"""\s?(?: \( [^()]{1,50} \)                          # Lê Hoàn (CTV)
            | [-,]\s? (?:[Ảả]nh|ẢNH) \s?: .{1,40}         # HUỲNH THIỆN - Ảnh: CTV
            | [-,]\s? [^\s.]+ (?:\s[^\s.]+){0,3}          # Thanh Tú - Đoàn trường
            | \) )?""",
    re.VERBOSE,
)
_WRITER: Final = re.compile(rf"{_NAME}(?:\s{_NAME}){{1,3}}(?:\s-\s{_NAME}(?:\s{_NAME}){{1,3}})?")
_ENDS_IN_WORD_AND_STOP: Final = re.compile(r"[^\W\d_]{2}\.\Z")

_TAG: Final = re.compile(
    r"""(?: \((?P<inside>[A-ZĐ][^\W_][\w.&/ ]{0,22})\) (?:\s*[-:.]+(?=\s)|(?=\s|\Z))    # (ĐTO)   (Baonghean) -
          | (?P<bare>[A-ZĐ][A-ZĐa-zđ]{0,6}[A-ZĐ]|[A-ZĐ]{2,8}(?:\.[A-Z]{2,3})?) \s*\.?-\s     # ĐTO -   QNgO -
        )\s*""",
    re.VERBOSE,
)

_DAY: Final = (
    r"(?<!\d)(?P<day>\d{1,2})\s?(?P<separator>[/.-])\s?(?P<month>\d{1,2})\s?(?P=separator)\s?(?P<year>\d{4})(?!\d)"
)
_ISO_DAY: Final = r"(?<!\d)(?P<iso_year>\d{4})-(?P<iso_month>\d{2})-(?P<iso_day>\d{2})(?!\d)"
_SPELLED_DAY: Final = r"(?<!\d)(?P<day2>\d{1,2}) tháng (?P<month2>\d{1,2})(?: năm|,) (?P<year2>\d{4})(?!\d)"
_DATE: Final = re.compile(f"{_DAY}|{_ISO_DAY}|{_SPELLED_DAY}", re.IGNORECASE)
_TIME: Final = re.compile(
    r"(?<![\d:])(?P<hour>\d{1,2})(?:\s?(?:h|giờ|:)\s?)(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\s?(?P<half>SA|CH|AM|PM))?(?!\d)",
    re.IGNORECASE,
)
_WEEKDAY: Final = re.compile(r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\b", re.IGNORECASE)
_DATELINE_WORDS: Final = re.compile(rf"(?<!\w)(?:{_phrases('dateline')})(?!\w)", re.IGNORECASE)
_CLOCK: Final = r"\d{1,2}(?::|h|g)\d{2}(?::\d{2})?"
_NUMERIC_DAY: Final = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"
_MOMENT_AFTER_DASH: Final = re.compile(
    rf"(?:\A|[-,] )(?:{_CLOCK}\W{{1,3}}{_NUMERIC_DAY}|{_NUMERIC_DAY}\W{{1,3}}{_CLOCK})(?: -|\Z)"
)
"""A name or a rubric, a dash, and the moment of publication: `Lê An - 06/07/2018 08:00`."""
_SIGNED_DAY: Final = re.compile(rf"{_NAME}(?:\s{_NAME}){{0,4}}, ngày (?:{_SPELLED_DAY})\.?")

_SOURCE_AND_DAY: Final = re.compile(rf"\([^()]{{3,80}}, {_NUMERIC_DAY}\)")

_STOP: Final = re.compile(rf"""(?<![.!?…])[.!?…]++(?:/\.)?["')\]]*+(?=\s|[{CAPITALS}])""")
_NOT_SPACE: Final = re.compile(r"\S")
_NEXT_CHARACTER: Final = re.compile(r"""[\s"'(\[]*(\S)""")
_NEXT_WORDS: Final = re.compile(r"""[\s"'(\[-]*([^\W\d_]*)(?:\s([^\W\d_]*))?""")
_LAST_TOKEN: Final = re.compile(r"""(?:([^\s"'(\[]+)\s)?([^\s"'(\[]+)\Z""")
_INITIALS: Final = re.compile(rf"(?:[{CAPITALS}][a-z]?\.)*[{CAPITALS}]")
_LIST_NUMBER: Final = re.compile(r"[-+*•(\s]*(?:\d{1,3}|[IVX]{1,5}|[a-zđA-ZĐ])")
_WINDOW: Final = 40
"""How far back an abbreviation is looked for: longer ones there are not."""


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the article, trimmed (or several, where a line was broken inside a sentence).

    `tag` is the span of the paper's mark before a report (`ĐTO - `, `(QNO) `), with the space after it.
    """

    kind: Kind
    start: int
    end: int
    tag: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of an article in order, the sentences in them, and when it says it was published."""

    blocks: list[Block]
    sentences: list[tuple[int, int]]
    published: datetime | None = None


def lay_out(view: View) -> Layout:
    """Tell the blocks of `view` apart, split them into sentences and read the day of publication. Never fails.

    Every character of the view that is no space lies in one block and in one sentence; no sentence leaves its block.
    """
    text = view.text
    spans = list(_joined_lines(text))
    blocks = _Kinds(text, spans).blocks()
    _find_tag(text, blocks)
    sentences = [sentence for block in blocks for sentence in _sentences(text, block.start, block.end)]
    return Layout(blocks, sentences, _published(text, blocks))


# --- lines ------------------------------------------------------------------------------------------------------


def _joined_lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines that hold something, trimmed; a line that was broken inside a sentence is put together again."""
    start = end = -1
    for line in _LINE.finditer(text):
        first, last = _trim(text, line.start(), line.end())
        if first == last:
            continue
        if start >= 0 and _continues(text, start, end, first):
            end = last
            continue
        if start >= 0:
            yield start, end
        start, end = first, last
    if start >= 0:
        yield start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    line = text[start:end]
    stripped = line.strip()
    start += len(line) - len(line.lstrip()) if stripped else 0
    return start, start + len(stripped)


def _continues(text: str, start: int, end: int, next_start: int) -> bool:
    """Whether the line from `next_start` goes on with the sentence of the line before it."""
    if text.count("\n", end, next_start) != 1:
        return False
    if _MARKER.match(text, next_start):
        return False
    if text[next_start].islower():
        return not _FINAL_STOP.search(text, max(start, end - 8), end)
    last = _LAST_TOKEN.search(text, max(start, end - _WINDOW), end)
    if last is None or not last[2].endswith(".") or not text[next_start].isupper():
        return False
    abbreviation = last[2][:-1]
    if abbreviation in _BEFORE_PLACE or abbreviation in _BEFORE_PERSON:
        return _is_name(text, next_start) and not _sentence_may_start(text, next_start)
    return "." in abbreviation and bool(_INITIALS.fullmatch(abbreviation))


class _Kinds:
    """Decides line by line, from the top, what each is; what stands above the first paragraph is the head."""

    def __init__(self, text: str, spans: list[tuple[int, int]]) -> None:
        self.text = text
        self.spans = spans
        paragraphs = [i for i in range(len(spans)) if self._is_paragraph(i)]
        self.first_paragraph, self.last_paragraph = (paragraphs[0], paragraphs[-1]) if paragraphs else (-1, -1)

    def blocks(self) -> list[Block]:
        """One block for each line."""
        kinds = self._head()
        kinds += [self._kind(i) for i in range(len(kinds), len(self.spans))]
        return [Block(kind, *span) for kind, span in zip(kinds, self.spans, strict=True)]

    def _line(self, i: int) -> str:
        return self.text[slice(*self.spans[i])]

    def _is_paragraph(self, i: int) -> bool:
        """Text that runs to a final stop, or an item of a list."""
        start, end = self.spans[i]
        return bool(_FINAL_STOP.search(self.text, max(start, end - 8), end)) or self._is_item(i)

    def _is_item(self, i: int) -> bool:
        start = self.spans[i][0]
        return bool(_MARKER.match(self.text, start) or _PICTOGRAM.match(self.text, start))

    def _stands_alone(self, i: int) -> bool:
        """Between blank lines, or at an edge of the article."""
        before = i == 0 or self.text.count("\n", self.spans[i - 1][1], self.spans[i][0]) > 1
        after = i + 1 == len(self.spans) or self.text.count("\n", self.spans[i][1], self.spans[i + 1][0]) > 1
        return before and after

    def _head(self) -> list[Kind]:
        """Kicker, headline and dateline: the kinds of the lines above the first paragraph."""
        if len(self.spans) < 2:
            return []
        kinds: list[Kind] = []
        titles: list[int] = []
        for i in range(len(self.spans)):
            line = self._line(i) if self.spans[i][1] - self.spans[i][0] <= _LONGEST_HEADLINE else ""
            if line and _is_dateline(line):
                kinds.append("dateline")
            elif line and self._may_be_title(i, line, titles, kinds):
                titles.append(i)
                kinds.append("headline")
            else:
                break
        if len(titles) > 1:
            for i in titles[:-1]:
                kinds[i] = "kicker"
        return kinds

    def _may_be_title(self, i: int, line: str, titles: list[int], kinds: list[Kind]) -> bool:
        if _META.match(line) or (_FULL_STOP.search(line) and not line.endswith("..")) or line.endswith((":", ";")):
            return False
        if (_MARKER.match(line) and titles) or _CAPTION.match(line) or _CREDIT.search(line) or _TAG.match(line):
            return False
        if not titles:
            return True
        # A second line of title only under a kicker in capitals, and not where the dateline has already been.
        above = all(self._line(title).isupper() and len(self._line(title)) <= _LONGEST_KICKER for title in titles)
        return above and kinds[-1] != "dateline" and self._stands_alone(i) and not _FINAL_STOP.search(line)

    def _kind(self, i: int) -> Kind:
        """The kind of a line that is not in the head."""
        start, end = self.spans[i]
        if end - start > _LONGEST_CAPTION:
            return "item" if self._is_item(i) else "body"
        line = self._line(i)
        if _META.match(line):
            return "meta"
        if _is_dateline(line):
            return "dateline"
        if self._is_byline(i, line):
            return "byline"
        if _CAPTION.match(line) or _CREDIT.search(line):
            return "caption"
        if self._is_item(i):
            return "item"
        unfinished = not _FINAL_STOP.search(line) and not _TAG.match(line)
        return "caption" if unfinished and i > 0 and len(self.spans) > 2 and self._stands_alone(i) else "body"

    def _is_byline(self, i: int, line: str) -> bool:
        if len(line) > _LONGEST_BYLINE or i == 0:
            return False
        opening = _BYLINE_OPENING.match(line)
        start = opening.end() if opening else 0
        if _BYLINE_LEAD.match(line, start):
            return i > self.last_paragraph or not _CAPTION.match(line)
        if not _BYLINE.fullmatch(line, start) or _ENDS_IN_WORD_AND_STOP.search(line):
            return False
        if i > self.last_paragraph or line.startswith("("):
            return i > self.first_paragraph
        # In the middle only the plain name of a writer, with captions or links below it.
        return bool(_WRITER.fullmatch(line)) and not line.isupper() and 2 * i >= len(self.spans)


def _find_tag(text: str, blocks: list[Block]) -> None:
    """Note the mark of the paper at the beginning of the first paragraph."""
    for i, block in enumerate(blocks):
        if block.kind in ("body", "item"):
            if found := _TAG.match(text, block.start, block.end):
                blocks[i] = replace(block, tag=found.span())
            return


# --- sentences --------------------------------------------------------------------------------------------------


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of one block, without the spaces between them."""
    quotes = 0  # how many quotation marks stand before `counted`: an odd number means that one is open
    counted = start
    last_word = _last_word(text, start, end)
    for stop in _STOP.finditer(text, start, end):
        if not _ends_sentence(text, start, stop, end):
            continue
        cut = stop.end()
        quotes += text.count('"', counted, cut)
        counted = cut
        if quotes % 2 and text.startswith(' "', cut) and cut + 2 <= end:
            cut += 2
        following = _NOT_SPACE.search(text, cut, end)
        if following is None or following.start() >= last_word:
            break  # a closing quotation mark or a pictogram is no sentence of its own
        yield start, cut
        start = following.start()
    if start < end:
        yield start, end


def _last_word(text: str, start: int, end: int) -> int:
    """Where the last letter or digit ends; `start` if there is none."""
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return end


def _ends_sentence(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    """Whether the stop ends the sentence that began at `start`."""
    follows = stop.end()
    if follows == end:
        return True
    if not text[follows].isspace():
        return _space_is_missing(text, start, stop)
    following = _NEXT_CHARACTER.match(text, follows, end)
    if following is not None and (following[1].islower() or following[1] in ",.;:)"):
        return False
    if stop[0] != ".":
        return True
    if stop.start() - start <= 8 and _LIST_NUMBER.fullmatch(text, start, stop.start()):
        return False
    return _ends_after_abbreviation(text, start, stop.start(), follows)


def _space_is_missing(text: str, start: int, stop: re.Match[str]) -> bool:
    """`… thành công.Đại hội …`, and not `T.Ư`, `TP.HCM`, `NĐ.CP`, `ThS.Lê`."""
    follows = stop.end()
    if not text[follows].isupper() or not text[follows + 1 : follows + 2].islower():
        return False
    before = _LAST_TOKEN.search(text, max(start, stop.start() - _WINDOW), stop.start())
    if before is None or before[2] in _BEFORE_PERSON or before[2] in _BEFORE_PLACE:
        return False
    if _LIST_NUMBER.fullmatch(text, start, stop.start()):
        return False
    return (before[2].islower() and len(before[2]) > 1) or (not before[2][-1].isalpha() and "." not in before[2])


def _ends_after_abbreviation(text: str, start: int, stop: int, follows: int) -> bool:
    """Whether a single stop with a space behind it is more than the stop of an abbreviation."""
    before = _LAST_TOKEN.search(text, max(start, stop - _WINDOW), stop)
    if before is None:
        return True
    token = before[2]
    if token in _BEFORE_PERSON:
        return (before[1] or "").isdigit()  # bầu 7 đ/c. Đại hội …
    if token in _BEFORE_NUMBER and text[follows + 1 : follows + 2].isdigit():
        return False
    if token in _BEFORE_PLACE:
        if _is_name(text, follows):
            return False
        return len(token) > 1 or _sentence_may_start(text, follows)
    if _INITIALS.fullmatch(token):
        return (before[1] or "") in _BEFORE_ORDINAL or _sentence_may_start(text, follows)
    return True


def _is_name(text: str, start: int) -> bool:
    """A figure, capitals (`HCM`), or two words that each begin with a capital and do not begin a sentence."""
    if text[start : start + 2].strip()[:1].isdigit():
        return True
    following = _NEXT_WORDS.match(text, start)
    if following is None or not following[1]:
        return False
    first, second = following[1], following[2] or ""
    if first in _SHORT_PLACES or (len(first) > 1 and first.isupper()):
        return True
    return first[:1].isupper() and second[:1].isupper() and first not in _STARTERS


def _sentence_may_start(text: str, start: int) -> bool:
    following = _NEXT_WORDS.match(text, start)
    if following is None:
        return False
    return following[1] in _STARTERS or (following[1], following[2]) in _STARTER_PAIRS


# --- publication ------------------------------------------------------------------------------------------------


def _is_dateline(line: str) -> bool:
    """A date with nothing beside it but time, weekday and the words that go with them, or fields between bars."""
    if len(line) > _LONGEST_DATELINE or not (date := _DATE.search(line)):
        return False
    rest = _DATELINE_WORDS.sub("", _WEEKDAY.sub("", _TIME.sub("", line[: date.start()] + line[date.end() :])))
    if not re.search(r"\w", _DATE.sub("", rest)):
        return True
    lead = _DATELINE_WORDS.match(line)
    if "|" in line or (lead and lead[0][0].isupper() and line[lead.end() : lead.end() + 1] == ":"):
        return True
    return bool(_MOMENT_AFTER_DASH.search(line)) and not _FINAL_STOP.search(line)


def _published(text: str, blocks: list[Block]) -> datetime | None:
    """The moment in the dateline, else the day beside the name of the writer or the place at the end."""
    for block in blocks:
        if block.kind == "dateline" and (moment := _moment(text[block.start : block.end])):
            return moment
    for i, block in enumerate(blocks):
        line = text[block.start : min(block.end, block.start + _LONGEST_DATELINE)]
        signed = i >= len(blocks) - 4 and (_SIGNED_DAY.fullmatch(line) or _SOURCE_AND_DAY.fullmatch(line))
        if (block.kind == "byline" or signed) and (moment := _moment(line)):
            return moment
    return None


def _moment(line: str) -> datetime | None:
    """The first date of a line with the time beside it; none if there is no such day."""
    date = _DATE.search(line)
    if date is None:
        return None
    figures = date.groupdict()
    year, month, day = (
        int(figures[name] or figures[f"iso_{name}"] or figures[f"{name}2"]) for name in ("year", "month", "day")
    )
    time = _TIME.search(line[: date.start()] + " " + line[date.end() :])
    hour, minute, second = (int(time[part] or 0) for part in ("hour", "minute", "second")) if time else (0, 0, 0)
    if time and (time["half"] or "").upper() in ("CH", "PM") and hour < 12:
        hour += 12
    try:
        return datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
