"""One article as the event stages see it: atoms, sentences, and the mentions that can fill a role."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sukien.entities.match import Norm

Span = tuple[int, int]

_LONGEST_SENTENCE = 400
"""Atoms of a sentence; what has more is a table or a list without stops, and is taken in parts."""


@dataclass(slots=True, eq=False)
class Mention:
    """Something that can fill a role: an entity, or plain text (`label` is then `TEXT`, `hint` the role it looks like).

    `start`, `end` count characters of the normalised view; `first`, `last` (half-open) count atoms; `score` is how sure
    its finder is of plain text (0 to 1).
    """

    start: int
    end: int
    label: str
    norm: Norm = field(default_factory=dict)
    hint: str = ""
    score: float = 1.0
    first: int = -1
    last: int = -1

    @property
    def head(self) -> str:
        """What is counted, or what kind of thing it is: the first words of a unit, else the kind."""
        if self.label == "NUMBER":
            unit = str(self.norm.get("unit", "")).lower().split()
            return " ".join(unit[:2]) or str(self.norm.get("kind", ""))
        return ""


def _parts(first: int, last: int) -> Iterator[Span]:
    for start in range(first, last, _LONGEST_SENTENCE):
        yield start, min(start + _LONGEST_SENTENCE, last)


class Scene:
    """The view's text cut into atoms and sentences, with its mentions in order.

    `published` is the ISO day of publication, empty where it is not known.
    """

    def __init__(
        self,
        text: str,
        atoms: Sequence[Span],
        sentences: Sequence[Span],
        mentions: Iterable[Mention],
        published: str = "",
    ) -> None:
        self.text = text
        self.published = published
        self.atoms = atoms
        self.words = [text[start:end].lower() for start, end in atoms]
        self._starts = [start for start, _ in atoms]
        self.sentences = [part for start, end in sentences for part in _parts(*self.range_of(start, end))]
        self.sentence_of = [0] * len(atoms)
        for index, (first, last) in enumerate(self.sentences):
            self.sentence_of[first:last] = [index] * (last - first)
        self.paragraph_of = self._paragraphs()
        self.mentions = sorted(mentions, key=lambda mention: (mention.start, -mention.end))
        self.mention_at: list[Mention | None] = [None] * len(atoms)
        for mention in self.mentions:
            mention.first, mention.last = self.range_of(mention.start, mention.end)
            if mention.label != "TEXT":
                self.mention_at[mention.first : mention.last] = [mention] * (mention.last - mention.first)
        self._firsts = [mention.first for mention in self.mentions]

    def range_of(self, start: int, end: int) -> Span:
        """The atoms `[first, last)` that share a character with `text[start:end]`."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        if self.atoms and self.atoms[first][1] <= start:
            first += 1
        return first, bisect_left(self._starts, end)

    def _paragraphs(self) -> list[int]:
        """For each sentence, the number of its line."""
        line, last, found = 0, 0, []
        for first, _ in self.sentences:
            start = self.atoms[first][0] if first < len(self.atoms) else len(self.text)
            line += self.text.count("\n", last, start)
            last = start
            found.append(line)
        return found

    def between(self, first: int, last: int) -> list[Mention]:
        """The mentions that begin at an atom in `[first, last)`."""
        return self.mentions[bisect_left(self._firsts, first) : bisect_left(self._firsts, last)]

    def item(self, atom: int) -> str:
        """The atom as context: its mention's label (with what is counted) or the word itself."""
        mention = self.mention_at[atom]
        return self.words[atom] if mention is None else f"<{mention.label}>"

    def items(self, atom: int, step: int, count: int, bounds: Span) -> list[str]:
        """Up to `count` items from `atom` on, to the right (`step` 1) or left (-1), a mention being one item."""
        found: list[str] = []
        while bounds[0] <= atom < bounds[1] and len(found) < count:
            found.append(self.item(atom))
            mention = self.mention_at[atom]
            atom = atom + step if mention is None else (mention.last if step > 0 else mention.first - 1)
        return found

    def add(self, mentions: Iterable[Mention]) -> None:
        """Take plain-text mentions in, found after the entities."""
        for mention in mentions:
            mention.first, mention.last = self.range_of(mention.start, mention.end)
            self.mentions.append(mention)
        self.mentions.sort(key=lambda mention: (mention.start, -mention.end))
        self._firsts = [mention.first for mention in self.mentions]
