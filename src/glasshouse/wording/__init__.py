"""Numbers, lists, dates and changes as sentences hold them: the one place that writes them, on CLDR's data by Babel."""
