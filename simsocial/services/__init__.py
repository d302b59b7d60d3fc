"""Services: what is offered, to whom, where, with whom and at whose cost."""
