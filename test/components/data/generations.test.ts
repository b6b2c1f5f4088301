import assert from "node:assert/strict";
import { resolve } from "node:path";
import { buildSync } from "esbuild";
import type { Generation } from "../../../components/data/postgres/origin.ts";
import { rehearse } from "../../../rehearsal/rehearse.ts";
import { TemporaryProject } from "../../support/project.ts";

const COMPONENT = resolve(import.meta.dirname, "../../../components/data/postgres.ts");
const PROGRAM = `
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Postgres } from ${JSON.stringify(COMPONENT)};

const { generations, active, next, replicas = 0, storageGb } = JSON.parse(new pulumi.Config().require("database"));
const key = new aws.kms.Key("key");
const postgres = new Postgres("postgres", {
    identifier: "acme", generations, active, next,
    network: { vpcId: "vpc-1", isolatedSubnetIds: ["subnet-1", "subnet-2"] },
    kmsKeyArn: key.arn, instance: "m7g.large", storageGb, maxStorageGb: 200, backupDays: 14,
    logs: { kmsKeyArn: key.arn, retentionDays: 30 }, tag: { key: "backup-plan", value: "acme" },
    replicas, alertsTopicArn: "arn:alerts", accountId: "123456789012", region: "eu-central-1",
});
export const address = postgres.address;
`;

/** The same as JavaScript: no loader takes it and all that it imports from TypeScript at each of two dozen deployments. */
function compiled(): Record<string, string> {
    const { outputFiles } = buildSync({
        stdin: { contents: PROGRAM, loader: "ts", resolveDir: import.meta.dirname },
        ...{ bundle: true, packages: "external", platform: "node", format: "esm", write: false },
    });
    return {
        "index.js": outputFiles[0]!.text,
        "package.json": JSON.stringify({ name: "small", type: "module", main: "index.js" }),
        "Pulumi.yaml": "name: small\nruntime: {name: nodejs, options: {typescript: false}}\n",
    };
}

const NEW: Generation = { version: "18" };
const RESTORED = { ...NEW, resourceId: `db-${"A1".repeat(13)}`, time: "2026-11-20T02:00:00Z" };
const SNAPSHOT = { ...NEW, snapshot: "arn:aws:rds:eu-central-1:123456789012:snapshot:nightly" };
const STANDBY = { ...NEW, replicaOf: "arn:aws:rds:eu-west-1:123456789012:db:first-a" };
const RETIRED = { ...NEW, retire: "the data lives in generation b" };
type Generations = Record<string, Generation>;

/** A stack that is deployed again and again, each time over the state that the last time left. */
class Deployed {
    private readonly project = new TemporaryProject(compiled());
    storageGb = 50;
    private readonly stateFile = resolve(this.project.folder, "state.json");

    /** What a deployment with these generations does, each as `operation name`; and where clients go after it. */
    async up(generations: Generations, active: string, next?: string, replicas?: number) {
        const { storageGb } = this;
        const database = JSON.stringify(JSON.stringify({ generations, active, next, replicas, storageGb }));
        this.project.write({
            "Pulumi.dev.yaml": `config: {aws:region: eu-central-1, small:database: ${database}}\n`,
        });
        const how = { stack: "dev", mode: "deploy", stateFile: this.stateFile } as const;
        const { resources, deletes, faults, outputs } = await rehearse({ cwd: this.project.folder, ...how });
        assert.deepEqual(faults, []);
        const changed = [...resources, ...deletes].filter(({ operation }) => operation !== "same");
        const changes = changed
            .filter(({ custom }) => custom)
            .map(({ operation, name }) => `${operation} ${name}`);
        return { changes: changes.sort(), address: String(outputs.address) };
    }

    /** The same once more, which must change nothing. */
    async settled(generations: Generations, active: string, next?: string, replicas?: number): Promise<void> {
        assert.deepEqual((await this.up(generations, active, next, replicas)).changes, []);
    }

    remove(): void {
        this.project.remove();
    }
}

/** What comes with an instance, whatever it came from. */
const instance = (generation: string) =>
    ["", "-operator", "-postgresql", "-server", "-server-operator", "-slot", "-upgrade"].map(
        (suffix) => `postgres-${generation}${suffix}`,
    );
/** What lets clients reach one. */
const way = (generation: string) => [`postgres-${generation}-client`, `postgres-${generation}-server-client`];
/** What comes with one replica. */
const reading = (generation: string) =>
    ["r1", "r1-lag", "r1-postgresql", "r1-upgrade", "readers"].map(
        (part) => `postgres-${generation}-${part}`,
    );
const all = (operation: string, names: string[]) => names.map((name) => `${operation} ${name}`);

describe("the generations of a database", function () {
    this.timeout(300_000); // a dozen deployments, on a machine of unknown speed
    let stack: Deployed;

    before(async () => {
        stack = new Deployed();
        await stack.up({ a: NEW }, "a");
    });
    after(() => stack.remove());

    it("have the storage that is asked for later, too, and not only settings that are made for it", async () => {
        const own = new Deployed();
        await own.up({ a: NEW }, "a");
        own.storageGb = 100;
        const { changes } = await own.up({ a: NEW }, "a");
        assert.deepEqual(
            changes,
            ["18", "a", "a-slot"].map((one) => `update postgres-${one}`),
        );
        own.remove();
    });

    it("stand side by side: a restored one is added, and nothing that exists changes", async () => {
        const { changes, address } = await stack.up({ a: NEW, b: RESTORED }, "a");
        assert.deepEqual(changes, all("create", instance("b")));
        assert.match(address, /^acme-a\./);
        await stack.settled({ a: NEW, b: RESTORED }, "a");
    });

    it("change places by the way that is open to clients alone", async () => {
        const over = await stack.up({ a: NEW, b: RESTORED }, "b");
        assert.deepEqual(over.changes, [...all("create", way("b")), ...all("delete", way("a"))]);
        assert.match(over.address, /^acme-b\./);
        const back = await stack.up({ a: NEW, b: RESTORED }, "a");
        assert.deepEqual(back.changes, [...all("create", way("a")), ...all("delete", way("b"))]);
        assert.match(back.address, /^acme-a\./);
    });

    it("are both open while clients change over: the way to the next is added, and the old one's goes after it", async () => {
        const before = await stack.up({ a: NEW, b: RESTORED }, "a", "b");
        assert.deepEqual(before.changes, all("create", way("b")));
        assert.match(before.address, /^acme-a\./);
        await stack.settled({ a: NEW, b: RESTORED }, "a", "b");
        const after = await stack.up({ a: NEW, b: RESTORED }, "b");
        assert.deepEqual(after.changes, all("delete", way("a")));
        assert.match(after.address, /^acme-b\./);
        await stack.settled({ a: NEW, b: RESTORED }, "b");
    });

    it("let the next one follow, when it is of another version, and nobody else; not after it serves", async () => {
        const newer = { ...NEW, version: "17" };
        const { changes } = await stack.up({ a: NEW, b: RESTORED, d: newer }, "b", "d");
        const follows = ["postgres-b-follower", "postgres-b-server-follower"];
        const made = [...instance("d"), ...way("d"), ...follows, "postgres-17"];
        assert.deepEqual(changes, all("create", made).sort());
        await stack.settled({ a: NEW, b: RESTORED, d: newer }, "b", "d");
        const back = await stack.up({ a: NEW, b: RESTORED, d: newer }, "b");
        assert.deepEqual(back.changes, all("delete", [...way("d"), ...follows]).sort());
        await stack.up({ a: NEW, b: RESTORED, d: { ...newer, retire: "it was a try" } }, "b");
        await stack.up({ a: NEW, b: RESTORED }, "b");
    });

    it("have replicas while they are active: new ones are made, and the old ones deleted without a word", async () => {
        const { changes } = await stack.up({ a: NEW, b: RESTORED }, "b", undefined, 1);
        assert.deepEqual(changes, all("create", reading("b")).sort());
        await stack.settled({ a: NEW, b: RESTORED }, "b", undefined, 1);
        const opened = await stack.up({ a: NEW, b: RESTORED }, "b", "a", 1);
        assert.deepEqual(opened.changes, all("create", way("a")));
        const over = await stack.up({ a: NEW, b: RESTORED }, "a", undefined, 1);
        const made = all("create", reading("a"));
        assert.deepEqual(over.changes, [...made, ...all("delete", [...reading("b"), ...way("b")])].sort());
        await stack.up({ a: NEW, b: RESTORED }, "b");
    });

    it("are deleted only after a deployment that lifts their protection, and without a change to their copies", async () => {
        await assert.rejects(stack.up({ b: RESTORED }, "b"), /is protected and would be deleted/);
        const lifted = await stack.up({ a: RETIRED, b: RESTORED }, "b");
        assert.deepEqual(lifted.changes, ["update postgres-a"]);
        const { changes } = await stack.up({ b: RESTORED }, "b");
        assert.deepEqual(changes, all("delete", instance("a")));
        await stack.settled({ b: RESTORED }, "b");
    });

    it("stay as they are when what the settings say of their origin changes, or goes", async () => {
        // The storage alone is told to the provider, which passes over what is less than there is, and over none.
        for (const b of [NEW, SNAPSHOT]) {
            assert.deepEqual((await stack.up({ b }, "b")).changes, ["update postgres-b"]);
        }
        const { changes } = await stack.up({ b: RESTORED, c: SNAPSHOT }, "b");
        assert.deepEqual(changes, all("create", instance("c")));
    });

    it("follow another region's database until they serve, and are promoted without a change", async () => {
        const { changes } = await stack.up({ b: RESTORED, c: SNAPSHOT, f: STANDBY }, "b");
        assert.deepEqual(changes, all("create", [...instance("f"), "postgres-f-lag"]).sort());
        await stack.settled({ b: RESTORED, c: SNAPSHOT, f: STANDBY }, "b");
        const opened = await stack.up({ b: RESTORED, c: SNAPSHOT, f: STANDBY }, "b", "f");
        assert.deepEqual(opened.changes, all("create", way("f")));
        // In between `npm run restore -- --promote f`: what RDS makes of it, no deployment has asked for.
        const over = await stack.up({ b: RESTORED, c: SNAPSHOT, f: STANDBY }, "f");
        assert.deepEqual(over.changes, all("delete", [...way("b"), "postgres-f-lag"]).sort());
        await stack.settled({ b: RESTORED, c: SNAPSHOT, f: STANDBY }, "f");
        // Neither another source, nor a password where there was none.
        const { changes: later } = await stack.up({ b: RESTORED, c: SNAPSHOT, f: NEW }, "f");
        assert.deepEqual(later, ["update postgres-f"]);
    });
});
