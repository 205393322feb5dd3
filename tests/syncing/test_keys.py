"""Keys: what one signs all can check, what is sealed for one only that one opens."""

from __future__ import annotations

import pytest

from sync import keys


def test_a_signature_holds_for_exactly_these_bytes_and_this_signer() -> None:
    ours, theirs = keys.draw(), keys.draw()
    signature = keys.sign(ours, "Xã A Lưới".encode())
    assert keys.is_signed(ours.public.verify, "Xã A Lưới".encode(), signature)
    assert not keys.is_signed(ours.public.verify, "Xã A Lưới.".encode(), signature)
    assert not keys.is_signed(theirs.public.verify, "Xã A Lưới".encode(), signature)
    assert not keys.is_signed("no key", b"", signature)


def test_what_is_sealed_opens_for_its_recipient_alone() -> None:
    ours, theirs = keys.draw(), keys.draw()
    sealed = keys.seal(b"mat", ours.public.recipient)
    assert keys.unseal(sealed, ours) == b"mat"
    with pytest.raises(keys.NotForUs):
        keys.unseal(sealed, theirs)
    with pytest.raises(keys.NotForUs):
        keys.unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), ours)


def test_only_public_keys_pass_for_public_keys() -> None:
    drawn = keys.draw()
    assert keys.are_public(drawn.public.verify, drawn.public.recipient)
    assert not keys.are_public("x", drawn.public.recipient)
    assert not keys.are_public(drawn.public.verify, drawn.identity)
    assert drawn.signing not in repr(drawn)
    assert drawn.identity not in repr(drawn)
