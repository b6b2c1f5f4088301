/**
 * The password of the cache's user: in the secret, at ElastiCache, and in nobody's state.
 *
 *     {"action":"align"}                          at every deployment: makes what is missing, mends what differs
 *     {"Step":…,"SecretId":…,"ClientRequestToken":…}   Secrets Manager's rotation
 */
import { setTimeout } from "node:timers/promises";
import { ElastiCacheClient } from "@aws-sdk/client-elasticache";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { isRotation } from "../secrets/rotation.ts";
import { align, type Aligned } from "./align.ts";
import { placeFrom } from "./place.ts";
import { rotate } from "./rotate.ts";
import { opens } from "./sign-in.ts";
import type { World } from "./world.ts";

const secrets = new SecretsManagerClient({});
const elasticache = new ElastiCacheClient({});

/** What AWS Lambda calls. */
export async function handler(event: unknown): Promise<Aligned | undefined> {
    const world: World = {
        place: placeFrom(process.env),
        secrets,
        elasticache,
        opens,
        pause: (seconds) => setTimeout(seconds * 1000),
        log: (entry) => console.log(JSON.stringify(entry)),
    };
    if (isRotation(event)) {
        await rotate(world, event);
        world.log({ step: event.Step, secret: event.SecretId, version: event.ClientRequestToken });
        return undefined;
    }
    if ((Object(event) as { action?: unknown }).action !== "align") {
        const keys = Object.keys(Object(event)).join(", ");
        throw new Error(
            `The event has ${keys || "no keys"}; use {"action":"align"}, or a rotation's Step, SecretId and ClientRequestToken.`,
        );
    }
    const aligned = await align(world);
    world.log(aligned);
    return aligned;
}
