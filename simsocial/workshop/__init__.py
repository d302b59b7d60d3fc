"""The workshop page: groups weigh what matters to them, the page ranks the options of finished runs."""
