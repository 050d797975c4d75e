"""Short forms and what they stand for: `Toàn` -> `Trần Thanh Toàn`, `Ban Tổ chức` -> `Ban Tổ chức Thành ủy Cao Lãnh`.

Everything here reads the normalised view (`sukien.normalize`) as a plain `str`; offsets count its characters and are
half-open. Nothing raises, whatever the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

from sukien.entities.match import Located

_BYNAME_GAP: Final = re.compile(
    r"\s*(?:[,(]\s*)?(?:(?:tức|tên thật|tên khai sinh|còn gọi)(?: là)?\s*:?\s*(?:ông |bà |anh |chị )?|(?<=\())", re.I
)
_PLACE_IN_FAMILY: Final = frozenset(["hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "út"])
_WORD: Final = re.compile(r"[^\s.]+")
_LONGEST_NAME: Final = 8
_LONGEST_BODY: Final = 20

Words = tuple[str, ...]


def full_names(text: str, persons: Sequence[Located]) -> dict[int, str]:
    """The fullest form in the document of each person named by a shorter one, by index into `persons`.

    A short form stands for the nearest longer name before it that ends with it, else for the only one after it.
    Names are compared without case. A mention that is as full as any is not in the result.

    >>> from sukien.entities.match import Match
    >>> text = "Ông Trần Thanh Toàn phát biểu. Ông Toàn nhấn mạnh."
    >>> full_names(text, [Match(4, 19, {}, "PERSON"), Match(35, 39, {}, "PERSON")])
    {1: 'Trần Thanh Toàn'}
    """
    order = sorted(range(len(persons)), key=lambda i: persons[i].start)
    mentions = [" ".join(text[persons[i].start : persons[i].end].split()) for i in order]
    names = _Names(mentions, _bynames(text, [persons[i] for i in order], mentions))
    fullest = {i: names.full(position) for position, i in enumerate(order)}
    return {
        i: fullest[i]
        for i, mention in sorted(zip(order, mentions, strict=True))
        if fullest[i].casefold() != mention.casefold()
    }


class _Names:
    """The names of a document in order of mention, each looked up by every way it may be shortened."""

    def __init__(self, mentions: Sequence[str], bynames: dict[Words, str]) -> None:
        self._mentions = mentions
        self._words = [_words(mention) for mention in mentions]
        self._bynames = bynames
        self._uses: dict[Words, list[int]] = {}
        self._forms: dict[Words, set[Words]] = {}
        for position, words in enumerate(self._words):
            for key in _shortenings(words):
                self._uses.setdefault(key, []).append(position)
                self._forms.setdefault(key, set()).add(words)

    def full(self, position: int) -> str:
        """The fullest form of the mention at `position`, itself if there is none."""
        words = self._words[position]
        if words in self._bynames:
            return self._bynames[words]
        for key in _readings(words):
            longer = self._nearest(key, position)
            if longer is not None:
                return self.full(longer)
        return self._mentions[position]

    def _nearest(self, key: Words, position: int) -> int | None:
        """The last name before `position` that may be shortened to `key`; one after it only if it is the only one."""
        uses = self._uses.get(key, [])
        before = bisect_left(uses, position)
        if before:
            return uses[before - 1]
        return uses[0] if uses and len(self._forms[key]) == 1 else None


def _words(mention: str) -> Words:
    return tuple(_WORD.findall(mention.lower()))


def _shortenings(words: Words) -> Iterable[Words]:
    """The keys under which a full name is looked up; every one stands for fewer or shorter words than the name has."""
    if not 1 < len(words) <= _LONGEST_NAME:
        return
    for k in range(1, len(words)):
        yield ("end", *words[k:])
        yield ("beginning", *words[:k])
    if len(words[-2]) > 1:
        yield ("initial", words[-2][0], words[-1])
    if len(words) > 2:
        yield ("ends", words[0], words[-1])
        yield ("last", words[-1])


def _readings(words: Words) -> Iterable[Words]:
    """The keys a short form may stand for, the likeliest first."""
    if not words:
        return
    yield ("end", *words)
    if len(words) == 2:
        first, last = words
        if first in _PLACE_IN_FAMILY:
            yield ("last", last)
        yield ("initial", first, last)
        yield ("ends", first, last)
    yield ("beginning", *words)


def _bynames(text: str, persons: Sequence[Located], mentions: Sequence[str]) -> dict[Words, str]:
    """Names with another, fuller name beside them: `Sáu Hiền (Huỳnh Văn Hiền)`, `Thư Dung, tên thật là …`."""
    found: dict[Words, str] = {}
    for i in range(len(persons) - 1):
        gap = _BYNAME_GAP.fullmatch(text, persons[i].end, persons[i + 1].start)
        if gap is None:
            continue
        by, full = sorted((mentions[i], mentions[i + 1]), key=lambda name: len(name.split()))
        if len(by.split()) < len(full.split()):
            found.setdefault(_words(by), full)
    return found


# --------------------------------------------------------------------------------------------------------------- bodies


def full_bodies(text: str, orgs: Sequence[Located]) -> dict[int, str]:
    """The full form of each body named by its beginning alone, by index into `orgs`, where only one can be meant.

    >>> from sukien.entities.match import Match
    >>> text = "Ban Tổ chức Tỉnh ủy họp. Ban Tổ chức đề nghị."
    >>> full_bodies(text, [Match(0, 19, {}, "ORG"), Match(25, 36, {}, "ORG")])
    {1: 'Ban Tổ chức Tỉnh ủy'}
    """
    forms = {i: " ".join(text[org.start : org.end].split()) for i, org in enumerate(orgs)}
    longer = _longer_forms(set(forms.values()))
    return {i: longer[_words(form)] for i, form in forms.items() if _words(form) in longer}


def _longer_forms(forms: Iterable[str]) -> dict[Words, str]:
    """Each form that begins others -> the longest of them, if it begins with all the rest."""
    ordered = sorted(forms, key=lambda form: (_words(form), form))
    longest: dict[Words, str] = {}
    several: set[Words] = set()
    for form in ordered:
        words = _words(form)
        for k in range(1, min(len(words), _LONGEST_BODY)):
            short = words[:k]
            known = _words(longest.get(short, ""))
            if words[: len(known)] != known:
                several.add(short)
            longest[short] = form
    present = {_words(form) for form in ordered}
    return {short: form for short, form in longest.items() if short in present and short not in several}
