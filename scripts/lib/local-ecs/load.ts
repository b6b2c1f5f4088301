import { Agent, get } from "node:http";

/** One answer, as somebody sees it who knows of nothing but an address. */
export interface Answer {
    /** Milliseconds of `performance.now`, when it was there. */
    at: number;
    /** When it was asked for. */
    asked: number;
    status: number;
    /** The revision that says it has answered. */
    revision: string | undefined;
}

/** Requests at a steady rate, whether or not the ones before were answered. */
export class OpenLoad {
    readonly answers: Answer[] = [];
    private readonly agent = new Agent({ keepAlive: true, maxSockets: 1000 });
    private readonly timer: NodeJS.Timeout;
    private readonly open = new Set<Promise<void>>();

    constructor(port: number, aSecond: number) {
        const begun = performance.now();
        let sent = 0;
        this.timer = setInterval(() => {
            const due = Math.floor(((performance.now() - begun) / 1000) * aSecond);
            for (; sent < due; sent++) {
                const one = this.ask(port).finally(() => this.open.delete(one));
                this.open.add(one);
            }
        }, 5);
    }

    async stop(): Promise<void> {
        clearInterval(this.timer);
        await Promise.all(this.open);
        this.agent.destroy();
    }

    /** The answers to what was asked since a moment. */
    since(at: number): Answer[] {
        return this.answers.filter(({ asked }) => asked >= at);
    }

    private ask(port: number): Promise<void> {
        const asked = performance.now();
        return new Promise((resolve) => {
            const done = (status: number, revision?: string) => {
                this.answers.push({ at: performance.now(), asked, status, revision });
                resolve();
            };
            get({ host: "127.0.0.1", port, path: "/", agent: this.agent }, (answer) => {
                const { "x-revision": revision } = answer.headers;
                answer.resume().once("end", () => done(answer.statusCode ?? 0, String(revision ?? "none")));
            }).once("error", () => done(0));
        });
    }
}
