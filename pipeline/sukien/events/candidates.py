"""Where an event may be named: every known trigger phrase outside an entity, longest first.

The lexicon is data: `triggers.toml` beside this file, and whatever phrases the training corpus adds (they are part of
the trained model).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from sukien.entities.lexicon import PhraseTable
from sukien.events.scene import Scene


class Candidate(NamedTuple):
    """A trigger phrase at atoms `[first, last)`; `types` are the event types the phrase is known for."""

    first: int
    last: int
    phrase: str
    types: tuple[str, ...]


@cache
def known_triggers() -> Mapping[str, tuple[str, ...]]:
    """Phrase -> the event types it can name, from the hand-made lexicon.

    >>> known_triggers()["kết nạp"]
    ('ADMISSION',)
    """
    source = tomllib.loads(files(__package__).joinpath("data/triggers.toml").read_text(encoding="utf-8"))
    found: dict[str, tuple[str, ...]] = {}
    for event_type, phrases in source.items():
        for phrase in phrases:
            found[phrase] = (*found.get(phrase, ()), event_type)
    return found


class TriggerLexicon:
    """Finds trigger phrases in a scene."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._table: PhraseTable[tuple[str, ...]] = PhraseTable(
            {phrase: tuple(sorted(types)) for phrase, types in phrases.items()}
        )

    def find(self, scene: Scene) -> list[Candidate]:
        """All candidates, in order, not overlapping each other, an entity or the end of a sentence."""
        found = []
        at, words, count = 0, scene.words, len(scene.words)
        while at < count:
            for size, types in self._table.at(words, at):
                last = at + size
                if not any(scene.mention_at[at:last]) and scene.sentence_of[at] == scene.sentence_of[last - 1]:
                    found.append(Candidate(at, last, " ".join(words[at:last]), types))
                    at = last
                    break
            else:
                at += 1
        return found
