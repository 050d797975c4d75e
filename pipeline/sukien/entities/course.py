"""COURSE: the level a training course has and what it teaches (SCHEMA.md, section 1).

Offsets count characters of the text given and are half-open. Nothing here raises, whatever the text.

>>> course_norm("lớp Trung cấp lý luận chính trị hệ không tập trung", 0, 50)
{'level': 'trung cấp', 'subject': 'lý luận chính trị'}
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, Final

from sukien.entities.match import Norm

_DATA: Final[dict[str, Any]] = tomllib.loads(
    (files("sukien.entities") / "data" / "course.toml").read_text(encoding="utf-8")
)


def _any_of(words: Iterable[str]) -> str:
    """The words as one regex group, longest first, either tone style of the few that have two."""
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return "(?:" + pattern.replace("khóa", "kh(?:óa|oá)") + r")(?!\w)"


_LEVELS: Final = [(re.compile(rf"(?i)(?<!\w){_any_of([word])}"), level) for word, level in _DATA["levels"].items()]
_BY_SUBJECT: Final = [
    (re.compile(rf"(?i)(?<!\w){_any_of([word])}"), level) for word, level in _DATA["told_by_subject"].items()
]
_ABBREVIATED: Final = re.compile(r"(?i)(?<!\w)(?:tc|cc)(?=llct)")
_CLASS_MARK: Final = r"(?:k\d[\w.]*|[ivx]+|[a-z]\d[\w.]*)(?!\w)"
_LEAD: Final = re.compile(
    rf"(?i)(?:\s*(?:{_any_of(_DATA['words']['lead'])}|{_any_of(_DATA['levels'])}|(?:tc|cc)(?=llct)"
    rf"|{_CLASS_MARK}|\d+(?!\w)|và(?!\w)|[\",.:-]))*\s*"
)
_TAIL: Final = re.compile(rf"(?i)(?<![^\s,(\"-])(?:{_any_of(_DATA['words']['tail'])}|{_CLASS_MARK})")
_EDGE: Final = ' ",.(-'


def course_norm(text: str, start: int, end: int) -> Norm:
    """`level` and `subject` of the COURSE `text[start:end]`; only those the text tells.

    >>> course_norm("lớp bồi dưỡng nhận thức về Đảng khóa I/2026", 0, 43)
    {'level': 'bồi dưỡng', 'subject': 'nhận thức về Đảng'}
    >>> course_norm("Cao cấp LLCT", 0, 12)
    {'level': 'cao cấp', 'subject': 'LLCT'}
    """
    surface = " ".join(text[start:end].split())
    subject = _subject(surface)
    level = _first_level(_LEVELS, surface) or _abbreviated(surface) or _first_level(_BY_SUBJECT, surface)
    return {key: value for key, value in (("level", level), ("subject", subject)) if value}


def _first_level(table: list[tuple[re.Pattern[str], str]], words: str) -> str:
    return next((level for pattern, level in table if pattern.search(words)), "")


def _abbreviated(surface: str) -> str:
    found = _ABBREVIATED.search(surface)
    return "" if found is None else "trung cấp" if found[0].lower() == "tc" else "cao cấp"


def _subject(surface: str) -> str:
    lead = _LEAD.match(surface)
    rest = surface[lead.end() :] if lead else surface
    tail = _TAIL.search(rest)
    return (rest[: tail.start()] if tail else rest).strip(_EDGE)
