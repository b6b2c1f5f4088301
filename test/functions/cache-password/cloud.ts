import { once } from "node:events";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { ElastiCacheClient } from "@aws-sdk/client-elasticache";
import {
    CreateSecretCommand,
    PutSecretValueCommand,
    SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { opens } from "../../../functions/cache-password/sign-in.ts";
import type { World } from "../../../functions/cache-password/world.ts";
import type { RotationEvent } from "../../../functions/secrets/rotation.ts";
import { bodyOf, startRotation } from "../roles/cloud.ts";
import { IN_STATE, type Cache } from "./cache.ts";
import { answerFor, fresh, USER_ID, type User } from "./elasticache.ts";
import { emptyMoto } from "../../support/moto.ts";

export const SECRET = "acme-staging/cache";

/** What Secrets Manager sends with each step. */
export type Rotating = Omit<RotationEvent, "Step">;

/** Moto, and before it a stand-in for what moto lacks of ElastiCache. */
export interface Cloud {
    endpoint: string;
    secrets: SecretsManagerClient;
    elasticache: ElastiCacheClient;
    user: User;
    /** The actions that ElastiCache was asked for, in order. */
    asked: string[];
    startRotation(): Promise<Rotating>;
    /** Writes a value as somebody else could. */
    put(value: object | string, rotating?: Rotating): Promise<unknown>;
    /** Forgets everything, and has an empty secret again, and the user as Pulumi made it. */
    renew(): Promise<void>;
    stop(): Promise<void>;
}

export async function startCloud(program: string, cache: Cache): Promise<Cloud> {
    const port = await emptyMoto(program);
    const asked: string[] = [];
    const user = fresh([IN_STATE]);
    const pass = async (message: IncomingMessage, answer: ServerResponse) => {
        const body = await bodyOf(message);
        if (body.startsWith("Action=")) {
            const fields = new URLSearchParams(body);
            asked.push(fields.get("Action")!);
            return answerFor(user, cache, fields, answer);
        }
        const { method, url, headers } = message;
        const onward = request({ host: "127.0.0.1", port, method, path: url, headers }, (reply) => {
            answer.writeHead(reply.statusCode ?? 500, reply.headers);
            reply.pipe(answer);
        });
        onward.end(body);
    };
    const door = createServer((message, answer) => void pass(message, answer));
    door.listen(0, "127.0.0.1");
    await once(door, "listening");
    const endpoint = `http://127.0.0.1:${(door.address() as { port: number }).port}`;
    const config = {
        endpoint,
        region: "eu-central-1",
        credentials: { accessKeyId: "test", secretAccessKey: "test" },
    };
    const [secrets, elasticache] = [new SecretsManagerClient(config), new ElastiCacheClient(config)];
    return {
        ...{ endpoint, secrets, elasticache, user, asked },
        startRotation: () => startRotation(secrets, SECRET),
        put: (value, rotating) => {
            const SecretString = typeof value === "string" ? value : JSON.stringify(value);
            const where = rotating ? { ...rotating, VersionStages: ["AWSPENDING"] } : { SecretId: SECRET };
            return secrets.send(new PutSecretValueCommand({ ...where, SecretString }));
        },
        renew: async () => {
            await fetch(`http://127.0.0.1:${port}/moto-api/reset`, { method: "POST" });
            await secrets.send(new CreateSecretCommand({ Name: SECRET }));
            Object.assign(user, fresh([IN_STATE]), { afterwards: undefined, held: undefined });
            asked.length = 0;
        },
        stop: () => {
            secrets.destroy();
            elasticache.destroy();
            door.closeAllConnections();
            door.close();
            return Promise.resolve();
        },
    };
}

export function worldOf({ secrets, elasticache }: Cloud, cache: Cache): World {
    const at = { host: "localhost", port: cache.port };
    return {
        place: { userId: USER_ID, username: "app", ...at, secret: SECRET },
        ...{ secrets, elasticache },
        opens: (place, password) => opens(place, password, cache.ca),
        // The simulated ElastiCache is that much faster.
        pause: (seconds) => wait(seconds * 8).then(() => undefined),
        log: () => undefined,
    };
}
