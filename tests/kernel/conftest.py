"""Settings of the property tests."""

from hypothesis import settings

# A slow machine is no reason to fail: the time of one example is not what is tested.
settings.register_profile("kernel", deadline=None, max_examples=60)
settings.load_profile("kernel")
