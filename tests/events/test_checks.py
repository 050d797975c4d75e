"""Figures that agree, figures that do not, and figures that claim nothing."""

from __future__ import annotations

import pytest

from sukien.document import Check
from sukien.events.checks import checks
from sukien.training.annotation import from_ann


def outcome(annotated: str, name: str) -> bool | None:
    """Whether the check of this name held, `None` if there was nothing to check."""
    found = [check.ok for check in run(annotated) if check.name == name]
    assert len(found) <= 1
    return found[0] if found else None


def run(annotated: str) -> list[Check]:
    document = from_ann(annotated)
    return checks(document, document.events[0])


def breakdown(text: str, *counts: tuple[int, str]) -> str:
    """An event of quantity N1 and parts N2, …; `counts` are their values and units."""
    norms = [f"N{i} kind=count value={value}{unit and f' unit={unit}'}" for i, (value, unit) in enumerate(counts, 1)]
    parts = " ".join(f"part=N{i}" for i in range(2, len(counts) + 1))
    return "\n".join([text, "---", *norms, f"E1 DISCIPLINE K1 quantity=N1 {parts}", ""])


DV = "đảng viên"
PARTS = [
    (
        "a bracket that adds up",
        "{K1|Kỷ luật} {N1:NUMBER|18} đảng viên (khiển trách {N2:NUMBER|15}, cảnh cáo {N3:NUMBER|3}).",
        [(18, DV), (15, ""), (3, "")],
        True,
    ),
    (
        "a bracket that does not",
        "{K1|Kỷ luật} {N1:NUMBER|20} đảng viên (khiển trách {N2:NUMBER|15}, cảnh cáo {N3:NUMBER|3}).",
        [(20, DV), (15, ""), (3, "")],
        False,
    ),
    (
        "gồm, one short",
        "{K1|Kỷ luật} {N1:NUMBER|9} đảng viên, gồm {N2:NUMBER|5} đảng viên ấp 1 và {N3:NUMBER|3} đảng viên ấp 2.",
        [(9, DV), (5, DV), (3, DV)],
        False,
    ),
    (
        "more than all, even after trong đó",
        "{K1|Kỷ luật} {N1:NUMBER|9} đảng viên, trong đó khiển trách {N2:NUMBER|8}, cảnh cáo {N3:NUMBER|3}.",
        [(9, DV), (8, ""), (3, "")],
        False,
    ),
    (
        "trong đó tells only some",
        "{K1|Kỷ luật} {N1:NUMBER|9} đảng viên, trong đó khiển trách {N2:NUMBER|5}, cảnh cáo {N3:NUMBER|3}.",
        [(9, DV), (5, ""), (3, "")],
        None,
    ),
    (
        "the rest is left to the reader",
        "{K1|Kỷ luật} {N1:NUMBER|9} đảng viên: {N2:NUMBER|5} khiển trách, {N3:NUMBER|3} cảnh cáo, còn lại cách chức.",
        [(9, DV), (5, ""), (3, "")],
        None,
    ),
    (
        "women and the young overlap",
        "{K1|Kỷ luật} {N1:NUMBER|9} đảng viên (nữ {N2:NUMBER|7}, dưới 30 tuổi {N3:NUMBER|6}).",
        [(9, DV), (7, ""), (6, "")],
        None,
    ),
    (
        "a second breakdown after a full one",
        "{K1|Kỷ luật} {N1:NUMBER|9} đảng viên: nặng {N2:NUMBER|6}, nhẹ {N3:NUMBER|3}; lỗi dân số {N4:NUMBER|4}.",
        [(9, DV), (6, ""), (3, ""), (4, "")],
        True,
    ),
    (
        "other units add up to the whole",
        "{K1|Kỷ luật} {N1:NUMBER|7} cán bộ ấp: {N2:NUMBER|4} trưởng ấp, {N3:NUMBER|3} phó ấp.",
        [(7, "cán bộ ấp"), (4, "trưởng ấp"), (3, "phó ấp")],
        True,
    ),
    (
        "other units that do not are not compared",
        "{K1|Kỷ luật} {N1:NUMBER|7} chi bộ ({N2:NUMBER|40} đảng viên, {N3:NUMBER|3} cấp ủy).",
        [(7, "chi bộ"), (40, DV), (3, "cấp ủy")],
        None,
    ),
    (
        "one part is no breakdown",
        "{K1|Kỷ luật} {N1:NUMBER|7} đảng viên (khiển trách {N2:NUMBER|5}).",
        [(7, DV), (5, "")],
        None,
    ),
    (
        "figures of another sentence are not of this breakdown",
        "{K1|Kỷ luật} {N1:NUMBER|7} đảng viên (ấp 1). Năm qua khiển trách {N2:NUMBER|5}, cảnh cáo {N3:NUMBER|9}.",
        [(7, DV), (5, ""), (9, "")],
        None,
    ),
]


@pytest.mark.parametrize(("text", "counts", "ok"), [case[1:] for case in PARTS], ids=[case[0] for case in PARTS])
def test_parts_sum(text: str, counts: list[tuple[int, str]], ok: bool | None) -> None:
    assert outcome(breakdown(text, *counts), "parts_sum") is ok


def test_parts_sum_carries_its_figures() -> None:
    text, counts = PARTS[1][1], PARTS[1][2]
    (check,) = run(breakdown(text, *counts))
    assert check.figures == {"parts": [15, 3], "sum": 18, "quantity": 20}


def test_a_bound_makes_no_sum() -> None:
    text = "{K1|Kỷ luật} hơn {N1:NUMBER|20} đảng viên (khiển trách {N2:NUMBER|15}, cảnh cáo {N3:NUMBER|3})."
    annotated = breakdown(text, (20, DV), (15, ""), (3, ""))
    assert outcome(annotated.replace("value=20", "value=20 bound=>"), "parts_sum") is None


SHARES = [
    ("a part of the quantity", "trong đó tái cử {N2:NUMBER|623} ({N3:NUMBER|76,72%})", 76.72, True),
    ("cut off instead of rounded", "trong đó tái cử {N2:NUMBER|623} ({N3:NUMBER|76,7%})", 76.7, True),
    ("no decimals written", "trong đó tái cử {N2:NUMBER|623} ({N3:NUMBER|77%})", 77, True),
    ("two figures changed round", "trong đó tái cử {N2:NUMBER|623} ({N3:NUMBER|67,72%})", 67.72, False),
    ("measured against a target", "trong đó mới {N2:NUMBER|623}, đạt {N3:NUMBER|110%} chỉ tiêu", 110, None),
    ("a growth figure", "trong đó mới {N2:NUMBER|623}, tăng {N3:NUMBER|12%} so với cùng kỳ", 12, None),
    ("in another sentence", "trong đó mới {N2:NUMBER|623}. Sau bầu cử, {N3:NUMBER|12%} hài lòng", 12, None),
]


@pytest.mark.parametrize(("text", "value", "ok"), [case[1:] for case in SHARES], ids=[case[0] for case in SHARES])
def test_share_of_a_part(text: str, value: float, ok: bool | None) -> None:
    annotated = f"""{{K1|bầu}} {{N1:NUMBER|812}} ủy viên, {text}.
---
N1 kind=count value=812 unit=ủy viên
N2 kind=count value=623
N3 kind=percent value={value}
E1 ELECTION K1 quantity=N1 part=N2 share=N3
"""
    assert outcome(annotated, "share") is ok


@pytest.mark.parametrize(
    ("ratio", "total", "share", "ok"),
    [("31/35", 35, 88.6, True), ("31/30", 30, 103.3, True), ("31/35", 35, 86.6, False)],
)
def test_share_of_a_ratio(ratio: str, total: int, share: float, ok: bool) -> None:
    annotated = f"""{{K1|kết nạp}} {{N1:NUMBER|{ratio}}} đảng viên, đạt {{N2:NUMBER|{str(share).replace(".", ",")}%}}.
---
N1 kind=ratio value=31 total={total} unit=đảng viên
N2 kind=percent value={share}
E1 ADMISSION K1 quantity=N1 share=N2
"""
    (check,) = run(annotated)
    assert (check.name, check.ok) == ("share", ok)
    assert check.figures == {"share": share, "part": 31, "whole": total, "computed": round(3100 / total, 2)}


DATES = [
    ("the day before", "{D1:DATE|ngày 31/3/2023}", "2023-03-31", "", True),
    ("the day itself", "{D1:DATE|ngày 1/4/2023}", "2023-04-01", "", True),
    ("the day after", "{D1:DATE|ngày 2/4/2023}", "2023-04-02", "", False),
    ("a period under way", "{D1:DATE|năm 2023}", "2023", "", True),
    ("a quarter to come", "{D1:DATE|quý III/2023}", "2023-Q3", "", False),
    ("a week to come", "{D1:DATE|tuần sau}", "2023-W20", "", False),
    ("no such week", "{D1:DATE|tuần sau}", "2023-W99", "", None),
    ("planned for later", "{D1:DATE|ngày 2/4/2023}", "2023-04-02", "planned", None),
    ("in force from later", "từ {D1:DATE|ngày 2/4/2023}", "2023-04-02", "", None),
    ("an occasion marked ahead", "dịp {D1:DATE|30/4}", "2023-04-30", "", None),
]


@pytest.mark.parametrize(
    ("words", "value", "modality", "ok"), [case[1:] for case in DATES], ids=[case[0] for case in DATES]
)
def test_date(words: str, value: str, modality: str, ok: bool | None) -> None:
    annotated = f"""# id: a
# published: 2023-04-01
Hội {{K1|tổ chức}} {{G1|đại hội}} {words}.
---
D1 value={value}
E1 CONVENE K1 meeting=G1 time=D1{modality and f" modality={modality}"}
"""
    assert outcome(annotated, "date") is ok
    assert outcome(annotated.replace("# published: 2023-04-01\n", ""), "date") is None
