/**
 * The database's roles and their passwords. It is the only one that signs in as the master.
 *
 *     {"action":"align"}                          at every deployment: makes what is missing, mends what is wrong
 *     {"action":"align","instance":"app-2"}       a restored copy: the same, with the passwords that are current
 *     {"Step":…,"SecretId":…,"ClientRequestToken":…}   Secrets Manager's rotation
 */
import { setTimeout } from "node:timers/promises";
import { RDSClient } from "@aws-sdk/client-rds";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { isRotation } from "../secrets/rotation.ts";
import { align, type Aligned } from "./align.ts";
import { placeFrom } from "./place.ts";
import { rotate } from "./rotate.ts";
import { connectOnRds } from "./on-rds.ts";
import type { World } from "./world.ts";

interface AlignEvent {
    action: "align";
    instance?: string;
}

const secrets = new SecretsManagerClient({});
const rds = new RDSClient({});

/** What AWS Lambda calls. */
export async function handler(event: unknown): Promise<Aligned | undefined> {
    const world: World = {
        place: placeFrom(process.env),
        secrets,
        rds,
        connect: connectOnRds,
        pause: (seconds) => setTimeout(seconds * 1000),
        now: () => new Date(),
        log: (entry) => console.log(JSON.stringify(entry)),
    };
    if (isRotation(event)) {
        await rotate(world, event);
        world.log({ step: event.Step, secret: event.SecretId, version: event.ClientRequestToken });
        return undefined;
    }
    if (!isAlign(event)) {
        const keys = Object.keys(Object(event)).join(", ");
        throw new Error(
            `The event has ${keys || "no keys"}; use {"action":"align"}, with an instance that is text, or a rotation's Step, SecretId and ClientRequestToken.`,
        );
    }
    const aligned = await align(world, event.instance);
    world.log(aligned);
    return aligned;
}

function isAlign(event: unknown): event is AlignEvent {
    const { action, instance } = Object(event) as Partial<AlignEvent>;
    return action === "align" && (instance === undefined || typeof instance === "string");
}
