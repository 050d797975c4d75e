"""The first stages as spaCy knows them: a tokenizer that reads the article, and components that show what it read.

>>> import spacy
>>> nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "sukien.VietnameseTokenizer.v1"}}})
>>> doc = nlp("Uỷ ban xã kết nạp 5 đảng viên. Quyết định số 219-QĐ/TU có hiệu lực.")
>>> [token.text for token in doc][:6], doc[0].norm_, len(list(doc.sents))
(['Uỷ ban', 'xã', 'kết nạp', '5', 'đảng viên', '.'], 'ủy ban', 2)
>>> doc._.normalized[:9]
'Ủy ban xã'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec
import numpy as np
import srsly
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from sukien.layout import Layout
from sukien.reading import Reading, read, refuse_surrogates
from sukien.words import find_atoms, segment

__all__ = ["READING", "VietnameseTokenizer", "find_atoms", "reading_of", "segment", "show_layout", "show_normalized"]

READING: Final = "sukien.reading"
"""The key of `doc.user_data` under which the `Reading` of a document is kept."""


def reading_of(doc: Doc) -> Reading:
    """The reading of `doc`; a document that another tokenizer made is read on first asking."""
    if READING not in doc.user_data:
        doc.user_data[READING] = read(doc.text)
    reading: Reading = doc.user_data[READING]
    return reading


class VietnameseTokenizer(DummyTokenizer):
    """Makes documents whose tokens are Vietnamese words, as in spaCy's own Vietnamese (a token may hold spaces).

    The document stands over the text as given: `doc.text == text` for every text. What is no word (line ends, more
    than one space, invisible characters) is a token of its own where a trailing space does not express it.
    `token.norm_` is the word as normalised, in small letters; sentences are those of the layout.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Read `text`; the `Reading` is kept in `doc.user_data["sukien.reading"]`.

        Raises:
            ArticleError: `text` holds a lone surrogate.
        """
        refuse_surrogates(text)
        reading = read(text)
        words, spaces, numbers = _tokens(text, reading)
        sentence_starts = _sentence_starts(reading, numbers)
        doc = Doc(self.vocab, words=words, spaces=spaces, sent_starts=sentence_starts, user_data={READING: reading})
        _set_norms(doc, reading, numbers)
        return doc

    def __reduce__(self) -> tuple[type[VietnameseTokenizer], tuple[Vocab]]:
        return VietnameseTokenizer, (self.vocab,)


def _tokens(text: str, reading: Reading) -> tuple[list[str], list[bool], list[int]]:
    """The texts of the tokens, whether a space follows each, and for each its word's number in the reading or -1."""
    view = reading.view
    words: list[str] = []
    spaces: list[bool] = []
    numbers: list[int] = []
    last = 0

    def add(token: str, number: int) -> None:
        words.append(token)
        spaces.append(False)
        numbers.append(number)

    def add_gap(gap: str) -> None:
        if words and gap.startswith(" "):
            spaces[-1] = True
            gap = gap[1:]
        if gap:
            add(gap, -1)

    for number, word in enumerate(reading.words):
        start, end = view.to_original(*word) if view.steps else word
        if end <= last:
            continue  # one character of the original became two words of the view
        if start > last:
            add_gap(text[last:start])
        add(text[max(start, last) : end], number)
        last = end
    add_gap(text[last:])
    return words, spaces, numbers


def _sentence_starts(reading: Reading, numbers: list[int]) -> list[bool | int | None]:
    """For each token, whether a sentence starts with it; space before the first sentence belongs to it."""
    starts = {start for start, _ in reading.layout.sentences}
    flags: list[bool | int | None] = [number >= 0 and reading.words[number][0] in starts for number in numbers]
    if len(flags) > 1 and numbers[0] < 0:
        flags[:2] = [True, False]
    return flags


def _set_norms(doc: Doc, reading: Reading, numbers: list[int]) -> None:
    text = reading.view.text
    for token, number in zip(doc, numbers, strict=True):
        if number >= 0:
            start, end = reading.words[number]
            norm = text[start:end].lower()
            if token.norm_ != norm:
                token.norm_ = norm


def create_tokenizer() -> Callable[[Language], VietnameseTokenizer]:
    """For a spaCy config: `[nlp.tokenizer]`, `@tokenizers = "sukien.VietnameseTokenizer.v1"`."""

    def make(nlp: Language) -> VietnameseTokenizer:
        return VietnameseTokenizer(nlp.vocab)

    return make


registry.tokenizers.register("sukien.VietnameseTokenizer.v1", func=create_tokenizer)


@Language.component("sukien_normalizer")
def show_normalized(doc: Doc) -> Doc:
    """See to it that the document has its normalised view, `doc._.normalized`, whoever made its tokens."""
    reading_of(doc)
    return doc


@Language.component("sukien_layout")
def show_layout(doc: Doc) -> Doc:
    """Set the sentences of the document to those of its layout, `doc._.layout`, whoever made its tokens."""
    reading = reading_of(doc)
    first_characters = [reading.view.to_original(start, end)[0] for start, end in reading.layout.sentences]
    starts = iter([0, *first_characters[1:]] if first_characters else [])
    length = len(doc.text)
    start = next(starts, length)
    flags = []
    for token in doc:
        end = token.idx + len(token)
        flags.append(1 if end > start else -1)
        while end > start:
            start = next(starts, length)
    # All at once: `token.is_sent_start = …` looks at every token of the document each time.
    values: Any = np.array(flags, dtype=np.int64).astype(np.uint64)
    return doc.from_array(["SENT_START"], values)


def _layout_of(doc: Doc) -> Layout:
    return reading_of(doc).layout


def _normalized_of(doc: Doc) -> str:
    return reading_of(doc).view.text


Doc.set_extension("normalized", getter=_normalized_of, force=True)
Doc.set_extension("layout", getter=_layout_of, force=True)


# --- so that documents with their reading go through `Doc.to_bytes` (DocBin, `nlp.pipe` with several processes) -----


_ENCODED: Final = "__sukien_reading__"


def _encode_reading(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    if isinstance(value, Reading):
        return {_ENCODED: msgspec.to_builtins(value)}
    return value if chain is None else chain(value)


def _decode_reading(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    if isinstance(value, Mapping) and _ENCODED in value:
        return msgspec.convert(value[_ENCODED], Reading)
    return value if chain is None else chain(value)


srsly.msgpack_encoders.register(READING, func=_encode_reading)
srsly.msgpack_decoders.register(READING, func=_decode_reading)
