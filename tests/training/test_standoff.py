"""Annotation kept apart from its text."""

from __future__ import annotations

import subprocess
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukien.document import Document
from sukien.errors import AnnotationError
from sukien.training import standoff
from sukien.training.annotation import from_ann
from sukien.training.standoff import fetch, from_standoff, plain_text, read_standoff, to_standoff

SEGMENTED = "Hội_nghị bầu 5 đồng_chí ( 2 nữ ) , giúp hộ nghèo .\n"
ANNOTATED = """\
# id: hoi-nghi
Hội nghị {K1|bầu} {N1:NUMBER|5} đồng chí ({N2:NUMBER|2} nữ), {K2|giúp} {G1|hộ nghèo}.

---
N1 kind=count value=5 unit=đồng chí
N2 kind=count value=2
E1 ELECTION K1 quantity=N1 part=N2
E2 DONATION K2 beneficiary=G1 modality=planned
"""


def annotated() -> Document:
    return from_ann(ANNOTATED)


@pytest.mark.parametrize(
    ("segmented", "text"),
    [
        (SEGMENTED, "Hội nghị bầu 5 đồng chí (2 nữ), giúp hộ nghèo.\n"),
        ("“ Đúng_vậy ” , ông nói : “ Tốt ! ”", "“Đúng vậy”, ông nói: “Tốt!”\n"),
        ("ngày 5 / 4 đạt 90 %", "ngày 5/4 đạt 90%\n"),
        ("  dòng một  \n\n dòng_hai ;", "dòng một\n\ndòng hai;\n"),
        ("", "\n"),
    ],
)
def test_the_segmentation_is_undone(segmented: str, text: str) -> None:
    assert plain_text(segmented) == text


@given(st.text(st.sampled_from("ab_ ,.()/\n%“”"), max_size=40))
def test_a_plain_text_is_plain_already(segmented: str) -> None:
    text = plain_text(segmented)
    assert "_" not in text
    assert "  " not in text
    assert text.endswith("\n")


def test_a_record_holds_no_words_of_the_article() -> None:
    record = to_standoff(annotated(), "a.seg")
    assert (record["id"], record["path"]) == ("hoi-nghi", "a.seg")
    assert record["events"][1]["args"] == [{"role": "beneficiary", "start": 37, "end": 45}]
    written = msgspec.json.encode(record).decode()
    assert "hộ nghèo" not in written
    assert "bầu" not in written


def test_a_record_and_its_text_are_the_document_again() -> None:
    document = annotated()
    assert from_standoff(to_standoff(document, "a.seg"), document.text) == document


def test_another_text_is_refused() -> None:
    with pytest.raises(AnnotationError, match=r"hoi-nghi: a\.seg holds another text"):
        from_standoff(to_standoff(annotated(), "a.seg"), "Hội nghị khác.")


def store(folder: Path, *lines: bytes) -> Path:
    (folder / "a.seg").write_text(SEGMENTED, encoding="utf-8")
    (folder / "real.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    return folder / "real.jsonl"


def test_a_file_of_records_is_read(tmp_path: Path) -> None:
    record = msgspec.json.encode(to_standoff(annotated(), "a.seg"))
    assert list(read_standoff(store(tmp_path, record), tmp_path)) == [annotated()]


def changed(**fields: object) -> bytes:
    return msgspec.json.encode(to_standoff(annotated(), "a.seg") | fields)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b"{", "not a stand-off record"),
        (b"[]", "not a stand-off record"),
        (b'{"id": "a"}', "not a stand-off record"),
        (changed(path="missing.seg"), "sukien corpus fetch"),
        (changed(sha256="0"), "another text"),
        (changed(entities=[{"id": "T1"}]), "not a stand-off record"),
        (changed(entities=[{"id": "T1", "label": "ORG", "start": 5, "end": 500}], events=[]), "T1"),
        (changed(entities=[]), "not there"),
    ],
)
def test_a_bad_line_is_named(line: bytes, complaint: str, tmp_path: Path) -> None:
    good = msgspec.json.encode(to_standoff(annotated(), "a.seg"))
    with pytest.raises(AnnotationError, match=rf"real\.jsonl, line 2: .*{complaint}"):
        list(read_standoff(store(tmp_path, good, line), tmp_path))


def test_a_text_that_is_no_utf8_is_named(tmp_path: Path) -> None:
    source = store(tmp_path, changed(path="b.seg"))
    (tmp_path / "b.seg").write_bytes(b"\xff")
    with pytest.raises(AnnotationError, match="line 1"):
        list(read_standoff(source, tmp_path))


def test_the_texts_are_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    origin = tmp_path / "origin"
    for command in (
        ["init", "--quiet", str(origin)],
        [
            "-C",
            str(origin),
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@b",
            "commit",
            "--allow-empty",
            "--quiet",
            "-m",
            "a",
        ],
    ):
        subprocess.run(["git", *command], check=True)
    monkeypatch.setattr(standoff, "REPOSITORY", str(origin))
    fetch(tmp_path / "texts")
    assert (tmp_path / "texts" / ".git").is_dir()


def test_what_git_says_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standoff, "REPOSITORY", str(tmp_path / "nowhere"))
    with pytest.raises(AnnotationError, match="nowhere"):
        fetch(tmp_path / "texts")


def test_without_git_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AnnotationError, match="git is not installed"):
        fetch(tmp_path / "texts")
