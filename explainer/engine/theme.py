"""Where MkDocs finds the theme `explainer`: it looks beside the module that the entry point `mkdocs.themes` names."""

from explainer.resources import TEMPLATES

__file__ = str(TEMPLATES / "theme" / "__init__.py")  # ours lie among the templates, in a checkout outside the package
