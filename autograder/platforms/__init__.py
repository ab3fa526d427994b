"""What runs on a platform that starts a grader for one submission: the other half of the kits."""
