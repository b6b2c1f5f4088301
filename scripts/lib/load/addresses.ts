import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import type { Target } from "../../../workflow/way.ts";
import { Refusal } from "../command.ts";

/** Seconds after which a name is looked up again: a load balancer that grows under load gets new addresses. */
const AGAIN_SECONDS = 10;

/**
 * The addresses of an app, in turns. They are looked up beside the load: for each user a look-up of its own would be
 * waited for in Node's few threads, and counted as the app's time.
 */
export class Addresses {
    private readonly base: URL;
    private readonly serverName: string;
    private found: string[];
    private next = 0;
    private readonly timer: NodeJS.Timeout;

    private constructor(base: URL, serverName: string, found: string[]) {
        [this.base, this.serverName, this.found] = [base, serverName, found];
        const again = () =>
            // A name server that is busy for a while leaves the addresses as they are.
            lookUp(base).then(
                (now) => void (this.found = now),
                () => undefined,
            );
        this.timer = setInterval(() => void again(), AGAIN_SECONDS * 1000).unref();
    }

    /** `serverName` is the name on its certificate. @default the host of the URL */
    static async of(url: string, serverName: string | undefined): Promise<Addresses> {
        const base = new URL(url);
        try {
            return new Addresses(base, serverName ?? base.hostname, await lookUp(base));
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
        return { url: `${protocol}//${host}${port && `:${port}`}`, serverName: this.serverName };
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
