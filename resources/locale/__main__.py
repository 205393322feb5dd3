"""`python -m resources.locale`: gather the words on screen and compile the catalogues."""

from __future__ import annotations

from resources import words
from resources.locale import catalogue


def main() -> None:
    """Renew every language and say what still waits for a translation."""
    for language in words.LANGUAGES:
        if language != words.SOURCE:
            waiting = catalogue.renew(language)
            print(f"{language}: {waiting} texts wait for a translation")


if __name__ == "__main__":
    main()
