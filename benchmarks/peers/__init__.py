"""One reduced model, written with each peer as its own documentation recommends, checked and timed side by side."""
