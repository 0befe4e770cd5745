"""``python -m glasshouse.testing.elsewhere MODULE``: what a process of its own finds of a mechanism, as JSON."""

from __future__ import annotations

import json
import sys

from glasshouse.mechanism_set import of_module
from glasshouse.testing.source_checks import declared

if __name__ == "__main__":
    print(json.dumps(declared(of_module(sys.argv[1]))))
