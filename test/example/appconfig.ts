import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** What it does with whoever asks: answers, ends the connection, or sends byte after byte and no end. */
type Mood = "answers" | "away" | "hangs";

/** Answers as AppConfig Data does, by its API reference; moto has none. Each token is good for one question. */
export interface AppConfig {
    url: string;
    mood: Mood;
    /** What is deployed; a string is sent as it is. */
    deployed: object | string;
    /** Seconds that it tells its clients to wait. */
    waitSeconds: number;
    /** What the sessions were begun with, and how often each of the two was asked. */
    sessions: Record<string, unknown>[];
    looks: number;
    /** Whole configurations that were sent, which cost the most. */
    received: number;
    /** What a client must not do. */
    misuses: string[];
    stop(): Promise<void>;
}

export async function startAppConfig(mood: Mood = "answers"): Promise<AppConfig> {
    const server: Server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const stop = async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
    };
    const one: AppConfig = {
        ...{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, mood, stop },
        ...{ deployed: {}, waitSeconds: 1, sessions: [], looks: 0, received: 0, misuses: [] },
    };
    // What each token's next look was told last, and when it may come.
    const tokens = new Map<string, { told?: string; from: number }>();
    const tokenOf = (state: { told?: string; from: number }) => {
        const token = crypto.randomUUID();
        tokens.set(token, state);
        return token;
    };
    const refuse = (response: ServerResponse, why: string) => {
        one.misuses.push(why);
        response.writeHead(400, { "x-amzn-errortype": "BadRequestException" });
        response.end(JSON.stringify({ Message: why }));
    };

    async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
        if (one.mood === "away") return void request.socket.destroy();
        const { pathname, searchParams } = new URL(request.url ?? "", "http://aws");
        const body = await text(request);
        const asked = `${request.method} ${pathname}`;
        if (asked === "POST /configurationsessions") {
            one.sessions.push(JSON.parse(body) as Record<string, unknown>);
            response.writeHead(201, { "content-type": "application/json" });
            return void response.end(JSON.stringify({ InitialConfigurationToken: tokenOf({ from: 0 }) }));
        }
        if (asked !== "GET /configuration") return refuse(response, asked);
        const token = searchParams.get("configuration_token") ?? "";
        const state = tokens.get(token);
        if (!tokens.delete(token) || !state) return refuse(response, `not a token to use: ${token}`);
        const early = state.from - performance.now();
        if (early > 0) return refuse(response, `${early} ms too early`);
        one.looks++;
        const now = typeof one.deployed === "string" ? one.deployed : JSON.stringify(one.deployed);
        if (now !== state.told) one.received++;
        response.writeHead(200, {
            ...{ "content-type": "application/json", "next-poll-interval-in-seconds": one.waitSeconds },
            "next-poll-configuration-token": tokenOf({
                ...{ told: now, from: performance.now() + one.waitSeconds * 1_000 - EARLY_MS },
            }),
        });
        if (one.mood === "answers") return void response.end(now === state.told ? "" : now);
        const dribble = setInterval(() => response.write(" "), 200);
        response.once("close", () => clearInterval(dribble));
    }
    return one;
}

/** A timer of Node's may be this much early. */
const EARLY_MS = 10;
