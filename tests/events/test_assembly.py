"""From the fillers of a trigger to events, and which fillers a trigger can reach.

A case of `split` is an annotated text in the markup of the corpus. All fillers of the events that share a trigger are
thrown together, and the events must come back out of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import pytest

from sukien.events.assembly import (
    Draft,
    Filler,
    complete_breakdowns,
    is_heading,
    join_serial_verbs,
    name_punishments,
    reachable,
    split,
)
from sukien.events.candidates import Candidate
from sukien.events.scene import Mention, Scene
from sukien.training.annotation import from_ann
from sukien.training.examples import Example, TrueEvent, example

Told = frozenset[tuple[str, str]]
"""The roles of an event and the words in them."""


def lay(marked: str, events: str) -> Example:
    """Annotated text with its events; the norm of each number is its first figure."""
    numbers = [line.split(":")[0] for line in marked.split("{") if ":NUMBER|" in line]
    norms = "".join(f"{number} kind=count value=1\n" for number in numbers)
    dates = [line.split(":")[0] for line in marked.split("{") if ":DATE|" in line]
    norms += "".join(f"{day} value=2022\n" for day in dates)
    return example(from_ann(f"{marked}\n---\n{norms}{events}\n"))


def words(scene: Scene, mention: Mention) -> str:
    return scene.text[mention.start : mention.end]


def trigger_of(scene: Scene, draft: Draft) -> str:
    return scene.text[scene.atoms[draft.trigger.first][0] : scene.atoms[draft.trigger.last - 1][1]]


def told(scene: Scene, fillers: list[tuple[str, Mention]]) -> Told:
    return frozenset((role, words(scene, mention)) for role, mention in fillers)


def together(events: list[TrueEvent]) -> Draft:
    """All fillers of events that share a trigger; what is a part of one and the quantity of another is a quantity."""
    roles: dict[int, tuple[str, Mention]] = {}
    for event in events:
        for role, mention in event.fillers:
            if roles.get(mention.first, ("part",))[0] == "part":
                roles[mention.first] = (role, mention)
    fillers = [Filler(role, mention) for _, (role, mention) in sorted(roles.items())]
    first = events[0]
    return Draft(Candidate(first.first, first.last, "", (first.type,)), first.type, fillers)


def drafts(article: Example) -> Iterator[Draft]:
    for _, shared in groupby(article.events, key=lambda event: event.first):
        yield together(list(shared))


SPLIT = {
    "one count": (
        "{D1:DATE|Năm 2022}, {O1:ORG|Đảng ủy xã} {K1|kết nạp} {N1:NUMBER|12} đảng viên.",
        "E1 ADMISSION K1 agent=O1 quantity=N1 time=D1",
    ),
    "a breakdown stays inside": (
        "{K1|Kết nạp} {N1:NUMBER|12} đảng viên, trong đó {N2:NUMBER|5} nữ, {N3:NUMBER|7} đoàn viên.",
        "E1 ADMISSION K1 quantity=N1 part=N2 part=N3",
    ),
    "two counts under one verb": (
        "{D1:DATE|Năm qua}, {O1:ORG|UBKT} {K1|kiểm tra} {N1:NUMBER|9} tổ chức đảng, {N2:NUMBER|30} đảng viên.",
        "E1 INSPECTION K1 agent=O1 quantity=N1 time=D1\nE2 INSPECTION K1 agent=O1 quantity=N2 time=D1",
    ),
    "counts and courses in pairs": (
        "{K1|Cử} {N1:NUMBER|3} đồng chí học {C1:COURSE|Cao cấp}, {N2:NUMBER|8} đồng chí học {C2:COURSE|Trung cấp}.",
        "E1 TRAINING K1 quantity=N1 course=C1\nE2 TRAINING K1 quantity=N2 course=C2",
    ),
    "courses before their counts": (
        "{K1|Đào tạo}: {C1:COURSE|Cao cấp} {N1:NUMBER|3} đồng chí; {C2:COURSE|Trung cấp} {N2:NUMBER|8} đồng chí.",
        "E1 TRAINING K1 quantity=N1 course=C1\nE2 TRAINING K1 quantity=N2 course=C2",
    ),
    "one course for two counts": (
        "{O1:ORG|Hội Nông dân xã} {K1|mở} {N1:NUMBER|2} {C1:COURSE|lớp tập huấn trồng lúa} cho {N2:NUMBER|147} chị.",
        "E1 TRAINING K1 agent=O1 quantity=N1 course=C1\nE2 TRAINING K1 agent=O1 quantity=N2 course=C1",
    ),
    "a breakdown belongs to the count before it": (
        "{K1|Kỷ luật} {N1:NUMBER|4} tổ chức đảng và {N2:NUMBER|30} đảng viên, trong đó {N3:NUMBER|6} cấp ủy viên.",
        "E1 DISCIPLINE K1 quantity=N1\nE2 DISCIPLINE K1 quantity=N2 part=N3",
    ),
    "a price belongs to the count before it": (
        "{K1|Tặng} {N1:NUMBER|20} phần quà, {N2:NUMBER|5} suất học bổng, mỗi suất {N3:NUMBER|1 triệu đồng}.",
        "E1 DONATION K1 quantity=N1\nE2 DONATION K1 quantity=N2 money=N3",
    ),
    "each gift has its own receiver": (
        "{K1|Tặng} {N1:NUMBER|20} phần quà cho {G1|hộ nghèo} và {N2:NUMBER|5} suất học bổng cho {G2|học sinh}.",
        "E1 DONATION K1 quantity=N1 beneficiary=G1\nE2 DONATION K1 quantity=N2 beneficiary=G2",
    ),
    "two givers, one receiver": (
        "{O1:ORG|Hội ND} và {O2:ORG|Đoàn xã} {K1|trao} {N1:NUMBER|20} phần quà, {N2:NUMBER|2} xe cho {G1|hộ nghèo}.",
        "E1 DONATION K1 agent=O1 agent=O2 quantity=N1 beneficiary=G1\n"
        "E2 DONATION K1 agent=O1 agent=O2 quantity=N2 beneficiary=G1",
    ),
    "an office each": (
        "{O1:ORG|Huyện ủy} {K1|bổ nhiệm} ông {P1:PERSON|Lê Văn Sáu} giữ chức {T1:TITLE|Trưởng phòng Nội vụ}, "
        "bà {P2:PERSON|Trần Thị Mận} giữ chức {T2:TITLE|Chánh Thanh tra}.",
        "E1 APPOINTMENT K1 agent=O1 person=P1 title=T1\nE2 APPOINTMENT K1 agent=O1 person=P2 title=T2",
    ),
    "the office before the name": (
        "{K1|Bầu} {T1:TITLE|Chủ tịch} là {P1:PERSON|Lê Văn Sáu}, {T2:TITLE|Phó Chủ tịch} là {P2:PERSON|Trần Thị Mận} "
        "và {P3:PERSON|Ngô Văn Tám}.",
        "E1 ELECTION K1 person=P1 title=T1\nE2 ELECTION K1 person=P2 person=P3 title=T2",
    ),
    "two people in one office": (
        "{K1|Bổ nhiệm} ông {P1:PERSON|Lê Văn Sáu} và bà {P2:PERSON|Trần Thị Mận} giữ chức {T1:TITLE|Phó Trưởng phòng}.",
        "E1 APPOINTMENT K1 person=P1 person=P2 title=T1",
    ),
    "one person in two offices": (
        "{K1|Bầu} ông {P1:PERSON|Lê Văn Sáu} làm {T1:TITLE|Bí thư} kiêm {T2:TITLE|Chủ tịch UBND xã}.",
        "E1 ELECTION K1 person=P1 title=T1 title=T2",
    ),
    "a count beside the offices": (
        "{K1|Bầu} {N1:NUMBER|15} đồng chí vào {O1:ORG|Ban Chấp hành}; ông {P1:PERSON|Lê Sáu} làm {T1:TITLE|Bí thư}, "
        "bà {P2:PERSON|Trần Thị Mận} làm {T2:TITLE|Phó Bí thư}.",
        "E1 ELECTION K1 quantity=N1 org=O1\nE2 ELECTION K1 person=P1 title=T1 org=O1\n"
        "E3 ELECTION K1 person=P2 title=T2 org=O1",
    ),
    "people without an office": (
        "{K1|Kết nạp} {P1:PERSON|Lê Văn Sáu} và {P2:PERSON|Trần Thị Mận}.",
        "E1 ADMISSION K1 person=P1 person=P2",
    ),
    "two meetings": (
        "{D1:DATE|Sáng 5/4}, xã {K1|tổ chức} {M1:MEETING|Đại hội Chi bộ ấp 1} và {M2:MEETING|Đại hội Chi bộ ấp 2}.",
        "E1 CONVENE K1 meeting=M1 time=D1\nE2 CONVENE K1 meeting=M2 time=D1",
    ),
    "an award each": (
        "{K1|Tặng} {A1:AWARD|Bằng khen} cho {O1:ORG|Trường Tân Mỹ} và {A2:AWARD|Giấy khen} cho {P1:PERSON|Lê Văn Sáu}.",
        "E1 COMMENDATION K1 award=A1 org=O1\nE2 COMMENDATION K1 award=A2 person=P1",
    ),
    "one award for several": (
        "{K1|Tặng} {A1:AWARD|Bằng khen} cho {O1:ORG|Trường Tiểu học Tân Mỹ} và {P1:PERSON|Lê Văn Sáu}.",
        "E1 COMMENDATION K1 award=A1 org=O1 person=P1",
    ),
    "two documents are one event": (
        "Chi bộ {K1|quán triệt} {R1:DOCREF|Chỉ thị 05} và {R2:DOCREF|Quy định số 37}.",
        "E1 IMPLEMENTATION K1 document=R1 document=R2",
    ),
    "nothing but the verb": ("Xã {K1|tổ chức} họp.", "E1 CONVENE K1"),
}  # fmt: skip


@pytest.mark.parametrize(("marked", "events"), SPLIT.values(), ids=SPLIT.keys())
def test_events_come_out_of_the_fillers_of_a_trigger(marked: str, events: str) -> None:
    for kind in ("DOCREF",):
        marked_ids = [line.split(":")[0] for line in marked.split("{") if f":{kind}|" in line]
        events += "".join(f"\n{ident} doc_type=Chỉ thị" for ident in marked_ids)
    article = lay(marked, events)
    (draft,) = drafts(article)
    found = [told(article.scene, [(f.role, f.mention) for f in part.fillers]) for part in split(draft)]
    assert found == [told(article.scene, event.fillers) for event in article.events]


def test_each_part_keeps_what_is_known_of_the_whole() -> None:
    article = lay(*SPLIT["two counts under one verb"])
    (draft,) = drafts(article)
    draft.modality, draft.score = "planned", 0.7
    assert {(p.type, p.modality, p.score, p.trigger) for p in split(draft)} == {
        ("INSPECTION", "planned", 0.7, draft.trigger)
    }


# --- what a trigger can reach

REACH = {
    "its own sentence, all of it": (
        "{D1:DATE|Năm 2022}, {O1:ORG|Huyện ủy} {K1|cử} {N1:NUMBER|3} người học {C1:COURSE|Cao cấp}, {N2:NUMBER|5} nữ",
        {"Năm 2022", "Huyện ủy", "3", "Cao cấp", "5"},
    ),
    "who and when from the sentences before": (
        "{D1:DATE|Sáng 5/4}, {O1:ORG|Huyện ủy} họp. Ông {P1:PERSON|Sáu}, {T1:TITLE|Bí thư}, dự. Sau đó, {K1|trao} quà",
        {"Sáng 5/4", "Huyện ủy", "Sáu"},
    ),
    "a breakdown in the sentence after": (
        "Xã {K1|kết nạp} {N1:NUMBER|12} đảng viên. Trong đó có {N2:NUMBER|5} nữ ở {L1:LOC|ấp 1}. Xã vui.",
        {"12", "5"},
    ),
    "who and when from the line above, no counts from other lines": (
        "{O1:ORG|Huyện ủy} họp {D1:DATE|sáng 5/4}, {N1:NUMBER|9} xã dự.\nXã {K1|trao} {N2:NUMBER|3} phần quà.\n"
        "Ấp có {N3:NUMBER|8} hộ ở {L1:LOC|ấp 1}.",
        {"Huyện ủy", "sáng 5/4", "3"},
    ),
    "the first and the last of a kind in the line above": (
        "Ông {P1:PERSON|Sáu}, bà {P2:PERSON|Mận}, bà {P3:PERSON|Tám}, {T1:TITLE|Bí thư}, cùng đi.\n"
        "Xã {K1|trao} {N1:NUMBER|3} phần quà.",
        {"Sáu", "Tám", "3"},
    ),
    "the first line and the headings above, however far": (
        "{O1:ORG|HUYỆN LẤP VÒ} {D1:DATE|NĂM 2022}\nTrời đẹp. Dân vui. Gió nhẹ. Nắng ấm. Ông {P1:PERSON|Sáu} dự.\n"
        "{O2:ORG|HỘI NÔNG DÂN} LÀM {N1:NUMBER|4} VIỆC\nĐường sá sạch. Nhà cửa mới. Cây cối xanh. Đồng ruộng tốt.\n"
        "Sau đó, {K1|trao} {N2:NUMBER|3} phần quà.",
        {"HUYỆN LẤP VÒ", "NĂM 2022", "HỘI NÔNG DÂN", "3"},
    ),
    "not a line far above that is no heading": (
        "Tin ngắn\n{O1:ORG|Huyện đoàn} họp {D1:DATE|sáng 5/4}.\nTrời đẹp. Dân vui. Gió nhẹ. Nắng ấm.\n"
        "Sau đó, {K1|trao} {N1:NUMBER|3} phần quà.",
        {"3"},
    ),
    "the lead of the list it stands in": (
        "{D1:DATE|Năm 2022}, {O1:ORG|Huyện ủy} đạt kết quả sau:\n- Kết nạp {N1:NUMBER|12} đảng viên.\n"
        "- {K1|Cử} {N2:NUMBER|3} đồng chí đi học.",
        {"Năm 2022", "Huyện ủy", "3"},
    ),
    "the lines of the list it opens": (
        "{O1:ORG|Huyện ủy} {K1|bổ nhiệm} các đồng chí sau:\n- {P1:PERSON|Lê Văn Sáu} làm {T1:TITLE|Trưởng phòng}.\n"
        "- {P2:PERSON|Trần Thị Mận} làm {T2:TITLE|Chánh Văn phòng}.",
        {"Huyện ủy", "Lê Văn Sáu", "Trưởng phòng", "Trần Thị Mận", "Chánh Văn phòng"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), REACH.values(), ids=REACH.keys())
def test_what_a_trigger_can_reach(marked: str, expected: set[str]) -> None:
    article = lay(marked, "E1 CONVENE K1")
    scene, (event,) = article.scene, article.events
    found = [
        words(scene, mention) for mention in reachable(scene, Candidate(event.first, event.last, "", ("CONVENE",)))
    ]
    assert set(found) == expected
    assert len(found) == len(expected)


def test_an_endless_list_is_not_reached_as_a_whole() -> None:
    numbers = " ".join(f"{{N{i}:NUMBER|{i}}} hộ," for i in range(1, 200))
    article = lay(f"Xã {{K1|tặng}} {numbers} hết.", "E1 DONATION K1")
    (event,) = article.events
    found = list(reachable(article.scene, Candidate(event.first, event.last, "tặng", ("DONATION",))))
    assert 20 <= len(found) < 120
    assert words(article.scene, found[0]) == "1"


@pytest.mark.parametrize(
    ("line", "expected"),
    [("KẾT QUẢ CÔNG TÁC ĐẢNG", True), ("Xã họp.", False), ("Kết quả như sau:", False), ('Ông nói: "Tốt"', False)],
)
def test_a_heading_is_a_line_without_a_stop(line: str, expected: bool) -> None:
    assert is_heading(lay(f"{line}\nXã {{K1|họp}}.", "E1 CONVENE K1").scene, 0) == expected


# --- verbs in a row

SERIAL = {
    "the course of the count before": (
        "{O1:ORG|Huyện ủy} {K1|cử} {N1:NUMBER|3} đồng chí {K2|tham gia học} {C1:COURSE|lớp Cao cấp}.",
        "E1 TRAINING K1 quantity=N1 course=C1\nE2 TRAINING K2 course=C1 agent=O1",
        [("cử", {("quantity", "3"), ("course", "lớp Cao cấp"), ("agent", "Huyện ủy")})],
    ),
    "another count is another event": (
        "{K1|Cử} {N1:NUMBER|3} người học {C1:COURSE|Cao cấp}; {N2:NUMBER|8} người {K2|học} {C2:COURSE|Trung cấp}.",
        "E1 TRAINING K1 quantity=N1 course=C1\nE2 TRAINING K2 quantity=N2 course=C2",
        [
            ("Cử", {("quantity", "3"), ("course", "Cao cấp")}),
            ("học", {("quantity", "8"), ("course", "Trung cấp")}),
        ],
    ),
    "another type is another event": (
        "Xã {K1|thăm}, {K2|tặng} {N1:NUMBER|8} phần quà.",
        "E1 VISIT K1\nE2 DONATION K2 quantity=N1",
        [("thăm", set()), ("tặng", {("quantity", "8")})],
    ),
    "another sentence is another event": (
        "Xã {K1|cử} {N1:NUMBER|3} người. Họ {K2|học} {C1:COURSE|lớp Cao cấp}.",
        "E1 TRAINING K1 quantity=N1 course=C1\nE2 TRAINING K2 course=C1",
        [("cử", {("quantity", "3"), ("course", "lớp Cao cấp")}), ("học", {("course", "lớp Cao cấp")})],
    ),
}


@pytest.mark.parametrize(("marked", "events", "expected"), SERIAL.values(), ids=SERIAL.keys())
def test_verbs_in_a_row(marked: str, events: str, expected: list[tuple[str, set[tuple[str, str]]]]) -> None:
    article = lay(marked, events)
    scene = article.scene
    found = join_serial_verbs(scene, list(drafts(article)))
    assert [
        (trigger_of(scene, draft), set(told(scene, [(f.role, f.mention) for f in draft.fillers]))) for draft in found
    ] == expected


# --- breakdowns


@pytest.mark.parametrize(
    ("counts", "parts"),
    [
        ((12, 7, 5), ["7", "5"]),
        ((12, 7, 6), []),  # more than the whole
        ((12, 7, 4), []),  # less
        ((12, 12), []),  # one count is no breakdown
        ((12, 3, 4, 5, 9), ["3", "4", "5"]),
    ],
)
def test_counts_that_add_up_are_parts(counts: tuple[int, ...], parts: list[str]) -> None:
    whole, *rest = (f"{{N{i}:NUMBER|{count}}}" for i, count in enumerate(counts))
    norms = "".join(f"N{i} kind=count value={count}\n" for i, count in enumerate(counts))
    marked = f"Xã {{K1|kết nạp}} {whole} đảng viên ({'; '.join(f'{part} người' for part in rest)})."
    article = example(from_ann(f"{marked}\n---\n{norms}E1 ADMISSION K1 quantity=N0\n"))
    (draft,) = drafts(article)
    complete_breakdowns(article.scene, [draft])
    assert [words(article.scene, filler.mention) for filler in draft.role("part")] == parts
    assert [words(article.scene, filler.mention) for filler in draft.role("quantity")] == ["12"]


# --- punishments

PUNISHED = {
    "the form before its count": (
        "Xã {K1|kỷ luật} {N1:NUMBER|8} đảng viên: {G1|khiển trách} {N2:NUMBER|5}, {G2|cảnh cáo} {N3:NUMBER|3}.",
        "E1 DISCIPLINE K1 quantity=N1 part=N2 part=N3 form=G1 form=G2",
        ["kỷ luật: part 3, part 5, quantity 8", "khiển trách: form khiển trách, quantity 5",
         "cảnh cáo: form cảnh cáo, quantity 3"],
    ),
    "the form after its count": (
        "Xã {K1|kỷ luật} {N1:NUMBER|8} đảng viên, {N2:NUMBER|5} đồng chí bị {G1|khiển trách}.",
        "E1 DISCIPLINE K1 quantity=N1 part=N2 form=G1",
        ["kỷ luật: part 5, quantity 8", "khiển trách: form khiển trách, quantity 5"],
    ),
    "who and when are those of the whole": (
        "{D1:DATE|Năm qua}, {O1:ORG|UBKT} {K1|kỷ luật} {N1:NUMBER|8} người, {G1|cảnh cáo} {N2:NUMBER|3}.",
        "E1 DISCIPLINE K1 agent=O1 time=D1 quantity=N1 part=N2 form=G1",
        ["kỷ luật: agent UBKT, part 3, quantity 8, time Năm qua",
         "cảnh cáo: agent UBKT, form cảnh cáo, quantity 3, time Năm qua"],
    ),
    "an event that is there already is only completed": (
        "Xã {K1|kỷ luật} {N1:NUMBER|8} đảng viên: {K2|khiển trách} {N2:NUMBER|5}.",
        "E1 DISCIPLINE K1 quantity=N1 part=N2\nE2 DISCIPLINE K2 form=K2",
        ["kỷ luật: part 5, quantity 8", "khiển trách: form khiển trách, quantity 5"],
    ),
    "the form of the whole stays there": (
        "Xã {K1|kỷ luật} {G1|khiển trách} {N1:NUMBER|8} đảng viên, trong đó {N2:NUMBER|5} nữ.",
        "E1 DISCIPLINE K1 quantity=N1 part=N2 form=G1",
        ["kỷ luật: form khiển trách, part 5, quantity 8"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("marked", "events", "expected"), PUNISHED.values(), ids=PUNISHED.keys())
def test_a_part_with_a_punishment_of_its_own_is_an_event(marked: str, events: str, expected: list[str]) -> None:
    article = lay(marked, events)
    scene = article.scene
    found = []
    for draft in name_punishments(scene, list(drafts(article))):
        fillers = ", ".join(sorted(f"{filler.role} {words(scene, filler.mention)}" for filler in draft.fillers))
        found.append(f"{trigger_of(scene, draft)}: {fillers}")
    assert found == expected
