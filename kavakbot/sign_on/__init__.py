"""How staff get in: by the company's identity provider, or by a password whose guesses are counted."""
