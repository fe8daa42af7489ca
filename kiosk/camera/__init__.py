"""Cameras: everything that gives frames, behind one port."""
