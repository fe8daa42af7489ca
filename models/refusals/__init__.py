"""Refusals: drawn pictures that the kiosk must refuse or must not, and how often it does as it should."""
