"""What the programme is given: criteria sets, units, targets, words, icons, fonts, schemas."""
