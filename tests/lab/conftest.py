"""A lab that answers without a network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from glasshouse.lab.app import create_app
from glasshouse.lab.settings import Lab


@pytest.fixture
def lab(tmp_path) -> Lab:
    return Lab(folder=tmp_path / "runs", threads=1)


@pytest.fixture
def client(lab) -> Iterator[TestClient]:
    with TestClient(create_app(lab), base_url=f"http://127.0.0.1:{lab.port}") as opened:
        yield opened
