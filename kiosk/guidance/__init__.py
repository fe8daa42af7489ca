"""Guidance: what is said and shown for each state of a visit."""
