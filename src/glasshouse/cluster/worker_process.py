"""What all workers on this machine begin with: the process from which they are forked imports this module, once.

Where processes can be forked, a worker begins with all modules and with the compiled day, instead of loading them for 3
to 4 s of processor time. The process from which they are forked does nothing else, and has one thread. Elsewhere each
worker loads what it needs when it needs it.
"""

from __future__ import annotations

import io
import signal
from contextlib import redirect_stderr, suppress
from importlib import import_module

from glasshouse.engine import compile_ahead

#: The work that is spread, with all that it imports; and what pyarrow looks for in each process.
_USED = (
    "glasshouse.cluster.shard", "glasshouse.cluster.spread_arms", "glasshouse.cluster.spread_draws",
    "glasshouse.cluster.spread_replicates", "glasshouse.comparison.ensemble_draws",
    "glasshouse.runs.ensemble_simulate", "glasshouse.studies.spread_points", "pandas",
)  # fmt: skip

# Ctrl-C in a terminal reaches it while it loads; whoever started it ends it.
signal.signal(signal.SIGINT, signal.SIG_IGN)
for name in _USED:
    with suppress(Exception):  # a worker says what it lacks when it is given work; a fault here would stop them all
        import_module(name)
with (
    redirect_stderr(io.StringIO()),
    suppress(Exception),
):  # whoever starts the workers has said what is wrong with the store of code
    if compile_ahead.compiled():
        compile_ahead.warm_up()
