"""The lines of the notebook for EconML, where that is installed: they find an effect that is known."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

BOOK = Path(__file__).parents[2] / "docs" / "notebooks" / "known-effects.ipynb"


def test_the_same_estimator_of_econml_finds_a_known_effect():
    pytest.importorskip("econml", reason="it comes with the extra causal")
    texts = ["".join(cell["source"]) for cell in json.loads(BOOK.read_text(encoding="utf-8"))["cells"]]
    (block,) = (text.split("```python\n")[1].split("```")[0] for text in texts if "from econml" in text)
    random = np.random.default_rng(1)
    traits = random.integers(0, 3, (3000, 4)).astype(float)
    treated = random.random(3000) < 1 / (1 + np.exp(1 - traits[:, 0]))
    seen = traits[:, 1] + 2 * traits[:, 0] + 3 * treated + random.normal(size=3000)
    found = {"traits": traits, "treated": treated, "seen": seen}
    exec(block, found)
    assert found["low"] < 3 < found["high"]
    assert found["high"] - found["low"] < 0.5
