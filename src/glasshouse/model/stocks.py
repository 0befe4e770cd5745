"""Levels on a day: how many people are in which tier, on which list, how afraid; and the learned score's sample."""

from __future__ import annotations

from glasshouse.draws import Purpose, word
from glasshouse.kernels import inner
from glasshouse.model.measures import M
from glasshouse.model.score import cell_of
from glasshouse.population.people import AGE_SHIFT, HELD_LIST, PARTICIPATES, WATCHED


@inner
def take_stock(p, first, last, c):
    """Add the stocks of persons first .. last - 1 to the counts."""
    for i in range(first, last):
        g = p.traits[i] & 3
        c[g, M.people] += 1
        if (p.traits[i] >> AGE_SHIFT) & 3 == 0:
            continue
        flags = p.flags[i] + 0
        listed = (flags >> HELD_LIST) & 3
        c[g, M.adults] += 1
        if flags & PARTICIPATES:
            c[g, M.participants] += 1
            c[g, M.tier_AAA + (flags & 7)] += 1
        c[g, M.watched] += (flags & WATCHED) != 0
        c[g, M.on_defaulter_list] += listed == 1
        c[g, M.on_dishonest_list] += listed == 2
        c[g, M.commercial_members] += p.commercial[i] > 0
        c[g, M.fear_sum] += p.fear[i]
        c[g, M.trust_sum] += p.trust[i]
        c[g, M.with_dossier] += (p.dossier[i] & 15) != 0


@inner
def take_sample(p, first, last, law, now, out):
    """Add participants of the keyed sample to `out` [cells, 2]: with and without a recorded entry."""
    for i in range(first, last):
        if p.flags[i] & PARTICIPATES and word(now, i, Purpose.SAMPLE) < law.sample:
            out[cell_of(p.traits[i] + 0), 1 if p.dossier[i] & 15 else 0] += 1
