"""How good retrieval is, measured on questions whose right passage is known."""
