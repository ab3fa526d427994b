"""Grade array homework by properties, on the smallest input that shows a mistake."""

__version__ = "0.1.0"
