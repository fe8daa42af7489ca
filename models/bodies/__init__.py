"""Drawn people whose pelvic tilt is known: bodies, clothes, hair, rooms and cameras made from numbers."""
