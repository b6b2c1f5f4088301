import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createGunzip } from "node:zlib";

/** What Sentry shows of an error. */
interface SentryEvent {
    level: string;
    release: string;
    environment: string;
    tags: Record<string, string>;
    exception: { values: { type: string; value: string; stacktrace: { frames: object[] } }[] };
}

/** Takes envelopes as Sentry's own servers do, by its "Envelopes" developer documentation. */
export interface Sentry {
    dsn: string;
    events: SentryEvent[];
    /** Everything that was sent, as it was sent. */
    sent: string[];
    /** Requests that it has answered, and that went away before. */
    answered: number;
    abandoned: number;
    stop(): Promise<void>;
}

/** Answers after so many milliseconds; never, if there are none. */
export async function startSentry(milliseconds?: number): Promise<Sentry> {
    const server: Server = createServer((request, response) => {
        const body = request.headers["content-encoding"] === "gzip" ? request.pipe(createGunzip()) : request;
        response.once("close", () => (response.writableFinished ? one.answered++ : one.abandoned++));
        void text(body).then((sent) => {
            one.sent.push(`${request.url} ${JSON.stringify(request.headers)} ${sent}`);
            const [, head = "{}", item = "{}"] = sent.split("\n");
            if ((JSON.parse(head) as { type: string }).type === "event") one.events.push(JSON.parse(item));
            if (milliseconds !== undefined) setTimeout(() => response.end("{}"), milliseconds);
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const stop = async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
    };
    const dsn = `http://${"0123456789abcdef".repeat(2)}@127.0.0.1:${port}/7`;
    const one: Sentry = { dsn, events: [], sent: [], answered: 0, abandoned: 0, stop };
    return one;
}
