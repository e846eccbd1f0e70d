"""Generated examples: how long one takes says nothing on a busy machine, so hypothesis does not look at the clock."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "deskbell", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # what its own profile for CI asks for stays
settings.load_profile("deskbell")
