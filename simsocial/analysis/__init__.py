"""Effects, side effects and their precision, computed from stored tables only, never from the model."""
