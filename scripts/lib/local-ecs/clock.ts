import { setTimeout as wait } from "node:timers/promises";

/** Time that passes `factor` times as fast as on the wall, for what is simulated and for those who watch it. */
export class Clock {
    private readonly begun = Date.now();
    readonly factor: number;
    private readonly delay: number;

    /** `delay` lengthens what the simulated side takes, and no time that somebody has set. */
    constructor(factor: number, delay = 1) {
        this.factor = factor;
        this.delay = delay;
    }

    now(): number {
        return this.begun + (Date.now() - this.begun) * this.factor;
    }

    async pass(seconds: number): Promise<void> {
        await wait((seconds * 1000) / this.factor);
    }

    /** What a table of delays says. */
    async take({ seconds }: { seconds: number }): Promise<void> {
        await this.pass(seconds * this.delay);
    }
}
