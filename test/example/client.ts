import { request, type Agent } from "node:http";
import type { Running } from "./program.ts";

export interface Seen {
    status: number;
    headers: Record<string, string | string[] | undefined>;
    body: Record<string, unknown>;
}

export interface Asked {
    headers?: Record<string, string>;
    /** Sent as JSON, or as it is if it is text. */
    body?: unknown;
    agent?: Agent;
}

/** One request; it rejects when the connection breaks. */
export async function ask(app: Running | string, route: string, asked: Asked = {}): Promise<Seen> {
    const [method = "", path = ""] = route.split(" ");
    const { body, agent } = asked;
    const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    const headers = { ...(text !== undefined && { "content-type": "application/json" }), ...asked.headers };
    const base = typeof app === "string" ? app : await app.url();
    return new Promise((resolve, reject) => {
        const sent = request(base + path, { method, headers, ...(agent && { agent }) }, (answer) => {
            let got = "";
            answer.setEncoding("utf8").on("data", (chunk: string) => (got += chunk));
            answer.once("error", reject);
            answer.once("end", () =>
                resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: JSON.parse(got) }),
            );
        });
        sent.once("error", reject);
        sent.end(text);
    });
}

export const order = { item: "tea", quantity: 2, unitCents: 350 };

/** Orders one thing, under a key of its own unless one is given. */
export function place(
    app: Running | string,
    key: string = crypto.randomUUID(),
    asked: Asked = {},
): Promise<Seen> {
    const headers = { "idempotency-key": key, ...asked.headers };
    return ask(app, "POST /orders", { body: order, ...asked, headers });
}
