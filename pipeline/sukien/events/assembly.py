"""From triggers and roles to events: who may fill a role, which of them belong together, one event for each set."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from sukien.events.candidates import Candidate
from sukien.events.scene import Mention, Scene
from sukien.schema import CORE_ROLES

_BACK = 3
"""Sentences before the trigger's in which an elided agent or date is looked for."""
_AHEAD = 2
"""Sentences after it in which a breakdown or a price may follow."""
_NEAREST = 25
"""Mentions on each side of the trigger, in its sentence; only an endless list has more."""
_LIST_LINES = 14
"""Lines of a list that belong to a lead line ending in a colon."""
_BACKWARD = frozenset({"ORG", "PERSON", "LOC", "DATE", "NUMBER", "COURSE", "AWARD", "MEETING"})
_ABOVE = 3
"""Sentences of earlier lines in which a pronoun's person or an elided agent may stand."""
_ABOVE_LABELS = frozenset({"ORG", "PERSON", "DATE"})
_HEADING_REACH = 25
_HEADING_LABELS = frozenset({"ORG", "DATE"})
_STOPS = frozenset('.!?…;:"')
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
    whole = ([lead] if lead is not None and lead not in back else []) + back
    for i in whole:
        yield from (m for m in scene.between(*scene.sentences[i]) if m.label in _BACKWARD or m.hint == "agent")
    for i in range(max(0, index - _ABOVE), index):
        if i not in whole:
            yield from _outer(scene, i, _ABOVE_LABELS)
    for i in _headings(scene, index):
        if i not in whole and i < index - _ABOVE:
            yield from _outer(scene, i, _HEADING_LABELS)
    for i in _following(scene, index):
        yield from (m for m in scene.between(*scene.sentences[i]) if m.label in _FORWARD)


def _outer(scene: Scene, index: int, labels: frozenset[str]) -> Iterator[Mention]:
    """The first and the last mention of each of `labels` in sentence `index`."""
    mentions = [m for m in scene.between(*scene.sentences[index]) if m.label in labels]
    first = {m.label: m for m in reversed(mentions)}
    last = {m.label: m for m in mentions}
    yield from (m for m in mentions if m is first[m.label] or m is last[m.label])


def is_heading(scene: Scene, index: int) -> bool:
    """Whether sentence `index` is a line without a stop at its end."""
    return scene.words[scene.sentences[index][1] - 1] not in _STOPS


def _headings(scene: Scene, index: int) -> list[int]:
    """The first line of the article and the nearest headings above sentence `index`."""
    near = [i for i in range(index - 1, max(0, index - _HEADING_REACH), -1) if is_heading(scene, i)][:2]
    return sorted({0, *near}) if index else []


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
_CARRIED = frozenset({"course", "award", "place"})


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
    if not counts and len(draft.role("money")) > 1 and len(draft.role("beneficiary")) > 1:
        return _around(draft, draft.role("money"))
    return [draft]


def _around(draft: Draft, anchors: list[Filler]) -> list[Draft]:
    """One event for each anchor; a filler that is alone in its role is shared, of several each goes to its anchor."""
    anchors = sorted(anchors, key=lambda filler: filler.mention.first)
    drafts = [Draft(draft.trigger, draft.type, [anchor], draft.modality, draft.score) for anchor in anchors]
    single = _FOLLOWS | {"person", "title"} | ({"org"} if anchors[0].role == "award" else set())
    for role in dict.fromkeys(filler.role for filler in draft.fillers if filler.role != anchors[0].role):
        fillers = draft.role(role)
        shared = role in ("agent", "time") or (len(fillers) == 1 and role not in single)
        dealt = [fillers] * len(anchors) if shared else _deal(role, fillers, anchors)
        for part, own in zip(drafts, dealt, strict=True):
            part.fillers += own
    return drafts


def _deal(role: str, fillers: Sequence[Filler], anchors: Sequence[Filler]) -> list[list[Filler]]:
    """The fillers of each anchor: those between it and the next, or before it where they come before their anchors.

    A count after another's course is of that course too: *14 lớp Trung cấp (1.022 học viên), 3 lớp …*.
    """
    fillers = sorted(fillers, key=lambda filler: filler.mention.first)
    firsts = [anchor.mention.first for anchor in anchors]
    after = role in _FOLLOWS or fillers[0].mention.first > firsts[0]
    dealt: list[list[Filler]] = [[] for _ in anchors]
    for filler in fillers:
        before = bisect_left(firsts, filler.mention.first)
        dealt[max(before - 1, 0) if after else min(before, len(anchors) - 1)].append(filler)
    if after and role in _CARRIED:
        for i in range(1, len(anchors)):
            dealt[i] = dealt[i] or dealt[i - 1]
    return dealt


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


_SETS = frozenset({"quantity", "person"})
_CLAUSE_ENDS = frozenset({";", ".", ",", ":", "!", "?", "(", ")", "và", "hoặc"})


def join_serial_verbs(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """Verbs that follow each other on one object are one event: `cử 3 đồng chí tham gia học lớp …`.

    The second trigger gives its fillers to the first when both name the same type, nothing but the object stands
    between them, and the first has the set and the second only what is done with it, or the first has nothing at all.
    """
    found: list[Draft] = []
    for draft in drafts:
        before = found[-1] if found else None
        if before is not None and _continues(scene, before, draft):
            have = {(filler.role, filler.mention.first) for filler in before.fillers}
            before.fillers += [f for f in draft.fillers if (f.role, f.mention.first) not in have]
        else:
            found.append(draft)
    return found


def _continues(scene: Scene, before: Draft, draft: Draft) -> bool:
    first, last = before.trigger.last, draft.trigger.first
    if before.type != draft.type or scene.sentence_of[before.trigger.first] != scene.sentence_of[last]:
        return False
    if not _CLAUSE_ENDS.isdisjoint(
        word for i, word in enumerate(scene.words[first:last], start=first) if scene.mention_at[i] is None
    ):
        return False
    own = {(f.role, f.mention.first) for f in draft.fillers if f.role in CORE_ROLES}
    theirs = {(f.role, f.mention.first) for f in before.fillers if f.role in CORE_ROLES}
    told, added, held = ({role for role, _ in roles} for roles in (own, own - theirs, theirs))
    if told and not held:
        return True
    return bool(told) and not told & _SETS and not added & held and bool(held & _SETS)


def complete_breakdowns(scene: Scene, drafts: Sequence[Draft]) -> None:
    """Counts after a quantity that add up to it are its parts: `245 chi bộ (80 …; 42 …; …)`."""
    for draft in drafts:
        for quantity in draft.role("quantity"):
            parts = _addends(scene, quantity.mention)
            known = {f.mention.first for f in draft.role("part")}
            draft.fillers = [f for f in draft.fillers if f is quantity or f.mention not in parts or f.role == "part"]
            draft.fillers += [Filler("part", part, 1.0) for part in parts if part.first not in known]


_PUNISHED: Final = frozenset({"đảng", "viên", "đồng", "chí", "trường", "hợp", "người", "đ/c", "bị", ":"})


def name_punishments(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """A part beside the form of its punishment is an event too: `kỷ luật 8 đảng viên: khiển trách 5, cảnh cáo 3`.

    So it is in all of the 79 cases of the training part. What has no event yet gets one, with the agent and the time of
    the whole; the forms of the parts are not forms of the whole.
    """
    found = list(drafts)
    for draft in drafts:
        if draft.type != "DISCIPLINE" or not draft.role("quantity"):
            continue
        for part in draft.role("part"):
            form = _form_beside(scene, part.mention)
            if form is None:
                continue
            draft.fillers = [filler for filler in draft.fillers if filler.mention is not form]
            own = next((d for d in found if d is not draft and _names(d, form, part.mention)), None)
            if own is None:
                phrase = " ".join(scene.words[form.first : form.last])
                trigger = Candidate(form.first, form.last, phrase, (draft.type,))
                own = Draft(trigger, draft.type, draft.role("agent") + draft.role("time"), draft.modality, draft.score)
                found.append(own)
            for role, mention in (("quantity", part.mention), ("form", form)):
                if not own.role(role):
                    own.fillers.append(Filler(role, mention, part.score))
    return sorted(found, key=lambda draft: draft.trigger.first)


def _form_beside(scene: Scene, part: Mention) -> Mention | None:
    """The form right before the count (`khiển trách 5`), else right after it (`5 đảng viên bị khiển trách`)."""
    first, last = scene.sentences[scene.sentence_of[part.first]]
    forms = [mention for mention in scene.between(first, last) if mention.hint == "form"]
    before = [f for f in forms if f.last <= part.first and _PUNISHED.issuperset(scene.words[f.last : part.first])]
    after = [f for f in forms if part.last <= f.first and _PUNISHED.issuperset(scene.words[part.last : f.first])]
    return before[-1] if before else after[0] if after else None


def _names(draft: Draft, form: Mention, part: Mention) -> bool:
    """Whether the draft tells of this punishment: by its trigger, or by its count."""
    on_form = draft.trigger.first < form.last and form.first < draft.trigger.last
    return draft.type == "DISCIPLINE" and (on_form or any(f.mention is part for f in draft.role("quantity")))


def _addends(scene: Scene, quantity: Mention) -> list[Mention]:
    """The first run of two or more counts after `quantity`, in its sentence or the next, that add up to it."""
    whole = quantity.norm.get("value")
    if not isinstance(whole, int | float) or quantity.norm.get("kind") not in ("count", "ratio"):
        return []
    sentence = scene.sentence_of[quantity.first]
    last = scene.sentences[min(sentence + 1, len(scene.sentences) - 1)][1]
    total: float = 0
    run: list[Mention] = []
    for mention in scene.between(quantity.last, last):
        value = mention.norm.get("value")
        if mention.label != "NUMBER" or mention.norm.get("kind") != "count" or not isinstance(value, int | float):
            continue
        total += value
        run.append(mention)
        if total >= whole:
            break
    return run if total == whole and len(run) > 1 else []
