"""What the corpus shows, counted from its annotation."""

from __future__ import annotations

import pytest

from sukien.training.annotation import from_ann
from sukien.training.constructions import count_constructions

LIST = """\
# id: a
# published: 2023-04-01
KẾT QUẢ CÔNG TÁC ĐẢNG VIÊN
{O1:ORG|Đảng ủy xã Tân Phú} báo cáo {D1:DATE|quý I}:
- {K1|Kết nạp} {N1:NUMBER|12} đảng viên, trong đó {N2:NUMBER|năm} nữ;
- {G1|Các chi bộ} sẽ {K2|tặng} {N3:NUMBER|20} suất quà, mỗi suất {N4:NUMBER|300.000 đồng}.
---
D1 value=2023-Q1
N1 kind=count value=12 unit=đảng viên
N2 kind=count value=5
N3 kind=count value=20 unit=suất quà
N4 kind=money value=300000
E1 ADMISSION K1 agent=O1 quantity=N1 part=N2 time=D1
E2 DONATION K2 modality=planned agent=G1 quantity=N3 money=N4 time=D1
"""


@pytest.mark.parametrize(
    "construction",
    [
        "a breakdown of a count (`part`)",
        "agent in an earlier sentence or line",
        "date in an earlier sentence or line",
        "agent that is plain text",
        "planned",
        "event in an item of a list",
        "sum of money",
        "number in words",
        "line in capitals",
    ],
)
def test_a_construction_is_seen(construction: str) -> None:
    assert count_constructions([from_ann(LIST)])[construction] == 1


@pytest.mark.parametrize("construction", ["negated", "interview", "no event at all", "ratio (`245/245`)"])
def test_what_is_not_there_is_not_seen(construction: str) -> None:
    assert count_constructions([from_ann(LIST)])[construction] == 0
