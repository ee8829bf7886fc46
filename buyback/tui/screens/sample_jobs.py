"""Shelf samples from the app: draw one, print its list, say what was found, read what that proves."""

from functools import partial

from buyback import desk
from buyback.i18n import _
from buyback.store.engine import Db
from buyback.store.views import samples
from buyback.store.views.samples import Sample
from buyback.tui import verbs
from buyback.tui.dialogs.sample_check import CheckAnswer, SampleCheck, SampleResult
from buyback.tui.dialogs.samples import DrawAnswer, DrawSample, Samples
from buyback.tui.printing import print_sample
from buyback.tui.screens.mode import ModeScreen


async def show(screen: ModeScreen) -> None:
    """List the samples, and do what is chosen, until nothing is."""
    app, session, current = screen.app, screen.app.at_work, 0
    while True:
        found = await app.read(samples.listed)
        chosen = await app.ask(partial(Samples, found, session.sites, current))
        if chosen is None:
            return
        current = chosen.seq or current
        if chosen.about == "draw":
            drawn = await _draw(screen)
            current = drawn.seq if drawn else current
        elif chosen.about == "print":
            await print_sample(app, chosen.seq)
        else:
            await _open(screen, next(one for one in found if one.seq == chosen.seq))


async def _draw(screen: ModeScreen) -> Sample | None:
    """Draw one and say so; who may not is told before anything is typed."""
    app, session = screen.app, screen.app.at_work
    await app.read(partial(_check, screen=screen, verb="sample"))

    async def do(answer: DrawAnswer) -> Sample:
        return await app.write(desk.draw_sample, answer.number, answer.seed, site=answer.site)

    drawn = await app.ask_and_do(partial(DrawSample, session.sites, session.site.code), do)
    if drawn is not None:
        words = _("Sample {seq} is drawn, seed {seed}. I prints its list.")
        app.notify(words.format(seq=drawn.seq, seed=drawn.seed))
    return drawn


async def _open(screen: ModeScreen, sample: Sample) -> None:
    """Say what was found of a sample of which something is open; then, and of any other, show the result."""
    says_more = sample.number("open") > 0
    while True:
        if says_more:
            done = await _check_items(screen, sample)
            if done is None:
                return
            sample = done
        says_more = bool(await screen.app.push_screen_wait(SampleResult(sample)))
        if not says_more:
            return


async def _check_items(screen: ModeScreen, sample: Sample) -> Sample | None:
    app = screen.app
    await app.read(partial(_check, screen=screen, verb="sample-check"))

    async def do(answer: CheckAnswer) -> Sample:
        return await app.write(
            desk.check_sample, sample.seq, answer.found, answer.not_found, note=answer.note
        )

    return await app.ask_and_do(partial(SampleCheck, sample), do)


def _check(db: Db, *, screen: ModeScreen, verb: str) -> None:
    verbs.check_right(db, screen.app.at_work, verb)
