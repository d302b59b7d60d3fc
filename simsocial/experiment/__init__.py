"""Design, running and storing of experiments."""
