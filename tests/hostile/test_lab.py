"""Every page of the lab with one spoilt folder in it: never a server error, and the other runs stay usable.

The kind: trust in what stands in a folder that somebody else may have filled.
"""

from __future__ import annotations

import re
import shutil

import pytest
from fastapi.testclient import TestClient

from glasshouse.lab.app import create_app
from glasshouse.lab.settings import Lab
from hostile import folders
from hostile.conftest import contents
from hostile.test_commands import FOLDERS, MAKERS

PAGE = {"accept": "text/html"}
#: Pages that list all folders, and ask one that is whole.
OTHERS = ("/", "/run", "/compare", "/story", "/validation", "/api/jobs", "/api/compare", "/run?run=whole")
#: Pages of the spoilt folder.
OF_RUN = (
    "/run?run=spoilt",
    "/figure/run/groups.csv?run=spoilt",
    "/figure/run/flow.svg?run=spoilt",
    "/story?run=spoilt",
    "/story?run=spoilt&person=3",
    "/story?run=spoilt&choose=falsely-matched",
    "/story/story.txt?run=spoilt&person=3",
    "/story/story.html?run=spoilt&person=3",
    "/api/story?run=spoilt&person=3",
    "/files/spoilt/report.html",
    "/files/spoilt/run.json",
    "/files/spoilt/daily.parquet",
)
OF_COMPARISON = (
    "/compare?name=spoilt",
    "/api/compare/spoilt",
    "/api/compare/spoilt/people",
    "/figure/compare/groups.csv?name=spoilt",
    "/story?run=spoilt&person=3",
    "/files/spoilt/report.html",
    "/files/spoilt/ban/run.json",
    "/files/spoilt/comparison.parquet",
)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "name"), FOLDERS, ids=[name for _, name in FOLDERS])
@pytest.mark.usefixtures("undrawn")
def test_no_page_fails_for_what_stands_in_a_folder(kind, name, whole_run, whole_comparison, tmp_path):
    root = tmp_path / "runs"
    folders.spoil(whole_run if kind == "run" else whole_comparison, root, MAKERS[kind][name])
    shutil.copytree(whole_run, root / "whole")
    outside, whole = contents(root / "outside"), contents(root / "whole")
    lab = Lab(folder=root, threads=1)
    with TestClient(create_app(lab), base_url=f"http://127.0.0.1:{lab.port}", raise_server_exceptions=False) as client:
        for address in (*OTHERS, *(OF_RUN if kind == "run" else OF_COMPARISON)):
            answer = client.get(address, headers=PAGE)
            assert answer.status_code < 500, (address, answer.text[:500])
            shown = answer.headers["content-type"].startswith("text/html")
            if shown and not address.startswith("/files"):
                assert folders.MARKUP not in answer.text, address
                assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", answer.text), address
            assert folders.SECRET not in answer.text, address
            if answer.status_code >= 400:  # elsewhere it stands in a command that is to be pasted
                assert str(tmp_path) not in answer.text, address
        assert client.get("/run?run=whole", headers=PAGE).status_code == 200
        resumed = client.post("/api/jobs", json={"kind": "run" if kind == "run" else "compare", "resume": "spoilt"})
        assert resumed.status_code < 500
    assert contents(root / "outside") == outside
    assert contents(root / "whole") == whole
