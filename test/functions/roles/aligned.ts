import assert from "node:assert/strict";
import { align } from "../../../functions/roles/align.ts";
import { purposeNames } from "../../../functions/roles/purposes.ts";
import { rotate } from "../../../functions/roles/rotate.ts";
import { read, type Owner } from "../../../functions/roles/secret.ts";
import type { World } from "../../../functions/roles/world.ts";
import type { Stage } from "../../../functions/secrets/version.ts";
import { skipUnless } from "../../support/skip.ts";
import { startCloud, worldOf, type Cloud } from "./cloud.ts";
import { startDatabase, type Database } from "./database.ts";
import { postgresFolder } from "../../../scripts/lib/postgres-programs.ts";
import { startTokenDoor, type TokenDoor } from "./token-door.ts";
import { motoProgram } from "../../support/moto.ts";

export const OWNERS: Owner[] = ["master", ...purposeNames];
export const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"];

/** For a suite: a database and a cloud on real servers, both fresh before each test; with a door of tokens, or without. */
export function onServers(hasDoor = false) {
    let door: TokenDoor | undefined;
    let database: Database;
    let cloud: Cloud;
    let world: World;

    before(async function () {
        const [programs, moto] = [postgresFolder(hasDoor ? "complete" : "newest"), motoProgram()];
        skipUnless(this, programs && moto, "no PostgreSQL server or no moto: npm run servers");
        door = hasDoor ? await startTokenDoor() : undefined;
        database = await startDatabase(programs!, door);
        cloud = await startCloud(moto!, database, OWNERS);
        world = worldOf(cloud, database);
    });
    after(async () => {
        await cloud?.stop();
        await database?.stop();
        await door?.stop();
    });
    beforeEach(async () => {
        await database.renew();
        await cloud.renew();
    });

    const step = (Step: string, event: { SecretId: string; ClientRequestToken: string }) =>
        rotate(world, { Step, ...event });
    const rotateAll = async (owner: Owner) => {
        const event = await cloud.startRotation(owner);
        for (const one of STEPS) await step(one, event);
        return event;
    };
    return {
        step,
        rotateAll,
        world: () => world,
        cloud: () => cloud,
        database: () => database,
        door: () => door!,
    };
}

/** The same, with secrets that open the database. */
export function aligned() {
    const servers = onServers();
    beforeEach(async () => void (await align(servers.world())));

    const kept = async (owner: Owner, stage: Stage) => {
        const found = await read(servers.world(), owner, stage);
        assert.ok(found, `${owner} has no ${stage}`);
        return found;
    };
    return { ...servers, kept };
}
