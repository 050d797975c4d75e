"""Whether a thing happened, is planned, or did not happen: the classifier's word, and a few cues that outweigh it."""

from __future__ import annotations

from typing import Final

from sukien.entities.lexicon import PhraseTable
from sukien.events.candidates import Candidate
from sukien.events.classifier import LinearClassifier
from sukien.events.features import modality_features
from sukien.events.scene import Scene

_PLANNED: Final = PhraseTable({phrase: "planned" for phrase in ("đăng ký", "sẽ", "phấn đấu", "dự kiến", "đề nghị")})
"""In the training part, of the events with one of these before them in the clause, 94 to 100 in 100 are planned or
negated; the classifier is less sure where the words about them are new.
"""
_REACH: Final = 14
"""How many words before the trigger such a cue is looked for."""
_CLAUSE_END: Final = frozenset({";", ".", "!", "?"})


def modality(scene: Scene, candidate: Candidate, event_type: str, classifier: LinearClassifier) -> str:
    """`actual`, `planned` or `negated`."""
    row = classifier.probabilities([modality_features(scene, candidate, event_type)])[0]
    found = classifier.classes[int(row.argmax())]
    return "planned" if found == "actual" and _is_announced(scene, candidate) else found


def _is_announced(scene: Scene, candidate: Candidate) -> bool:
    first, _ = scene.sentences[scene.sentence_of[candidate.first]]
    start = max(first, candidate.last - _REACH)
    for i in range(candidate.first - 1, start - 1, -1):
        if scene.words[i] in _CLAUSE_END:
            start = i + 1
            break
    return next(_PLANNED.longest(scene.words[start : candidate.last]), None) is not None
