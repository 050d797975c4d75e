"""Classes of syllables and words learned from raw news: what stands in the same places has the same class.

The table is part of the model (`word_classes.tsv`: word, then a coarse, a middle and a fine class). Syllables and words
of several syllables are kept apart, for a syllable alone means something else than in a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from sukien.errors import ModelError

_DIGIT: Final = re.compile(r"\d")
_LONGEST: Final = 5


class Classes(NamedTuple):
    """The classes of a word, coarse to fine, as feature values."""

    coarse: str
    middle: str
    fine: str


UNKNOWN: Final = Classes("_", "_", "_")


class WordClasses:
    """Looks up classes of syllables, and of the longest known words in a row of syllables."""

    def __init__(self, syllables: dict[str, Classes], words: dict[str, Classes]) -> None:
        self._syllables, self._words = syllables, words

    @classmethod
    def load(cls, path: Path) -> WordClasses:
        """Read the table; `ModelError` if it is missing or damaged."""
        tables: dict[str, dict[str, Classes]] = {"syllable": {}, "word": {}}
        try:
            with path.open(encoding="utf-8") as lines:
                for line in lines:
                    kind, word, coarse, middle, fine = line.rstrip("\n").split("\t")
                    tables[kind][word] = Classes(coarse, middle, fine)
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"{path}: not a table of word classes ({error}); install the library again") from error
        return cls(tables["syllable"], tables["word"])

    def of_syllables(self, atoms: Sequence[str]) -> list[Classes]:
        """The classes of each atom as it is written, else in small letters, else with a capital."""
        get = self._syllables.get
        found = []
        for atom in atoms:
            shown = _DIGIT.sub("0", atom) if atom[0].isdigit() else atom
            found.append(get(shown) or get(atom.lower()) or get(atom.title()) or UNKNOWN)
        return found

    def of_words(self, atoms: Sequence[str], breaks: Sequence[bool]) -> tuple[list[Classes], list[str]]:
        """For each atom the classes of the longest known word it is in, and its place there (`B`, `I`, or `S` alone).

        `breaks[i]` says that a line begins at atom `i`; no word runs over it.
        """
        count = len(atoms)
        classes, places = [UNKNOWN] * count, ["S"] * count
        get = self._words.get
        at = 0
        while at < count:
            limit = 1
            while limit < _LONGEST and at + limit < count and not breaks[at + limit]:
                limit += 1
            for size in range(limit, 0, -1):
                row = " ".join(atoms[at : at + size])
                known = get(row) or (get(row.lower()) or (row.isupper() and get(row.title())) if size > 1 else None)
                if known:
                    classes[at : at + size] = [known] * size
                    if size > 1:
                        places[at : at + size] = ["B", *["I"] * (size - 1)]
                    break
            else:
                size = 1
            at += size
        return classes, places
