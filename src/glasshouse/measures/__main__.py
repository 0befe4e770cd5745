"""``python -m glasshouse.measures [PAGE [PLUG-IN …]]``: write the definitions into docs/measures.md."""

import sys

from glasshouse.measures.measures_page import rewrite
from glasshouse.mechanism_set import SHIPPED
from glasshouse.plugins import named

if __name__ == "__main__":
    PAGE = sys.argv[1] if len(sys.argv) > 1 else "docs/measures.md"
    rewrite(PAGE, SHIPPED.with_(named(sys.argv[2:])))
    print(f"{PAGE} is written.")
