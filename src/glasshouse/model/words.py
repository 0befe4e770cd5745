"""The fixed words of the model: ages, lists, areas of life, kinds of entry; and groups where a place names none.

Their order is part of the specification (``docs/model.md``): it is the order of bits and of columns.
"""

#: The groups of a place that gives the shares of women and of a minority. Other places name their own.
GROUPS = ("majority men", "majority women", "minority men", "minority women")
AGES = ("child", "adult", "older")
LISTS = ("none", "defaulter", "dishonest")
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
#: Place on the group axis for what is counted without a group: the last, however many groups a place has.
ALL_GROUPS = -1
