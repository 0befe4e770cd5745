"""The fixed words of scenarios: those of the model, sensors, companies and their functions."""

from glasshouse.mechanism_set import SHIPPED
from glasshouse.model.words import AGES, AREAS, GATES, GROUPS, KIND_AREAS, KINDS, LAWFUL_AREAS, LISTS, TIERS

__all__ = [
    "AGES",
    "AREAS",
    "COMPANIES",
    "FUNCTIONS",
    "GATES",
    "GROUPS",
    "KINDS",
    "KIND_AREAS",
    "LAWFUL_AREAS",
    "LISTS",
    "SENSORS",
    "TIERS",
]

#: Sections that see people, and whose observations may be kept out of the record (``SECTION.scored``).
SENSORS: tuple[str, ...] = SHIPPED.sensors
#: What companies supply, and what each function feeds.
FUNCTIONS = {
    "messaging": "critical private messages reach the record",
    "payments": "purchases and late payments reach the record and the commercial score",
    "social": "posts are screened by the platform and passed on",
    "video_cloud": "cameras in shops and housing pass on what they see",
    "recognition": "face-recognition software for the state's cameras",
    "telecom": "accounts are tied to registered persons",
    "commercial_score": "a private score with perks",
}
COMPANIES = (
    "tencent",
    "alibaba",
    "dahua",
    "hikvision",
    "sensetime",
    "bytedance",
    "megvii",
    "huawei",
    "zte",
)
