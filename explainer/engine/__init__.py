"""The site engine: what MkDocs and its kin make of our artifacts, page by page or as a whole."""
