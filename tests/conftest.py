"""What pytest is not to take for tests: the checks of a course that tests grade."""

collect_ignore = ["second_course"]
