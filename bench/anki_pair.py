"""What Anki's own sync does with the same text: its client, on the Python that has Anki.

    PYTHON bench/anki_pair.py FOLDER SERVER LINE < TEXTS

Makes a collection known to the server, adds one note for each line of TEXTS, and syncs through
LINE; prints the seconds the sync took.  Knows nothing of this programme.
"""

from __future__ import annotations

import sys
import time

from anki.collection import Collection
from anki.sync import SyncAuth

USER, PASSWORD = "bench", "bench"


def main(folder: str, server: str, line: str) -> float:
    """Seconds of one sync that brings every text up."""
    collection = Collection(f"{folder}/collection.anki2")
    known = collection.sync_login(USER, PASSWORD, server)
    collection.full_upload_or_download(auth=known, server_usn=None, upload=True)
    kind = collection.models.by_name("Basic")
    deck = collection.decks.id("Default")
    for text in sys.stdin.read().splitlines():
        note = collection.new_note(kind)
        note["Front"], _tab, note["Back"] = text.partition("\t")
        collection.add_note(note, deck)
    begun = time.perf_counter()
    done = collection.sync_collection(SyncAuth(hkey=known.hkey, endpoint=line), sync_media=False)
    seconds = time.perf_counter() - begun
    if done.required not in (done.NO_CHANGES, done.NORMAL_SYNC):
        raise RuntimeError(f"not a sync of changes: {done.required}")
    return seconds


if __name__ == "__main__":
    print(main(*sys.argv[1:]))
