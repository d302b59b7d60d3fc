"""The live part of the workshop page: levers that start real runs, served on this machine."""
