import { setTimeout as wait } from "node:timers/promises";

/** Milliseconds of the wall after which one who waits sees that time passes faster or slower. */
const SLICE = 50;

/** Time that passes `factor` times as fast as on the wall, for what is simulated and for those who watch it. */
export class Clock {
    private begun = { wall: Date.now(), here: Date.now() };
    private times: number;
    private readonly delay: number;

    /** `delay` lengthens what the simulated side takes, and no time that somebody has set. */
    constructor(factor: number, delay = 1) {
        this.times = factor;
        this.delay = delay;
    }

    get factor(): number {
        return this.times;
    }

    /** From now on, for those who wait already, too. */
    set factor(times: number) {
        this.begun = { wall: Date.now(), here: this.now() };
        this.times = times;
    }

    now(): number {
        return this.begun.here + (Date.now() - this.begun.wall) * this.times;
    }

    /** Shorter, where whoever waits is told that nobody needs it any more. */
    async pass(seconds: number, isVain = () => false): Promise<void> {
        const end = this.now() + seconds * 1000;
        for (let rest = seconds * 1000; rest > 0 && !isVain(); rest = end - this.now())
            await wait(Math.min(SLICE, rest / this.times));
    }

    /** What a table of delays says. */
    async take({ seconds }: { seconds: number }): Promise<void> {
        await this.pass(seconds * this.delay);
    }
}
