"""What holds for every test."""

try:
    from hypothesis import settings
except ModuleNotFoundError:  # the environments that only rebuild models have no property tests
    pass
else:
    # A slow machine is no reason to fail: speed is what `make bench` measures.
    settings.register_profile("untimed", deadline=None)
    settings.load_profile("untimed")
