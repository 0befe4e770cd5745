"""A mechanism whose section holds more than numbers: a switch, a date, and a table of lists of gates."""

from __future__ import annotations

from glasshouse.authoring import Extra, Mechanism

KEYS = (
    Extra(key="night_buses.strict", kind="switch", off=True),
    Extra(key="night_buses.since", kind="date"),
    Extra(key="night_buses.closed.weekdays", kind="gates", mapping="Gates that close at night, by kind of day."),
    Extra(key="night_buses.closed.sundays", kind="gates", mapping="Gates that close at night, by kind of day."),
)
MECHANISM = Mechanism(module=__name__, section="night_buses", switched=True)
