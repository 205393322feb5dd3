"""The papers of a class, laid out as 30/2020/NĐ-CP says as far as a spreadsheet can, to be signed.

Their words are Vietnamese whatever the window speaks; telephone numbers stand on none of them.
"""
