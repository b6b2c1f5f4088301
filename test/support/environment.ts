import { chmodSync, existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { realWorld, type World } from "../../scripts/lib/world.ts";
import { TemporaryProject } from "./project.ts";

export const REGION = "eu-central-1";
export const ACCOUNT = "123456789012";

const SETTINGS = `config:
  # Set these three first.
  aws:region: ${REGION}
  airworthy:tier: mvp # the smallest
  airworthy:database:
    backupDays: 14
    active: a
    generations:
      # The first one.
      a: { version: 18 }
  airworthy:uploads:
    origins: []
`;

const OUTPUTS = {
    jobsDeadLettersUrl: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/shop-live-jobs-dead`,
    backupVaults: { [REGION]: "shop-live", "eu-west-1": "shop-live-copies" },
    backupPlanId: "plan-1",
    databaseInstance: "shop-live-a",
    databaseGenerations: { a: "shop-live-a" },
    clusterName: "live",
    evidenceBucket: "shop-live-proofs",
    restoreCheck: {
        ...{ taskFamily: "shop-live-restore-check", container: "restore-check", planName: "shop_live" },
        ...{ subnetIds: ["subnet-1", "subnet-2"], securityGroupId: "sg-check" },
        operatorSecurityGroupId: "sg-operator",
    },
};

/**
 * Stands in for the Pulumi CLI: notes its arguments, but where outputs are asked for. At the command that is in `fails` or
 * `hangs` it does that; steps.json is what a preview finds. A shell, for it is asked hundreds of times, and Node takes
 * longer to start than all of that.
 */
const PULUMI = `#!/bin/sh
case "$1" in
    stack) exec cat outputs.json ;;
    up) node bin/up.cjs "$*" > outputs.$$ || exit 1 ;;
    *) echo "$*" >> pulumi.log ;;
esac
if [ "$1" = "$(cat fails)" ]; then exit 255; fi
if [ "$1" = "$(cat hangs)" ]; then echo $$ > hanging.pid; exec sleep 60; fi
case "$1" in
    preview) cat steps.json ;;
    up) mv outputs.$$ outputs.json ;; # at once, for another run may be reading it
esac
`;

/** An `up` takes the generations of the settings for deployed: it notes them, and prints the outputs with them. */
const UP = `const { appendFileSync, readFileSync } = require("node:fs");
const settings = require("yaml").parse(readFileSync("Pulumi.live.yaml", "utf8"));
const { active, generations } = settings.config["airworthy:database"];
const shown = Object.entries(generations).map(([name, { retire }]) => name + (retire ? "-retires" : ""));
appendFileSync("pulumi.log", process.argv[2] + " # " + shown.join(" ") + "\\n");
const named = Object.keys(generations).map((name) => [name, "shop-live-" + name]);
const outputs = JSON.parse(readFileSync("outputs.json", "utf8"));
const now = { databaseInstance: "shop-live-" + active, databaseGenerations: Object.fromEntries(named) };
console.log(JSON.stringify({ ...outputs, ...now }));
`;

/** Stands in for `npm run rehearse`: notes what it was asked for, and exits with what rehearsal.json says. */
const NPM = `#!/bin/sh
echo "npm $*" >> pulumi.log
exit $(cat rehearsal.json)
`;

interface Pulumi {
    fails?: string | undefined;
    hangs?: string | undefined;
    steps?: object[];
}

/** A project with one environment, `shop-live`, whose Pulumi CLI and rehearsal are stand-ins. */
export class TestEnvironment {
    readonly project: TemporaryProject;
    readonly lines: string[] = [];
    readonly data: string[] = [];
    answers: string[] = [];
    private readonly path = process.env.PATH;
    private readonly does: Pulumi = {};

    constructor() {
        this.project = new TemporaryProject({
            "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
            "Pulumi.dev.yaml": "",
            "Pulumi.live.yaml": SETTINGS,
            "package.json": JSON.stringify({ name: "shop" }),
            "rehearsal.json": "0",
            "bin/pulumi": PULUMI,
            "bin/up.cjs": UP,
            "bin/npm": NPM,
        });
        for (const program of ["pulumi", "npm"]) chmodSync(this.file(`bin/${program}`), 0o755);
        this.pulumi({});
        this.outputs({});
        process.env.PATH = `${this.file("bin")}${path.delimiter}${process.env.PATH}`;
    }

    file(name: string): string {
        return path.join(this.project.folder, name);
    }

    read(name: string): string {
        return readFileSync(this.file(name), "utf8");
    }

    get settings(): string {
        return this.read("Pulumi.live.yaml");
    }

    /** What the CLI was asked to do, but for the outputs. */
    get asked(): string[] {
        return existsSync(this.file("pulumi.log")) ? this.read("pulumi.log").trim().split("\n") : [];
    }

    pulumi(change: Pulumi): void {
        Object.assign(this.does, change);
        const { fails = "", hangs = "", steps = [] } = this.does;
        // With a line's end: a file without text would be left out.
        const files = { fails: `${fails}\n`, hangs: `${hangs}\n`, "steps.json": JSON.stringify({ steps }) };
        this.project.write(files);
    }

    outputs(change: Record<string, unknown>): void {
        this.project.write({ "outputs.json": JSON.stringify({ ...OUTPUTS, ...change }) });
    }

    /** The world of a script in this folder; waiting takes no time. */
    get world(): World {
        return {
            ...realWorld(),
            cwd: this.project.folder,
            env: {},
            out: (text) => void this.data.push(text),
            err: (text) => void this.lines.push(text),
            ask: (question) => {
                this.lines.push(question);
                return Promise.resolve(this.answers.shift());
            },
            pause: () => Promise.resolve(),
        };
    }

    get said(): string {
        return this.lines.join("\n");
    }

    remove(): void {
        process.env.PATH = this.path;
        this.project.remove();
    }
}
