"""The site as data for other programs: `api/v1/`, and the changes of each explainer."""
