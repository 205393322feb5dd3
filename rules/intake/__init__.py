"""What a spreadsheet says, understood and compared, before anything is written."""
