"""The names of all measures, as docs/model.md uses them."""

from __future__ import annotations

GATES = ("hotel", "restaurant", "shop", "credit", "flight", "rail", "school", "visa")
TIERS = ("AAA", "AA", "A", "B", "C", "D")
CHANNELS = ("household", "neighbour", "workplace")

#: Counted for a district as a whole, whatever the group.
UNGROUPED = ("trips", "sightings", "posts")
NO_GROUP = -1

STOCKS = (
    *("people", "adults", "participants"),
    *(f"tier_{name}" for name in TIERS),
    *("watched", "on_defaulter_list", "on_dishonest_list", "commercial_members"),
    *("fear_sum", "trust_sum", "with_dossier"),
    *("remembered_removals", "remembered_stops", "remembered_sanctions"),
)

_MAIL = "friend_sanctioned association_penalties entries_true entries_false entries_good"
_LIVE = """
withdrawn chilled_assembly chilled_post chilled_message deterred act_offence act_assembly act_volunteering
act_unlawful_post act_critical_post act_message act_default act_late_payment act_purchase
"""
_OBSERVE = """
seen_by_camera seen_by_company_camera lookup_hit lookup_wrong lookup_none pinned_on_nobody reports_true
flagged_critical flagged_unlawful posts_removed flagged_unattributed collective_posts flagged_collective
messages_seen purchases_seen judgments_recorded late_recorded volunteering_recorded alert_true acts_observed
"""
_ERRORS = """
alert_false false_match report_malicious report_mistaken clerical_errors shared_account_errors false_flags
"""
_WHEREABOUTS = """
act_visit chilled_visit visit_entries company_seen movement_entries false_visits false_company false_movements
company_penalties
"""
_SCORE = """
listed_defaulter joined records_expired rescored learned_penalised listed_dishonest tier_rises tier_falls
entries_unlawful
"""
#: What comes of being watched.
_WATCHED = "watched_acts acts_recorded watched_recorded learned_points watched_rescored watched_points"
#: What safeguards count of their own work.
_SAFEGUARDS = "proposals reviews reviews_stopped_wrongful reviews_stopped_rightful corrected"
#: What becomes of alerts, counted outside the digest as well.
_ALERTS = "alert_faulty stops_false stops_faulty arrests"
_PAID = "repaid"
#: What held people back, outside the digest as well.
_CAUSES = """
chilled_by_cameras chilled_by_reports chilled_by_removals chilled_by_punishment chilled_by_laws chilled_by_experience
"""
_SANCTION = """
sanction_days wrongful_days unjust_days first_sanctioned first_wrongful first_unjust onsets onsets_wrongful
onsets_unjust onsets_answering lifted
"""
_AFTER = """
perk_hotel perk_visa perk_redlist stops notices appeals appeals_upheld appeals_rejected overturned
stale_entries expired
"""

MEASURES: tuple[str, ...] = (
    *UNGROUPED,
    *" ".join(
        (
            *(_MAIL, _LIVE, _OBSERVE, _ERRORS, _WHEREABOUTS, _SCORE, _SANCTION, _AFTER, _SAFEGUARDS, _ALERTS, _PAID),
            _CAUSES,
            _WATCHED,
        )
    ).split(),
    *(f"reports_{channel}" for channel in CHANNELS),
    *(f"closed_{gate}" for gate in GATES),
    *(f"blocked_{gate}" for gate in GATES),
    *STOCKS,
)
