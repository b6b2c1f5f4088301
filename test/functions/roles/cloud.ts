import { once } from "node:events";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { CreateDBInstanceCommand, RDSClient } from "@aws-sdk/client-rds";
import {
    CreateSecretCommand,
    DescribeSecretCommand,
    RotateSecretCommand,
    SecretsManagerClient,
    UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import type { Login, World } from "../../../functions/roles/world.ts";
import { connectAsOnRds, MASTER, type Database } from "./database.ts";
import { emptyMoto } from "../../support/moto.ts";

export const INSTANCE = "acme-staging";
export const COPY = "acme-staging-2";
export const PREFIX = "acme-staging/database";

/**
 * Moto, and before it RDS's hand on the database: moto takes a new master password and has no server to give it to, so
 * what passes on its way there is set on the real one. Moto lacks the rotation itself, too: it calls a Lambda only in
 * Docker, so the tests send the four events, in the form that Secrets Manager's User Guide gives.
 */
export interface Cloud {
    endpoint: string;
    secrets: SecretsManagerClient;
    rds: RDSClient;
    /** Starts a rotation and returns what Secrets Manager would send with each step. */
    startRotation(owner: string): Promise<{ SecretId: string; ClientRequestToken: string }>;
    /** The actions that RDS was asked for, in order. */
    asked: string[];
    /** Forgets everything, and has empty secrets and two instances again. */
    renew(): Promise<void>;
    stop(): Promise<void>;
}

export async function bodyOf(message: IncomingMessage): Promise<string> {
    let text = "";
    for await (const chunk of message.setEncoding("utf8")) text += chunk;
    return text;
}

export async function startCloud(program: string, database: Database, owners: string[]): Promise<Cloud> {
    const motoPort = await emptyMoto(program);
    const asked: string[] = [];
    const door = createServer((message, answer) => void pass(message, answer, motoPort, database, asked));
    door.listen(0, "127.0.0.1");
    await once(door, "listening");
    const endpoint = `http://127.0.0.1:${(door.address() as { port: number }).port}`;
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const secrets = new SecretsManagerClient({ endpoint, region: "eu-central-1", credentials });
    const rds = new RDSClient({ endpoint, region: "eu-central-1", credentials });
    const renew = async () => {
        await fetch(`http://127.0.0.1:${motoPort}/moto-api/reset`, { method: "POST" });
        for (const owner of owners)
            await secrets.send(new CreateSecretCommand({ Name: `${PREFIX}/${owner}` }));
        for (const DBInstanceIdentifier of [INSTANCE, COPY]) {
            const sized = { Engine: "postgres", DBInstanceClass: "db.t4g.medium", AllocatedStorage: 20 };
            const login = { MasterUsername: "app_owner", MasterUserPassword: "as-pulumi-made-it" };
            await rds.send(new CreateDBInstanceCommand({ DBInstanceIdentifier, ...sized, ...login }));
        }
        asked.length = 0;
    };
    return {
        ...{ endpoint, secrets, rds, asked, renew },
        startRotation: (owner) => startRotation(secrets, `${PREFIX}/${owner}`),
        stop: () => {
            secrets.destroy();
            rds.destroy();
            door.closeAllConnections();
            door.close();
            return Promise.resolve();
        },
    };
}

/** Moto takes a rotation without a Lambda for a finished one: the labels go back to where the service has them now. */
export async function startRotation(secrets: SecretsManagerClient, SecretId: string) {
    const rules = { RotationRules: { AutomaticallyAfterDays: 30 } };
    const current = async () => {
        const { ARN, VersionIdsToStages = {} } = await secrets.send(new DescribeSecretCommand({ SecretId }));
        const having = (stage: string) =>
            Object.keys(VersionIdsToStages).find((one) => VersionIdsToStages[one]?.includes(stage));
        const id = having("AWSCURRENT")!;
        const isFinished = VersionIdsToStages[id]?.includes("AWSPENDING");
        return { arn: ARN!, id, previous: having("AWSPREVIOUS"), isFinished };
    };
    const move = (VersionStage: string, MoveToVersionId?: string, RemoveFromVersionId?: string) =>
        secrets.send(
            new UpdateSecretVersionStageCommand({
                SecretId,
                VersionStage,
                MoveToVersionId,
                RemoveFromVersionId,
            }),
        );
    const { id: old, previous, isFinished } = await current();
    // It refuses the one place where this label may stay after a rotation (Secrets Manager's User Guide).
    if (isFinished) await move("AWSPENDING", undefined, old);
    await secrets.send(new RotateSecretCommand({ SecretId, ...rules }));
    const { arn, id: token } = await current();
    await move("AWSCURRENT", old, token);
    const { previous: moved } = await current();
    if (moved !== previous) await move("AWSPREVIOUS", previous, moved);
    await move("AWSPENDING", token);
    return { SecretId: arn, ClientRequestToken: token };
}

/** Hands a request on to moto. A new master password reaches the database a little later, as it does on RDS. */
async function pass(
    message: IncomingMessage,
    answer: ServerResponse,
    port: number,
    database: Database,
    asked: string[],
): Promise<void> {
    const body = await bodyOf(message);
    const fields = new URLSearchParams(body.startsWith("Action=") ? body : "");
    if (fields.has("Action")) asked.push(fields.get("Action")!);
    const password = fields.get("MasterUserPassword");
    if (fields.get("Action") === "ModifyDBInstance" && password !== null) {
        const set = `ALTER ROLE app_owner PASSWORD '${password.replaceAll("'", "''")}'`;
        setTimeout(() => void database.asRds(set, "postgres"), 150);
    }
    const { method, url: path, headers } = message;
    const onward = request({ host: "127.0.0.1", port, method, path, headers }, (reply) => {
        answer.writeHead(reply.statusCode ?? 500, reply.headers);
        reply.pipe(answer);
    });
    onward.end(body);
}

export function worldOf(cloud: Cloud, database: Database): World {
    return {
        place: {
            ...{ instance: INSTANCE, host: "localhost", port: database.port, database: "app" },
            ...{ master: MASTER.user, prefix: PREFIX, passwordDays: 90 },
        },
        ...{ secrets: cloud.secrets, rds: cloud.rds },
        connect: (place, login: Login) => connectAsOnRds(database, login, place),
        // A hundredth of the time: the simulated RDS is that much faster.
        pause: (seconds) => wait(seconds * 10).then(() => undefined),
        now: () => new Date(),
        log: () => undefined,
    };
}
