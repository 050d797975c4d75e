"""The article the library was designed around, which is not ours to ship: it lies beside the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

import sukien
from sukien.document import Document, Event


@pytest.fixture(scope="module")
def document(shared: Path) -> Document:
    return sukien.extract((shared / "articles" / "dto-2023-04-01.txt").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shared() -> Path:
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not (folder / "articles").is_dir():
        pytest.skip("needs the folder shared/ beside the repository")
    return folder


def figures(document: Document, event: Event, role: str) -> list[str]:
    return [document.text[slice(*document.span(argument))] for argument in event.fillers(role)]


def of_type(document: Document, kind: str) -> list[Event]:
    return [event for event in document.events if event.type == kind]


def test_it_was_published_on_the_day_it_says(document: Document) -> None:
    assert document.published == "2023-04-01"


def test_five_trainings_are_told_the_last_two_planned(document: Document) -> None:
    told = [(figures(document, event, "quantity"), event.modality) for event in of_type(document, "TRAINING")]
    assert told == [
        (["3"], "actual"),
        (["43"], "actual"),
        (["227"], "actual"),
        (["15"], "planned"),
        (["2"], "planned"),
    ]


def test_the_chapters_that_held_their_congress_add_up(document: Document) -> None:
    event = next(event for event in of_type(document, "CONVENE") if figures(document, event, "quantity") == ["245/245"])
    assert figures(document, event, "part") == ["80", "42", "6", "4", "92", "21"]
    assert any(check.name == "parts_sum" and check.ok for check in event.checks)


def test_812_were_elected_of_whom_623_again(document: Document) -> None:
    event = next(event for event in of_type(document, "ELECTION") if figures(document, event, "quantity") == ["812"])
    assert figures(document, event, "part") == ["623"]
    assert figures(document, event, "share") == ["76,72%"]


def test_two_documents_are_carried_out(document: Document) -> None:
    cited = [
        document.entity(argument.entity).norm
        for event in of_type(document, "IMPLEMENTATION")
        for argument in event.fillers("document")
        if argument.entity is not None
    ]
    assert [(norm["number"], norm["date"], norm["issuer"]) for norm in cited] == [
        ("11", "2022-09-19", "Ban Tổ chức Tỉnh ủy"),
        ("1353", "2022-04-05", "Ban Tổ chức Tỉnh ủy"),
    ]


def test_171_of_170_were_admitted(document: Document) -> None:
    assert [figures(document, event, "quantity") for event in of_type(document, "ADMISSION")] == [["171/170"]]


def test_two_officials_have_their_titles(document: Document) -> None:
    held: dict[str, list[str]] = {}
    for entity in document.entities:
        titles = entity.norm.get("titles", [])
        if entity.label == "PERSON" and isinstance(titles, list) and titles:
            held[entity.text] = [document.entity(title).text for title in titles]
    assert held == {
        "Lê Ngọc Truyền": ["Phó Bí thư Thường trực Thành ủy Cao Lãnh"],
        "Trần Thanh Toàn": ["Ủy viên Ban Thường vụ Thành ủy", "Trưởng Ban Tổ chức Thành ủy Cao Lãnh"],
    }
