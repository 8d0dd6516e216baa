"""How well misspelt cars are heard, measured on spellings that the matcher has never seen."""
