"""The fixed words of scenarios: those of the model, gates and sensors."""

from glasshouse.gate import gate_names
from glasshouse.mechanism_set import SHIPPED
from glasshouse.model.model_words import AGES, GROUPS

__all__ = [
    "AGES",
    "GATES",
    "GROUPS",
    "SENSORS",
]

#: The shipped gates; a mechanism of somebody's own may bring more (``gate.gate_names``).
GATES: tuple[str, ...] = gate_names(SHIPPED)
#: Sections that see people, and whose observations may be kept out of the record (``SECTION.scored``).
SENSORS: tuple[str, ...] = SHIPPED.sensors
