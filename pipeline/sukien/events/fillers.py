"""Fillers that are no entity (`gia đình chính sách`, `khiển trách`, `các chi bộ`): found by a second, small CRF.

It reads the words with the entities and possible triggers already marked, and tags stretches with the role they look
like (`beneficiary`, `form`, `agent`, …). The role classifier has the last word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pycrfsuite

from sukien.entities.features import shape
from sukien.entities.lexicon import PhraseTable
from sukien.entities.tagger import chunks
from sukien.entities.word_classes import WordClasses
from sukien.errors import ModelError
from sukien.events.candidates import Candidate
from sukien.events.scene import Mention, Scene
from sukien.schema import TEXT


def filler_features(scene: Scene, candidates: Sequence[Candidate], classes: WordClasses) -> list[list[str]]:
    """One list of features for each atom of the scene."""
    count = len(scene.words)
    marks = ["-"] * count
    for candidate in candidates:
        marks[candidate.first : candidate.last] = ["+".join(candidate.types)] * (candidate.last - candidate.first)
    labels = [mention.label if mention else "-" for mention in scene.mention_at]
    surfaces = [scene.text[start:end] for start, end in scene.atoms]
    words = [word[:24] for word in scene.words]
    groups = classes.of_syllables(surfaces)
    shapes = [shape(surface) for surface in surfaces]
    left = _nearest(marks)
    right = _nearest(marks[::-1])[::-1]
    found = []
    for i in range(count):
        row = ["b", f"left={left[i]}", f"right={right[i]}", f"shape={shapes[i]}", f"fine={groups[i].fine}"]
        for k in range(max(-3, -i), min(4, count - i)):
            j = i + k
            row += (f"w{k}={words[j]}", f"e{k}={labels[j]}", f"m{k}={marks[j]}")
            if -3 < k < 3:
                row.append(f"c{k}={groups[j].middle}")
        for k in range(max(-2, -i), min(2, count - i - 1)):
            row.append(f"ww{k}={words[i + k]}|{words[i + k + 1]}")
            row.append(f"ew{k}={labels[i + k]}|{words[i + k + 1]}")
            row.append(f"we{k}={words[i + k]}|{labels[i + k + 1]}")
        row += (f"lw={left[i]}|{words[i]}", f"lm={left[i]}|{marks[i]}", f"rw={right[i]}|{words[i]}")
        if i == 0 or scene.sentence_of[i] != scene.sentence_of[i - 1]:
            row.append("first")
        found.append(row)
    return found


def _nearest(marks: Sequence[str]) -> list[str]:
    """For each place, the last mark before it, with a rough distance."""
    found, last, distance = [], "none", 0
    for mark in marks:
        found.append(f"{last}~{0 if distance < 4 else 1 if distance < 10 else 2}")
        distance += 1
        if mark != "-":
            last, distance = mark, 0
    return found


class FillerTagger:
    """The trained CRF for plain-text fillers."""

    def __init__(self, model: Path, classes: WordClasses) -> None:
        self._classes = classes
        self._crf: Any = pycrfsuite.Tagger()
        try:
            self._crf.open(str(model))
        except (OSError, ValueError) as error:
            raise ModelError(f"{model}: not a usable filler tagger ({error}); make it again with `sukien train`") from error

    def find(self, scene: Scene, candidates: Sequence[Candidate]) -> list[Mention]:
        """Plain-text mentions with the role they look like as hint; none overlaps an entity."""
        if not scene.words or not candidates:
            return []
        found = []
        for first, last, role in chunks(self._crf.tag(filler_features(scene, candidates, self._classes))):
            if not any(scene.mention_at[first:last]) and scene.sentence_of[first] == scene.sentence_of[last - 1]:
                found.append(Mention(scene.atoms[first][0], scene.atoms[last - 1][1], TEXT, hint=role))
        return found


class KnownFillers:
    """Plain-text fillers of the training corpus (`khiển trách`, `công văn`), looked up where the tagger found nothing.

    Most places where such words stand are no fillers; the role classifier tells them apart.
    """

    def __init__(self, phrases: Mapping[str, str]) -> None:
        self._table: PhraseTable[str] = PhraseTable(phrases)

    def find(self, scene: Scene) -> list[Mention]:
        """Mentions of known phrases that overlap neither an entity nor a plain-text mention of the scene."""
        taken = {i for mention in scene.mentions for i in range(mention.first, mention.last)}
        found = []
        for first, last, role in self._table.longest(scene.words):
            free = taken.isdisjoint(range(first, last))
            if free and scene.sentence_of[first] == scene.sentence_of[last - 1]:
                found.append(Mention(scene.atoms[first][0], scene.atoms[last - 1][1], TEXT, hint=role))
        return found
