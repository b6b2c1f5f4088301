import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import type { Target } from "../../../workflow/way.ts";
import { Refusal } from "../command.ts";
import type { Site } from "./site.ts";

/** Seconds after which a name is looked up again: a load balancer that grows under load gets new addresses. */
const AGAIN_SECONDS = 10;

/**
 * The addresses of an app, in turns. They are looked up beside the load: for each user a look-up of its own would be
 * waited for in Node's few threads, and counted as the app's time.
 */
export class Addresses {
    private readonly base: URL;
    private readonly shared: Omit<Target, "url">;
    private found: string[];
    private next = 0;
    private readonly timer: NodeJS.Timeout;

    private constructor(base: URL, shared: Omit<Target, "url">, found: string[]) {
        [this.base, this.shared, this.found] = [base, shared, found];
        const again = () =>
            // A name server that is busy for a while leaves the addresses as they are.
            lookUp(base).then(
                (now) => void (this.found = now),
                () => undefined,
            );
        this.timer = setInterval(() => void again(), AGAIN_SECONDS * 1000).unref();
    }

    static async of({
        url,
        serverName,
        headers,
    }: Pick<Site, "url" | "serverName" | "headers">): Promise<Addresses> {
        const base = new URL(url);
        try {
            return new Addresses(
                base,
                { serverName: serverName ?? base.hostname, headers },
                await lookUp(base),
            );
        } catch (error) {
            throw new Refusal(
                `${base.hostname} has no address (${(error as Error).message}); use another URL.`,
            );
        }
    }

    target(): Target {
        const address = this.found[this.next++ % this.found.length]!;
        const { protocol, port } = this.base;
        const host = isIP(address) === 6 ? `[${address}]` : address;
        return { url: `${protocol}//${host}${port && `:${port}`}`, ...this.shared };
    }

    stop(): void {
        clearInterval(this.timer);
    }
}

async function lookUp({ hostname }: URL): Promise<string[]> {
    const host = hostname.replace(/^\[|\]$/g, "");
    if (isIP(host) !== 0) return [host];
    const all = await lookup(host, { all: true });
    // Where there is a choice: not every machine that is told of an IPv6 address has a way there.
    const four = all.filter(({ family }) => family === 4);
    return (four.length > 0 ? four : all).map(({ address }) => address);
}
