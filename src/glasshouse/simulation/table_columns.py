"""What stands in the tables of results that have no row for each person: a column's name, its unit and its meaning."""

from __future__ import annotations

from typing import NamedTuple


class TableColumn(NamedTuple):
    """A column, and the tables that have it, in words."""

    name: str
    unit: str
    meaning: str
    tables: str


#: In the order of the tables; a name that means the same in several stands once.
TABLE_COLUMNS: tuple[TableColumn, ...] = (
    TableColumn("replicate", "number", "which replicate of the scenario, from 0", "daily, measures, events and strata"),
    TableColumn("day", "days", "days since the start, from 0", "daily and events"),
    TableColumn("date", "date", "the day as a date", "events"),
    TableColumn("person", "number", "the number of the person whom it befell, from 0", "events"),
    TableColumn("district", "name", "district of the place", "daily and events"),
    TableColumn("district", "name", "district of the place, or 'all'", "measures"),
    TableColumn("group", "name", "group of the place", "events and strata"),
    TableColumn("group", "name", "group of the place; 'all' where it is counted without a group", "daily"),
    TableColumn("group", "name", "group of the place, or 'all' of them", "measures"),
    TableColumn("measure", "name", "what is counted; docs/measures.md", "daily and measures"),
    TableColumn("value", "as counted", "how many that day; a combination that is absent is 0", "daily"),
    TableColumn("value", "as in 'unit'", "the figure of the measure", "measures"),
    TableColumn("base", "as counted", "what the measure is over, such as people", "measures"),
    TableColumn("rate", "of the base", "value / base", "measures"),
    TableColumn("unit", "name", "the unit of the value", "measures"),
    TableColumn("event", "name", "what happened, such as entry, false entry, listing, sanction or appeal", "events"),
    TableColumn("cause", "name", "the kind of entry that led to it; empty where a rescoring did", "events"),
    TableColumn("other_person", "number", "the number of somebody else in it; empty for nobody", "events"),
    TableColumn(
        "value",
        "points, or a number",
        "the entry's points; the list's number; of a sanction, closed gates in bits 0-7 and from 10 on, wrongful in "
        "bit 8, unjust in bit 9",
        "events",
    ),
    TableColumn("weight", "events", "how many events it stands for, since it is of a sample of persons", "events"),
    TableColumn("child", "yes or no", "under 15", "strata"),
    TableColumn("unlawful", "acts", "unlawful acts truly done; 3 stands for 3 or more", "strata"),
    TableColumn("lawful", "acts", "lawful acts truly done that the rules punish; 2 stands for 2 or more", "strata"),
    TableColumn("people", "people", "how many are in the stratum", "strata"),
    TableColumn("sanctioned", "people", "how many of them were sanctioned", "strata"),
    TableColumn("wrongly", "people", "how many of them were wrongly sanctioned", "strata"),
    TableColumn("unjustly", "people", "how many of them were unjustly sanctioned", "strata"),
    TableColumn("misidentified", "people", "how many of them a machine took for somebody else", "strata"),
)
