"""Processes: one file each, with its rule, its source and its units."""
