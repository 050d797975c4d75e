"""The view cut into small pieces: atoms, at whose edges everything found begins and ends, and words.

All offsets are half-open and point into the text of the normalised view (`sukien.normalize.View.text`).

>>> text = "Ngày 19/9/2022, 43 đồng chí học"
>>> [text[start:end] for start, end in find_atoms(text)]
['Ngày', '19', '/', '9', '/', '2022', ',', '43', 'đồng', 'chí', 'học']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sukien.layout import ABBREVIATIONS, Layout
from sukien.normalize import CAPITALS, View, old_tones
from sukien.word_model import word_model

_MARK: Final = "\u0300-\u036f"
_SMALL: Final = rf"[^\W\d_{CAPITALS}]"

# A syllable ends where a capital follows a small letter: in `đ/cNguyễn` and `uýNgô` a space was forgotten.
_ATOM: Final = re.compile(
    rf"(?:[{CAPITALS}]+{_SMALL}*|{_SMALL}+)(?:[{_MARK}]+{_SMALL}*)*|\d+(?:[.,]\d+)*|[^\s\d]",
)

_ABBREVIATION: Final = "|".join(re.escape(short) for short in sorted(ABBREVIATIONS, key=len, reverse=True))

# What the segmenter sees as one token, the commonest first. Like underthesea's own pattern, but figures, dates, clock
# times, ratios and the numbers of documents stay whole, and every alternative takes time linear in the text.
_TOKEN: Final = re.compile(
    rf"""
      [^\W\d_]+ (?= [\s,;:)"!?] | \Z )                                          # a plain word
    | [,;:()"]
    | \d+ (?:/\d{{4}})? [-/] [{CAPITALS}]{{2}}[^\W_]* (?:[-/.&][{CAPITALS}][^\W_]*)*   # 55/2014/NĐ-CP, 219-QĐ/TU
    | \d{{1,2}} [hg] (?:\d{{2}})? (?![^\W_])                                     # 7h, 12h30
    | \d+ (?:[.,:/-]\d+)* (?:\ ?%)?                                            # 16.212  76,72%  19/9/2022  08:15
    | [{CAPITALS}]{{2,}} (?:[-/&][{CAPITALS}][^\W_]*)+                            # NĐ-CP, QĐ/TU, GD&ĐT
    | (?:{_ABBREVIATION})\.(?=\s?[^\W_]) | [đĐ][/.][cC](?![^\W_]) | v\.v(?:\.{{3}}|\.)?
    | [{CAPITALS}][a-z]? (?:\.[{CAPITALS}][^\W\d_]*)+                            # T.Ư, H.R
    | [{CAPITALS}]{{1,2}}\.(?=\s?[^\W_])                                         # N. Thu
    | (?:https?://|www\.)[^\s"<>()]*[^\s"<>().,;:!?]
    | [\w+-]{{1,64}}(?:\.[\w+-]{{1,64}}){{0,4}}@[\w-]{{1,64}}(?:\.[\w-]{{1,64}}){{1,5}}
    | [^\W_]+ (?: (?:'|-(?![{CAPITALS}]{_SMALL})|(?<=\d)[.,](?=\d))[^\W_]+ )*      # H'Mông, Covid-19, K131
    | \.{{2,}} | -{{2,}} | \S
    """,
    re.VERBOSE,
)
_INSIDE_FIGURE: Final = re.compile(r"\d[.,]\d|(?<=\d)[.,]\d")
"""Matches from the character before a place where a figure must not be cut."""
_MARKED: Final = re.compile(f"[{_MARK}]")

_FIGURE_OR_SLASH: Final = re.compile(r"[\d/]")
_LETTER: Final = re.compile(r"[^\W\d_]")

_LONGEST_TOKEN: Final = 60
"""Longer ones are no words; the model is not asked about them."""


def find_atoms(text: str) -> list[tuple[int, int]]:
    """Cut `text` into syllables (a run of letters), figures (`16.212`, `9.9.2022`) and single other characters.

    >>> find_atoms("đạt 76,72%.")
    [(0, 3), (4, 9), (9, 10), (10, 11)]
    """
    return [atom.span() for atom in _ATOM.finditer(text)]


def segment(view: View, layout: Layout) -> list[tuple[int, int]]:
    """The words of the article by underthesea's model, in order; none crosses a sentence or a line.

    >>> from sukien.layout import lay_out
    >>> from sukien.normalize import normalize
    >>> view = normalize("Kết nạp 5 đảng viên theo Quyết định số 219-QĐ/TU")
    >>> [view.text[start:end] for start, end in segment(view, lay_out(view))]
    ['Kết nạp', '5', 'đảng viên', 'theo', 'Quyết định', 'số', '219-QĐ/TU']
    """
    text = old_tones(view.text)  # the style of the text that the model was trained on
    # Marks that no letter could be composed with are rare; only then is it worth looking up where atoms begin.
    cuts = {start for start, _ in find_atoms(text)} if _MARKED.search(text) else None
    return [word for start, end in layout.sentences for word in _words(text, start, end, cuts)]


def _tokens(text: str, start: int, end: int, cuts: set[int] | None) -> list[tuple[int, int]]:
    """The pieces of one sentence that the model labels; their edges are edges of atoms."""
    tokens: list[tuple[int, int]] = []
    last = -1
    for token in _TOKEN.finditer(text, start, end):
        first = token.start()
        if first == last and (_INSIDE_FIGURE.match(text, first - 1, end) if cuts is None else first not in cuts):
            first = tokens.pop()[0]
        last = token.end()
        tokens.append((first, last))
    return tokens


def _words(text: str, start: int, end: int, cuts: set[int] | None) -> Iterator[tuple[int, int]]:
    """The words of one sentence."""
    tokens = _tokens(text, start, end, cuts)
    forms = [text[first : min(last, first + _LONGEST_TOKEN)] for first, last in tokens]
    alone = [not form.isalpha() and _stands_alone(form) for form in forms]
    word_start, word_end = tokens[0]
    for i, begins in enumerate(word_model().begins(forms)):
        first, last = tokens[i]
        if i and (begins or alone[i] or alone[i - 1] or "\n" in text[word_end:first]):
            yield word_start, word_end
            word_start = first
        word_end = last
    yield word_start, word_end


def _stands_alone(form: str) -> bool:
    """Figures, punctuation and abbreviations such as `đ/c` or `TP.` are no part of a word of several syllables."""
    return bool(_FIGURE_OR_SLASH.search(form)) or form.removesuffix(".") in ABBREVIATIONS or not _LETTER.search(form)
