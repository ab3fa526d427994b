"""Confine a worker, and establish by trying how well it is confined."""
