"""The pages of the lab, each a module with a ``router`` of its own: one line here brings a page in."""

from __future__ import annotations

from fastapi import APIRouter

from glasshouse.lab import crowd, files, jobs_api
from glasshouse.lab.belief import page as belief
from glasshouse.lab.country import page as country
from glasshouse.lab.life import page as life
from glasshouse.lab.worlds import page as worlds

ROUTERS: tuple[APIRouter, ...] = (
    crowd.router,
    country.router,
    worlds.router,
    life.router,
    belief.router,
    jobs_api.router,
    files.router,
)
