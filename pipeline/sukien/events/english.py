"""English for the fillers of events: units, bodies, places, offices, courses, documents, awards, meetings, dates.

Everything here takes Vietnamese words as they stand in an article and gives an English phrase, or `None` where the
words of `data/english.toml` do not cover the whole phrase: a phrase half translated would be worse than none.

>>> count_noun("đảng viên mới", many=True)
'new Party members'
>>> body("Ban Tổ chức Thành ủy Cao Lãnh")
'the Organisation Board of the Cao Lãnh City Party Committee'
>>> award("Huy hiệu 30 năm tuổi Đảng", many=False)
'the 30-year Party membership badge'
>>> date("2023-H1"), date("2022-09-19")
('in the first half of 2023', 'on 19 September 2022')
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from sukien.normalize import normalize

_DATA: Final[dict[str, Any]] = tomllib.loads(
    files("sukien.events").joinpath("data", "english.toml").read_text(encoding="utf-8")
)
_NOUNS: Final[dict[str, tuple[str, str]]] = {
    noun: (kind, forms) for kind, nouns in _DATA["nouns"].items() for noun, forms in nouns.items()
}
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_CACHE: Final = 4096
_LONGEST_NAME: Final = 40
"""Words; nothing longer is a name, and a wrong span may be a whole article."""
_LONGEST_TERM: Final = 9
"""Words of the longest entry that any table may have."""


def terms(name: str) -> Mapping[str, str]:
    """One table of `data/english.toml`: lower-case Vietnamese -> English."""
    table: Mapping[str, str] = _DATA[name]
    return table


def word_list(name: str) -> list[str]:
    """One list of `data/english.toml`."""
    words: list[str] = _DATA[name]
    return words


@lru_cache(4 * _CACHE)
def key(text: str) -> str:
    """`text` as the tables have it: normalised, lower case, single spaces, no quotation marks around it."""
    return " ".join(normalize(text).text.lower().split()).strip('"“” ')


def known(name: str, text: str) -> str | None:
    """The English of `text` in one table, if it is there."""
    return terms(name).get(key(text))


def _too_long(text: str) -> bool:
    return len(text.split(maxsplit=_LONGEST_NAME)) > _LONGEST_NAME


# ------------------------------------------------------------------ nouns


def kind_of(unit: str) -> str:
    """Of what kind a counted thing is: `people`, `body`, `class`, `meeting`, `award`, `document`, `thing` or ''.

    >>> kind_of("đồng chí dân quân"), kind_of("lớp bồi dưỡng"), kind_of("hành tinh")
    ('people', 'class', '')
    """
    found = _longest(_NOUNS, key(unit).split())
    return found.value[0] if found else ""


@lru_cache(_CACHE)
def count_noun(unit: str, *, many: bool) -> str | None:
    """A counted noun in English, or `None`.

    >>> count_noun("chi bộ khóm", many=False), count_noun("hành tinh", many=True)
    ('neighbourhood Party cell', None)
    """
    words = unit.split()
    found = _longest(_NOUNS, key(unit).split())
    if not found or _too_long(unit):
        return None
    singular, _, plural = found.value[1].partition("/")
    noun = (plural or f"{singular}s") if many else singular
    return _with_modifiers(noun, words[found.size :])


def _with_modifiers(noun: str, words: Sequence[str]) -> str | None:
    """`noun` with the Vietnamese modifiers that follow it; `None` if one of them is unknown."""
    after = ""
    while words:
        lower = key(" ".join(words)).split()
        if found := _longest(terms("before"), lower):
            noun = f"{found.value} {noun}"
        elif found := _longest(terms("after"), lower):
            after += f" {found.value}"
        elif where := _whereabouts(" ".join(words)):
            return f"{noun}{after} {where}"
        else:
            return None
        words = words[found.size :]
    return noun + after


_OF: Final = re.compile(r"(của|ở|tại|trong|thuộc) (.+)")


def _whereabouts(text: str) -> str | None:
    """`xã Lương Hòa` -> `of Lương Hòa commune`, `tại Phường 2` -> `in Ward 2`."""
    found = _OF.fullmatch(" ".join(text.split()))
    word, rest = (found[1], found[2]) if found else ("của", text)
    if rest.isupper():  # a headline in capitals: no telling what is a name
        return None
    level = known("levels", rest)
    name = (f"the {count_noun(rest, many=False) or rest}" if level else None) or place(rest) or body(rest)
    return name and f"{'of' if word in ('của', 'thuộc') else 'in'} {name}"


@lru_cache(_CACHE)
def phrase(text: str) -> str | None:
    """A noun phrase without a numeral: `các chi bộ` -> `Party cells`, `huyện` -> `the district`.

    >>> phrase("các đại biểu"), phrase("huyện"), phrase("gia đình chính sách"), phrase("những vì sao")
    ('delegates', 'the district', 'policy-beneficiary families', None)
    """
    text = " ".join(normalize(text).text.split())
    if name := known("names", text):
        return name
    determiner = _longest(terms("determiners"), key(text).split())
    if _too_long(text):
        return None
    if not determiner:
        return _bare(text) or _listed(text, "")
    rest = " ".join(text.split()[determiner.size :])
    word = determiner.value
    found = count_noun(rest, many=word not in ("a", "each", "the whole"))
    if found and word == "a" and found[0].lower() in "aeiou":
        word = "an"
    return f"{word} {found}".strip() if found else _listed(rest, word)


def _bare(text: str) -> str | None:
    """Without a determiner people and gifts are many, a body is the one spoken of."""
    if kind_of(text) not in ("body", "meeting") or key(text).endswith("các cấp"):
        return count_noun(text, many=True)
    noun = count_noun(text, many=False)
    return noun and f"the {noun}"


def _listed(text: str, determiner: str) -> str | None:
    """`cán bộ, chiến sĩ và nhân dân`: every member known, or nothing."""
    members = re.split(r", | và | & ", text)
    if len(members) < 2:
        return None
    nouns = [count_noun(member, many=True) for member in members]
    known_nouns = [noun for noun in nouns if noun]
    return f"{determiner} {series(known_nouns)}".strip() if len(known_nouns) == len(nouns) else None


def series(items: Sequence[str], last: str = "and") -> str:
    """`A, B and C`.

    >>> series(["A"]), series(["A", "B", "C"])
    ('A', 'A, B and C')
    """
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else "".join(items)


# ------------------------------------------------------------------ places, bodies, offices


@lru_cache(_CACHE)
def place(text: str) -> str | None:
    """A place: `Phường 2` -> `Ward 2`, `huyện Tam Nông` -> `Tam Nông district`; a bare name stays as it is."""
    if name := known("names", text):
        return name
    words = text.split()
    found = _longest(terms("places"), key(text).split())
    if not found:
        return text if is_name(text) else None
    rest = words[found.size :]
    if not rest or not is_name(" ".join(rest)):
        return None
    if rest[0].isdigit():
        return f"{found.value.capitalize()} {' '.join(rest)}"
    return f"{' '.join(rest)} {found.value}"


_BRACKET: Final = re.compile(r" ?\([^()]*\)")


@lru_cache(_CACHE)
def body(text: str) -> str | None:
    """An organisation in English, its proper name kept; `None` if a part of it is unknown.

    >>> body("Hội Chữ thập đỏ huyện"), body("UBND huyện Tam Nông"), body("Nhà may Hoa Sữa")
    ('the district Red Cross Society', "the People's Committee of Tam Nông district", None)
    """
    if _too_long(text):
        return None
    text = " ".join(_BRACKET.sub("", text).split())
    if name := known("names", text):
        return name
    lower = key(text).split()
    for head in _prefixes(terms("bodies"), lower):
        rest = " ".join(text.split()[head.size :]).lstrip("- ")
        if not rest:
            return f"the {head.value}"
        if level := known("levels", rest):
            return f"the {level} {head.value}"
        if outer := body(rest):
            return f"the {head.value} of {outer}"
        if _longest(terms("places"), key(rest).split()) and (where := place(rest)):
            return f"the {head.value} of {where}"
        if is_name(rest):
            return f"the {known('names', rest) or rest} {head.value}"
    return None


@lru_cache(_CACHE)
def office(text: str, position: str = "", organization: str = "") -> str | None:
    """A title; `position` and `organization` are its normal form if it has one.

    >>> office("Phó Bí thư Thường trực Thành ủy Cao Lãnh", "Phó Bí thư Thường trực", "Thành ủy Cao Lãnh")
    'Standing Deputy Secretary of the Cao Lãnh City Party Committee'
    >>> office("chủ tịch xã")
    'commune Chair'
    """
    if not position:
        position, organization = _split_office(text)
    rank = _rank(key(position).split())
    if not rank:
        position, organization = _split_office(text)
        rank = _rank(key(position).split())
    if not rank:
        return None
    if not organization:
        return rank
    if level := known("levels", organization):
        return f"{level} {rank}"
    where = body(organization) or place(organization) or organization
    return f"{rank} of {where}"


def _split_office(text: str) -> tuple[str, str]:
    words = text.split()
    lower = key(text).split()
    size = max((n for n in range(1, _LONGEST_TERM + 1) if _rank(lower[:n])), default=len(words))
    return " ".join(words[:size]), " ".join(words[size:])


def _rank(words: Sequence[str]) -> str | None:
    """A position without its body; what stands after it (`thường trực`) goes to the front, before `phó`."""
    if not words or len(words) > _LONGEST_TERM:
        return None
    if exact := terms("positions").get(" ".join(words)):
        return exact
    for size in (2, 1):
        last = terms("position_after").get(" ".join(words[-size:]))
        if last and (rest := _rank(words[:-size])):
            return f"{last} {rest}"
    first = terms("position_before").get(words[0])
    rest = _rank(words[1:]) if first else None
    return rest and f"{first} {rest}"


# ------------------------------------------------------------------ courses, documents, awards, meetings


class Course(NamedTuple):
    """A course cut into what stands before its noun and after it."""

    before: str
    after: str

    def named(self, noun: str) -> str:
        """`intermediate political theory` + noun, or noun + `on “kỹ năng số”`."""
        words = [self.before, noun if self.before else f"training {noun}", self.after]
        return " ".join(filter(None, words)).replace("training training", "training")


_CLASS_WORD: Final = re.compile(r"(?:lớp|khóa|khoá)(?: học)?\s+", re.IGNORECASE)


def course(text: str, level: str = "", subject: str = "") -> Course:
    """A course from its words and its normal form; an unknown subject is quoted.

    >>> course("lớp Trung cấp LLCT", "trung cấp", "lý luận chính trị").named("training")
    'intermediate political theory training'
    >>> course("lớp trồng nấm rơm", "dạy nghề", "trồng nấm rơm").named("class")
    'vocational class on “trồng nấm rơm”'
    """
    if not level:
        found = _longest(terms("course_levels"), key(_CLASS_WORD.sub("", text, count=1)).split())
        level = " ".join(key(_CLASS_WORD.sub("", text, count=1)).split()[: found.size]) if found else ""
        subject = subject or " ".join(_CLASS_WORD.sub("", text, count=1).split()[found.size if found else 0 :])
    degree = known("course_levels", level) or ""
    topic = known("course_subjects", subject) if subject else ""
    if topic is None:
        return Course(degree, f"on “{subject}”")
    return Course(" ".join(filter(None, (degree, topic))), "")


_ARTICLE: Final = re.compile(r"(?:khoản \w+,? )?(điều \d+(?:,? (?:và )?(?:điều )?\d+)*),? (\D.+)", re.IGNORECASE)


@lru_cache(_CACHE)
def document(text: str, doc_type: str = "", number: str = "", symbol: str = "") -> str | None:
    """A reference to a document: `Guideline No. 11`; one without a number keeps its Vietnamese name in quotes.

    >>> document("Công văn số 1353", "Công văn", "1353"), document("Điều 32 Điều lệ Đảng", "Điều lệ")
    ('Official Letter No. 1353', 'Article 32 of the Party Charter')
    """
    if (name := known("documents", text)) or _too_long(text):
        return name
    article = _ARTICLE.fullmatch(" ".join(text.split()))
    if article:
        whole = document(article[2], doc_type, number, symbol)
        numbers = re.findall(r"\d+", article[1])
        return whole and f"Article{'s' if len(numbers) > 1 else ''} {series(numbers)} of {whole}"
    found = _longest(terms("doc_types"), key(doc_type or text).split())
    if not found:
        return None
    if symbol or number:
        return f"{found.value} No. {symbol or number}"
    rest = " ".join(text.split()[found.size :])
    bare = rest.strip('"“” ')
    return f"{found.value} “{bare}”" if bare else None


_BADGE: Final = re.compile(r"huy hiệu (\d+) năm(?: tuổi đảng)?")
_DEGREE: Final = re.compile(r"(.+?),? hạng (\w+)")
_QUOTED: Final = re.compile(r'(.+?) ?(".+"|“.+”|vì .+)', re.IGNORECASE)


@lru_cache(_CACHE)
def award(text: str, *, many: bool) -> str | None:
    """An award with its article: `the Labour Order, second class`; `many`: several were given."""
    lower = key(text)
    if _too_long(text):
        return None
    if badge := _BADGE.fullmatch(lower):
        return f"the {badge[1]}-year Party membership badge"
    degree = _DEGREE.fullmatch(lower)
    if degree and degree[2] in terms("degrees"):
        name = award(degree[1], many=many)
        return name and f"{name}, {terms('degrees')[degree[2]]}"
    if name := terms("awards").get(lower.replace('"', "").replace("  ", " ")):
        one, _, several = name.partition("/")
        return several if many and several else one
    quoted = _QUOTED.fullmatch(" ".join(text.split()))
    if quoted and quoted[1] and (name := award(quoted[1], many=many)):
        inner = quoted[2].strip('"“” ')
        return f"{name} “{inner}”"
    return None


_ORDINAL: Final = re.compile(
    r",? ?(?:lần )?thứ (\w+)(?: \([^()]*\))?|,? ?\b(?:khóa|khoá) [\w.]+|,? ?nhiệm kỳ [\d -]+", re.IGNORECASE
)
_ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_SPELLED: Final = {
    "nhất": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip


@lru_cache(_CACHE)
def meeting(text: str) -> str | None:
    """A meeting: `Đại hội đại biểu Đảng bộ tỉnh Đồng Tháp lần thứ XI` -> `the 11th Delegates' Congress of …`.

    >>> meeting("kỳ họp thứ 6"), meeting("đại hội chi bộ")
    ('the 6th session', 'the Party cell congress')
    """
    if _too_long(text):
        return None
    ordinals = [_ordinal(found[1]) for found in _ORDINAL.finditer(text) if found[1]]
    plain = " ".join(_ORDINAL.sub(" ", text).split()).strip(" ,")
    for head in _prefixes(terms("meetings"), key(plain).split()):
        rest = " ".join(plain.split()[head.size :]).removeprefix("của ")
        name = " ".join(filter(None, (*ordinals[:1], head.value)))
        if not rest:
            return f"the {name}"
        if rest.islower() and (noun := count_noun(rest, many=False)):
            return f"the {noun} {name}"
        if modified := _with_modifiers(name, rest.split()):
            return f"the {modified}"
        if host := body(rest) or (place(rest) if _longest(terms("places"), key(rest).split()) else None):
            return f"the {name} of {host}"
    return None


def _ordinal(word: str) -> str:
    lower = word.lower()
    value = int(lower) if lower.isdecimal() else _SPELLED.get(lower) or _roman(lower)
    if not value:
        return ""
    tail = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{tail}"


def _roman(word: str) -> int:
    if not word or not set(word) <= _ROMAN.keys():
        return 0
    digits = [_ROMAN[letter] for letter in word]
    return sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))


# ------------------------------------------------------------------ dates

_ISO: Final = re.compile(r"(\d{4})(?:-(?:(\d\d)(?:-(\d\d))?|Q([1-4])|H([12])|W(\d\d)))?(?:T(\d\d:\d\d))?")
_ORDER: Final = ("first", "second", "third", "fourth")


def date(value: str, lead: str = "") -> str | None:
    """An ISO date or TIMEX3 period as a phrase; `lead` (`by`, `from`, `late`) takes the place of `on` or `in`.

    >>> date("2022-09"), date("2020/2025"), date("2022-09-05/2022-09-06"), date("2016", "late")
    ('in September 2022', 'from 2020 to 2025', 'from 5 to 6 September 2022', 'in late 2016')
    """
    first, slash, last = value.partition("/")
    if slash:
        start, end = _day(first), _day(last)
        return f"from {_without_shared_end(start[1], end[1])} to {end[1]}" if start and end else None
    found = _day(value)
    if not found:
        return None
    preposition, day = found
    if lead in ("early", "mid", "late"):
        return f"in {lead} {day.removeprefix('the ')}"
    return f"{lead or preposition} {day}"


def _without_shared_end(first: str, last: str) -> str:
    """`5 September 2024`, `6 September 2024` -> `5`: what both days end in is said once."""
    words, others = first.split(), last.split()
    while len(words) > 1 and len(others) > 1 and words[-1] == others[-1]:
        words.pop()
        others.pop()
    return " ".join(words)


def _day(value: str) -> tuple[str, str] | None:
    """(`on` or `in`, the date in words)."""
    found = _ISO.fullmatch(value)
    if not found:
        return None
    year, month, day, quarter, half, week, _ = found.groups()
    if month and not 1 <= int(month) <= 12:
        return None
    if day:
        return "on", f"{int(day)} {_MONTHS[int(month) - 1]} {year}"
    if month:
        return "in", f"{_MONTHS[int(month) - 1]} {year}"
    if quarter:
        return "in", f"the {_ORDER[int(quarter) - 1]} quarter of {year}"
    if half:
        return "in", f"the {_ORDER[int(half) - 1]} half of {year}"
    return "in", f"week {int(week)} of {year}" if week else year


# ------------------------------------------------------------------ small tools


def is_name(text: str) -> bool:
    """Whether every word begins with a capital or a digit.

    >>> is_name("Tam Nông"), is_name("Phường 2"), is_name("công an viên")
    (True, True, False)
    """
    words = text.split()
    return bool(words) and all(
        word.strip("\"“”'(-")[:1].isupper() or word[:1].isdigit() or word == "-" for word in words
    )


class _Found(NamedTuple):
    size: int
    value: Any


def _prefixes(table: Mapping[str, Any], words: Sequence[str]) -> Iterator[_Found]:
    """Every entry of `table` that opens `words`, the longest first."""
    for size in range(min(len(words), _LONGEST_TERM), 0, -1):
        value = table.get(" ".join(words[:size]))
        if value is not None:
            yield _Found(size, value)


def _longest(table: Mapping[str, Any], words: Sequence[str]) -> _Found | None:
    return next(_prefixes(table, words), None)
