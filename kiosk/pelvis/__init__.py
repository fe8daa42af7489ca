"""Pelvis: a body's contour becomes a tilt, an interval and a grade."""
