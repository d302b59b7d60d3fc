"""Shapes of what users write, shared by services, measures and scenarios: strict models, figures, payers, labels."""
