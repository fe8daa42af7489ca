"""Pose: a frame becomes a body, by the quantized pose model."""
