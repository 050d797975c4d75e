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
from collections.abc import Iterator
from datetime import date
from typing import Final

from sukien.entities.date import date_at, find_date
from sukien.entities.match import Match, Norm
from sukien.entities.patterns import UPPER, any_of, lowered, read_data
from sukien.entities.units import unit_at

_DATA: Final = read_data("docref.toml")


# ------------------------------------------------------------------------------------------------------ the patterns

_NUMBER: Final = r"\d{1,5}[a-zđ]?(?!\w)"
_SEGMENT: Final = (
    rf"(?:[/-](?:{UPPER}|\d)[\w&]*(?:\.[^\W_][\w&]*)*"  # /2020, -CP, /BTCTU
    rf"|(?: [/-] ?|[/-] )(?:{UPPER}{{2,}}\w*|{UPPER} ?\d{{1,2}})(?!\w))"  # `/QĐ - UBND`, ` - P 1`
)
_SYMBOL: Final = rf"{_SEGMENT}{{1,6}}(?:(?<=QH) \d{{1,2}}(?!\d))?"
_SO: Final = r"(?i: ?số ?:? ?)"
_ABBREVIATIONS: Final[dict[str, str]] = _DATA["abbreviations"]
_TYPE: Final = rf"(?:(?i:{any_of(_DATA['types'])})|{any_of(_ABBREVIATIONS)})"
_LOWER_WORDS: Final = rf"(?: (?!số(?!\w)|{UPPER})[^\W\d_]+){{0,4}}"  # Quy chế làm việc số 02-QC/ĐU
_ROMAN: Final = r"[IVX]{1,6}(?!\w)"
_ORDINAL: Final = rf"(?:{_ROMAN}|\d{{1,2}}(?!\d))"

_POINTS: Final = r"điểm [a-zđ](?:(?:, | và )(?:điểm )?[a-zđ](?!\w)){0,9}"
_CLAUSES: Final = r"khoản \d{1,3}[a-zđ]?(?:(?:, | và )(?:khoản )?\d{1,3}){0,9}"
_ARTICLE: Final = (
    rf"(?i:(?:{_POINTS},? (?:của )?)?(?:{_CLAUSES},? (?:của )?)?"
    r"điều \d{1,3}[a-zđ]?(?!\w)(?:(?:,| và) (?:điều )?\d{1,3}(?![\d.,/%]|\s?%)){0,9})"
)
_OF: Final = r",? (?:của )?"

_LAW_WORD: Final = "(?:Bộ luật|Bộ Luật|Luật|BỘ LUẬT|LUẬT)"
_LAW: Final = rf"(?:{_LAW_WORD} (?i:{any_of(_DATA['laws'])})|{any_of(_DATA['codes'])})(?!\w)"
_NEW_LAW: Final = (  # a name is known by its one capital: `Luật Trật tự …`, not `Đại học Luật Hà Nội`
    r"(?<!học )(?<!ĐH )(?<!khoa )(?<!ngành )Luật "
    rf"(?!(?i:sửa đổi))(?={UPPER}[^\W\d_]+ (?!{UPPER})[^\W\d_])"
)
_STATUTE: Final = rf"(?i:điều lệ {any_of(_DATA['statutes_of'])})(?!\w)"
_CONSTITUTION: Final = r"(?:Hiến pháp|HIẾN PHÁP)(?! mới| trước| sửa đổi| của (?!nước))(?!\w)"
_CONGRESS: Final = (
    rf"(?i:đại hội|đh)(?: (?i:đại biểu|toàn quốc|đảng bộ|đảng|đoàn|chi bộ|công đoàn|hội|mttq|nông dân|phụ nữ|ccb"
    rf"|tnxp|tỉnh|huyện|xã|phường|thành phố|thị xã|thị trấn|tp|các cấp|cơ quan|khối|công an|quân sự)(?!\w)|"
    rf" {UPPER}(?!{UPPER}*(?!\w))[^\W\d_]+){{0,16}}"
    rf"(?:,? (?i:lần thứ|khóa|lần) {_ORDINAL})?(?: {_ROMAN})?(?: của Đảng| Đảng(?!\w))?"
)
_PLENUM: Final = (
    rf"(?:(?i:hội nghị )?(?i:trung ương|tw) {_ORDINAL}"
    r"|(?i:hội nghị lần thứ \w+ (?:ban chấp hành|bch) trung ương)(?: Đảng)?)"
    rf"(?:,? \(?(?i:khóa) {_ROMAN}\)?)?"
)
_RESOLUTION: Final = rf"(?:(?i:nghị quyết)|NQ) (?:{_PLENUM}|{_CONGRESS})"
_TREATY: Final = (
    rf"(?i:{any_of(_DATA['treaties'])}) "
    rf"(?:Liên hợp quốc|{UPPER}[\w-]*(?: {UPPER}[\w-]*){{0,8}}|(?i:hạt nhân) {UPPER}\w+)"
    rf"(?: về {UPPER}\w+(?: {UPPER}?\w+)?)?"
)
_TITLED: Final = (
    r"(?:Nghị quyết|Thông tư|Chỉ thị|Quy định) (?=về (?!việc)\w|ban hành \w)|Nghị quyết (?=bầu " + UPPER + ")"
)  # Nghị quyết bầu Chủ tịch nước
_PROJECT: Final = r"(?:Đề án|Quy chế|Pháp lệnh) (?=[^\W\d_]+ [^\W\d_])"
_NAMED: Final = rf"(?i:{any_of(_DATA['named'])}) \"[^\"\n]{{3,200}}\""

_PATTERNS: Final = {
    "numbered": (
        rf"(?:{_ARTICLE}{_OF})?{_TYPE}"
        rf"(?:{_SO}{_NUMBER}(?:{_SYMBOL})?| {_NUMBER}{_SYMBOL}|{_LOWER_WORDS}{_SO}{_NUMBER}{_SYMBOL})"
    ),
    "heading": rf"(?m:^)(?i:số) ?:? ?{_NUMBER}{_SYMBOL}",
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
# Where a reference may begin, searched in the lowered text: many times faster than trying every pattern everywhere.
_FIRST_WORDS: Final = frozenset(
    name.split()[0].lower()
    for name in (*_DATA["types"], *_ABBREVIATIONS, *_DATA["treaties"], *_DATA["named"], *_DATA["codes"])
) | {"điểm", "khoản", "điều", "bộ", "luật", "hiến", "số"}
_TRIGGER: Final = re.compile(rf"(?<![\w/]){any_of(_FIRST_WORDS)}(?!\w)")
_FINDER: Final = re.compile("(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS.items()) + ")")
_ANOTHER: Final = re.compile(rf"(?:,|;| và|, và) ((?P<so>(?i:số) )?{_NUMBER}(?P<symbol>{_SYMBOL})?)(?![.,/%:-]?\d)")
_MANY_BEFORE: Final = re.compile(r"(?:^|\W)(?:các|những|hai|ba|bốn|\d) ?$", re.I)
_TYPES: Final = frozenset(_DATA["types"])
_BARE_OK: Final = frozenset(_DATA["before_bare_number"])
_VERBS_TOO: Final = frozenset(_DATA["verbs_too"])
_CALENDAR_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_DATED: Final = re.compile(r" (?:của|ngày)(?!\w)")
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
    lower, pos = lowered(text), 0
    while trigger := _TRIGGER.search(lower, pos):
        pos = trigger.end()
        found = _FINDER.match(text, trigger.start())
        if found is None:
            continue
        rule = found.lastgroup or ""
        start, end = found.span()
        if rule in ("new_law", "titled", "project"):
            end = _name_end(text, end, _PROJECT_STOP if found[0].startswith("Đề án") else _NAME_STOP)
        if not _is_reference(text, start, end, rule):
            continue
        yield start, end, rule
        pos = end
        if rule in ("numbered", "bare"):
            many = _MANY_BEFORE.search(text, max(0, start - 8), start) is not None
            for start, end in _listed(text, pos, many):
                yield start, end, "listed"
                pos = end


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
    if _CALENDAR_YEAR.fullmatch(number) and not _DATED.match(text, end):
        return False
    if _counts(text, end) and not _OF_YEAR.match(text, end):
        return False
    name = _type_of(kind)
    if name in _ABBREVIATIONS:
        return name in _DATA["short_before_bare_number"]
    if name.lower() not in _BARE_OK:
        return False
    small = name[0].islower()
    return not (small and name.lower() in _VERBS_TOO and len(number) < 2)


_WORD: Final = re.compile(r"[^\W_]+(?:[-/&][^\W_]+)*")
_PROJECT_STOP: Final = re.compile(rf"{any_of(_DATA['project_stops'])}(?!\w)", re.I)
_NAME_STOP: Final = re.compile(rf"{any_of(_DATA['name_stops'])}(?!\w)", re.I)


def _name_end(text: str, pos: int, stop: re.Pattern[str]) -> int:
    """Where the name that begins at `pos` ends: at a mark or before a word that cannot be part of a name."""
    end = pos
    for _ in range(30):
        word = _WORD.match(text, end + (end > pos))
        if word is None or (end > pos and (text[end] != " " or stop.match(text, word.start()))):
            break
        end = word.end()
    return end


# -------------------------------------------------------------------------------------------------------- normal form

_TYPE_WORDS: Final = any_of([*_DATA["treaties"], *_DATA["named"], "hiến pháp", "bộ luật", "luật"])
_TYPE_AT: Final = re.compile(rf"(?<!\w)(?:{_TYPE}|(?i:{_TYPE_WORDS}))(?!\w)")
_NUMBER_AT: Final = re.compile(rf"(?:(?:^|{_SO}|{_TYPE} )(?P<number>{_NUMBER}))(?P<symbol>{_SYMBOL})?")
_HEADING: Final = re.compile(rf"(?i:số) ?:? ?{_NUMBER}({_SYMBOL})")
_ARTICLE_AT: Final = re.compile(rf"{_ARTICLE}(?:{_OF}|$)")
_DATE_GAP: Final = re.compile(r"[ ,]{0,2}(?:ký |cùng |thông qua )?\(?(?=ngày \d|hôm \d|năm \d|\d)")
_OF_ISSUER: Final = re.compile(r"[ ,)]{0,2} ?(?:(?:do|của) )(?P<body>.+)", re.I)
_ISSUER_HEAD: Final = re.compile(rf"(?:{any_of(_DATA['issuer']['heads'])}(?!\w)|{UPPER})", re.I)
_ISSUER_STOP: Final = re.compile(rf"(?:{any_of(_DATA['issuer']['stops'])})(?!\w)", re.I)
_AND_BODY: Final = re.compile(rf"{UPPER}[^\W\d_]*")
_VERB: Final = rf"(?:(?:vừa|đã|mới|cũng|tiếp tục|vừa qua) ){{0,3}}{any_of(_DATA['issuer']['verbs'])}"
_ISSUED_BY: Final = re.compile(
    rf"(?P<body>(?<!\w)(?i:{any_of(_DATA['issuer']['heads'])})(?!\w)(?: (?!{_VERB} )[^\s,.;:()\"]+){{0,10}}?)"
    rf"(?: - [^\s,.;:()\"]+(?: [^\s,.;:()\"]+){{0,5}})? (?i:{_VERB})(?: các| dự thảo)? $"
)
_APPROVED_IN: Final = re.compile(
    rf"(?P<body>(?<!\w)(?i:{any_of(_DATA['issuer']['heads'])})(?!\w)(?: [^\s,.;:()\"]+){{0,8}}?)"
    r" (?:phê duyệt|phê chuẩn|ban hành|quy định|quyết định) (?:tại|theo|trong|bằng) $"
)
_ISSUED_AMONG: Final = re.compile(  # HĐND tỉnh thông qua 9 nghị quyết, trong đó có Nghị quyết số …
    rf"(?P<body>(?<!\w)(?i:{any_of(_DATA['issuer']['heads'])})(?!\w)(?: [^\s,.;:()\"]+){{0,8}}?)"
    r" (?:thông qua|ban hành) \d[^,]{3,40}, [^,]{0,30}(?:có|gồm|là) $"
)
_DECIDES: Final = re.compile(rf", (?P<body>[^,.;:()\n]{{4,60}}?) {any_of(_DATA['issuer']['decisions'])}(?!\w)")
_SUBJECT: Final = re.compile(
    r"[ ,)]{0,2} ?\(?(?:về(?= việc)|về|v/v) (?P<subject>(?:TP\. ?|[^.;\n()\"]){3,200}|\"[^\"\n]{3,200}\")", re.I
)


_BODIES: Final = any_of(head[0].upper() + head[1:] for head in _DATA["issuer"]["heads"]) + r"(?!\w)"
# a clause of its own after the subject, or the next document
_CLAUSE_AFTER: Final = re.compile(
    rf", (?={_BODIES}|[^,]{{0,60}}?(?<!\w)(?:đã|đang|sẽ|được|là|phải|có|cho biết|yêu cầu)(?!\w))| và (?={_TYPE}(?!\w))"
)


def is_type_alone(surface: str) -> bool:
    """Whether `surface` is a type word and nothing else, which is no reference to one document (SCHEMA.md, section 5).

    >>> is_type_alone("Chương trình hành động"), is_type_alone("Chương trình hành động số 5")
    (True, False)
    """
    return surface.lower() in _TYPES


def docref_norm(text: str, start: int, end: int, published: date | None = None) -> Norm:
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
    norm: Norm = {}
    article = _ARTICLE_AT.match(surface)
    rest = surface[article.end() :] if article else surface
    if heading := _HEADING.fullmatch(surface):
        parts = re.findall(r"\w+", heading[1])
        if kind := next((_ABBREVIATIONS[part] for part in parts if part in _ABBREVIATIONS), ""):
            norm["doc_type"] = kind
    elif kind := _type_of(rest) or _type_before(text, start, rest) or ("Điều" if article else ""):
        norm["doc_type"] = kind
    if not rest and article and (figures := re.findall(r"\d+", surface)):
        norm["number"] = figures[-1]
    elif found := _NUMBER_AT.search(rest):
        norm["number"] = found["number"]
        if found["symbol"]:
            norm["symbol"] = re.sub(r"\s", "", found["number"] + found["symbol"])
    norm |= _surroundings(text, start, end, published)
    return {key: norm[key] for key in _KEYS if key in norm}


_KEYS: Final = ("doc_type", "number", "symbol", "date", "issuer", "subject")


def _type_of(surface: str) -> str:
    found = _TYPE_AT.search(surface)
    return found[0] if found else ""


def _type_before(text: str, start: int, rest: str) -> str:
    """The type word that a further number of a row shares with the one before it (`Nghị định số 49 và số 74`)."""
    if not rest[:1].isdigit() and rest[:2].lower() != "số":
        return ""
    types = [found[0] for found in _TYPE_AT.finditer(text, max(0, start - 80), start)]
    return types[-1] if types else ""


def _surroundings(text: str, start: int, end: int, published: date | None) -> dict[str, str]:
    """Date, issuer and subject, which stand after the reference, or the issuer before it."""
    found, at = _told_after(text, start, end, published)
    if not found and (row := _next_in_row(text, start, end)):
        found, _ = _told_after(text, *row, published)
    if "issuer" not in found:
        found = _told_before(text, start, end, published) | found
    if subject := _SUBJECT.match(text, at):
        found["subject"] = _CLAUSE_AFTER.split(subject["subject"], maxsplit=1)[0].strip(' ,"')
    return found


def _told_after(text: str, start: int, end: int, published: date | None) -> tuple[dict[str, str], int]:
    """Date and issuer that follow the reference, and the offset after them."""
    found: dict[str, str] = {}
    at = _take_date(text, end, published, found)
    line = text[at : at + 240].partition("\n")[0]
    if (of := _OF_ISSUER.match(line)) and (issuer := _issuer(of["body"])):
        found["issuer"] = issuer
        at += of.start("body") + len(issuer)
        if "date" not in found:
            at = _take_date(text, at, published, found)
    elif (organ := _ORGAN_AT_END.search(text[start:end])) and (place := _PLACE.match(text, end)):
        found["issuer"] = f"{organ[1]} {place[1]}"  # `01/KL - UBND huyện Ia Grai`
        at = place.end()
    return found, at


def _next_in_row(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The document after `và` whose symbol names the same body: `Nghị quyết số 18-NQ/TW và Nghị quyết số 19-NQ/TW`."""
    following = _FINDER.match(text, end + 4) if text.startswith(" và ", end) else None
    organ = _letters(text[start:end])
    return following.span() if following and organ and organ == _letters(following[0]) else None


def _letters(symbol: str) -> str:
    return re.sub(r"\s", "", re.split(r"\d", symbol)[-1])


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
    for count, word in enumerate(_WORD.finditer(line)):
        gap = line[end : word.start()]
        short_place = gap == ". " and _SHORT_PLACE.search(line, 0, end)
        if count > 12 or not (gap in ("", " ", " - ") or short_place or _goes_on(line, end, word)):
            break
        if end and _ISSUER_STOP.match(line, word.start()):
            break
        if word[0].lower() == "và" and not _goes_on(line, end, word):
            break
        end = word.end()
    found = _without_name(line[:end])
    if found in _DATA["issuer"]["heads"]:  # `chính phủ` is one, `vụ` is not
        return found if " " in found else ""
    return found if any(map(str.isupper, found)) and not _TYPE_AT.match(found) else ""


def _without_name(issuer: str) -> str:
    """The office without its holder: `Chủ tịch UBND tỉnh Bến Tre Cao Thanh Tú` -> `Chủ tịch UBND tỉnh Bến Tre`."""
    words = issuer.split(" ")
    for i in range(max(1, len(words) - 4), len(words) - 2):
        if words[i].lower() in _SURNAMES and all(word[0].isupper() for word in words[i:]):
            return " ".join(words[:i])
    return issuer


_SHORT_PLACE: Final = re.compile(r"(?:^|\s)(?:TP|Tp|TX|TT|Q|P|H)$")
_SURNAMES: Final = frozenset(_DATA["issuer"]["surnames"])
_ORGAN_AT_END: Final = re.compile(r"[/-] ?(UBND|HĐND)$")
_PLACE: Final = re.compile(
    rf" ((?i:{any_of(_DATA['issuer']['places'])})(?![\w.])(?: {UPPER}[^\W\d_]*){{0,4}}"
    rf"|TP\. ?{UPPER}\w*(?: {UPPER}\w*){{0,3}})"
)


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


_ISSUER_HEAD_ONLY: Final = re.compile(rf"{any_of(_DATA['issuer']['heads'])}(?!\w)", re.I)


def _told_before(text: str, start: int, end: int, published: date | None) -> dict[str, str]:
    """The issuer as the subject of `ban hành`, `ký` …, with the date before it.

    `Ngày 1/7, Đảng ủy thị trấn ký ban hành Kế hoạch số 29`; `tại Quyết định số 5, Thủ tướng phê chuẩn …`.
    """
    clause = _CLAUSE_MARK.split(text[max(0, start - 160) : start])[-1]
    issuer, day = "", ""
    if by := _ISSUED_BY.search(clause):
        issuer = _TERM_AT_END.sub("", _issuer(by["body"]))
        dated = find_date(clause[: by.start()], published)
        if dated and not clause[dated[-1].end : by.start()].strip(" ,"):
            day = str(dated[-1].norm.get("value", ""))[:10]
    elif told := _ISSUED_AMONG.search(clause) or _APPROVED_IN.search(clause) or _decided(text, end, clause):
        issuer = _issuer(told["body"])
    return ({"issuer": issuer} if issuer else {}) | ({"date": day} if day else {})


def _decided(text: str, end: int, clause: str) -> re.Match[str] | None:
    return _DECIDES.match(text, end) if _ACCORDING_TO.search(clause) else None


_CLAUSE_MARK: Final = re.compile(r"[.;\n]")
_TERM_AT_END: Final = re.compile(r" khóa [IVX]+$")
_ACCORDING_TO: Final = re.compile(r"(?:^|\W)(?:tại|theo|bằng) $", re.I)
