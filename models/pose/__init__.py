"""Build the kiosk's int8 pose model from the published fp16 one, and show how faithful it is."""
