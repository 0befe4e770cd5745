"""The lab below a path of a proxy's: no address of it may lead to the proxy's own pages."""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient

from glasshouse.arguments import in_options
from glasshouse.errors import BadInputError
from glasshouse.lab import app as lab_app
from glasshouse.lab.addresses import check_host, check_root
from glasshouse.lab.app import create_app
from glasshouse.lab.settings import Lab
from glasshouse.report.chart_drawing import Chart

PREFIX = "/user/me/proxy/8765"
PAGE = {"accept": "text/html"}
PATHS = (
    "/",
    "/?guess=10",
    "/run",
    "/run?own=true",
    "/compare",
    "/story",
    "/validation",
    "/nowhere/at/all",
    "/files/x",
)
STATIC = lab_app._HERE / "static"


def links(text: str) -> list[str]:
    """What a page leads to."""
    return [html.unescape(found) for found in re.findall(r'(?:href|src|action|data-waiting)="([^"]*)"', text)]


@pytest.fixture
def lab(tmp_path, monkeypatch) -> Lab:
    monkeypatch.setattr(Chart, "__html__", lambda chart: "")
    return Lab(folder=tmp_path, threads=1)


@pytest.fixture(params=["", PREFIX], ids=["the proxy takes its path away", "the proxy leaves its path"])
def left(request) -> str:
    """What a proxy leaves before the path of a request."""
    return request.param


@pytest.fixture
def proxied(lab, left):
    """A lab whose pages a browser sees below a proxy's path."""
    own = Lab(folder=lab.folder, threads=1, root_path=left)
    with TestClient(create_app(own), base_url="http://127.0.0.1:8765", follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("path", PATHS)
def test_every_link_stays_below_the_path_of_a_proxy(proxied, left, path):
    """A lab at the root of its host is taken for granted: links, styles, modules and forms must hold below a path."""
    page = proxied.get(f"{left}{path}", headers=PAGE)
    found = [urljoin(f"http://hub.example{PREFIX}{path}", link) for link in links(page.text)]
    own = [urlsplit(link).path for link in found if urlsplit(link).netloc == "hub.example"]
    assert len(own) > 5
    assert [link for link in own if not link.startswith(f"{PREFIX}/")] == []


@pytest.mark.parametrize("path", ["/", "/validation"])
def test_what_a_page_leads_to_is_there(proxied, left, path):
    page = proxied.get(f"{left}{path}", headers=PAGE)
    for link in links(page.text):
        where = urlsplit(urljoin(f"http://hub.example{left}{path}", link))
        if where.netloc == "hub.example" and "/static/" in where.path:
            assert proxied.get(where.path).status_code == 200, link


def test_a_redirect_stays_below_the_path_of_a_proxy(proxied, left):
    answer = proxied.post(f"{left}/jobs/resume", data={"name": "x"})
    assert answer.status_code == 404
    form = {"preset": "as-described", "population": "100", "days": "1", "replicates": "1"}
    started = proxied.post(f"{left}/run", data=form)
    assert started.status_code == 303
    seen = urljoin(f"http://hub.example{PREFIX}/run", started.headers["location"])
    assert urlsplit(seen).path == f"{PREFIX}/run"
    stopped = proxied.post(f"{left}/jobs/{seen.rpartition('=')[2]}/cancel")
    assert urljoin(f"http://hub.example{PREFIX}/jobs/x/cancel", stopped.headers["location"]) == seen


def test_the_guard_looks_at_paths_without_the_proxy_s(lab):
    opening = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    with TestClient(
        create_app(Lab(folder=lab.folder, threads=1, root_path=PREFIX)), base_url="http://127.0.0.1:8765"
    ) as c:
        assert c.get(f"{PREFIX}/run", headers=opening).status_code == 200
        for path in ("/api/openapi.json", f"{PREFIX}/api/openapi.json", f"{PREFIX}/files/x/report.html"):
            assert c.get(path, headers=opening).status_code == 403, path


def test_the_cookie_is_for_the_lab_s_own_path(lab):
    own = Lab(folder=lab.folder, threads=1, root_path=PREFIX, token="a-long-token")
    with TestClient(create_app(own), base_url="http://127.0.0.1:8765", follow_redirects=False) as client:
        answer = client.get(f"{PREFIX}/story?token=a-long-token")
        assert (answer.status_code, answer.headers["location"]) == (303, "./story")
        assert f"Path={PREFIX}/" in answer.headers["set-cookie"]


@pytest.mark.parametrize("module", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_modules_ask_below_the_path_of_a_proxy(module):
    begins = r'(?:fetch\(|assign\(|replaceState\(null, "", |href = |pathname = )[`"]/'
    asked = re.findall(begins, module.read_text(encoding="utf-8"))
    assert asked == []


@pytest.mark.parametrize("name", ["", "a b", "http://x", "x:y", "x/y", "x:123456", "<b>", "*", ".example"])
def test_what_is_no_name_of_a_host_is_refused(name):
    with pytest.raises(BadInputError, match=r"^allow_host=") as found:
        check_host(name)
    assert in_options(found.value).startswith("--allow-host ")


@pytest.mark.parametrize("path", ["x", "http://x/y", "/a/../b", "/a b", '/"', "//", "/a?b"])
def test_what_is_no_path_is_refused(path):
    with pytest.raises(BadInputError, match=r"^root_path=") as found:
        check_root(path)
    assert in_options(found.value).startswith("--root-path ")
