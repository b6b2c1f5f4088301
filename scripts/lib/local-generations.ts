import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { RDSClient } from "@aws-sdk/client-rds";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { ClientBase } from "pg";
import { align } from "../../functions/roles/align.ts";
import { purposeNames } from "../../functions/roles/purposes.ts";
import { read } from "../../functions/roles/secret.ts";
import { connect, type Login } from "../../functions/roles/world.ts";
import { newPassword } from "../../functions/secrets/password.ts";
import { SwitchTable } from "../../functions/switch/table.ts";
import type { SwitchWorld } from "../../functions/switch/world.ts";
import { startPooler, type LocalPooler, type PoolerOptions } from "./local-pooler.ts";
import { startPostgres, type LocalPostgres } from "./local-postgres.ts";
import { asSuperuser } from "./local-roles.ts";
import { localService, type LocalService } from "./local-service.ts";

const [TABLE, PREFIX, MASTER] = ["shop-test-switch", "shop-test/database", "app_owner"];
const sdk = { region: "eu-central-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } };

/** Generations of one database with their roles, the table of the switch between them, and poolers with agents. */
export class Generations {
    readonly leaseSeconds: number;
    readonly service: LocalService = localService();
    readonly poolers = new Map<string, LocalPooler>();
    private readonly endpoint: string;
    private readonly servers: Record<string, LocalPostgres> = {};
    private readonly master = newPassword();
    private readonly dynamo: DynamoDBClient;
    private readonly secrets: SecretsManagerClient;

    /** The empty generations a and b. `moto` answers for DynamoDB and Secrets Manager there, and is empty. */
    static async start(moto: string, leaseSeconds: number, settings: string[] = []): Promise<Generations> {
        const all = await Generations.none(moto, leaseSeconds);
        const a = await startPostgres(settings);
        await all.create("a", a);
        await all.create("b", await startPostgres(settings, { certificates: a.certificates }));
        return all;
    }

    /** The table and the secrets, before there is a server. */
    static async none(moto: string, leaseSeconds: number): Promise<Generations> {
        const all = new Generations(moto, leaseSeconds);
        await all.prepare();
        return all;
    }

    private constructor(endpoint: string, leaseSeconds: number) {
        [this.endpoint, this.leaseSeconds] = [endpoint, leaseSeconds];
        this.dynamo = new DynamoDBClient({ ...sdk, endpoint });
        this.secrets = new SecretsManagerClient({ ...sdk, endpoint });
    }

    /** One run of the function of the switch, as the deployment of this generation makes it. */
    world(own: Partial<SwitchWorld> = {}, deployed = "a"): SwitchWorld {
        const ca = readFileSync(this.server("a").caFile, "utf8");
        return {
            place: {
                ...{
                    instance: deployed,
                    host: "localhost",
                    port: this.server(deployed).port,
                    database: "app",
                },
                ...{ master: MASTER, prefix: PREFIX, passwordDays: 90 },
            },
            secrets: this.secrets,
            rds: this.rds(),
            connect: (place, login) => connect(place, login, ca),
            table: new SwitchTable(this.dynamo, TABLE),
            service: this.service,
            owner: randomUUID(),
            leaseSeconds: this.leaseSeconds,
            pause: (seconds) => wait(seconds * 1000),
            wait: (milliseconds) => wait(milliseconds),
            now: () => new Date(),
            log: () => undefined,
            step: () => Promise.resolve(),
            ...own,
        };
    }

    /** A new generation: its master as on RDS, and the roles and passwords that a deployment gives it. */
    async create(instance: string, server: LocalPostgres): Promise<void> {
        this.add(instance, server);
        // As in the RDS User Guide, "Understanding the rds_superuser role".
        const made = [
            `CREATE ROLE rds_superuser; GRANT pg_monitor, pg_signal_backend TO rds_superuser WITH ADMIN OPTION`,
            `CREATE ROLE ${MASTER} LOGIN CREATEDB CREATEROLE PASSWORD '${this.master}'`,
            `GRANT rds_superuser TO ${MASTER}; CREATE ROLE rds_replication`,
            `CREATE DATABASE app OWNER ${MASTER}`,
        ];
        await asSuperuser(server, made, "postgres");
        await align(this.world(), instance);
    }

    /** A generation that has all of that, as a restored copy; from here on it is stopped with the others. */
    add(instance: string, server: LocalPostgres): void {
        this.servers[instance] = server;
    }

    server(instance: string): LocalPostgres {
        const found = this.servers[instance];
        if (found === undefined) throw new Error(`There is no instance ${instance}.`);
        return found;
    }

    /** The server behind a port, as the functions know it. */
    serverAt(port: number): LocalPostgres {
        const found = Object.values(this.servers).find((server) => server.port === port);
        if (found === undefined) throw new Error(`There is no server at ${port}.`);
        return found;
    }

    async login(owner: "application" | "pooler" | "migrator"): Promise<Login> {
        const kept = await read(this.world(), owner, "AWSCURRENT");
        if (kept === undefined) throw new Error(`${owner} has no password yet.`);
        return kept;
    }

    async startPooler(
        task: string,
        options: Partial<PoolerOptions> = {},
        deployed = "a",
    ): Promise<LocalPooler> {
        const { endpoint, leaseSeconds } = this;
        const lookup = await this.login("pooler");
        const agent = { task, instance: deployed, table: TABLE, endpoint, leaseSeconds };
        this.service.running.push(task);
        const pooler = await startPooler(this.server(deployed), { lookup, agent, ...options });
        this.poolers.set(task, pooler);
        return pooler;
    }

    async stopPooler(task: string): Promise<void> {
        await this.poolers.get(task)?.stop();
        this.poolers.delete(task);
        this.service.running = this.service.running.filter((one) => one !== task);
    }

    /** Runs on a generation as one of the database's users. */
    async as<T>(instance: string, login: Login, work: (db: ClientBase) => Promise<T>): Promise<T> {
        const world = this.world({}, instance);
        const db = await world.connect(world.place, login);
        try {
            return await work(db);
        } finally {
            await db.end().catch(() => undefined);
        }
    }

    async stop(): Promise<void> {
        await Promise.all([...this.poolers.keys()].map((task) => this.stopPooler(task)));
        for (const server of Object.values(this.servers)) await server.stop();
        this.dynamo.destroy();
        this.secrets.destroy();
    }

    private async prepare(): Promise<void> {
        const key = { AttributeName: "id" };
        await this.dynamo.send(
            new CreateTableCommand({
                TableName: TABLE,
                KeySchema: [{ ...key, KeyType: "HASH" }],
                AttributeDefinitions: [{ ...key, AttributeType: "S" }],
                BillingMode: "PAY_PER_REQUEST",
            }),
        );
        for (const owner of ["master", ...purposeNames]) {
            const value = { host: "localhost", username: MASTER, password: this.master };
            const SecretString = owner === "master" ? JSON.stringify(value) : undefined;
            await this.secrets.send(new CreateSecretCommand({ Name: `${PREFIX}/${owner}`, SecretString }));
        }
    }

    /** What moto can't: it has no server behind an instance. */
    private rds(): RDSClient {
        const send = async ({ input }: { input: { DBInstanceIdentifier?: string } }) => {
            const { port } = this.server(input.DBInstanceIdentifier ?? "");
            const Endpoint = { Address: "localhost", Port: port };
            return { DBInstances: [{ DBInstanceStatus: "available", Endpoint }] };
        };
        return { send } as unknown as RDSClient;
    }
}
