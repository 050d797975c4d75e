"""What all tests share: how long hypothesis may take, and where the material beside the repository is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

# The first article pays for loading the model, so no single example has a deadline of its own.
settings.register_profile("sukien", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("sukien")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `shared/` beside the repository; a test that needs it is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("needs the folder shared/ beside the repository")
    return SHARED


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT
