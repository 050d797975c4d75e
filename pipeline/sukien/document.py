"""What the library returns: plain typed records, and their JSON form.

All offsets are half-open, count characters (code points) of `Document.text`, and point into the
text exactly as it was given.

>>> document = Document(id="a", text="5 chi bộ")
>>> document.entities.append(Entity(id="T1", label="NUMBER", start=0, end=1, text="5"))
>>> document.to_json()
'{"id":"a","text":"5 chi bộ","entities":[{"id":"T1","label":"NUMBER","start":0,"end":1,"text":"5"}],"events":[]}'
>>> Document.from_json(document.to_json()) == document
True
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import cached_property

import msgspec

from sukien.errors import ArticleError

NormValue = int | float | str | list[str]


class Entity(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A mention: `text[start:end]`, its label, its normal form (`norm`, keys by label)."""

    id: str
    label: str
    start: int
    end: int
    text: str
    norm: dict[str, NormValue] = msgspec.field(default_factory=dict)
    score: float | None = None
    found_by: str | None = None


class Trigger(msgspec.Struct, kw_only=True):
    """The word or words that name the action."""

    start: int
    end: int
    text: str


class Argument(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One filler of a role: the id of an entity, or (`start`, `end`, `text`) of plain text."""

    role: str
    entity: str | None = None
    start: int | None = None
    end: int | None = None
    text: str | None = None
    score: float | None = None


class Check(msgspec.Struct, kw_only=True, omit_defaults=True):
    """The outcome of one consistency check, with the figures it compared."""

    name: str
    ok: bool
    figures: dict[str, float | int | str | list[float | int]] = msgspec.field(default_factory=dict)


class Event(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One action on one set of people or things."""

    id: str
    type: str
    trigger: Trigger
    modality: str = "actual"
    args: list[Argument] = msgspec.field(default_factory=list)
    gloss: dict[str, str] = msgspec.field(default_factory=dict)
    score: float | None = None
    checks: list[Check] = msgspec.field(default_factory=list)
    found_by: str | None = None

    def fillers(self, role: str) -> list[Argument]:
        """The arguments in `role`, in order."""
        return [argument for argument in self.args if argument.role == role]


class Document(msgspec.Struct, kw_only=True, omit_defaults=True, dict=True):
    """One article and what was found in it. `published` is an ISO date (`2023-04-01`)."""

    id: str
    text: str
    published: str | None = None
    entities: list[Entity] = msgspec.field(default_factory=list)
    events: list[Event] = msgspec.field(default_factory=list)

    def entity(self, ident: str) -> Entity:
        """The entity with this id; `KeyError` if there is none."""
        place = self._places.get(ident, -1)
        if not (0 <= place < len(self.entities) and self.entities[place].id == ident):
            # Asked for the first time, or `entities` is another list by now.
            self._places.clear()
            self._places.update((entity.id, i) for i, entity in enumerate(self.entities))
            place = self._places[ident]
        return self.entities[place]

    @cached_property
    def _places(self) -> dict[str, int]:
        """Where in `entities` each id stood when last looked up; no part of the record."""
        return {}

    def span(self, argument: Argument) -> tuple[int, int]:
        """Where the filler of `argument` stands: (start, end) in `text`."""
        if argument.entity is not None:
            entity = self.entity(argument.entity)
            return entity.start, entity.end
        if argument.start is None or argument.end is None:
            raise ArticleError(f"{self.id}: an argument in role {argument.role} has neither entity nor offsets")
        return argument.start, argument.end

    def at_least(self, score: float) -> Document:
        """A copy without the entities, events and arguments whose score is below `score` (0 to 1).

        What has no score stays; an argument goes with its entity.

        >>> sure = Entity(id="T1", label="NUMBER", start=0, end=1, text="5", score=0.9)
        >>> unsure = Entity(id="T2", label="LOC", start=2, end=4, text="xã", score=0.2)
        >>> [entity.text for entity in Document(id="a", text="5 xã", entities=[sure, unsure]).at_least(0.5).entities]
        ['5']
        """

        def is_sure(found: Entity | Event | Argument) -> bool:
            return found.score is None or found.score >= score

        gone = {entity.id for entity in self.entities if not is_sure(entity)}
        entities = [_without_titles(entity, gone) for entity in self.entities if entity.id not in gone]
        events = [
            msgspec.structs.replace(event, args=[a for a in event.args if is_sure(a) and a.entity not in gone])
            for event in self.events
            if is_sure(event)
        ]
        return msgspec.structs.replace(self, entities=entities, events=events)

    def to_dict(self) -> dict[str, object]:
        """The JSON form as Python objects; `entities` and `events` stand even when empty."""
        head = {"id": self.id} | ({"published": self.published} if self.published else {}) | {"text": self.text}
        return head | {
            "entities": msgspec.to_builtins(self.entities),
            "events": [_event_dict(event) for event in self.events],
        }

    def to_json(self) -> str:
        """One line of JSON (SCHEMA.md, section 3)."""
        return msgspec.json.encode(self.to_dict()).decode()

    @classmethod
    def from_json(cls, source: str | bytes) -> Document:
        """Read one JSON object; `ArticleError` if it is not a document or an offset does not fit its text."""
        try:
            document = msgspec.json.decode(source, type=cls)
        except msgspec.DecodeError as error:
            raise ArticleError(f"not a document of the annotation schema: {error}") from error
        document.check_offsets()
        return document

    def check_offsets(self) -> None:
        """Raise `ArticleError` where a span's text is not what stands at its offsets, or an id is unknown."""
        known = {entity.id for entity in self.entities}
        for start, end, text, where in self._spans():
            if not 0 <= start < end <= len(self.text) or self.text[start:end] != text:
                raise ArticleError(f"{self.id}: {where} says {text!r} at {start}-{end}; the text has another there")
        for event in self.events:
            for argument in event.args:
                if argument.entity is not None and argument.entity not in known:
                    raise ArticleError(f"{self.id}: event {event.id} points at {argument.entity}, which is not there")

    def _spans(self) -> Iterator[tuple[int, int, str, str]]:
        for entity in self.entities:
            yield entity.start, entity.end, entity.text, f"entity {entity.id}"
        for event in self.events:
            yield event.trigger.start, event.trigger.end, event.trigger.text, f"the trigger of {event.id}"
            for argument in event.args:
                if argument.entity is None:
                    start, end = self.span(argument)
                    yield start, end, argument.text or "", f"{argument.role} of {event.id}"


def _without_titles(person: Entity, gone: Set[str]) -> Entity:
    """The person without links to titles that are gone."""
    titles = person.norm.get("titles")
    if not isinstance(titles, list) or gone.isdisjoint(titles):
        return person
    kept = [title for title in titles if title not in gone]
    norm = {key: value for key, value in person.norm.items() if key != "titles"}
    return msgspec.structs.replace(person, norm=norm | ({"titles": kept} if kept else {}))


def _event_dict(event: Event) -> dict[str, object]:
    """An event with its modality and args always written."""
    found: dict[str, object] = msgspec.to_builtins(event)
    head = {"id": event.id, "type": event.type, "modality": event.modality, "trigger": found["trigger"]}
    return head | {"args": found.get("args", [])} | {k: v for k, v in found.items() if k not in head and k != "args"}
