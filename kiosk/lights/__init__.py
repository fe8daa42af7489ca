"""Lights: a grade and a state become patterns of three LEDs."""
