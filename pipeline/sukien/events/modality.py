"""Whether a thing happened, is planned, or did not happen: the classifier's word, and a few cues that outweigh it."""

from __future__ import annotations

from typing import Final

from sukien.entities.lexicon import PhraseTable
from sukien.events.candidates import Candidate
from sukien.events.classifier import LinearClassifier
from sukien.events.features import modality_features
from sukien.events.scene import Scene

_PLANNED: Final = PhraseTable({"đăng ký": 30, "phấn đấu": 30, "dự kiến": 30, "sẽ": 14, "đề nghị": 14})
"""Cues, and how many words before the trigger they reach: the first three govern a whole list. In the training part, of
the events with one of these before them in the clause, 94 to 100 in 100 are planned or negated; the classifier is less
sure where the words about them are new.
"""
_CLAUSE_END: Final = frozenset({";", ".", "!", "?"})


def modality(scene: Scene, candidate: Candidate, event_type: str, classifier: LinearClassifier) -> str:
    """`actual`, `planned` or `negated`."""
    row = classifier.probabilities([modality_features(scene, candidate, event_type)])[0]
    found = classifier.classes[int(row.argmax())]
    return "planned" if found == "actual" and _is_announced(scene, candidate) else found


def _is_announced(scene: Scene, candidate: Candidate) -> bool:
    start, _ = scene.sentences[scene.sentence_of[candidate.first]]
    for i in range(candidate.first - 1, start - 1, -1):
        if scene.words[i] in _CLAUSE_END:
            start = i + 1
            break
    cues = _PLANNED.longest(scene.words[start : candidate.last])
    return any(candidate.last - (start + first) <= reach for first, _, reach in cues)
