"""Foundations every layer stands on: errors, calendar, keyed random numbers, columns, compilation."""
