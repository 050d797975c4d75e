"""Which constructions of the news the corpus shows, and in how many articles: counted from the annotation itself."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Final

from sukien.document import Argument, Document, Event

_PASSIVE: Final = re.compile(r"\b(?:được|bị)\s+(?:\S+\s+){0,2}$", re.IGNORECASE)
_NOMINAL: Final = re.compile(r"\b(?:việc|công tác|lễ|buổi|quyết định|đợt|cuộc|sự)\s+$", re.IGNORECASE)
_ITEM: Final = re.compile(r"\s*(?:[-+*•–—]|\(?\d{1,2}[.)]|[a-zđ]\))\s*\S")
_SENTENCE_END: Final = re.compile(r"[.!?…;]\s|\n")
_QUESTION: Final = re.compile(r"^\s*(?:Hỏi|PV|P\.V|Phóng viên|H)\s*[:.]", re.MULTILINE)
_ODD_SPACE: Final = re.compile(r"\w [,.;:!?)]|\( \w|\w,\w")
_OLD_TONE: Final = re.compile(r"[oO][àáảãạ](?!\w)|[oO][èéẻẽẹ](?!\w)|[uU](?:[ỷỳýỹỵ]|[Ỷ])(?!\w)")
_BODY: Final = re.compile(r"^\s*(?:\(\w{2,5}\)|\w{2,5}\s*[-–])\s", re.MULTILINE)


def _before(document: Document, event: Event, size: int = 30) -> str:
    return document.text[max(0, event.trigger.start - size) : event.trigger.start]


def _line_of(document: Document, place: int) -> str:
    start = document.text.rfind("\n", 0, place) + 1
    return document.text[start : place + 1]


def _arguments(document: Document) -> Iterable[tuple[Event, Argument, int, int]]:
    for event in document.events:
        for argument in event.args:
            yield event, argument, *document.span(argument)


def _shared_triggers(document: Document) -> Iterable[list[Event]]:
    groups: defaultdict[tuple[int, str], list[Event]] = defaultdict(list)
    for event in document.events:
        groups[event.trigger.start, event.type].append(event)
    return (events for events in groups.values() if len(events) > 1)


def _has_role(*roles: str) -> Callable[[Document], bool]:
    return lambda document: any(argument.role in roles for event in document.events for argument in event.args)


def _has_text_in(role: str) -> Callable[[Document], bool]:
    return lambda document: any(a.role == role and a.entity is None for event in document.events for a in event.args)


def _has_modality(modality: str) -> Callable[[Document], bool]:
    return lambda document: any(event.modality == modality for event in document.events)


def _has_kind(kind: str) -> Callable[[Document], bool]:
    return lambda document: any(entity.norm.get("kind") == kind for entity in document.entities)


def _after_words(words: re.Pattern[str]) -> Callable[[Document], bool]:
    return lambda document: any(words.search(_before(document, event)) for event in document.events)


def _carried_over(role: str) -> Callable[[Document], bool]:
    def test(document: Document) -> bool:
        return any(
            argument.role == role
            and end <= event.trigger.start
            and _SENTENCE_END.search(document.text, end, event.trigger.start)
            for event, argument, _, end in _arguments(document)
        )

    return test


def _agent_after(document: Document) -> bool:
    return any(a.role == "agent" and start >= event.trigger.end for event, a, start, _ in _arguments(document))


def _serial_verbs(document: Document) -> bool:
    events = sorted(document.events, key=lambda event: event.trigger.start)
    return any(0 < b.trigger.start - a.trigger.end <= 8 and a.type != b.type for a, b in pairwise(events))


def _events_at(document: Document, test: Callable[[Event], bool]) -> bool:
    return any(test(event) for event in document.events)


CONSTRUCTIONS: Final[Mapping[str, Callable[[Document], bool]]] = {
    "several counts under one verb": lambda d: any(
        sum(any(a.role == "quantity" for a in event.args) for event in events) > 1 for events in _shared_triggers(d)
    ),
    "several people, each with an office, under one verb": lambda d: any(
        sum(any(a.role == "title" for a in event.args) for event in events) > 1 for events in _shared_triggers(d)
    ),
    "a breakdown of a count (`part`)": _has_role("part"),
    "a percentage of a count (`share`) or a count to be reached (`target`)": _has_role("share", "target"),
    "verbs in a row on one object": _serial_verbs,
    "agent in an earlier sentence or line": _carried_over("agent"),
    "date in an earlier sentence or line": _carried_over("time"),
    "agent after the verb": _agent_after,
    "passive (`được`, `bị`)": _after_words(_PASSIVE),
    "nominalised verb (`việc`, `lễ`, `công tác` …)": _after_words(_NOMINAL),
    "agent that is plain text": _has_text_in("agent"),
    "beneficiary that is plain text": _has_text_in("beneficiary"),
    "document that is plain text": _has_text_in("document"),
    "planned": _has_modality("planned"),
    "negated": _has_modality("negated"),
    "event in the first line": lambda d: _events_at(d, lambda e: "\n" not in d.text[: e.trigger.start].lstrip()),
    "event in an item of a list": lambda d: _events_at(d, lambda e: bool(_ITEM.match(_line_of(d, e.trigger.start)))),
    "ratio (`245/245`)": _has_kind("ratio"),
    "range (`3 - 7`)": _has_kind("range"),
    "sum of money": _has_kind("money"),
    "number in words": lambda d: any(e.label == "NUMBER" and e.text.isalpha() for e in d.entities),
    "date without a figure (`sáng nay`, `hôm qua`)": lambda d: any(
        e.label == "DATE" and not re.search(r"\d", e.text) for e in d.entities
    ),
    "document by number": lambda d: any(e.label == "DOCREF" and "number" in e.norm for e in d.entities),
    "course, award or named meeting": lambda d: any(e.label in ("COURSE", "AWARD", "MEETING") for e in d.entities),
    "interview": lambda d: bool(_QUESTION.search(d.text)),
    "table of cells": lambda d: "\t" in d.text or " | " in d.text,
    "line in capitals": lambda d: any(line.isupper() and len(line) > 15 for line in d.text.split("\n")),
    "old tone placement or decomposed letters": lambda d: bool(
        _OLD_TONE.search(d.text) or unicodedata.normalize("NFC", d.text) != d.text
    ),
    "odd spaces about punctuation": lambda d: bool(_ODD_SPACE.search(d.text)),
    "no day of publication": lambda d: d.published is None,
    "no event at all": lambda d: not d.events,
}
"""Name of a construction -> whether an article shows it."""


def count_constructions(documents: Iterable[Document]) -> dict[str, int]:
    """In how many of `documents` each construction is found.

    >>> count_constructions([Document(id="a", text="Trời nắng đẹp.")])["no event at all"]
    1
    """
    counts = dict.fromkeys(CONSTRUCTIONS, 0)
    for document in documents:
        for name, shows in CONSTRUCTIONS.items():
            counts[name] += shows(document)
    return counts
