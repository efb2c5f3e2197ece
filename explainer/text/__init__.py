"""The words on a page: languages, inline Markdown, templates."""
