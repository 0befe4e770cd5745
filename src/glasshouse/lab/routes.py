"""The pages of the lab, each a module with a ``router`` of its own: one line here brings a page in."""

from __future__ import annotations

from fastapi import APIRouter

from glasshouse.lab import class_page, jobs_api, served_files
from glasshouse.lab.compare import compare_routes
from glasshouse.lab.crowd import crowd_routes
from glasshouse.lab.run import run_routes
from glasshouse.lab.story import story_routes
from glasshouse.lab.validation import validation_routes

ROUTERS: tuple[APIRouter, ...] = (
    crowd_routes.router,
    run_routes.router,
    compare_routes.router,
    story_routes.router,
    validation_routes.router,
    class_page.router,
    jobs_api.router,
    served_files.router,
)
