"""An article as the later stages read it: its normalised view, layout, atoms and words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sukien.errors import ArticleError
from sukien.layout import Layout, lay_out
from sukien.normalize import View, normalize
from sukien.words import find_atoms, segment


@dataclass(frozen=True)
class Reading:
    """What is known of an article before anything is looked for in it; offsets are of `view.text`."""

    view: View
    layout: Layout
    atoms: list[tuple[int, int]]

    @cached_property
    def words(self) -> list[tuple[int, int]]:
        """The words by underthesea's segmentation, made when first asked for; `ModelError` if it is not installed."""
        return segment(self.view, self.layout)


def read(text: str) -> Reading:
    """Normalise `text`, lay it out and cut it into atoms. Any text will do, an empty one too.

    >>> reading = read("Uỷ ban xã kết nạp 5 đảng viên.")
    >>> [reading.view.text[start:end] for start, end in reading.words]
    ['Ủy ban', 'xã', 'kết nạp', '5', 'đảng viên', '.']
    """
    view = normalize(text)
    layout = lay_out(view)
    return Reading(view=view, layout=layout, atoms=find_atoms(view.text))


def refuse_surrogates(text: str, name: str = "text") -> None:
    """Raise `ArticleError` if `text`, which messages call `name`, holds half a character: that is no text."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ArticleError(
            f"{name}: character {error.start} is a lone surrogate ({text[error.start]!r}), which is no text; "
            "decode the source again, for example with errors='replace'"
        ) from None
