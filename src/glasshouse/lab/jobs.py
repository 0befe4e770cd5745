"""The lab's queue: what it was asked to live, one after the other, each in a process of its own.

So a cancel is no more than the end of a process's input, and a lab that dies loses no finished run: what a job leaves
is the ordinary folder of a run or a comparison, which ``library`` finds again.
"""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, dataclass, field
from secrets import token_hex
from threading import Condition, Thread
from time import monotonic
from typing import Any, Literal
from urllib.parse import quote

from pydantic import BaseModel, computed_field

from glasshouse.errors import BadInputError, why
from glasshouse.lab.folder_library import NotHereError, entry_named
from glasshouse.lab.job_process import Process
from glasshouse.lab.orders import Checked, Order, check
from glasshouse.lab.retold import language_of, retold
from glasshouse.lab.sentences import sentence
from glasshouse.lab.settings import Kind, Lab
from glasshouse.languages.spoken import duration, plain

__all__ = ["Job", "Jobs", "NotHereError", "Order", "QueueFullError"]

Status = Literal["waiting", "running", "finished", "cancelled", "failed"]
#: Seconds that a process may take to close its folder before it is killed.
GRACE = 30.0
#: Ended jobs that are remembered; their folders stay, whatever is forgotten.
REMEMBERED = 100
#: Seconds of days simulated before the time left is told.
_MEASURED = 0.4
_STARTING = "Starting. The first run on a machine compiles the model, which takes up to a minute."
#: The page on which each kind is looked at.
_PAGES = {"run": "/run?run=", "compare": "/compare?name="}


class QueueFullError(RuntimeError):
    """As many jobs wait as may; nothing was added."""


class Job(BaseModel):
    """One thing to be simulated, as a page shows it.

    ``done`` of ``total`` are days × replicates × arms; ``seconds_left`` is reckoned from the speed so far. ``ahead``
    counts the jobs that come before it. ``folder`` is the name of what it leaves, "" until there is any; ``link`` the
    page on which it is seen when it is finished. ``message`` is a sentence.
    """

    id: str
    kind: Kind
    title: str
    label: str
    population: int
    status: Status = "waiting"
    done: int = 0
    total: int
    seconds_left: float | None = None
    ahead: int = 0
    message: str = ""
    folder: str = ""
    link: str = ""

    @computed_field
    @property
    def said(self) -> str:
        """How it stands, in a sentence."""
        return retold(self._english)

    @computed_field
    @property
    def said_in(self) -> str:
        """The language of that sentence: of an error it may be English."""
        return language_of(self._english)

    @property
    def _english(self) -> str:
        if self.status != "waiting":
            return self.message
        before = {0: "It begins in a moment.", 1: "One other comes before it."}
        return f"Waiting. {before.get(self.ahead, f'{self.ahead} others come before it.')}"

    @computed_field
    @property
    def far(self) -> str:
        """How far it is, in numbers.

        >>> Job(id="", kind="run", title="", label="", population=9, done=30, total=120, seconds_left=75.0).far
        '30 of 120 days simulated (25 %), about 1 minute 15 seconds left'
        """
        if not self.total:
            return ""
        how = {"done": self.done, "total": self.total, "percent": 100 * self.done // self.total}
        if self.seconds_left is None:
            return plain("{done} of {total} days simulated ({percent} %)", **how)
        left = duration(self.seconds_left)
        return plain("{done} of {total} days simulated ({percent} %), about {left} left", **how, left=left)


@dataclass(kw_only=True)
class _Entry:
    """A job and its process; ``began`` is when, and at how many days, the speed began to be measured."""

    checked: Checked
    job: Job
    process: Process | None = None
    cancelled: bool = False
    began: tuple[float, int] | None = None
    told: dict[str, Any] = field(default_factory=dict)


class Jobs:
    """What waits, runs and has ended; safe to use from several threads."""

    def __init__(self, lab: Lab) -> None:
        """Nothing runs yet."""
        self.lab = lab
        self._change = Condition()
        self._entries: dict[str, _Entry] = {}
        self._waiting: deque[_Entry] = deque()
        self._running: _Entry | None = None
        self._thread: Thread | None = None
        self._closed = False

    def submit(self, order: Order) -> Job:
        """Check an order and put it in the queue.

        Raises ``ScenarioError``, ``BadInputError``, ``NotHereError``, and ``QueueFullError`` when enough wait already.
        """
        checked = check(order, self.lab)
        with self._change:
            self._room(checked)
            job = Job(
                id=token_hex(8),
                kind=checked.order.kind,
                title=checked.title,
                label=checked.label,
                population=checked.population,
                total=checked.total,
                folder=checked.order.resume,
            )
            entry = self._entries[job.id] = _Entry(checked=checked, job=job)
            self._waiting.append(entry)
            self._forget()
            if self._thread is None:
                self._thread = Thread(target=self._work, name="glasshouse jobs", daemon=True)
                self._thread.start()
            self._change.notify_all()
            return self._shown(entry)

    def get(self, id: str) -> Job:
        """A job as it stands. Raises ``NotHereError``."""
        with self._change:
            return self._shown(self._entry(id))

    def order(self, id: str) -> Order:
        """What a job was asked for, with its sizes filled in. Raises ``NotHereError``."""
        with self._change:
            return self._entry(id).checked.order

    def all(self) -> list[Job]:
        """All jobs that are remembered, the newest first."""
        with self._change:
            return [self._shown(entry) for entry in reversed(self._entries.values())]

    def cancel(self, id: str) -> Job:
        """Stop a job: one that waits never begins, one that runs keeps what it finished. Raises ``NotHereError``."""
        with self._change:
            entry = self._entry(id)
            if entry in self._waiting:
                self._waiting.remove(entry)
                self._say(entry, status="cancelled", message="It was cancelled before it began.")
            elif entry is self._running and not entry.cancelled:
                entry.cancelled = True
                self._say(entry, message="Stopping, and keeping what is finished.", seconds_left=None)
                if entry.process is not None:
                    entry.process.stop(GRACE)
            self._change.notify_all()
            return self._shown(entry)

    def wait(self, id: str, seconds: float = 60.0) -> Job:
        """A job when it has ended, or as it stands after so many seconds. Raises ``NotHereError``."""
        with self._change:
            entry = self._entry(id)
            self._change.wait_for(lambda: entry.job.status not in ("waiting", "running"), seconds)
            return self._shown(entry)

    def close(self) -> None:
        """Cancel all and wait for what runs to close its folder; at most ``GRACE`` seconds, then it is killed."""
        with self._change:
            self._closed = True
            waiting, running, thread = list(self._waiting), self._running, self._thread
            self._change.notify_all()
        for entry in [*waiting, *([running] if running else [])]:
            self.cancel(entry.job.id)
        if thread is not None:
            thread.join(GRACE + 5)

    # Below here the condition is held, but for _work and _live.

    def _entry(self, id: str) -> _Entry:
        if id not in self._entries:
            raise NotHereError("This lab knows no such job; what it had finished is among the runs.")
        return self._entries[id]

    def _room(self, checked: Checked) -> None:
        if self._closed:
            raise QueueFullError("The lab is closing.")
        if len(self._waiting) >= self.lab.most_waiting:
            raise QueueFullError(f"{len(self._waiting)} jobs are waiting already. Wait for one to end, or cancel one.")
        order = checked.order
        alive = [entry for entry in (self._running, *self._waiting) if entry]
        if order.resume and any((e.job.kind, e.job.folder) == (order.kind, order.resume) for e in alive):
            raise BadInputError(f"{order.resume} is being gone on with already.")

    def _forget(self) -> None:
        ended = [id for id, entry in self._entries.items() if entry.job.status not in ("waiting", "running")]
        for id in ended[: max(0, len(ended) - REMEMBERED)]:
            del self._entries[id]

    def _shown(self, entry: _Entry) -> Job:
        ahead = 0
        if entry in self._waiting:
            ahead = self._waiting.index(entry) + (self._running is not None)
        return entry.job.model_copy(update={"ahead": ahead})

    def _say(self, entry: _Entry, **facts: Any) -> None:
        said = {"message": sentence(facts["message"], self.lab)} if "message" in facts else {}
        entry.job = entry.job.model_copy(update={**facts, **said})
        self._change.notify_all()

    def _work(self) -> None:
        """Simulate one job after the other, until the lab is closed."""
        while True:
            with self._change:
                self._change.wait_for(lambda: bool(self._waiting) or self._closed)
                if not self._waiting:
                    return
                entry = self._running = self._waiting.popleft()
                self._say(entry, status="running", message=_STARTING)
            try:
                self._live(entry)
            except Exception as error:  # whatever happens, the next in the queue has its turn
                ended = {"status": "failed", "message": f"It could not be carried out: {why(error)}."}
            else:
                ended = _ended(entry, self.lab)
            with self._change:
                self._running = None
                self._say(entry, **ended, seconds_left=None)

    def _live(self, entry: _Entry) -> None:
        """Start the process, and listen to it until it ends."""
        order = {**asdict(entry.checked.order), "root": str(self.lab.folder), "threads": self.lab.threads}
        process = Process(order)
        try:
            with self._change:
                entry.process = process
                if entry.cancelled or self._closed:  # while it was being started
                    entry.cancelled = True
                    process.stop(GRACE)
            for said in process.said():
                with self._change:
                    self._hear(entry, said)
        finally:
            process.close()

    def _hear(self, entry: _Entry, said: dict[str, Any]) -> None:
        """Take in what a process says."""
        entry.told |= said
        if "folder" in said:
            self._say(entry, folder=said["folder"])
        if "done" in said:
            self._say(entry, **_progress(entry, said["done"], monotonic()))


def _progress(entry: _Entry, done: int, now: float) -> dict[str, Any]:
    """How far a job is, and the seconds left at the speed since its first day."""
    if entry.began is None:
        entry.began = (now, done)
    since, first = entry.began
    job, left, message = entry.job, None, entry.job.message
    if not entry.cancelled:
        message = "Writing the tables and the report." if done >= job.total else "Simulating."
        if now - since > _MEASURED and first < done < job.total:
            left = round((job.total - done) * (now - since) / (done - first), 1)
    return {"done": done, "seconds_left": left, "message": message}


def _ended(entry: _Entry, lab: Lab) -> dict[str, Any]:
    """How a job ended, from the last that its process said, and from how the process ended."""
    told, job = entry.told, entry.job
    if told.get("end") == "finished":
        return {"status": "finished", "message": "Finished.", "done": job.total, "link": _link(job.kind, job.folder)}
    if entry.cancelled or told.get("end") == "cancelled":
        return {"status": "cancelled", "message": f"It was stopped. {_kept(job, lab)}"}
    text = str(told.get("message", ""))
    if not text:
        how = entry.process.ended() if entry.process else "could not be started"
        text = f"The process that simulated it {how}; perhaps the memory was full. {_kept(job, lab)}"
    return {"status": "failed", "message": text}


def _kept(job: Job, lab: Lab) -> str:
    """What is left of a job that did not finish."""
    try:
        found = entry_named(lab, job.kind, job.folder)
    except NotHereError:
        return "Nothing is left of it."
    whole = f"{found.replicates} of {found.replicates_asked} replicates are whole and kept."
    whole = whole if found.replicates else "No replicate was whole by then."
    return f"{whole} You can go on with it." if found.resumable else whole


def _link(kind: Kind, folder: str) -> str:
    return _PAGES[kind] + quote(folder, safe="")
