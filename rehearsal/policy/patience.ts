/** Notices that a pack which was asked something has been silent for too long; each answer starts the time anew. */
export class Patience {
    private readonly seconds: number | undefined;
    private readonly error: () => Error;
    private readonly changed: (waits: boolean) => void;
    private readonly waiting = new Set<(error: Error) => void>();
    private over: Error | undefined;
    private timer: NodeJS.Timeout | undefined;

    /** Without `seconds` it is endless; `changed` hears when it begins and stops to wait. */
    constructor(seconds: number | undefined, error: () => Error, changed: (waits: boolean) => void) {
        this.seconds = seconds;
        this.error = error;
        this.changed = changed;
    }

    /** Waits for an answer, and no longer than its patience lasts. */
    async for<T>(answer: Promise<T>): Promise<T> {
        if (this.over) throw this.over;
        // Not by Promise.race: of a promise that outlives them all, each answer would be kept to the end.
        return new Promise<T>((resolve, reject) => {
            this.waiting.add(reject);
            this.count();
            const settled = () => {
                this.waiting.delete(reject);
                this.count();
            };
            answer.then(resolve, reject).finally(settled).catch(reject);
        });
    }

    /** No answer will come any more, now or later. */
    end(error: Error): void {
        this.over ??= error;
        for (const reject of this.waiting) reject(error);
        this.waiting.clear();
        this.count();
    }

    private count(): void {
        clearTimeout(this.timer);
        this.changed(this.waiting.size > 0);
        if (this.waiting.size === 0 || !this.seconds) return;
        this.timer = setTimeout(() => this.end(this.error()), this.seconds * 1000);
    }
}
