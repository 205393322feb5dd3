"""What officers do, in their words; every one ends in the journal."""
