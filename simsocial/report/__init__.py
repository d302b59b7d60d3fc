"""Pages, figures and the short answer, written from stored tables in German and English."""
