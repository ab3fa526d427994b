"""The tests in this folder are data of `tests/test_hostile.py`."""

collect_ignore_glob = ["*"]
