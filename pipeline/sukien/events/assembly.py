"""From triggers and roles to events: who may fill a role, which of them belong together, one event for each set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sukien.events.candidates import Candidate
from sukien.events.scene import Mention, Scene

_BACK = 3
"""Sentences before the trigger's in which an elided agent or date is looked for."""
_AHEAD = 2
"""Sentences after it in which a breakdown or a price may follow."""
_NEAREST = 25
"""Mentions on each side of the trigger, in its sentence; only an endless list has more."""
_LIST_LINES = 14
"""Lines of a list that belong to a lead line ending in a colon."""
_BACKWARD = frozenset({"ORG", "PERSON", "LOC", "DATE", "NUMBER", "COURSE", "AWARD", "MEETING"})
_FORWARD = frozenset({"NUMBER", "COURSE", "PERSON", "TITLE", "AWARD", "ORG"})


@dataclass(slots=True)
class Filler:
    """A mention in a role, with the classifier's probability."""

    role: str
    mention: Mention
    score: float = 1.0


@dataclass(slots=True)
class Draft:
    """An event before it is written down."""

    trigger: Candidate
    type: str
    fillers: list[Filler] = field(default_factory=list)
    modality: str = "actual"
    score: float = 1.0

    def role(self, role: str) -> list[Filler]:
        """The fillers of `role`, in the order they were found."""
        return [filler for filler in self.fillers if filler.role == role]


def reachable(scene: Scene, trigger: Candidate) -> Iterator[Mention]:
    """The mentions that may fill a role of `trigger`: those of its sentence, and some of the sentences around it."""
    index = scene.sentence_of[trigger.first]
    first, last = scene.sentences[index]
    yield from scene.between(first, trigger.first)[-_NEAREST:]
    yield from scene.between(trigger.first, last)[:_NEAREST]
    line = scene.paragraph_of[index]
    back = [i for i in range(max(0, index - _BACK), index) if scene.paragraph_of[i] == line]
    lead = _lead(scene, index)
    for i in ([lead] if lead is not None and lead not in back else []) + back:
        yield from (m for m in scene.between(*scene.sentences[i]) if m.label in _BACKWARD or m.hint == "agent")
    for i in _following(scene, index):
        yield from (m for m in scene.between(*scene.sentences[i]) if m.label in _FORWARD)


def _ends_in_colon(scene: Scene, index: int) -> bool:
    return scene.words[scene.sentences[index][1] - 1] == ":"


def _lead(scene: Scene, index: int) -> int | None:
    """The sentence ending in a colon that opens the list in which sentence `index` stands."""
    for i in range(index - 1, max(-1, index - _LIST_LINES), -1):
        if scene.paragraph_of[i] != scene.paragraph_of[index] and _ends_in_colon(scene, i):
            return i
    return None


def _following(scene: Scene, index: int) -> list[int]:
    """Sentences after `index` in its paragraph, or the lines of the list it opens."""
    line, count = scene.paragraph_of[index], len(scene.sentences)
    if _ends_in_colon(scene, index):
        return list(range(index + 1, min(count, index + 1 + _LIST_LINES)))
    return [i for i in range(index + 1, min(count, index + 1 + _AHEAD)) if scene.paragraph_of[i] == line]


_SHARED = frozenset({"agent", "time", "place", "org", "beneficiary", "meeting", "document", "target"})
_FOLLOWS = frozenset({"part", "share", "money"})


def split(draft: Draft) -> list[Draft]:
    """One draft for each set with its own filler, in the order of the text."""
    counts = draft.role("quantity")
    people, titles = draft.role("person"), draft.role("title")
    if len(counts) > 1:
        return _around(draft, counts)
    if people and len(titles) > 1:
        return _by_office(draft, counts)
    if not counts and len(draft.role("meeting")) > 1 and draft.type == "CONVENE":
        return _around(draft, draft.role("meeting"))
    if not counts and len(draft.role("award")) > 1 and len(people) + len(draft.role("org")) > 1:
        return _around(draft, draft.role("award"))
    return [draft]


def _around(draft: Draft, anchors: list[Filler]) -> list[Draft]:
    """One event for each anchor; a filler that is alone in its role is shared, others go to the nearest anchor."""
    anchors = sorted(anchors, key=lambda filler: filler.mention.first)
    drafts = [Draft(draft.trigger, draft.type, [anchor], draft.modality, draft.score) for anchor in anchors]
    for role in dict.fromkeys(filler.role for filler in draft.fillers if filler.role != anchors[0].role):
        fillers = draft.role(role)
        if role in ("agent", "time") or (len(fillers) == 1 and role not in _FOLLOWS | {"person", "title"}):
            for part in drafts:
                part.fillers += fillers
        else:
            for filler in fillers:
                drafts[_nearest(filler, anchors, follows=role in _FOLLOWS)].fillers.append(filler)
    return drafts


def _nearest(filler: Filler, anchors: Sequence[Filler], *, follows: bool) -> int:
    """The anchor before the filler if it must follow one, else the one with the fewest atoms between."""
    before = [i for i, anchor in enumerate(anchors) if anchor.mention.first < filler.mention.first]
    if follows:
        return before[-1] if before else 0

    def gap(i: int) -> int:
        anchor = anchors[i].mention
        return (
            filler.mention.first - anchor.last
            if anchor.first < filler.mention.first
            else anchor.first - filler.mention.last
        )

    return min(range(len(anchors)), key=gap)


def _by_office(draft: Draft, counts: list[Filler]) -> list[Draft]:
    """Persons with an office each: one event for each office and its holders; a count keeps an event of its own."""
    people = sorted(draft.role("person"), key=lambda filler: filler.mention.first)
    titles = sorted(draft.role("title"), key=lambda filler: filler.mention.first)
    if len(people) == 1:
        return [draft]
    shared = [f for f in draft.fillers if f.role in _SHARED]
    person_first = people[0].mention.first < titles[0].mention.first
    groups: list[tuple[list[Filler], list[Filler]]] = []
    for filler in sorted([*people, *titles], key=lambda f: f.mention.first):
        opens = filler.role == ("person" if person_first else "title")
        if not groups or (opens and groups[-1][1 if person_first else 0]):
            groups.append(([], []))
        groups[-1][0 if filler.role == "person" else 1].append(filler)
    drafts = [Draft(draft.trigger, draft.type, [*shared, *p, *t], draft.modality, draft.score) for p, t in groups]
    if counts:
        rest = [f for f in draft.fillers if f.role not in ("person", "title")]
        drafts.insert(0, Draft(draft.trigger, draft.type, rest, draft.modality, draft.score))
    return drafts
