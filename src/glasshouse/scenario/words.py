"""The fixed words of the model: groups, gates, tiers, lists, companies' functions.

Their order is part of the specification (``docs/model.md``): it is the order of bits and of columns.
"""

GROUPS = ("majority men", "majority women", "minority men", "minority women")
AGES = ("child", "adult", "older")
GATES = ("hotel", "restaurant", "shop", "credit", "flight", "rail", "school", "visa")
TIERS = ("AAA", "AA", "A", "B", "C", "D")
LISTS = ("none", "defaulter", "dishonest")
#: Parts that see people, and whose observations may be kept out of the record (``PART.scored``).
SENSORS = ("cameras", "internet", "informants", "companies", "registries")
AREAS = ("conduct", "expression", "private life", "money")
LAWFUL_AREAS = ("expression", "private life")
KINDS = (
    "offence",
    "assembly",
    "critical post",
    "critical message",
    "unlawful post",
    "default",
    "late payment",
    "purchase",
    "report",
    "suspicion",
    "association",
    "volunteering",
)
#: The area of life of each kind of entry, in the order of KINDS.
KIND_AREAS = (
    "conduct",
    "expression",
    "expression",
    "expression",
    "conduct",
    "money",
    "money",
    "private life",
    "expression",
    "private life",
    "private life",
    "conduct",
)
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
