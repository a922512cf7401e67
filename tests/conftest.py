"""What holds for every test: hypothesis asserts no time, as the machine may have other work to do."""

from hypothesis import settings

settings.register_profile("cleaner", deadline=None)
settings.load_profile("cleaner")
