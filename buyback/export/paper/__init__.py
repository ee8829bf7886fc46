"""Paper: what a site prints, as frozen documents that any renderer can draw.

document   the blocks that a document is made of
receipt  tags  act  hand_over  day    one document each, made from what the ledger's views say
plain      text at 40 columns, for a ticket printer
pdf        pages, a roll of 80 mm, labels (drawing, labels, fonts); loaded only when a PDF is made
files      where it goes: a file that was not there before, or a printer's device
printer    a file to the user's own print command
"""
