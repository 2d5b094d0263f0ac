"""Many users at once on all channels: ``python -m benchmarks.load``."""
