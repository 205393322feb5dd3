"""Spreadsheets of offices, read into plain grids: .xlsx, .xls, .ods, .csv."""
