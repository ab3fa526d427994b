"""The homework in a browser tab: the same engine and checks, with another transport."""
