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
from sukien.entities.tagger import open_crf, pieces
from sukien.entities.word_classes import WordClasses
from sukien.events.candidates import Candidate
from sukien.events.scene import Mention, Scene
from sukien.schema import TEXT

_LONGEST: Final = 24
"""Characters of an atom that features hold; longer ones are no words."""
_LEAST: Final = 0.05
"""The least probability of a filler that is shown to the role classifier; chosen on the training part."""


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
        tags = self._crf.labels()
        self._roles = sorted(tag[2:] for tag in tags if tag.startswith("B-"))
        self._long_roles = frozenset(tag[2:] for tag in tags if tag.startswith("I-"))
        self._lock = Lock()

    def find(self, scene: Scene, candidates: Sequence[Candidate]) -> list[Mention]:
        """Plain-text mentions with the role they look like as hint; none overlaps an entity or another."""
        if not scene.words or not candidates:
            return []
        found: list[Mention] = []
        taken: set[int] = set()
        stretches = self._stretches(scene, _Columns(scene, candidates, self._classes))
        for score, first, last, role in sorted(stretches, key=lambda stretch: (-stretch[0], stretch[1:])):
            if taken.isdisjoint(range(first, last)) and not any(scene.mention_at[first:last]):
                taken.update(range(first, last))
                span = scene.atoms[first][0], scene.atoms[last - 1][1]
                found.append(Mention(*span, TEXT, hint=role, score=round(score, 4)))
        return found

    def _stretches(self, scene: Scene, columns: _Columns) -> Iterator[tuple[float, int, int, str]]:
        """What may be a filler: how likely it is, its atoms `[first, last)` and the role.

        The likeliest tags alone leave half of the fillers out; the role classifier is a better judge.
        """
        for begin, end in pieces(scene.text, scene.atoms):
            with self._lock:
                self._crf.set([columns.features(i) for i in range(begin, end)])
                for role in self._roles:
                    for i in range(begin, end):
                        score = self._crf.marginal(f"B-{role}", i - begin)
                        if score >= _LEAST:
                            limit = min(end, scene.sentences[scene.sentence_of[i]][1])
                            score, last = self._reach(role, score, i - begin, limit - begin)
                            yield score, i, begin + last, role

    def _reach(self, role: str, score: float, first: int, limit: int) -> tuple[float, int]:
        """The least probability of a filler that begins at `first`, and where it ends."""
        last = first + 1
        while role in self._long_roles and last < limit:
            inside = self._crf.marginal(f"I-{role}", last)
            if inside < score / 2:
                break
            score = min(score, inside)
            last += 1
        return score, last


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
                span = scene.atoms[first][0], scene.atoms[last - 1][1]
                found.append(Mention(*span, TEXT, hint=role, score=0.0))
        return found
