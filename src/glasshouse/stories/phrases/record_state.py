"""Scores, lists, gates and redress."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, ...]] = {
    # The score.
    "joined chosen": ("{they} joined the scheme and had a score from now on: {points} points, tier {tier}.",),
    "joined made": ("The score was mandatory by now, and {they} was given one: {points} points, tier {tier}.",),
    "fell": (
        "On the scoring day {their} {points} points made tier {tier}, down from {before}.",
        "The scoring put {them} in tier {tier}; it had been {before}.",
        "With {points} points {they} fell from tier {before} to {tier}.",
        "At the scoring {they} dropped to tier {tier} with {points} points.",
    ),
    "rose": (
        "By the scoring day the score stood at {points}, and {they} rose from tier {before} to {tier}.",
        "The scoring found {points} points: tier {tier}, up from {before}.",
        "{they} was back in tier {tier}, with {points} points.",
    ),
    "learned": (
        "A formula had a part in it: fitted to who has entries and not to who did anything, it took off {n} more "
        "from people of {their} age, income and place.",
        "The formula that learns from the records took off {n} of those points by itself.",
        "Of what was missing, {n} points were the formula's doing.",
    ),
    "learned in vain": (
        "The formula that learns from the records took off {n} more, which changed nothing: {they} would have fallen "
        "without it.",
        "The formula's share was {n} more, and without it the tier would have been the same.",
        "Another {n} went to the formula, to no effect.",
    ),
    "cleared": (
        "What stood in {their} file expired; the points still missing did not come back with it.",
        "{their} file was emptied again, without a point given back.",
        "The file expired once more, and the missing points stayed missing.",
    ),
    "cleared whole": (
        "What stood in {their} file expired; by then no points were missing.",
        "{their} file was emptied again, with no points missing.",
        "The file expired once more.",
    ),
    "watched": (
        "From now on cameras looked for {their} face.",
        "{their} face was on the watchlist again.",
    ),
    "unwatched": (
        "{their} face came off the watchlist.",
        "The cameras stopped looking for {them}.",
    ),
    # Lists, gates, redress.
    "listed defaulter": (
        "{they} was put on the list of those who do not pay what a court orders, for {weeks} weeks.",
        "It was the defaulters' list again, for {weeks} weeks.",
        "Another {weeks} weeks on the defaulters' list began.",
    ),
    "listed dishonest": (
        "Tier D puts a person on the blacklist, and there {they} was, for {weeks} weeks.",
        "The blacklist took {them} in again, for {weeks} weeks.",
        "Another {weeks} weeks on the blacklist began.",
    ),
    "closed": (
        "That closed {doors} to {them}.",
        "{Doors} were closed to {them} again.",
        "With that, {doors} were out of reach.",
        "Now {doors} were closed.",
    ),
    "closed same": (
        "The same doors closed again.",
        "The doors that had closed before closed once more.",
        "Again the same doors were shut to {them}.",
        "It shut the doors that {they} knew by now.",
    ),
    "closed overnight": ("The rules had changed overnight, and {doors} were closed to {them}.",),
    "more closed": (
        "Now {doors} closed as well.",
        "{Doors} followed.",
        "To the closed doors were added {doors}.",
    ),
    "some opened": (
        "{Doors} opened again; the rest stayed shut.",
        "{they} got back {doors}, and nothing else.",
        "At least {doors} were open again.",
    ),
    "turned wrongful": (
        "From that day on the sanction was wrongful: a true record would have left open some of what stayed closed.",
        "By now a true record would have closed less, which made the sanction wrongful.",
        "From here on doors were closed that a true record would have left open.",
    ),
    "turned rightful": (
        "From that day on a true record, too, would have closed all that was closed.",
        "By now a true record would have closed the same doors.",
        "What was true was now enough for what was closed.",
    ),
    "wrongful all": (
        "Without what was false in the record, every door would have stayed open.",
        "Nothing that {they} had done would have closed them.",
        "On a true record nothing would have closed.",
        "A false record did this: on a true one {they} would have gone on as before.",
    ),
    "wrongful some": (
        "Without the false entries, only {would} would have closed.",
        "On a true record it would have been {would} and no more.",
    ),
    "unjust lawful": (
        "The record was right, and what it punished was lawful.",
        "It was punishment for lawful things.",
        "No law had been broken by all of what counted here; the rulebook punished it anyway.",
    ),
    "unjust mixed": (
        "The record was right; but lawful things were among what it punished.",
        "Part of what it punished was lawful.",
        "Some of what counted here was lawful, and the rulebook punished it anyway.",
    ),
    "unjust area": (
        "The record was right; but the doors that closed had nothing to do with it.",
        "What closed was unrelated to what {they} had done.",
    ),
    "notice": (
        "{they} was told, and told how to appeal.",
        "A notice came, with the way to appeal.",
        "This time, too, {they} was told.",
        "Notice was given.",
    ),
    "no notice": (
        "Nobody told {them}.",
        "Again nobody said a word to {them}.",
        "No notice came.",
        "{they} was not told.",
    ),
    "appeal": (
        "{they} appealed.",
        "{they} appealed again.",
        "{they} lodged {their} {nth} appeal.",
    ),
    "no appeal": (
        "{they} did not appeal.",
        "{they} let the time for an appeal pass.",
        "There was no appeal.",
    ),
    "upheld": (
        "After {span} the appeal was upheld: the official found what was false, and {their} record was put right.",
        "The appeal was upheld after {span}, and the false entries went.",
        "It took {span}, and then an official agreed with {them} and set the record right.",
    ),
    "rejected wrongful": (
        "The appeal was rejected after {span}, although the record was false: the official believed the machine.",
        "After {span} came the answer, a rejection, and it was wrong.",
        "{their} appeal failed after {span}; the falsehood stood.",
    ),
    "rejected": (
        "The appeal was rejected after {span}; by the rules, the record was right.",
        "After {span} the appeal was turned down.",
        "{their} appeal failed after {span}.",
    ),
    "rejected late": (
        "The appeal was rejected after {span}, when there was nothing false left in force to find.",
        "Long after it mattered, {span} on, the appeal was turned down.",
        "The appeal failed after {span}, with the matter over.",
    ),
    "overturned": (
        "After {span} an official let {them} off, although the record was right.",
        "The appeal ended in mercy after {span}: by the record, nothing was wrong.",
    ),
    "overturned late": (
        "After {span} an official cleared the score, though nothing false was left to find.",
        "Mercy came {span} after the appeal.",
    ),
    "review stopped": (
        "A reviewer looked first, and stopped it: no door closed.",
        "Again a reviewer stopped a sanction before it began.",
        "A human being read the file and kept the doors open.",
    ),
    "review passed": (
        "A reviewer looked at the case and let it pass.",
        "The reviewer agreed with the machine.",
        "A human being signed it.",
    ),
    "corrected": (
        "An audit found that the listing was wrong and took it back.",
        "The audit corrected the list again.",
    ),
    "term over": (
        "The term on the {list} ran out, and {they} was taken off it.",
        "{their} time on the {list} was over.",
        "The {list} let {them} go.",
    ),
    "paid over": (
        "{they} paid the debt, and was taken off the {list}.",
        "The debt was paid, and the {list} let {them} go.",
    ),
    "paid stale": (
        "{they} paid the debt, and nobody took {them} off the {list}: the listing stood for {weeks} weeks more.",
        "The debt was paid and the listing stayed, for {weeks} weeks more.",
    ),
    "term stale": (
        "The term on the {list} ran out, and nobody removed {them}: the listing stood for {weeks} weeks more.",
        "The term was over and the listing stayed, for {weeks} weeks more.",
        "Nobody took {them} off the {list} when the time came; it held for another {weeks} weeks.",
    ),
    "open upheld": ("All doors opened.", "With that, every door was open again."),
    "open overturned": ("The doors opened.", "With that, the doors opened."),
    "open term": (
        "After {days} all doors were open to {them} again.",
        "The doors opened, after {days}.",
        "That ended {days} behind closed doors.",
    ),
    "open scoring": (
        "After {days} the doors opened.",
        "{they} could go through every door again, after {days}.",
        "That opened all doors; they had been shut for {days}.",
    ),
    "open audit": ("With the listing went the sanction, after {days}.", "The doors opened, {days} after they closed."),
    "open ban": ("The system ended, and after {days} all doors were open.",),
    "open rules": ("The rules had changed, and all doors were open again after {days}.",),
    "open decision": ("After {days} all doors opened.", "The doors were open again, after {days}."),
    # Refusals.
    "learned hotel": (
        "{they} learned of it at the desk of a hotel, which turned {them} away.",
        "The desk clerk of a hotel told {them}, in effect: no room.",
    ),
    "learned restaurant": (
        "{they} learned of it at a restaurant, which would not seat {them}.",
        "A restaurant that would not serve {them} was how {they} found out.",
    ),
    "learned shop": (
        "{they} learned of it at the till of a shop, which would not sell to {them}.",
        "At the till of a shop {they} found out.",
    ),
    "learned credit": ("{they} learned of it when a loan was refused.", "A refused loan was how {they} found out."),
    "learned flight": (
        "{they} learned of it when no airline would sell {them} a ticket.",
        "At the airline's counter {they} found out: no ticket.",
    ),
    "learned rail": (
        "{they} learned of it at the station: no ticket for the fast train.",
        "At the station, asking for the fast train, {they} found out.",
    ),
    "learned school": (
        "{they} learned of it when a fee-paying school turned the application down.",
        "A fee-paying school's refusal was how {they} found out.",
    ),
    "learned visa": (
        "{they} learned of it when {their} visa application came back refused.",
        "A refused visa was how {they} found out.",
    ),
    "first hotel": (
        "A hotel turned {them} away.",
        "A hotel had no room for {them}.",
        "It was the {nth} refusal, at a hotel.",
    ),
    "first restaurant": (
        "A restaurant turned {them} away.",
        "There was no table for {them} at a restaurant.",
        "A restaurant refused {them}; it was the {nth} refusal.",
    ),
    "first shop": (
        "A shop would not sell to {them}.",
        "At a shop {they} was refused.",
        "It was a shop that refused {them}, the {nth} refusal.",
    ),
    "first credit": (
        "A loan was refused.",
        "{they} asked for a loan, and was refused.",
        "The {nth} refusal concerned a loan.",
    ),
    "first flight": (
        "{they} wanted to fly and could not buy a ticket.",
        "No airline would sell {them} a ticket.",
        "The {nth} refusal concerned a flight.",
    ),
    "first rail": (
        "At the station there was no ticket for {them} on the fast train.",
        "{they} wanted to take the fast train and could not.",
        "The {nth} refusal was at the station.",
    ),
    "first school": (
        "A fee-paying school turned the application down.",
        "A school place was refused.",
        "The {nth} refusal came from a school.",
    ),
    "first visa": (
        "{their} visa application was refused.",
        "The answer on a visa was no.",
        "The {nth} refusal concerned a visa.",
    ),
}
