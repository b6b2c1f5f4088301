/** Notices that a pack which was asked something has been silent for too long; each answer starts the time anew. */
export class Patience {
    /** Rejects when it is over. */
    readonly over: Promise<never>;
    private readonly seconds: number | undefined;
    private readonly end: () => void;
    private readonly changed: (waits: boolean) => void;
    private open = 0;
    private timer: NodeJS.Timeout | undefined;

    /** Without `seconds` it is endless; `changed` hears when it begins and stops to wait. */
    constructor(seconds: number | undefined, error: () => Error, changed: (waits: boolean) => void) {
        this.seconds = seconds;
        this.changed = changed;
        let reject: (error: Error) => void = () => undefined;
        this.over = new Promise<never>((_, rejected) => (reject = rejected));
        this.over.catch(() => undefined);
        this.end = () => reject(error());
    }

    /** Waits for an answer, and no longer than its patience lasts. */
    async for<T>(answer: Promise<T>): Promise<T> {
        this.count(1);
        try {
            return await Promise.race([answer, this.over]);
        } finally {
            this.count(-1);
        }
    }

    private count(change: number): void {
        this.open += change;
        clearTimeout(this.timer);
        this.changed(this.open > 0);
        if (this.open > 0 && this.seconds) this.timer = setTimeout(this.end, this.seconds * 1000);
    }
}
