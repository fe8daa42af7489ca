"""List what is spoken in a language, for whoever records it: ``python -m models.voice.words de``."""

import click

from kiosk.guidance.language import LANGUAGES, words_of
from kiosk.guidance.prompts import clips


@click.command()
@click.argument("language", type=click.Choice(list(LANGUAGES)))
def main(language: str) -> None:
    """Print the name and the words of every clip, a tab between them."""
    for name, text in clips(words_of(language)).items():
        click.echo(f"{name}\t{text}")


if __name__ == "__main__":
    main()
