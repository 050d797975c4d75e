"""Who fills which role: a first look at each pair of trigger and mention, a second one that knows the first's answers.

A mention is rarely judged well alone. On the second look the classifier also sees what the first thought of the other
mentions of the trigger (is there a likelier agent?) and of the same mention at the triggers beside it (an agent is
shared, a count is not).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from sukien.events.assembly import Filler, reachable
from sukien.events.candidates import Candidate
from sukien.events.classifier import Floats, LinearClassifier
from sukien.events.features import role_features
from sukien.events.scene import Mention, Scene
from sukien.schema import ROLE_LABELS, TEXT

NONE: Final = "NONE"
"""The class of a candidate that names no event, and of a mention that fills no role."""

_MOST_FILLERS: Final = 60
"""Mentions looked at for one trigger, the likeliest places first; only an endless list has more."""
_CERTAIN: Final = 0.99
"""What the first look is so sure fills no role is not looked at again."""
_UNLIKELY: Final = 0.05
_LIKELY: Final = 0.5
_STEPS: Final = (0.03, 0.1, 0.25, 0.4, 0.6, 0.8, 0.95)


class Look(NamedTuple):
    """What the first classifier thinks of one trigger: its mentions, their features and their role probabilities."""

    trigger: Candidate
    type: str
    mentions: list[Mention]
    rows: list[list[str]]
    probabilities: Floats


class RoleModels(NamedTuple):
    """The classifiers of the first and of the second look."""

    first: LinearClassifier
    second: LinearClassifier


def possible_fillers(scene: Scene, candidate: Candidate) -> Iterator[Mention]:
    """The mentions in reach that do not lie under the trigger; plain text may (`khiển trách` is trigger and form)."""
    for mention in islice(reachable(scene, candidate), _MOST_FILLERS):
        if mention.label == TEXT or mention.last <= candidate.first or candidate.last <= mention.first:
            yield mention


def assign_roles(scene: Scene, triggers: Sequence[tuple[Candidate, str]], models: RoleModels) -> list[list[Filler]]:
    """The fillers of each trigger (with its event type), in the order of `triggers`."""
    looks = first_look(scene, triggers, models.first)
    found: list[list[Filler]] = [[] for _ in looks]
    none = models.first.classes.index(NONE)
    doubtful = [
        (at, j) for at, look in enumerate(looks) for j, row in enumerate(look.probabilities) if row[none] < _CERTAIN
    ]
    rows = second_rows(scene, looks, models.first.classes, doubtful)
    for (at, j), row in zip(doubtful, models.second.probabilities(rows), strict=True):
        role, mention = models.second.classes[int(row.argmax())], looks[at].mentions[j]
        if role != NONE and mention.label in ROLE_LABELS[role]:
            found[at].append(Filler(role, mention, float(row.max())))
    return found


def first_look(scene: Scene, triggers: Sequence[tuple[Candidate, str]], model: LinearClassifier) -> list[Look]:
    """Each pair of trigger and mention by itself."""
    places = [candidate for candidate, _ in triggers]
    looks = []
    for candidate, event_type in triggers:
        mentions = list(possible_fillers(scene, candidate))
        rows = [role_features(scene, candidate, event_type, mention, places) for mention in mentions]
        looks.append(Look(candidate, event_type, mentions, rows, model.probabilities(rows)))
    return looks


def second_rows(
    scene: Scene, looks: Sequence[Look], classes: Sequence[str], pairs: Iterable[tuple[int, int]]
) -> list[list[str]]:
    """Features of the second look for each of `pairs`, a look and a mention of it by their numbers.

    `classes` are those of the first classifier.
    """
    best = [_likeliest(look, classes) for look in looks]
    return [
        [*looks[at].rows[j], *(f"2{name}" for name in _second_features(scene, looks, best, at, j, classes))]
        for at, j in pairs
    ]


def all_pairs(looks: Sequence[Look]) -> list[tuple[int, int]]:
    """Every mention of every look, by their numbers."""
    return [(at, j) for at, look in enumerate(looks) for j in range(len(look.mentions))]


def _likeliest(look: Look, classes: Sequence[str]) -> dict[int, tuple[str, float]]:
    """For each mention, by the place where it begins, its likeliest role."""
    tops = look.probabilities.argmax(axis=1) if look.mentions else ()
    return {
        mention.first: (classes[top], float(row[top]))
        for mention, row, top in zip(look.mentions, look.probabilities, tops, strict=True)
    }


def _second_features(
    scene: Scene,
    looks: Sequence[Look],
    best: Sequence[Mapping[int, tuple[str, float]]],
    at: int,
    j: int,
    classes: Sequence[str],
) -> list[str]:
    look = looks[at]
    mention, row = look.mentions[j], look.probabilities[j]
    kind = mention.hint or mention.label
    order = row.argsort()[::-1]
    first, second = classes[order[0]], classes[order[1]]
    sure, unsure = _step(row[order[0]]), _step(row[order[1]])
    none = _step(row[classes.index(NONE)])
    found = [
        f"top={first}|{sure}",
        f"next={second}|{unsure}",
        f"both={first}|{sure}|{second}|{unsure}",
        f"none={none}",
        f"none={kind}|{none}",
        f"none={look.type}|{kind}|{none}",
    ]
    role = next((int(k) for k in order[:2] if classes[k] != NONE and row[k] > _UNLIKELY), None)
    if role is not None:
        found += _rivals(scene, look, j, role, classes)
    found += _neighbours(looks, best, at, mention, f"{first}|{second}")
    elsewhere = [roles[mention.first][0] for k, roles in enumerate(best) if k != at and mention.first in roles]
    used = [role for role in elsewhere if role != NONE]
    found.append(f"used={min(len(used), 3)}|{used[0] if used else ''}|{kind}")
    return found


def _rivals(scene: Scene, look: Look, j: int, role: int, classes: Sequence[str]) -> list[str]:
    """How the mention compares with the likeliest other one for `role`, and what roles the trigger has filled."""
    name, mention, own = classes[role], look.mentions[j], look.probabilities[j, role]
    found = [f"role={name}|{_step(own)}|{look.type}"]
    others = look.probabilities[:, role].copy()
    others[j] = 0
    k = int(others.argmax())
    if others[k] > _UNLIKELY:
        rival, its = look.mentions[k], _step(others[k])
        here = scene.sentence_of[look.trigger.first]
        same = [scene.sentence_of[min(m.first, len(scene.words) - 1)] == here for m in (rival, mention)]
        ahead = others[k] > own
        found += [
            f"rival={name}|{its}|{_step(own)}",
            f"rivalk={name}|{rival.hint or rival.label}|{mention.hint or mention.label}|{ahead}",
            f"rivals={name}|{same}|{its}|{ahead}",
            f"rivald={name}|{rival.first < mention.first}|{its}|{rival.first < look.trigger.first}"
            f"|{mention.first < look.trigger.first}",
        ]
    else:
        found.append(f"rival={name}|none|{_step(own)}")
    filled = {classes[k] for k in (look.probabilities.max(axis=0) > _LIKELY).nonzero()[0]} - {NONE}
    found += [f"filled={name}|{other}" for other in sorted(filled)]
    found.append(f"filled={name}|{'quantity' in filled}|{'person' in filled}|{'org' in filled}")
    return found


def _neighbours(
    looks: Sequence[Look], best: Sequence[Mapping[int, tuple[str, float]]], at: int, mention: Mention, tops: str
) -> list[str]:
    """What the mention is to the triggers before and after."""
    found = []
    for step in (-1, 1, -2):
        if not 0 <= at + step < len(looks):
            found.append(f"{step}=edge")
        elif mention.first not in best[at + step]:
            found.append(f"{step}=unreached")
        else:
            role, score = best[at + step][mention.first]
            alike = looks[at + step].type == looks[at].type
            found += [f"{step}={role}|{_step(score)}", f"{step}t={role}|{alike}", f"{step}r={role}|{tops}"]
    return found


def _step(probability: float) -> int:
    """The probability as one of eight steps."""
    return sum(probability >= step for step in _STEPS)
