"""``glasshouse scenarios``: presets, or safeguards, a sentence each."""

from __future__ import annotations

from glasshouse.cli.main import status
from glasshouse.interventions import INTERVENTIONS, REFERENCES


def test_safeguards_are_listed_with_one_sentence_each(capsys):
    assert status(["scenarios", "--safeguards"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for each in (*INTERVENTIONS.values(), *REFERENCES.values()):
        assert [line for line in lines if line.split()[:1] == [each.name] and line.endswith(each.sentence)]


def test_presets_are_listed_without_it(capsys):
    assert status(["scenarios"]) == 0
    assert "human-review" not in capsys.readouterr().out
