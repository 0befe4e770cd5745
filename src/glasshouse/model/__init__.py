"""What the mechanisms of the day share: the record of one person's day, events, letters, errors, closed gates."""
