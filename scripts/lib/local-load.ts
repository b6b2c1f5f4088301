import pg from "pg";

/** What an application does that holds its promises: it starts a transaction again that was never begun, nothing else. */
export class Load {
    /** Transactions that were committed. */
    done = 0;
    /** What cut a transaction that had begun, or kept one from ever beginning. */
    readonly failed: string[] = [];
    /** Connections that ended before a transaction began on them: safe to try again. */
    interrupted = 0;
    /** The pooler's port and the user of each connection that is open, by worker. */
    readonly connected: string[] = [];
    /** The same of the connections on which transactions were cut, in the order of `failed`. */
    readonly cutOn: string[] = [];
    /** When each worker's last transaction was committed, in milliseconds of `performance.now`. */
    readonly lastDone: number[] = [];
    /** Workers whose transaction has begun, and has not ended. */
    readonly inside = new Set<number>();
    private readonly transaction: string[];
    private readonly next: (worker: number, attempt: number) => pg.ClientConfig;
    private stopping = false;
    private readonly workers: Promise<void>[];

    /** `next` says where a worker connects; it is asked again after each transaction, and an other answer moves it. */
    constructor(clients: number, transaction: string[], next: Load["next"]) {
        this.transaction = transaction;
        this.next = next;
        this.workers = Array.from({ length: clients }, (_, worker) => this.work(worker));
    }

    async stop(): Promise<void> {
        this.stopping = true;
        await Promise.all(this.workers);
    }

    /** Waits until something holds, or throws with what it is. */
    async until(what: string, holds: () => boolean, limitSeconds = 60): Promise<void> {
        const end = performance.now() + limitSeconds * 1000;
        while (!holds()) {
            if (performance.now() > end)
                throw new Error(`Never: ${what}. ${this.done} done, failed: ${this.failed.join(", ")}`);
            await new Promise((resolve) => setTimeout(resolve, 10));
        }
    }

    private async work(worker: number): Promise<void> {
        for (let attempt = 0; !this.stopping; attempt++) {
            const config = this.next(worker, attempt);
            const client = new pg.Client(config);
            // The library reports a lost connection here, too; the query that waits for it rejects.
            client.on("error", () => undefined);
            try {
                await client.connect();
                this.connected[worker] = `${config.port} ${config.user}`;
                attempt = 0;
                while (!this.stopping && this.next(worker, 0) === config) await this.once(client, worker);
            } catch (error) {
                this.interrupted++;
                if (attempt >= 200) {
                    this.failed.push(`never began: ${(error as Error).message}`);
                    return;
                }
                await new Promise((resolve) => setTimeout(resolve, 20));
            } finally {
                await client.end().catch(() => undefined);
            }
        }
    }

    private async once(client: pg.Client, worker: number): Promise<void> {
        await client.query("BEGIN");
        this.inside.add(worker);
        try {
            for (const statement of this.transaction) await client.query(statement);
            await client.query("COMMIT");
            this.done++;
            this.lastDone[worker] = performance.now();
        } catch (error) {
            this.failed.push((error as Error).message);
            this.cutOn.push(this.connected[worker] ?? "");
        } finally {
            this.inside.delete(worker);
        }
    }
}
