"""Lets `python -m explainer` do what the command `explainer` does."""

from explainer.cli import run

if __name__ == "__main__":
    run()
