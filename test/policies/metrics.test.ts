import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Console } from "../../functions/pooler-agent/console.ts";
import { metrics } from "../../functions/pooler-agent/metrics.ts";
import type { Evidence } from "../../functions/restore-check/evidence.ts";
import { measure, measureEvidence } from "../../functions/restore-check/measure.ts";
import type { World } from "../../functions/restore-check/world.ts";
import { dimensions } from "../../policies/dimensions.ts";
import { documented, own } from "../../policies/metrics.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** The code of a file, without what only talks of it. */
function codeOf(file: string): string {
    const text = readFileSync(path.join(root, file), "utf8");
    return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}

interface Put {
    Namespace: string;
    MetricData: { MetricName: string; Dimensions: { Name: string; Value: string }[] }[];
}

/** What is sent to CloudWatch meanwhile. */
async function sent(send: (cloudwatch: World["cloudwatch"]) => Promise<void>): Promise<Put[]> {
    const puts: Put[] = [];
    const cloudwatch = { send: ({ input }: { input: Put }) => Promise.resolve(puts.push(input)) };
    await send(cloudwatch as unknown as World["cloudwatch"]);
    return puts;
}

function namesIn(file: string): string[] {
    return Object.values(own)
        .flat()
        .flatMap((one) => (one.file === file ? one.names : []))
        .sort();
}

describe("the table of metrics", () => {
    it("names a file of ours for each metric of ours, and the metric's name is in its code", () => {
        for (const { file, names } of Object.values(own).flat())
            for (const name of names)
                assert.match(
                    codeOf(file),
                    new RegExp(`(\\b${name}: \\[|Name: "${name}")`),
                    `${file}: ${name}`,
                );
    });

    it("has what a restore's check sends, by its namespace and its dimension", async () => {
        const evidence = { proven: true, rpoSeconds: 1, rtoSeconds: 2, environment: "shop" } as Evidence;
        const [put] = await sent((cloudwatch) => measureEvidence({ cloudwatch } as World, evidence));
        const told = put!.MetricData.map(({ MetricName }) => MetricName).sort();
        assert.deepEqual(told, namesIn("functions/restore-check/measure.ts"));
        assert.equal(put!.Namespace, "Airworthy");
        for (const { Dimensions } of put!.MetricData)
            assert.deepEqual(Dimensions, [{ Name: "Environment", Value: "shop" }]);
    });

    it("has what tells the age of the last proof, which is sent in the same way", async () => {
        const [name] = namesIn("functions/proof-age/index.ts");
        assert.match(codeOf("functions/proof-age/index.ts"), /import \{ measure \} from "[^"]*measure\.ts"/);
        const [put] = await sent((cloudwatch) => measure(cloudwatch, "shop", { [name!]: [1, "None"] }));
        assert.deepEqual(
            [put!.Namespace, put!.MetricData[0]!.MetricName, put!.MetricData[0]!.Dimensions[0]!.Name],
            ["Airworthy", name, "Environment"],
        );
    });

    it("has what the poolers' agent writes, in the namespace of its environment and without a dimension", async () => {
        const pools = () => Promise.resolve([{ waiting: 1, active: 5, size: 10 }]);
        const line = (await metrics({ pools } as unknown as Console, "shop", new Date(0))) as Line;
        const [told] = line._aws.CloudWatchMetrics;
        const names = told!.Metrics.map(({ Name }) => Name).sort();
        assert.deepEqual(names, namesIn("functions/pooler-agent/metrics.ts"));
        for (const name of names) assert.equal(typeof line[name as keyof Line], "number", name);
        assert.equal(told!.Namespace, "Airworthy/shop");
        assert.deepEqual(told!.Dimensions, [[]]);
    });

    it("says where AWS lists each metric, and what each dimension names", () => {
        for (const [namespace, { source, series }] of Object.entries(documented)) {
            assert.match(source, /^.+ Guide.*, "[^"]+"/, namespace);
            const names = series.flatMap((one) => one.names);
            assert.equal(new Set(names).size, names.length, `${namespace} lists one twice.`);
            for (const dimension of series.flatMap(({ by }) => by.flat()))
                assert.ok(dimension in dimensions, `${namespace}: ${dimension}`);
        }
    });
});

interface Line {
    _aws: { CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[] };
}
