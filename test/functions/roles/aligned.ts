import assert from "node:assert/strict";
import { align } from "../../../functions/roles/align.ts";
import { purposeNames } from "../../../functions/roles/purposes.ts";
import { rotate } from "../../../functions/roles/rotate.ts";
import { read, type Owner, type Stage } from "../../../functions/roles/secret.ts";
import type { World } from "../../../functions/roles/world.ts";
import { skipUnless } from "../../support/skip.ts";
import { motoServer, startCloud, worldOf, type Cloud } from "./cloud.ts";
import { serverPrograms, startDatabase, type Database } from "./database.ts";

export const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"];

/** Before each test of a suite: a fresh database and fresh secrets that open it. */
export function aligned() {
    let database: Database;
    let cloud: Cloud;
    let world: World;

    before(async function () {
        const [programs, moto] = [serverPrograms(), motoServer()];
        skipUnless(this, programs && moto, "no PostgreSQL server or no moto: npm run servers");
        database = await startDatabase(programs!);
        cloud = await startCloud(moto!, database, ["master", ...purposeNames]);
        world = worldOf(cloud, database);
    });
    after(async () => {
        await cloud?.stop();
        await database?.stop();
    });
    beforeEach(async () => {
        await database.renew();
        await cloud.renew();
        await align(world);
    });

    const kept = async (owner: Owner, stage: Stage) => {
        const found = await read(world, owner, stage);
        assert.ok(found, `${owner} has no ${stage}`);
        return found;
    };
    const step = (Step: string, event: { SecretId: string; ClientRequestToken: string }) =>
        rotate(world, { Step, ...event });
    const rotateAll = async (owner: Owner) => {
        const event = await cloud.startRotation(owner);
        for (const one of STEPS) await step(one, event);
        return event;
    };

    return {
        ...{ kept, step, rotateAll },
        world: () => world,
        cloud: () => cloud,
        database: () => database,
    };
}
