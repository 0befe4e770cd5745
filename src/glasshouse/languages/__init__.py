"""The catalogue of messages: what pages say, in other languages, by its English text."""
