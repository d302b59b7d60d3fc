"""Own data as planners have it: read, explained, and written as the tables of a region."""
