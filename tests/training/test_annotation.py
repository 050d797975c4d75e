"""The annotation markup (SCHEMA.md, section 4), read and written."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukien.document import Argument, Document, Entity, Event, Trigger
from sukien.errors import AnnotationError
from sukien.schema import EVENT_TYPES, LABELS, MODALITIES
from sukien.training.annotation import from_ann, read_annotated, to_ann

SAMPLE = """\
# id: ket-nap
# published: 2023-04-01
# path: not/kept
{D1:DATE|Năm 2022}, {O1:ORG|Đảng ủy xã Tân Mỹ} {K1|kết nạp} {N1:NUMBER|12} đảng viên, trong đó {N2:NUMBER|5} nữ;
{K2|khiển trách} {P1:PERSON|Lê Văn Sáu} - {T1:TITLE|Phó Bí thư}, {T2:TITLE|Trưởng ấp}.
Phấn đấu {D2:DATE|năm tới} {K3|kết nạp} {N3:NUMBER|76,5%} chỉ tiêu.
---
D1 value=2022
D2
N1 kind=count value=12 unit=đảng viên
N2 kind=count value=5
N3 kind=percent value=76.5
P1 titles=T1;T2
E1 ADMISSION K1 agent=O1 quantity=N1 part=N2 time=D1

E2 DISCIPLINE K2 person=P1 form=K2
E3 ADMISSION K3 share=N3 modality=planned
"""


def test_markup_becomes_a_document() -> None:
    document = from_ann(SAMPLE)
    assert document.id == "ket-nap"
    assert document.published == "2023-04-01"
    assert document.text == (
        "Năm 2022, Đảng ủy xã Tân Mỹ kết nạp 12 đảng viên, trong đó 5 nữ;\n"
        "khiển trách Lê Văn Sáu - Phó Bí thư, Trưởng ấp.\n"
        "Phấn đấu năm tới kết nạp 76,5% chỉ tiêu."
    )
    document.check_offsets()
    assert [(e.id, e.label, e.text, e.norm) for e in document.entities] == [
        ("D1", "DATE", "Năm 2022", {"value": "2022"}),
        ("O1", "ORG", "Đảng ủy xã Tân Mỹ", {}),
        ("N1", "NUMBER", "12", {"kind": "count", "value": 12, "unit": "đảng viên"}),
        ("N2", "NUMBER", "5", {"kind": "count", "value": 5}),
        ("P1", "PERSON", "Lê Văn Sáu", {"titles": ["T1", "T2"]}),
        ("T1", "TITLE", "Phó Bí thư", {}),
        ("T2", "TITLE", "Trưởng ấp", {}),
        ("D2", "DATE", "năm tới", {}),
        ("N3", "NUMBER", "76,5%", {"kind": "percent", "value": 76.5}),
    ]
    assert [(e.id, e.type, e.modality, e.trigger.text) for e in document.events] == [
        ("E1", "ADMISSION", "actual", "kết nạp"),
        ("E2", "DISCIPLINE", "actual", "khiển trách"),
        ("E3", "ADMISSION", "planned", "kết nạp"),
    ]
    assert [(a.role, a.entity) for a in document.events[0].args] == [
        ("agent", "O1"), ("quantity", "N1"), ("part", "N2"), ("time", "D1"),
    ]  # fmt: skip
    (form,) = document.events[1].fillers("form")
    assert (form.entity, form.text) == (None, "khiển trách")


def test_without_an_id_the_file_name_stands_for_it(tmp_path: Path) -> None:
    (tmp_path / "xa-tan-my.ann").write_text("Không có gì.\n---\n", encoding="utf-8")
    (document,) = read_annotated(tmp_path)
    assert (document.id, document.published, document.text) == ("xa-tan-my", None, "Không có gì.")


def test_a_folder_is_read_in_a_fixed_order_and_a_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/2", "b/1", "c", "a"):
        (tmp_path / f"{name}.ann").write_text(f"# id: {name}\ntin\n---\n", encoding="utf-8-sig")
    assert [document.id for document in read_annotated(tmp_path)] == ["a", "b/1", "b/2", "c"]


def test_jsonl_gives_the_same_documents(tmp_path: Path) -> None:
    lines = tmp_path / "gold.jsonl"
    lines.write_bytes(b"\xef\xbb\xbf" + f"{from_ann(SAMPLE).to_json()}\r\n\n".encode())
    assert list(read_annotated(lines)) == [from_ann(SAMPLE)]


def without(old: str, new: str = "") -> str:
    assert old in SAMPLE
    return SAMPLE.replace(old, new, 1)


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        (without("---\n"), 17, "no line '---'"),
        (without("{O1:ORG|", "{D1:DATE|"), 4, "D1 marks two spans"),
        (without("O1:ORG", "O1:BODY"), 4, "unknown label BODY; use one of PERSON"),
        (without("P1:PERSON|Lê", "P1:PERSON| Lê"), 5, "outer spaces outside"),
        (without("{K2|khiển", "{khiển"), 5, "brace that belongs to no mark"),
        (without("{K3|", "{K3 |"), 6, "brace that belongs to no mark"),
        (without("N2 kind=count value=5\n"), 4, "NUMBER N2 has no norm"),
        (without("value=76.5", "value=76,5"), 12, "value=76,5 is not a number"),
        (without("titles=T1;T2", "titles=T1;O1"), 13, "titles=O1 is not a TITLE"),
        (without("D2\n", "D7 value=2023\n"), 9, "'D7' is neither a marked entity nor an event"),
        (without("D2\n", "K1 value=2023\n"), 9, "'K1' is neither"),
        (without("ADMISSION K1", "JOINING K1"), 14, "unknown type 'JOINING'; use one of TRAINING"),
        (without("ADMISSION K1", "ADMISSION N1"), 14, "trigger 'N1' is not a plain mark"),
        (without("ADMISSION K1", "ADMISSION K9"), 14, "trigger 'K9' is not a plain mark"),
        (without("agent=O1", "actor=O1"), 14, "unknown role 'actor'; use one of agent"),
        (without("agent=O1", "agent=O2"), 14, "agent=O2 is not marked"),
        (without("quantity=N1", "quantity=O1"), 14, "quantity=O1 is ORG; this role takes NUMBER"),
        (without("person=P1", "person=K3"), 16, "person=K3 is TEXT; this role takes PERSON"),
        (without("E3 ADM", "E1 ADM"), 17, "E1 stands for two events"),
        (without("=planned", "=hoped"), 17, "unknown modality 'hoped'; use one of actual"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_remedy(tmp_path: Path, source: str, line: int, message: str) -> None:
    file = tmp_path / "xa.ann"
    file.write_text(source, encoding="utf-8")
    with pytest.raises(AnnotationError, match=re.escape(message)) as caught:
        list(read_annotated(file))
    assert str(caught.value).startswith(f"{file}:{line}: ")


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ann"
    broken.write_bytes("Đảng".encode("cp1258", "replace") + b"\xff\n---\n")
    lines = tmp_path / "broken.jsonl"
    lines.write_text(f"{from_ann(SAMPLE).to_json()}\n{{}}\n", encoding="utf-8")
    empty = tmp_path / "empty"
    empty.mkdir()
    for path, message in [
        (broken, r"broken\.ann: byte \d+ is not UTF-8"),
        (lines, r"broken\.jsonl:2: not a document"),
        (empty, "no .ann file in this folder"),
        (tmp_path / "absent", "no such file or folder"),
    ]:
        with pytest.raises(AnnotationError, match=message):
            list(read_annotated(path))


def test_the_sample_is_written_back() -> None:
    written = to_ann(from_ann(SAMPLE))
    assert from_ann(written) == from_ann(SAMPLE)
    # A span that is both trigger and filler keeps one mark.
    assert "{K2|khiển trách} {P1:PERSON|Lê Văn Sáu}" in written
    assert "E2 DISCIPLINE K2 person=P1 form=K2" in written


def test_scores_and_glosses_stay_out_of_the_markup() -> None:
    document = from_ann(SAMPLE)
    document.entities[0].score = 0.5
    document.events[0].gloss = {"en": "admitted 12 members"}
    document.events[0].args[0].score = 0.5
    assert from_ann(to_ann(document)) == from_ann(SAMPLE)


def number(start: int, end: int, text: str, ident: str = "N1", **norm: int | float | str) -> Entity:
    return Entity(id=ident, label="NUMBER", start=start, end=end, text=text[start:end], norm=dict(norm))


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (Document(id="a", text="mở {ngoặc}"), "brace"),
        (Document(id="a", text="một\r\nhai"), "line ends"),
        (Document(id="a", text="# đầu đề\nthân bài"), "text"),
        (Document(id="a", text="trên\n---\ndưới"), "neither a marked entity nor an event"),
        (Document(id="a\nb", text="tin"), "id"),
        (Document(id="a", text="5 xã", entities=[number(0, 2, "5 xã")]), "outer spaces"),
        (Document(id="a", text="5 xã", entities=[number(0, 1, "5 xã", unit="xã value=3")]), "entities"),
        (Document(id="a", text="15 xã", entities=[number(0, 2, "15 xã"), number(1, 2, "15 xã", "N2")]), "overlaps"),
        (Document(id="a", text="5 xã", entities=[number(0, 1, "5 xã"), number(0, 1, "5 xã", "N2")]), "one span"),
        (Document(id="a", text="5 xã", entities=[number(0, 1, "5 xã", "E1", value=5)]), "cannot be written as markup"),
    ],
)
def test_what_the_markup_cannot_say_is_refused(document: Document, message: str) -> None:
    with pytest.raises(AnnotationError, match=message):
        to_ann(document)


WORDS = st.text(st.sampled_from("aăđếỷ ộ\u0301\u00a09.,()|=#\n\u2028\U0001f389"), max_size=12)
SURFACES = st.text(st.sampled_from("aăđếỷộ\u03019.,()=# \n"), min_size=1, max_size=8).map(
    lambda text: text.strip() or "một"
)
VALUES = st.text(st.sampled_from("aăđếỷ9.,-() ;#"), max_size=8).map(str.strip)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Annotated texts that the markup can hold: words, then a marked span, then words again."""
    text = "Tin: "
    entities: list[Entity] = []
    plain: list[Trigger] = []
    for number_of_mark, label in enumerate(draw(st.lists(st.none() | st.sampled_from(LABELS), max_size=6)), 1):
        text += draw(WORDS)
        surface = draw(SURFACES)
        start, text = len(text), text + surface
        if label is None:
            plain.append(Trigger(start=start, end=len(text), text=surface))
            continue
        norm: dict[str, int | float | str] = {
            key: draw(VALUES) for key in draw(st.lists(st.sampled_from(("unit", "name", "subject")), unique=True))
        }
        if label == "NUMBER":
            norm["value"] = draw(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
        ident = f"{label[0]}{number_of_mark}".replace("E", "X")
        entities.append(Entity(id=ident, label=label, start=start, end=len(text), text=surface, norm=dict(norm)))
    text += draw(WORDS)
    titles = [entity.id for entity in entities if entity.label == "TITLE"]
    for entity in entities:
        if entity.label == "PERSON" and titles:
            entity.norm["titles"] = titles
    events = [
        Event(
            id=f"E{number_of_event}",
            type=draw(st.sampled_from(EVENT_TYPES)),
            modality=draw(st.sampled_from(MODALITIES)),
            trigger=trigger,
            args=[Argument(role="quantity", entity=entity.id) for entity in entities if entity.label == "NUMBER"]
            + [Argument(role="agent", start=filler.start, end=filler.end, text=filler.text) for filler in plain],
        )
        for number_of_event, trigger in enumerate(plain, 1)
    ]
    return Document(id="a", text=text, entities=entities, events=events)


@given(documents())
def test_what_is_written_reads_back_the_same(document: Document) -> None:
    assert from_ann(to_ann(document)) == document


def test_every_shared_article_reads_as_by_the_reference_and_is_written_back(shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("gold", shared / "gold.py")
    assert spec is not None
    assert spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    files = sorted((shared / "train").rglob("*.ann"))
    for file, document in zip(files, read_annotated(shared / "train"), strict=True):
        expected, problems = reference.parse(file)
        assert problems == []
        assert document.to_dict() == {
            **expected,
            "entities": [{k: v for k, v in entity.items() if v != {}} for entity in expected["entities"]],
        }, file.name
        assert from_ann(to_ann(document)) == document
