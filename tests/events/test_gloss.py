"""An annotated sentence in, what is told of its event out."""

# ruff: noqa: E501  (an annotated sentence stays on one line, as in the corpus)

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukien.document import Argument, Document, Entity, Event, NormValue, Trigger
from sukien.events.gloss import gloss
from sukien.schema import EVENT_TYPES, MODALITIES, ROLE_LABELS, TEXT
from sukien.training.annotation import from_ann, read_annotated

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "train"

TELL = [
    (
        "TRAINING: sent to a course",
        """{O1:ORG|Ban Tổ chức Thành ủy Cao Lãnh} {K1|cử} {N1:NUMBER|43} đồng chí học {C1:COURSE|lớp Trung cấp lý luận chính trị} trong {D1:DATE|năm 2022}.
---
N1 kind=count value=43 unit=đồng chí
C1 level=trung cấp subject=lý luận chính trị
D1 value=2022
E1 TRAINING K1 agent=O1 quantity=N1 course=C1 time=D1
""",
        "the Organisation Board of the Cao Lãnh City Party Committee sent 43 cadres to intermediate political theory training in 2022",
        "Ban Tổ chức Thành ủy Cao Lãnh cử 43 đồng chí học lớp Trung cấp lý luận chính trị năm 2022",
    ),
    (
        "TRAINING: classes opened, subject without a translation",
        """{G1|huyện} sẽ {K1|mở} {N1:NUMBER|5} lớp {C1:COURSE|lớp bồi dưỡng kỹ thuật ghép xoài} cho nông dân.
---
N1 kind=count value=5 unit=lớp
C1 level=bồi dưỡng subject=kỹ thuật ghép xoài
E1 TRAINING K1 agent=G1 quantity=N1 course=C1 modality=planned
""",
        "the district planned to open 5 training classes on “kỹ thuật ghép xoài”",
        "huyện sẽ mở 5 lớp bồi dưỡng kỹ thuật ghép xoài",
    ),
    (
        "TRAINING: people attend by themselves",
        """{N1:NUMBER|1} đồng chí không {K1|dự} {C1:COURSE|lớp Cao cấp LLCT}.
---
N1 kind=count value=1 unit=đồng chí
C1 level=cao cấp subject=LLCT
E1 TRAINING K1 quantity=N1 course=C1 modality=negated
""",
        "1 cadre did not attend advanced political theory training",
        "1 đồng chí không dự lớp Cao cấp LLCT",
    ),
    (
        "ADMISSION: more than the target",
        """Đảng bộ {K1|kết nạp} {N1:NUMBER|171/170} đảng viên, đạt {N2:NUMBER|100,6%} chỉ tiêu.
---
N1 kind=ratio value=171 total=170 unit=đảng viên
N2 kind=percent value=100.6
E1 ADMISSION K1 quantity=N1 share=N2
""",
        "admitted 171 of a target of 170 Party members (100.6% of the target)",
        "kết nạp 171/170 đảng viên (đạt 100,6% chỉ tiêu)",
    ),
    (
        "ADMISSION: a target that stands apart, a bound",
        """{K1|Kết nạp} hơn {N1:NUMBER|1.200} hội viên (chỉ tiêu {N2:NUMBER|1.000}).
---
N1 kind=count value=1200 bound=> unit=hội viên
N2 kind=count value=1000
E1 ADMISSION K1 quantity=N1 target=N2
""",
        "admitted more than 1,200 association members (target: 1,000)",
        "kết nạp hơn 1.200 hội viên (chỉ tiêu 1.000)",
    ),
    (
        "ELECTION: a part with its share",
        """Các đại hội {K1|bầu} {N1:NUMBER|812} cấp ủy viên, trong đó {K2|tái cử} {N2:NUMBER|623} đồng chí ({N3:NUMBER|76,72%}).
---
N1 kind=count value=812 unit=cấp ủy viên
N2 kind=count value=623 unit=đồng chí
N3 kind=percent value=76.72
E1 ELECTION K1 quantity=N1 part=N2 share=N3
E2 ELECTION K2 quantity=N2 share=N3
""",
        "elected 812 Party committee members, of whom 623 (76.72%) re-elected",
        "bầu 812 cấp ủy viên, trong đó tái cử 623 đồng chí (76,72%)",
    ),
    (
        "ELECTION: a person to an office",
        """{O1:ORG|HĐND huyện Tam Nông} {K1|bầu} bà {P1:PERSON|LÊ THỊ HOA} giữ chức {T1:TITLE|Phó Chủ tịch UBND huyện}.
---
T1 position=Phó Chủ tịch organization=UBND huyện
E1 ELECTION K1 agent=O1 person=P1 title=T1
""",
        "the People's Council of Tam Nông district elected Lê Thị Hoa as Deputy Chair of the district People's Committee",
        "HĐND huyện Tam Nông bầu Lê Thị Hoa giữ chức Phó Chủ tịch UBND huyện",
    ),
    (
        "APPOINTMENT: to an office",
        """{K1|bổ nhiệm} ông {P1:PERSON|Nguyễn Văn An} giữ chức {T1:TITLE|Phó Bí thư Đảng ủy xã Mỹ Quý} từ {D1:DATE|ngày 1/3/2023}.
---
T1 position=Phó Bí thư organization=Đảng ủy xã Mỹ Quý
D1 value=2023-03-01
E1 APPOINTMENT K1 person=P1 title=T1 time=D1
""",
        "appointed Nguyễn Văn An as Deputy Secretary of the Party Committee of Mỹ Quý commune from 1 March 2023",
        "bổ nhiệm Nguyễn Văn An giữ chức Phó Bí thư Đảng ủy xã Mỹ Quý từ ngày 1/3/2023",
    ),
    (
        "APPOINTMENT: several transferred, names beyond five counted",
        """{K1|Điều động} {P1:PERSON|A An}, {P2:PERSON|B Bé}, {P3:PERSON|C Cần}, {P4:PERSON|D Dân}, {P5:PERSON|G Giang}, {P6:PERSON|H Hà}, {P7:PERSON|K Kim} về {O1:ORG|Huyện ủy Tân Hồng}.
---
E1 APPOINTMENT K1 person=P1 person=P2 person=P3 person=P4 person=P5 person=P6 person=P7 org=O1
""",
        "transferred A An, B Bé, C Cần, D Dân, G Giang and 2 others to the Tân Hồng District Party Committee",
        "điều động A An, B Bé, C Cần, D Dân, G Giang và 2 người khác đến Huyện ủy Tân Hồng",
    ),
    (
        "REMOVAL: retired",
        """Ông {P1:PERSON|Trần Văn Ba} {K1|nghỉ hưu} {D1:DATE|quý I/2023}.
---
D1 value=2023-Q1
E1 REMOVAL K1 person=P1 time=D1
""",
        "Trần Văn Ba retired in the first quarter of 2023",
        "Trần Văn Ba nghỉ hưu quý I/2023",
    ),
    (
        "REMOVAL: relieved",
        """{G1|Kỳ họp} {K1|miễn nhiệm} {T1:TITLE|Chủ tịch UBND xã} đối với ông {P1:PERSON|Võ Văn Tư}.
---
T1 position=Chủ tịch organization=UBND xã
E1 REMOVAL K1 agent=G1 person=P1 title=T1
""",
        "the session relieved Võ Văn Tư of the post of Chair of the commune People's Committee",
        "kỳ họp miễn nhiệm chức Chủ tịch UBND xã đối với Võ Văn Tư",
    ),
    (
        "DISCIPLINE: a breakdown by form",
        """{K1|Kỷ luật} {N1:NUMBER|20} đảng viên: {K2|khiển trách} {N2:NUMBER|15}, {K3|cảnh cáo} {N3:NUMBER|3}.
---
N1 kind=count value=20 unit=đảng viên
N2 kind=count value=15
N3 kind=count value=3
E1 DISCIPLINE K1 quantity=N1 part=N2 part=N3
E2 DISCIPLINE K2 quantity=N2 form=K2
E3 DISCIPLINE K3 quantity=N3 form=K3
""",
        "disciplined 20 Party members (15 reprimanded, 3 warned)",
        "kỷ luật 20 đảng viên (khiển trách 15, cảnh cáo 3)",
    ),
    (
        "DISCIPLINE: the form says the verb",
        """{O1:ORG|Huyện ủy} không {K1|kỷ luật} bằng hình thức {G1|khai trừ} ông {P1:PERSON|Lê Văn Tám}.
---
E1 DISCIPLINE K1 agent=O1 person=P1 form=G1 modality=negated
""",
        "the District Party Committee did not expel Lê Văn Tám from the Party",
        "Huyện ủy không khai trừ Lê Văn Tám khỏi Đảng",
    ),
    (
        "COMMENDATION: a badge",
        """{K1|trao} {A1:AWARD|Huy hiệu 30 năm tuổi Đảng} cho bà {P1:PERSON|Phạm Thị Lan}.
---
E1 COMMENDATION K1 award=A1 person=P1
""",
        "awarded the 30-year Party membership badge to Phạm Thị Lan",
        "trao Huy hiệu 30 năm tuổi Đảng cho Phạm Thị Lan",
    ),
    (
        "COMMENDATION: a certificate to many, an order received",
        """{T1:TITLE|Chủ tịch UBND tỉnh} {K1|tặng} {A1:AWARD|Bằng khen} cho {N1:NUMBER|6} tập thể.
---
T1 position=Chủ tịch organization=UBND tỉnh
N1 kind=count value=6 unit=tập thể
E1 COMMENDATION K1 agent=T1 quantity=N1 award=A1
""",
        "the Chair of the provincial People's Committee awarded certificates of merit to 6 collectives",
        "Chủ tịch UBND tỉnh tặng Bằng khen cho 6 tập thể",
    ),
    (
        "COMMENDATION: received",
        """{O1:ORG|Trường THPT Tháp Mười} {K1|đón nhận} {A1:AWARD|Huân chương Lao động hạng Nhì}.
---
E1 COMMENDATION K1 org=O1 award=A1
""",
        "the Tháp Mười High School received the Labour Order, second class",
        "Trường THPT Tháp Mười đón nhận Huân chương Lao động hạng Nhì",
    ),
    (
        "INSPECTION",
        """{O1:ORG|UBKT Huyện ủy} {K1|giám sát} {N1:NUMBER|4} chi bộ khóm trong {D1:DATE|6 tháng đầu năm 2023}.
---
N1 kind=count value=4 unit=chi bộ khóm
D1 value=2023-H1
E1 INSPECTION K1 agent=O1 quantity=N1 time=D1
""",
        "the Inspection Commission of the District Party Committee supervised 4 neighbourhood Party cells in the first half of 2023",
        "UBKT Huyện ủy giám sát 4 chi bộ khóm 6 tháng đầu năm 2023",
    ),
    (
        "CONVENE: by counted bodies",
        """{N1:NUMBER|245/245} chi bộ {K1|tổ chức} {G1|đại hội}.
---
N1 kind=ratio value=245 total=245 unit=chi bộ
E1 CONVENE K1 quantity=N1 meeting=G1
""",
        "245 of 245 Party cells held the congress",
        "245/245 chi bộ tổ chức đại hội",
    ),
    (
        "CONVENE: a named meeting, not yet",
        """{M1:MEETING|Đại hội đại biểu Đảng bộ tỉnh Đồng Tháp lần thứ XI} chưa {K1|khai mạc}.
---
E1 CONVENE K1 meeting=M1 modality=negated
""",
        "did not open the 11th Delegates' Congress of the Party organisation of Đồng Tháp province",
        "chưa khai mạc đại hội đại biểu Đảng bộ tỉnh Đồng Tháp lần thứ XI",
    ),
    (
        "ISSUANCE",
        """{K1|ban hành} {R1:DOCREF|Công văn số 1353} {D1:DATE|ngày 19/9/2022}.
---
R1 doc_type=Công văn number=1353
D1 value=2022-09-19
E1 ISSUANCE K1 document=R1 time=D1
""",
        "issued Official Letter No. 1353 on 19 September 2022",
        "ban hành Công văn số 1353 ngày 19/9/2022",
    ),
    (
        "IMPLEMENTATION",
        """{G1|các chi bộ} {K1|triển khai} {R1:DOCREF|Hướng dẫn số 11}.
---
R1 doc_type=Hướng dẫn number=11
E1 IMPLEMENTATION K1 agent=G1 document=R1
""",
        "Party cells carried out Guideline No. 11",
        "các chi bộ triển khai Hướng dẫn số 11",
    ),
    (
        "ESTABLISHMENT: a merger",
        """{K1|sáp nhập} {O1:ORG|Chi bộ ấp 1} và {O2:ORG|Chi bộ ấp 2} thành {O3:ORG|Chi bộ ấp Bình Tân}.
---
E1 ESTABLISHMENT K1 org=O1 org=O2 org=O3
""",
        "merged the Party cell of Hamlet 1 and the Party cell of Hamlet 2 into the Party cell of Bình Tân hamlet",
        "sáp nhập Chi bộ ấp 1 và Chi bộ ấp 2 thành Chi bộ ấp Bình Tân",
    ),
    (
        "VISIT",
        """{K1|thăm} {G1|gia đình chính sách} tại {L1:LOC|Phường 2}.
---
E1 VISIT K1 beneficiary=G1 place=L1
""",
        "visited policy-beneficiary families in Ward 2",
        "thăm gia đình chính sách tại Phường 2",
    ),
    (
        "VISIT: a count with its group",
        """{K1|Thăm} {N1:NUMBER|06} {G1|đảng viên già yếu}.
---
N1 kind=count value=6 unit=đảng viên
E1 VISIT K1 quantity=N1 beneficiary=G1
""",
        "visited 6 frail elderly Party members",
        "thăm 06 đảng viên già yếu",
    ),
    (
        "DONATION: gifts, their worth each, to whom",
        """{K1|Tặng} {N1:NUMBER|50} phần quà cho {G1|hộ nghèo}, mỗi phần {N2:NUMBER|500.000 đồng}.
---
N1 kind=count value=50 unit=phần quà
N2 kind=money value=500000
E1 DONATION K1 quantity=N1 beneficiary=G1 money=N2
""",
        "gave 50 gifts worth 500,000 đồng each to poor households",
        "tặng 50 phần quà trị giá mỗi phần 500.000 đồng cho hộ nghèo",
    ),
    (
        "DONATION: money",
        """{G1|các mạnh thường quân} {K1|ủng hộ} {N1:NUMBER|3 triệu đồng}.
---
N1 kind=money value=3000000
E1 DONATION K1 agent=G1 money=N1
""",
        "benefactors contributed 3 million đồng",
        "các mạnh thường quân ủng hộ 3 triệu đồng",
    ),
]


@pytest.mark.parametrize(("annotated", "en", "vi"), [case[1:] for case in TELL], ids=[case[0] for case in TELL])
def test_an_event_is_told_in_both_languages(annotated: str, en: str, vi: str) -> None:
    document = from_ann(annotated)
    assert gloss(document, document.events[0]) == {"en": en, "vi": vi}


def test_every_type_is_told() -> None:
    assert {name.partition(":")[0] for name, *_ in TELL} == set(EVENT_TYPES)


def test_a_list_governed_by_one_sending_verb_is_sent_throughout() -> None:
    document = from_ann(
        """{K1|cử} {N1:NUMBER|3} đồng chí học {C1:COURSE|lớp Cao cấp LLCT}; {N2:NUMBER|43} đồng chí {K2|tham gia học} {C2:COURSE|lớp Trung cấp LLCT}.
---
N1 kind=count value=3 unit=đồng chí
N2 kind=count value=43 unit=đồng chí
C1 level=cao cấp subject=LLCT
C2 level=trung cấp subject=LLCT
E1 TRAINING K1 quantity=N1 course=C1
E2 TRAINING K2 quantity=N2 course=C2
"""
    )
    assert gloss(document, document.events[1])["en"] == "sent 43 cadres to intermediate political theory training"


TIMES = [
    ("đến hết {D1:DATE|tháng 3/2023}", "value=2023-03", "by the end of March 2023"),
    ("cuối {D1:DATE|năm 2016}", "value=2016", "in late 2016"),
    ("trong {D1:DATE|giai đoạn 2020 - 2025}", "value=2020/2025", "from 2020 to 2025"),
    ("sáng {D1:DATE|ngày 9/4}", "", "on 9 April"),
    ("{D1:DATE|từ đầu năm đến nay}", "", "since the beginning of the year"),
    ("{D1:DATE|mùa nước nổi}", "", ""),
]


@pytest.mark.parametrize(("words", "norm", "told"), TIMES)
def test_time(words: str, norm: str, told: str) -> None:
    document = from_ann(f"Xã {{K1|kiểm tra}} {words}.\n---\nD1 {norm}\nE1 INSPECTION K1 time=D1\n")
    assert gloss(document, document.events[0])["en"] == f"inspected its members {told}".strip()


def annotated_documents() -> Iterator[Document]:
    if CORPUS.is_dir():
        yield from read_annotated(CORPUS)


def assert_well_told(document: Document, event: Event) -> None:
    told = gloss(document, event)
    assert set(told) == {"en", "vi"}
    for sentence in told.values():
        assert sentence
        assert sentence == sentence.strip(" ,;.:")
        assert not any(hole in sentence for hole in ("{", "}", "()", "  ", ",,", " ,", "None", "\n"))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs the annotated corpus")
def test_every_event_of_the_corpus_is_told_without_holes() -> None:
    for document in annotated_documents():
        for event in document.events:
            assert_well_told(document, event)


WORDS = [
    "cử",
    "tặng",
    "bầu",
    "43",
    "hộ nghèo",
    "Phường 2",
    "Huyện ủy Tam Nông",
    "Bằng khen",
    "số 11",
    "đảng viên",
    "“Xanh”",
]
NORMS: st.SearchStrategy[dict[str, NormValue]] = st.sampled_from(
    [
        {},
        {"kind": "count", "value": 1, "unit": "đảng viên"},
        {"kind": "ratio", "value": 171, "total": 170},
        {"kind": "range", "low": 3, "high": 7, "unit": "lớp"},
        {"kind": "percent", "value": 76.72},
        {"kind": "money", "value": 3_000_000},
        {"kind": "measure", "value": 1.5, "bound": ">", "unit": "ha"},
    ]
)


@st.composite
def events(draw: st.DrawFn) -> tuple[Document, Event]:
    """An event of any type with any fillers, as a wrong model may make them."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8))
    text = " ".join(words)
    spans = [(start := len(" ".join(words[:i])) + bool(i), start + len(word)) for i, word in enumerate(words)]
    event = Event(
        id="E1",
        type=draw(st.sampled_from(EVENT_TYPES)),
        modality=draw(st.sampled_from(MODALITIES)),
        trigger=Trigger(start=spans[0][0], end=spans[0][1], text=words[0]),
    )
    entities = []
    for index, (start, end) in enumerate(spans[1:]):
        role = draw(st.sampled_from(sorted(ROLE_LABELS)))
        label = draw(st.sampled_from(sorted(ROLE_LABELS[role])))
        if label == TEXT:
            event.args.append(Argument(role=role, start=start, end=end, text=text[start:end]))
            continue
        norm = draw(NORMS) if label == "NUMBER" else {}
        entities.append(Entity(id=f"T{index}", label=label, start=start, end=end, text=text[start:end], norm=norm))
        event.args.append(Argument(role=role, entity=f"T{index}"))
    return Document(id="a", text=text, entities=entities, events=[event]), event


@given(events())
def test_any_event_is_told_without_holes(made: tuple[Document, Event]) -> None:
    assert_well_told(*made)


@pytest.mark.parametrize("word", ["Phó", "nghèo", "Ban Tổ chức", "Điều 1 khoản 2", "các", "hạng nhất"])
@pytest.mark.parametrize("role", ["agent", "title", "document", "award", "meeting", "beneficiary"])
def test_a_span_that_swallowed_the_article_is_told_too(role: str, word: str) -> None:
    text = "thăm " + f"{word} " * 20_000
    event = Event(id="E1", type="VISIT", trigger=Trigger(start=0, end=4, text="thăm"))
    entities = []
    for label in sorted(ROLE_LABELS[role] - {TEXT, "NUMBER"}):
        entities.append(Entity(id=label, label=label, start=5, end=len(text) - 1, text=text[5:-1]))
        event.args.append(Argument(role=role, entity=label))
    assert gloss(Document(id="a", text=text, entities=entities, events=[event]), event)["en"]
