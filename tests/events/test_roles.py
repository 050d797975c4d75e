"""Who fills which role: what the shipped model says of clear sentences, and how the two looks work together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import sukien
from sukien.events.candidates import Candidate
from sukien.events.classifier import LinearClassifier
from sukien.events.roles import (
    NONE,
    Look,
    RoleModels,
    all_pairs,
    assign_roles,
    first_look,
    possible_fillers,
    second_rows,
)
from sukien.events.scene import Mention, Scene
from sukien.training.annotation import from_ann
from sukien.training.examples import Example, example
from sukien.training.train import Lesson, fit_roles

PUBLISHED = "2023-04-01"


# --- with the shipped model

ROLES_OF = {
    "an appointment": (
        "Ngày 15/3, Ban Thường vụ Huyện ủy Châu Thành bổ nhiệm đồng chí Lê Văn Sáu giữ chức Trưởng Ban Tổ chức "
        "Huyện ủy.",
        "APPOINTMENT",
        [
            {
                "time": "Ngày 15/3",
                "agent": "Ban Thường vụ Huyện ủy Châu Thành",
                "person": "Lê Văn Sáu",
                "title": "Trưởng Ban Tổ chức Huyện ủy",
            }
        ],
    ),
    "a term of office is no time": (
        "Đại hội bầu Ban Chấp hành Đảng bộ xã nhiệm kỳ 2025 - 2030 gồm 15 đồng chí.",
        "ELECTION",
        [{"agent": "Đại hội", "org": "Ban Chấp hành Đảng bộ xã", "quantity": "15"}],
    ),
    "the title of the agent is no title gained, the place is no agent": (
        "Ngày 2/2, Chủ tịch UBND tỉnh Trần Văn Hai thăm, chúc Tết gia đình chính sách tại xã Mỹ Hòa.",
        "VISIT",
        [{"time": "Ngày 2/2", "agent": "Trần Văn Hai", "beneficiary": "gia đình chính sách", "place": "xã Mỹ Hòa"}],
    ),
    "a whole and its parts": (
        "Năm 2022, Đảng bộ huyện kết nạp 120 đảng viên, trong đó 48 nữ, 75 đoàn viên.",
        "ADMISSION",
        [{"time": "Năm 2022", "agent": "Đảng bộ huyện", "quantity": "120", "part": "48 + 75"}],
    ),
    "a price is money": (
        "Hội Chữ thập đỏ huyện tặng 50 suất quà, mỗi suất 500.000 đồng, cho học sinh nghèo.",
        "DONATION",
        [
            {
                "agent": "Hội Chữ thập đỏ huyện",
                "quantity": "50",
                "money": "500.000 đồng",
                "beneficiary": "học sinh nghèo",
            }
        ],
    ),
    "each verb has its own subject": (
        "Đảng ủy phường 3 kết nạp 12 đảng viên. Chi bộ Trường THPT Tân Phú kết nạp 2 đảng viên.",
        "ADMISSION",
        [
            {"agent": "Đảng ủy phường 3", "quantity": "12"},
            {"agent": "Chi bộ Trường THPT Tân Phú", "quantity": "2"},
        ],
    ),
    "two counts share the subject and the date": (
        "Năm 2022, Ủy ban Kiểm tra Huyện ủy kiểm tra 9 tổ chức đảng, 30 đảng viên.",
        "INSPECTION",
        [
            {"time": "Năm 2022", "agent": "Ủy ban Kiểm tra Huyện ủy", "quantity": "9"},
            {"time": "Năm 2022", "agent": "Ủy ban Kiểm tra Huyện ủy", "quantity": "30"},
        ],
    ),
    "the punishment is plain text, an office held before is none lost": (
        "Bộ Chính trị kỷ luật khiển trách ông Nguyễn Văn Ba, nguyên Bí thư Tỉnh ủy.",
        "DISCIPLINE",
        [{"agent": "Bộ Chính trị", "form": "khiển trách", "person": "Nguyễn Văn Ba"}],
    ),
    "the giver stands in the sentence before": (
        "Ông Trần Văn Sáu, Bí thư Huyện ủy, đến dự. Ông trao 10 suất học bổng cho học sinh nghèo hiếu học.",
        "DONATION",
        [{"agent": "Trần Văn Sáu", "quantity": "10", "beneficiary": "học sinh nghèo hiếu học"}],
    ),
    "who and when stand in the lead of the list": (
        "Năm 2022, Đảng ủy xã Tân Phú đạt kết quả sau:\n- Kết nạp 12 đảng viên;\n- Khen thưởng 5 tập thể.",
        "ADMISSION",
        [{"time": "Năm 2022", "agent": "Đảng ủy xã Tân Phú", "quantity": "12"}],
    ),
}


@pytest.mark.parametrize(("text", "kind", "expected"), ROLES_OF.values(), ids=ROLES_OF.keys())
def test_roles_in_a_clear_sentence(text: str, kind: str, expected: list[dict[str, str]]) -> None:
    document = sukien.extract(text, published=PUBLISHED)
    found = []
    for event in document.events:
        if event.type == kind:
            roles: dict[str, str] = {}
            for argument in event.args:
                start, end = document.span(argument)
                before = f"{roles[argument.role]} + " if argument.role in roles else ""
                roles[argument.role] = before + document.text[start:end]
            found.append(roles)
    assert found == expected


# --- which mentions are looked at


def lay(marked: str) -> Example:
    """Marked text; every verb marked `K…` is the trigger of an `ADMISSION`."""
    numbers = [f"{ident} kind=count value=1" for ident in re.findall(r"\{(\w+):NUMBER", marked)]
    dates = [f"{ident} value=2022" for ident in re.findall(r"\{(\w+):DATE", marked)]
    events = [f"E{ident[1:]} ADMISSION {ident}" for ident in re.findall(r"\{(K\d+)\|", marked)]
    return example(from_ann("\n".join([marked, "---", *numbers, *dates, *events, ""])))


def triggers(article: Example) -> list[tuple[Candidate, str]]:
    words = article.scene.words
    return [
        (Candidate(event.first, event.last, " ".join(words[event.first : event.last]), (event.type,)), event.type)
        for event in article.events
    ]


def words(scene: Scene, mentions: Sequence[Mention]) -> list[str]:
    return [scene.text[mention.start : mention.end] for mention in mentions]


def test_an_entity_under_the_trigger_fills_nothing() -> None:
    article = lay("Xã {K1|cử} {N1:NUMBER|3} người.")
    ((trigger, _),) = triggers(article)
    assert words(article.scene, list(possible_fillers(article.scene, trigger))) == ["3"]
    assert list(possible_fillers(article.scene, trigger._replace(last=3))) == []


def test_plain_text_under_the_trigger_may_fill_a_role() -> None:
    """`khiển trách` is the verb and the punishment."""
    article = example(from_ann("Xã {K1|khiển trách} {N1:NUMBER|3} người.\n---\nN1 kind=count value=3\n"
                               "E1 DISCIPLINE K1 form=K1 quantity=N1\n"))  # fmt: skip
    ((trigger, _),) = triggers(article)
    assert words(article.scene, list(possible_fillers(article.scene, trigger))) == ["khiển trách", "3"]


def test_of_an_endless_list_only_the_nearest_are_looked_at() -> None:
    people = ", ".join(f"{{P{i}:PERSON|Người{i}}}" for i in range(1, 400))
    article = lay(f"Xã {{K1|kết nạp}} {people}; họ vui.")
    ((trigger, _),) = triggers(article)
    found = words(article.scene, list(possible_fillers(article.scene, trigger)))
    assert 20 <= len(found) <= 60
    assert found[:20] == [f"Người{i}" for i in range(1, 21)]


# --- the two looks

ROLES = [NONE, "agent", "quantity", "time"]


def by_hand(weights: dict[str, str], classes: Sequence[str] = ROLES, weight: float = 6) -> LinearClassifier:
    """A classifier that takes a row for `weights[feature]` where it has the feature, else for the first class."""
    table = np.zeros((len(weights), len(classes)), dtype=np.float32)
    for i, name in enumerate(weights):
        table[i, classes.index(weights[name])] = weight
    return LinearClassifier(classes, list(weights), table, np.array([3, *[0] * (len(classes) - 1)], dtype=np.float32))


FIRST = {"k=LORG": "agent", "k=LDATE": "time", "k=RNUMBER": "quantity"}


def roles(marked: str, models: RoleModels) -> list[list[str]]:
    """The roles of each trigger with the words in them."""
    article = lay(marked)
    found = assign_roles(article.scene, triggers(article), models)
    return [[f"{f.role} {article.scene.text[f.mention.start : f.mention.end]}" for f in fillers] for fillers in found]


def looks_at(marked: str) -> tuple[Example, list[Look]]:
    article = lay(marked)
    return article, first_look(article.scene, triggers(article), by_hand(FIRST))


def second(marked: str) -> dict[tuple[str, str], set[str]]:
    """What the second look sees beside what the first saw, by trigger and mention."""
    article, looks = looks_at(marked)
    rows = iter(second_rows(article.scene, looks, ROLES, all_pairs(looks)))
    seen = {}
    for look in looks:
        for mention, row in zip(look.mentions, look.rows, strict=True):
            whole = next(rows)
            assert whole[: len(row)] == row
            seen[look.trigger.phrase, article.scene.text[mention.start : mention.end]] = set(whole[len(row) :])
    assert next(rows, None) is None
    return seen


def test_the_first_look_takes_each_pair_by_itself() -> None:
    article, looks = looks_at("{O1:ORG|Đảng ủy xã} {K1|kết nạp} {N1:NUMBER|5} người, {K2|cử} {N2:NUMBER|3} người.")
    assert [(look.trigger.phrase, look.type) for look in looks] == [("kết nạp", "ADMISSION"), ("cử", "ADMISSION")]
    for look in looks:
        assert sorted(words(article.scene, look.mentions)) == ["3", "5", "Đảng ủy xã"]
        assert look.probabilities.shape == (len(look.mentions), len(ROLES)) == (len(look.rows), len(ROLES))
    best = [
        {
            article.scene.text[mention.start : mention.end]: ROLES[int(row.argmax())]
            for mention, row in zip(look.mentions, look.probabilities, strict=True)
        }
        for look in looks
    ]
    assert best == [
        {"Đảng ủy xã": "agent", "5": "quantity", "3": "quantity"},
        {"Đảng ủy xã": "agent", "5": NONE, "3": "quantity"},
    ]


SEEN = {
    "what the first look thought of it": ("kết nạp", "5", {"2top=quantity|6", "2next=NONE|1", "2none=NUMBER|1"}),
    "that another count is as likely": ("kết nạp", "3", {"2rival=quantity|6|6"}),
    "that it has no rival": ("cử", "3", {"2rival=quantity|none|6"}),
    "what roles the trigger has filled": ("kết nạp", "5", {"2filled=quantity|agent"}),
    "that it stands at the edge": ("kết nạp", "5", {"2-1=edge", "2-2=edge"}),
    "what it is to the trigger after": ("kết nạp", "3", {"21=quantity|6", "21t=quantity|True"}),
    "what it is to the trigger before": ("cử", "3", {"2-1=quantity|6", "2-1r=quantity|quantity|NONE"}),
    "that the agent is shared": ("cử", "Đảng ủy xã", {"2-1=agent|6", "2used=1|agent|ORG"}),
    "that the count is used elsewhere": ("cử", "5", {"2top=NONE|6", "2used=1|quantity|NUMBER"}),
}  # fmt: skip


@pytest.mark.parametrize(("trigger", "mention", "expected"), SEEN.values(), ids=SEEN.keys())
def test_the_second_look_sees(trigger: str, mention: str, expected: set[str]) -> None:
    seen = second("{O1:ORG|Đảng ủy xã} {K1|kết nạp} {N1:NUMBER|5} người, {K2|cử} {N2:NUMBER|3} người.")
    assert expected <= seen[trigger, mention]


BOTH = "{O1:ORG|Đảng ủy xã} {K1|kết nạp}, {K2|cử} {N1:NUMBER|3} người."


def test_the_second_look_has_the_last_word() -> None:
    """That the trigger before claims the count already can only be known on the second look."""
    first = by_hand(FIRST)
    assert roles(BOTH, RoleModels(first, first)) == [["agent Đảng ủy xã", "quantity 3"]] * 2
    unshared = by_hand(FIRST | {"2-1=quantity|6": NONE})
    assert roles(BOTH, RoleModels(first, unshared)) == [["agent Đảng ủy xã", "quantity 3"], ["agent Đảng ủy xã"]]


def test_a_role_that_the_mention_cannot_fill_is_left_empty() -> None:
    model = by_hand({"k=LORG": "quantity", "k=RNUMBER": "time"})
    assert roles(BOTH, RoleModels(model, model)) == [[], []]


@pytest.mark.parametrize(
    ("marked", "expected"), [("Xã {K1|kết nạp}.", [[]]), ("Xã có {N1:NUMBER|3} ấp.", []), ("", [])]
)
def test_without_a_mention_or_a_trigger_there_is_nothing_to_fill(marked: str, expected: list[list[str]]) -> None:
    assert roles(marked, RoleModels(by_hand(FIRST), by_hand(FIRST))) == expected


def test_the_fillers_come_in_the_order_of_the_triggers_asked_for() -> None:
    article = lay("{O1:ORG|Đảng ủy xã} {K1|kết nạp} {N1:NUMBER|5} người. {O2:ORG|Đoàn xã} {K2|cử} {N2:NUMBER|3} người.")
    model = by_hand({"k=RNUMBER": "quantity"})
    found = assign_roles(article.scene, triggers(article), RoleModels(model, model))
    assert [words(article.scene, [filler.mention for filler in fillers]) for fillers in found] == [["5"], ["3"]]
    for (filler,) in found:
        assert 0.9 < filler.score < 1


LESSONS = [
    f"{{D1:DATE|{year}}}, {{O1:ORG|{body}}} {{K1|{verb}}} {{N1:NUMBER|12}} {who}, {{K2|cử}} {{N2:NUMBER|4}} {who}.\n"
    "---\nD1 value=2022\nN1 kind=count value=12\nN2 kind=count value=4\n"
    "E1 ADMISSION K1 time=D1 agent=O1 quantity=N1\nE2 TRAINING K2 time=D1 agent=O1 quantity=N2\n"
    for year in ("Năm 2022", "Năm qua")
    for body in ("Đảng ủy xã", "Chi bộ ấp Tư", "Huyện đoàn")
    for verb in ("kết nạp", "phát triển")
    for who in ("đảng viên", "đoàn viên")
]


def test_roles_are_learned() -> None:
    """Date and body belong to both verbs, each count to its own."""
    laid = [example(from_ann(lesson)) for lesson in LESSONS]
    with ThreadPoolExecutor(1) as pool:
        models = fit_roles([Lesson(each.scene, each.events, i) for i, each in enumerate(laid)], pool)
    assert {"agent", "time", "quantity", NONE} == set(models.first.classes) == set(models.second.classes)
    assert any(name.startswith("2top=") for name in models.second.names)
    unseen = "{D1:DATE|Quý I}, {O1:ORG|Hội Phụ nữ xã} {K1|kết nạp} {N1:NUMBER|30} chị, {K2|cử} {N2:NUMBER|7} chị."
    assert [sorted(found) for found in roles(unseen, models)] == [
        ["agent Hội Phụ nữ xã", "quantity 30", "time Quý I"],
        ["agent Hội Phụ nữ xã", "quantity 7", "time Quý I"],
    ]
