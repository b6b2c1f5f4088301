import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
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
 * Stands in for the Pulumi CLI: notes its arguments, and on `up` takes the generations of the settings for deployed.
 * pulumi.json says what else it does: `fails` and `hangs` at a command, and `steps` are what a preview finds.
 */
const PULUMI = `#!/usr/bin/env node
const { appendFileSync, readFileSync, writeFileSync } = require("node:fs");
const { parse } = require("yaml");
const args = process.argv.slice(2);
const state = JSON.parse(readFileSync("pulumi.json", "utf8"));
const config = parse(readFileSync("Pulumi.live.yaml", "utf8")).config;
const { active, generations } = config["airworthy:database"];
const shown = Object.entries(generations).map(([name, { retire }]) => name + (retire ? "-retires" : ""));
appendFileSync("pulumi.log", args.join(" ") + (args[0] === "up" ? " # " + shown.join(" ") : "") + "\\n");
if (state.fails === args[0]) {
    process.exit(255);
}
if (state.hangs === args[0]) {
    writeFileSync("hanging.pid", String(process.pid));
    return setTimeout(() => undefined, 60_000);
}
if (args[0] === "stack") console.log(JSON.stringify(state.outputs));
if (args[0] === "preview") console.log(JSON.stringify({ steps: state.steps ?? [] }));
if (args[0] === "up") {
    const named = Object.keys(generations).map((name) => [name, "shop-live-" + name]);
    state.outputs = { ...state.outputs, databaseInstance: "shop-live-" + active, databaseGenerations: Object.fromEntries(named) };
    writeFileSync("pulumi.json", JSON.stringify(state));
}
`;

/** Stands in for `npm run rehearse`: notes what it was asked for, and exits with what rehearsal.json says. */
const NPM = `#!/bin/sh
echo "npm $*" >> pulumi.log
exit $(cat rehearsal.json)
`;

interface Pulumi {
    outputs: Record<string, unknown>;
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

    constructor() {
        this.project = new TemporaryProject({
            "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
            "Pulumi.dev.yaml": "",
            "Pulumi.live.yaml": SETTINGS,
            "package.json": JSON.stringify({ name: "shop" }),
            "rehearsal.json": "0",
            "bin/pulumi": PULUMI,
            "bin/npm": NPM,
        });
        for (const program of ["pulumi", "npm"]) chmodSync(this.file(`bin/${program}`), 0o755);
        this.pulumi({});
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
        if (!existsSync(this.file("pulumi.log"))) return [];
        return this.read("pulumi.log")
            .trim()
            .split("\n")
            .filter((line) => !line.startsWith("stack output"));
    }

    pulumi(change: Partial<Pulumi>): void {
        const file = this.file("pulumi.json");
        const now = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { outputs: OUTPUTS };
        writeFileSync(file, JSON.stringify({ ...now, ...change }));
    }

    outputs(change: Record<string, unknown>): void {
        this.pulumi({ outputs: { ...OUTPUTS, ...change } });
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
