"""The kiosk as its user starts it: whole processes, real models, the demo camera."""
