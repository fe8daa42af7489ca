"""A walk-up kiosk: a frame becomes a body, a tilt, a light and a page; then the frame is forgotten."""

__version__ = "0.1.0"
