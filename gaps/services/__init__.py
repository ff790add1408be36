"""Everything that writes analyses, gaps, causes, indicators, responses and questions."""
