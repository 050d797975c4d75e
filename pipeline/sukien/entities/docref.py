"""DOCREF: references to particular documents of the Party and the state, with their normal form (SCHEMA.md, section 1).

Everything here reads the normalised view (`sukien.normalize`) as a plain `str`; offsets count its characters and are
half-open. An issuer is what the text says, never guessed from a symbol. Nothing raises, whatever the text.

>>> text = "Thực hiện Quy định số 11 - QĐ/TW ngày 19/5/2021 của Ban Bí thư về trường chính trị chuẩn."
>>> [(text[m.start:m.end], m.norm) for m in find_docref(text)]  # doctest: +NORMALIZE_WHITESPACE
[('Quy định số 11 - QĐ/TW', {'doc_type': 'Quy định', 'number': '11', 'symbol': '11-QĐ/TW', 'date': '2021-05-19',
  'issuer': 'Ban Bí thư', 'subject': 'trường chính trị chuẩn'})]
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.resources import files
from typing import Any, Final

from sukien.entities.date import date_at, find_date
from sukien.entities.match import Match
from sukien.entities.number import UPPER, unit_at

_DATA: Final[dict[str, Any]] = tomllib.loads(
    (files("sukien.entities") / "data" / "docref.toml").read_text(encoding="utf-8")
)


def _any_of(words: Iterable[str]) -> str:
    """The words as one regex group, longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True)) + ")"


# ------------------------------------------------------------------------------------------------------ the patterns

_NUMBER: Final = r"\d{1,5}[a-zđ]?(?!\w)"
_SEGMENT: Final = (
    rf"(?:[/-](?:{UPPER}|\d)[\w&]*(?:\.[^\W_][\w&]*)*"  # /2020, -CP, /BTCTU
    rf"|(?: [/-] ?|[/-] )(?:{UPPER}{{2,}}\w*|{UPPER} ?\d{{1,2}})(?!\w))"  # `/QĐ - UBND`, ` - P 1`
)
_SYMBOL: Final = rf"{_SEGMENT}+(?:(?<=QH) \d{{1,2}}(?!\d))?"
_SO: Final = r"(?i: ?số ?:? ?)"
_TYPE: Final = rf"(?:(?i:{_any_of(_DATA['types'])})|{_any_of(_DATA['abbreviations'])})"
_ROMAN: Final = r"[IVX]{1,6}(?!\w)"
_ORDINAL: Final = rf"(?:{_ROMAN}|\d{{1,2}}(?!\d))"

_POINTS: Final = r"điểm [a-zđ](?:(?:, | và )(?:điểm )?[a-zđ](?!\w))*"
_CLAUSES: Final = r"khoản \d+[a-zđ]?(?:(?:, | và )(?:khoản )?\d+)*"
_ARTICLE: Final = (
    rf"(?i:(?:{_POINTS},? (?:của )?)?(?:{_CLAUSES},? (?:của )?)?"
    r"điều \d{1,3}[a-zđ]?(?!\w)(?:(?:,| và) điều \d{1,3}(?!\d))*)"
)
_OF: Final = r",? (?:của )?"

_LAW: Final = rf"(?:Bộ luật|Luật|BỘ LUẬT|LUẬT) (?i:{_any_of(_DATA['laws'])})(?!\w)"
_NEW_LAW: Final = rf"(?<!học )(?<!ĐH )(?<!khoa )(?<!ngành )Luật (?={UPPER}[^\W\d_]+ (?!{UPPER})[^\W\d_])"
_STATUTE: Final = rf"(?i:điều lệ {_any_of(_DATA['statutes_of'])})(?!\w)"
_CONSTITUTION: Final = r"(?:Hiến pháp|HIẾN PHÁP)(?! mới| trước| sửa đổi| của (?!nước))(?!\w)"
_CONGRESS: Final = (
    rf"(?i:đại hội|đh)(?: (?i:đại biểu|toàn quốc|đảng bộ|đảng|đoàn|chi bộ|công đoàn|hội|mttq|nông dân|phụ nữ|ccb"
    rf"|tnxp|tỉnh|huyện|xã|phường|thành phố|thị xã|thị trấn|tp|các cấp|cơ quan|khối|công an|quân sự)(?!\w)|"
    rf" {UPPER}(?!{UPPER}*(?!\w))[^\W\d_]+)*"
    rf"(?:,? (?i:lần thứ|khóa|lần) {_ORDINAL})?(?: {_ROMAN})?(?: của Đảng| Đảng(?!\w))?"
)
_PLENUM: Final = (
    rf"(?:(?i:hội nghị )?(?i:trung ương|tw) {_ORDINAL}|(?i:hội nghị lần thứ \w+) (?i:ban chấp hành trung ương|bch trung ương)(?: Đảng)?)"
    rf"(?:,? \(?(?i:khóa) {_ROMAN}\)?)?"
)
_RESOLUTION: Final = rf"(?:(?i:nghị quyết)|NQ) (?:{_PLENUM}|{_CONGRESS})"
_TREATY: Final = (
    rf"(?i:{_any_of(_DATA['treaties'])}) (?:Liên hợp quốc|{UPPER}[\w-]*(?: {UPPER}[\w-]*)*|(?i:hạt nhân) {UPPER}\w+)"
    rf"(?: về {UPPER}\w+(?: {UPPER}?\w+)?)?"
)
_TITLED: Final = (
    r"(?:Nghị quyết|Thông tư|Quyết định|Chỉ thị) (?=(?:về(?! việc)|ban hành|bầu) \w)"  # Nghị quyết bầu Chủ tịch nước
)
_PROJECT: Final = r"Đề án (?=[^\W\d_]+ [^\W\d_])"
_NAMED: Final = rf"(?i:{_any_of(_DATA['named'])}) \"[^\"\n]{{3,200}}\""

_PATTERNS: Final = {
    "numbered": rf"(?:{_ARTICLE}{_OF})?{_TYPE}(?:{_SO}{_NUMBER}(?:{_SYMBOL})?| {_NUMBER}{_SYMBOL})",
    "law": rf"(?:{_ARTICLE}{_OF})?{_LAW}",
    "statute": rf"(?:{_ARTICLE}{_OF})?(?:{_STATUTE}|{_CONSTITUTION})",
    "bare": rf"(?:{_ARTICLE}{_OF})?{_TYPE} {_NUMBER}(?![.,/:%-]\w)",
    "resolution": _RESOLUTION,
    "treaty": _TREATY,
    "named": _NAMED,
    "titled": rf"(?:{_ARTICLE}{_OF})?{_TITLED}",
    "project": _PROJECT,
    "new_law": rf"(?:{_ARTICLE}{_OF})?{_NEW_LAW}",
    "article": _ARTICLE,
}
_FINDER: Final = re.compile(
    r"(?<![\w/])(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS.items()) + ")"
)
_ANOTHER: Final = re.compile(rf"(?:,|;| và|, và) ((?P<so>(?i:số) )?{_NUMBER}(?P<symbol>{_SYMBOL})?)(?![.,/%:-]?\d)")
_MANY_BEFORE: Final = re.compile(r"(?:^|\W)(?:các|những|hai|ba|bốn|\d) ?$", re.I)
_BARE_OK: Final = frozenset(_DATA["before_bare_number"])
_VERBS_TOO: Final = frozenset(_DATA["verbs_too"])
_CALENDAR_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_OF_YEAR: Final = re.compile(r" năm \d{4}")
_LINE_TITLE: Final = re.compile(r"[.:]")

# --------------------------------------------------------------------------------------------------------- the finder


def find_docref(text: str, published: date | None = None) -> list[Match]:
    """The DOCREFs of `text`, in order; `published` resolves dates without a year beside them.

    >>> text = "theo khoản 3 Điều 353 Bộ luật Hình sự; các Quy định số 29, 30 và Chỉ thị 05, Điều lệ Đảng"
    >>> [text[m.start:m.end] for m in find_docref(text)]
    ['khoản 3 Điều 353 Bộ luật Hình sự', 'Quy định số 29', '30', 'Chỉ thị 05', 'Điều lệ Đảng']
    """
    return [
        Match(start, end, docref_norm(text, start, end, published), f"docref.{rule}")
        for start, end, rule in _spans(text)
    ]


def _spans(text: str) -> Iterator[tuple[int, int, str]]:
    pos = 0
    while found := _FINDER.search(text, pos):
        rule = found.lastgroup or ""
        start, end = found.span()
        if rule in ("new_law", "titled", "project"):
            end = _name_end(text, end)
        if not _is_reference(text, start, end, rule):
            pos = _next_word(text, start)
            continue
        yield start, end, rule
        pos = end
        if rule in ("numbered", "bare"):
            many = _MANY_BEFORE.search(text, max(0, start - 8), start) is not None
            for start, end in _listed(text, pos, many):
                yield start, end, "listed"
                pos = end


def _next_word(text: str, pos: int) -> int:
    space = text.find(" ", pos)
    return space + 1 if space >= 0 else len(text)


def _listed(text: str, pos: int, many: bool) -> Iterator[tuple[int, int]]:
    """The further numbers of a row: `các Quy định số 29, 30`, `Nghị định số 49 và số 74`."""
    while another := _ANOTHER.match(text, pos):
        if not (another["so"] or another["symbol"] or many) or (
            not another["symbol"] and _counts(text, another.end(1))
        ):
            return
        yield another.span(1)
        pos = another.end(1)


def _counts(text: str, pos: int) -> bool:
    unit = unit_at(text, pos)
    return unit is not None and unit.known


def _is_reference(text: str, start: int, end: int, rule: str) -> bool:
    surface = text[start:end]
    if rule == "bare":
        return _is_bare_reference(text, start, end)
    if rule == "article":  # `Điều 18`, not a heading nor `điều 3 xe`
        at_line_start = start == 0 or text[start - 1] == "\n"
        return ("Đ" in surface or "K" in surface) and not (at_line_start and _LINE_TITLE.match(text, end))
    if rule == "resolution":
        return len(surface.split()) > 4 or surface.startswith("NQ") or surface[-1:].isdigit()
    if rule in ("titled", "project"):
        return len(surface.split()) > 4
    return True


def _is_bare_reference(text: str, start: int, end: int) -> bool:
    """`Chỉ thị 05`, but not `Kế hoạch 5 năm`, `quyết định 3 việc`, `Chương trình 2025`."""
    kind, _, number = text[start:end].rpartition(" ")
    if _CALENDAR_YEAR.fullmatch(number) or (_counts(text, end) and not _OF_YEAR.match(text, end)):
        return False
    name = _type_of(kind)
    if name in _DATA["abbreviations"]:
        return len(number) > 1 or name in ("NQ", "QĐ")
    if name.lower() not in _BARE_OK:
        return False
    small = name[0].islower()
    return not (small and name.lower() in _VERBS_TOO and len(number) < 2)


_WORD: Final = re.compile(r"[^\W_]+(?:[-/&][^\W_]+)*")


def _name_end(text: str, pos: int) -> int:
    """Where the name that begins at `pos` ends: at a mark or before a word that cannot be part of a name."""
    end, words = pos, 0
    while words < 10 and (word := _WORD.match(text, end + (1 if words else 0))):
        at = word.start()
        if words and (text[end] != " " or _NAME_STOP.match(text, at)):
            break
        end, words = word.end(), words + 1
    return end


_NAME_STOP: Final = re.compile(rf"{_any_of(_DATA['name_stops'])}(?!\w)", re.I)

# -------------------------------------------------------------------------------------------------------- normal form

_TYPE_AT: Final = re.compile(
    rf"(?<!\w)(?:{_TYPE}|(?i:dự thảo thỏa thuận|{_any_of([*_DATA['treaties'], *_DATA['named'], 'hiến pháp', 'bộ luật', 'luật'])}))(?!\w)"
)
_NUMBER_AT: Final = re.compile(rf"(?:(?:^|{_SO}| )(?P<number>{_NUMBER}))(?P<symbol>{_SYMBOL})?")
_ARTICLE_AT: Final = re.compile(rf"{_ARTICLE}(?:{_OF}|$)")
_DATE_GAP: Final = re.compile(r"[ ,]{0,2}\(?(?=ngày |năm \d|\d)")
_OF_ISSUER: Final = re.compile(r"[ ,)]{0,2} ?(?:(?:do|của) )(?P<body>.+)", re.I)
_ISSUER_HEAD: Final = re.compile(rf"(?:{_any_of(_DATA['issuer']['heads'])}(?!\w)|{UPPER})", re.I)
_ISSUER_STOP: Final = re.compile(rf"(?:{_any_of(_DATA['issuer']['stops'])})(?!\w)", re.I)
_AND_BODY: Final = re.compile(rf"{UPPER}[^\W\d_]*")
_VERB: Final = rf"(?:(?:vừa|đã|mới|cũng|tiếp tục|vừa qua) ){{0,3}}{_any_of(_DATA['issuer']['verbs'])}"
_ISSUED_BY: Final = re.compile(
    rf"(?P<body>(?<!\w)(?i:{_any_of(_DATA['issuer']['heads'])})(?!\w)(?: (?!{_VERB} )[^\s,.;:()\"]+){{0,10}}?)"
    rf"(?: - [^\s,.;:()\"]+(?: [^\s,.;:()\"]+){{0,5}})? (?i:{_VERB})(?: các| dự thảo)? $"
)
_DECIDES: Final = re.compile(
    r", (?P<body>[^,.;:()\n]{4,60}?) (?:phê chuẩn|quyết định|yêu cầu|giao|chỉ đạo|công nhận|bổ nhiệm|cho phép)(?!\w)"
)
_SUBJECT: Final = re.compile(
    r"[ ,)]{0,2} ?\(?(?:về(?= việc)|về|v/v) (?P<subject>[^.;\n()\"]{3,200}|\"[^\"\n]{3,200}\")", re.I
)


def docref_norm(text: str, start: int, end: int, published: date | None = None) -> dict[str, int | float | str]:
    """The normal form of the DOCREF `text[start:end]` in its context, whatever found it.

    Keys: `doc_type`, `number`, `symbol` (without stray spaces), `date` (ISO), `issuer`, `subject`; only those the
    text gives. Never raises.

    >>> text = "UBND tỉnh vừa ban hành Quyết định số 32/QĐ - UBND ngày 5/9/2023 về việc cho thuê đất."
    >>> docref_norm(text, 23, 49)  # doctest: +NORMALIZE_WHITESPACE
    {'doc_type': 'Quyết định', 'number': '32', 'symbol': '32/QĐ-UBND', 'date': '2023-09-05', 'issuer': 'UBND tỉnh',
     'subject': 'việc cho thuê đất'}
    """
    start, end = max(0, start), min(end, len(text))
    surface = text[start:end]
    norm: dict[str, int | float | str] = {}
    article = _ARTICLE_AT.match(surface)
    rest = surface[article.end() :] if article else surface
    if kind := _type_of(rest) or _type_before(text, start, rest) or ("Điều" if article else ""):
        norm["doc_type"] = kind
    if not rest and article and (figures := re.findall(r"\d+", surface)):
        norm["number"] = figures[-1]
    elif found := _NUMBER_AT.search(rest):
        norm["number"] = found["number"]
        if found["symbol"]:
            norm["symbol"] = re.sub(r"\s", "", found["number"] + found["symbol"])
    return norm | _surroundings(text, start, end, published)


def _type_of(surface: str) -> str:
    found = _TYPE_AT.search(surface)
    return found[0] if found else ""


def _type_before(text: str, start: int, rest: str) -> str:
    """The type word that a further number of a row shares with the one before it (`Nghị định số 49 và số 74`)."""
    if not rest[:1].isdigit() and not rest[:2].lower() == "số":
        return ""
    found = None
    for found in _TYPE_AT.finditer(text, max(0, start - 80), start):
        pass
    return found[0] if found else ""


def _surroundings(text: str, start: int, end: int, published: date | None) -> dict[str, str]:
    """Date, issuer and subject, which stand after the reference, or the issuer before it."""
    found: dict[str, str] = {}
    at = _take_date(text, end, published, found)
    line_end = text.find("\n", at)
    line = text[at : min(at + 240, line_end if line_end >= 0 else len(text))]
    if (of := _OF_ISSUER.match(line)) and (issuer := _issuer(of["body"])):
        found["issuer"] = issuer
        at += of.start("body") + len(issuer)
        if "date" not in found:
            at = _take_date(text, at, published, found)
    elif issuer := _issuer_before(text, start, end, published, found):
        found["issuer"] = issuer
    if subject := _SUBJECT.match(text, at):
        found["subject"] = subject["subject"].strip(' ,"')
    return found


def _take_date(text: str, at: int, published: date | None, found: dict[str, str]) -> int:
    """Read the DATE at `at` into `found`; return the offset after it."""
    gap = _DATE_GAP.match(text, at)
    day = date_at(text, gap.end(), published) if gap else None
    if day is None:
        return at
    if "value" in day.norm and "/" not in str(day.norm["value"]):
        found["date"] = str(day.norm["value"])
    return day.end


def _issuer(line: str) -> str:
    """The body or officer named at the start of `line`."""
    if not _ISSUER_HEAD.match(line):
        return ""
    end = 0
    for word in _WORD.finditer(line):
        gap = line[end : word.start()]
        if end and (gap not in (" ", " - ", ". ") and not _goes_on(line, end, word)):
            break
        if end and _ISSUER_STOP.match(line, word.start()):
            break
        if end and word[0].lower() == "và" and not _goes_on(line, end, word):
            break
        end = word.end()
        if line.count(" ", 0, end) > 12:
            break
    return line[:end]


def _goes_on(line: str, end: int, word: re.Match[str]) -> bool:
    """Whether the name goes on over `,` or `và`: `Sở Nông nghiệp và Phát triển nông thôn`, not `… và Kế hoạch số 5`."""
    if not re.match(r"(?i:bộ trưởng |giám đốc )?(?i:bộ|sở|phòng|ban|cục|ủy ban|trung tâm)(?!\w)", line):
        return False
    if word[0].lower() == "và":
        after = _WORD.match(line, word.end() + 1)
        return (
            after is not None
            and after[0][0].isupper()
            and not _TYPE_AT.match(line, after.start())
            and not _ISSUER_HEAD_ONLY.match(line, after.start())
        )
    listed = re.match(rf", {UPPER}[^\W\d_]*(?: [^\W\d_]+){{0,3}} và {UPPER}", line[end:])
    return listed is not None


_ISSUER_HEAD_ONLY: Final = re.compile(rf"{_any_of(_DATA['issuer']['heads'])}(?!\w)", re.I)


def _issuer_before(text: str, start: int, end: int, published: date | None, found: dict[str, str]) -> str:
    """The subject of `ban hành`, `ký`: `Ngày 1/7, Đảng ủy thị trấn ký ban hành Kế hoạch số 29`; its date with it."""
    clause = re.split(r"[.;\n]", text[max(0, start - 160) : start])[-1]
    if by := _ISSUED_BY.search(clause):
        dated = find_date(clause[: by.start()], published)
        if (
            "date" not in found
            and dated
            and clause[dated[-1].end : by.start()].strip(" ,") == ""
            and "value" in dated[-1].norm
        ):
            found["date"] = str(dated[-1].norm["value"])[:10]
        return by["body"]
    if re.search(r"(?:^|\W)(?:tại|theo|bằng) $", clause, re.I) and (by := _DECIDES.match(text, end)):
        return by["body"] if _ISSUER_HEAD.match(by["body"]) else ""
    return ""
