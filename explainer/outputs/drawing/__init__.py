"""What is drawn at build time: covers, timelines, bars. Text in, SVG out; the same bytes for the same text."""
