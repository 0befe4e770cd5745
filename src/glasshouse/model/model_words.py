"""The fixed words of the model: ages, and groups where a place names none.

Their order is part of the specification (``docs/model.md``): it is the order of bits and of columns.
"""

#: The groups of a place that gives the shares of women and of a minority. Other places name their own.
GROUPS = ("majority men", "majority women", "minority men", "minority women")
AGES = ("child", "adult", "older")
#: Place on the group axis for what is counted without a group: the last, however many groups a place has.
ALL_GROUPS = -1
