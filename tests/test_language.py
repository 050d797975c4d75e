"""The pipeline as spaCy's: components, spans, several processes, written to disk and read again."""

from __future__ import annotations

import pickle
import unicodedata
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import sukien
from sukien.document import Entity
from sukien.errors import ArticleError, ModelError
from sukien.language import ANALYSIS, DOCUMENT, STAGES, set_entities

TEXT = (
    "XÃ TÂN PHÚ HỌP\n\nSáng 5/4/2023, bà Lê Thị Na, Chủ tịch UBND xã Tân Phú, trao 20 suất quà cho hộ nghèo. "
    "Năm 2022, Đảng uỷ xã Tân Phú kết nạp 12 đảng viên."
)
SHORT = "Năm 2022, Đảng ủy xã Tân Phú kết nạp 12 đảng viên."


@pytest.fixture(scope="module")
def nlp() -> Language:
    return sukien.load()


def test_every_stage_is_a_component(nlp: Language) -> None:
    assert tuple(nlp.pipe_names) == STAGES
    assert all(Language.has_factory(name) for name in STAGES)


@pytest.mark.parametrize("text", [TEXT, unicodedata.normalize("NFD", TEXT), f"\ufeff{TEXT}\r\n\r\n  "])
def test_it_finds_what_extract_finds(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert doc._.document == sukien.extract(text)
    assert doc._.events == doc._.document.events


def test_entities_are_spans_and_triggers_too(nlp: Language) -> None:
    doc = nlp(TEXT)
    entities = doc._.document.entities
    assert [(e.start_char, e.end_char, e.label_) for e in doc.ents] == [(e.start, e.end, e.label) for e in entities]
    assert {"DATE", "PERSON", "TITLE", "NUMBER", "ORG"} <= {e.label for e in entities}
    triggers = doc.spans["events"]
    assert [(t.text, t.label_) for t in triggers] == [(e.trigger.text, e.type) for e in doc._.events]
    assert {"DONATION", "ADMISSION"} <= {t.label_ for t in triggers}


def test_sentences_and_words_are_there(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert "đảng viên" in [token.text for token in doc]
    assert [sentence.text.split()[0] for sentence in doc.sents] == ["XÃ", "Sáng", "Năm"]


def test_the_day_of_publication_can_be_given(nlp: Language) -> None:
    doc = nlp.make_doc("Sáng qua, Chi bộ ấp 3 kết nạp 2 đảng viên.")
    doc._.published = "2023-04-01"
    doc._.ident = "bài-1"
    doc = nlp(doc)
    assert (doc._.document.id, doc._.document.published) == ("bài-1", "2023-04-01")
    assert doc._.document.entities[0].norm == {"value": "2023-03-31"}


def test_a_day_that_is_none_is_a_clear_error(nlp: Language) -> None:
    doc = nlp.make_doc("Xã họp.")
    doc._.published = "hôm qua"
    with pytest.raises(ArticleError, match="hôm qua"):
        nlp(doc)


def test_a_lone_surrogate_is_a_clear_error(nlp: Language) -> None:
    with pytest.raises(ArticleError, match="surrogate"):
        nlp("Xã \ud800 họp")


@pytest.mark.parametrize("text", ["", " ", "\n", "đ", "🎉", "\u0301", "\x00", "5", "\r\n\r\n"])
def test_small_and_strange_texts(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert doc._.events == []


def test_a_text_longer_than_spacys_own_limit(nlp: Language) -> None:
    text = "-" * 1_200_000
    assert nlp(text).text == text


def test_a_document_can_be_read_twice(nlp: Language) -> None:
    doc = nlp(nlp(TEXT))
    assert doc._.document == sukien.extract(TEXT)


# --- words are split where entities begin and end


def entity(text: str, words: str) -> Entity:
    start = text.index(words)
    return Entity(id="T1", label="ORG", start=start, end=start + len(words), text=words)


@pytest.mark.parametrize(
    ("words", "entities", "tokens"),
    [
        (["Ban Tổ chức", "họp"], ["Ban Tổ chức"], ["Ban Tổ chức", "họp"]),
        (["Ban Tổ chức", "họp"], ["Ban"], ["Ban", "Tổ chức", "họp"]),
        (["tại xã Tân", "Mỹ"], ["xã Tân Mỹ"], ["tại", "xã Tân", "Mỹ"]),
        (["xã Tân Mỹ họp"], ["Tân", "họp"], ["xã", "Tân", "Mỹ", "họp"]),
        (["đ/cSáu"], ["Sáu"], ["đ/c", "Sáu"]),
        (["a  b"], ["b"], ["a", "  ", "b"]),
        (["Xã", "họp"], [], ["Xã", "họp"]),
    ],
)
def test_a_word_that_holds_an_edge_is_split(words: list[str], entities: list[str], tokens: list[str]) -> None:
    doc = Doc(spacy.blank("xx").vocab, words=words, spaces=[True] * (len(words) - 1) + [False])
    text = doc.text
    set_entities(doc, [entity(text, each) for each in entities])
    assert doc.text == text
    assert [span.text for span in doc.ents] == entities
    assert [token.text for token in doc if not token.is_space] == [token for token in tokens if token.strip()]


PIECES = st.sampled_from([
    "Sáng 5/4", "bà Lê Thị Na", "Chủ tịch", "UBND xã", "kết nạp", "5", " đảng viên", ", ", " ", "  ", "\n", "\r\n",
    "\u00a0", "\u200b", "\u0301", "hoà", "Uỷ ban", "đ/c", "(", ")", "🎉", ". ", "lớp Trung cấp",
    "Quyết định số 5-QĐ/TU",
])  # fmt: skip


@settings(max_examples=60)
@given(text=st.lists(PIECES, max_size=25).map("".join))
def test_every_entity_is_a_span_of_the_text_as_given(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    record = doc._.document
    assert [(e.start_char, e.end_char) for e in doc.ents] == [(e.start, e.end) for e in record.entities]
    assert record == sukien.extract(text)


# --- many documents, other processes, the disk


def test_documents_stream_in_order(nlp: Language) -> None:
    texts = [TEXT, SHORT, "", TEXT]
    assert [doc._.document for doc in nlp.pipe(texts)] == [sukien.extract(text) for text in texts]


def test_documents_go_through_several_processes(nlp: Language) -> None:
    texts = [TEXT, SHORT, "", TEXT]
    docs = list(nlp.pipe(texts, n_process=2, batch_size=1))
    assert [doc._.document for doc in docs] == [sukien.extract(text) for text in texts]
    assert [[span.text for span in doc.ents] for doc in docs[:2]] == [
        [entity.text for entity in sukien.extract(text).entities] for text in texts[:2]
    ]


def test_the_work_under_way_is_dropped_at_the_end(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert ANALYSIS not in doc.user_data
    assert isinstance(doc.user_data[DOCUMENT], str)


def test_documents_survive_being_written(nlp: Language) -> None:
    stored = DocBin(store_user_data=True, docs=nlp.pipe([TEXT, ""])).to_bytes()
    full, empty = DocBin().from_bytes(stored).get_docs(nlp.vocab)
    assert full._.document == sukien.extract(TEXT)
    assert [span.text for span in full.ents] == [entity.text for entity in full._.document.entities]
    assert empty._.events == []


def test_a_pipeline_cut_short_goes_through_several_processes_too(nlp: Language) -> None:
    with nlp.select_pipes(disable=["sukien_gloss"]):
        (doc,) = nlp.pipe([TEXT], n_process=2)
    assert ANALYSIS in doc.user_data
    assert [event.type for event in doc._.events] == [event.type for event in sukien.extract(TEXT).events]
    (again,) = DocBin().from_bytes(DocBin(store_user_data=True, docs=[doc]).to_bytes()).get_docs(nlp.vocab)
    assert again._.document == doc._.document
    assert nlp.get_pipe("sukien_gloss")(again)._.events[0].gloss


def test_a_pipeline_survives_being_pickled(nlp: Language) -> None:
    again = pickle.loads(pickle.dumps(nlp))
    assert again(TEXT)._.document == sukien.extract(TEXT)


def test_a_pipeline_survives_the_disk(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "pipeline")
    nlp.to_disk(tmp_path / "pipeline")  # once more over itself
    for again in (sukien.load(tmp_path / "pipeline"), spacy.load(tmp_path / "pipeline")):
        assert again(TEXT)._.document == sukien.extract(TEXT)
    again = sukien.load(tmp_path / "pipeline")
    again.to_disk(tmp_path / "pipeline")  # over the files it was read from
    again.to_disk(tmp_path / "copy")
    assert sukien.load(tmp_path / "copy")(TEXT)._.document == sukien.extract(TEXT)


def test_a_folder_without_a_pipeline_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nowhere"):
        sukien.load(tmp_path / "nowhere")


def test_the_stages_work_with_another_tokenizer(nlp: Language) -> None:
    other = spacy.blank("xx")
    for name in STAGES:
        other.add_pipe(name)
    doc = other(TEXT)
    assert doc._.document == sukien.extract(TEXT)
    assert [span.text for span in doc.ents] == [entity.text for entity in doc._.document.entities]


def test_a_model_folder_can_be_named(tmp_path: Path) -> None:
    other = spacy.blank("xx")
    with pytest.raises(ModelError, match=str(tmp_path)):
        other.add_pipe("sukien_tagger", config={"model": str(tmp_path)})
