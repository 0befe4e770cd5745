"""``python -m glasshouse.results.measures [PAGE]``: write the definitions into docs/measures.md."""

import sys

from glasshouse.results.measures.writing import rewrite

if __name__ == "__main__":
    PAGE = sys.argv[1] if len(sys.argv) > 1 else "docs/measures.md"
    rewrite(PAGE)
    print(f"{PAGE} is written.")
