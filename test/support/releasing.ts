import { setTimeout as wait } from "node:timers/promises";
import { OpenLoad } from "../../scripts/lib/local-ecs/load.ts";
import type { LocalEcsOptions } from "../../scripts/lib/local-ecs/options.ts";
import { Stage } from "../../scripts/lib/local-ecs/stage.ts";
import { missingParts } from "../../scripts/lib/server-parts.ts";
import { realWorld, type World } from "../../scripts/lib/world.ts";
import { startAws, type Aws } from "./aws.ts";
import { TestEnvironment } from "./environment.ts";
import { motoProgram } from "./moto.ts";
import { skipUnless } from "./skip.ts";
import { until } from "./until.ts";

/** A stage for releases, a project to run the scripts in, and somebody who asks the load balancer. */
class Releasing {
    aws!: Aws;
    shop!: TestEnvironment;
    stage!: Stage;
    load: OpenLoad | undefined;

    get ecs() {
        return this.stage.ecs;
    }

    async start(options: Partial<LocalEcsOptions> = {}): Promise<void> {
        await this.stage?.stop();
        await this.aws.reset();
        this.stage = await Stage.start(options);
        this.shop.remove();
        this.shop = new TestEnvironment();
        this.write(this.stage.inFile);
    }

    /** Puts an image into the stack's file, "" for the example, and whose repository it is from. */
    write(image: string, repository: "own" | "elsewhere" = "own"): void {
        this.stage.inFile = image;
        const [others] = this.shop.settings.split("  airworthy:service:");
        const service = `  airworthy:service:\n    image: "${image}"\n`;
        const images = `  airworthy:images:\n    repository: ${repository}\n`;
        this.shop.project.write({ "Pulumi.live.yaml": `${others}${service}${images}` });
    }

    /** Runs a command, and forgets what the one before said. */
    run(main: (argv: string[], world: World) => Promise<number>, ...argv: string[]): Promise<number> {
        this.shop.lines.length = this.shop.data.length = 0;
        return main(["--stack", "live", ...argv], this.world);
    }

    get world(): World {
        return {
            ...this.shop.world,
            // No script looks as often as time is fast.
            pause: (seconds) => wait(Math.max(25, (seconds * 1000) / this.ecs.clock.factor)),
            run: (command, args) => this.stage.called([command, ...args].join(" ")),
        };
    }

    get said(): string {
        return [...this.shop.data, ...this.shop.lines].join("\n");
    }

    /** Somebody asks the load balancer, so many times a second. */
    ask(aSecond: number): void {
        this.load = new OpenLoad(this.ecs.balancer.ports.live, aSecond);
    }

    /** By whom that somebody was answered, since a moment. */
    seen(since = 0): string[] {
        return Object.keys(this.load ? this.stage.seen(this.load, since) : {}).sort();
    }

    /** The same of what is asked from now on: some answers, however long a busy machine takes for them. */
    async seenFromNowOn(): Promise<string[]> {
        const since = performance.now();
        await until(() => (this.load?.since(since).length ?? 0) >= 15);
        return this.seen(since);
    }

    async begin(): Promise<void> {
        this.shop = new TestEnvironment();
        await this.start();
    }

    async clean(): Promise<void> {
        await this.load?.stop();
        this.load = undefined;
        await this.stage?.stop();
        this.shop?.remove();
    }
}

/** Starts and stops all of it around the tests of a suite. */
export function releasing(): Releasing {
    const r = new Releasing();
    before(async function () {
        const program = motoProgram();
        skipUnless(this, program, "moto is not installed: npm run servers");
        const isThere = !missingParts(realWorld()).some(({ name }) => name === "haproxy");
        skipUnless(this, isThere, "haproxy is not installed: npm run servers");
        r.aws = await startAws(program!);
    });
    after(() => r.aws?.stop());
    beforeEach(() => r.begin());
    afterEach(() => r.clean());
    return r;
}
