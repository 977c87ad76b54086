"""Articles, events, routes, formats and the command line."""
