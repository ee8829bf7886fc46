"""Reports: frozen values and plain rows that the command line, the app, the files and the papers share.

summary   what was taken in, paid and where it is, over some days
counting  what a total of firearms counts
earlier   the same days as they stood before: what fell, and why
cash      what every cash box began with, what came and went, what it should hold and what was counted
box_words  one box in words
accounted  the three sums of every site since the ledger was opened
closing   a site's day as three sums: items, money, papers
line      one line of such a sum
closing_words  the same in words
samples   a shelf sample in words
rows      a summary as plain rows, for files
people    who did what, and where one person did all of it
hand_overs  what left and is not accounted for
vouchers  what was promised on paper, and who is still owed what
audit     what an auditor looks for; a package of its own, for it loads the rates
"""

from buyback.report.accounted import *
from buyback.report.cash import *
from buyback.report.closing import *
from buyback.report.counting import *
from buyback.report.earlier import *
from buyback.report.hand_overs import *
from buyback.report.line import *
from buyback.report.people import *
from buyback.report.rows import *
from buyback.report.samples import *
from buyback.report.summary import *
from buyback.report.vouchers import *
