"""The files that the lab gives out, and those that it does not."""

from __future__ import annotations

import os

import pytest


@pytest.fixture
def folder(lab):
    place = lab.folder / "001-x"
    (place / "ban").mkdir(parents=True)
    (place / ".parts").mkdir()
    for name in (
        "run.json",
        "report.html",
        "ban/report.html",
        ".parts/a.json",
        ".lock",
        "notes.txt",
        "report.pdf",
        "mine.csv",
    ):
        (place / name).write_text("<p>x")
    os.symlink("/etc/hosts", place / "hosts.csv")
    os.symlink("/etc", place / "etc")
    return place


@pytest.mark.parametrize("path", ["001-x/report.html", "001-x/ban/report.html", "001-x/run.json"])
def test_reports_and_tables_are_given_out(client, folder, path):
    answer = client.get(f"/files/{path}")
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "script" not in policy
    assert "form-action 'none'" in policy
    assert "sandbox" in policy
    assert answer.headers["cross-origin-opener-policy"] == "unsafe-none"
    assert ("attachment" in answer.headers.get("content-disposition", "")) == path.endswith(".json")


@pytest.mark.parametrize(
    "path",
    [
        "001-x/../../secret.html",
        "001-x/%2e%2e/%2e%2e/secret.html",
        "..%2fsecret.html",
        "001-x/notes.txt",
        "001-x/report.pdf",
        "001-x/mine.csv",
        "001-x/.parts/a.json",
        "001-x/hosts.csv",
        "001-x/etc/hosts",
        "001-x/",
        "001-x",
        "",
        "002/report.html",
        "%00/report.html",
    ],
)
def test_nothing_else_is(client, folder, path):
    (folder.parent.parent / "secret.html").write_text("secret")
    assert client.get(f"/files/{path}").status_code == 404
