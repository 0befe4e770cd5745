"""``python -m glasshouse``: the command line, as ``glasshouse`` runs it."""

from __future__ import annotations

from glasshouse.cli.main import main

if __name__ == "__main__":
    main()
