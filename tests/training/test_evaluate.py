"""The figures: counted by hand on small cases, and equal to the reference scorer's on disturbed articles."""

from __future__ import annotations

import copy
import importlib.util
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from sukien.document import Argument, Document, Entity, Event, Trigger
from sukien.errors import ArticleError
from sukien.schema import EVENT_TYPES, LABELS, MODALITIES, ROLES
from sukien.training.annotation import from_ann, read_annotated
from sukien.training.evaluate import Figure, evaluate

GOLD = """\
# id: a
{D1:DATE|Năm 2022}, {O1:ORG|Đảng ủy xã Tân Mỹ} {K1|kết nạp} {N1:NUMBER|12} đảng viên mới, trong đó {N2:NUMBER|5} nữ; \
{K2|bổ nhiệm} ông {P1:PERSON|Lê Văn Sáu} làm {T1:TITLE|Trưởng ấp}.
---
D1 value=2022
N1 kind=count value=12 unit=đảng viên mới
N2 kind=count value=5
P1 titles=T1
E1 ADMISSION K1 agent=O1 quantity=N1 part=N2 time=D1
E2 APPOINTMENT K2 person=P1 title=T1
"""


def figure(name: str, change: Callable[[str], str]) -> tuple[int, int, int]:
    """Right, found, annotated, when the gold document is predicted as `change` leaves it."""
    found = evaluate([from_ann(GOLD)], [from_ann(change(GOLD))])[name]
    return found.hit, found.predicted, found.gold


def test_a_perfect_prediction_is_perfect_in_every_figure() -> None:
    report = evaluate([from_ann(GOLD)], [from_ann(GOLD)])
    assert {f.f1 for f in report.figures.values()} == {1.0}
    assert report["entity"] == Figure(6, 6, 6)
    assert report["norm"] == Figure(6, 6, 6)
    assert report["link"] == Figure(1, 1, 1)
    assert report["event"] == Figure(2, 2, 2)
    assert report["argument"] == Figure(6, 6, 6)
    assert report["fact"] == Figure(2, 2, 2)
    assert report.errors == ()


@pytest.mark.parametrize("predicted", [[], [Document(id="b", text="khác")]], ids=["none", "another"])
def test_what_is_not_predicted_counts_as_nothing_found(predicted: list[Document]) -> None:
    report = evaluate([from_ann(GOLD)], predicted)
    assert report["entity"] == Figure(0, 0, 6)
    assert report["norm"] == Figure(0, 0, 0)
    assert report["event"] == Figure(0, 0, 2)
    assert report["argument"] == Figure(0, 0, 6)
    assert report["fact"].f1 == 0.0


@pytest.mark.parametrize(
    ("what", "old", "new", "expected"),
    [
        ("a span too short is missed and invented", "{O1:ORG|Đảng ủy xã Tân Mỹ}", "{O1:ORG|Đảng ủy xã} Tân Mỹ",
         {"entity": (5, 6, 6), "entity ORG": (0, 1, 1), "argument agent": (1, 1, 1), "fact": (2, 2, 2)}),
        ("less than half of the span is no match", "{O1:ORG|Đảng ủy xã Tân Mỹ}", "{O1:ORG|Đảng ủy} xã Tân Mỹ",
         {"argument agent": (0, 1, 1), "argument": (5, 6, 6), "fact": (2, 2, 2)}),
        ("another label", "{O1:ORG|", "{O1:LOC|",
         {"entity ORG": (0, 0, 1), "entity LOC": (0, 1, 0), "entity": (5, 6, 6), "argument agent": (1, 1, 1)}),
        ("a unit may have fewer modifiers", "unit=đảng viên mới", "unit=đảng viên",
         {"norm NUMBER.unit": (1, 1, 1)}),
        ("down to the first word", "unit=đảng viên mới", "unit=đảng",
         {"norm NUMBER.unit": (1, 1, 1), "norm": (6, 6, 6)}),
        ("but not a cut word", "unit=đảng viên mới", "unit=đảng viê",
         {"norm NUMBER.unit": (0, 1, 1), "norm": (5, 6, 6)}),
        ("a missing norm key is wrong", "D1 value=2022\n", "D1\n",
         {"norm DATE.value": (0, 1, 1), "entity DATE": (1, 1, 1)}),
        ("an unlinked title", "P1 titles=T1\n", "",
         {"link": (0, 0, 1), "entity": (6, 6, 6)}),
        ("a missing part: the event stands, the fact does not", " part=N2", "",
         {"event": (2, 2, 2), "argument part": (0, 0, 1), "argument": (5, 5, 6), "fact": (1, 2, 2)}),
        ("a missing agent does not touch the fact", " agent=O1", "",
         {"argument agent": (0, 0, 1), "fact": (2, 2, 2)}),
        ("an extra core argument does", "E1 ADMISSION K1", "E1 ADMISSION K1 person=P1",
         {"argument person": (1, 2, 1), "argument": (6, 7, 6), "fact": (1, 2, 2)}),
        ("another modality", "title=T1", "title=T1 modality=planned",
         {"event": (2, 2, 2), "argument": (6, 6, 6), "fact": (1, 2, 2)}),
        ("another type is another event", "E2 APPOINTMENT", "E2 ELECTION",
         {"event": (1, 2, 2), "event APPOINTMENT": (0, 0, 1), "event ELECTION": (0, 1, 0),
          "argument": (4, 6, 6), "argument person": (0, 0, 0), "fact": (1, 2, 2)}),
        ("another trigger is forgiven where a core argument is shared", "E2 APPOINTMENT K2", "E2 APPOINTMENT K1",
         {"event APPOINTMENT": (1, 1, 1), "fact": (2, 2, 2)}),
        ("a doubled argument counts once", "person=P1", "person=P1 person=P1",
         {"argument person": (1, 1, 1), "fact": (2, 2, 2)}),
        ("one gold event pairs with one predicted, the more alike", "E2 APP", "E3 ADMISSION K1 quantity=N1\nE2 APP",
         {"event ADMISSION": (1, 2, 1), "argument quantity": (1, 1, 1), "argument": (6, 7, 6), "fact": (2, 3, 2)}),
        ("a missed event takes its arguments with it", "E2 APPOINTMENT K2 person=P1 title=T1\n", "",
         {"event": (1, 1, 2), "argument": (4, 4, 6), "fact": (1, 1, 2)}),
    ],
)  # fmt: skip
def test_counted_by_hand(what: str, old: str, new: str, expected: Mapping[str, tuple[int, int, int]]) -> None:
    assert old in GOLD, what
    for name, counts in expected.items():
        assert figure(name, lambda gold: gold.replace(old, new)) == counts, f"{what}: {name}"


def test_figures_of_several_documents_are_summed() -> None:
    first, second = from_ann(GOLD), from_ann(GOLD.replace("# id: a", "# id: b"))
    report = evaluate([first, second], [second])
    assert report["fact"] == Figure(2, 2, 4)
    assert (report["fact"].precision, report["fact"].recall, round(report["fact"].f1, 4)) == (1.0, 0.5, 0.6667)


def test_the_report_reads_like_the_reference() -> None:
    report = evaluate([from_ann(GOLD)], [from_ann(GOLD.replace(" part=N2", ""))])
    lines = str(report).splitlines()
    assert lines[0] == "entity                           P 100.0  R 100.0  F1 100.0   6/6/6"
    assert lines[-1] == "fact                             P  50.0  R  50.0  F1  50.0   1/2/2"
    assert [line.split()[0] for line in lines] == sorted(
        (line.split()[0] for line in lines), key=["entity", "norm", "link", "event", "argument", "fact"].index
    )
    assert report.to_dict()["argument part"] == {"p": 0.0, "r": 0.0, "f1": 0.0, "hit": 0, "predicted": 0, "gold": 1}


def test_every_error_is_named_with_its_place() -> None:
    changed = (
        GOLD.replace("{O1:ORG|Đảng ủy xã Tân Mỹ}", "{O1:ORG|Đảng ủy} xã Tân Mỹ")
        .replace("value=12", "value=21")
        .replace("P1 titles=T1\n", "")
        .replace("title=T1", "modality=negated")
        .replace("E1 ADMISSION", "E1 ESTABLISHMENT")
    )
    report = evaluate([from_ann(GOLD)], [from_ann(changed)])
    assert [(e.figure, e.kind, e.text, e.detail) for e in report.errors] == [
        ("entity ORG", "missed", "Đảng ủy xã Tân Mỹ", ""),
        ("entity ORG", "invented", "Đảng ủy", ""),
        ("norm NUMBER.value", "wrong", "12", "12 expected, 21 found"),
        ("link", "missed", "Lê Văn Sáu", "Trưởng ấp"),
        ("event ADMISSION", "missed", "kết nạp",
         "agent 'Đảng ủy xã Tân Mỹ', quantity '12', part '5', time 'Năm 2022'"),
        ("event ESTABLISHMENT", "invented", "kết nạp", "agent 'Đảng ủy', quantity '12', part '5', time 'Năm 2022'"),
        ("event APPOINTMENT", "wrong", "bổ nhiệm", "modality actual expected, negated found"),
        ("argument title", "missed", "Trưởng ấp", "of APPOINTMENT 'bổ nhiệm'"),
    ]  # fmt: skip
    assert {e.document for e in report.errors} == {"a"}
    assert str(report.errors[2]).splitlines() == [
        "a  norm NUMBER.value        wrong    36-38 '12': 12 expected, 21 found",
        "    Năm 2022, Đảng ủy xã Tân Mỹ kết nạp ⟦12⟧ đảng viên mới, trong đó 5 nữ; bổ nhiệm ông Lê Văn Sáu làm Trưởng "
        "ấp.",
    ]


def test_another_text_is_refused() -> None:
    with pytest.raises(ArticleError, match="a: the predicted document has another text"):
        evaluate([from_ann(GOLD)], [from_ann(GOLD.replace("ông", "Ông"))])


def test_two_gold_documents_of_one_id_are_refused() -> None:
    with pytest.raises(ArticleError, match="a: two gold documents have this id"):
        evaluate([from_ann(GOLD), from_ann(GOLD)], [])


def disturbed(document: Document, chance: random.Random) -> Document:
    """A copy as a poor reader would hand it in: things dropped, shifted, relabelled, made up."""
    copied = copy.deepcopy(document)
    size = len(copied.text)
    copied.entities = [entity for entity in copied.entities if chance.random() > 0.1]
    for entity in copied.entities:
        disturb_entity(entity, copied, chance)
    copied.events = [event for event in copied.events if chance.random() > 0.15]
    for event in copied.events:
        if chance.random() < 0.2:
            start = chance.randrange(size - 8)
            event.trigger = Trigger(start=start, end=start + 8, text=copied.text[start : start + 8])
        if chance.random() < 0.1:
            event.type = chance.choice(EVENT_TYPES)
        if chance.random() < 0.1:
            event.modality = chance.choice(MODALITIES)
        event.args = [disturbed_argument(argument, size, chance) for argument in event.args if chance.random() > 0.1]
        event.args += chance.choices(event.args, k=1) if event.args and chance.random() < 0.1 else []
    copied.events += [made_up_event(copied, chance) for _ in range(chance.randrange(3))]
    chance.shuffle(copied.events)
    return copied


def disturb_entity(entity: Entity, document: Document, chance: random.Random) -> None:
    if chance.random() < 0.1:
        entity.end = min(len(document.text), entity.end + chance.randint(1, 5))
    if chance.random() < 0.05:
        entity.label = chance.choice(LABELS)
    for key in list(entity.norm):
        if chance.random() < 0.1:
            entity.norm.pop(key)
        elif chance.random() < 0.1 and isinstance(entity.norm[key], str):
            entity.norm[key] = f"{entity.norm[key]} mới".upper()
        elif chance.random() < 0.1 and key != "titles":
            entity.norm[key] = chance.randrange(9)


def disturbed_argument(argument: Argument, size: int, chance: random.Random) -> Argument:
    role = chance.choice(ROLES) if chance.random() < 0.1 else argument.role
    if chance.random() < 0.1:
        start = chance.randrange(size - 4)
        return Argument(role=role, start=start, end=start + 4, text="····")
    return Argument(role=role, entity=argument.entity, start=argument.start, end=argument.end, text=argument.text)


def made_up_event(document: Document, chance: random.Random) -> Event:
    start = chance.randrange(len(document.text) - 6)
    return Event(
        id=f"X{chance.random()}",
        type=chance.choice(EVENT_TYPES),
        trigger=Trigger(start=start, end=start + 6, text=document.text[start : start + 6]),
        args=[
            Argument(role=chance.choice(ROLES), entity=entity.id)
            for entity in chance.sample(document.entities, k=min(3, len(document.entities)))
        ],
    )


@pytest.fixture(scope="module")
def reference(shared: Path) -> Any:
    """The scorer beside the repository that decides."""
    spec = importlib.util.spec_from_file_location("score", shared / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("seed", range(5))
def test_the_figures_equal_the_reference(shared: Path, reference: Any, seed: int) -> None:
    chance = random.Random(seed)
    gold = list(read_annotated(shared / "train"))
    predicted = [disturbed(document, chance) for document in gold if chance.random() > 0.02]
    expected, _ = reference.score(
        {document.id: document.to_dict() for document in gold},
        {document.id: document.to_dict() for document in predicted},
    )
    report = evaluate(gold, predicted)
    assert report.to_dict() == expected
    assert 0.2 < report["fact"].f1 < 0.9  # the disturbance left both right and wrong things to count
    assert list(report.to_dict()) == sorted(
        expected, key=lambda n: (["entity", "norm", "link", "event", "argument", "fact"].index(n.split()[0]), n)
    )
