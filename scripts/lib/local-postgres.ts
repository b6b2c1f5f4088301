import { appendFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { postgresProgram, type Kind } from "./postgres-programs.ts";
import {
    freePort,
    LocalServer,
    makeCertificates,
    type Certificates,
    privateFolder,
    removeFolder,
    runAsNobody,
} from "./local-server.ts";

/** A PostgreSQL of its own on the loopback: TLS and SCRAM for whoever connects, nothing kept when it stops. */
export interface LocalPostgres {
    /** Also where its socket is, on which the superuser `postgres` needs no password. */
    folder: string;
    port: number;
    /** The authority behind its certificate, which is for the name `localhost`. */
    caFile: string;
    certificates: Certificates;
    /** Ends all sessions, as a failover of RDS does, and starts the same server again. */
    restart(): Promise<void>;
    /** Ends it at once and in the middle of everything; until it is revived, nobody answers there. */
    crash(): Promise<void>;
    revive(): Promise<void>;
    stop(): Promise<void>;
}

export const pgbench = postgresProgram("pgbench");

interface StartOptions {
    /** Another server's: who trusts that one trusts this. @default its own */
    certificates?: Certificates;
    /** Makes the folder of its data. @default empty */
    fill?: (data: string, kind: Kind) => Promise<unknown>;
    /** One that is to be copied has to be complete. @default newest */
    kind?: Kind;
}

/** `settings` are lines of postgresql.conf. */
export async function startPostgres(
    settings: string[] = [],
    { certificates: known, fill = initialise, kind = "newest" }: StartOptions = {},
): Promise<LocalPostgres> {
    const folder = privateFolder();
    try {
        const data = path.join(folder, "data");
        const [port, certificates] = [await freePort(), known ?? (await makeCertificates(folder))];
        await fill(data, kind);
        const lines = [
            `listen_addresses = '127.0.0.1'`,
            `port = ${port}`,
            `unix_socket_directories = '${folder}'`,
            `ssl = on`,
            `ssl_cert_file = '${certificates.cert}'`,
            `ssl_key_file = '${certificates.key}'`,
            `password_encryption = 'scram-sha-256'`,
            // It is thrown away: what a crash of the machine would lose does not matter.
            `fsync = off`,
            ...settings,
        ];
        appendFileSync(path.join(data, "postgresql.conf"), `\n${lines.join("\n")}\n`);
        const rules = [
            // Who has no password, as they sign in to RDS with a token of IAM.
            "local all postgres,witness_iam,checker_iam,migrator_iam trust",
            "local replication all trust",
            "hostssl all all 127.0.0.1/32 scram-sha-256",
        ];
        writeFileSync(path.join(data, "pg_hba.conf"), `${rules.join("\n")}\n`);
        return await running(folder, port, certificates, kind);
    } catch (error) {
        removeFolder(folder);
        throw error;
    }
}

function initialise(data: string, kind: Kind): Promise<unknown> {
    const made = ["-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"];
    return runAsNobody(postgresProgram("initdb", kind), ["-D", data, ...made], "/");
}

/**
 * A copy that follows it, as a read replica of RDS does: on the same port at another address of the loopback, with a
 * certificate for that address by an authority of its own. `answersAt` is where it answers instead, if anywhere else.
 */
export async function startReplica(
    source: LocalPostgres,
    address: string,
    answersAt = address,
): Promise<LocalPostgres> {
    const folder = privateFolder();
    try {
        const data = path.join(folder, "data");
        const copied = ["-h", source.folder, "-p", String(source.port), "-U", "postgres", "-D", data, "-R"];
        await runAsNobody(postgresProgram("pg_basebackup"), [...copied, "-c", "fast", "--no-sync"], folder);
        const certificates = await makeCertificates(folder, `IP:${address}`);
        const lines = [
            `listen_addresses = '${answersAt}'`,
            `unix_socket_directories = '${folder}'`,
            `ssl_cert_file = '${certificates.cert}'`,
            `ssl_key_file = '${certificates.key}'`,
        ];
        appendFileSync(path.join(data, "postgresql.conf"), `\n${lines.join("\n")}\n`);
        const ready = /database system is ready to accept read-only connections/;
        return await running(folder, source.port, certificates, "complete", ready);
    } catch (error) {
        removeFolder(folder);
        throw error;
    }
}

/** Waits until it answers; while a restored copy still replays, it says that it is read-only, and it is not ready. */
async function running(
    folder: string,
    port: number,
    certificates: Certificates,
    kind: Kind,
    ready = /database system is ready to accept connections/,
): Promise<LocalPostgres> {
    const args = ["-D", path.join(folder, "data")];
    // A server that connects to another looks for certificates at home, where it may not read.
    const env = { ...process.env, HOME: folder };
    const begun = async () => {
        const server = new LocalServer(postgresProgram("postgres", kind), args, folder, env);
        await server.says(ready).catch(async (error: unknown) => {
            await server.stop("SIGINT");
            throw error;
        });
        return server;
    };
    let server = await begun();
    const restart = async () => {
        await server.stop("SIGINT");
        server = await begun();
    };
    const stop = async () => {
        await server.stop("SIGINT");
        removeFolder(folder);
    };
    const crash = async () => void (await server.stop("SIGQUIT"));
    const revive = async () => void (server = await begun());
    return { folder, port, caFile: certificates.ca, certificates, restart, crash, revive, stop };
}
