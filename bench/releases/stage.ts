import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Stage } from "../../scripts/lib/local-ecs/stage.ts";
import { startMoto } from "../../scripts/lib/local-moto.ts";
import { scratchFolder } from "../../scripts/lib/scratch.ts";
import { MOTO } from "../../scripts/lib/server-parts.ts";
import { realWorld, type World } from "../../scripts/lib/world.ts";
import { smokeHook } from "./hooks.ts";

type Use<T> = (stage: Stage, world: World, said: string[]) => Promise<T>;
/** Runs something in an environment of its own, where nothing of an earlier one is left. */
export type OnStage = <T>(options: Parameters<typeof Stage.start>[0], use: Use<T>) => Promise<T>;

/** Moto for the rest of AWS, as long as something is measured. */
export async function withStages(measure: (onStage: OnStage) => Promise<void>): Promise<void> {
    const moto = await startMoto(path.resolve(MOTO.folder, "bin/moto_server"));
    const address = `http://127.0.0.1:${moto.port}`;
    const surroundings = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
    Object.assign(process.env, surroundings, { AWS_ENDPOINT_URL: address });
    try {
        await measure(async (options, use) => {
            await fetch(`${address}/moto-api/reset`, { method: "POST" });
            return onStage(options, use);
        });
    } finally {
        moto.process.kill("SIGTERM");
    }
}

const onStage: OnStage = async (options, use) => {
    const cwd = scratchFolder("airworthy-release-");
    mkdirSync(cwd, { recursive: true });
    const stage = await Stage.start(options);
    try {
        stage.ecs.hooks.set("shop-live-smoke", smokeHook(stage));
        writeFileSync(path.join(cwd, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
        const service = `  airworthy:service:\n    image: ${stage.inFile}\n`;
        writeFileSync(path.join(cwd, "Pulumi.live.yaml"), `config:\n  aws:region: eu-central-1\n${service}`);
        const said: string[] = [];
        const world: World = {
            ...realWorld(),
            ...{ cwd, env: {}, out: (text) => void said.push(text), err: (text) => void said.push(text) },
            pause: (seconds) => stage.ecs.clock.pass(seconds),
            run: (command, args) => stage.called([command, ...args].join(" ")),
        };
        return await use(stage, world, said);
    } finally {
        await stage.stop();
        rmSync(cwd, { recursive: true, force: true });
    }
};
