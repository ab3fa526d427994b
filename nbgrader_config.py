"""Makes this repository a course of nbgrader; docs/nbgrader.md tells how to use it."""

from autograder.nbgrader import configure

configure(get_config(), __file__, course_id="propgrade")  # noqa: F821 (nbgrader provides it)
