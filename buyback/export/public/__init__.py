"""Public proof of destruction: a folder for any web server or memory stick, in which whoever kept a receipt finds by
its folio and check code that what was handed in is destroyed, when, by which act, and under which signed checkpoint.

    index.html           the page, in both languages, with nothing from elsewhere; it holds up to some hundred receipts itself
    data/0.js, 1.js ...  where there are more: the receipts by the first digits of their hash, as scripts, because a page
                         that is opened from a file may load those and nothing else of its folder
    destroyed.csv        the same as a table        destroyed.json  the same for programs
    checkpoint.txt       the signed note under which it stands        SHA256SUMS  the sums of all files

**What is published.** For each receipt of which something was destroyed by an act up to the checkpoint: its hash, and for
each type the number of pieces, the day, the number of the act, and the method where it is the disc cutter; another method
is free text, and stays in the act. Pieces of one type, act and day stand together, so that no line of a drop-off shows.
What a museum keeps is not destroyed, and where it is would be worth knowing; what left for Defensa is not destroyed until
an act says so. Neither is published, so that what is not listed may be anywhere: held, kept, handed over, returned, void.

**Under which key.** Folios are numbered without a gap in the order of the queue: whoever watches a site can guess the
folio of a person who was seen there. So a receipt is found by SHA-256 of folio and check code (`fingerprints.receipt_hash`),
and the secret is the check code alone: 64 bits of the digest of an entry that holds a random draft id and goes on from all
entries before it. To try all codes of one folio is 1.8 * 10^19 hashes, some thirty years for a fast graphics card, and says
what became of one drop-off. With 32 bits it would be less than a second; that is why the code is as long as it is.

**Who knows what.**
- The giver, or whoever holds the receipt: what was destroyed of it. What was handed in is printed on the receipt itself.
- Anybody, from the files: of how many receipts something was destroyed; of each, without knowing whose or which it is, how
  many pieces of which types, by which acts, on which days; and how many entries the log had at the checkpoint.
- Who knows every folio and no check code: the same, and not one thing more. Files are in the order of the hashes, there is
  no folio, counter, time, site or order of arrival in them, and whether a folio has destroyed items cannot be told.
- Who keeps an older publication: besides that, of which receipts more was destroyed since. It is destroyed by then.
- Who watches the web server: that a page was loaded, and which of the 16 or 256 parts, each of which has from sixty to
  thousands of receipts. What is typed is hashed in the browser, never sent, and never stands in an address.
- Who has the log (an auditor, the head office): everything, as always; for them each check code can be computed.
Neither a place, a site, a make, a serial, a witness nor an operator is read for any of it. The number of an act and the
names of the types are published as they are written. An act's number is the one on the signed paper: where a site numbers
its acts with letters of its own, as the demo's do, anybody can count what was destroyed at each site, by day and type. What
a site took in, and what it still holds, cannot be told from that.

**What makes it a proof.** Before anything is written the whole ledger is verified, tables against log, and the checkpoint
against the log and the key that the ledger had then. The page itself proves nothing: but the log up to that checkpoint can
be changed in nothing without another digest, and for the same log and checkpoint the same folder is written, byte for byte.
So an auditor who has the log publishes once more under the same checkpoint and compares SHA256SUMS. A checkpoint
whose entry records a drop-off is refused, because its digest begins with the check code of that one.

receipts   what is published of the receipts, in the order of their hashes, in little memory
files      the same as CSV, as JSON, and as scripts
page       index.html
proof      the checkpoint and its signature
making     all of it, whole or not at all
"""

from buyback.export.public.making import Published, publish
from buyback.export.public.proof import read

__all__ = ["Published", "publish", "read"]
