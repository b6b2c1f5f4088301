import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Bounds } from "../../../../scripts/lib/load/load.ts";
import { GATES } from "../../../../scripts/lib/load/plan.ts";

/** A workflow of two steps, and what always holds. */
export const WORKFLOW = `name: a visit
steps:
  - name: look
    method: GET
    path: /
    expect: { status: 200 }
  - name: buy
    method: POST
    path: /orders
    expect: { status: 201, json: { $.total: { equals: 1 } } }
always:
  - name: the ledger balances
    method: GET
    path: /ledger
    expect: { status: 200, json: { $.balanced: { equals: true } } }
`;

export type Handler = (request: IncomingMessage, response: ServerResponse, number: number) => void;

/** An app on the loopback that keeps that workflow, but for what a test plants. */
export class App {
    port = 0;
    /** Of "GET /", in the order that they came. */
    visits = 0;
    isBalanced = true;
    /** Answers "GET /". */
    look: Handler = (_, response) => void response.end("welcome");
    private readonly server = createServer((request, response) => {
        request.resume();
        const { url } = request;
        if (url === "/") return this.look(request, response, ++this.visits);
        if (url === "/ledger") return void response.end(JSON.stringify({ balanced: this.isBalanced }));
        response.writeHead(201).end(JSON.stringify({ total: 1 }));
    });

    get url(): string {
        return `http://127.0.0.1:${this.port}`;
    }

    async start(): Promise<void> {
        this.server.listen(0, "127.0.0.1");
        await once(this.server, "listening");
        this.port = (this.server.address() as AddressInfo).port;
    }

    stop(): void {
        this.server.closeAllConnections();
        this.server.close();
    }
}

/** Numbers that are the same in each run (Lehmer's generator). */
export function seeded(seed = 1): () => number {
    let state = seed;
    return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** The gates in a second, and a generator and an app that a busy machine does not disturb. */
const brief = { minutes: 1 / 60, limits: { errorPercent: 1, p95Milliseconds: 20_000, leastUsers: 1 } };
export const gates = {
    soak: { ...GATES.soak, ...brief },
    launch: { ...GATES.launch, ...brief },
};
export const QUICK: Partial<Bounds> = { gates, mostLateMilliseconds: 20_000, random: seeded() };
