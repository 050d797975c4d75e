"""Where the trained model is: inside the installed package, or in the `models/` folder of a checkout."""

from __future__ import annotations

from pathlib import Path

from sukien.errors import ModelError

_PACKAGE = Path(__file__).resolve().parent


def models_dir() -> Path:
    """The folder of the trained model, whatever folder the program was started from.

    Raises:
        ModelError: there is none, or it is empty; the message says how to get one.

    """
    in_wheel, in_checkout = _PACKAGE / "models", _PACKAGE.parents[1] / "models"
    for folder in (in_wheel, in_checkout):
        if folder.is_dir() and any(folder.iterdir()):
            return folder
    raise ModelError(
        f"no model in {in_wheel} or {in_checkout}; install the sukien wheel again, "
        "or in a checkout make one with: sukien train corpus --out models"
    )
