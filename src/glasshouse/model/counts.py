"""What is counted, by day, district and group. The order is the order of columns in a run's cube."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from glasshouse.scenario.words import GATES, GROUPS, TIERS

#: Place on the group axis for what is counted without a group.
ALL_GROUPS = len(GROUPS)
GROUP_AXIS = (*GROUPS, "all")

_UNGROUPED = "trips sightings posts"
_ACTS = """
act_offence act_assembly act_volunteering act_unlawful_post act_critical_post act_message
act_default act_late_payment act_purchase
chilled_assembly chilled_post chilled_message deterred withdrawn
"""
_SENSORS = """
seen_by_camera seen_by_company_camera pinned_on_nobody lookup_hit lookup_wrong lookup_none
reports_true reports_household reports_neighbour reports_workplace report_malicious report_mistaken
flagged_critical flagged_unlawful flagged_unattributed posts_removed false_flags
messages_seen purchases_seen shared_account_errors
judgments_recorded late_recorded volunteering_recorded clerical_errors
alert_true alert_false false_match stops acts_observed
"""
_RECORD = """
entries_true entries_false entries_good association_penalties listed_defaulter listed_dishonest
joined records_expired rescored learned_penalised tier_rises tier_falls entries_unlawful
"""
_SANCTIONS = """
sanction_days wrongful_days unjust_days first_sanctioned first_wrongful first_unjust
onsets onsets_wrongful onsets_unjust onsets_answering lifted
"""
_AFTER = """
perk_hotel perk_visa perk_redlist friend_sanctioned
notices appeals appeals_upheld appeals_rejected overturned stale_entries expired
"""
#: What becomes of alerts: right by a faulty entry; stops after a wrong alert, and because of a faulty entry; arrests of
#: people who are rightly listed. Listed debtors who paid. And what safeguards count of their own work. All of it stands
#: outside the digest, the last so that a safeguard that changes nothing leaves it as it was.
_ALERTS = "alert_faulty stops_false stops_faulty arrests"
_PAID = "repaid"
_SAFEGUARDS = """
proposals reviews reviews_stopped_wrongful reviews_stopped_rightful corrected
"""
_STOCKS = f"""
people adults participants {" ".join(f"tier_{tier}" for tier in TIERS)} watched on_defaulter_list
on_dishonest_list commercial_members fear_sum trust_sum with_dossier
"""


def _names() -> list[str]:
    gates = [f"closed_{gate}" for gate in GATES] + [f"blocked_{gate}" for gate in GATES]
    blocks = (
        _UNGROUPED,
        _ACTS,
        _SENSORS,
        _RECORD,
        _SANCTIONS,
        " ".join(gates),
        _AFTER,
        _STOCKS,
        _SAFEGUARDS,
        _ALERTS,
        _PAID,
    )
    return [name for block in blocks for name in block.split()]


#: One member a measure; its value is its place on the cube's last axis. (Any: no checker can see the members.)
Count: Any = IntEnum("Count", {name: place for place, name in enumerate(_names())})
MEASURES: tuple[str, ...] = tuple(m.name for m in Count)
#: Measures that are levels on a day, written weekly and on the last day; all others are counts.
STOCKS: tuple[str, ...] = tuple(_STOCKS.split())
#: How many measures, the first ones, go into the digest.
CORE = len(MEASURES) - len(_SAFEGUARDS.split()) - len(_ALERTS.split()) - len(_PAID.split())
