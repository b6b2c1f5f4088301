import { createServer as createPlain, type IncomingMessage } from "node:http";
import { createServer as createSecure } from "node:https";
import type { Server } from "node:net";
import { buffer } from "node:stream/consumers";
import { listening } from "./local-edge.ts";

interface Tls {
    key: Buffer;
    cert: Buffer;
}

interface Page {
    status?: number;
    headers?: Record<string, string>;
    body?: string;
}

interface Asked {
    method: string;
    path: string;
    headers: IncomingMessage["headers"];
    body: Buffer;
}

/** A site of a few pages, by path without query; a page for any other is none. It remembers what it was asked to the end. */
export class StandIn {
    port = 0;
    asked: Asked[] = [];
    pages: Record<string, Page | ((asked: Asked) => Page)> = {};
    private server: (Server & { closeAllConnections(): void }) | undefined;

    private readonly tls: Tls | undefined;

    constructor(tls?: Tls) {
        this.tls = tls;
    }

    /** At the port that it had, if it ran before. */
    async start(): Promise<void> {
        const handle = async (request: IncomingMessage) => {
            const path = request.url!;
            // Chromium asks for it with the first page of every site.
            if (path === "/favicon.ico") return { status: 404 };
            const { headers, method = "" } = request;
            const body = await buffer(request);
            const asked: Asked = { method, path, headers, body };
            this.asked.push(asked);
            const page = this.pages[path.split("?")[0]!];
            return typeof page === "function" ? page(asked) : (page ?? { status: 404 });
        };
        const answers: Parameters<typeof createPlain>[1] = (request, response) =>
            void handle(request).then(
                ({ status = 200, headers, body = "" }: Page) =>
                    response.writeHead(status, { "content-type": "text/html", ...headers }).end(body),
                () => response.destroy(), // Who asked has left before the end of the body.
            );
        this.server = this.tls ? createSecure(this.tls, answers) : createPlain(answers);
        this.port = await listening(this.server, this.port);
    }

    stop(): Promise<void> {
        return new Promise((resolve) => {
            if (!this.server) return resolve();
            this.server.close(() => resolve());
            this.server.closeAllConnections();
        });
    }

    to(path: string): Asked[] {
        return this.asked.filter((one) => one.path.split("?")[0] === path);
    }
}
