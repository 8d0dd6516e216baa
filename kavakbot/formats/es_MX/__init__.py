"""How dates are written in Mexico."""
