"""One short sentence for an event, in English and Vietnamese, made from its arguments.

The sentence patterns are in `data/gloss.toml`, the English for the fillers in `data/english.toml`. What an event does
not say leaves no hole: a pattern is used only when its slots are filled, and every frame ends in one that needs none.
A Vietnamese name or common noun for which there is no English stays Vietnamese, a common noun in quotes.

>>> from sukien.training.annotation import from_ann
>>> document = from_ann('''Ban Tổ chức {K1|cử} {N1:NUMBER|43} đồng chí học {C1:COURSE|lớp Trung cấp lý luận chính trị}.
... ---
... N1 kind=count value=43 unit=đồng chí
... C1 level=trung cấp subject=lý luận chính trị
... E1 TRAINING K1 quantity=N1 course=C1
... ''')
>>> for language, sentence in gloss(document, document.events[0]).items():
...     print(language, sentence)
en sent 43 cadres to intermediate political theory training
vi cử 43 đồng chí học lớp Trung cấp lý luận chính trị
"""

from __future__ import annotations

import re
import tomllib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import Any, ClassVar, Final

import msgspec

from sukien.document import Argument, Document, Entity, Event
from sukien.events import english

_NAMES_SHOWN: Final = 5
"""Of a longer list of names the first are told, the others counted."""
_LONGEST_SENTENCE: Final = 1_500
"""Characters; a verb further off governs nothing here."""
_LONGEST_LIST: Final = 10_000
"""Characters; a count further off belongs to another breakdown."""
_NEAR: Final = 40
"""Characters around a filler in which the words that qualify it stand."""

Slots = dict[str, str]


@dataclass(frozen=True, slots=True)
class Frame:
    """How events of a type are told when one of `words` triggers them (see the head of `data/gloss.toml`)."""

    words: tuple[str, ...]
    en_verb: str
    en: tuple[str, ...]
    vi: tuple[str, ...]
    vi_verb: str = ""
    subject: str = "agent"
    with_agent: str = ""
    of_agent: str = "of"


def _load_frames() -> dict[str, list[Frame]]:
    data = tomllib.loads(files("sukien.events").joinpath("data", "gloss.toml").read_text(encoding="utf-8"))
    return {event_type: [_frame(entry) for entry in entries] for event_type, entries in data.items()}


def _frame(entry: dict[str, Any]) -> Frame:
    return msgspec.convert(entry, Frame)


_FRAMES: Final = _load_frames()


def gloss(document: Document, event: Event) -> dict[str, str]:
    """Tell `event` in one sentence: `{"en": …, "vi": …}`.

    Args:
        document: the article, with the entities that the event points at and its other events.
        event: any event of `document`.

    Returns:
        Two sentences without a final stop, never empty. `actual` is told in the past (`sent 43 cadres`), `planned` as
        `planned to …` / `sẽ …`, `negated` as `did not …` / `không …`.

    Raises:
        KeyError: an argument points at an entity that the document does not have.
    """
    frame, word = _choose(document, event)
    facts = _Facts(document, event)
    return {"en": _English(facts).sentence(frame, word), "vi": _Vietnamese(facts).sentence(frame, word)}


# ------------------------------------------------------------------ the frame


def _choose(document: Document, event: Event) -> tuple[Frame, str]:
    """The frame of an event and the word of it that matched."""
    frame, word = _match(event.type, _telling_word(event))
    has_agent = bool(event.fillers("agent")) and any(
        event.fillers(role) for role in ("person", "quantity", "title", "course")
    )
    if frame.with_agent and (has_agent or _is_sent(document, event, frame)):
        return _match(event.type, frame.with_agent)
    return frame, word


def _telling_word(event: Event) -> str:
    """The word that says most about the action: the one punishment if there is one, else the trigger."""
    trigger = english.key(event.trigger.text)
    forms = [argument.text or "" for argument in event.fillers("form")]
    if len(forms) == 1 and any(english.key(forms[0]) in frame.words for frame in _FRAMES["DISCIPLINE"]):
        return english.key(forms[0])
    if event.type == "COMMENDATION" and not event.fillers("award") and trigger in ("khen thưởng", "khen"):
        return "tuyên dương"
    return trigger


def _match(event_type: str, trigger: str) -> tuple[Frame, str]:
    """The frame with the longest word that is the trigger, opens it or stands in it; else the first of the type."""
    frames = _FRAMES[event_type]
    padded = f" {trigger} "
    found = [
        (trigger == word, trigger.startswith(word), len(word), -index)
        for index, frame in enumerate(frames)
        for word in frame.words
        if f" {word} " in padded or trigger.startswith(word)
    ]
    if not found:
        return frames[0], frames[0].words[0]
    _, _, size, index = max(found)
    frame = frames[-index]
    return frame, next(w for w in frame.words if len(w) == size and (f" {w} " in padded or trigger.startswith(w)))


_STOP: Final = re.compile(r"[.!?]\s|\n")


def _is_sent(document: Document, event: Event, frame: Frame) -> bool:
    """Whether a sending verb before governs this one: *cử 3 đồng chí học …; 43 đồng chí tham gia học …*."""
    if event.type != "TRAINING":
        return False
    sender, _ = _match("TRAINING", frame.with_agent)
    return any(
        other.type == "TRAINING"
        and 0 <= event.trigger.start - other.trigger.end < _LONGEST_SENTENCE
        and english.key(other.trigger.text) in sender.words
        and not _STOP.search(document.text, other.trigger.end, event.trigger.start)
        for other in document.events
    )


# ------------------------------------------------------------------ the facts


class _Facts:
    """An event's fillers, resolved, with the words around them."""

    def __init__(self, document: Document, event: Event) -> None:
        self.document = document
        self.event = event

    def entity(self, argument: Argument) -> Entity | None:
        return None if argument.entity is None else self.document.entity(argument.entity)

    def numbers(self, role: str) -> list[Entity]:
        found = (self.entity(argument) for argument in self.event.fillers(role))
        return [entity for entity in found if entity]

    def text(self, argument: Argument) -> str:
        entity = self.entity(argument)
        return _plain(entity.text) if entity else _common(_plain(argument.text or ""))

    def before(self, entity: Entity) -> str:
        """The words before an entity, in its line."""
        return english.key(self.document.text[max(0, entity.start - _NEAR) : entity.start].rpartition("\n")[2])

    def after(self, entity: Entity) -> str:
        return english.key(self.document.text[entity.end : entity.end + _NEAR].partition("\n")[0])

    def own_event(self, part: Entity) -> Event | None:
        """The event of which a part of this one's breakdown is the quantity."""
        near = (other for other in self.document.events if abs(other.trigger.start - part.start) < _LONGEST_LIST)
        for other in near:
            if other is not self.event and any(a.entity == part.id for a in other.fillers("quantity")):
                return other
        return None

    def shares(self) -> dict[str, Entity]:
        """Each share by the id of the quantity or part before it (after it where none is before)."""
        counts = sorted((*self.numbers("quantity"), *self.numbers("part")), key=lambda entity: entity.start)
        found: dict[str, Entity] = {}
        for share in self.numbers("share"):
            before = [count for count in counts if count.start < share.start]
            owner = before[-1] if before else next(iter(counts), None)
            if owner:
                found.setdefault(owner.id, share)
        return found

    def lead(self, entity: Entity, table: str) -> str:
        """The word of a table (`bounds`, `time_before`, `qualifiers`) that stands directly before an entity, or ''."""
        words = self.before(entity).rstrip(" :-(").removesuffix(" có").removesuffix(" là").split()
        tails = (" ".join(words[-size:]) for size in (4, 3, 2, 1))
        return next((tail for tail in tails if tail.lstrip("(") in english.terms(table)), "").lstrip("(")


def _plain(text: str) -> str:
    return " ".join(text.split())


def _common(text: str) -> str:
    """Plain words lose the capital that opened a sentence; a name or an abbreviation keeps its own."""
    first = text.partition(" ")[0]
    kept = first.isupper() or (english.is_name(text) and not english.kind_of(text))
    return text if kept else f"{text[:1].lower()}{text[1:]}"


def _unit(number: Entity) -> str:
    return str(number.norm.get("unit", ""))


# ------------------------------------------------------------------ one language


class _Language(ABC):
    """Turns facts into slots and slots into a sentence; the subclasses know the words."""

    code: ClassVar[str]
    last: ClassVar[str]
    others: ClassVar[str]
    of: ClassVar[str]

    def __init__(self, facts: _Facts) -> None:
        self.facts = facts
        self.event = facts.event

    # the words of a language

    @abstractmethod
    def name(self, argument: Argument) -> str:
        """A filler that is not a number."""

    @abstractmethod
    def counted(self, number: Entity, noun: str = "") -> str:
        """A number with what it counts, `noun` standing for the unit if given."""

    @abstractmethod
    def share(self, share: Entity) -> str:
        """A percentage in brackets."""

    @abstractmethod
    def breakdown(self, parts: Sequence[Entity]) -> str:
        """`, of whom 623 …` or ` (15 reprimanded, 3 warned)`."""

    @abstractmethod
    def target(self, number: Entity) -> str:
        """` (target: 18)`."""

    @abstractmethod
    def money(self, number: Entity) -> str:
        """A sum."""

    @abstractmethod
    def worth(self, number: Entity) -> str:
        """` worth 3 million đồng each`."""

    @abstractmethod
    def courses(self) -> Slots:
        """The slots `course`, `class`, `classes`, `subject`."""

    @abstractmethod
    def awards(self) -> str:
        """The awards, and how many if they are counted."""

    @abstractmethod
    def office(self, argument: Argument) -> str:
        """A title as the object of a verb."""

    @abstractmethod
    def time(self) -> str:
        """When it was, with its preposition."""

    @abstractmethod
    def place(self) -> str:
        """Where it was, with its preposition."""

    @abstractmethod
    def verb(self, frame: Frame, word: str) -> str:
        """The verb in the event's modality."""

    @abstractmethod
    def owner(self, frame: Frame) -> str:
        """What joins the agent to a subject that is not the agent."""

    # what is common

    def join(self, items: Sequence[str]) -> str:
        unique = [item for item in dict.fromkeys(items) if item]
        if len(unique) > _NAMES_SHOWN + 1:
            unique = [*unique[:_NAMES_SHOWN], f"{len(unique) - _NAMES_SHOWN} {self.others}"]
        return english.series(unique, self.last)

    def names(self, *roles: str) -> str:
        return self.join([self.filler(argument) for role in roles for argument in self.event.fillers(role)])

    def filler(self, argument: Argument) -> str:
        entity = self.facts.entity(argument)
        return self.counted(entity) if entity and entity.label == "NUMBER" else self.name(argument)

    def quantity(self, kinds: Sequence[str] = (), noun: str = "") -> str:
        """What is counted (if it is of one of `kinds`), with target, share and breakdown."""
        shares = self.facts.shares()
        told = []
        for number in self.facts.numbers("quantity"):
            if not kinds or english.kind_of(_unit(number)) in kinds:
                share = shares.get(number.id)
                told.append(self.counted(number, noun) + (f" {self.share(share)}" if share else ""))
        if not told:
            return ""
        targets = "".join(self.target(number) for number in self.facts.numbers("target"))
        return self.join(told) + targets + self.breakdown(self.facts.numbers("part"))

    def people(self) -> str:
        """Whom or what the action is done to: the count, the names, or the count and the names in brackets."""
        event_type = self.event.type
        kinds = {"TRAINING": _NOT_CLASS, "COMMENDATION": _NOT_AWARD, "CONVENE": _BODIES, "IMPLEMENTATION": _BODIES}.get(
            event_type, ()
        )
        roles = ("person", *_OBJECT_ROLES.get(event_type, ()))
        count, names = self.quantity(kinds), self.names(*roles)
        if event_type == "VISIT" and count and self.event.fillers("beneficiary"):
            count, names = self.visited(), self.names("person")
        if not names and not count:
            return self.breakdown(self.facts.numbers("part")).lstrip(" ,")
        return f"{count} ({names})" if count and names else count or names

    def visited(self) -> str:
        """A count together with the group it counts: *11 hội viên đau ốm*."""
        group = self.facts.text(self.event.fillers("beneficiary")[0])
        number = self.facts.numbers("quantity")[0]
        if english.key(group).startswith(english.key(_unit(number))):
            return self.counted(number, group)
        return f"{self.counted(number)} ({self.names('beneficiary')})"

    def gift(self) -> str:
        money = self.facts.numbers("money")
        count = self.quantity(_NOT_PEOPLE)
        if count:
            return count + "".join(self.worth(number) for number in money[:1])
        return self.join([self.money(number) for number in money])

    def recipients(self) -> str:
        beneficiaries = self.event.fillers("beneficiary")
        count = self.quantity(("people", "body"))
        if count and len(beneficiaries) == 1 and beneficiaries[0].entity is None:
            return self.visited()
        names = self.names("beneficiary", "person", "org")
        return f"{count} ({names})" if count and names else count or names

    def agent(self) -> str:
        agent = self.names("agent")
        if self.event.type != "CONVENE":
            return agent
        holders = self.quantity(_BODIES)
        return f"{holders} {self.of} {agent}" if holders and agent else holders or agent

    def documents(self) -> str:
        documents = self.event.fillers("document")
        count = self.quantity() if self.event.type == "ISSUANCE" else self.quantity(("document",))
        if count:
            names = [self.name(argument) for argument in documents if argument.entity]
            return count + (f" ({self.join(names)})" if names else "")
        return self.names("document")

    def slots(self) -> Slots:
        slots = {role: self.names(role) for role in ("title", "org", "form", "meeting")}
        slots["office"] = self.join([self.office(argument) for argument in self.event.fillers("title")])
        slots |= {
            "agent": self.agent(),
            "people": self.people(),
            "award": self.awards(),
            "document": self.documents(),
            "money": self.join([self.money(number) for number in self.facts.numbers("money")]),
            "target": self.join([self.counted(number) for number in self.facts.numbers("target")]),
            "count": self.quantity(_MEETINGS),
        }
        if self.event.type == "TRAINING":
            slots |= self.courses()
        if self.event.type == "DONATION":
            slots |= {"gift": self.gift(), "recipients": self.recipients()}
        if self.event.type == "ESTABLISHMENT":
            slots |= self.merger()
        if self.event.type in ("ELECTION", "APPOINTMENT", "DISCIPLINE", "REMOVAL") and self.is_counted_office():
            slots["title"] = slots["office"] = ""
        return slots

    def is_counted_office(self) -> bool:
        """Whether the title is only what is counted: *bầu 38 trưởng thôn*."""
        titles = [self.facts.text(argument) for argument in self.event.fillers("title")]
        units = [english.key(_unit(number)) for number in self.facts.numbers("quantity")]
        return bool(titles) and any(unit and english.key(titles[0]).startswith(unit) for unit in units)

    def merger(self) -> Slots:
        """`sources` and `outcome` of a merger, split or renaming: the bodies before and after `thành`."""
        fillers = self.event.fillers("org")
        spans = [self.facts.document.span(argument) for argument in fillers]
        for index, ((_, end), (start, _)) in enumerate(pairwise(spans), 1):
            if end <= start and _INTO.search(self.facts.document.text[end:start]):
                names = [self.name(argument) for argument in fillers]
                return {"sources": self.join(names[:index]), "outcome": self.join(names[index:])}
        return {}

    def sentence(self, frame: Frame, word: str) -> str:
        slots = self.slots()
        subject, agent = slots.get(frame.subject, ""), slots.get("agent", "")
        if frame.subject != "agent" and agent and subject:
            subject = f"{subject} {self.owner(frame)} {agent}" if frame.of_agent == "of" else subject
        if frame.subject == "people":
            slots["people"] = ""
        patterns = frame.en if self.code == "en" else frame.vi
        rest = next(filled for pattern in (*patterns, "") if (filled := _fill(pattern, slots)) is not None)
        giver = f"{self.owner(frame)} {agent}" if frame.of_agent == "from" and agent else ""
        told = [subject or ("" if frame.subject == "agent" or giver else agent), self.verb(frame, word), rest, giver]
        return _tidy(" ".join(filter(None, [*told, self.place(), self.time()])))


_BODIES: Final = ("body", "people", "")
_MEETINGS: Final = ("meeting", "class", "award", "document", "thing")
_NOT_CLASS: Final = ("people", "body", "", "thing")
_NOT_AWARD: Final = ("people", "body", "", "thing", "class")
_NOT_PEOPLE: Final = ("thing", "class", "award", "meeting", "document", "")
_OBJECT_ROLES: Final = {
    "DISCIPLINE": ("org",),
    "INSPECTION": ("org",),
    "COMMENDATION": ("org", "beneficiary"),
    "ESTABLISHMENT": ("org",),
    "VISIT": ("beneficiary",),
    "TRAINING": ("beneficiary",),
}
_INTO: Final = re.compile(r"\b(?:thành|vào|về|với tên)\b")
_GROUP: Final = re.compile(r"\[([^\[\]]*)\]")
_SLOT: Final = re.compile(r"\{(\w+)\}")


def _fill(pattern: str, slots: Slots) -> str | None:
    """`pattern` with its slots filled, or `None` if one outside brackets is empty.

    >>> _fill("{people}[ to {course}]", {"people": "43 cadres", "course": ""})
    '43 cadres'
    >>> _fill("{people}[ to {course}]", {"course": "training"}) is None
    True
    """

    def group(found: re.Match[str]) -> str:
        return found[1] if all(slots.get(slot) for slot in _SLOT.findall(found[1])) else ""

    needed = _GROUP.sub(group, pattern)
    if not all(slots.get(slot) for slot in _SLOT.findall(needed)):
        return None
    return _SLOT.sub(lambda found: slots[found[1]], needed)


_SPACES: Final = re.compile(r"\s+")
_BEFORE_MARK: Final = re.compile(r" ([,;)])")


def _tidy(sentence: str) -> str:
    """Single spaces, none before a mark, no mark at the end."""
    return _BEFORE_MARK.sub(r"\1", _SPACES.sub(" ", sentence)).replace(",,", ",").strip(" ,;.:")


# ------------------------------------------------------------------ English


class _English(_Language):
    code = "en"
    last = "and"
    others = "others"
    of = "of"

    def name(self, argument: Argument) -> str:
        entity, text = self.facts.entity(argument), self.facts.text(argument)
        if entity is None:
            return _english_text(argument.role, text)
        norm = {key: value for key, value in entity.norm.items() if isinstance(value, str)}
        match entity.label:
            case "PERSON":
                return _person(entity, text)
            case "TITLE":
                found = english.office(text, norm.get("position", ""), norm.get("organization", ""))
                return (f"the {found}" if argument.role == "agent" and found else found) or _quoted(text)
            case "ORG":
                return english.body(text) or text
            case "LOC":
                return english.place(text) or text
            case "DOCREF":
                fields = (norm.get("doc_type", ""), norm.get("number", ""), norm.get("symbol", ""))
                return english.document(text, *fields) or _quoted(text)
            case "MEETING":
                return english.meeting(text) or text
            case _:
                return _quoted(text)

    def counted(self, number: Entity, noun: str = "") -> str:
        norm, unit = number.norm, noun or _unit(number)
        many = norm.get("kind") != "count" or norm.get("value") != 1
        thing = (unit and (english.count_noun(unit, many=many) or _quoted(unit))) or ("people" if many else "person")
        if not unit and self.event.type in _BARE:
            thing = ("recipients" if many else "recipient") if self.event.type == "COMMENDATION" else ""
        value, total = _figure(norm.get("value"), number.text), norm.get("total")
        figures = f"{self.bound(number)}{value}"
        match norm.get("kind"):
            case "ratio" if isinstance(total, int | float):
                over = float(str(norm.get("value", 0))) > total
                figures += f" of {'a target of ' if over else ''}{_figure(total)}"
            case "percent":
                figures += f"% of {thing}" if unit else "%"
                thing = ""
            case "range" if "low" in norm and "high" in norm:
                figures = f"{_figure(norm['low'])}-{_figure(norm['high'])}"
            case "money":
                return self.money(number)
        return f"{figures} {thing}".strip()

    def bound(self, number: Entity) -> str:
        word = english.terms("bounds").get(self.facts.lead(number, "bounds"))
        return f"{word or _BOUNDS.get(str(number.norm.get('bound', '')), '')} ".lstrip()

    def share(self, share: Entity) -> str:
        goal = " of the target" if _GOAL.search(self.facts.after(share)) else ""
        return f"({_percent(share, 'en')}{goal})"

    def breakdown(self, parts: Sequence[Entity]) -> str:
        if not parts:
            return ""
        shares = self.facts.shares()
        told = []
        for part in parts:
            share = shares.get(part.id)
            label, replaces = self.label(part)
            count = _figure(part.norm.get("value"), part.text) if replaces else self.part(part)
            told.append(" ".join(filter(None, (count, f"({_percent(share, 'en')})" if share else "", label))))
        if len(told) > 1 and not shares:
            return f" ({', '.join(told)})"
        units = [_unit(number) for number in self.facts.numbers("quantity")]
        people = not units or english.kind_of(units[0]) in ("people", "")
        return f", of {'whom' if people else 'which'} {english.series(told)},"

    def part(self, part: Entity) -> str:
        unit = _unit(part)
        whole = [english.key(_unit(number)) for number in self.facts.numbers("quantity")]
        same = [*whole, *_ANYONE] if any(english.kind_of(each) == "people" for each in whole) else whole
        if not unit or english.key(unit) in same:
            return _figure(part.norm.get("value"), part.text)
        return self.counted(part)

    def label(self, part: Entity) -> tuple[str, bool]:
        """What is said of a part, and whether that takes the place of its unit."""
        own = self.facts.own_event(part)
        if own:
            words = [english.key(own.trigger.text), *(english.key(a.text or "") for a in own.fillers("form"))]
            for word in reversed(words):
                if participle := english.terms("participles").get(word):
                    return participle, False
            award = [english.award(self.facts.text(a), many=True) for a in own.fillers("award")]
            if award and award[0]:
                return f"with {award[0]}", False
        qualifier = english.terms("qualifiers").get(self.facts.lead(part, "qualifiers"), "")
        return qualifier, bool(qualifier)

    def target(self, number: Entity) -> str:
        return f" (target: {_figure(number.norm.get('value'), number.text)})"

    def money(self, number: Entity) -> str:
        norm = number.norm
        bound = self.bound(number).replace("fewer", "less")
        currency = _unit(number) or english.terms("currencies")[""]
        if "low" in norm and "high" in norm:
            return f"{_sum(norm['low'])}-{_sum(norm['high'])} {currency}"
        return f"{bound}{_sum(norm['value'])} {currency}" if "value" in norm else f"{bound}{number.text}"

    def worth(self, number: Entity) -> str:
        return f" worth {self.money(number)}{' each' if _is_each(self.facts, number) else ''}"

    def courses(self) -> Slots:
        courses = [self.course(argument) for argument in self.event.fillers("course")]
        count = next((n for n in self.facts.numbers("quantity") if english.kind_of(_unit(n)) == "class"), None)
        slots = {"course": self.join([course.named("training") for course in courses])}
        slots["subject"] = slots["course"].removeprefix("training on ")
        if not count:
            return slots | {"class": self.join([_article(course.named("class")) for course in courses])}
        many = count.norm.get("value") != 1
        noun = "classes" if many else "class"
        if len(courses) == 1:
            told = f"{self.figures(count)} {courses[0].named(noun)}"
        else:
            names = self.join([course.named("class") for course in courses])
            told = f"{self.figures(count)} {noun}" + (f" ({names})" if names else "")
        told += self.breakdown(self.facts.numbers("part"))
        return slots | {"class": told, "classes": told}

    def figures(self, number: Entity) -> str:
        """A number without its unit."""
        norm = number.norm
        if "low" in norm and "high" in norm:
            return f"{_figure(norm['low'])}-{_figure(norm['high'])}"
        total = f" of {_figure(norm['total'])}" if "total" in norm else ""
        return f"{self.bound(number)}{_figure(norm.get('value'), number.text)}{total}"

    def course(self, argument: Argument) -> english.Course:
        entity = self.facts.entity(argument)
        norm = entity.norm if entity else {}
        return english.course(self.facts.text(argument), str(norm.get("level", "")), str(norm.get("subject", "")))

    def awards(self) -> str:
        numbers = self.facts.numbers("quantity")
        given = [number for number in numbers if english.kind_of(_unit(number)) == "award"]
        people = len(self.event.fillers("person")) + len(self.event.fillers("org"))
        many = people > 1 or any(number.norm.get("value") != 1 for number in numbers)
        texts = [self.facts.text(argument) for argument in self.event.fillers("award")]
        names = self.join([english.award(text, many=many) or _quoted(text) for text in texts])
        if not given:
            return names
        if names and not all(english.count_noun(text, many=False) for text in texts):
            return f"{names} ({self.quantity(('award',))})"
        return self.quantity(("award",), noun=texts[0] if texts else "")

    def office(self, argument: Argument) -> str:
        told = self.name(argument)
        return told if told.startswith("“") else f"the {told}" if " of " in told else _article(told)

    def time(self) -> str:
        for date in self.facts.numbers("time"):
            value = str(date.norm.get("value", ""))
            lead = english.terms("time_before").get(self.facts.lead(date, "time_before"), "")
            told = english.date(value, lead) if value else _yearless(date.text, lead)
            if told:
                return told
        return ""

    def place(self) -> str:
        places = self.event.fillers("place")
        entity = self.facts.entity(places[0]) if places else None
        return f"{'at' if entity and entity.label == 'ORG' else 'in'} {self.names('place')}" if places else ""

    def verb(self, frame: Frame, word: str) -> str:
        base, past = frame.en_verb.split("/")
        return {"planned": f"planned to {base}", "negated": f"did not {base}"}.get(self.event.modality, past)

    def owner(self, frame: Frame) -> str:
        return frame.of_agent


_BARE: Final = frozenset(
    {"DISCIPLINE", "INSPECTION", "COMMENDATION", "ESTABLISHMENT", "DONATION", "CONVENE", "ISSUANCE"}
)
"""Types of which the bare number may count anything, so no `people` is put after it."""
_ANYONE: Final = ("đồng chí", "đ/c", "đc", "người", "trường hợp", "vị")
"""Units that only stand in for the one said before."""
_BOUNDS: Final = {">": "more than", "<": "fewer than", "~": "about"}
_GOAL: Final = re.compile(r"^\s*(?:so với\s+)?(?:chỉ tiêu|kế hoạch|nghị quyết|KH|NQ)\b")
_EACH_BEFORE: Final = re.compile(r"\bmỗi [\w ]{1,30}$")
_EACH_AFTER: Final = re.compile(r"^\s*/|^\s*mỗi\b")


def _is_each(facts: _Facts, number: Entity) -> bool:
    return bool(_EACH_AFTER.search(facts.after(number)) or _EACH_BEFORE.search(facts.before(number)))


def _english_text(role: str, text: str) -> str:
    """A plain filler in English by its role; in quotes if there is none."""
    if role == "form":
        return english.known("forms", text) or _quoted(text)
    if role == "meeting":
        return english.meeting(text) or _quoted(text)
    if role == "document":
        noun = english.count_noun(text, many=False)
        return _article(noun) if noun else english.phrase(text) or _quoted(text)
    return english.phrase(text) or english.body(text) or _quoted(text)


def _article(noun: str) -> str:
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def _quoted(text: str) -> str:
    """Vietnamese inside an English sentence: a name as it is, common words in quotes."""
    bare = text.strip('"“” ') or text
    return bare if english.is_name(bare) else f"“{bare}”"


def _person(entity: Entity, text: str) -> str:
    name = entity.norm.get("name")
    full = name if isinstance(name, str) and name else text
    return full.title() if full.isupper() and len(full) > 4 else full


def _figure(value: object, text: str = "") -> str:
    """A number as English writes it: 1,658 or 76.72; `text` if there is no value."""
    return f"{value:,}" if isinstance(value, int | float) else text


def _percent(share: Entity, code: str) -> str:
    """Percents keep the decimals of the text."""
    found = share.text.replace(" ", "")
    return found.replace(".", "").replace(",", ".") if code == "en" else found


def _sum(value: object) -> str:
    if not isinstance(value, int | float):
        return str(value)
    for size, word in ((1_000_000_000, " billion"), (1_000_000, " million"), (1, "")):
        if value >= size:
            return f"{round(value / size, 3):,.10g}{word}" if word else f"{value:,}"
    return str(value)


_DAY_MONTH: Final = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})(?:\s?[/.-]\s?(\d{4}))?")
_ANY_YEAR: Final = "0000"
_MONTH: Final = re.compile(r"tháng (\d{1,2})(?:\s?[/-]\s?(\d{4}))?")


def _yearless(text: str, lead: str) -> str:
    """A date that was not resolved: `Ngày 9/4` -> `on 9 April`; '' if it cannot be said."""
    lower = english.key(text)
    if word := english.terms("time_words").get(lower):
        return word
    if found := _DAY_MONTH.search(lower):
        parts = [found[3] or _ANY_YEAR, found[2], found[1]]
    elif found := _MONTH.search(lower):
        parts = [found[2] or _ANY_YEAR, found[1]]
    else:
        return ""
    told = english.date("-".join(part.zfill(2) for part in parts), lead) or ""
    return told.removesuffix(f" {_ANY_YEAR}")


# ------------------------------------------------------------------ Vietnamese


class _Vietnamese(_Language):
    code = "vi"
    last = "và"
    others = "người khác"
    of = "của"

    def name(self, argument: Argument) -> str:
        entity, text = self.facts.entity(argument), self.facts.text(argument)
        if entity is not None and entity.label == "PERSON":
            return _person(entity, text)
        return text if entity is not None and entity.label in ("ORG", "LOC", "TITLE", "AWARD") else _lower_first(text)

    def counted(self, number: Entity, noun: str = "") -> str:
        bound = self.facts.lead(number, "bounds") or _VI_BOUNDS.get(str(number.norm.get("bound", "")), "")
        unit = noun or _unit(number)
        if not unit and number.norm.get("kind") == "count" and self.event.type not in _BARE:
            unit = "người"
        return " ".join(filter(None, (bound, _plain(number.text).lower(), "" if unit in number.text else unit)))

    def share(self, share: Entity) -> str:
        goal = _GOAL.search(self.facts.after(share))
        return f"(đạt {_percent(share, 'vi')} {goal[0].strip()})" if goal else f"({_percent(share, 'vi')})"

    def breakdown(self, parts: Sequence[Entity]) -> str:
        if not parts:
            return ""
        told = list(self.parts(parts))
        if len(told) > 1 and not self.facts.shares():
            return f" ({', '.join(told)})"
        return f", trong đó {english.series(told, self.last)},"

    def parts(self, parts: Sequence[Entity]) -> Iterator[str]:
        shares = self.facts.shares()
        for part in parts:
            own = self.facts.own_event(part)
            word = english.key(own.trigger.text) if own else ""
            label = word if word in english.terms("participles") else self.facts.lead(part, "qualifiers")
            count = " ".join(filter(None, (part.text.lower(), _unit(part))))
            share = shares.get(part.id)
            yield " ".join(filter(None, (label, count, f"({_percent(share, 'vi')})" if share else "")))

    def target(self, number: Entity) -> str:
        return f" (chỉ tiêu {number.text})"

    def money(self, number: Entity) -> str:
        bound = self.facts.lead(number, "bounds") or _VI_BOUNDS.get(str(number.norm.get("bound", "")), "")
        return f"{bound} {_plain(number.text)}".strip()

    def worth(self, number: Entity) -> str:
        return f" trị giá {'mỗi phần ' if _is_each(self.facts, number) else ''}{self.money(number)}"

    def courses(self) -> Slots:
        names = [_lower_first(self.facts.text(argument)) for argument in self.event.fillers("course")]
        course = self.join(names)
        count = next((n for n in self.facts.numbers("quantity") if english.kind_of(_unit(n)) == "class"), None)
        if not count:
            classes = [name if _CLASS.match(name) else f"lớp {name}" for name in names]
            return {"course": course, "class": self.join(classes)}
        number, unit = self.counted(count), _unit(count).lower()
        if len(names) == 1:
            rest = names[0].removeprefix(unit.split()[0]).strip() if unit else names[0]
            told = f"{number.removesuffix(unit).strip()} {unit.split()[0] if unit else 'lớp'} {rest}"
        else:
            told = number + (f" ({course})" if course else "")
        told += self.breakdown(self.facts.numbers("part"))
        return {"course": course, "class": told, "classes": told}

    def awards(self) -> str:
        names = self.names("award")
        given = [number for number in self.facts.numbers("quantity") if english.kind_of(_unit(number)) == "award"]
        if not given or not names:
            return names or self.quantity(("award",))
        if english.key(names).startswith(english.key(_unit(given[0]))):
            return self.quantity(("award",), noun=names)
        return f"{self.quantity(('award',))} ({names})"

    def office(self, argument: Argument) -> str:
        return self.name(argument)

    def time(self) -> str:
        for date in self.facts.numbers("time"):
            lead = self.facts.lead(date, "time_before")
            text = _plain(date.text)
            text = text.lower() if text.isupper() else text
            text = (text if text.startswith("Tết") else f"{text[0].lower()}{text[1:]}").removeprefix(f"{lead} ")
            lead = lead or ("trong" if text.isalpha() else "")
            return f"{lead} {'ngày ' if _DAY_MONTH.match(text) else ''}{text}".strip()
        return ""

    def place(self) -> str:
        return f"tại {self.names('place')}" if self.event.fillers("place") else ""

    def verb(self, frame: Frame, word: str) -> str:
        verb = frame.vi_verb or word
        before = self.facts.document.text[max(0, self.event.trigger.start - _NEAR) : self.event.trigger.start]
        no = "chưa" if _NOT_YET.search(before) else "không"
        return {"planned": f"sẽ {verb}", "negated": f"{no} {verb}"}.get(self.event.modality, verb)

    def owner(self, frame: Frame) -> str:
        return "từ" if frame.of_agent == "from" else "của"


_VI_BOUNDS: Final = {">": "hơn", "<": "dưới", "~": "khoảng"}
_NOT_YET: Final = re.compile(r"\bchưa(?: \w+){0,2} $", re.IGNORECASE)
_CLASS: Final = re.compile(r"(?:lớp|khóa|khoá)\b", re.IGNORECASE)


def _lower_first(text: str) -> str:
    """A common word that opened a sentence loses its capital; names and words all in capitals keep theirs."""
    first, space, rest = text.partition(" ")
    lower = english.key(first)
    if first[:1].isupper() and not first.isupper() and lower in _OPENERS:
        return f"{first[0].lower()}{first[1:]}{space}{rest}"
    return text


_OPENERS: Final = frozenset(english.word_list("openers"))
