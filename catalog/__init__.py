"""The catalogue: which cars, and at which branches, do we have?"""
