"""The spaCy tokenizer and the two components that show what it read."""

from __future__ import annotations

import pickle
import unicodedata

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from sukien.reading import read
from sukien.tokenizer import READING, reading_of

CONFIG = {"nlp": {"tokenizer": {"@tokenizers": "sukien.VietnameseTokenizer.v1"}}}
NLP = spacy.blank("vi", config=CONFIG)

TEXT = "Uỷ ban xã  họp\n\nSáng 5/9, xã kết nạp 5 đảng viên. Đạt 76,72%.\n"


def test_tokens_are_words_over_the_text_as_given() -> None:
    doc = NLP(TEXT)
    assert doc.text == TEXT
    assert [token.text for token in doc][:5] == ["Uỷ ban", "xã", " ", "họp", "\n\n"]
    assert doc[0].norm_ == "ủy ban"
    assert [sentence.text.strip() for sentence in doc.sents] == [
        "Uỷ ban xã  họp",
        "Sáng 5/9, xã kết nạp 5 đảng viên.",
        "Đạt 76,72%.",
    ]


def test_what_the_document_shows() -> None:
    doc = NLP(TEXT)
    assert doc._.normalized == TEXT.replace("Uỷ", "Ủy").replace("  ", " ")
    assert [block.kind for block in doc._.layout.blocks] == ["headline", "body"]
    assert doc.user_data[READING] == read(TEXT)


def test_a_decomposed_text_has_the_same_words() -> None:
    decomposed = unicodedata.normalize("NFD", TEXT)
    doc = NLP(decomposed)
    assert doc.text == decomposed
    assert [token.norm_ for token in doc] == [token.norm_ for token in NLP(TEXT)]


@pytest.mark.parametrize(
    "text", ["", " ", "a", "\n", "\x00", "\u200b", "🌺", "\r\n\r", "5", "Hello world", "ស\u17d2\u179b", "\u0958"]
)
def test_small_and_strange_texts(text: str) -> None:
    assert NLP(text).text == text


@pytest.mark.parametrize(
    "text", ["x" * 1_000_000, "1" * 500_000, "🌺" * 100_000, "kết nạp " * 30_000, "a\r\n" * 50_000]
)
def test_long_texts(text: str) -> None:
    assert NLP.tokenizer(text).text == text


def test_the_components_work_with_another_tokenizer_too() -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe("sukien_normalizer")
    nlp.add_pipe("sukien_layout")
    doc = nlp(TEXT)
    assert doc._.normalized.startswith("Ủy ban")
    assert [sentence.text.strip() for sentence in doc.sents] == [sentence.text.strip() for sentence in NLP(TEXT).sents]


def test_the_reading_of_a_document_can_be_replaced() -> None:
    @Language.component("test_own_normalizer")
    def own(doc: Doc) -> Doc:
        doc.user_data[READING] = read(doc.text.replace("xã", "x."))
        return doc

    nlp = spacy.blank("xx")
    nlp.add_pipe("test_own_normalizer")
    nlp.add_pipe("sukien_normalizer")
    assert nlp("Họp xã")._.normalized == "Họp x."


def test_documents_survive_being_written() -> None:
    doc = NLP(TEXT)
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (again,) = DocBin().from_bytes(stored).get_docs(NLP.vocab)
    assert reading_of(again) == reading_of(doc)
    assert [token.text for token in again] == [token.text for token in doc]
    assert [token.is_sent_start for token in again] == [token.is_sent_start for token in doc]


def test_pipelines_survive_being_written(tmp_path: object) -> None:
    nlp = spacy.blank("vi", config=CONFIG)
    nlp.add_pipe("sukien_layout")
    nlp.to_disk(str(tmp_path))
    assert [token.text for token in spacy.load(str(tmp_path))(TEXT)] == [token.text for token in NLP(TEXT)]
    assert pickle.loads(pickle.dumps(NLP.tokenizer))(TEXT).text == TEXT


PIECES = st.sampled_from([
    "Uỷ ban", "đảng viên", "kết nạp", "hoà", "5", "16.212", "76,72%", "19/9", ".", ",", "TP.", "đ/c", "\u200b",
    "\u00a0", "\u00ad", "\u0323", "o\u031b\u0300", "🌺", " ", "  ", "\n", "\r\n", "\r", "\t", "“", "\u0958", "\x00",
    "\u1112\u1161\u11ab",
])  # fmt: skip
TEXTS = st.lists(PIECES | st.characters(exclude_categories=["Cs"]), max_size=30).map("".join)


@settings(deadline=None)
@given(TEXTS)
def test_the_document_is_the_text(text: str) -> None:
    doc = NLP(text)
    assert doc.text == text
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == text


@settings(deadline=None)
@given(TEXTS)
def test_the_two_ways_to_sentences_agree(text: str) -> None:
    doc = NLP(text)
    starts = [token.is_sent_start for token in doc]
    shown = NLP_WITH_LAYOUT(text)
    assert [token.is_sent_start for token in shown] == starts


NLP_WITH_LAYOUT = spacy.blank("vi", config=CONFIG)
NLP_WITH_LAYOUT.add_pipe("sukien_layout")
