"""Calibration: the camera's place, and readings taken by hand, make a site's estimates right."""
