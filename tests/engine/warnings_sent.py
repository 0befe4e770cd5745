"""A mechanism that writes letters of its own, and logs an event for whoever gets one."""

from __future__ import annotations

import numpy as np

from glasshouse.authoring import NO_CAUSE, Event, Letter, Mechanism, log, write_to_circle

WARNING = Letter("a warning")


def sanction_notify(agent, district, now, known, mail):
    """Whoever is sanctioned warns their circle."""
    write_to_circle(agent.person, WARNING, 0, district, now, known, mail)


def receive(agent, letter, now, rows):
    """A warning is kept as a notice."""
    if letter.purpose == WARNING:
        log(rows, now, agent.person, np.int64(Event.NOTICE), NO_CAUSE, letter.sender, 0)


MECHANISM = Mechanism(
    module=__name__,
    section="warnings_sent",
    switched=True,
    rules={"sanction_notify": sanction_notify, "receive": receive},
)
