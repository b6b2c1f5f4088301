import { spawnSync } from "node:child_process";

/** Brings up the loopback of a new network namespace, which is down at first; then runs what follows. */
const LOOPBACK = 'ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null; exec "$@"';

/** What can't be reached where no namespace may be made: a proxy that nobody serves. */
const DEAD_PROXY = "http://127.0.0.1:9";

export interface Offline {
    command: string[];
    env: Record<string, string>;
    how: string;
}

/** How a command is cut off from the network on this machine, the strongest way that it allows. */
export function offline(command: string[]): Offline {
    for (const unshare of [
        ["unshare", "-n"],
        ["unshare", "-rn"],
    ]) {
        const [program = "", ...flags] = [...unshare, "sh", "-c", LOOPBACK, "sh"];
        const probe = spawnSync(program, [...flags, "true"], { timeout: 10_000 });
        if (probe.status === 0)
            return { command: [program, ...flags, ...command], env: {}, how: unshare.join(" ") };
    }
    const proxies = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];
    return {
        command,
        env: Object.fromEntries(proxies.map((name) => [name, DEAD_PROXY])),
        how: "a dead proxy",
    };
}
