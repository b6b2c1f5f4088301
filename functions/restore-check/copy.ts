import { readFileSync } from "node:fs";
import { DescribeDBInstancesCommand } from "@aws-sdk/client-rds";
import { Signer } from "@aws-sdk/rds-signer";
import type pg from "pg";
import { connect } from "../database/connect.ts";
import { lost } from "../database/lost.ts";
import { instanceIn } from "./drill.ts";
import type { World } from "./world.ts";

interface Place {
    host: string;
    port: number;
}

const EVERY_SECONDS = 15;
/** Refusals of PostgreSQL that a moment later may be none: it starts up, or does not know of IAM yet. */
const passing = /^(57P03|28000|28P01|53300)$/;

/** Signs in to the copy when it is there, and closes the connection after the work. */
export async function onCopy<T>(world: World, arn: string, work: (db: pg.Client) => Promise<T>): Promise<T> {
    const instance = instanceIn(arn);
    if (instance === undefined)
        throw new Error(`the copy is ${arn}, and only an instance of RDS can be checked`);
    const ca = readFileSync(world.settings.caFile, "utf8");
    const place = await untilThere(world, "the copy", () => addressOf(world, instance));
    const db = await untilThere(world, "signing in", () => signIn(world, place, ca));
    try {
        return await work(db);
    } finally {
        await db.end().catch(() => undefined);
    }
}

/** Tries until there is a result. What is given as text says why there is none yet. */
async function untilThere<T extends object>(
    world: World,
    what: string,
    attempt: () => Promise<T | string>,
): Promise<T> {
    for (let waited = 0; ; waited += EVERY_SECONDS) {
        const found = await attempt();
        if (typeof found !== "string") return found;
        if (waited >= world.settings.patienceSeconds) throw new Error(`${what}: ${found}, after ${waited} s`);
        world.log({ waitingFor: what, because: found });
        await world.pause(EVERY_SECONDS);
    }
}

async function addressOf({ rds }: World, instance: string): Promise<Place | string> {
    const asked = { DBInstanceIdentifier: instance };
    const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand(asked));
    const { DBInstanceStatus: status = "unknown", Endpoint } = DBInstances[0] ?? {};
    if (lost.test(status)) throw new Error(`the instance ${instance} is ${status}`);
    const { Address: host, Port: port } = Endpoint ?? {};
    if (status !== "available" || !host || !port) return `the instance ${instance} is ${status}`;
    return { host, port };
}

/** The token is good for 15 minutes and opens nothing but this copy; the connection lives on without it. */
async function signIn({ settings }: World, place: Place, ca: string): Promise<pg.Client | string> {
    const { user, region, database } = settings;
    const signer = new Signer({ hostname: place.host, port: place.port, username: user, region });
    const password = await signer.getAuthToken();
    const named = { keepAlive: true, application_name: "airworthy-restore-check" };
    try {
        // By RDS's own authorities and nobody else's.
        return await connect({ ...place, user, database, password, ca, ...named });
    } catch (error) {
        const { code = "", message } = error as Error & { code?: string };
        const isPassing =
            passing.test(code) ||
            /^E(CONNREFUSED|CONNRESET|TIMEDOUT|HOSTUNREACH)$|^ENOTFOUND$|^EAI_AGAIN$/.test(code);
        if (isPassing || /timeout|terminated/i.test(message)) return message;
        throw error;
    }
}
