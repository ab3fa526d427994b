"""Renderers: each turns reports into one format, and decides nothing."""
