"""Indicators: what is counted in a run, in which unit, and which direction is better."""
