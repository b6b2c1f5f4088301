/**
 * Makes a generation of the next major version follow the one in use, until the switch leads to it.
 *
 *     {"action":"look"}                    what of the database would be in the way; changes nothing
 *     {"action":"begin","to":"app-2"}      copies the schema, and starts replication; called again, it goes on
 *     {"action":"status","to":"app-2"}     how far it is
 *     {"action":"check","to":"app-2"}      compares the rows, and makes it ready to serve
 *     {"action":"abandon","to":"app-2"}    gives it up, and leaves nothing that could fill the storage
 */
import { setTimeout as wait } from "node:timers/promises";
import { RDSClient } from "@aws-sdk/client-rds";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { placeFrom } from "../roles/place.ts";
import { connectOnRds } from "../roles/on-rds.ts";
import { begin } from "./begin.ts";
import { check } from "./check.ts";
import { abandon } from "./end.ts";
import { readEvent, type UpgradeEvent } from "./event.ts";
import { look } from "./look.ts";
import { serve } from "./runtime.ts";
import { statusOf } from "./status.ts";
import { atEnds, type UpgradeWorld } from "./world.ts";

/** Of the 15 minutes that a run has: statistics are made after it. */
const READING_MS = 8 * 60_000;

async function handler(event: unknown): Promise<object> {
    const asked = readEvent(event);
    const log = (entry: object) => console.log(JSON.stringify(entry));
    const { PROGRAMS_FOLDER: folder = "/usr/bin", NODE_EXTRA_CA_CERTS: caFile = "/etc/ssl/rds.pem" } =
        process.env;
    const world: UpgradeWorld = {
        ...{ place: placeFrom(process.env), secrets: new SecretsManagerClient({}), rds: new RDSClient({}) },
        ...{ connect: connectOnRds, log, programs: { folder, caFile }, readingMs: READING_MS },
        pause: (seconds) => wait(seconds * 1000),
        now: () => new Date(),
        step: (step) => Promise.resolve(log({ step, at: new Date().toISOString() })),
    };
    const answer = await answerTo(world, asked);
    log(answer);
    return answer;
}

function answerTo(world: UpgradeWorld, asked: UpgradeEvent): Promise<object> {
    if (asked.action === "look") return look(world);
    const { action, to } = asked;
    if (action === "begin") return begin(world, to);
    if (action === "check") return check(world, to);
    return action === "abandon" ? abandon(world, to) : atEnds(world, to, statusOf);
}

void serve(handler, process.env.AWS_LAMBDA_RUNTIME_API ?? "");
