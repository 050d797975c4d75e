"""TITLE: what office a title names and in which body, and which person the text says holds it (SCHEMA.md, section 1).

Offsets count characters of the text given and are half-open. Nothing here raises, whatever the text.

>>> title_norm("Trưởng Ban Tổ chức Tỉnh ủy", 0, 26)
{'position': 'Trưởng Ban', 'organization': 'Ban Tổ chức Tỉnh ủy'}
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from typing import Any, Final, NamedTuple

from sukien.entities.match import Located, Norm
from sukien.normalize import CAPITALS

_DATA: Final[dict[str, Any]] = tomllib.loads(
    (files("sukien.entities") / "data" / "titles.toml").read_text(encoding="utf-8")
)

# --------------------------------------------------------------------------------------------- position, organisation

_OLD_STYLE: Final = {"ủy": "(?:ủy|uỷ)", "úy": "(?:úy|uý)", "òa": "(?:òa|oà)", r"\ ": r"\s+"}


def _any_of(words: Iterable[str]) -> str:
    """The words as one regex group, longest first, in either tone style."""
    pattern = "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))
    for new, either in _OLD_STYLE.items():
        pattern = pattern.replace(new, either)
    return rf"(?:{pattern})(?!\w)"


_UNIT: Final = _any_of(_DATA["units"])
_POSITION: Final = re.compile(
    rf"(?i:(?:{_any_of(_DATA['before'])}\s+)*(?:phó\s+)?(?:"
    rf"(?:trưởng|chánh)\s+(?P<unit>{_UNIT})"
    rf"|tổng\s+(?P<state_unit>kiểm toán|thanh tra)(?!\w)"
    rf"|(?P<field_of>{_any_of(_DATA['implied'])})|{_any_of(_DATA['offices'])}"
    rf"|(?<=phó )(?P<deputy_unit>{_UNIT})|\S+"
    rf")(?:\s+{_any_of(_DATA['after'])})*)"
)
_NO_FIELD: Final = re.compile(rf"(?i:{_any_of([*_DATA['no_field'], *_DATA['countries']])})|\d")
_BODY: Final = re.compile(
    rf"(?<!\S)(?:{_any_of(_DATA['other_words'])}|(?P<body>(?i:{_any_of(_DATA['bodies'])})|[{CAPITALS}\d]))"
)
_LINK_AT_END: Final = re.compile(rf"\s(?i:{_any_of(_DATA['links'])})$")


def title_norm(text: str, start: int, end: int) -> Norm:
    """`position` and, where the title names a body, `organization` of the TITLE `text[start:end]`.

    Works on the normalised view and on the original text alike: the values keep the spelling of the text given.

    >>> title_norm("Phó Bí thư Thường trực Thành ủy Cao Lãnh", 0, 40)
    {'position': 'Phó Bí thư Thường trực', 'organization': 'Thành ủy Cao Lãnh'}
    >>> title_norm("nguyên Bộ trưởng Tư pháp", 0, 24)
    {'position': 'nguyên Bộ trưởng', 'organization': 'Bộ Tư pháp'}
    >>> title_norm("Đại tá", 0, 6)
    {'position': 'Đại tá'}
    """
    surface = " ".join(text[start:end].split())
    found = _POSITION.match(surface)
    if found is None:
        return {"position": surface} if surface else {}
    rest = surface[found.end() :].strip()
    if unit := found["unit"] or found["deputy_unit"] or found["state_unit"]:
        return _parts(found[0], _body_of_unit(unit, rest))
    if rest and found["field_of"] and not _NO_FIELD.match(rest):
        body = _DATA["implied"][" ".join(found["field_of"].lower().split())]
        return _parts(found[0], rest if _begins_with(rest, body) else f"{body} {rest}")
    return _split_at_body(surface, found.end())


def _body_of_unit(unit: str, rest: str) -> str:
    """`Trưởng | ban | Dân vận` -> `ban Dân vận`; the noun alone names a body only as an abbreviation (`Trưởng BTC`)."""
    if not rest:
        return unit if len(unit) > 1 and unit.isupper() else ""
    return rest if _begins_with(rest, unit) else f"{unit} {rest}"


def _begins_with(rest: str, noun: str) -> bool:
    return f"{rest} ".lower().startswith(f"{noun} ".lower())


def _split_at_body(surface: str, at: int) -> Norm:
    """The position goes on from `at` over small words to the first that may begin the name of a body or a place."""
    for found in _BODY.finditer(surface, at):
        if found["body"]:
            position = _LINK_AT_END.sub("", surface[: found.start()].strip())
            return _parts(position, surface[found.start() :])
    return _parts(surface, "")


def _parts(position: str, organization: str) -> Norm:
    return {"position": position, "organization": organization} if organization else {"position": position}


# -------------------------------------------------------------------------------------------------- who holds which


class _Part(NamedTuple):
    """A TITLE in a row of titles, with the text that joins it to the one before it."""

    title: int
    start: int
    end: int
    join: str


_TERM: Final = r"(?:,? (?:khóa|nhiệm kỳ|NK) [\dIVX][\d IVX,/-]{0,30}| \(\d{4} ?- ?\d{4}\))?"
_JOIN: Final = re.compile(
    rf"{_TERM}[ ]{{0,3}}"
    r"(?:[,;/&-]|,?[ ](?:kiêm(?: nhiệm)?|và|đồng thời là|rồi)[ ]|\((?:nay|hiện)(?: là)?[ ])?[ ]{0,3}",
    re.I,
)
_HONORIFIC: Final = rf"(?:{_any_of(_DATA['honorifics'])}\.? ?){{0,2}}"
_DIRECTLY_BEFORE: Final = re.compile(rf"[ ]{{0,2}}{_HONORIFIC}", re.I)
_ABBREVIATION_POINT: Final = re.compile(r"\.(?:[ ]{0,2}|BS\.? )")
_APART_BEFORE: Final = re.compile(
    rf"[ ]?(?:[,:-]|(?:này |khi ấy )?(?:-|(?:là|gồm|bao gồm|gồm có):?)|\([^()\n]{{1,40}}\),?)[ ]{_HONORIFIC}", re.I
)
_AFTER: Final = re.compile(
    r"[ ]?(?:\([^()\n]{1,80}\) ?[,-]|\((?:[^()\n]{1,60}, )?|[,-](?: một| \d+ tuổi ?[,-])?|\d+/\d+ phiếu ?-"
    r"|(?:,(?: \d+ tuổi,)?|\((?:\d+ tuổi, )?) ?(?:hiện|nay|vẫn|đang|nguyên)(?: nay| đang)? (?:là|làm|giữ chức(?: vụ)?)"
    r"|(?:\([^()\n]{1,60}\) )?(?:(?:hiện|vẫn|đang|còn|cũng|nguyên|vừa) ){0,2}là(?: một)?"
    r"|,? ?(?:với|trong thời gian giữ) (?:cương vị|vai trò|tư cách)(?: là)?|(?:-|,)? (?:khi|lúc) (?:đó|ấy|này) là"
    r"|(?: \([^()\n]{1,60}\))? (?:hiện|đang|hiện đang|vẫn|còn) làm"
    r"|(?:khi )?(?:hiện |đang |vẫn ){1,2}(?:nắm )?(?:giữ|đảm nhận) (?:chức|chức vụ|chức danh|cương vị|vai trò))[ ]*",
    re.I,
)
_OBJECT_OF: Final = re.compile(rf"(?:^|\W)(?:{_any_of(_DATA['object_of'])} (?:\d+ )?)$", re.I)
_IN_OFFICE: Final = re.compile(rf"(?:^|\W)(?:{_any_of(_DATA['in_office'])} )$", re.I)
_SEVERAL: Final = re.compile(r"(?:^|\W)(?:các|những|cùng|\d+|hai|ba|bốn|năm|sáu|bảy) $", re.I)
_NEXT_OF_LIST: Final = re.compile(rf"(?: ?\([^()\n]{{1,60}}\))?(?:,| và|, và|;) {_HONORIFIC}", re.I)
_NEW_PHRASE: Final = frozenset(",;")
_MOST_IN_LIST: Final = 12
_RANK: Final = re.compile(rf"(?:{_any_of(_DATA['ranks'])})", re.I)


def link_titles(
    text: str, persons: Sequence[Located], titles: Sequence[Located], sentences: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """(index into `persons`, index into `titles`) of each title the text says a person holds at that mention.

    Titles in a row belong together; they belong to the name directly after them, else to the name they stand beside
    (`A - T1, T2`, `A (T)`, `A là T`, `T: A`). A title gained or left by a verb is nobody's here. `sentences` are
    half-open spans of the view; a link never crosses them.

    >>> from sukien.entities.match import Match
    >>> text = "Bí thư Huyện ủy Lê Văn An và ông Trần Bình - Chủ tịch UBND huyện dự."
    >>> persons = [Match(16, 25, {}, "PERSON"), Match(33, 42, {}, "PERSON")]
    >>> titles = [Match(0, 15, {}, "TITLE"), Match(45, 64, {}, "TITLE")]
    >>> link_titles(text, persons, titles, [(0, len(text))])
    [(0, 0), (1, 1)]
    """
    order = sorted(range(len(persons)), key=lambda i: persons[i].start)
    starts = [persons[i].start for i in order]
    borders = sorted(start for start, _ in sentences)
    found: set[tuple[int, int]] = set()
    for row in _rows(text, titles):
        at = bisect_left(starts, row[0].start)
        sentence = bisect_right(borders, row[0].start)
        later = [i for i in order[at : at + _MOST_IN_LIST] if bisect_right(borders, persons[i].start) == sentence]
        before = _named_before(text, persons, order[max(0, at - 2) : at])
        held_before, held_after = _divide(text, row, before, persons[later[0]] if later else None)
        if before:
            found |= {(before.person, part.title) for part in held_before}
        if held_after:
            holders = _holders(text, held_after, [persons[i] for i in later])
            found |= {(later[k], part.title) for k in holders for part in held_after}
    return sorted(found)


class _Name(NamedTuple):
    """A person before a row of titles, and where the text goes on after the name."""

    person: int
    end: int


def _named_before(text: str, persons: Sequence[Located], last: list[int]) -> _Name | None:
    """The last person; of `A (B)`, a name with a byname, the first, with the text going on after the bracket."""
    if not last:
        return None
    end = persons[last[-1]].end
    if len(last) == 2 and text[end : end + 1] == ")" and "(" in text[persons[last[0]].end : persons[last[1]].start][:3]:
        return _Name(last[0], end + 1)
    return _Name(last[-1], end)


def _rows(text: str, titles: Sequence[Located]) -> Iterator[list[_Part]]:
    """The titles in rows as they follow one another: `T1, T2 kiêm T3`."""
    row: list[_Part] = []
    for i in sorted(range(len(titles)), key=lambda i: titles[i].start):
        start, end = titles[i].start, titles[i].end
        if row and _JOIN.fullmatch(text, row[-1].end, start):
            row.append(_Part(i, start, end, text[row[-1].end : start]))
            continue
        if row:
            yield row
        row = [_Part(i, start, end, "")]
    if row:
        yield row


def _divide(
    text: str, row: list[_Part], before: _Name | None, after: Located | None
) -> tuple[list[_Part], list[_Part]]:
    """The parts of the row that the name before it holds, and those the names after it hold."""
    follows = before is not None and _AFTER.fullmatch(text, before.end, row[0].start) is not None
    lead = text[max(0, row[0].start - 30) : row[0].start]
    if after is not None and _stands_before(text, row[-1], after):
        if follows:
            cut = _cut(text, row)
            return row[:cut], row[cut:]
        if _OBJECT_OF.search(lead) and not _IN_OFFICE.search(lead):
            return [], row[_last_phrase(row) :]
        return [], row
    if follows:
        return row, []
    apart = after is not None and _APART_BEFORE.fullmatch(text, row[-1].end, after.start) is not None
    if apart and (_IN_OFFICE.search(lead) or not _OBJECT_OF.search(lead)):
        return [], row
    return [], []


def _stands_before(text: str, part: _Part, after: Located) -> bool:
    """`T A`, `T ông A`; after a rank or degree with a full stop too (`BSCKII. A`)."""
    if _DIRECTLY_BEFORE.fullmatch(text, part.end, after.start):
        return True
    return bool(_RANK.match(text, part.start) and _ABBREVIATION_POINT.fullmatch(text, part.end, after.start))


def _cut(text: str, row: list[_Part]) -> int:
    """Where a row between two names divides: at `;`, at `và`, before ranks, else it belongs to the name after it."""
    for mark in (";", "và"):
        if cuts := [i for i, part in enumerate(row) if mark in part.join]:
            return cuts[-1]
    ranks = len(row)
    while ranks and _RANK.match(text, row[ranks - 1].start):
        ranks -= 1
    if 0 < ranks < len(row):
        return ranks
    return 0


def _last_phrase(row: list[_Part]) -> int:
    return max((i for i, part in enumerate(row) if part.join.strip() in _NEW_PHRASE), default=0)


def _holders(text: str, row: list[_Part], persons: Sequence[Located]) -> Iterator[int]:
    """The name after the row, and the further ones of a list when the row speaks of several."""
    yield 0
    if not _SEVERAL.search(text, max(0, row[0].start - 12), row[0].start):
        return
    for k in range(1, len(persons)):
        if not _NEXT_OF_LIST.fullmatch(text, persons[k - 1].end, persons[k].start):
            return
        yield k
