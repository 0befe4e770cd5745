"""The same day on an NVIDIA GPU, from the same stages.

- ``derive``: the stages for a device, made from the functions that the processor runs
- ``device_kernels``: how persons are shared out among a device's threads
- ``rows``: records on a device, and events and letters back in the processor's order
- ``device_people``: people in a device's memory from one day to the next; ``device_part``: a ``Part`` of a run that
  has them there
- ``device_machine``: is there a device, and what compiles for it

The way was chosen among three. *Stages over whole columns on the device*, as array libraries have them, would write
every person's draws to memory and read them again, ten times what the state takes. *A second model in CUDA C* would
be a second place where a rule stands. Deriving the stages from their Python source keeps one place; what it costs is
that each process compiles the day anew (half a minute), and that the compiler decides what lands in registers.

On the device stay the ten columns of state, the ledger and the marks of the screening. The host keeps the rules, adds
up counts, sorts events and mail, and fits the learned score, as it does for the processor.
"""
