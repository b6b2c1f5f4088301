import type { Tally } from "./tally.ts";

/** Looks in a row in which most users failed, after which an app is down: half a minute of them. */
const MOST = 6;

/** Ends a load on an app that is down: a test shall not be what keeps it there. */
export class Down {
    private readonly stop = new AbortController();
    private readonly tally: Tally;
    private before = { ended: 0, passed: 0 };
    private looks = 0;

    /** A person's signal ends it, too. */
    constructor(tally: Tally, signal: AbortSignal) {
        this.tally = tally;
        if (signal.aborted) this.stop.abort();
        signal.addEventListener("abort", () => this.stop.abort());
    }

    get signal(): AbortSignal {
        return this.stop.signal;
    }

    /** Whether it was ended because of that. */
    get isDown(): boolean {
        return this.looks >= MOST;
    }

    look(): void {
        if (this.stop.signal.aborted) return;
        const { users, underWay, passed } = this.tally.measured;
        const now = { ended: users - underWay, passed };
        const [ended, good] = [now.ended - this.before.ended, passed - this.before.passed];
        this.before = now;
        // Nobody has come to an end: that says nothing yet.
        if (ended > 0) this.looks = good < ended / 2 ? this.looks + 1 : 0;
        if (this.isDown) this.stop.abort();
    }
}
