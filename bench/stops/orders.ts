import { Agent, request } from "node:http";

const BODY = JSON.stringify({ item: "tea", quantity: 2, unitCents: 350 });

/** Orders at a steady rate, each sent once: no client hides a failure by trying again. */
export class Orders {
    sent = 0;
    /** Ids of those that the shop said it has. */
    readonly acknowledged: string[] = [];
    /** What the others got. */
    readonly failed: string[] = [];
    private readonly agent = new Agent({ keepAlive: true, maxSockets: 50 });
    private readonly open = new Set<Promise<void>>();
    private readonly timer: NodeJS.Timeout;

    constructor(port: number, aSecond: number) {
        const begun = performance.now();
        this.timer = setInterval(() => {
            const due = Math.floor(((performance.now() - begun) / 1000) * aSecond);
            while (this.sent < due) {
                this.sent++;
                const one = this.place(port).finally(() => this.open.delete(one));
                this.open.add(one);
            }
        }, 10);
    }

    async stop(): Promise<void> {
        clearInterval(this.timer);
        await Promise.all(this.open);
        this.agent.destroy();
    }

    private place(port: number): Promise<void> {
        const headers = { "content-type": "application/json", "idempotency-key": crypto.randomUUID() };
        const to = { host: "127.0.0.1", port, path: "/orders", method: "POST", headers, agent: this.agent };
        return new Promise((resolve) => {
            const failed = (why: string) => resolve(void this.failed.push(why));
            const asked = request(to, (answer) => {
                let text = "";
                answer.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
                answer.once("error", ({ message }) => failed(message));
                answer.once("end", () => {
                    if (answer.statusCode !== 201) return failed(String(answer.statusCode));
                    this.acknowledged.push((JSON.parse(text) as { id: string }).id);
                    resolve();
                });
            });
            asked.once("error", ({ message }) => failed(message));
            asked.end(BODY);
        });
    }
}
