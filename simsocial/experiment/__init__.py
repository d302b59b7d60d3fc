"""Design, running and storing of experiments."""

# Mesa looks up the file of every calling frame among all modules while it is loaded: first of all it takes 60 ms, last
# of all 300 ms.
import simsocial.services.agents  # noqa: F401
