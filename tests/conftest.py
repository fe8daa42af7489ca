"""What holds for every test."""

from hypothesis import settings

# A slow machine is no reason to fail: speed is what `make bench` measures.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
