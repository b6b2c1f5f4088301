import { appendFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
    freePort,
    LocalServer,
    makeCertificates,
    type Certificates,
    newest,
    privateFolder,
    removeFolder,
    runAsNobody,
} from "./local-server.ts";

/** Debian keeps the server's own programs off PATH, one folder per major version. */
const places = [15, 16, 17, 18].map((major) => `/usr/lib/postgresql/${major}/bin`);

/** A PostgreSQL of its own on the loopback: TLS and SCRAM for whoever connects, nothing kept when it stops. */
export interface LocalPostgres {
    /** Also where its socket is, on which the superuser `postgres` needs no password. */
    folder: string;
    port: number;
    /** The authority behind its certificate, which is for the name `localhost`. */
    caFile: string;
    certificates: Certificates;
    stop(): Promise<void>;
}

export const pgbench = newest("pgbench", places);

/** `settings` are lines of postgresql.conf; with the `certificates` of another it is trusted by whoever trusts that one. */
export async function startPostgres(settings: string[] = [], known?: Certificates): Promise<LocalPostgres> {
    const folder = privateFolder();
    try {
        const data = path.join(folder, "data");
        const [port, certificates] = [await freePort(), known ?? (await makeCertificates(folder))];
        const made = [
            "-D",
            data,
            "-U",
            "postgres",
            "--auth=trust",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C",
        ];
        await runAsNobody(newest("initdb", places), made, folder);
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
            "local replication all trust",
            "local all postgres trust",
            "hostssl all all 127.0.0.1/32 scram-sha-256",
        ];
        writeFileSync(path.join(data, "pg_hba.conf"), `${rules.join("\n")}\n`);
        return await running(folder, port, certificates);
    } catch (error) {
        removeFolder(folder);
        throw error;
    }
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
        await runAsNobody(newest("pg_basebackup", places), [...copied, "-c", "fast", "--no-sync"], folder);
        const certificates = await makeCertificates(folder, `IP:${address}`);
        const lines = [
            `listen_addresses = '${answersAt}'`,
            `unix_socket_directories = '${folder}'`,
            `ssl_cert_file = '${certificates.cert}'`,
            `ssl_key_file = '${certificates.key}'`,
        ];
        appendFileSync(path.join(data, "postgresql.conf"), `\n${lines.join("\n")}\n`);
        return await running(folder, source.port, certificates);
    } catch (error) {
        removeFolder(folder);
        throw error;
    }
}

async function running(folder: string, port: number, certificates: Certificates): Promise<LocalPostgres> {
    const server = new LocalServer(newest("postgres", places), ["-D", path.join(folder, "data")], folder);
    await server.says(/database system is ready to accept (read-only )?connections/);
    const stop = async () => {
        await server.stop("SIGINT");
        removeFolder(folder);
    };
    return { folder, port, caFile: certificates.ca, certificates, stop };
}
