"""Names in somebody's rule that stand for nothing: a count that is misspelt, or a kind of conduct that there is not.

They are read in a rule's bytecode, which knows what is local, and which is there for what was written at a prompt.
"""

from __future__ import annotations

import builtins
import dis
from collections.abc import Iterator, Mapping
from enum import EnumType
from itertools import pairwise
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from glasshouse.errors import nearest


def name_faults(rule: FunctionType) -> Iterator[str]:
    """The names that a function asks for in vain, each as the rest of a sentence that begins with the rule.

    >>> def rule(agent):
    ...     return agent.conduct == COUNDUCT
    >>> list(name_faults(FunctionType(rule.__code__.replace(co_filename="own.py", co_firstlineno=10), {"CONDUCT": 1})))
    ["asks in line 11 of own.py for COUNDUCT, which does not exist. Did you mean 'CONDUCT'?"]
    """
    yield from dict.fromkeys(_in_code(rule.__code__, rule.__globals__))


def _in_code(code: CodeType, scope: Mapping[str, Any]) -> Iterator[str]:
    file = Path(code.co_filename).name
    for one, following in pairwise((*dis.get_instructions(code), None)):
        if one is None or one.opname not in ("LOAD_GLOBAL", "LOAD_NAME"):
            continue
        name, line = one.argval, one.positions.lineno if one.positions else 0
        if name not in scope:
            if not hasattr(builtins, name):
                yield _said(name, name, [each for each in scope if not each.startswith("__")], line, file)
        elif isinstance(among := scope[name], (EnumType, ModuleType)):
            wanted = following.argval if following and following.opname in ("LOAD_ATTR", "LOAD_METHOD") else None
            if wanted is not None and not hasattr(among, wanted):
                valid = among.__members__ if isinstance(among, EnumType) else dir(among)
                yield _said(wanted, f"{name}.{wanted}", valid, line, file)
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from _in_code(part, scope)


def _said(word: str, asked: str, valid: Any, line: int | None, file: str) -> str:
    hint = nearest(word, valid)
    return f"asks in line {line} of {file} for {asked}, which does not exist{f'.{hint}' if hint else ''}"
