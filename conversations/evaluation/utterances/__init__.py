"""Utterances made by a grammar, with what they mean: how well is wording understood that nobody wrote down before?"""
