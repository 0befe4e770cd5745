"""``python benchmarks/class_of_30.py``: thirty pupils who each make ten moves, against a lab that is open to a class.

Each pupil begins with the crowd as it is and moves one control a time: mostly a slider by a few stops, now and then a
safeguard. All thirty ask at once, and again as soon as they are answered, or after ``--pause`` seconds. Clients and lab
share this machine's cores. ``--at-once`` does not wait until the lab has prepared its crowds. The same moves are then
made again: all of them are answered from what was kept.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from random import Random
from typing import Any
from urllib.parse import urlencode

from glasshouse.lab.crowd.crowd_words import sliders
from glasshouse.lab.crowd.machine_settings import DIALS, LEVERS, MachineSettings

PUPILS, MOVES = 30, 10
#: How far a slider is moved at most, in stops, and how often a safeguard is switched instead.
FAR, SWITCHED = 4, 0.2


def walk(pupil: int, moves: int) -> list[dict[str, Any]]:
    """What a pupil asks for, one move after the other."""
    chance, state, out = Random(pupil), dict[str, Any](), list[dict[str, Any]]()
    at = {slider.name: slider.at for slider in sliders(MachineSettings())}
    for _ in range(moves):
        if chance.random() < SWITCHED:
            lever = chance.choice(LEVERS).name
            state = {**state, lever: not state.get(lever, False)}
        else:
            dial = chance.choice(DIALS)
            here = min(range(len(dial.stops)), key=lambda k: abs(dial.stops[k] - at[dial.name]))
            there = max(0, min(len(dial.stops) - 1, here + chance.choice([k for k in range(-FAR, FAR + 1) if k])))
            at[dial.name] = dial.stops[there]
            state = {**state, dial.name: dial.stops[there]}
        out.append({name: str(value).lower() for name, value in state.items() if value is not False})
    return out


def visit(port: int, token: str, pupil: int, pause: float) -> list[tuple[int, float]]:
    """A pupil's moves: status and seconds of each answer."""
    connection, out = HTTPConnection("127.0.0.1", port, timeout=300), []
    headers = {"Authorization": f"Bearer {token}", "Host": f"127.0.0.1:{port}"}
    for asked in walk(pupil, MOVES):
        began = time.perf_counter()
        connection.request("GET", f"/api/crowd?{urlencode({**asked, 'tab': f'pupil{pupil}'})}", headers=headers)
        answer = connection.getresponse()
        answer.read()
        out.append((answer.status, time.perf_counter() - began))
        time.sleep(pause)
    return out


def prepared(port: int, token: str) -> bool:
    """Whether all crowds are there."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/class", headers={"Authorization": f"Bearer {token}", "Accept": "text/html"})
    return "crowds are prepared. The class" not in connection.getresponse().read().decode()


def main() -> None:
    """Serve a lab, let the class in, and print what it was told and how fast."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--pause", type=float, default=0.0, help="seconds between an answer and the next move")
    asked.add_argument("--at-once", action="store_true", help="do not wait until the crowds are prepared")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        words = ["lab", "--class", "--host", "127.0.0.1", "--port", "0", "--no-browser", "--folder", folder]
        program = [sys.executable, "-u", "-m", "glasshouse.cli.main", *words]
        with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, encoding="utf-8") as served:
            assert served.stdout is not None
            said = "".join(iter(served.stdout.readline, "Ctrl-C stops it.\n"))
            teacher, pupils = re.findall(r"token=(\S+)", said)
            port = int(re.findall(r":(\d+)/", said)[0])
            began = time.perf_counter()
            while not given.at_once and not prepared(port, teacher):
                time.sleep(2)
            print(f"crowds prepared in {time.perf_counter() - began:.0f} s", flush=True)
            for name in ("first time", "same moves again"):
                began = time.perf_counter()
                with ThreadPoolExecutor(PUPILS) as pool:
                    visits = pool.map(lambda pupil: visit(port, pupils, pupil, given.pause), range(PUPILS))
                    answers = [one for each in visits for one in each]
                report(name, answers, time.perf_counter() - began)
            served.terminate()


def report(name: str, answers: list[tuple[int, float]], wall: float) -> None:
    """Print how many were answered, and how fast."""
    seconds = sorted(spent for status, spent in answers if status == 200)
    middle, late = statistics.median(seconds), seconds[int(0.95 * len(seconds))]
    told = f"median {middle:.3f} s, 95th {late:.3f} s, longest {seconds[-1]:.3f} s"
    print(f"{name}: {len(seconds)} of {len(answers)} answered in {wall:.0f} s; {told}", flush=True)


if __name__ == "__main__":
    main()
