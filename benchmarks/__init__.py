"""How fast the grader is, as ratios of times that were taken in one run."""
