"""The model is found wherever the program is started."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import sukien.models
from sukien.errors import ModelError
from sukien.models import models_dir


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package folder `pipeline/sukien` in an empty checkout."""
    folder = tmp_path / "pipeline" / "sukien"
    folder.mkdir(parents=True)
    monkeypatch.setattr(sukien.models, "_PACKAGE", folder)
    return folder


def put_model(folder: Path) -> Path:
    folder.mkdir()
    (folder / "tagger.crfsuite").touch()
    return folder


def test_in_a_checkout_it_is_beside_the_source_root(package: Path) -> None:
    beside = put_model(package.parents[1] / "models")
    assert models_dir() == beside


def test_in_an_installed_package_it_is_inside(package: Path) -> None:
    put_model(package.parents[1] / "models")
    inside = put_model(package / "models")
    assert models_dir() == inside


def test_no_model_is_an_error_that_says_what_to_do(package: Path) -> None:
    (package.parents[1] / "models").mkdir()
    with pytest.raises(ModelError, match="sukien train corpus --out models"):
        models_dir()


def test_it_is_found_from_another_folder(tmp_path: Path) -> None:
    source_root = str(Path(sukien.models.__file__).parents[1])
    found = subprocess.run(
        [sys.executable, "-c", "from sukien.models import models_dir; print(models_dir())"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": source_root},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == str(models_dir())
