import assert from "node:assert/strict";
import { GetSecretValueCommand, ResourceNotFoundException } from "@aws-sdk/client-secrets-manager";
import { align } from "../../../functions/cache-password/align.ts";
import { rotate } from "../../../functions/cache-password/rotate.ts";
import type { World } from "../../../functions/cache-password/world.ts";
import type { Stage } from "../../../functions/secrets/version.ts";
import { skipUnless } from "../../support/skip.ts";
import { serverProgram, startCache, type Cache } from "./cache.ts";
import { SECRET, startCloud, worldOf, type Cloud, type Rotating } from "./cloud.ts";
import { motoProgram } from "../../support/moto.ts";

export const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"];

/** For a suite: a cache and a cloud on real servers, both fresh before each test. */
export function onServers() {
    let cache: Cache;
    let cloud: Cloud;
    let world: World;

    before(async function () {
        const [program, moto] = [serverProgram(), motoProgram()];
        skipUnless(
            this,
            program && moto,
            "no redis-server and no valkey-server, or no moto: npm run servers",
        );
        cache = await startCache(program!);
        cloud = await startCloud(moto!, cache);
        world = worldOf(cloud, cache);
    });
    after(async () => {
        await cloud?.stop();
        await cache?.stop();
    });
    beforeEach(async () => {
        await cache.renew();
        await cloud.renew();
    });

    const step = (Step: string, event: Rotating) => rotate(world, { Step, ...event });
    const rotateAll = async () => {
        const event = await cloud.startRotation();
        for (const one of STEPS) await step(one, event);
        return event;
    };
    const value = async (VersionStage: Stage): Promise<Record<string, unknown> | undefined> => {
        const asked = { SecretId: SECRET, VersionStage };
        try {
            const { SecretString } = await cloud.secrets.send(new GetSecretValueCommand(asked));
            return JSON.parse(SecretString!) as Record<string, unknown>;
        } catch (error) {
            if (error instanceof ResourceNotFoundException) return undefined;
            throw error;
        }
    };
    const password = async (stage: Stage): Promise<string> => {
        const { password: found } = (await value(stage)) ?? {};
        assert.equal(typeof found, "string", `no password in ${stage}`);
        return found as string;
    };
    const opens = (one: string) => world.opens(world.place, one);
    /** How often ElastiCache was asked to change the user. */
    const changes = () => cloud.asked.filter((action) => action === "ModifyUser").length;
    return {
        ...{ step, rotateAll, value, password, opens, changes },
        ...{ world: () => world, cloud: () => cloud, cache: () => cache },
    };
}

/** The same, with a secret that opens the cache. */
export function aligned() {
    const servers = onServers();
    beforeEach(async () => {
        await align(servers.world());
        servers.cloud().asked.length = 0;
    });
    return servers;
}
