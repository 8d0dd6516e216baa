"""The proof of the guard: replies in prose of their own, true and false in named ways, and who judges them."""
