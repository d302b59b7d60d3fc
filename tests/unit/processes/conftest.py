"""Plugin files are loaded by the tests that need them; collecting them would register them for all tests."""

collect_ignore = ["plugins"]
