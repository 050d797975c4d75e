"""Triggers, then roles, then events: runs the trained models over a scene."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from sukien.entities.word_classes import WordClasses
from sukien.errors import ModelError
from sukien.events.assembly import Draft, Filler, complete_breakdowns, join_serial_verbs, reachable, split
from sukien.events.candidates import Candidate, TriggerLexicon
from sukien.events.classifier import LinearClassifier
from sukien.events.features import role_features, trigger_features
from sukien.events.fillers import FillerTagger, KnownFillers
from sukien.events.modality import modality
from sukien.events.scene import Mention, Scene
from sukien.schema import ROLE_LABELS, TEXT

NONE = "NONE"
"""The class of a candidate that names no event, and of a mention that fills no role."""

_MOST_FILLERS: Final = 60
"""Mentions looked at for one trigger, the likeliest places first; only an endless list has more."""

FILES: Mapping[str, str] = {
    "lexicon": "lexicon.json",
    "triggers": "triggers.npz",
    "modality": "modality.npz",
    "roles": "roles.npz",
    "fillers": "fillers.crfsuite",
}
"""What the event models are called in the model folder."""


class Found(NamedTuple):
    """A candidate taken for an event of a type, and how sure the classifier is that it is one."""

    candidate: Candidate
    type: str
    score: float


class EventModels(NamedTuple):
    """Everything trained that the event stage uses, and the least score of a trigger."""

    lexicon: TriggerLexicon
    triggers: LinearClassifier
    modality: LinearClassifier
    roles: LinearClassifier
    fillers: FillerTagger
    known: KnownFillers
    threshold: float

    @classmethod
    def load(cls, folder: Path, classes: WordClasses) -> EventModels:
        """Read the models from `folder`; `ModelError` if one is missing or damaged."""
        try:
            stored = msgspec.json.decode((folder / FILES["lexicon"]).read_bytes(), type=StoredLexicon)
        except (OSError, msgspec.DecodeError) as error:
            raise ModelError(f"{folder / FILES['lexicon']}: not a lexicon ({error}); run `sukien train`") from error
        return cls(
            TriggerLexicon(stored.phrases),
            LinearClassifier.load(folder / FILES["triggers"]),
            LinearClassifier.load(folder / FILES["modality"]),
            LinearClassifier.load(folder / FILES["roles"]),
            FillerTagger(folder / FILES["fillers"], classes),
            KnownFillers(stored.fillers),
            stored.threshold,
        )


class StoredLexicon(msgspec.Struct):
    """Trigger phrases with their event types, plain-text fillers with their roles, the least score of a trigger."""

    phrases: dict[str, list[str]]
    fillers: dict[str, str]
    threshold: float


def find_events(scene: Scene, models: EventModels) -> list[Draft]:
    """The events of a scene, in the order of their triggers; the scene gets its plain-text fillers."""
    candidates = models.lexicon.find(scene)
    scene.add(models.fillers.find(scene, candidates))
    scene.add(models.known.find(scene))
    triggers = find_triggers(scene, candidates, models)
    places = [found.candidate for found in triggers]
    drafts = [_with_roles(scene, found, places, models) for found in triggers]
    _settle_counts(drafts)
    drafts = join_serial_verbs(scene, drafts)
    complete_breakdowns(scene, drafts)
    return [part for draft in drafts for part in split(draft)]


def find_triggers(scene: Scene, candidates: Sequence[Candidate], models: EventModels) -> list[Found]:
    """The candidates that name an event, with its type."""
    if not candidates:
        return []
    classes = models.triggers.classes
    none = classes.index(NONE)
    found = []
    rows = models.triggers.probabilities([trigger_features(scene, candidate) for candidate in candidates])
    for candidate, row in zip(candidates, rows, strict=True):
        score = 1 - float(row[none])
        if score >= models.threshold:
            row[none] = 0
            found.append(Found(candidate, classes[int(row.argmax())], score))
    return found


def _with_roles(scene: Scene, found: Found, triggers: Sequence[Candidate], models: EventModels) -> Draft:
    """The draft of one trigger: its modality and the fillers the role classifier gives it."""
    candidate, event_type, score = found
    draft = Draft(candidate, event_type, [], modality(scene, candidate, event_type, models.modality), score)
    mentions = list(possible_fillers(scene, candidate))
    if not mentions:
        return draft
    rows = models.roles.probabilities([role_features(scene, candidate, event_type, m, triggers) for m in mentions])
    for mention, row in zip(mentions, rows, strict=True):
        role = models.roles.classes[int(row.argmax())]
        if role != NONE and (mention.label if mention.label != TEXT else TEXT) in ROLE_LABELS[role]:
            draft.fillers.append(Filler(role, mention, float(row.max())))
    return draft


def possible_fillers(scene: Scene, candidate: Candidate) -> Iterator[Mention]:
    """The mentions in reach that do not lie under the trigger; plain text may (`khiển trách` is trigger and form)."""
    for mention in islice(reachable(scene, candidate), _MOST_FILLERS):
        if mention.label == TEXT or mention.last <= candidate.first or candidate.last <= mention.first:
            yield mention


def _settle_counts(drafts: Sequence[Draft]) -> None:
    """A count is the quantity of one trigger of a type: of two that claim it, the surer keeps it."""
    best: dict[tuple[str, int], Filler] = {}
    for draft in drafts:
        for filler in draft.role("quantity"):
            key = (draft.type, filler.mention.first)
            if key not in best or best[key].score < filler.score:
                best[key] = filler
    for draft in drafts:
        draft.fillers = [
            filler
            for filler in draft.fillers
            if filler.role != "quantity" or best[draft.type, filler.mention.first] is filler
        ]
