"""Lets `python -m explainer` do what the command `explainer` does."""

from explainer.cli import main

if __name__ == "__main__":
    main(prog_name="explainer")
