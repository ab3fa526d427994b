"""Makes a course of this package one of nbgrader's, whose commands then do what they always do."""

from autograder.nbgrader.config import configure

__all__ = ["configure"]
