"""The data model and its JSON form (SCHEMA.md, section 3)."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukien.document import Argument, Check, Document, Entity, Event, Trigger
from sukien.errors import ArticleError

TEXT = "Chi bộ cử 43 đồng chí tham gia học lớp Trung cấp lý luận chính trị, tặng quà cho hộ nghèo"


def entity(ident: str, label: str, words: str, **norm: int | float | str) -> Entity:
    start = TEXT.index(words)
    return Entity(id=ident, label=label, start=start, end=start + len(words), text=words, norm=dict(norm))


def filler(role: str, words: str) -> Argument:
    start = TEXT.index(words)
    return Argument(role=role, start=start, end=start + len(words), text=words)


def trigger(words: str) -> Trigger:
    start = TEXT.index(words)
    return Trigger(start=start, end=start + len(words), text=words)


def sample() -> Document:
    training = Event(
        id="E1",
        type="TRAINING",
        trigger=trigger("cử"),
        args=[Argument(role="quantity", entity="T1", score=0.9), Argument(role="course", entity="T2")],
        gloss={"en": "sent 43 members to a course", "vi": "cử 43 đồng chí đi học"},
        score=0.97,
        checks=[Check(name="parts_sum", ok=False, figures={"quantity": 43, "parts": [40, 2]})],
    )
    donation = Event(id="E2", type="DONATION", trigger=trigger("tặng"), args=[filler("beneficiary", "hộ nghèo")])
    return Document(
        id="a",
        published="2023-04-01",
        text=TEXT,
        entities=[
            entity("T1", "NUMBER", "43", kind="count", value=43, unit="đồng chí"),
            entity("T2", "COURSE", "lớp Trung cấp lý luận chính trị", level="trung cấp"),
        ],
        events=[training, donation],
    )


def test_json_has_the_form_of_the_schema() -> None:
    assert json.loads(sample().to_json()) == {
        "id": "a",
        "published": "2023-04-01",
        "text": TEXT,
        "entities": [
            {
                "id": "T1", "label": "NUMBER", "start": 10, "end": 12, "text": "43",
                "norm": {"kind": "count", "value": 43, "unit": "đồng chí"},
            },
            {
                "id": "T2", "label": "COURSE", "start": 35, "end": 66, "text": "lớp Trung cấp lý luận chính trị",
                "norm": {"level": "trung cấp"},
            },
        ],
        "events": [
            {
                "id": "E1", "type": "TRAINING", "modality": "actual",
                "trigger": {"start": 7, "end": 9, "text": "cử"},
                "args": [{"role": "quantity", "entity": "T1", "score": 0.9}, {"role": "course", "entity": "T2"}],
                "gloss": {"en": "sent 43 members to a course", "vi": "cử 43 đồng chí đi học"},
                "score": 0.97,
                "checks": [{"name": "parts_sum", "ok": False, "figures": {"quantity": 43, "parts": [40, 2]}}],
            },
            {
                "id": "E2", "type": "DONATION", "modality": "actual",
                "trigger": {"start": 68, "end": 72, "text": "tặng"},
                "args": [{"role": "beneficiary", "start": 81, "end": 89, "text": "hộ nghèo"}],
            },
        ],
    }  # fmt: skip


def test_json_is_one_line_of_readable_vietnamese() -> None:
    line = sample().to_json()
    assert "\n" not in line
    assert "đồng chí" in line


def test_json_comes_back_as_it_went() -> None:
    assert Document.from_json(sample().to_json()) == sample()


@given(ident=st.text(), text=st.text(), published=st.none() | st.dates().map(str))
def test_any_text_comes_back_as_it_went(ident: str, text: str, published: str | None) -> None:
    document = Document(id=ident, text=text, published=published)
    assert Document.from_json(document.to_json()) == document


def test_an_empty_document_still_names_its_lists() -> None:
    assert json.loads(Document(id="a", text="").to_json()) == {"id": "a", "text": "", "entities": [], "events": []}


def test_fillers_and_their_places() -> None:
    document = sample()
    training, donation = document.events
    (quantity,) = training.fillers("quantity")
    (beneficiary,) = donation.fillers("beneficiary")
    assert document.entity("T1").text == "43"
    assert document.text[slice(*document.span(quantity))] == "43"
    assert document.text[slice(*document.span(beneficiary))] == "hộ nghèo"
    assert training.fillers("person") == []


def test_an_unknown_entity_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        sample().entity("T9")


def test_a_filler_without_a_place_is_refused() -> None:
    with pytest.raises(ArticleError, match="agent has neither entity nor offsets"):
        sample().span(Argument(role="agent"))


SPAN = '"label": "NUMBER", "start": {}, "end": {}, "text": "43"'
EVENT = '"id": "E1", "type": "TRAINING", "trigger": {"start": 0, "end": 6, "text": "Chi bộ"}'


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ('"entities": [{"id": "T1", ' + SPAN.format(9, 11) + "}]", "entity T1 says '43' at 9-11"),
        ('"entities": [{"id": "T1", ' + SPAN.format(10, 10) + "}]", "entity T1"),
        ('"entities": [{"id": "T1", ' + SPAN.format(-79, -77) + "}]", "entity T1"),
        ('"events": [{' + EVENT.replace("0", "1") + "}]", "the trigger of E1"),
        ('"events": [{' + EVENT + ', "args": [{"role": "quantity", "entity": "T7"}]}]', "points at T7"),
        (
            '"events": [{' + EVENT + ', "args": [{"role": "agent", "start": 0, "end": 3, "text": "Hội"}]}]',
            "agent of E1",
        ),
        ('"entities": [{"id": "T1"}]', "missing required field"),
        ('"entities": 5', "Expected `array`"),
    ],
)
def test_json_that_does_not_fit_its_text_is_refused(parts: str, message: str) -> None:
    with pytest.raises(ArticleError, match=message):
        Document.from_json(f'{{"id": "a", "text": "{TEXT}", {parts}}}')


@pytest.mark.parametrize("source", ["", "[]", "null", '{"id": "a"}', '{"id": "a", "text": "\\ud800"}', "{" * 50])
def test_json_that_is_no_document_is_refused(source: str) -> None:
    with pytest.raises(ArticleError, match="not a document"):
        Document.from_json(source)


def test_an_entity_is_found_by_its_id_whatever_became_of_the_list() -> None:
    document = sample()
    assert document.entity("T2").label == "COURSE"
    document.entities.reverse()
    assert document.entity("T2").label == "COURSE"
    document.entities = [entity("T9", "NUMBER", "43")]
    assert document.entity("T9").text == "43"
    with pytest.raises(KeyError):
        document.entity("T2")


def test_looking_up_leaves_the_document_as_it_is() -> None:
    document, untouched = sample(), sample()
    document.entity("T1")
    assert document == untouched
    assert document.to_json() == untouched.to_json()
    assert msgspec.json.encode(document) == msgspec.json.encode(untouched)


def scored() -> Document:
    text = "Xã kết nạp 12 đảng viên; ông Lê Văn Sáu, Trưởng ấp"
    return Document(
        id="a",
        text=text,
        entities=[
            Entity(id="T1", label="NUMBER", start=11, end=13, text="12", score=0.9),
            Entity(id="T2", label="PERSON", start=30, end=40, text=text[30:40], norm={"titles": ["T3"]}, score=0.8),
            Entity(id="T3", label="TITLE", start=42, end=50, text=text[42:50], score=0.3),
        ],
        events=[
            Event(
                id="E1",
                type="ADMISSION",
                trigger=Trigger(start=3, end=10, text="kết nạp"),
                args=[
                    Argument(role="quantity", entity="T1", score=0.8),
                    Argument(role="agent", start=0, end=2, text="Xã", score=0.4),
                ],
                score=0.7,
            )
        ],
    )


def test_what_is_less_sure_is_left_out_with_all_that_hangs_on_it() -> None:
    kept = scored().at_least(0.5)
    assert [entity.id for entity in kept.entities] == ["T1", "T2"]
    assert kept.entities[1].norm == {}
    assert [(a.role, a.entity) for a in kept.events[0].args] == [("quantity", "T1")]
    kept.check_offsets()
    assert scored().at_least(0.75).events == []


def test_leaving_out_changes_a_copy() -> None:
    document = scored()
    document.at_least(0.99)
    assert document == scored()
    assert document.at_least(0) == document


@given(st.floats(0, 1))
def test_what_is_kept_is_a_document(least: float) -> None:
    scored().at_least(least).check_offsets()
