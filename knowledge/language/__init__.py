"""How customers ask, as data and pure functions: topics, places, stop words, and the kind of datum asked for."""
