"""Annotated documents as the event stages learn from them: scenes with the true triggers, types and roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sukien.document import Document
from sukien.events.candidates import Candidate
from sukien.events.scene import Mention, Scene
from sukien.layout import Layout, lay_out
from sukien.normalize import View, normalize
from sukien.schema import ROLE_LABELS, TEXT
from sukien.words import find_atoms

Span = tuple[int, int]


@dataclass(slots=True)
class TrueEvent:
    """An annotated event on a scene: where its trigger stands (atoms), and its fillers by role."""

    first: int
    last: int
    type: str
    modality: str
    fillers: list[tuple[str, Mention]] = field(default_factory=list)


@dataclass(slots=True)
class Example:
    """One annotated document on the normalised view."""

    document: Document
    view: View
    layout: Layout
    atoms: list[Span]
    scene: Scene
    events: list[TrueEvent]

    @property
    def published(self) -> str:
        """The ISO day of publication, given or read from the article; empty where neither tells it."""
        return self.scene.published


def example(document: Document) -> Example:
    """Lay `document` out and place its annotation on it."""
    view = normalize(document.text)
    layout = lay_out(view)
    atoms = find_atoms(view.text)
    entities = {
        e.id: Mention(
            *view.to_view(e.start, e.end), e.label, {k: v for k, v in e.norm.items() if not isinstance(v, list)}
        )
        for e in document.entities
    }
    texts = _text_mentions(document, view)
    read_off = layout.published.strftime("%Y-%m-%d") if layout.published else ""
    mentions = [*entities.values(), *texts.values()]
    scene = Scene(view.text, atoms, layout.sentences, mentions, document.published or read_off)
    events = []
    for event in document.events:
        first, last = scene.range_of(*view.to_view(event.trigger.start, event.trigger.end))
        fillers = [
            (a.role, entities[a.entity] if a.entity is not None else texts[document.span(a)]) for a in event.args
        ]
        events.append(TrueEvent(first, last, event.type, event.modality, fillers))
    return Example(document, view, layout, atoms, scene, events)


def _text_mentions(document: Document, view: View) -> dict[Span, Mention]:
    """The plain-text fillers, each with the role it has most often as its hint."""
    roles: dict[Span, list[str]] = {}
    for event in document.events:
        for argument in event.args:
            if argument.entity is None:
                roles.setdefault(document.span(argument), []).append(argument.role)
    return {
        span: Mention(*view.to_view(*span), TEXT, hint=max(sorted(set(found)), key=found.count))
        for span, found in roles.items()
    }


def placed(example: Example, scene: Scene) -> list[TrueEvent]:
    """The annotated events on another scene of the same article, whose mentions were predicted.

    A filler is the mention that shares most of its span, at least half, and may fill the role; others are left out.
    """
    found = []
    for event in example.events:
        fillers = [(role, near) for role, mention in event.fillers if (near := _counterpart(scene, role, mention))]
        found.append(TrueEvent(event.first, event.last, event.type, event.modality, fillers))
    return found


def _counterpart(scene: Scene, role: str, wanted: Mention) -> Mention | None:
    best, share = None, 0.5
    for mention in scene.mentions:
        shared = min(mention.end, wanted.end) - max(mention.start, wanted.start)
        whole = max(mention.end, wanted.end) - min(mention.start, wanted.start)
        if shared > 0 and shared / whole >= share and mention.label in ROLE_LABELS[role]:
            best, share = mention, shared / whole
    return best


def true_candidate(event: TrueEvent, candidates: Sequence[Candidate]) -> Candidate | None:
    """The candidate that shares an atom with the trigger of `event`, the longest first."""
    near = [c for c in candidates if c.first < event.last and event.first < c.last]
    return max(near, key=lambda c: (min(c.last, event.last) - max(c.first, event.first), c.first), default=None)
