/**
 * Who leads the race, with patience: the lead changes hands only when another try has been ahead for half a second on
 * end, so that the canvas does not flicker between two that are as good.
 */

/** Milliseconds for which a try has to be ahead. */
const AHEAD = 500;

export class Lead {
  private held: number | null = null;
  private rival: { seed: number; since: number } | null = null;

  /**
   * @param leading seed of the try that is ahead now, null where none is
   * @param now milliseconds
   * @returns seed of the try that has the lead
   */
  see(leading: number | null, now: number): number | null {
    this.held ??= leading;
    if (leading === null || leading === this.held) this.rival = null;
    else if (this.rival?.seed !== leading) this.rival = { seed: leading, since: now };
    else if (now - this.rival.since >= AHEAD) {
      this.held = leading;
      this.rival = null;
    }
    return this.held;
  }
}
