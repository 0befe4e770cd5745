"""Blocks, draws, mail, digest: how a run is carried out, with no knowledge of what a score means."""
