"""The kiosk's model files, and the code that builds and evaluates them."""
