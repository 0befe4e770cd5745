"""The headline of a run, in sentences: of sanctions, of stops, or of reports."""
