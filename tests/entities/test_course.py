"""COURSE: what level it has and what it teaches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukien.entities.course import course_norm


@pytest.mark.parametrize(
    ("course", "level", "subject"),
    [
        ("lớp Cao cấp lý luận chính trị", "cao cấp", "lý luận chính trị"),
        ("lớp Trung cấp lý luận chính trị hệ không tập trung", "trung cấp", "lý luận chính trị"),
        ("lớp trung cấp lý luận chính trị - hành chính K12", "trung cấp", "lý luận chính trị - hành chính"),
        ("TCLLCT-HC", "trung cấp", "LLCT-HC"),
        ("lớp sơ cấp", "sơ cấp", None),
        ("lớp bồi dưỡng cấp ủy cơ sở", "bồi dưỡng", "cấp ủy cơ sở"),
        ("lớp bồi dưỡng lý luận chính trị dành cho đảng viên mới", "bồi dưỡng", "lý luận chính trị"),
        ("lớp nhận thức về Đảng khóa 3", "bồi dưỡng", "nhận thức về Đảng"),
        ("khóa tập huấn kỹ năng số", "tập huấn", "kỹ năng số"),
        ("lớp dạy nghề đan lục bình", "dạy nghề", "đan lục bình"),
        ("thạc sĩ Quản lý công", "thạc sĩ", "Quản lý công"),
        ("cử nhân chính trị", "cử nhân", "chính trị"),
        ("LỚP CAO CẤP LÝ LUẬN CHÍNH TRỊ", "cao cấp", "LÝ LUẬN CHÍNH TRỊ"),
    ],
)
def test_a_course_has_a_level_and_a_subject(course: str, level: str, subject: str | None) -> None:
    expected = {"level": level} | ({"subject": subject} if subject else {})
    assert course_norm(f"dự {course} tại tỉnh", 3, 3 + len(course)) == expected


@given(st.text(alphabet='lớp khóa ivx K1" ,.(-\n'))
def test_no_text_makes_it_fail(text: str) -> None:
    assert "level" not in course_norm(text, 0, len(text))
