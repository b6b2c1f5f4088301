/**
 * Changes the poolers over to another generation of the database, without a failed request.
 *
 *     {"action":"compare","to":"app-2"}     what the generation that serves has past the other
 *     {"action":"switch","to":"app-2"}      changes over; {"deadlineSeconds":10} for all to be paused
 *     {"action":"switch","to":"app","leaveWrites":12}   and back, leaving at most so many written rows behind
 *     {"action":"switch","to":"app-2","isLost":true}    away from one that is down, which nothing can shut
 *     {"action":"switched?"}                the record of the last one
 */
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { RDSClient } from "@aws-sdk/client-rds";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { connectOnRds } from "../roles/on-rds.ts";
import { compare } from "./compare.ts";
import { readEvent, type Compared, type Standing, type Switched } from "./event.ts";
import { placeFrom } from "./place.ts";
import { LEASE_SECONDS } from "./record.ts";
import { serviceOf } from "./service.ts";
import { switchTo } from "./switch.ts";
import { hurried, SwitchTable } from "./table.ts";
import type { SwitchWorld } from "./world.ts";

const dynamo = hurried();
const secrets = new SecretsManagerClient({});
const rds = new RDSClient({});

/** What AWS Lambda calls. */
export async function handler(event: unknown): Promise<Switched | Compared | Standing> {
    const asked = readEvent(event);
    const { table, cluster, service, database } = placeFrom(process.env);
    const log = (entry: object) => console.log(JSON.stringify(entry));
    const world: SwitchWorld = {
        ...{ place: database, secrets, rds, connect: connectOnRds, log },
        table: new SwitchTable(dynamo, table),
        service: serviceOf(cluster, service),
        owner: randomUUID(),
        leaseSeconds: LEASE_SECONDS,
        pause: (seconds) => wait(seconds * 1000),
        wait: (milliseconds) => wait(milliseconds),
        now: () => new Date(),
        step: (step) => Promise.resolve(log({ step, at: new Date().toISOString() })),
    };
    const answer = await answerTo(world, asked);
    log(answer);
    return answer;
}

async function answerTo(world: SwitchWorld, asked: ReturnType<typeof readEvent>) {
    if (asked.action === "compare") return compare(world, asked.to);
    if (asked.action === "switch") return switchTo(world, asked);
    const record = await world.table.record();
    if (record === undefined) return { record: null };
    const { phase, from, to, epoch } = record;
    return { record: { phase, from, to, epoch } };
}
