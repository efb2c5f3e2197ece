"""Lets `python -m explainer` do what the command `explainer` does."""

from explainer.cli.main import run

if __name__ == "__main__":
    run()
