"""Do the figures of an event agree with each other, and its date with the day of publication?

A check is made only where the article claims something that can be wrong. A breakdown that does not say it is whole
(*trong đó 42 nữ*) claims nothing about its sum, and a part that counts some of the same people again (*nữ*, *trẻ*)
is left out of it.

>>> from sukien.training.annotation import from_ann
>>> document = from_ann('''{K1|Kỷ luật} {N1:NUMBER|20} đảng viên (khiển trách {N2:NUMBER|15}, cảnh cáo {N3:NUMBER|3}).
... ---
... N1 kind=count value=20 unit=đảng viên
... N2 kind=count value=15
... N3 kind=count value=3
... E1 DISCIPLINE K1 quantity=N1 part=N2 part=N3
... ''')
>>> checks(document, document.events[0])
[Check(name='parts_sum', ok=False, figures={'parts': [15, 3], 'sum': 18, 'quantity': 20})]
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.resources import files
from typing import Any, Final

from sukien.document import Check, Document, Entity, Event
from sukien.normalize import normalize

_DATA: Final[dict[str, Any]] = tomllib.loads(
    files("sukien.events").joinpath("data", "checks.toml").read_text(encoding="utf-8")
)


def _phrases(name: str) -> str:
    return "|".join(sorted(map(re.escape, _DATA[name]), key=len, reverse=True))


_OVERLAPS: Final = re.compile(rf"\b(?:{_phrases('overlapping')})\b")
_WHOLE: Final = re.compile(rf"\b(?:{_phrases('whole')})\b|[:(]")
_PARTIAL: Final = re.compile(rf"\b(?:{_phrases('partial')})\b")
_GOAL: Final = re.compile(rf"\b(?:{_phrases('goals')})\b")
_OTHER_BASE: Final = re.compile(rf"\b(?:{_phrases('other_bases')})\b")
_EFFECTIVE: Final = re.compile(rf"\b(?:{_phrases('effective')})\W*$")
_SENTENCE_END: Final = re.compile(r"\.\s|[!?\n]")
_CLAUSE_END: Final = re.compile(r"[;.\n(),]")
_NEAR: Final = 30
"""Characters before or after a figure in which the words that qualify it stand."""

Figure = int | float


def checks(document: Document, event: Event) -> list[Check]:
    """Check one event.

    Args:
        document: the article; `published` is needed for the check of the date.
        event: any event of `document`.

    Returns:
        Up to three kinds of check, each only where it can be made, with the figures compared:
        `parts_sum` (`parts`, `sum`, `quantity`): the breakdown adds up;
        `share` (`share`, `part`, `whole`, `computed`, one for each percentage): the percentage is that of its counts;
        `date` (`time`, `published`): what is told as done does not begin after publication.

    Raises:
        KeyError: an argument points at an entity that the document does not have.
    """
    numbers = {role: _entities(document, event, role) for role in ("quantity", "part", "share", "time")}
    return [
        *_parts_sum(document, numbers["quantity"], numbers["part"]),
        *_shares(document, numbers["quantity"], numbers["part"], numbers["share"]),
        *_date(document, event, numbers["time"]),
    ]


def _entities(document: Document, event: Event, role: str) -> list[Entity]:
    return [document.entity(argument.entity) for argument in event.fillers(role) if argument.entity is not None]


# ------------------------------------------------------------------ parts


def _parts_sum(document: Document, quantities: Sequence[Entity], parts: Sequence[Entity]) -> Iterator[Check]:
    """The parts against the quantity: well where they reach it, wrong where they claim to and do not."""
    wholes = [(number, whole) for number in quantities if (whole := _count(number)) is not None]
    if len(wholes) != 1 or any("bound" in number.norm for number in (wholes[0][0], *parts)):
        return
    quantity, whole = wholes[0]
    told = [value for part in parts if (value := _count(part)) is not None]
    full = _first_breakdown(told, whole)
    if full:
        yield _sum_check(full, whole)
    elif len(told) == len(parts):
        claimed = _claimed(document, quantity, whole, parts)
        if claimed:
            yield _sum_check(claimed, whole)


def _sum_check(values: list[Figure], whole: Figure) -> Check:
    total = sum(values)
    return Check(name="parts_sum", ok=total == whole, figures={"parts": values, "sum": total, "quantity": whole})


def _first_breakdown(values: Sequence[Figure], whole: Figure) -> list[Figure]:
    """The values up to where they reach `whole`; what follows divides the same people again, by another trait."""
    total: Figure = 0
    for size, value in enumerate(values, 1):
        total += value
        if size > 1 and total == whole:
            return list(values[:size])
    return []


def _claimed(document: Document, quantity: Entity, whole: Figure, parts: Sequence[Entity]) -> list[Figure]:
    """The values that do not reach `whole` though they should: more than all, or said to be all of it."""
    near = [part for part in parts if part.start > quantity.end and _told_together(document, quantity, part)]
    apart = [part for part in near if not _overlaps(document, part)]
    values = [value for part in apart if (value := _count(part)) is not None]
    if len(values) < 2 or not _comparable(quantity, apart):
        return []
    says_all = len(apart) == len(parts) and _is_whole(document, quantity, apart)
    return values if says_all or sum(values) > whole else []


def _told_together(document: Document, quantity: Entity, part: Entity) -> bool:
    """Whether the part stands in the quantity's sentence, or in the list that a colon opens after it."""
    between = document.text[quantity.end : part.start]
    end = _SENTENCE_END.search(between)
    return not end or between[: end.start()].rstrip().endswith(":")


def _count(number: Entity) -> Figure | None:
    """The figure of a count, the first of a ratio."""
    value = number.norm.get("value")
    return value if number.norm.get("kind") in ("count", "ratio") and isinstance(value, int | float) else None


def _overlaps(document: Document, part: Entity) -> bool:
    """Whether a part counts the same people from another side: *nữ 42*, *51 người dân tộc thiểu số*."""
    before = _plain(document.text[max(0, part.start - _NEAR) : part.start])
    after = _plain(document.text[part.end : part.end + _NEAR])
    near = _CLAUSE_END.split(before)[-1] + " " + _CLAUSE_END.split(after)[0]
    return bool(_OVERLAPS.search(f"{near} {_unit(part)}"))


def _comparable(quantity: Entity, parts: Sequence[Entity]) -> bool:
    """Whether all count one kind of thing: the parts have no unit, or one head among them and the quantity."""
    heads = {_head(part) for part in parts} - {""}
    return len(heads) <= 1 and (not heads or not _head(quantity) or heads == {_head(quantity)})


_ALIKE: Final = {"đồng": "người", "đ/c": "người", "đc": "người", "đảng": "người", "cán": "người"}


def _head(number: Entity) -> str:
    first = _unit(number).partition(" ")[0]
    return _ALIKE.get(first, first)


def _unit(number: Entity) -> str:
    return _plain(str(number.norm.get("unit", "")))


def _is_whole(document: Document, quantity: Entity, parts: Sequence[Entity]) -> bool:
    """Whether the text opens the breakdown as a full one: `gồm`, a colon, a bracket; never after `trong đó`."""
    first, last = min(part.start for part in parts), max(part.end for part in parts)
    between = _plain(document.text[quantity.end : first])
    inside = _plain(document.text[quantity.end : last]) + _plain(document.text[last : last + _NEAR]).partition(".")[0]
    return bool(_WHOLE.search(between)) and ")" not in between and not _PARTIAL.search(inside)


def _plain(text: str) -> str:
    return normalize(text).text.lower()


# ------------------------------------------------------------------ shares


def _shares(
    document: Document, quantities: Sequence[Entity], parts: Sequence[Entity], shares: Sequence[Entity]
) -> Iterator[Check]:
    """Each percentage against the two counts it is made of."""
    counts = sorted((*quantities, *parts), key=lambda number: number.start)
    for share in shares:
        percent = share.norm.get("value")
        before = [number for number in counts if number.end <= share.start]
        if not before or not isinstance(percent, int | float) or "bound" in share.norm:
            continue
        fraction = _fraction(document, before[-1], share, quantities)
        if fraction is None or "bound" in before[-1].norm:
            continue
        part, whole = fraction
        computed = 100 * part / whole
        step = 10.0 ** -_decimals(share.text)
        # Written figures are rounded either way, or cut off: one unit of the last decimal written is allowed.
        figures = {"share": percent, "part": part, "whole": whole, "computed": round(computed, 2)}
        yield Check(name="share", ok=abs(computed - percent) < step + 1e-9, figures=dict(figures))


def _fraction(
    document: Document, number: Entity, share: Entity, quantities: Sequence[Entity]
) -> tuple[Figure, Figure] | None:
    """The counts of which `share` is said to be the percentage, or `None` if it is of something else."""
    between = _plain(document.text[number.end : share.start])
    if _SENTENCE_END.search(between):
        return None
    after = _plain(document.text[share.end : share.end + _NEAR])
    value, total = number.norm.get("value"), number.norm.get("total")
    if not isinstance(value, int | float) or _OTHER_BASE.search(between + " " + _CLAUSE_END.split(after)[0]):
        return None
    if number.norm.get("kind") == "ratio":
        return (value, total) if isinstance(total, int | float) and total else None
    if number in quantities or len(quantities) != 1 or _GOAL.search(f"{between} {_CLAUSE_END.split(after)[0]}"):
        return None
    whole = _count(quantities[0])
    return (value, whole) if whole and "bound" not in quantities[0].norm and value <= whole else None


def _decimals(text: str) -> int:
    _, mark, digits = text.replace(".", ",").partition(",")
    return sum(character.isdigit() for character in digits) if mark else 0


# ------------------------------------------------------------------ the date

_DAY: Final = re.compile(r"(\d{4})(?:-(?:(\d\d)(?:-(\d\d))?|Q([1-4])|H([12])|W(\d\d)))?(?:T[\d:]+)?")


def _date(document: Document, event: Event, times: Sequence[Entity]) -> Iterator[Check]:
    """An actual event against the day of publication."""
    if event.modality != "actual" or not document.published:
        return
    published = document.published[:10]
    for time in times:
        value = time.norm.get("value")
        start = _start(value) if isinstance(value, str) else None
        # What takes effect later was still decided before; such a date says nothing against the event.
        before = _plain(document.text[max(0, time.start - _NEAR) : time.start])
        if start and not (start > published and _EFFECTIVE.search(before)):
            figures = {"time": str(value), "published": published}
            yield Check(name="date", ok=start <= published, figures=dict(figures))


def _start(value: str) -> str | None:
    """The first day of a date or period, as ISO: `2022-Q3` -> `2022-07-01`; `None` for what is no date."""
    found = _DAY.match(value)
    if not found:
        return None
    year, month, day, quarter, half, week = found.groups()
    if week:
        try:
            return date.fromisocalendar(int(year), int(week), 1).isoformat()
        except ValueError:
            return None
    if quarter or half:
        month = f"{3 * int(quarter) - 2 if quarter else 6 * int(half) - 5:02d}"
    return f"{year}-{month or '01'}-{day or '01'}"
