"""Fillers that are no entity (`gia đình chính sách`, `khiển trách`, `các chi bộ`): found by a second, small CRF.

It reads the words with the entities and possible triggers already marked, and tags stretches with the role they look
like (`beneficiary`, `form`, `agent`, …). The role classifier has the last word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Final

from sukien.entities.features import shape
from sukien.entities.lexicon import PhraseTable
from sukien.entities.tagger import chunks, open_crf, pieces
from sukien.entities.word_classes import WordClasses
from sukien.events.candidates import Candidate
from sukien.events.scene import Mention, Scene
from sukien.schema import TEXT

_LONGEST: Final = 24
"""Characters of an atom that features hold; longer ones are no words."""


class _Columns:
    """The columns that features are made of, one entry an atom."""

    def __init__(self, scene: Scene, candidates: Sequence[Candidate], classes: WordClasses) -> None:
        self.marks = ["-"] * len(scene.words)
        for first, last, _, types in candidates:
            self.marks[first:last] = ["+".join(types)] * (last - first)
        self.labels = [mention.label if mention else "-" for mention in scene.mention_at]
        surfaces = [scene.text[start:end] for start, end in scene.atoms]
        self.words = [word[:_LONGEST] for word in scene.words]
        self.groups = classes.of_syllables(surfaces)
        self.shapes = [shape(surface) for surface in surfaces]
        self.left = _nearest(self.marks)
        self.right = _nearest(self.marks[::-1])[::-1]
        self.sentence_of = scene.sentence_of

    def features(self, i: int) -> list[str]:
        """The features of atom `i`."""
        words, labels, marks, groups = self.words, self.labels, self.marks, self.groups
        left, right, count = self.left[i], self.right[i], len(self.words)
        found = ["b", f"left={left}", f"right={right}", f"shape={self.shapes[i]}", f"fine={groups[i].fine}"]
        for k in range(max(-3, -i), min(4, count - i)):
            j = i + k
            found += (f"w{k}={words[j]}", f"e{k}={labels[j]}", f"m{k}={marks[j]}")
            if -3 < k < 3:
                found.append(f"c{k}={groups[j].middle}")
        for k in range(max(-2, -i), min(2, count - i - 1)):
            found.append(f"ww{k}={words[i + k]}|{words[i + k + 1]}")
            found.append(f"ew{k}={labels[i + k]}|{words[i + k + 1]}")
            found.append(f"we{k}={words[i + k]}|{labels[i + k + 1]}")
        found += (f"lw={left}|{words[i]}", f"lm={left}|{marks[i]}", f"rw={right}|{words[i]}")
        if i == 0 or self.sentence_of[i] != self.sentence_of[i - 1]:
            found.append("first")
        return found


def filler_features(scene: Scene, candidates: Sequence[Candidate], classes: WordClasses) -> list[list[str]]:
    """One list of features for each atom of the scene."""
    columns = _Columns(scene, candidates, classes)
    return [columns.features(i) for i in range(len(scene.words))]


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
    """The trained CRF for plain-text fillers; may be used from several threads at once."""

    def __init__(self, model: Path, classes: WordClasses) -> None:
        """Open the CRF file `model`; `ModelError` if it is missing or damaged."""
        self._classes = classes
        self._crf = open_crf(model)
        self._lock = Lock()

    def find(self, scene: Scene, candidates: Sequence[Candidate]) -> list[Mention]:
        """Plain-text mentions with the role they look like as hint; none overlaps an entity."""
        if not scene.words or not candidates:
            return []
        found = []
        for first, last, role in self._stretches(scene, _Columns(scene, candidates, self._classes)):
            if not any(scene.mention_at[first:last]) and scene.sentence_of[first] == scene.sentence_of[last - 1]:
                found.append(Mention(scene.atoms[first][0], scene.atoms[last - 1][1], TEXT, hint=role))
        return found

    def _stretches(self, scene: Scene, columns: _Columns) -> Iterator[tuple[int, int, str]]:
        """What the CRF finds: the atoms `[first, last)` and the role."""
        for begin, end in pieces(scene.text, scene.atoms):
            features = [columns.features(i) for i in range(begin, end)]
            with self._lock:
                tags = self._crf.tag(features)
            for first, last, role in chunks(tags):
                yield begin + first, begin + last, role


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
