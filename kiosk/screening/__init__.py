"""Screening: the walk-up flow from Start to result, and the session that feeds it."""
