"""What a run's days are simulated on: the processor, or an NVIDIA GPU."""

from __future__ import annotations

from glasshouse.arguments import Argument
from glasshouse.engine.simulate import MOST_LEDGER
from glasshouse.errors import BadInputError
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.plugins import require_cpu

DEVICES = ("cpu", "cuda")


def check(device: str, population: int, mechanisms: MechanismSet = SHIPPED) -> None:
    """Raise ``BadInputError``, in one sentence, for a device that there is not, or that cannot simulate the run.

    >>> check("cpu", 1000)
    >>> check("gpu", 1000)
    Traceback (most recent call last):
    glasshouse.errors.BadInputError: device='gpu': it must be 'cpu', the processor, or 'cuda', an NVIDIA GPU.
    """
    if device not in DEVICES:
        raise BadInputError(Argument("device", device), ": it must be 'cpu', the processor, or 'cuda', an NVIDIA GPU.")
    if device == "cpu":
        return
    require_cpu(device, mechanisms)
    from glasshouse.engine.cuda import device_machine

    reason = device_machine.missing()
    if reason is None:
        from glasshouse.engine.cuda import device_people

        reason = device_people.too_little_room(population, population <= MOST_LEDGER)
    if reason is not None:
        raise BadInputError(Argument("device", device), f": {reason}.")


def name(device: str) -> str | None:
    """What ``run.json`` calls a GPU on which a run was simulated; None for the processor, which it names anyway.

    >>> name("cpu") is None
    True
    """
    if device == "cpu":
        return None
    from glasshouse.engine.cuda import device_machine

    return device_machine.Machine().name
