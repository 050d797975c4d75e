"""An article as the later stages read it: its normalised view, layout, atoms and words."""

from __future__ import annotations

from dataclasses import dataclass

from sukien.layout import Layout, lay_out
from sukien.normalize import View, normalize
from sukien.words import find_atoms, segment


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of an article before anything is looked for in it; offsets are of `view.text`."""

    view: View
    layout: Layout
    atoms: list[tuple[int, int]]
    words: list[tuple[int, int]]


def read(text: str) -> Reading:
    """Normalise `text`, lay it out and cut it into atoms and words.

    Any text will do, an empty one too; `ModelError` if underthesea's word segmentation is not installed.

    >>> reading = read("Uỷ ban xã kết nạp 5 đảng viên.")
    >>> [reading.view.text[start:end] for start, end in reading.words]
    ['Ủy ban', 'xã', 'kết nạp', '5', 'đảng viên', '.']
    """
    view = normalize(text)
    layout = lay_out(view)
    return Reading(view=view, layout=layout, atoms=find_atoms(view.text), words=segment(view, layout))
