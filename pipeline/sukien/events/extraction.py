"""Triggers, then roles, then events: runs the trained models over a scene."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import msgspec

from sukien.calibration import Curves
from sukien.entities.word_classes import WordClasses
from sukien.errors import ModelError
from sukien.events.assembly import Draft, Filler, complete_breakdowns, join_serial_verbs, name_punishments, split
from sukien.events.candidates import Candidate, TriggerLexicon
from sukien.events.classifier import LinearClassifier
from sukien.events.features import trigger_features
from sukien.events.fillers import FillerTagger, KnownFillers
from sukien.events.modality import modality
from sukien.events.roles import NONE, RoleModels, assign_roles
from sukien.events.scene import Scene
from sukien.schema import ROLES

FILES: Mapping[str, str] = {
    "lexicon": "lexicon.json",
    "triggers": "triggers.npz",
    "modality": "modality.npz",
    "roles": "roles.npz",
    "joint_roles": "joint_roles.npz",
    "fillers": "fillers.crfsuite",
}
"""What the event models are called in the model folder."""


class Found(NamedTuple):
    """A candidate taken for an event of a type, and how sure the classifier is that it is one."""

    candidate: Candidate
    type: str
    score: float


class EventModels(NamedTuple):
    """Everything trained that the event stage uses, the curves of its scores, and the least score of a trigger."""

    lexicon: TriggerLexicon
    triggers: LinearClassifier
    modality: LinearClassifier
    roles: RoleModels
    fillers: FillerTagger
    known: KnownFillers
    threshold: float
    curves: Curves = Curves()

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
            RoleModels(
                LinearClassifier.load(folder / FILES["roles"]), LinearClassifier.load(folder / FILES["joint_roles"])
            ),
            FillerTagger(folder / FILES["fillers"], classes),
            KnownFillers(stored.fillers),
            stored.threshold,
            Curves.load(folder),
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
    fillers = assign_roles(scene, [(found.candidate, found.type) for found in triggers], models.roles)
    drafts = [
        Draft(candidate, event_type, own, modality(scene, candidate, event_type, models.modality), score)
        for (candidate, event_type, score), own in zip(triggers, fillers, strict=True)
    ]
    _settle_counts(drafts)
    drafts = join_serial_verbs(scene, drafts)
    complete_breakdowns(scene, drafts)
    drafts = name_punishments(scene, drafts)
    return [_calibrated(part, models.curves) for draft in drafts for part in split(draft)]


def _calibrated(draft: Draft, curves: Curves) -> Draft:
    """The draft in order, with scores that say how often such events are right; an argument is, if its event is too."""
    score = curves.event(draft.score)
    fillers = [Filler(f.role, f.mention, min(score, curves.argument(f.score * draft.score))) for f in draft.fillers]
    fillers.sort(key=lambda filler: (ROLES.index(filler.role), filler.mention.first))
    return replace(draft, fillers=fillers, score=score)


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
