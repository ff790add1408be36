"""Is it fit to be issued, and to be approved? What is missing or odd is named, each with the page that mends it."""
