"""The figures: counted by hand on small cases, and equal to the reference scorer's on disturbed articles."""

from __future__ import annotations

import copy
import importlib.util
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukien.document import Argument, Document, Entity, Event, Trigger
from sukien.errors import ArticleError
from sukien.schema import EVENT_TYPES, LABELS, MODALITIES, ROLES
from sukien.training.annotation import from_ann, read_annotated
from sukien.training.evaluate import Calibration, Confusion, Figure, Report, evaluate, evaluate_by_group

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


def test_an_error_is_shown_in_its_line() -> None:
    gold = from_ann("Tin vắn\nXã {K1|họp} ở {L1:LOC|ấp Tư}.\nHết\n---\nE1 CONVENE K1 place=L1\n")
    report = evaluate([gold], [])
    assert [error.sentence for error in report.errors] == ["Xã họp ở ⟦ấp Tư⟧.", "Xã ⟦họp⟧ ở ấp Tư."]
    assert str(report.errors[0]).splitlines()[1] == "    Xã họp ở ⟦ấp Tư⟧."


def test_an_error_over_a_line_end_is_shown_in_one_line() -> None:
    gold = from_ann("Xã họp ở {L1:LOC|ấp\nTư}, vui.\nHết\n---\n")
    assert [error.sentence for error in evaluate([gold], []).errors] == ["Xã họp ở ⟦ấp Tư⟧, vui."]


def test_of_a_long_line_only_the_part_about_the_error_is_shown() -> None:
    gold = from_ann(f"{'rất xa ' * 500}{{L1:LOC|ấp Tư}}{' rất lâu' * 500}\n---\n")
    (error,) = evaluate([gold], []).errors
    assert len(error.sentence) < 350
    assert "rất xa ⟦ấp Tư⟧ rất lâu" in error.sentence


# --- what was taken for what


def confusions(*changes: tuple[str, str]) -> dict[Confusion, int]:
    """What is confused when the gold document is predicted with `changes` (old, new)."""
    changed = GOLD
    for old, new in changes:
        assert old in changed
        changed = changed.replace(old, new)
    return dict(evaluate([from_ann(GOLD)], [from_ann(changed)]).confusions)


@pytest.mark.parametrize(
    ("what", "old", "new", "expected"),
    [
        ("another label", "{O1:ORG|", "{O1:LOC|", {Confusion("label", "ORG", "LOC"): 1}),
        ("another label on most of the words", "{O1:ORG|Đảng ủy xã Tân Mỹ}", "{O1:LOC|Đảng ủy xã} Tân Mỹ",
         {Confusion("label", "ORG", "LOC"): 1}),
        ("another label on few of them", "{O1:ORG|Đảng ủy xã Tân Mỹ}", "{O1:LOC|Đảng} ủy xã Tân Mỹ", {}),
        ("only another span", "{O1:ORG|Đảng ủy xã Tân Mỹ}", "{O1:ORG|Đảng ủy xã} Tân Mỹ", {}),
        ("another type", "E2 APPOINTMENT", "E2 ELECTION", {Confusion("type", "APPOINTMENT", "ELECTION"): 1}),
        ("an event too many", "E2 APPOINTMENT", "E3 VISIT K2\nE2 APPOINTMENT", {}),  # its words are taken rightly
        ("an event too few", "E2 APPOINTMENT K2 person=P1 title=T1\n", "", {}),
        ("another type on another word", "E2 APPOINTMENT K2", "E2 ELECTION K1", {}),
    ],
)  # fmt: skip
def test_what_is_taken_for_what(what: str, old: str, new: str, expected: Mapping[Confusion, int]) -> None:
    assert confusions((old, new)) == expected, what


def test_confusions_of_all_documents_are_counted_and_told_the_most_frequent_first() -> None:
    documents = [from_ann(GOLD.replace("# id: a", f"# id: {ident}")) for ident in "abc"]
    body_as_place = GOLD.replace("{O1:ORG|", "{O1:LOC|")
    title_as_name = body_as_place.replace("{T1:TITLE|", "{T1:PERSON|").replace("P1 titles=T1\n", "")
    election = title_as_name.replace("E2 APPOINTMENT K2 person=P1 title=T1", "E2 ELECTION K2 person=P1")
    predicted = [from_ann(body_as_place), from_ann(election.replace("# id: a", "# id: b"))]
    report = evaluate(documents, predicted)
    assert list(report.confusions.items()) == [
        (Confusion("label", "ORG", "LOC"), 2),
        (Confusion("label", "TITLE", "PERSON"), 1),
        (Confusion("type", "APPOINTMENT", "ELECTION"), 1),
    ]
    assert str(report).splitlines()[-3:] == [
        "confusion of label               ORG taken for LOC: 2",
        "confusion of label               TITLE taken for PERSON: 1",
        "confusion of type                APPOINTMENT taken for ELECTION: 1",
    ]


# --- whether scores can be taken at their word


def scored(change: Callable[[str], str] = str, **scores: float) -> Document:
    """The gold document as `change` leaves it, with scores by id; `E1_agent` is that of an argument."""
    document = from_ann(change(GOLD))
    for entity in document.entities:
        entity.score = scores.get(entity.id)
    for event in document.events:
        event.score = scores.get(event.id)
        for argument in event.args:
            argument.score = scores.get(f"{event.id}_{argument.role}")
    return document


@pytest.mark.parametrize(
    ("outcomes", "error"),
    [
        ((), 0.0),
        (((1.0, True), (0.0, False)), 0.0),
        (((0.9, True), (0.9, False)), 0.4),  # half is right, not nine in ten
        (((0.75, True),) * 3 + ((0.75, False),), 0.0),
        (((0.72, True), (0.78, False)), 0.25),  # one bin: 0.75 said, 0.5 right
        (((0.62, True), (0.78, False)), 0.58),  # two bins: (0.38 + 0.78) / 2
        (((1.0, False),), 1.0),
        (((0.95, False), (1.0, True)), 0.475),  # 1 lies in the last bin
    ],
)
def test_the_calibration_error_is_counted_by_hand(outcomes: tuple[tuple[float, bool], ...], error: float) -> None:
    assert Calibration(outcomes).error == pytest.approx(error)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans())))
def test_the_calibration_error_is_a_share(outcomes: list[tuple[float, bool]]) -> None:
    assert 0 <= Calibration(tuple(outcomes)).error <= 1 + 1e-9


def outcomes(report: Report) -> dict[str, list[tuple[float, bool]]]:
    return {what: sorted(calibration.outcomes) for what, calibration in report.calibration.items()}


def test_every_score_counts_as_right_or_wrong() -> None:
    found = scored(
        lambda gold: gold.replace("{O1:ORG|Đảng ủy xã Tân Mỹ}", "{O1:ORG|Đảng ủy xã} Tân Mỹ").replace(
            "E2 APPOINTMENT", "E2 ELECTION"
        ),
        O1=0.4, N1=0.9, E1=0.8, E2=0.3, E1_agent=0.7, E1_quantity=0.6, E2_person=0.2,
    )  # fmt: skip
    assert outcomes(evaluate([from_ann(GOLD)], [found])) == {
        "entity": [(0.4, False), (0.9, True)],
        "event": [(0.3, False), (0.8, True)],
        "argument": [(0.2, False), (0.6, True), (0.7, True)],  # the agent has half of its words; E2 is no true event
    }


def test_an_argument_in_another_role_is_wrong() -> None:
    found = scored(lambda gold: gold.replace("part=N2", "target=N2"), E1=0.8, E1_target=0.5, E1_quantity=0.9)
    assert outcomes(evaluate([from_ann(GOLD)], [found]))["argument"] == [(0.5, False), (0.9, True)]


def test_the_norm_does_not_count_and_what_has_no_score_is_left_out() -> None:
    found = scored(lambda gold: gold.replace("value=12", "value=21"), N1=0.9)
    assert outcomes(evaluate([from_ann(GOLD)], [found])) == {"entity": [(0.9, True)], "event": [], "argument": []}


def test_calibration_is_told_where_there_are_scores() -> None:
    report = evaluate([from_ann(GOLD)], [scored(N1=0.75, O1=0.75, E1=1.0)])
    assert [line for line in str(report).splitlines() if "calibration" in line] == [
        "calibration entity               error 0.250 over 2",
        "calibration event                error 0.000 over 1",
    ]
    assert "calibration" not in str(evaluate([from_ann(GOLD)], [from_ann(GOLD)]))


# --- by group


def test_each_group_has_its_own_figures() -> None:
    gold = [from_ann(GOLD.replace("# id: a", f"# id: {ident}")) for ident in "abcd"]
    groups = {"a": "daily", "b": "daily", "c": "official", "e": "national"}  # d has none, e is not annotated
    reports = evaluate_by_group(gold, [gold[0], gold[2], gold[3]], groups)
    assert list(reports) == ["daily", "official"]
    assert reports["daily"]["fact"] == Figure(2, 2, 4)
    assert reports["official"]["fact"] == Figure(2, 2, 2)
    assert evaluate_by_group(gold, gold, {}) == {}


def test_the_summary_is_one_line() -> None:
    report = evaluate([from_ann(GOLD)], [from_ann(GOLD.replace(" part=N2", ""))])
    assert report.summary() == "entity 100.0  norm 100.0  link 100.0  event 100.0  argument 90.9  fact 50.0"
    assert evaluate([], []).summary() == "entity 0.0  norm 0.0  link 0.0  event 0.0  argument 0.0  fact 0.0"


# --- what is refused


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
